"""Variables of a concept as pages show them: where each is, what it says of itself, and how it fits the concept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.model.records import Variable
from catalogue.store.concepts import MemberState
from catalogue.store.releases import DatasetRecord
from catalogue.web import addresses, words
from catalogue.web.contexts.common import Link


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A variable of a concept, as the newest release that stands and holds it says it.

    link: the variable over time.
    variable: the variable.
    table: its table, in that release.
    grain: what one row of the table is; empty when not known.
    dataset: its dataset.
    place: the nation that the dataset is about, or empty.
    release: the release that is quoted.
    latest: false when the release in force no longer holds it.
    codes: its code list with the number of codes, or None.
    match: how its meaning relates to the concept, in words.
    exact: true when it means the same as the concept.
    note: what else to know, Markdown.
    mark: how it is known that it belongs to the concept.
    """

    link: Link
    variable: Variable
    table: Link
    grain: str
    dataset: Link
    place: str
    release: Link
    latest: bool
    codes: tuple[Link, int] | None
    match: str
    exact: bool
    note: str
    mark: str


@dataclass(frozen=True, slots=True)
class MemberGroup:
    """The variables of a concept in one dataset.

    dataset: the dataset.
    place: the nation that it is about, or empty.
    open: true for published figures that anybody may have.
    lines: its variables, in the order of the concept.
    """

    dataset: Link
    place: str
    open: bool
    lines: tuple[MemberLine, ...]


def member_line(state: MemberState) -> MemberLine:
    """A variable of a concept as a line."""
    release, variable, table = state.release, state.variable, state.table
    codes = state.codes
    slug = state.record.slug
    return MemberLine(
        link=Link(variable.name, addresses.variable_over_time(slug, table.name, variable.name), physical=True),
        variable=variable,
        table=Link(table.physical_name, addresses.table(slug, release.version, table.name), physical=True),
        grain=table.grain,
        dataset=dataset_link(state.record),
        place=release.facts.place,
        release=Link(release.version, addresses.release(slug, release.version)),
        latest=state.latest,
        codes=(Link(codes.title, addresses.code_list(codes.name)), len(codes.codes)) if codes is not None else None,
        match=words.match(state.member.match),
        exact=state.member.match == "exact",
        note=state.member.note,
        mark=state.member.mark,
    )


def member_groups(states: Sequence[MemberState]) -> tuple[MemberGroup, ...]:
    """Variables by dataset, in the order in which the concept names the datasets; open figures come last."""
    by_slug: dict[str, list[MemberState]] = {}
    for state in states:
        by_slug.setdefault(state.record.slug, []).append(state)
    groups = [
        MemberGroup(
            dataset_link(some[0].record),
            some[0].release.facts.place,
            is_open(some[0].record),
            tuple(member_line(state) for state in some),
        )
        for some in by_slug.values()
    ]
    return tuple(sorted(groups, key=lambda group: group.open))


def is_open(record: DatasetRecord) -> bool:
    """True when the dataset is of published figures that anybody may have."""
    return record.latest is not None and record.latest.facts.access_rights == "open"


def dataset_link(record: DatasetRecord) -> Link:
    """A dataset by the title that its release in force gives it."""
    shown = record.latest or record.releases[-1]
    return Link(shown.facts.title, addresses.dataset(record.slug))
