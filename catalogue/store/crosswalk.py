"""Two datasets side by side: which concepts both hold, where each holds them, and what differs in meaning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from catalogue.errors import NotFoundError
from catalogue.model.concepts import Concept, Difference
from catalogue.model.records import Table
from catalogue.store.concepts import MemberState, concepts, former_slugs, member_states
from catalogue.store.releases import DatasetRecord, ReleaseRecord
from catalogue.store.summaries import TableSummary, summaries

# Tables that share this much are paired. One shared concept counts 1 when only one table of each side has it,
# less when many have it: the case id alone, which is everywhere, pairs nothing.
ENOUGH = 0.2


@dataclass(frozen=True, slots=True)
class Shared:
    """A concept that one of the datasets or both hold.

    left, right: its variables in either dataset, in the order of the concept; empty when none is seen there.
    differences: what differs in meaning between the two.
    """

    concept: Concept
    left: tuple[MemberState, ...]
    right: tuple[MemberState, ...]
    differences: tuple[Difference, ...]

    @property
    def both(self) -> bool:
        """True when both datasets hold it."""
        return bool(self.left and self.right)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tables that share concepts, or a table that has no counterpart; one row is what `Table.grain` says.

    concepts: titles of the concepts that both hold.
    """

    left: Table | None
    right: Table | None
    concepts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """Two datasets side by side, each as its release in force describes it.

    shared: concepts of both first, those with a difference leading; then those of the left, then of the right alone.
    pairs: tables that share concepts, the most alike first; then those of the left, then of the right alone.
    now: what each former slug of a dataset is now; differences may name either.
    """

    left: DatasetRecord
    right: DatasetRecord
    shared: tuple[Shared, ...]
    pairs: tuple[Pair, ...]
    now: Mapping[str, str]


def crosswalk(session: Session, left: DatasetRecord, right: DatasetRecord) -> Crosswalk:
    """Read the crosswalk of two datasets. Seven queries, and those for tables not met before.

    Raises NotFoundError when the two are one.
    """
    if left.key == right.key:
        raise NotFoundError(
            f"The dataset {left.slug!r} cannot stand beside itself.",
            remedy="Choose another dataset.",
            near=((left.slug, f"/datasets/{left.slug}"),),
        )
    known = concepts(session)
    states = member_states(session, (one for concept in known for one in concept.variables), [left, right])
    now = former_slugs(session)
    shared = [one for concept in known if (one := _shared(concept, left, right, states, now)) is not None]
    latest = [one.latest for one in (left, right)]
    held = summaries(session, [release for release in latest if release is not None])
    tables = [_tables(release, held) for release in latest]
    pairs = tuple(_pairs(shared, tables[0], tables[1]))
    return Crosswalk(left, right, tuple(sorted(shared, key=_order)), pairs, now)


def _tables(release: ReleaseRecord | None, held: Mapping[int, Sequence[TableSummary]]) -> dict[str, Table]:
    return {} if release is None else {one.name: one.table(release) for one in held[release.id]}


def _shared(
    concept: Concept,
    left: DatasetRecord,
    right: DatasetRecord,
    states: Mapping[tuple[str, str, str], MemberState],
    now: Mapping[str, str],
) -> Shared | None:
    """What a concept has in the two datasets; None when neither holds it."""
    found = [states[one.key] for one in concept.variables if one.key in states]
    sides = [tuple(one for one in found if one.record.slug == side.slug) for side in (left, right)]
    if not any(sides):
        return None
    slugs = {left.slug, right.slug}
    differences = tuple(one for one in concept.differences if slugs <= {now.get(slug, slug) for slug in one.datasets})
    return Shared(concept, sides[0], sides[1], differences)


def _order(one: Shared) -> tuple[int, str]:
    """Both sides before one, what differs before what does not, left before right; then titles."""
    if one.both:
        return (0 if one.differences else 1), one.concept.title.lower()
    return (2 if one.left else 3), one.concept.title.lower()


def _pairs(shared: Iterable[Shared], left: Mapping[str, Table], right: Mapping[str, Table]) -> Iterator[Pair]:
    """Tables paired by what they share, the most alike first; each stands in one pair."""
    weights: dict[tuple[str, str], float] = defaultdict(float)
    titles: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in shared:
        here = sorted({state.table.name for state in one.left} & left.keys())
        there = sorted({state.table.name for state in one.right} & right.keys())
        for pair in ((a, b) for a in here for b in there):
            weights[pair] += 1 / (len(here) * len(there))
            titles[pair].append(one.concept.title)
    open_left, open_right = set(left), set(right)
    for pair in sorted(weights, key=lambda pair: (-weights[pair], pair)):
        if weights[pair] >= ENOUGH and pair[0] in open_left and pair[1] in open_right:
            open_left.remove(pair[0])
            open_right.remove(pair[1])
            yield Pair(left[pair[0]], right[pair[1]], tuple(sorted(titles[pair], key=str.lower)))
    yield from (Pair(left[name], None, ()) for name in sorted(open_left))
    yield from (Pair(None, right[name], ()) for name in sorted(open_right))


def counterparts(known: Iterable[Concept], slug: str, now: Mapping[str, str]) -> dict[str, int]:
    """How many concepts a dataset shares with each other one, by slug.

    now: what each former slug of a dataset is now.
    """
    counts: dict[str, int] = defaultdict(int)
    for concept in known:
        datasets = {now.get(one.dataset, one.dataset) for one in concept.variables}
        if slug in datasets:
            for other in datasets - {slug}:
                counts[other] += 1
    return dict(counts)
