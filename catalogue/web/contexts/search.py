"""Search results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from catalogue.delivery.finding import releases_in_force
from catalogue.search.facets import FacetValue
from catalogue.search.highlight import Matched
from catalogue.search.result import Hit, SearchRequest, SearchResult, Sort
from catalogue.search.searcher import Searcher
from catalogue.store import vocabulary
from catalogue.store.releases import DatasetRecord, all_datasets
from catalogue.web import addresses, words
from catalogue.web.contexts.asking import FACETS, SORTS, Asking
from catalogue.web.contexts.common import Head, Link
from catalogue.web.contexts.nothing import Nothing, nothing
from catalogue.web.contexts.read_as import Chip, Unsure, chips, suggestions, unsure
from catalogue.web.contexts.standing import Standing, standings

# Values of a facet that are shown at once; the others unfold.
SHOWN_VALUES = 8
HISTOGRAM_WIDTH = 216
HISTOGRAM_HEIGHT = 40


@dataclass(frozen=True, slots=True)
class Why:
    """Where in a hit something matched.

    field: `label`, `name`, `code`, `code-cy` (a Welsh label), `code-value` (the code itself), `definition`, `notes`,
        `table`, `dataset`, `synonym` or `synonym-cy` (a term of a concept), `concept` (one that it is a variable of).
    of: the words of the search that it is another word for, or empty.
    found: what matched there, more than one for codes.
    """

    field: str
    found: tuple[Matched, ...]
    of: str


@dataclass(frozen=True, slots=True)
class Measured:
    """How one dataset measures a concept.

    dataset: title of the dataset.
    variables: its variables, each with the page of it over time.
    """

    dataset: str
    variables: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class HitLine:
    """A hit.

    hit: what was found.
    meaning: the piece of its definition that matched, or None.
    why: where it matched, the most telling first.
    standing: in which releases it exists; None for what is no variable.
    table_url: page of its table, or empty.
    dataset_url: page of its dataset, or empty.
    measured: of a concept, its variables by dataset.
    series: of a dataset, the pages of its series of published figures.
    """

    hit: Hit
    meaning: Matched | None
    why: tuple[Why, ...]
    standing: Standing | None
    table_url: str
    dataset_url: str
    measured: tuple[Measured, ...]
    series: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """A value that results can be narrowed to.

    value: as in the address.
    label: as it is read.
    count: how many results have it.
    chosen: whether it is chosen.
    """

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A group of values that results can be narrowed to.

    name: as in the address.
    legend: as it is read.
    shown: values shown at once, chosen ones first among them.
    more: values that unfold.
    left_out: how many further values are not offered at all.
    """

    name: str
    legend: str
    shown: tuple[Value, ...]
    more: tuple[Value, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A year in the histogram.

    x: left edge.
    y: upper edge.
    width: width.
    height: height.
    """

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Search results.

    head: what the page says of itself.
    title: how many of what match.
    asking: the search as its address states it.
    total: number of results.
    hits: the results of this page.
    first: number of the first result on this page, from 1.
    last: number of the last result on this page.
    chips: how the search was read, each part with a way to undo it.
    warnings: what could not be understood, each a sentence or two.
    unsure: terms with several meanings, each to choose from.
    suggestions: other searches, with how many results each would give, 0 when that was not counted.
    facets: groups of values to narrow to; none that leads nowhere.
    bars: the years covered by the results.
    span: first and last year of the bars, or None.
    sorts: ways to sort, each with its words.
    previous: address of the page before, or empty.
    next: address of the page after, or empty.
    form: hidden fields of the form of facets.
    sort_form: hidden fields of the form of sorting and date.
    nothing: what would help, when nothing matches.
    """

    head: Head
    title: str
    asking: Asking
    total: int
    hits: tuple[HitLine, ...]
    first: int
    last: int
    chips: tuple[Chip, ...]
    warnings: tuple[str, ...]
    unsure: tuple[Unsure, ...]
    suggestions: tuple[tuple[Link, int], ...]
    facets: tuple[Facet, ...]
    bars: tuple[Bar, ...]
    span: tuple[int, int] | None
    sorts: Mapping[Sort, str]
    previous: str
    next: str
    form: tuple[tuple[str, str], ...]
    sort_form: tuple[tuple[str, str], ...]
    nothing: Nothing | None


def search_page(session: Session, searcher: Searcher, asking: Asking, size: int) -> SearchPage:
    """Search, and read what the hits need from the store. At most five queries; size: results on a page.

    Raises InvalidRequestError for a search with too many terms or characters.
    """
    records = all_datasets(session)
    request = request_of(asking, records, searcher, size)
    result = searcher.search(request)
    lines = hit_lines(session, records, result.hits)
    labels = _labels(records, vocabulary.organisation_titles(session))
    offset = request.offset
    return SearchPage(
        head=Head(_heading(asking), asking.url(), asking.json_url(), query=asking.text),
        title=_title(asking, result),
        asking=asking,
        total=result.total,
        hits=lines,
        first=offset + 1 if lines else 0,
        last=offset + len(lines),
        chips=chips(asking, result, labels),
        warnings=result.warnings,
        unsure=unsure(asking, result),
        suggestions=tuple(suggestions(asking, result)),
        facets=tuple(_facets(result, labels)),
        bars=_bars(result.years),
        span=(result.years[0][0], result.years[-1][0]) if result.years else None,
        sorts=SORTS,
        previous=asking.on_page(asking.page - 1).url() if asking.page > 1 else "",
        next=asking.on_page(asking.page + 1).url() if offset + len(lines) < result.total and lines else "",
        form=asking.hidden({*FACETS, "from", "to"}),
        sort_form=asking.hidden({"sort", "as_of"}),
        nothing=None if result.total else nothing(searcher, asking, request, result, labels),
    )


def request_of(asking: Asking, records: Sequence[DatasetRecord], searcher: Searcher, size: int) -> SearchRequest:
    """The question to the searcher."""
    chosen = dict(asking.chosen)
    for name, year in (("from", asking.year_from), ("to", asking.year_to)):
        if year is not None:
            chosen[name] = (str(year),)
    return SearchRequest(
        text=asking.text,
        filters=chosen,
        limit=size,
        offset=(asking.page - 1) * size,
        sort=asking.sort,
        releases_in_force=releases_in_force(searcher, records, asking.as_of),
        exactly=asking.exactly,
        any_word=asking.any_word,
        as_typed=asking.as_typed,
    )


def hit_lines(session: Session, records: Sequence[DatasetRecord], hits: Sequence[Hit]) -> tuple[HitLine, ...]:
    """Hits with the releases that hold them.

    The index may lag behind: a variable that it still finds and no standing release holds any more is left out.
    """
    places = {hit.identity: (hit.dataset, hit.table, hit.name) for hit in hits if hit.kind == "variable"}
    found = standings(session, records, places.values())
    return tuple(
        HitLine(
            hit,
            next((one for one in hit.matched if one.field == "definition"), None),
            _why(hit),
            found.get(places[hit.identity]) if hit.identity in places else None,
            f"/datasets/{hit.dataset}/tables/{hit.table}" if hit.table and hit.kind == "variable" else "",
            f"/datasets/{hit.dataset}" if hit.dataset and hit.kind != "dataset" else "",
            _measured(hit, records),
            tuple(Link(title, addresses.series(hit.dataset, name)) for name, title in hit.payload.get("series", ())),
        )
        for hit in hits
        if hit.identity not in places or places[hit.identity] not in found or found[places[hit.identity]].held
    )


def _measured(hit: Hit, records: Iterable[DatasetRecord]) -> tuple[Measured, ...]:
    titles = _titles(records) if hit.kind == "concept" else {}
    found: dict[str, list[Link]] = {}
    for dataset, table, name in hit.payload.get("variables", ()) if titles else ():
        found.setdefault(titles.get(dataset, dataset), []).append(
            Link(name, addresses.variable_over_time(dataset, table, name))
        )
    return tuple(Measured(title, tuple(links)) for title, links in found.items())


def _titles(records: Iterable[DatasetRecord]) -> dict[str, str]:
    return {record.slug: (record.latest or record.releases[-1]).facts.title for record in records}


def _why(hit: Hit) -> tuple[Why, ...]:
    by_field: dict[tuple[str, str], list[Matched]] = {}
    for one in hit.matched:
        by_field.setdefault((one.field, one.of), []).append(one)
    return tuple(Why(field, tuple(found), of) for (field, of), found in by_field.items())


def _labels(records: Iterable[DatasetRecord], titles: Mapping[str, str]) -> dict[str, Mapping[str, str]]:
    """How values of facets are read, by facet."""
    kinds = {kind: one[0].upper() + one[1:] for kind, (one, _) in words.KINDS.items()}
    return {
        "kind": kinds,
        "dataset": _titles(records),
        "publisher": titles,
        "type": words.TYPES,
        "mark": words.MARKS,
        "evidence": words.EVIDENCE,
        "access": words.ACCESS,
    }


def _heading(asking: Asking) -> str:
    return f"{asking.text[:60]}, search" if asking.text else "Search"


def _title(asking: Asking, result: SearchResult) -> str:
    if not result.total:
        return "Nothing matches all of that" if asking.chosen or asking.text else "Nothing is indexed yet"
    kinds = result.facets.get("kind", ())
    chosen = [one for one in kinds if one.chosen] or list(kinds)
    counts = {one.value: one.count for one in chosen if one.count}
    variables = counts.pop("variable", 0)
    if variables:
        parts = [words.plural(variables, "variable")]
        parts += [words.plural(sum(counts.values()), "other")] if counts else []
    else:
        parts = [words.plural(count, *words.KINDS.get(kind, (kind, kind))) for kind, count in counts.items()]
    verb = "matches" if result.total == 1 else "match"
    said = words.listed(parts) or words.plural(result.total, "result")
    return f"{said} {verb}" if asking.text or asking.chosen else f"Everything here: {said}"


def _facets(result: SearchResult, labels: Mapping[str, Mapping[str, str]]) -> Iterable[Facet]:
    for name, legend in FACETS.items():
        found = result.facets.get(name, ())
        # One value that all results share narrows nothing.
        if not found or (len(found) == 1 and found[0].count == result.total and not found[0].chosen):
            continue
        values = [_value(one, labels.get(name, {})) for one in found]
        shown = [one for place, one in enumerate(values) if place < SHOWN_VALUES or one.chosen]
        more = tuple(one for one in values if one not in shown)
        yield Facet(name, legend, tuple(shown), more, result.facets_left_out.get(name, 0))


def _value(one: FacetValue, labels: Mapping[str, str]) -> Value:
    return Value(one.value, labels.get(one.value, one.label), one.count, one.chosen)


def _bars(years: Sequence[tuple[int, int]]) -> tuple[Bar, ...]:
    if not years:
        return ()
    step, most = HISTOGRAM_WIDTH / len(years), max(count for _, count in years)
    bars = []
    for place, (_, count) in enumerate(years):
        height = round(HISTOGRAM_HEIGHT * count / most, 1) if most else 0
        bars.append(Bar(round(place * step, 1), HISTOGRAM_HEIGHT - height, round(step * 0.8, 1), height))
    return tuple(bars)
