"""What is asked of the searcher, and what it answers: plain values for pages and JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from catalogue.search.facets import FacetValue
from catalogue.search.highlight import Matched
from catalogue.search.query import Reading

Sort = Literal["best", "name", "table"]


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A question.

    filters: facet to chosen values; values of one facet are alternatives. `from` and `to` hold a year each.
    sort: best match, by name, or by dataset and table.
    releases_in_force: dataset to release key, for a view of exactly those releases; None means that of every thing
        the newest standing release that has it is shown.
    exactly: words that are neither corrected nor widened to other endings.
    any_word: any of the words instead of all.
    as_typed: terms that are searched without other words for the same concept.
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    limit: int = 20
    offset: int = 0
    sort: Sort = "best"
    releases_in_force: Mapping[str, str] | None = None
    exactly: frozenset[str] = frozenset()
    any_word: bool = False
    as_typed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found, with what a page shows of it, and why it matched."""

    kind: str
    identity: str
    name: str
    label: str
    definition: str
    dataset: str
    dataset_title: str
    table: str
    table_physical: str
    url: str
    payload: Mapping[str, Any]
    score: float
    matched: tuple[Matched, ...]


@dataclass(frozen=True, slots=True)
class Expansion:
    """Something that was searched for beside or instead of what was typed.

    why: `spelling` (undone by naming `from_` in `exactly`), `synonym` (undone by naming it in `as_typed`), or
        `any-word` (nothing has all the words, or the question is a sentence).
    concept: name of the concept whose terms and variables were added; `to` is empty when it has no other terms.
    words: `to` word by word, each with true when it is Welsh; empty for what is no list of terms.
    """

    from_: str
    to: str
    why: str
    concept: str = ""
    words: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something a reader may have meant.

    why: a kind of thing, or `code`, `spelling`, `filters`, `years`, `meaning` (of the words `of`, as a concept), or
        `other-meaning` (of those words, which nothing here is about).
    query: the question to ask instead; url: the page to go to, if it is a thing; count: what it leads to.
    detail: the term by which it was found, when that is not what it is called.
    """

    text: str
    why: str
    query: str = ""
    url: str = ""
    count: int = 0
    of: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """An answer. `serial` is the journal entry that the index stood at.

    facets_left_out: how many further values a facet has; years: (year, matches that cover it).
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    facets_left_out: Mapping[str, int]
    years: tuple[tuple[int, int], ...]
    expanded: tuple[Expansion, ...]
    suggestions: tuple[Suggestion, ...]
    reading: Reading
    warnings: tuple[str, ...]
    serial: int
