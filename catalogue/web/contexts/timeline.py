"""All that happened to a dataset."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from catalogue.delivery.timeline import Deed, Happening, happenings
from catalogue.store import notes
from catalogue.store.releases import DatasetRecord
from catalogue.web import addresses
from catalogue.web.contexts.common import Cell, Head, Link, dataset_crumbs, strip
from catalogue.web.contexts.notes import note_line

DEEDS = {
    Deed.RELEASE: "Release",
    Deed.CORRECTION: "Correction",
    Deed.RETRACTION: "Withdrawn",
    Deed.RENAME: "Renamed",
    Deed.NOTE: "Note",
    Deed.NOTE_WITHDRAWAL: "Note withdrawn",
}
KINDS = {"caveat": "Caveat", "erratum": "Erratum", "answer": "Answer"}


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """Something that happened.

    told: what, when and by whom.
    word: what it is called.
    subject: what it happened to, with its page.
    note: the page where a note stands; None for anything else, and for a note that does not stand any more.
    changes: of a release how many changes of each weight there are since the one before, each with its page; weights
        without a change are left out.
    compared: both releases beside each other; empty when nothing is told of what changed.
    gone: true for the publication of a release that was withdrawn since.
    state: class of its badge: empty, `warn` or `here`.
    """

    told: Happening
    word: str
    subject: Link
    note: Link | None
    changes: tuple[Link, ...]
    compared: str
    gone: bool
    state: str


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """All that happened to a dataset, in order of the journal, newest first.

    head: what the page says of itself.
    record: the dataset with its releases.
    title: what the dataset is called.
    cells: the strip of releases, in order of issue.
    lines: what happened.
    """

    head: Head
    record: DatasetRecord
    title: str
    cells: tuple[Cell, ...]
    lines: tuple[TimelineLine, ...]


def timeline_page(session: Session, record: DatasetRecord) -> TimelinePage:
    """Read the page. Three queries besides those that found the dataset, and those that read what changed."""
    path = addresses.timeline(record.slug)
    title = (record.latest or record.releases[-1]).facts.title
    links = {
        note.serial: note_line(note, record.slug).about
        for note in notes.of_dataset(session, record.key)
        if note.standing
    }
    return TimelinePage(
        head=Head(f"Timeline of {title}", path, addresses.api(path), dataset_crumbs(record), "datasets"),
        record=record,
        title=title,
        cells=strip(record, None),
        lines=tuple(_line(one, record, links) for one in reversed(happenings(session, record))),
    )


def _line(told: Happening, record: DatasetRecord, links: dict[int, Link]) -> TimelineLine:
    name = told.variable or told.table
    subject = Link(told.version or "the dataset", addresses.release(record.slug, told.version))
    if not told.version:
        subject = Link("the dataset", addresses.dataset(record.slug))
    if name:
        subject = Link(name, _place(told, record), physical=True)
    word = KINDS.get(told.kind, DEEDS[told.deed]) if told.deed is Deed.NOTE else DEEDS[told.deed]
    release = record.release(told.version)
    warned = told.deed in {Deed.RETRACTION, Deed.NOTE_WITHDRAWAL} or told.kind in {"caveat", "erratum"}
    return TimelineLine(
        told,
        word,
        subject,
        links.get(told.serial),
        tuple(
            Link(f"{count:,} {weight}", addresses.comparison(record.slug, told.since, told.version, weight))
            for weight, count in told.changes.items()
            if count
        ),
        addresses.comparison(record.slug, told.since, told.version) if told.since else "",
        release is not None and release.withdrawn and told.deed in {Deed.RELEASE, Deed.CORRECTION},
        "warn" if warned else "",
    )


def _place(told: Happening, record: DatasetRecord) -> str:
    if told.variable:
        return addresses.variable_over_time(record.slug, told.table, told.variable, told.names_in)
    return addresses.table_now(record.slug, told.table)
