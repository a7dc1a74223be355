"""A closure, looked at from its columns: which column was made from which, and who had written that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from sqlmodel import Session

from catalogue.lineage.behind import behind, reported_later
from catalogue.lineage.facts import PublicRules
from catalogue.lineage.nodes import ColumnStep
from catalogue.lineage.questions.common import Facts
from catalogue.store.kept import Kept
from catalogue.store.lineage import NOW, AsOf
from catalogue.store.releases import ReleaseRecord

# A run wrote, or read, a physical dataset: UUID, namespace, name.
Place = tuple[str, str, str]


class ColumnIndex:
    """A closure by its columns, letters in any case.

    jobs: its runs by UUID. reads: inputs by who read them. written: what was written. known: outputs whose columns are
    told. edges: by output and column; forward: by input and output. outputs: by run. readers: who read an output.
    """

    def __init__(self, document: Mapping[str, list[Facts]]) -> None:
        self.jobs = {one["id"]: one for one in document.get("runs", ())}
        self.reads: dict[Place, Facts] = {}
        self.edges: dict[tuple[Place, str], list[Facts]] = defaultdict(list)
        self.known: set[Place] = set()
        for one in document.get("inputs", ()):
            self.reads[one["reader"], one["namespace"], one["name"]] = one
        self.written = {(one["run"], one["namespace"], one["name"]) for one in document.get("outputs", ())}
        self.outputs: dict[str, list[Place]] = defaultdict(list)
        for written in sorted(self.written):
            self.outputs[written[0]].append(written)
        self.readers: dict[Place, list[Place]] = defaultdict(list)
        for place, one in self.reads.items():
            if "run" in one:
                self.readers[one["run"], place[1], place[2]].append(place)
        self.forward: dict[tuple[Place, Place], list[Facts]] = defaultdict(list)
        for one in document.get("columns", ()):
            place = one["run"], one["output"]["namespace"], one["output"]["name"]
            self.known.add(place)
            self.edges[place, one["outputColumn"].lower()].append(one)
            self.forward[(one["run"], one["input"]["namespace"], one["input"]["name"]), place].append(one)

    def behind(self, place: Place, column: str) -> Iterator[tuple[Facts, Place, Facts]]:
        """What a column of an output was made from: the edge, the place of the input, and what was read there.

        Edges of the whole output, such as filters, are among them. Nothing was read when a run took a column of
        something that it wrote itself.
        """
        for one in self.edges.get((place, column.lower()), []) + self.edges.get((place, ""), []):
            source = one["run"], one["input"]["namespace"], one["input"]["name"]
            yield one, source, self.reads.get(source, {})

    def pins(self, run: str, step: ColumnStep) -> bool:
        """Whether the closure holds a step from column to column."""
        return any(
            one["inputColumn"] == step.source_column and one["kind"] == step.kind
            for place in self.outputs.get(run, ())
            for one in self.edges.get((place, step.target_column.lower()), ())
        )


_KEPT: Kept[ColumnIndex] = Kept(64)


def indexes(
    session: Session, releases: Collection[ReleaseRecord], rules: PublicRules | None = None, as_of: AsOf = NOW
) -> dict[str, ColumnIndex]:
    """The columns of the closures behind releases, by seal. rules, as_of: as `behind` takes them."""
    pinned = {one.seal: one for one in releases if not reported_later(one)}

    def read(seals: list[str]) -> dict[str, ColumnIndex]:
        documents = behind(session, [pinned[seal] for seal in seals])
        return {seal: ColumnIndex(document) for seal, document in documents.items()}

    found = _KEPT.all(pinned, read)
    late = behind(session, [one for one in releases if one.seal not in pinned], rules, as_of)
    return {**found, **{seal: ColumnIndex(document) for seal, document in late.items()}}
