"""Made-up things to find, and small indexes of them. They describe no real data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from catalogue.search.document import SearchDocument
from catalogue.search.index import open_writer
from catalogue.search.searcher import Searcher

LAW_TYPES = (("Public", "Public law", "Cyfraith gyhoeddus"), ("Private", "Private law", "Cyfraith breifat"))
ORDERS = (
    ("1", "Care order (s31)", "Gorchymyn gofal"),
    ("2", "Supervision order", "Gorchymyn goruchwylio"),
    ("3", "Child arrangements order", "Gorchymyn trefniadau plant"),
)


def variable(name: str, label: str = "", table: str = "cafcass_hearing", **facts: Any) -> SearchDocument:
    """A variable of the dataset `cafw`; `facts` replace any field."""
    identity = facts.pop("identity", f"variable:cafw/{table}/{name.lower()}")
    given: dict[str, Any] = {
        "dataset": "cafw",
        "dataset_title": "Cafcass Cymru extract",
        "table_physical": table.upper(),
        "url": f"/datasets/cafw/variables/{table}/{name}",
        **facts,
    }
    return SearchDocument("variable", identity, name, label or f"Label {name}", table=table, **given)


def table(name: str, label: str, **facts: Any) -> SearchDocument:
    """A table of the dataset `cafw`."""
    given: dict[str, Any] = {"dataset": "cafw", "table": name, "table_physical": name.upper(), **facts}
    return SearchDocument("table", f"table:cafw/{name}", name.upper(), label, url=f"/tables/{name}", **given)


def code_list(name: str, label: str, codes: Sequence[tuple[str, str, str]]) -> SearchDocument:
    """A code list."""
    return SearchDocument("codelist", f"codelist:{name}", name, label, codes=tuple(codes), url=f"/codelists/{name}")


def concept(name: str, title: str, *terms: str, members: Sequence[str] = (), **facts: Any) -> SearchDocument:
    """A concept. `welsh` and `notation` are further terms; members are variables as `table/name`."""
    said = [(term, "en") for term in terms]
    said += [(term, "cy") for term in facts.get("welsh", ())]
    said += [(term, "notation") for term in facts.get("notation", ())]
    payload = {
        "ambiguousTerms": facts.get("ambiguous", []),
        "otherMeanings": facts.get("other", []),
        "members": [f"variable:cafw/{member}" for member in members],
    }
    return SearchDocument(
        "concept", f"concept:{name}", name, title, terms=tuple(said), url=f"/concepts/{name}", payload=payload
    )


def court() -> list[SearchDocument]:
    """A small family court: a dataset, tables, variables, code lists."""
    date = (("type", "date"), ("mark", "documented"))
    text = (("type", "string"), ("mark", "documented"))
    return [
        SearchDocument(
            "dataset", "dataset:cafw", "cafw", "Cafcass Cymru extract", dataset="cafw", year_from=2001, year_to=2020,
            definition="Family court cases in Wales.", url="/datasets/cafw",
        ),
        table("cafcass_hearing", "Hearings", definition="Hearings held in a case."),
        table("cafcass_alf", "Linkage"),
        variable("CAP_HEARINGID_E", "Hearing id", definition="Identifies one hearing, encrypted."),
        variable("CAP_HEARINGDATE", "Date of hearing", definition="The day of the hearing.", facets=date,
                 year_from=2005, year_to=2014),
        variable("CAP_HEARINGOUTCOMETYPEIDNAME", "Type of outcome", codes=ORDERS, facets=text,
                 definition="What the court decided at the hearing: the order that was made."),
        variable("CAP_RECEIPTDATE", "Date received", "cafcass_application", facets=date, year_from=2007, year_to=2009),
        variable("CAP_LAWTYPENAME", "Law type", "cafcass_application", codes=LAW_TYPES, facets=text),
        variable("LSOA2001_CD", "Small area (2001 edition)", "cafcass_alf", definition="Where the person lives.",
                 notes="Later snapshots use LSOA2011_CD.", facets=text),
        variable("WOB", "Week of birth", "cafcass_alf", facets=date, definition="Every week of birth is a Monday."),
        variable("WOB", "Week of birth", "cafcass_contacts", facets=date),
        code_list("order-type", "Orders", ORDERS),
        code_list("law-type", "Type of law", LAW_TYPES),
    ]  # fmt: skip


def write(index: Path, documents: Iterable[SearchDocument], *, release: str = "1.0.0", serial: int = 1) -> None:
    """One standing release of the dataset `cafw`."""
    with open_writer(index) as writer:
        writer.put_release(release, "cafw", documents)
        writer.set_standing("cafw", [release])
        writer.commit(serial)


def searcher(index: Path, documents: Iterable[SearchDocument]) -> Searcher:
    """A searcher over one standing release."""
    write(index, documents)
    return Searcher.open(index)


def names(found: Iterable[Any]) -> list[str]:
    """Names of hits, in order."""
    return [hit.name for hit in found]
