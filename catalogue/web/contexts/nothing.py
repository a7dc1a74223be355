"""What would help when a search finds nothing: each part dropped in turn, and what is close."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from catalogue.search.query import Reading
from catalogue.search.result import Hit, SearchRequest, SearchResult
from catalogue.search.searcher import Searcher
from catalogue.web import filters, words
from catalogue.web.contexts.asking import FACETS, Asking

# Searches that are tried at most, and hits that are shown of the nearest.
TRIES = 10
NEAR = 3


@dataclass(frozen=True, slots=True)
class Change:
    """A search that differs in one thing.

    what: what to change, as an instruction.
    reads: how the search then reads.
    count: how many results it has.
    url: the search.
    """

    what: str
    reads: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """What would help.

    changes: searches that differ in one thing and find something, most results first.
    near: things close to what was typed.
    read: how the search was read: name and value.
    """

    changes: tuple[Change, ...]
    near: tuple[Hit, ...]
    read: tuple[tuple[str, str], ...]


def nothing(
    searcher: Searcher,
    asking: Asking,
    request: SearchRequest,
    result: SearchResult,
    labels: Mapping[str, Mapping[str, str]],
) -> Nothing:
    """Try what differs in one thing, and say how the search was read."""
    said = " ".join((*result.reading.words, *result.reading.phrases))
    tried = [
        Change(what, reads, searcher.search(one).total, changed.url())
        for what, reads, changed, one in list(_changes(asking, request, result.reading))[:TRIES]
    ]
    found = sorted((one for one in tried if one.count), key=lambda one: -one.count)
    # Without any word to go by, everything would be near.
    bare = SearchRequest(said, limit=NEAR, any_word=True, releases_in_force=request.releases_in_force)
    near = searcher.search(bare).hits if said else ()
    return Nothing(tuple(found), near, tuple(_read(asking, result.reading, labels)))


def _changes(
    asking: Asking, request: SearchRequest, reading: Reading
) -> Iterable[tuple[str, str, Asking, SearchRequest]]:
    none = replace(request, limit=0, offset=0)
    for name in asking.chosen:
        others = {key: values for key, values in request.filters.items() if key != name}
        changed = asking.without(name)
        yield f"Drop the filter {FACETS[name]}", _reads(changed), changed, replace(none, filters=others)
    if asking.year_from is not None or asking.year_to is not None:
        others = {key: values for key, values in request.filters.items() if key not in {"from", "to"}}
        changed = asking.without("years")
        yield "Drop the years", _reads(changed), changed, replace(none, filters=others)
    if asking.as_of is not None:
        changed = asking.on_day(None)
        yield "Search as at today", _reads(changed), changed, replace(none, releases_in_force=None)
    for part in _parts(reading):
        text = " ".join(asking.text.replace(part, "", 1).split())
        if text and text != asking.text:
            changed = asking.with_text(text)
            yield f"Drop “{part.strip('-')}”", _reads(changed), changed, replace(none, text=text)


def _parts(reading: Reading) -> Sequence[str]:
    return (
        *(f'"{phrase}"' for phrase in reading.phrases),
        *(f"-{word}" for word in reading.excluded),
        *(f"{field}:{word}" for field, word in reading.fields),
        *reading.words,
    )


def _reads(asking: Asking) -> str:
    chosen = [f"{name}:{value}" for name, values in asking.chosen.items() for value in values]
    return " ".join([*([asking.text] if asking.text else []), *chosen]) or "everything"


def _read(asking: Asking, reading: Reading, labels: Mapping[str, Mapping[str, str]]) -> Iterable[tuple[str, str]]:
    if reading.words:
        name = "Any of these words" if reading.alternatives or asking.any_word else "All these words"
        yield name, ", ".join(reading.words)
    for name, values in (
        ("Side by side", reading.phrases),
        ("Words that begin with", reading.prefixes),
        ("Without", reading.excluded),
    ):
        if values:
            yield name, ", ".join(values)
    for field, word in reading.fields:
        yield f"In {field}", word
    for first, last in reading.years:
        yield "Years", filters.year_span(first, last)
    for name, chosen in asking.chosen.items():
        yield FACETS[name], words.listed([labels.get(name, {}).get(value, value) for value in chosen], "or")
