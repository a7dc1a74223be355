"""How a search was read: what was corrected, widened and chosen, how to undo it, and what else may have been meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from catalogue.model import dates
from catalogue.search.result import Expansion, SearchResult
from catalogue.web import filters
from catalogue.web.contexts.asking import FACETS, Asking
from catalogue.web.contexts.common import Link

# Why a search asks for fewer than all words, by what it asks for.
LOOSENED = {
    "any of the words": "Nothing has all of the words.",
    "most of the words": "Few things have all of the words.",
}
SENTENCE = "Read as a sentence."


@dataclass(frozen=True, slots=True)
class Chip:
    """How a part of the search was read, and how to undo it.

    said: words before the emphasis.
    what: what was searched or chosen, emphasised.
    words: the same word by word, each with true when it is Welsh; empty when the language of it is not known.
    because: words after it.
    undo: the link's words.
    undo_more: what a screen reader hears after them.
    url: the search without it; empty when it cannot be undone.
    """

    said: str
    what: str
    because: str
    undo: str
    undo_more: str
    url: str
    words: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Meaning:
    """Something that a term can mean.

    text: what it is called.
    url: the search for it; empty for what nothing here is about.
    about: page of the concept, or empty.
    """

    text: str
    url: str
    about: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """A term that can mean several things, and was searched as typed.

    term: as typed.
    meanings: what it can mean.
    """

    term: str
    meanings: tuple[Meaning, ...]


def chips(asking: Asking, result: SearchResult, labels: Mapping[str, Mapping[str, str]]) -> tuple[Chip, ...]:
    """How each part of a search was read."""
    return (*_expansions(asking, result.expanded), *_chosen(asking, result, labels))


def _expansions(asking: Asking, expanded: Iterable[Expansion]) -> Iterable[Chip]:
    for one in expanded:
        if one.why == "spelling":
            yield Chip(
                "Searched",
                one.to,
                f"for “{one.from_}”",
                f"Search “{one.from_}” exactly",
                "",
                asking.spelt(one.from_).url(),
            )
        elif one.why == "synonym":
            yield Chip(
                "Also searched for",
                one.to or "the variables of the concept",
                f"because of “{one.from_}”",
                "Remove",
                f" the terms added for {one.from_}",
                asking.narrowly(one.from_).url(),
                one.words,
            )
        else:
            yield Chip(f"{LOOSENED.get(one.to, SENTENCE)} Searched for", one.to, "", "", "", "")


def _chosen(asking: Asking, result: SearchResult, labels: Mapping[str, Mapping[str, str]]) -> Iterable[Chip]:
    """A chip for everything in the address that narrows or bends the search."""
    for word in sorted(asking.exactly):
        yield Chip("Searched", word, "as typed", "Correct it", f": {word}", asking.spelt(word, exactly=False).url())
    for term in sorted(asking.as_typed):
        undone = asking.narrowly(term, as_typed=False).url()
        yield Chip("Searched", term, "without other words for it", "Add them", f" for {term}", undone)
    if asking.any_word:
        yield Chip(
            "Searched for", "any of the words", "", "Search for all of them", "", asking.with_text(asking.text).url()
        )
    for name, values in asking.chosen.items():
        told = {one.value: one.label for one in result.facets.get(name, ())}
        for place, value in enumerate(values):
            read = labels.get(name, {}).get(value, told.get(value, value))
            said = f"or {FACETS[name]}:" if place else f"{FACETS[name]}:"
            yield Chip(said, read, "", "Remove", f" the filter {FACETS[name]}: {read}", asking.less(name, value).url())
    if asking.year_from is not None or asking.year_to is not None:
        span = filters.year_span(asking.year_from, asking.year_to)
        yield Chip("Years covered:", span, "", "Remove", " the years", asking.without("years").url())
    if asking.as_of is not None:
        day = dates.day(asking.as_of.isoformat())
        yield Chip("As at", day, "", "Remove", " the date", asking.on_day(None).url())


def suggestions(asking: Asking, result: SearchResult) -> Iterable[tuple[Link, int]]:
    """Other searches, with how many results each would give; 0 when that was not counted."""
    for one in result.suggestions:
        # A single filter is dropped by the list of changes.
        if one.why == "filters" and asking.groups > 1:
            yield Link(one.text, Asking(one.query).url()), one.count
        elif one.why == "spelling":
            yield Link(one.text, one.url or asking.with_text(one.query).url()), one.count


def unsure(asking: Asking, result: SearchResult) -> tuple[Unsure, ...]:
    """Terms that can mean several things, with each meaning to choose."""
    found: dict[str, list[Meaning]] = {}
    for one in result.suggestions:
        if one.why == "meaning":
            found.setdefault(one.of, []).append(Meaning(one.text, asking.with_text(one.query).url(), one.url))
        elif one.why == "other-meaning":
            found.setdefault(one.of, []).append(Meaning(one.text, "", ""))
    return tuple(Unsure(term, tuple(meanings)) for term, meanings in found.items())
