"""/api/v1/lineage/…: impact, stale inputs, what is unbound; differences in lineage, and why a variable changed."""

from __future__ import annotations

from typing import Any

import marshmallow as ma

from catalogue.api import addresses, listing
from catalogue.api.operation import RELEASE_STATUSES, Noun
from catalogue.api.query import Name, PageQuery
from catalogue.api.schemas.questions import (
    ImpactSchema,
    LineageDiffSchema,
    StaleListSchema,
    UnboundListSchema,
    WhySchema,
)
from catalogue.api.wire import questions as wire
from catalogue.delivery.services import services
from catalogue.lineage.questions import differences, watch
from catalogue.lineage.questions.impact import Thing, impact
from catalogue.lineage.questions.periods import Period, asked
from catalogue.registry.lineage import rules_of
from catalogue.store import find
from catalogue.store.engine import reading

questions = Noun("questions", "Questions about where things come from, answered from what seals pin.")


class ImpactQuery(ma.Schema):
    """What may have been used, and the time of the data. What is given must all hold."""

    dataset = Name(80, "Tables of this dataset.", "cafe-ecms")
    version = Name(80, "Of this release of it alone.", "2.0.0")
    table = Name(128, "Of this table of it alone.", "ecms_legaloutputs")
    variable = Name(128, "Of this variable of the table alone.", "LEGALOUTPUTTYPEID")
    caveat = Name(128, "Name of a caveat of it; its period counts like `after` and `before`.", "hearing-dates")
    name = Name(1000, "Data of this name, with or without schema and day of the snapshot.", "ECMS_LEGALOUTPUTS")
    run = Name(36, "A run, by its UUID.", "01908f2e-5a3b-7000-8000-000000000001")
    commit = Name(64, "Code of this commit; its beginning is enough.", "4f2c9a1")
    after = Name(10, "Only data of this year, month or day, or later.", "2005")
    before = Name(10, "Only data from before this year, month or day.", "2010-04")


@questions.get("/lineage/impact", ImpactSchema, query=ImpactQuery, statuses=(404,))
def read_impact(query: dict[str, Any]) -> dict[str, Any]:
    """Impact

    Which sealed releases were made from something, at any remove: from a table, a variable, data of a name, a run, a
    commit; and, with a period, which of them hold data of that time.
    """
    names = ("dataset", "version", "table", "variable", "caveat", "run", "commit")
    thing = Thing(**{name: query[name] for name in names if name in query}, physical=query.get("name", ""))
    period: Period = asked(query.get("after", ""), query.get("before", ""))
    with reading(services().engine) as session:
        return wire.impact(impact(session, thing, period))


@questions.get("/lineage/stale", StaleListSchema, query=PageQuery)
def list_stale(query: dict[str, Any]) -> listing.Page:
    """Stale inputs

    Releases in force that were made from a release that is no longer in force.
    """
    begin = listing.begin("stale", query, (str, str, str))
    with reading(services().engine) as session:
        found = watch.stale(session)

    def place(one: dict[str, Any]) -> tuple[str, str, str]:
        return one["release"]["slug"], one["input"]["slug"], one["input"]["version"]

    return listing.page("stale", query, listing.after(found, place, begin, listing.limit(query)), place, wire.stale)


KINDS = ("runs", "releases")


class UnboundQuery(PageQuery):
    """Which side."""

    kind = ma.fields.String(
        load_default="runs",
        validate=ma.validate.OneOf(KINDS),
        metadata={"description": "`runs` without release, or `releases` without run.", "enum": list(KINDS)},
    )


@questions.get("/lineage/unbound", UnboundListSchema, query=UnboundQuery)
def list_unbound(query: dict[str, Any]) -> listing.Page:
    """Runs without release, releases without run

    Runs that no seal names, newest first; or releases that stand and whose seal names no run that had been reported.
    """
    begin = listing.begin("unbound", query, (str, str))
    most = listing.limit(query)
    with reading(services().engine) as session:
        if query["kind"] == "runs":
            after = (str(begin[0]), str(begin[1])) if begin is not None else None
            runs = watch.runs_without_release(session, rules_of(services().settings), after=after, most=most + 1)
            return listing.page("unbound", query, runs, lambda one: (one["at"], one["id"]), wire.unbound_run)
        found = watch.releases_without_run(session)

    def place(one: dict[str, Any]) -> tuple[str, str]:
        return one["release"]["slug"], one["release"]["version"]

    shown = listing.after(sorted(found, key=place), place, begin, most)
    return listing.page("unbound", query, shown, place, wire.unbound_release)


# `from` is a word of Python, so fields of that name are given as a mapping.
_VERSIONS: dict[str, ma.fields.Field[Any]] = {
    "from": Name(80, "Version of the first release; without it, the one before the second.", "1.0.0"),
    "to": Name(80, "Version of the second release; without it, the one in force.", "2.0.0"),
}
DifferenceQuery = ma.Schema.from_dict(_VERSIONS, name="DifferenceQuery")
WhyQuery = ma.Schema.from_dict({"from": _VERSIONS["from"]}, name="WhyQuery")


@questions.get("/datasets/<slug>/lineage-diff", LineageDiffSchema, query=DifferenceQuery, statuses=RELEASE_STATUSES)
def read_difference(query: dict[str, Any], slug: str) -> dict[str, Any]:
    """What differs in the lineage of two releases

    Inputs that came, went or were read in another version; jobs with their commit, parameters, numbers of rows and
    seconds.
    """
    with reading(services().engine) as session:
        record = addresses.dataset(session, slug)
        left, right = find.pair(session, record, query.get("from", ""), query.get("to", ""))
        return wire.difference(differences.difference(session, left, right, rules_of(services().settings)))


@questions.get(
    "/datasets/<slug>/releases/<version>/tables/<table>/variables/<variable>/why",
    WhySchema,
    query=WhyQuery,
    statuses=RELEASE_STATUSES,
)
def read_why(query: dict[str, Any], slug: str, version: str, table: str, variable: str) -> dict[str, Any]:
    """Why a variable is not what it was

    What the two releases say of it, and what differs on the way of its columns: code, parameters, inputs, and how
    columns are made.
    """
    with reading(services().engine) as session:
        record = addresses.dataset(session, slug)
        left, right = find.pair(session, record, query.get("from", ""), version)
        return wire.why(differences.why(session, left, right, table, variable, rules_of(services().settings)))
