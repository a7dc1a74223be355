"""What a variable measures, and which variables of other datasets measure the same."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from catalogue.store.concepts import concepts, former_slugs, member_states, memberships
from catalogue.store.releases import DatasetRecord, all_datasets
from catalogue.web import words
from catalogue.web.contexts.common import Link
from catalogue.web.contexts.concept import DifferenceLine, concept_link, difference_lines
from catalogue.web.contexts.members import MemberLine, member_line


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A concept that the variable at hand measures.

    concept: the concept.
    match: how the variable relates to it, in words.
    note: what else to know of that, Markdown.
    mark: how it is known.
    lines: variables of other datasets that measure it.
    differences: what differs between its dataset and others.
    """

    concept: Link
    match: str
    note: str
    mark: str
    lines: tuple[MemberLine, ...]
    differences: tuple[DifferenceLine, ...]


def elsewhere(session: Session, record: DatasetRecord, table: str, name: str) -> tuple[Elsewhere, ...]:
    """The concepts of a variable, in order of titles. Two queries, and six more when there are any."""
    now = former_slugs(session)
    found = memberships(concepts(session), now, record.slug, table, name)
    if not found:
        return ()
    records = all_datasets(session)
    states = member_states(session, (one for each in found for one in each.concept.variables), records)
    return tuple(
        Elsewhere(
            concept_link(each.concept),
            words.match(each.member.match),
            each.member.note,
            each.member.mark,
            tuple(
                member_line(states[one.key])
                for one in each.concept.variables
                if one.key in states and states[one.key].record.slug != record.slug
            ),
            difference_lines(
                (
                    one
                    for one in each.concept.differences
                    if record.slug in {now.get(slug, slug) for slug in one.datasets}
                ),
                records,
                now,
            ),
        )
        for each in found
    )
