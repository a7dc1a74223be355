"""/api/v1/…/tables, …/variables below them, and /api/v1/variables."""

from __future__ import annotations

from datetime import date
from typing import Any

from catalogue.api import addresses, listing
from catalogue.api.operation import RELEASE_STATUSES, Noun
from catalogue.api.query import Day, Name, PageQuery
from catalogue.api.schemas.tables import TableListSchema, TableSchema, VariableListSchema, VariableRecordSchema
from catalogue.api.wire import tables as wire
from catalogue.delivery import notes
from catalogue.delivery.services import services
from catalogue.model.timeline import in_force
from catalogue.store import find, pages
from catalogue.store.engine import reading
from catalogue.store.releases import all_datasets

tables = Noun("tables", "Tables of a release. A table has the same name in every release.")
variables = Noun("variables", "Columns of tables. A variable is known by dataset, table and name.")


class VariableQuery(PageQuery):
    """Which variables."""

    dataset = Name(80, "Only of this dataset.", "cafw")
    table = Name(128, "Only of tables of this name, letters in any case.", "cafcass_alf")
    name = Name(128, "Only of this physical name, letters in any case.", "LSOA2011_CD")
    as_of = Day(
        metadata={
            "description": "Of each dataset, the release that was in force on this day of issue: of those not issued "
            "after it, the one with the greatest (issued, version).",
            "format": "date",
            "example": "2023-06-22",
        }
    )


@tables.get("/datasets/<slug>/releases/<version>/tables", TableListSchema, query=PageQuery, statuses=RELEASE_STATUSES)
def list_tables(query: dict[str, Any], slug: str, version: str) -> listing.Page:
    """Tables of a release

    In order of names, without their variables.
    """
    name = f"tables of {slug} {version}"
    begin = listing.begin(name, query, (str,))
    with reading(services().engine) as session:
        release = addresses.release(session, slug, version)
        after = "" if begin is None else str(begin[0])
        found = pages.table_heads(session, release, after, listing.limit(query) + 1)
    return listing.page(
        name,
        query,
        found,
        lambda one: (one.table.name,),
        lambda one: wire.table_summary(release, one.table, one.variables),
    )


@tables.get("/datasets/<slug>/releases/<version>/tables/<table>", TableSchema, statuses=RELEASE_STATUSES)
def read_table(query: dict[str, Any], slug: str, version: str, table: str) -> dict[str, Any]:
    """One table

    With its variables in short, in column order.
    """
    del query
    with reading(services().engine) as session:
        record, release = addresses.both(session, slug, version)
        found = find.table(session, release, table)
        said = notes.of_table(session, record, release, found.name, notes.standing(session, record))
        return wire.table(release, found, said.applying)


@variables.get(
    "/datasets/<slug>/releases/<version>/tables/<table>/variables/<variable>",
    VariableRecordSchema,
    statuses=RELEASE_STATUSES,
)
def read_variable(query: dict[str, Any], slug: str, version: str, table: str, variable: str) -> dict[str, Any]:
    """One variable of a release

    With mark, sources and evidence, its table's or its dataset's where it states none of its own.
    """
    del query
    with reading(services().engine) as session:
        record, release = addresses.both(session, slug, version)
        holder, found = find.variable(session, release, table, variable)
        said = notes.of_variable_read(session, record, release, holder.name, found.name)
    return wire.variable_record(release, holder, found, said.applying)


@variables.get("/variables", VariableListSchema, query=VariableQuery, statuses=(404,))
def list_variables(query: dict[str, Any]) -> listing.Page:
    """All variables

    Of the releases in force now or on a day, in order of dataset identifier, table and name. The order, and so a
    cursor, stays good while releases are published.
    """
    begin = listing.begin("variables", query, (str, str, str))
    as_of = date.fromisoformat(query["as_of"]) if "as_of" in query else None
    wanted = pages.VariableFilter(query.get("table", ""), query.get("name", ""))
    with reading(services().engine) as session:
        datasets = [find.dataset(session, query["dataset"])] if "dataset" in query else all_datasets(session)
        releases = [found for found in (in_force(one.releases, as_of) for one in datasets) if found is not None]
        place = None if begin is None else (str(begin[0]), str(begin[1]), str(begin[2]))
        found = pages.variables(session, releases, wanted, place, listing.limit(query) + 1)
    return listing.page(
        "variables",
        query,
        found,
        lambda one: one.place,
        lambda one: wire.variable(one.release, one.table, one.variable),
    )
