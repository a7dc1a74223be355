"""Notes that were added since sealing, beside what they are about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from catalogue.delivery.notes import Said
from catalogue.model.notes import NoteKind, NoteRecord
from catalogue.web import addresses
from catalogue.web.contexts.common import Link


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note on a page.

    note: the note.
    about: what it is about, with its page.
    holds: the releases it is about, in words that go on from `about`.
    """

    note: NoteRecord
    about: Link
    holds: str


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of a page that stand, by kind; those about the thing itself before those about what it is part of.

    caveats: warnings added since sealing.
    errata: what is wrong in what is sealed.
    answers: questions that were answered.
    within: notes about parts of the thing, to be read there.
    ask: address of the form by which a reader asks the steward about it.
    """

    caveats: tuple[NoteLine, ...]
    errata: tuple[NoteLine, ...]
    answers: tuple[NoteLine, ...]
    within: tuple[NoteLine, ...]
    ask: str


def notes_of(said: Said, slug: str, version: str = "", table: str = "", variable: str = "") -> Notes:
    """Notes as a page shows them. slug, version, table, variable: what the page is about, for the form."""
    return Notes(
        caveats=_lines(said.applying, slug, NoteKind.CAVEAT),
        errata=_lines(said.applying, slug, NoteKind.ERRATUM),
        answers=_lines(said.applying, slug, NoteKind.ANSWER),
        within=_lines(said.within, slug),
        ask=addresses.ask(slug, version, table, variable),
    )


def _lines(notes: Iterable[NoteRecord], slug: str, kind: NoteKind | None = None) -> tuple[NoteLine, ...]:
    return tuple(note_line(note, slug) for note in notes if kind is None or note.kind == kind)


def note_line(note: NoteRecord, slug: str) -> NoteLine:
    """A note with what it is about. slug: the dataset's name today."""
    return NoteLine(note, _about(note, slug), f"in release {note.version}" if note.version else "in all releases")


def _about(note: NoteRecord, slug: str) -> Link:
    name = note.variable or note.table
    return Link(name or "the dataset", f"{_page(note, slug)}#note-{note.serial}", physical=bool(name))


def _page(note: NoteRecord, slug: str) -> str:
    """Where a note is shown with what it is about: in its release, or for all releases in the newest that has it."""
    if note.variable and note.version:
        return addresses.variable(slug, note.version, note.table, note.variable)
    if note.variable:
        return addresses.variable_over_time(slug, note.table, note.variable, note.names_in)
    if note.table:
        return (
            addresses.table(slug, note.version, note.table) if note.version else addresses.table_now(slug, note.table)
        )
    return addresses.release(slug, note.version) if note.version else addresses.dataset(slug)
