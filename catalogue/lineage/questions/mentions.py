"""What the seals of all releases mention: read once for each seal, since none of them ever changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session

from catalogue.lineage.questions.common import Datasets, Facts
from catalogue.lineage.trace import closures, outputs_of
from catalogue.store.kept import Kept
from catalogue.store.releases import ReleaseRecord

# A table of a release that was read: identifier of the dataset, version, table, which may be empty.
TableRead = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Mentions:
    """What stands in a closure. data: physical datasets that were read or written, by namespace and name.

    reads: the inputs that are no output of a run in it.
    """

    tables: frozenset[TableRead]
    data: frozenset[tuple[str, str]]
    runs: frozenset[str]
    commits: frozenset[str]
    reads: tuple[Facts, ...]


_NOTHING = Mentions(frozenset(), frozenset(), frozenset(), frozenset(), ())
_MENTIONS: Kept[Mentions] = Kept(8192)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A release whose seal names a run, and what stands behind it."""

    release: ReleaseRecord
    mentions: Mentions

    @property
    def runs(self) -> set[str]:
        """Every run that the seal and its closure name."""
        named = {str(one["run"]) for one in outputs_of(self.release)} | {str(self.release.sealed["run"]["id"])}
        return named | self.mentions.runs


def sealed(session: Session, known: Datasets) -> list[Sealed]:
    """Every release whose seal names a run, in the order in which they were sealed. At most one query for 5000."""
    releases = [one for record in known.values() for one in record.releases if one.sealed.get("run")]
    digests = {str(one.sealed["run"].get("upstream", "")): one for one in releases}

    def read(missing: list[str]) -> dict[str, Mentions]:
        documents = closures(session, [digests[digest] for digest in missing])
        return {digest: _mentions(document) for digest, document in documents.items()}

    found = _MENTIONS.all((digest for digest in digests if digest), read)
    return [
        Sealed(one, found.get(str(one.sealed["run"].get("upstream", "")), _NOTHING))
        for one in sorted(releases, key=lambda one: one.serial)
    ]


def _mentions(document: Facts) -> Mentions:
    runs = document.get("runs", ())
    reads = document.get("inputs", ())
    places = {(str(one["namespace"]), str(one["name"])) for one in (*reads, *document.get("outputs", ()))}
    inside = {one["id"] for one in runs}
    return Mentions(
        tables=frozenset(_tables(reads)),
        data=frozenset(places),
        runs=frozenset(inside),
        commits=frozenset(str(commit) for one in runs if (commit := (one.get("code") or {}).get("version"))),
        reads=tuple(one for one in reads if one.get("run") not in inside),
    )


def _tables(reads: tuple[Facts, ...]) -> Iterator[TableRead]:
    for one in reads:
        if "release" in one:
            told = one["release"]
            yield str(told["dataset"]), str(told["version"]), str(told.get("table", ""))
