"""Which run wrote what another one read: the rule itself, over runs in memory. Pure.

The database answers the same question for many runs at a time (`store.lineage`); a property test holds the two against
each other, and `verify` holds what seals pin against this one, with what was reported when each was sealed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from catalogue.lineage.rows import Name, Read, RunRow, Written


@dataclass(frozen=True, slots=True)
class _Version:
    """A complete output: which run wrote it, when, and what it calls it."""

    run: str
    at: str
    written: Written


class Ledger:
    """Runs as reported so far. Taking a run again replaces what was known of it."""

    def __init__(self) -> None:
        self._runs: dict[str, RunRow] = {}
        self._by_name: dict[Name, dict[str, _Version]] = defaultdict(dict)
        self._by_digest: dict[str, dict[tuple[str, Name], _Version]] = defaultdict(dict)

    def take(self, uuid: str, row: RunRow) -> None:
        """A run as its events tell it now."""
        known = self._runs.get(uuid)
        for one in known.outputs if known is not None else ():
            self._by_name[one.dataset].pop(uuid, None)
            self._by_digest[one.digest].pop((uuid, one.dataset), None)
        self._runs[uuid] = row
        for one in row.outputs if row.complete else ():
            version = _Version(uuid, row.wrote_at, one)
            self._by_name[one.dataset][uuid] = version
            if one.digest:
                self._by_digest[one.digest][uuid, one.dataset] = version

    def run(self, uuid: str) -> RunRow | None:
        """A run, if it was reported."""
        return self._runs.get(uuid)

    def writer(self, reader: str, read: Read) -> tuple[str, str]:
        """How the writer of an input is known, and its UUID; (`source`, empty) when none is known."""
        at = self._runs[reader].read_at
        for how, found in self._ways(reader, read, at):
            before = [one for one in found if one.at <= at]
            if before:
                return how, max(before, key=lambda one: (one.at, one.run)).run
            if found and how != "time":
                return how, min(found, key=lambda one: (one.at, one.run)).run
        return "source", ""

    def _ways(self, reader: str, read: Read, at: str) -> Iterator[tuple[str, list[_Version]]]:
        there = self._by_name.get(read.dataset, {}).values()
        alike = self._by_digest.get(read.digest, {}).values() if read.digest else ()
        yield "version", _others(reader, there, lambda one: bool(read.version) and one.written.version == read.version)
        yield "digest", _others(reader, alike, lambda _: True)
        yield "time", _others(reader, there, lambda one: one.at <= at)


def _others(reader: str, versions: Iterable[_Version], holds: Callable[[_Version], bool]) -> list[_Version]:
    """What other runs wrote: a run never reads what it writes itself."""
    return [one for one in versions if one.run != reader and holds(one)]
