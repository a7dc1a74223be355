"""A sound description, and for each rule of the gate changes that break it: without the change it is mended."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import Any

from catalogue.releases import gate

Facts = dict[str, Any]


def sound() -> Facts:
    """A description that no rule has anything against, with everything in it that a rule could look at."""
    return copy.deepcopy(
        {
            "dataset": {
                "title": "Contact sessions",
                "description": "Sessions of supervised contact that the office arranged.",
                "publisher": "example-office",
                "accessRights": "restricted",
                "temporal": {"start": "2015-01", "end": "2020-06"},
                "access": {"contact": "data@example.org, 0300 123 4567, Bristol BS1 5TR"},
                "mark": "documented",
                "source": "dictionary",
                "caveats": [
                    {"name": "paper", "title": "Do not count sessions before April 2016.", "period": {"to": "2016-03"}}
                ],
                "joinPaths": [{"name": "way", "steps": [{"table": "sessions"}, {"table": "rooms"}]}],
                "undocumentedTables": [{"name": "rooms"}],
            },
            "tables": [
                {
                    "name": "sessions",
                    "description": "Sessions, held or not.",
                    "grain": "one row per session",
                    "schema": {
                        "primaryKey": ["ID"],
                        "foreignKeys": [{"fields": ["CHILD"], "reference": {"resource": "children", "fields": ["ID"]}}],
                    },
                    "variables": [
                        {"name": "ID", "title": "Session", "type": "integer", "description": "Numbers the session."},
                        {"name": "CHILD", "title": "Child", "type": "integer", "description": "Who was to be seen."},
                        {
                            "name": "OUTCOME",
                            "title": "Outcome",
                            "type": "integer",
                            "description": "How the session ended. Empty until it has.",
                            "codeList": "outcome",
                        },
                        {
                            "name": "KIND",
                            "title": "Kind of session",
                            "type": "string",
                            "description": "A is at home, B at the office, C elsewhere.",
                            "constraints": {"enum": ["A", "B", "C"]},
                        },
                        {
                            "name": "LENGTH",
                            "title": "Length",
                            "type": "integer",
                            "physicalType": "SMALLINT",
                            "description": "Minutes from the first to the last word.",
                            "constraints": {"minimum": 0, "maximum": 480},
                        },
                    ],
                },
                {
                    "name": "children",
                    "description": "Children who were to be seen.",
                    "grain": "one row per child",
                    "variables": [
                        {"name": "ID", "title": "Child", "type": "integer", "description": "Numbers the child."},
                        {"name": "WOB", "title": "Week of birth", "type": "date", "openQuestion": "Of which calendar?"},
                    ],
                },
            ],
            "code_lists": {
                "outcome": {
                    "name": "outcome",
                    "title": "Outcome",
                    "codes": [{"code": "1", "label": "Held"}, {"code": "2", "label": "Cancelled"}],
                }
            },
            "snapshot": "2020-06-22",
            "notes": "As first published.",
            "lineage": gate.Lineage.BOUND,
        }
    )


def judged(facts: Facts) -> gate.Verdict:
    """What the gate says of a description."""
    return gate.judge(gate.subject(**facts))


def found(facts: Facts) -> list[str]:
    """The rules that a description breaks."""
    return [one.rule.code for one in judged(facts).judged if one.findings]


def column(facts: Facts, name: str, table: int = 0) -> Facts:
    """A variable of a description."""
    variable: Facts = next(one for one in facts["tables"][table]["variables"] if one["name"] == name)
    return variable


Change = Callable[[Facts], Any]


def setting(name: str, **values: Any) -> Change:
    """Give a variable of the first table other facts."""
    return lambda facts: column(facts, name).update(values)


def dataset(**values: Any) -> Change:
    """Give the dataset other facts."""
    return lambda facts: facts["dataset"].update(values)


def codes(*values: Facts) -> Change:
    """Give the code list other codes."""
    return lambda facts: facts["code_lists"]["outcome"].update(codes=list(values))


def release(rows: int | None, *counts: int | None) -> Facts:
    """Figures of the first table with those of a variable, as they are published; None is hidden."""
    counted = [{"code": code, **({} if n is None else {"count": n})} for code, n in zip("ABCD", counts, strict=False)]
    shown = {} if rows is None else {"rows": rows}
    return {
        "name": "sessions",
        "statistics": {**shown, "threshold": 10},
        "variables": [{"name": "KIND", "statistics": {"threshold": 10, "counts": counted}}],
    }


def told(rows: int | None, *counts: int | None, before: Sequence[Sequence[int | None]] = ()) -> Change:
    """Give the first table figures, and figures to releases before."""

    def change(facts: Facts) -> None:
        now = release(rows, *counts)
        facts["tables"][0]["statistics"] = now["statistics"]
        column(facts, "KIND")["statistics"] = now["variables"][0]["statistics"]
        facts["earlier"] = [[release(*one)] for one in before]

    return change


def _bare(facts: Facts) -> None:
    for one in facts["tables"][1]["variables"]:
        one.pop("description", None)
        one.pop("openQuestion", None)


def _without(name: str, *keys: str) -> Change:
    return lambda facts: [column(facts, name).pop(key) for key in keys]


def _dropped(*keys: str) -> Change:
    return lambda facts: [facts["dataset"].pop(key) for key in keys]


CUT = "The day on which the court received the application. " + "It is the day on the stamp of the office and" * 5

# Rule, and the changes each of which breaks it and no other.
BROKEN: dict[str, tuple[Change, ...]] = {
    "type-contradicts-database": (
        setting("LENGTH", physicalType="DATE"),
        setting("ID", type="date", physicalType="BIGINT"),
    ),
    "coverage-after-snapshot": (dataset(temporal={"end": "2020-07"}), dataset(temporal={"end": "2021"})),
    "dataset-incomplete": tuple(_dropped(key) for key in ("description", "publisher", "accessRights", "temporal")),
    "table-undescribed": (
        lambda facts: facts["tables"][0].pop("grain"),
        lambda facts: facts["tables"][0].pop("description"),
    ),
    "definition-missing": (_without("LENGTH", "description"), setting("LENGTH", description=" ")),
    "label-missing": (_without("LENGTH", "title"), setting("LENGTH", title=" ")),
    "codes-missing": (codes(),),
    "code-unlabelled": (codes({"code": "1", "label": "Held"}, {"code": "2"}), codes({"code": "1", "label": ""})),
    "codes-mistyped": (
        codes({"code": "Held"}),
        codes({"code": "1", "label": "Held"}, {"code": "H", "label": "Halved"}),
    ),
    "values-unexplained": (
        setting("KIND", description="Where the child was seen."),
        setting("LENGTH", constraints={"enum": [1, 2, 3]}),
        setting("KIND", constraints={}, categories=["X", "Y", "Z"]),
    ),
    "codelist-unresolved": (setting("KIND", codeList="nowhere"),),
    "reference-dangling": (
        dataset(joinPaths=[{"name": "way", "steps": [{"table": "corridors"}]}]),
        dataset(series=[{"name": "one", "table": "figures"}]),
        lambda facts: facts["tables"][0]["schema"]["foreignKeys"][0]["reference"].update(resource="adults"),
        lambda facts: facts["tables"][0]["schema"]["foreignKeys"][0].update(fields=["PARENT"]),
        lambda facts: facts["tables"][0]["schema"]["foreignKeys"][0]["reference"].update(fields=["KEY"]),
    ),
    "reference-mistyped": (setting("CHILD", type="string"),),
    "count-below-threshold": (
        setting("KIND", count=3),
        setting("KIND", frequencies={"A": 1200, "B": 9}),
        setting("KIND", statistics={"groups": [{"n": 1}]}),
        codes({"code": "1", "label": "Held", "frequency": 4}, {"code": "2", "label": "Cancelled"}),
        lambda facts: facts["tables"][0].update(caseCount=2),
        lambda facts: facts["tables"][0].update(statistics={"rows": 7}),
    ),
    "count-recoverable": (
        # One hidden count beside those of all others; two that come to 2.
        told(103, None, 40, 60),
        told(102, None, None, 40, 60),
        told(None, None, 40, 60),
        # The same people again but one: not counts, but the number of rows tells of somebody.
        told(101, 41, 60, before=((100, 40, 60),)),
        # Nobody left, so that b was at most 21, and a at least 3; then, nobody came.
        told(143, 12, 21, 110, before=((124, None, None, 100),)),
        told(101, None, None, 61, before=((130, 12, 28, 90),)),
    ),
    "extreme-observed": (
        setting("LENGTH", max=473),
        setting("LENGTH", statistics={"minimum": 1}),
        setting("LENGTH", statistics={"figures": [{"name": "p100", "value": 473}]}),
    ),
    "bound-exact": (
        setting("LENGTH", constraints={"maximum": 473}),
        setting("LENGTH", type="date", physicalType="DATE", constraints={"minimum": "1931-05-17"}),
        setting("LENGTH", type="number", constraints={"maximum": 99.73}),
    ),
    "personal-email": (setting("LENGTH", note="Ask jane.doe@example.org."), dataset(unitOfCount="Ask j@example.org.")),
    "personal-phone": tuple(
        setting("LENGTH", note=f"Ring {number} first.")
        for number in ("029 2018 0000", "07700 900123", "07700900123", "+44 7700 900123", "(01792) 295 000")
    ),
    "personal-nhs-number": (
        setting("ID", example="9434765919"),
        setting("ID", note="As in 943 476 5919."),
        setting("ID", constraints={"enum": [9434765919]}),
    ),
    "personal-ni-number": (setting("ID", example="AB123456C"), setting("ID", note="As in AB 12 34 56 C.")),
    "personal-postcode": (
        setting("ID", example="SA28PP"),
        setting("ID", note="She lived at SA2 8PP then."),
        codes({"code": "1", "label": "Held in CF10 3NQ"}),
        lambda facts: facts.update(notes="Adds the home in BS1 5TR."),
    ),
    "personal-birth-date": (
        setting("ID", note="The child born on 3 May 2010 is in twice."),
        setting("ID", note="DOB: 03/05/2010 is a default."),
        lambda facts: column(facts, "WOB", 1).update(example="2010-05-03"),
    ),
    "lineage-missing": (lambda facts: facts.update(lineage=gate.Lineage.MISSING),),
    "source-missing": (_dropped("mark"), _dropped("source")),
    "text-placeholder": (
        setting("LENGTH", description="TO-DO: ask the office."),
        setting("LENGTH", description="TBC"),
        setting("LENGTH", description="Lorem ipsum dolor sit amet."),
        dataset(description="To be confirmed."),
        lambda facts: facts["tables"][0].update(grain="xxx"),
    ),
    "text-unfinished": (
        setting("LENGTH", description="Minutes; how they are rounded is to be confirmed."),
        dataset(description="Sessions. The rest is coming soon."),
    ),
    "text-broken": tuple(
        setting("LENGTH", note=f"As in {broken}.")
        for broken in ("caf\u00c3\u00a9", "it\u00e2\u20ac\u2122s", "na\ufffdve")
    ),
    "text-cut": (
        setting("LENGTH", description=CUT[:128].rstrip().ljust(128, "y")),
        setting("LENGTH", description=CUT[:255].ljust(255, "y")),
        setting("LENGTH", description="The minutes from the first word to the"),
        setting("LENGTH", description="The minutes from the first word to..."),
    ),
    "text-markup": (
        setting("LENGTH", description="The <b>minutes</b> that it took."),
        setting("LENGTH", title="Length&nbsp;of it"),
    ),
    "text-spaces": (
        setting("LENGTH", title="Length  of it"),
        codes({"code": "1 ", "notation": ["1"], "label": "Held"}),
    ),
    "definition-repeats": (
        setting("LENGTH", description="LENGTH."),
        setting("KIND", constraints={}, description="kind of session"),
    ),
    "caveat-undated": (
        dataset(caveats=[{"name": "paper", "title": "Do not count sessions before April 2016."}]),
        setting("LENGTH", caveats=[{"name": "clock", "title": "It is in hours until 2014."}]),
    ),
    "table-undefined": (_bare,),
}
# What a change breaks besides: a table of bare names is one of bare variables too, and TBC is a promise as well.
BESIDES = {
    "table-undefined": {"definition-missing"},
    "label-missing": {"text-spaces"},
    "text-placeholder": {"text-unfinished"},
}
