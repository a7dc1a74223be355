"""Which sealed releases a variable went into, followed column by column from seal to seal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlmodel import Session

from catalogue.lineage import tell
from catalogue.lineage.questions.closure import ColumnIndex, Place, indexes
from catalogue.lineage.trace import outputs_of
from catalogue.model.sail import core_column
from catalogue.store.releases import ReleaseRecord

# A table of a release: identifier of the dataset, version, table.
Table = tuple[str, str, str]
ALL = "*"


@dataclass(frozen=True, slots=True)
class Used:
    """A release that a variable went into.

    certain: false when the runs do not tell of columns, so that only its table is known to have been used. through: the
    releases in between, without the variable's own.
    """

    certain: bool
    through: tuple[ReleaseRecord, ...]


@dataclass(slots=True)
class _Marked:
    """Columns of tables of releases that hold something of the variable, in lower case; `ALL` for each of a table.

    certain: whether columns were told all the way.
    """

    columns: set[str]
    certain: bool
    release: ReleaseRecord | None


def used_in(
    session: Session, releases: Iterable[ReleaseRecord], dataset: str, versions: Collection[str], table: str, name: str
) -> dict[int, Used]:
    """The releases that a variable went into, by row number. releases: in the order in which they were sealed.

    A few queries, however many there are.
    """
    releases = list(releases)
    by_seal = indexes(session, releases)
    marked: dict[Table, _Marked] = {
        (dataset, version, table.lower()): _Marked({name.lower()}, True, None) for version in versions
    }
    found: dict[int, Used] = {}
    for release in releases:
        index = by_seal[release.seal]
        through: dict[int, ReleaseRecord] = {}
        reached, certain = _reached(index, marked, through)
        if not reached:
            continue
        for one in outputs_of(release):
            place = str(one["run"]), str(one.get("namespace", "")), str(one.get("name", ""))
            if place in reached:
                key = release.dataset_key, release.version, str(one.get("table", ""))
                marked.setdefault(key, _Marked(reached[place], certain, release))
                found[release.id] = Used(certain, tuple(through.values()))
    return found


def _reached(
    index: ColumnIndex, marked: dict[Table, _Marked], through: dict[int, ReleaseRecord]
) -> tuple[dict[Place, set[str]], bool]:
    """The columns of outputs that hold something of marked columns, and whether columns tell so all the way."""
    columns: dict[Place, set[str]] = defaultdict(set)
    certain = True
    queue: list[Place] = []
    for place, read in index.reads.items():
        told = read.get("release")
        mark = marked.get((told["dataset"], told["version"], told.get("table", ""))) if told else None
        if mark is None:
            continue
        columns[place] |= mark.columns
        certain = certain and mark.certain
        if mark.release is not None:
            through[mark.release.id] = mark.release
        queue.append(place)
    reached: dict[Place, set[str]] = defaultdict(set)
    while queue:
        place = queue.pop()
        for output, made, known in _made(index, place, columns[place]):
            certain = certain and known
            if not made - reached[output]:
                continue
            reached[output] |= made
            for reader in index.readers.get(output, ()):
                columns[reader] |= made
                queue.append(reader)
    return reached, certain


def _made(index: ColumnIndex, place: Place, columns: set[str]) -> Iterable[tuple[Place, set[str], bool]]:
    """What a run made from some columns of an input: the output, its columns, whether columns tell so."""
    by_name = tell.way(index.reads.get(place, {})) == "name"
    for output in index.outputs.get(place[0], ()):
        if output not in index.known:
            yield output, {ALL}, False
            continue
        made = {
            edge["outputColumn"].lower() or ALL
            for edge in index.forward.get((place, output), ())
            if ALL in columns or _column(edge["inputColumn"], by_name=by_name) in columns
        }
        if made:
            yield output, made, True


def _column(name: str, *, by_name: bool) -> str:
    return (core_column(name) if by_name else name).lower()
