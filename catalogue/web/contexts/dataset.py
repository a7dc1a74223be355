"""A dataset as a series of releases."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from catalogue.delivery import notes
from catalogue.store import overview, vocabulary
from catalogue.store.overview import Size
from catalogue.store.releases import DatasetRecord, ReleaseRecord, all_datasets
from catalogue.web import addresses
from catalogue.web.contexts.common import DATASETS, Cell, Head, Link, changed_link, publisher_link, strip
from catalogue.web.contexts.crosswalk import Counterpart, counterparts
from catalogue.web.contexts.notes import Notes, notes_of
from catalogue.web.contexts.pathways import Ways, ways
from catalogue.web.contexts.series import SeriesLine, series_lines


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """A release in the list of a dataset's releases.

    release: the release.
    url: its page; a withdrawn one leads to its tombstone.
    size: tables and variables.
    latest: true for the release in force.
    changed: what changed since the release before, or None.
    """

    release: ReleaseRecord
    url: str
    size: Size
    latest: bool
    changed: Link | None


@dataclass(frozen=True, slots=True)
class DatasetPage:
    """A dataset, described by its release in force.

    head: what the page says of itself.
    record: the dataset with its releases.
    shown: the release that describes it: the one in force, or the last one when all are withdrawn.
    latest: the release in force with its page, or None.
    releases: all releases, newest first.
    cells: the strip of releases.
    publisher: who publishes it, or None.
    custodian: who keeps it, or None.
    series: its published statistics, each with its page over all vintages.
    beside: datasets that share concepts with it, those that share most first.
    ways: the pathways on which it stands.
    feed: address of its changes as a feed.
    mail: true when its changes can be sent by mail.
    notes: what was noted about it, and in parts of it, since its releases were sealed.
    timeline: all that happened to it.
    """

    head: Head
    record: DatasetRecord
    shown: ReleaseRecord
    latest: ReleaseLine | None
    releases: tuple[ReleaseLine, ...]
    cells: tuple[Cell, ...]
    publisher: Link | None
    custodian: Link | None
    series: tuple[SeriesLine, ...]
    beside: tuple[Counterpart, ...]
    ways: Ways
    feed: str
    mail: bool
    notes: Notes
    timeline: str


def dataset_page(session: Session, record: DatasetRecord, *, mail: bool) -> DatasetPage:
    """Read the page of a dataset. Nine queries besides those that found it. mail: whether this site sends any."""
    sizes = overview.sizes(session, record.releases)
    titles = vocabulary.organisation_titles(session)
    latest = record.latest
    shown = latest or record.releases[-1]
    lines = tuple(
        ReleaseLine(
            release,
            addresses.release(record.slug, release.version),
            sizes[release.id],
            latest=latest is not None and release.id == latest.id,
            changed=changed_link(record, release),
        )
        for release in reversed(record.releases)
    )
    path = addresses.dataset(record.slug)
    return DatasetPage(
        head=Head(shown.facts.title, path, addresses.api(path), (DATASETS,), "datasets"),
        record=record,
        shown=shown,
        latest=next((line for line in lines if line.latest), None),
        releases=lines,
        cells=strip(record, latest),
        publisher=publisher_link(shown.facts.publisher, titles),
        custodian=publisher_link(shown.facts.custodian, titles),
        series=series_lines(record, None),
        beside=counterparts(session, record, all_datasets(session)),
        ways=ways(session, record),
        feed=addresses.dataset_feed(record.slug),
        mail=mail,
        notes=notes_of(notes.of_dataset(notes.standing(session, record)), record.slug),
        timeline=addresses.timeline(record.slug),
    )
