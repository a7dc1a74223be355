"""Which notes a page or record shows: those about the thing itself, about what it is part of, and about parts of it.

A note names its table and variable as one release has them. What was renamed since, or before, keeps its notes; what
took over a name that was given up has none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from catalogue.model.notes import NoteRecord
from catalogue.store import notes
from catalogue.store.history import VariableState
from catalogue.store.releases import DatasetRecord, ReleaseRecord
from catalogue.store.renames import table_through_all_names, through_all_names


@dataclass(frozen=True, slots=True)
class Said:
    """Notes that stand, oldest first.

    own: about the thing itself. around: about what it is part of, the nearest first. within: about parts of it.
    """

    own: tuple[NoteRecord, ...] = ()
    around: tuple[NoteRecord, ...] = ()
    within: tuple[NoteRecord, ...] = ()

    @property
    def applying(self) -> tuple[NoteRecord, ...]:
        """All that a user of the thing has to know."""
        return (*self.own, *self.around)


def standing(session: Session, record: DatasetRecord) -> list[NoteRecord]:
    """The notes of a dataset that stand. One query."""
    return [note for note in notes.of_dataset(session, record.key) if note.standing]


def of_dataset(held: Iterable[NoteRecord]) -> Said:
    """Notes as the page of a dataset shows them."""
    held = list(held)
    return Said(own=_only(held, table=False), within=tuple(note for note in held if note.table))


def of_release(held: Iterable[NoteRecord], version: str) -> Said:
    """Notes as the page of a release shows them: those that hold for it."""
    return of_dataset(note for note in held if note.holds_for(version))


def of_table(
    session: Session, record: DatasetRecord, release: ReleaseRecord, name: str, held: Iterable[NoteRecord]
) -> Said:
    """Notes as the page of a table in a release shows them; those under other names of the table are among them.

    No query, and one or more when there are notes about tables.
    """
    here = [note for note in held if note.holds_for(release.version)]
    inner = [note for note in here if note.table]
    called = table_through_all_names(session, record.releases, name, release) if inner else {}
    return _of_table(here, [note for note in inner if called.get(note.names_in) == note.table])


def of_named_table(held: Iterable[NoteRecord], name: str, version: str) -> Said:
    """The same of a table of which only the name is known, in lower case."""
    here = [note for note in held if note.holds_for(version)]
    return _of_table(here, [note for note in here if note.table == name])


def _of_table(here: Iterable[NoteRecord], mine: Sequence[NoteRecord]) -> Said:
    return Said(
        own=tuple(note for note in mine if not note.variable),
        around=_only(here, table=False),
        within=tuple(note for note in mine if note.variable),
    )


def of_variable(held: Iterable[NoteRecord], states: Sequence[VariableState], version: str = "") -> Said:
    """Notes as the page of a variable shows them: in a release, or without a version over all of them.

    states: the variable in every release that has it, by whatever name.
    """
    places = {state.release.version: (state.table.name, state.variable.name.lower()) for state in states}
    here = [note for note in held if not version or note.holds_for(version)]
    mine = [note for note in here if note.table and places.get(note.names_in, ("", ""))[0] == note.table]
    return Said(
        own=tuple(note for note in mine if note.variable.lower() == places[note.names_in][1]),
        around=(*(note for note in mine if not note.variable), *_only(here, table=False)),
    )


def of_variable_read(
    session: Session, record: DatasetRecord, release: ReleaseRecord, table_name: str, name: str
) -> Said:
    """The same of a variable of a release whose other releases have not been read. One query, more if it has notes."""
    held = standing(session, record)
    inner = any(note.table for note in held)
    states = through_all_names(session, record.releases, table_name, name, release).states if inner else ()
    return of_variable(held, states, release.version)


def _only(held: Iterable[NoteRecord], *, table: bool) -> tuple[NoteRecord, ...]:
    return tuple(note for note in held if bool(note.table) is table)
