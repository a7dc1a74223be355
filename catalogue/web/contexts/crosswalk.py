"""Two datasets side by side, concept by concept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from catalogue.store import crosswalk as store
from catalogue.store.concepts import concepts, former_slugs
from catalogue.store.crosswalk import Crosswalk, Shared
from catalogue.store.releases import DatasetRecord, ReleaseRecord
from catalogue.web import addresses, words
from catalogue.web.contexts.common import Cited, Head, Link, cited_sources, dataset_crumbs
from catalogue.web.contexts.concept import DifferenceLine, concept_link, difference_lines
from catalogue.web.contexts.members import MemberLine, dataset_link, member_line

# A concept of one side alone says so by this mark: no source says that the other side has none.
NOT_SEEN = "calculated"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two datasets.

    dataset: the dataset.
    name: its short name.
    place: the nation that it is about, or empty.
    release: its release in force, or None when all are withdrawn.
    alone: how many concepts are seen here alone.
    """

    dataset: Link
    name: str
    place: str
    release: Link | None
    alone: int


@dataclass(frozen=True, slots=True)
class CrosswalkRow:
    """A concept in the two datasets.

    anchor: id of its part of the page.
    concept: the concept.
    left: its variables in the first dataset; empty when none is seen.
    right: its variables in the second dataset; empty when none is seen.
    left_names: their names, each once, with the number of tables that have it.
    right_names: the same of the second dataset.
    differences: what differs in meaning.
    """

    anchor: str
    concept: Link
    left: tuple[MemberLine, ...]
    right: tuple[MemberLine, ...]
    left_names: tuple[tuple[Link, int], ...]
    right_names: tuple[tuple[Link, int], ...]
    differences: tuple[DifferenceLine, ...]


@dataclass(frozen=True, slots=True)
class TablePair:
    """Two tables that share concepts, or one without a counterpart.

    left: the table of the first dataset, or None.
    left_grain: what one row of it is; empty when not known.
    right: the table of the second dataset, or None.
    right_grain: what one row of it is; empty when not known.
    concepts: titles of the concepts that both hold.
    """

    left: Link | None
    left_grain: str
    right: Link | None
    right_grain: str
    concepts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CrosswalkPage:
    """Two datasets side by side.

    head: what the page says of itself.
    left: the first dataset.
    right: the second dataset.
    both: concepts that both hold, those with a difference in meaning first.
    alone: concepts that one of them holds, those of the first dataset first.
    pairs: tables that share concepts.
    unpaired: tables without a counterpart.
    not_seen: the mark of a concept that only one side has.
    sources: every source that the differences cite.
    csv: address of the crosswalk as a table of values.
    swapped: address of the same with the sides changed.
    """

    head: Head
    left: Side
    right: Side
    both: tuple[CrosswalkRow, ...]
    alone: tuple[CrosswalkRow, ...]
    pairs: tuple[TablePair, ...]
    unpaired: tuple[TablePair, ...]
    not_seen: str
    sources: tuple[Cited, ...]
    csv: str
    swapped: str


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A dataset that shares concepts with the one at hand.

    link: the crosswalk to it, with its title.
    concepts: how many they share.
    """

    link: Link
    concepts: int


def crosswalk_page(session: Session, left: DatasetRecord, right: DatasetRecord) -> CrosswalkPage:
    """Read the crosswalk of two datasets."""
    found = store.crosswalk(session, left, right)
    rows = [_row(one, (left, right), found.now) for one in found.shared]
    pairs = [_pair(one, left, right) for one in found.pairs]
    path = addresses.crosswalk(left.slug, right.slug)
    sides = [_side(record, found) for record in (left, right)]
    title = f"{sides[0].dataset.text} and {sides[1].dataset.text}, side by side"
    return CrosswalkPage(
        head=Head(title, path, addresses.api(path), dataset_crumbs(left), "datasets"),
        left=sides[0],
        right=sides[1],
        both=tuple(row for row in rows if row.left and row.right),
        alone=tuple(row for row in rows if not (row.left and row.right)),
        pairs=tuple(pair for pair in pairs if pair.left and pair.right),
        unpaired=tuple(pair for pair in pairs if not (pair.left and pair.right)),
        not_seen=NOT_SEEN,
        sources=cited_sources([], (), (one for row in rows for line in row.differences for one in line.sources)),
        csv=f"{path}.csv",
        swapped=addresses.crosswalk(right.slug, left.slug),
    )


def counterparts(session: Session, record: DatasetRecord, records: Iterable[DatasetRecord]) -> tuple[Counterpart, ...]:
    """The datasets that share concepts with one, those that share most first. Two queries."""
    shared = store.counterparts(concepts(session), record.slug, former_slugs(session))
    found = [
        Counterpart(
            Link(dataset_link(one).text, addresses.crosswalk(record.slug, one.slug)),
            shared[one.slug],
        )
        for one in records
        if one.slug in shared and one.latest is not None
    ]
    return tuple(sorted(found, key=lambda one: (-one.concepts, one.link.text)))


def _side(record: DatasetRecord, found: Crosswalk) -> Side:
    release = record.latest
    mine = [one.left if record.slug == found.left.slug else one.right for one in found.shared if not one.both]
    return Side(
        dataset_link(record),
        record.slug,
        release.facts.place if release is not None else "",
        Link(release.version, addresses.release(record.slug, release.version)) if release is not None else None,
        sum(1 for some in mine if some),
    )


def _row(one: Shared, records: Sequence[DatasetRecord], now: Mapping[str, str]) -> CrosswalkRow:
    left, right = (tuple(member_line(state) for state in states) for states in (one.left, one.right))
    return CrosswalkRow(
        f"concept-{one.concept.name}",
        concept_link(one.concept),
        left,
        right,
        _names(left),
        _names(right),
        difference_lines(one.differences, records, now),
    )


def _names(lines: Sequence[MemberLine]) -> tuple[tuple[Link, int], ...]:
    names = [line.link.text for line in lines]
    first = {line.link.text: line.link for line in reversed(lines)}
    return tuple((first[name], names.count(name)) for name in dict.fromkeys(names))


def _pair(pair: store.Pair, left: DatasetRecord, right: DatasetRecord) -> TablePair:
    def link(record: DatasetRecord, release: ReleaseRecord | None, name: str, physical: str) -> Link | None:
        return Link(physical, addresses.table(record.slug, release.version, name), True) if release else None

    return TablePair(
        link(left, left.latest, pair.left.name, pair.left.physical_name) if pair.left else None,
        pair.left.grain if pair.left else "",
        link(right, right.latest, pair.right.name, pair.right.physical_name) if pair.right else None,
        pair.right.grain if pair.right else "",
        pair.concepts,
    )


COLUMNS = (
    "concept", "concept_title", "dataset", "release", "table", "one_row_is", "variable", "label", "type",
    "physical_type", "code_list", "codes", "definition", "match", "note", "mark", "differs",
)  # fmt: skip


def crosswalk_lines(found: Crosswalk) -> list[tuple[str, ...]]:
    """The crosswalk as lines of a table of values, its heading first: a line for each concept and variable.

    Where a dataset has none, its line says so in place of a variable.
    """
    lines: list[tuple[str, ...]] = [COLUMNS]
    for one in found.shared:
        differs = " ".join(f"{line.title}: {' '.join(line.description.split())}" for line in one.differences)
        for record, states in ((found.left, one.left), (found.right, one.right)):
            start = (one.concept.name, one.concept.title, record.slug)
            if not states:
                lines.append((*start, "", "", "", "none seen", *[""] * 8, NOT_SEEN, differs))
            lines += [(*start, *_cells(member_line(state)), state.member.mark, differs) for state in states]
    return lines


def _cells(line: MemberLine) -> tuple[str, ...]:
    variable = line.variable
    return (
        line.release.text,
        line.table.text,
        line.grain,
        variable.name,
        variable.label,
        words.of_type(variable.type),
        variable.physical_type,
        line.codes[0].text if line.codes else "",
        str(line.codes[1]) if line.codes else "",
        variable.definition,
        line.match,
        line.note,
    )
