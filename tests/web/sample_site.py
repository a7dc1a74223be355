"""A made-up register that shows every state a page can be in. It describes no real data.

`court` has three releases: 1.0.0 (withdrawn), 1.1.0, and 2.0.0, which carries most of 1.1.0 forward unconfirmed.
`counts` is open, with one table that holds rows. Of `gone` nothing is left but a tombstone.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine

from catalogue.app import create_app
from catalogue.registry import Terms, publish, rename, retract
from catalogue.registry.notes import NewNote, add, withdraw
from catalogue.settings import Settings, load
from catalogue.store.engine import open_engine
from catalogue.work import drain
from tests.empty import lay_out
from tests.samples import Facts, Sample, table, variable

LONG_NAME = "CAP_HEARINGOUTCOMETYPEIDNAME_OF_A_VERY_LONG_TABLE"
SOURCES = [
    {"name": "gateway", "title": "Gateway dictionary, 2020", "path": "https://example.org/gateway", "version": "3.0.0"},
    {
        "name": "code",
        "title": "Published analysis code",
        "path": "javascript:alert(1)",
        "description": "Ran in *2024*.",
    },
]
ORGANISATIONS = {
    "keeper": {
        "name": "keeper",
        "title": "Keeper of data",
        "titleCy": "Ceidwad data",
        "description": "Keeps. And more.",
    },
    "court-service": {
        "name": "court-service",
        "title": "Court service",
        "homepage": "https://example.org/",
        "contact": "mailto:court@example.org",
    },
}
LAW = {
    "name": "law-type",
    "title": "Law type",
    "titleCy": "Math o gyfraith",
    "description": "Which part of family law a case belongs to.",
    "complete": True,
    "mark": "documented",
    "source": "gateway",
    "sources": SOURCES,
    "codes": [
        {"code": "Public", "label": "Public law", "labelCy": "Cyfraith gyhoeddus", "notation": ["C110A"]},
        {"code": "Private", "label": "Private law", "mark": "inferred", "inferredMeaning": "Between people."},
        {"code": "Old", "label": "Old law", "status": "retired", "validFrom": "2001-05-05", "mark": "seen-in-code"},
    ],
}
# Written while the dataset still had its former name; one variable is withdrawn with its dataset, one is nowhere.
CONCEPTS: dict[str, Any] = {
    "branch": {
        "name": "branch",
        "title": "Branch of justice",
        "titleCy": "Cangen",
        "description": "Which part of it.\n\nA second paragraph.",
        "note": "Read *with care*.",
        "terms": ["side", "public", "KOL", "XY"],
        "termsCy": ["cangen"],
        "ambiguousTerms": ["KOL"],
        "notation": ["C9", "CA1989 s9"],
        "related": ["order"],
        "variables": [
            {"dataset": "court-of-old", "table": "cases", "name": "law", "match": "exact", "mark": "documented"},
            {"dataset": "court-of-old", "table": "cases", "name": "DROPPED", "match": "close", "note": "Once."},
            {"dataset": "counts", "table": "counts", "name": "CASES", "match": "broader", "mark": "inferred"},
            {"dataset": "gone", "table": "lost", "name": "LOST", "match": "exact"},
            {"dataset": "nowhere", "table": "none", "name": "NONE", "match": "exact"},
        ],
        "differences": [
            {
                "datasets": ["court-of-old", "counts"],
                "title": "Words or numbers",
                "description": "One has `Public`, the other counts. Compare with =care.",
                "mark": "seen-in-code",
                "source": "code",
            },
            {"datasets": ["court-of-old", "nowhere"], "description": "Nobody knows.", "mark": "inferred"},
        ],
        "mark": "documented",
        "source": "gateway",
        "sources": SOURCES,
    },
    "case": {
        "name": "case",
        "title": "Case",
        "inferredMeaning": "Perhaps a case.",
        "variables": [
            {"dataset": "court", "table": "cases", "name": "CASE_ID_E", "match": "exact"},
            {"dataset": "court", "table": "case_people", "name": "CASE_ID_E", "match": "exact"},
        ],
        "mark": "inferred",
    },
    "order": {
        "name": "order",
        "title": "Order of a court",
        "terms": ["KOL", "CMS"],
        "otherMeanings": [{"term": "CMS", "meaning": "Child Maintenance Service"}],
        "mark": "inferred",
    },
}
# Written while the dataset still had its former name, too. One place is in a snapshot that nobody has, one is nowhere.
PATHWAYS: dict[str, Any] = {
    "road": {
        "name": "road",
        "title": "Road to court",
        "description": "How it came.\n\nA second paragraph.",
        "note": "Read *with care*.",
        "datasets": ["court-of-old"],
        "places": [
            {"name": "paper", "title": "Papers", "keeping": "live", "stage": "Court", "note": "Late *entries*."},
            {
                "name": "core",
                "title": "Cases at the core",
                "stage": "Core",
                "description": "All cases.",
                "physicalName": "SAILCORTV.CASES_20230622",
                "dataset": "court-of-old",
                "table": "cases",
                "snapshot": "2023-06-22",
            },
            {"name": "orders", "title": "Orders", "dataset": "court-of-old", "table": "orders"},
            {"name": "counted", "title": "Counts", "dataset": "counts", "physicalName": "SAILW<nnnn>V.COUNTS"},
            {"name": "never", "title": "Never", "dataset": "court-of-old", "snapshot": "1999-01-01"},
            {"name": "report", "title": "Report", "mark": "inferred", "inferredMeaning": "Perhaps a report."},
        ],
        "steps": [
            {
                "name": "load",
                "title": "Load",
                "number": "3a",
                "actor": "The keeper",
                "description": "It is loaded.",
                "inputs": [{"place": "paper"}],
                "outputs": [{"place": "core"}, {"place": "orders", "mark": "seen-in-code", "source": "code"}],
                "records": [{"title": "Day", "mark": "seen-in-code", "note": "Of the load."}],
            },
            {
                "name": "count",
                "title": "Count",
                "number": "4",
                "inputs": [{"place": "core"}, {"place": "orders", "mark": "inferred", "note": "By its name."}],
                "outputs": [{"place": "counted"}, {"place": "report", "mark": "inferred"}],
                "note": "Twice a year.",
            },
            {
                "name": "again",
                "title": "Again",
                "inputs": [{"place": "core"}],
                "outputs": [{"place": "never"}],
                "mark": "inferred",
                "inferredMeaning": "Perhaps it is done again.",
            },
        ],
        "caveats": [{"name": "late", "title": "It is late.", "description": "Wait.", "mark": "documented"}],
        "mark": "documented",
        "source": "gateway",
        "sources": SOURCES,
    },
    "guess": {
        "name": "guess",
        "title": "A guess",
        "inferredMeaning": "Perhaps a way.",
        "places": [{"name": "one", "title": "One"}],
        "steps": [{"name": "turn", "title": "Turn", "inputs": [{"place": "one"}], "outputs": [{"place": "one"}]}],
        "mark": "inferred",
    },
}
STATUS = {"name": "status", "title": "Status", "codes": [{"code": "1", "label": "1"}, {"code": "2", "label": "2"}]}
CAVEAT = {
    "name": "count",
    "title": "Count cases, not rows.",
    "description": "Use `CASE_ID_E` to do so.",
    "severity": "warning",
    "period": {"from": "2010-04"},
    "mark": "documented",
    "source": "gateway",
}
SERIES = {
    "name": "cases",
    "title": "Cases of a year",
    "description": "Cases that began in the year",
    "unit": "cases",
    "measure": "count",
    "table": "counts",
    "period": {"variable": "YEAR", "kind": "calendar-year"},
    "value": "CASES",
    "trap": "This counts cases, not people. One case has several.",
    "headline": 1,
}
CARRIED = {"status": "carried-forward", "note": "The dictionary of 2020 was not repeated for this snapshot."}


def _cases(*, later: bool) -> dict[str, Any]:
    columns = [
        variable(
            "CASE_ID_E", type="integer", physicalType="BIGINT", title="Case", encrypted=True,
            description="The case, under an encrypted number.", constraints={"required": True, "unique": True},
        ),
        variable("LAW", title="Law type", codeList="law-type", description="Part of family law.", caveats=[CAVEAT]),
        variable("GUESSED", title="Guessed", mark="inferred", inferredMeaning="Perhaps the **team** of the case."),
        variable("BARE", title="", mark="seen-in-code", source="code", openQuestion="What is it for?"),
        variable("ETHNICITY", title="Ethnicity", availability="special", codeList="status", description="As stated."),
        variable("SPACED NAME? #1", title="Spaced name", description="A name that addresses must escape."),
        variable(LONG_NAME, title="Long name", description="A name of many letters."),
    ]  # fmt: skip
    if later:
        columns[1] = {**columns[1], "description": "Part of family law, reworded.", "evidence": {"status": "confirmed"}}
        columns.append(
            variable("ADDED", title="Added", description="Came with 2.0.0.", evidence={"status": "confirmed"})
        )
    else:
        columns.append(variable("DROPPED", title="Dropped", description="Not in 2.0.0."))
    return table(
        "cases",
        columns,
        title="Cases",
        description="All cases.\n\nEach case once.",
        grain="one row per case",
        schema={"primaryKey": ["CASE_ID_E"]},
        caveats=[{**CAVEAT, "name": "table", "severity": "notice", "title": "A notice.", "period": {}}],
        undocumentedColumns={"count": 1, "note": "The source counts one more.", "mark": "documented"},
    )


def _people() -> dict[str, Any]:
    return table(
        "case_people",
        [
            variable("CASE_ID_E", type="integer", description="The case."),
            variable("ROLE", description="What they are."),
        ],
        schema={
            "foreignKeys": [
                {
                    "fields": ["CASE_ID_E"],
                    "reference": {"resource": "cases", "fields": ["CASE_ID_E"]},
                    "note": "Not unique.",
                }
            ]
        },
    )


def _dataset(**facts: Any) -> dict[str, Any]:
    return {
        "title": "Court extract",
        "description": "Records of a made-up court.\n\nA second paragraph with `A_LONG_NAME`.",
        "publisher": "keeper",
        "custodian": "keeper",
        "accessRights": "restricted",
        "spatial": {"label": "Wales", "code": "GB-WLS"},
        "temporal": {"start": "2001-05-05", "end": "2020-07-06", "note": "As catalogued"},
        "access": {
            "eligibility": "Anybody with a **good** reason.",
            "process": "Apply in writing.",
            "fiveSafes": {"projects": "A panel decides.", "settings": "A locked room."},
            "projectView": "Views with other keys.",
            "leadTime": "2 to 6 months",
            "links": [
                {"title": "How to apply", "path": "https://example.org/apply", "status": "live"},
                {"title": "Old guide", "path": "https://example.org/old", "status": "dead"},
                {"title": "A script", "path": "javascript:alert(1)", "status": "unknown"},
            ],
            "mark": "documented",
            "source": "gateway",
        },
        "physicalSchema": "SAILCORTV",
        "systemCode": "CORT",
        "unitOfCount": "Count **cases**; rows are people.",
        "facts": [{"label": "Time lag", "value": "1-2 weeks", "mark": "documented", "source": "gateway"}],
        "identifiers": [{"scheme": "DOI", "value": "in progress", "mark": "documented"}],
        "sources": SOURCES,
        "source": "gateway",
        "mark": "documented",
        "undocumentedTables": [
            {"name": "orders", "physicalName": "ORDERS", "note": "Named once.", "mark": "seen-in-code"}
        ],
        "joinPaths": [
            {
                "name": "roles",
                "title": "Role of a person in a case",
                "steps": [{"table": "cases"}, {"table": "case_people", "on": "`CASE_ID_E`"}, {"table": "orders"}],
                "mark": "seen-in-code",
                "source": "code",
            }
        ],
        **facts,
    }


def court(version: str) -> Sample:
    """One release of the restricted dataset."""
    issued = {"1.0.0": "2019-04-25", "1.1.0": "2020-08-20", "2.0.0": "2023-08-14"}[version]
    later = version == "2.0.0"
    facts = Facts(version, "2023-06-22" if later else None, issued, f"Notes of {version}. With a second sentence.")
    dataset = _dataset(evidence=CARRIED) if later else _dataset(keywords=[version])
    return Sample("court-of-old", dataset, [_cases(later=later), _people()], facts)


def counts() -> Sample:
    """An open dataset whose table holds rows."""
    body = b"YEAR,CASES\r\n2019,120\r\n2020,130\r\n"
    held = {"digest": hashlib.sha256(body).hexdigest(), "bytes": len(body), "rows": 2}
    columns = [
        variable("YEAR", type="year", description="The year."),
        variable("CASES", type="integer", description="How many.", mark="calculated"),
    ]
    rows = {**table("counts", columns, grain="one row per year", data=held), "headerOnly": False}
    dataset = {
        "title": "Counts",
        "publisher": "court-service",
        "accessRights": "open",
        "mark": "documented",
        "licenses": [{"title": "Open licence", "path": "https://example.org/licence"}],
        "series": [SERIES],
    }
    return Sample("counts", dataset, [rows], Facts("1.0.0", issued="2024-01-01"), data={"counts": body})


def gone() -> Sample:
    """A dataset that is withdrawn as a whole."""
    columns = [variable("LOST", description="What was lost.")]
    return Sample("gone", {"title": "Gone extract", "mark": "documented"}, [table("lost", columns)], Facts("1.0.0"))


def fill(engine: Engine) -> None:
    """Publish all of it."""
    publish(engine, [gone()])
    retract(engine, "gone", "1.0.0", "It should not have been.")
    publish(engine, [court("1.0.0")], Terms({"law-type": LAW, "status": STATUS}, ORGANISATIONS))
    publish(engine, [court("1.1.0")])
    retract(engine, "court-of-old", "1.0.0", "A table was missing. Nothing else was wrong.", "1.1.0")
    more = {**LAW, "codes": [*LAW["codes"], {"code": "New", "label": "New law"}]}  # type: ignore[misc]
    publish(engine, [court("2.0.0"), counts()], Terms({"law-type": more}, {}, CONCEPTS, PATHWAYS))
    annotate(engine)
    rename(engine, "court-of-old", "court")


def annotate(engine: Engine) -> None:
    """Notes of every kind, on everything that can have some; one of them replaced, one withdrawn."""
    slug, by = "court-of-old", "A. Steward"
    law = NewNote("caveat", slug, "Old word.", "Said too early.", by, table="cases", variable="law", period_to="2012")
    first = add(engine, law).serial or 0
    add(engine, replace(law, title="Count `orders` apart.", body="They *are* kept elsewhere.\n\n- so", replaces=first))
    add(engine, NewNote("erratum", slug, "The grain is wrong.", "One row is a hearing.", by, "2.0.0", "cases"))
    asked = "Is it <b>really</b> so?"
    add(engine, NewNote("answer", slug, "It is not known.", "Nobody.", by, "2.0.0", "cases", "BARE", question=asked))
    add(engine, NewNote("caveat", slug, "Ask first.", "All of it.", by, severity="notice"))
    add(engine, NewNote("erratum", slug, "It has another name.", "See the court.", by, table="orders"))
    gone = add(engine, NewNote("erratum", slug, "Not so.", "It was.", by, "1.1.0"))
    withdraw(engine, gone.serial or 0, "It was right.", by=by)


def open_site(folder: Path, **environment: str) -> tuple[Flask, Settings]:
    """The site over a filled and indexed register in a folder."""
    settings = load({"CATALOGUE_DATA": str(folder), "CATALOGUE_SECRET_KEY": "k" * 32, **environment})
    engine = open_engine(settings.database_url)
    lay_out(engine)
    fill(engine)
    drain(engine, settings.index_path)
    engine.dispose()
    return create_app(settings), settings
