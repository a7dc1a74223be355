"""A search as its address states it: read from the parameters, and written back with one thing changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import parse_qsl

from werkzeug.datastructures import MultiDict

from catalogue.errors import InvalidRequestError
from catalogue.search.result import Sort
from catalogue.web import addresses

# The facets that may be chosen, in the order of the page, with their legends.
FACETS = {
    "kind": "Kind",
    "dataset": "Dataset",
    "publisher": "Publisher",
    "nation": "Nation",
    "concept": "Concept",
    "table": "Table",
    "type": "Type",
    "mark": "How it is known",
    "evidence": "Evidence",
    "access": "Access",
}
SORTS: dict[Sort, str] = {"best": "Best match", "name": "Name", "table": "Table"}
MOST_PAGES = 500
YEAR_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Asking:
    """What a reader asks for.

    text: what was typed.
    filters: chosen values by facet.
    year_from: first year wanted, or None.
    year_to: last year wanted, or None.
    sort: `best`, `name` or `table`.
    page: page of results, from 1.
    as_of: the day as at which the catalogue is searched, or None for today.
    exactly: words that are not to be corrected.
    any_word: true when any of the words is enough.
    as_typed: terms that are not to be widened to other words for the same thing.
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] | None = None
    year_from: int | None = None
    year_to: int | None = None
    sort: Sort = "best"
    page: int = 1
    as_of: date | None = None
    exactly: frozenset[str] = frozenset()
    any_word: bool = False
    as_typed: frozenset[str] = frozenset()

    @property
    def chosen(self) -> Mapping[str, tuple[str, ...]]:
        """Chosen values by facet."""
        return self.filters or {}

    @property
    def groups(self) -> int:
        """How many groups of filters narrow the search, the years among them."""
        return len(self.chosen) + (self.year_from is not None or self.year_to is not None)

    def parameters(self) -> dict[str, tuple[str, ...]]:
        """All parameters but the text and the page."""
        said: dict[str, tuple[str, ...]] = {name: values for name, values in self.chosen.items() if values}
        if self.year_from is not None:
            said["from"] = (str(self.year_from),)
        if self.year_to is not None:
            said["to"] = (str(self.year_to),)
        if self.sort != "best":
            said["sort"] = (self.sort,)
        if self.as_of is not None:
            said["as_of"] = (self.as_of.isoformat(),)
        if self.exactly:
            said["exactly"] = tuple(sorted(self.exactly))
        if self.as_typed:
            said["as_typed"] = tuple(sorted(self.as_typed))
        if self.any_word:
            said["any"] = ("1",)
        return said

    def url(self) -> str:
        """The address of this search."""
        said = self.parameters()
        if self.page > 1:
            said["page"] = (str(self.page),)
        return addresses.search(self.text, said)

    def json_url(self) -> str:
        """The address of the same search as JSON."""
        return addresses.api(addresses.search(self.text, self.parameters()))

    def feed_url(self) -> str:
        """The address of what it finds as a feed: always newest first."""
        said = {name: values for name, values in self.parameters().items() if name != "sort"}
        return addresses.search(self.text, said).replace("/search", "/search/feed.atom", 1)

    def hidden(self, without: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Name and value of every parameter that a form must carry on, besides those that it has fields for."""
        left_out = set(without)
        said = {"q": (self.text,) if self.text else (), **self.parameters()}
        return tuple((name, value) for name, values in said.items() if name not in left_out for value in values)

    def with_text(self, text: str) -> Asking:
        """The same search for another text."""
        return replace(self, text=text, page=1, exactly=frozenset(), any_word=False, as_typed=frozenset())

    def without(self, facet: str) -> Asking:
        """The same search without a facet's filter; `years` stands for both years."""
        if facet == "years":
            return replace(self, year_from=None, year_to=None, page=1)
        return replace(self, filters={name: values for name, values in self.chosen.items() if name != facet}, page=1)

    def less(self, facet: str, value: str) -> Asking:
        """The same search without one value of a facet's filter."""
        left = tuple(one for one in self.chosen.get(facet, ()) if one != value)
        return replace(self, filters={**self.chosen, facet: left}, page=1) if left else self.without(facet)

    def spelt(self, word: str, *, exactly: bool = True) -> Asking:
        """The same search with a word taken as it was typed, or corrected again."""
        return replace(self, exactly=self.exactly | {word} if exactly else self.exactly - {word}, page=1)

    def narrowly(self, term: str, *, as_typed: bool = True) -> Asking:
        """The same search with a term taken without other words for it, or with them again."""
        return replace(self, as_typed=self.as_typed | {term} if as_typed else self.as_typed - {term}, page=1)

    def on_day(self, day: date | None) -> Asking:
        """The same search as at another day, or as at today."""
        return replace(self, as_of=day, page=1)

    def on_page(self, number: int) -> Asking:
        """Another page of the same results."""
        return replace(self, page=number)


def read(parameters: MultiDict[str, str]) -> Asking:
    """The search that the parameters of an address ask for. Parameters that mean nothing here are passed over.

    Raises InvalidRequestError for a year, date or page that cannot be understood.
    """
    filters = {name: tuple(dict.fromkeys(value for value in parameters.getlist(name) if value)) for name in FACETS}
    sort: Sort = next((one for one in SORTS if one == parameters.get("sort", "")), "best")
    return Asking(
        text=parameters.get("q", "").strip(),
        filters={name: values for name, values in filters.items() if values},
        year_from=_year(parameters, "from"),
        year_to=_year(parameters, "to"),
        sort=sort,
        page=_page(parameters.get("page", "")),
        as_of=_day(parameters.get("as_of", "")),
        exactly=frozenset(word for word in parameters.getlist("exactly") if word),
        any_word=parameters.get("any", "") == "1",
        as_typed=frozenset(term for term in parameters.getlist("as_typed") if term),
    )


def read_query(query: str) -> Asking:
    """The search that a part of an address behind its `?` asks for. Raises InvalidRequestError."""
    return read(MultiDict(parse_qsl(query)))


def _year(parameters: MultiDict[str, str], name: str) -> int | None:
    text = parameters.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) == YEAR_DIGITS):
        raise InvalidRequestError(f"{text[:20]!r} is no year.", remedy="Write it with four digits, such as 2014.")
    return int(text)


def _page(text: str) -> int:
    if not text:
        return 1
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= MOST_PAGES):
        raise InvalidRequestError(
            f"{text[:20]!r} is no page of results.", remedy=f"Pages run from 1 to {MOST_PAGES}; narrow the search."
        )
    return int(text)


def _day(text: str) -> date | None:
    if not text.strip() or text.strip() == "today":
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise InvalidRequestError(
            f"{text[:20]!r} is no date.", remedy="Write year, month and day, such as 2023-06-22."
        ) from error
