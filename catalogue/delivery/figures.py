"""The figures of published statistics over all vintages, read once for pages and JSON alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from catalogue.errors import NotFoundError
from catalogue.releases.series import Series, SeriesError, Vintage, declared, find, points
from catalogue.store import held
from catalogue.store.find import near
from catalogue.store.held import Rows
from catalogue.store.releases import DatasetRecord, ReleaseRecord


@dataclass(frozen=True, slots=True)
class Figures:
    """A series over its vintages.

    series: as the newest of the releases declares it. release: that release.
    releases, vintages: the releases that give figures, oldest first, and what each gives.
    """

    series: Series
    release: ReleaseRecord
    releases: tuple[ReleaseRecord, ...]
    vintages: tuple[Vintage, ...]

    @property
    def last(self) -> Vintage:
        """The vintage of the newest release."""
        return self.vintages[-1]


def figures(session: Session, record: DatasetRecord, name: str, until: ReleaseRecord | None = None) -> Figures:
    """A series of a dataset, over its standing releases or over those up to one of them. Two queries.

    Raises NotFoundError with near names when the newest of them does not declare the series.
    """
    standing = [one for one in record.releases if not one.withdrawn]
    if until is not None:
        standing = standing[: [one.id for one in standing].index(until.id) + 1]
    found = [(one, series) for one in standing if (series := find(one.facts.facts, name)) is not None]
    read = _read(session, found)
    # A release that does not declare a series has none of its own; the dataset still has those of older releases.
    if not read or (until is not None and read[-1][0].id != until.id):
        raise _not_found(record, standing, name, until)
    release, series, _ = read[-1]
    return Figures(series, release, tuple(one for one, _, _ in read), tuple(vintage for _, _, vintage in read))


def _not_found(
    record: DatasetRecord, standing: Sequence[ReleaseRecord], name: str, until: ReleaseRecord | None
) -> NotFoundError:
    looked_at = [until] if until is not None else standing
    names = list(dict.fromkeys(one.name for release in reversed(looked_at) for one in declared(release.facts.facts)))
    base = f"/datasets/{record.slug}" + (f"/releases/{until.version}" if until is not None else "")
    close = near(name, names) or names
    return NotFoundError(
        f"Dataset {record.slug!r} has no series {name!r}{f' in release {until.version}' if until else ''}.",
        remedy="Choose one of its series." if names else "It has no series; its tables hold what there is.",
        near=tuple((one, f"{base}/series/{one}") for one in close) or ((record.slug, base),),
    )


def of_both(session: Session, before: ReleaseRecord, after: ReleaseRecord) -> list[tuple[Series, Vintage, Vintage]]:
    """The series that two releases declare by the same name and give figures of, as the later one declares them.

    Two queries, and none when no series is declared by both.
    """
    left, right = ({one.name: one for one in declared(release.facts.facts)} for release in (before, after))
    shared = [name for name in right if name in left]
    wanted = [(before, left[name]) for name in shared] + [(after, right[name]) for name in shared]
    read = {(release.id, series.name): vintage for release, series, vintage in _read(session, wanted)}
    return [
        (right[name], read[before.id, name], read[after.id, name])
        for name in shared
        if (before.id, name) in read and (after.id, name) in read
    ]


def headlines(session: Session, records: Iterable[DatasetRecord]) -> tuple[Figures, ...]:
    """The series that belong on the first page, in their order, each in its release in force. Two queries."""
    wanted = [
        (latest, series)
        for record in records
        if (latest := record.latest) is not None
        for series in declared(latest.facts.facts)
        if series.headline
    ]
    found = [Figures(series, release, (release,), (vintage,)) for release, series, vintage in _read(session, wanted)]
    return tuple(sorted(found, key=lambda one: (one.series.headline, one.release.slug)))


def _read(
    session: Session, wanted: Sequence[tuple[ReleaseRecord, Series]]
) -> list[tuple[ReleaseRecord, Series, Vintage]]:
    if not wanted:
        return []
    tables: dict[int, set[str]] = {}
    for release, series in wanted:
        tables.setdefault(release.id, set()).add(series.table)
    rows = held.rows(session, tables)
    return [(release, series, vintage) for release, series in wanted if (vintage := _vintage(release, series, rows))]


def _vintage(release: ReleaseRecord, series: Series, rows: Mapping[tuple[int, str], Rows]) -> Vintage | None:
    """What a release gives; None when it holds no rows, or rows that are not what the series says.

    The gate lets no such rows through, but a register may hold releases that are older than the gate.
    """
    table = rows.get((release.id, series.table))
    if table is None:
        return None
    try:
        found = points(series, table.body, table.dialect)
    except SeriesError:
        return None
    return Vintage(release.version, release.issued, found) if found else None
