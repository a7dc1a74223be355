"""Published figures of two releases beside each other: which were revised, which are new, which are not given again."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from catalogue.delivery.figures import of_both
from catalogue.releases.periods import NOUNS
from catalogue.releases.series import Series, Vintage, revisions
from catalogue.store.releases import ReleaseRecord
from catalogue.web import addresses
from catalogue.web.contexts.common import Link
from catalogue.web.contexts.series import RevisionLine, revision_lines


@dataclass(frozen=True, slots=True)
class RevisedSeries:
    """A published series in two releases.

    title: the series over all vintages.
    noun: what a period of it is, such as `month`.
    lines: figures that the two give with another value, in order of periods.
    same: number of figures that both give alike.
    added: number of figures that the later release alone gives.
    gone: number of figures that the earlier release alone gives; they stay in it.
    """

    title: Link
    noun: str
    lines: tuple[RevisionLine, ...]
    same: int
    added: int
    gone: int


def revised_series(session: Session, before: ReleaseRecord, after: ReleaseRecord) -> tuple[RevisedSeries, ...]:
    """The series that both releases declare. Two queries, and none when there are none."""
    return tuple(_revised(after.slug, *found) for found in of_both(session, before, after))


def _revised(slug: str, series: Series, before: Vintage, after: Vintage) -> RevisedSeries:
    old, new = ({(point.line, point.period.place) for point in vintage.main} for vintage in (before, after))
    changed = revisions((before, after))
    return RevisedSeries(
        title=Link(series.title, addresses.series(slug, series.name)),
        noun=NOUNS.get(series.kind, series.kind),
        lines=revision_lines(changed, series),
        same=len(old & new) - len(changed),
        added=len(new - old),
        gone=len(old - new),
    )
