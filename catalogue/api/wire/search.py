"""Search results as plain data. The index says what was found; in which releases it stands, the register says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalogue.api import links
from catalogue.api.wire.common import Data, known
from catalogue.search.facets import FacetValue
from catalogue.search.highlight import Matched
from catalogue.search.result import Expansion, Hit, Suggestion
from catalogue.store.releases import ReleaseRecord


@dataclass(frozen=True, slots=True)
class Placed:
    """A hit with the standing releases that have it, oldest first, and the one that its record is read from.

    `shown` is None for what has no release or no record of its own.
    """

    hit: Hit
    releases: tuple[ReleaseRecord, ...]
    shown: ReleaseRecord | None


def identifier(hit: Hit) -> str:
    """The `id` that the thing's record has; the index has names in lower case and the kind in front."""
    if hit.kind == "variable":
        return f"{place(hit)[0]}/{hit.table}/{hit.name}"
    if hit.kind in {"dataset", "table"}:
        return hit.identity.partition(":")[2]
    return hit.identity


def place(hit: Hit) -> tuple[str, str, str]:
    """Dataset identifier, table and variable of a hit, empty where it has none. Identifiers may hold `/`."""
    kind, _, rest = hit.identity.partition(":")
    if kind == "variable":
        key, table, name = rest.rsplit("/", 2)
        return key, table, name
    if kind == "table":
        key, table = rest.rsplit("/", 1)
        return key, table, ""
    return (rest, "", "") if kind == "dataset" else ("", "", "")


def hit(placed: Placed) -> Data:
    """One hit."""
    found = placed.hit
    return {
        "kind": found.kind,
        "id": identifier(found),
        "name": found.name,
        "label": known(found.label),
        "definition": known(found.definition),
        "dataset": known(found.dataset),
        "table": known(found.table),
        "releases": [release.version for release in placed.releases],
        "url": _record(placed),
        "page": links.written(found.url),
        "matched": [_matched(one) for one in found.matched],
    }


def _record(placed: Placed) -> str:
    found, shown = placed.hit, placed.shown
    if found.kind in {"dataset", "codelist", "concept"}:
        return links.written(links.ROOT + found.url)
    if shown is None:
        return links.written(found.url)
    if found.kind == "table":
        return links.record(links.table(shown.slug, shown.version, found.table))
    return links.record(links.variable(shown.slug, shown.version, found.table, found.name))


def _matched(matched: Matched) -> Data:
    return {
        "field": matched.field,
        "text": "".join(text for text, _ in matched.fragments),
        "code": known(matched.code),
        "synonymOf": known(matched.of),
        "fragments": [{"text": text, "marked": marked} for text, marked in matched.fragments],
    }


def facets(found: Mapping[str, Sequence[FacetValue]]) -> dict[str, list[Data]]:
    """What narrows the search."""
    return {
        name: [{"value": one.value, "label": one.label, "count": one.count, "chosen": one.chosen} for one in values]
        for name, values in found.items()
    }


def expanded(items: Iterable[Expansion]) -> list[Data]:
    """What was corrected or widened."""
    return [{"from": one.from_, "to": one.to, "why": one.why, "concept": known(one.concept)} for one in items]


def suggestions(items: Iterable[Suggestion]) -> list[Data]:
    """What may have been meant."""
    return [
        {
            "text": one.text,
            "why": one.why,
            "of": known(one.of),
            "detail": known(one.detail),
            "query": one.query or one.text,
            "url": links.written(one.url) if one.url else links.listing("/search", q=one.query or one.text),
            "count": one.count,
        }
        for one in items
    ]
