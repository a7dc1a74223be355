"""/api/v1/search and /api/v1/suggest: what the search page shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import marshmallow as ma
from sqlmodel import Session

from catalogue.api import cursors, listing
from catalogue.api.operation import Noun
from catalogue.api.query import Day, PageQuery, Whole
from catalogue.api.schemas.search import SearchSchema, SuggestSchema
from catalogue.api.wire import search as wire
from catalogue.api.wire.search import Placed, place
from catalogue.delivery.finding import releases_in_force
from catalogue.delivery.services import services
from catalogue.search.result import Hit, SearchRequest
from catalogue.search.suggest import suggest
from catalogue.store.engine import reading
from catalogue.store.history import holdings
from catalogue.store.releases import DatasetRecord, ReleaseRecord, all_datasets
from catalogue.store.tables import table_names

search = Noun("search", "Search over variables, tables, datasets, code lists and concepts.")
FACETS = ("kind", "dataset", "publisher", "nation", "concept", "table", "type", "mark", "evidence", "access")
SORTS = ("best", "name", "table")
LATEST_YEAR = 9999
# Beyond so many hits nobody reads on; the list of all variables is at /api/v1/variables.
MOST_HITS = 100_000
SUGGESTIONS, MOST_SUGGESTIONS = 8, 50


def _facet(meaning: str) -> ma.fields.List[Any]:
    inner = ma.fields.String(validate=ma.validate.Length(1, 200))
    return ma.fields.List(inner, metadata={"description": f"{meaning} Any of the values given.", "explode": True})


class SearchQuery(PageQuery):
    """A search."""

    class Meta:
        include = {  # noqa: RUF012 - marshmallow reads names that Python keeps for itself from here
            "from": Whole(
                validate=ma.validate.Range(0, LATEST_YEAR),
                metadata={"description": "Only what covers this year or later ones.", "example": 2007},
            ),
        }

    q = ma.fields.String(
        load_default="",
        metadata={
            "description": 'Words; `"phrases"`, `-not`, `OR`, `prefix*`, `field:word`, `2007..2014`.',
            "example": "hearing outcome",
        },
    )
    kind = _facet("Only things of this kind.")
    dataset = _facet("Only of this dataset, by slug.")
    publisher = _facet("Only of this publisher.")
    nation = _facet("Only of this place.")
    concept = _facet("Only this concept and the variables that it joins.")
    table = _facet("Only of tables of this name.")
    type = _facet("Only variables of this type.")
    mark = _facet("Only what is known in this way.")
    evidence = _facet("Only with this evidence.")
    access = _facet("Only with these access rights.")
    to = Whole(
        validate=ma.validate.Range(0, LATEST_YEAR),
        metadata={"description": "Only what covers this year or earlier ones.", "example": 2014},
    )
    as_of = Day(metadata={"description": "As the catalogue stood on this day of issue.", "format": "date"})
    sort = ma.fields.String(
        load_default="best", validate=ma.validate.OneOf(SORTS), metadata={"description": "In which order."}
    )
    exactly = ma.fields.List(
        ma.fields.String(validate=ma.validate.Length(1, 200)),
        metadata={"description": "Words that are not to be corrected or widened.", "explode": True},
    )
    as_typed = ma.fields.List(
        ma.fields.String(validate=ma.validate.Length(1, 200)),
        metadata={"description": "Terms that are searched without other words for the same concept.", "explode": True},
    )
    any = ma.fields.String(
        validate=ma.validate.OneOf(("1",)), metadata={"description": "`1`: any of the words instead of all."}
    )


class SuggestQuery(ma.Schema):
    """What has been typed so far."""

    q = ma.fields.String(
        load_default="", metadata={"description": "The beginning of a name, label or code.", "example": "hear"}
    )
    limit = Whole(
        load_default=SUGGESTIONS,
        validate=ma.validate.Range(1, MOST_SUGGESTIONS),
        metadata={"description": "Most suggestions.", "example": SUGGESTIONS},
    )


@search.get("/search", SearchSchema, query=SearchQuery)
def find(query: dict[str, Any]) -> listing.Page:
    """Search

    Everything is found in the newest standing release that has it, so what a later release dropped is still found;
    with `as_of`, exactly as the releases in force on that day say it.
    """
    begin = listing.begin("search", query, (int,))
    offset = 0 if begin is None else int(begin[0])
    most = listing.limit(query, services().settings.page_size)
    searcher = services().index.searcher()
    day = date.fromisoformat(query["as_of"]) if "as_of" in query else None
    with reading(services().engine) as session:
        datasets = all_datasets(session)
        in_force = releases_in_force(searcher, datasets, day)
        found = searcher.search(_request(query, most, offset, in_force))
        placed = _placed(session, found.hits, datasets, in_force)
    following = offset + most
    goes_on = following < min(found.total, MOST_HITS)
    cursor = cursors.write(cursors.scope("search", query), (following,)) if goes_on else None
    body = {
        "total": found.total,
        "hits": [wire.hit(one) for one in placed],
        "facets": wire.facets(found.facets),
        "expanded": wire.expanded(found.expanded),
        "suggestions": wire.suggestions(found.suggestions),
        "warnings": list(found.warnings),
        "indexed": found.serial,
        "next": cursor,
    }
    return body, listing.link_to(cursor)


@search.get("/suggest", SuggestSchema, query=SuggestQuery)
def complete(query: dict[str, Any]) -> dict[str, Any]:
    """Suggestions while typing

    Names, labels and codes in which a word begins with the last word typed. There is one page of them.
    """
    found = suggest(services().index.searcher(), query["q"], query["limit"])
    return {"items": wire.suggestions(found), "next": None}


def _request(query: Mapping[str, Any], most: int, offset: int, in_force: Mapping[str, str] | None) -> SearchRequest:
    filters = {name: tuple(query[name]) for name in FACETS if query.get(name)}
    years = {name: (str(query[name]),) for name in ("from", "to") if name in query}
    return SearchRequest(
        text=query["q"],
        filters={**filters, **years},
        limit=most,
        offset=offset,
        sort=query["sort"],
        releases_in_force=in_force,
        exactly=frozenset(query.get("exactly", ())),
        any_word="any" in query,
        as_typed=frozenset(query.get("as_typed", ())),
    )


def _placed(
    session: Session, hits: Sequence[Hit], datasets: Sequence[DatasetRecord], in_force: Mapping[str, str] | None
) -> list[Placed]:
    """Hits with the standing releases that have them. Two queries.

    What the index still finds and no standing release has any more, because the index lags behind, is left out.
    """
    keys = {place(hit)[0] for hit in hits}
    standing = [one for dataset in datasets if dataset.key in keys for one in dataset.releases if not one.withdrawn]
    places = {place(hit)[1:] for hit in hits if hit.kind == "variable"}
    variables = {(held.release_id, held.place) for held in holdings(session, standing, places)}
    tables = {(number, name) for number, names in table_names(session, standing).items() for name in names}

    def holds(release: ReleaseRecord, hit: Hit) -> bool:
        key, table, name = place(hit)
        if release.dataset_key != key:
            return False
        if hit.kind == "variable":
            return (release.id, (table, name)) in variables
        return hit.kind == "dataset" or (release.id, table) in tables or table in _named(release)

    found = []
    for hit in hits:
        releases = tuple(release for release in standing if holds(release, hit))
        if releases or not place(hit)[0]:
            recorded = [one for one in releases if hit.kind == "variable" or (one.id, hit.table) in tables]
            found.append(Placed(hit, releases, _shown(recorded, in_force)))
    return found


def _named(release: ReleaseRecord) -> set[str]:
    """Tables that a release knows by name only."""
    return {str(table["name"]) for table in release.facts.facts.get("undocumentedTables", ())}


def _shown(releases: Sequence[ReleaseRecord], in_force: Mapping[str, str] | None) -> ReleaseRecord | None:
    """The release that a hit's record is read from: the one that the view is of, else the newest that has it."""
    wanted = set((in_force or {}).values())
    chosen = [one for one in releases if f"{one.dataset_key}@{one.version}" in wanted]
    return next(reversed(chosen or list(releases)), None)
