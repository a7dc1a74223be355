"""How a fact is known: marks, sources, evidence and caveats. Plain records; every other record is told with them.

A variable that names no mark, source or evidence has its table's; a table its dataset's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.model.vocabulary import Mark

Facts = Mapping[str, Any]
_MARKS = tuple(str(mark) for mark in Mark)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact is from. `name` is what facts cite; `path` an address, if the source has one."""

    name: str
    title: str
    path: str = ""
    version: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """How a fact is known: a mark, its sources, and whether the evidence holds for this release."""

    mark: str
    sources: tuple[Source, ...]
    evidence: str
    evidence_note: str

    @property
    def confirmed(self) -> bool:
        """False when the fact is carried forward from an earlier release and nobody confirmed it for this one."""
        return self.evidence != "carried-forward"


@dataclass(frozen=True, slots=True)
class Caveat:
    """A warning with a period. Dates are ISO texts of a year, month or day; empty means open on that side."""

    name: str
    title: str
    description: str
    severity: str
    period_from: str
    period_to: str
    mark: str
    sources: tuple[Source, ...]


def texts(value: Any) -> tuple[str, ...]:
    """A text or a list of texts as a tuple."""
    if value is None:
        return ()
    return (str(value),) if isinstance(value, str) else tuple(str(item) for item in value)


def sources_of(facts: Facts) -> tuple[Source, ...]:
    """The sources that a dataset or code list names."""
    return tuple(
        Source(
            str(item.get("name", "")),
            str(item.get("title", item.get("name", ""))),
            str(item.get("path", "")),
            str(item.get("version", "")),
            str(item.get("description", "")),
        )
        for item in facts.get("sources", ())
    )


def cited(value: Any, sources: Sequence[Source]) -> tuple[Source, ...]:
    """The sources that a `source` property names, in its order; an unlisted name stands for itself."""
    by_name = {source.name: source for source in sources}
    return tuple(by_name.get(name, Source(name, name)) for name in texts(value))


def known_of(chain: Sequence[Facts], sources: Sequence[Source]) -> Known:
    """Mark, sources and evidence of the innermost of `chain` (innermost first) that states each."""

    def first(key: str) -> Any:
        return next((facts[key] for facts in chain if key in facts), None)

    evidence = first("evidence") or {}
    return Known(
        str(first("mark") or ""),
        cited(first("source"), sources),
        str(evidence.get("status", "")),
        str(evidence.get("note", "")),
    )


def caveats_of(facts: Facts, sources: Sequence[Source]) -> tuple[Caveat, ...]:
    """The caveats of a dataset, table or variable: warnings first, of these limited periods, then the better known."""
    return tuple(sorted((_caveat(item, sources) for item in facts.get("caveats", ())), key=_urgency))


def _urgency(caveat: Caveat) -> tuple[bool, bool, int, str]:
    known = _MARKS.index(caveat.mark) if caveat.mark in _MARKS else len(_MARKS)
    return caveat.severity != "warning", not (caveat.period_from or caveat.period_to), known, caveat.name


def _caveat(item: Facts, sources: Sequence[Source]) -> Caveat:
    period = item.get("period", {})
    return Caveat(
        str(item.get("name", "")),
        str(item.get("title", "")),
        str(item.get("description", "")),
        str(item.get("severity", "warning")),
        str(period.get("from", "")),
        str(period.get("to", "")),
        str(item.get("mark", "")),
        cited(item.get("source"), sources),
    )
