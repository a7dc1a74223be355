"""Notes about what is sealed: added and withdrawn by entries of their own, nothing sealed touched, nothing deleted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlmodel import Session

from catalogue.errors import ConflictError, InvalidRequestError, NotFoundError, Problem
from catalogue.model.kinds import ChangeKind
from catalogue.model.notes import NoteKind, NoteRecord
from catalogue.model.timeline import in_force
from catalogue.packages.check_facts import is_date
from catalogue.registry import acts
from catalogue.registry.acts import OPERATOR
from catalogue.registry.journal import Outcome, append, new_object
from catalogue.releases.content import Part, part
from catalogue.store import find, history, notes, tables, write
from catalogue.store.engine import writing
from catalogue.store.objects import put_objects
from catalogue.store.releases import DatasetRecord, ReleaseRecord

NOTE_FORMAT = "catalogue-note/1"
WITHDRAWAL_FORMAT = "catalogue-note-withdrawal/1"
NOTE, WITHDRAWAL = "note", "note-withdrawal"
SEVERITIES = ("warning", "notice")
MOST_TITLE, MOST_BODY, MOST_NAME = 200, 20_000, 200


@dataclass(frozen=True, slots=True)
class NewNote:
    """A note to be added.

    kind: see NoteKind. slug: the dataset. title: one line. body: Markdown. by: name of who signed it off. version: the
    release that it is about, empty for all. table, variable: empty when it is about more. severity, period_from,
    period_to: of a caveat alone; ISO texts of a year, month or day. question: what was asked, of an answer alone.
    replaces: serial of the note that it takes the place of, or 0.
    """

    kind: str
    slug: str
    title: str
    body: str
    by: str = OPERATOR
    version: str = ""
    table: str = ""
    variable: str = ""
    severity: str = ""
    period_from: str = ""
    period_to: str = ""
    question: str = ""
    replaces: int = 0


@dataclass(frozen=True, slots=True)
class About:
    """What something is about, found and in the letters of the register. `names_in`: the release that has the names."""

    record: DatasetRecord
    version: str
    table: str
    variable: str
    names_in: ReleaseRecord

    @property
    def subject(self) -> str:
        """As journal entries name it."""
        return f"{self.record.key}@{self.version}" if self.version else self.record.key


def faults(note: NewNote) -> list[Problem]:
    """What is wrong with a note as it is written, whatever it is about. Pure."""
    return [
        Problem("note", message, remedy, variable=note.variable, table=note.table) for message, remedy in _said(note)
    ]


def _said(note: NewNote) -> Iterator[tuple[str, str]]:
    kinds = ", ".join(NoteKind)
    if note.kind not in set(NoteKind):
        yield f"{note.kind[:40]!r} is no kind of note.", f"Choose one of: {kinds}."
    for what, text, most in (("title", note.title, MOST_TITLE), ("name of who signed it off", note.by, MOST_NAME)):
        if not text.strip():
            yield f"The note has no {what}.", "Write one."
        elif len(text) > most or not text.isprintable():
            yield f"The {what} is longer than one line of {most} characters.", "Shorten it."
    for what, text in (("text", note.body), ("question", note.question)):
        if len(text) > MOST_BODY or "\0" in text:
            yield f"The {what} has more than {MOST_BODY:,} characters, or one that no text has.", "Shorten it."
    if not note.body.strip():
        yield "The note has no text.", "Say what a reader has to know, in Markdown."
    if note.variable and not note.table:
        yield "The note names a variable and no table.", "Name both."
    yield from _of_its_kind(note)


def _of_its_kind(note: NewNote) -> Iterator[tuple[str, str]]:
    """What only some kinds of notes have."""
    period = {"from": note.period_from, "to": note.period_to}
    if note.kind != NoteKind.CAVEAT and (note.severity or any(period.values())):
        yield "Only a caveat has a severity and a period.", "Leave them out, or make it a caveat."
    if note.kind == NoteKind.CAVEAT and note.severity not in {"", *SEVERITIES}:
        yield f"{note.severity[:40]!r} is no severity.", f"Choose one of: {', '.join(SEVERITIES)}."
    for side, text in period.items():
        if text and not is_date(text, whole=False):
            yield f"The period has {text[:40]!r} in `{side}`, which is no date.", "Write a year, a month or a day."
    if note.period_from and note.period_to and note.period_to < note.period_from[: len(note.period_to)]:
        yield "The period ends before it begins.", "Exchange the two."
    if bool(note.question.strip()) != (note.kind == NoteKind.ANSWER):
        yield (
            "An answer has a question, and nothing else has one.",
            "Give the question with the answer, and only there.",
        )


def add(engine: Engine, note: NewNote, person: str = OPERATOR) -> Outcome:
    """Add a note. Returns its outcome; `serial` is what the note is known by.

    person: account that does it. Raises InvalidRequestError with every fault of the note, NotFoundError for what is
    not there, ConflictError when it is said already, or replaces a note that does not stand.
    """
    with writing(engine) as session:
        return add_within(session, note, person)


def add_within(session: Session, note: NewNote, person: str) -> Outcome:
    """The same in a transaction under way."""
    wrong = faults(note)
    if wrong:
        raise InvalidRequestError(
            "The note cannot be taken as it is.", remedy=wrong[0].sentence(), problems=tuple(wrong)
        )
    about = find_about(session, note.slug, note.version, note.table, note.variable)
    told = _object(note, about)
    held = notes.of_dataset(session, about.record.key)
    same = next((one for one in held if one.standing and one.digest == told.digest), None)
    if same is not None:
        raise ConflictError(f"Note {same.serial} says just this.", remedy="Withdraw it first, or say something else.")
    replaced = _standing(held, note.replaces) if note.replaces else None
    object_id = put_objects(session, [new_object(told)])[told.digest]
    serial = append(session, ChangeKind.NOTE, about.subject, told.digest, object_id)
    row = write.dataset_row(session, about.record.key)
    values = {
        "serial": serial,
        "object_id": object_id,
        "dataset_id": row.id if row is not None else 0,
        "version": about.version,
        "table_name": about.table,
        "name_key": about.variable.lower(),
        "names_in": about.names_in.version,
        "ended": None,
    }
    notes.add(session, values)
    if replaced is not None:
        notes.end(session, replaced.serial, serial)
    acts.record(session, person, "add note", f"note:{serial}", {"about": about.subject, "kind": note.kind}, told.digest)
    message = f"Note {serial} added: {note.kind} about {words_for(about)}."
    return Outcome(about.record.slug, about.version, "noted", message, serial, told.digest)


def withdraw(engine: Engine, serial: int, reason: str, *, by: str = OPERATOR, person: str = OPERATOR) -> Outcome:
    """Let a note hold no longer, by an entry of its own. The note stays in the journal.

    by: name of who signed it off. Raises NotFoundError for an unknown note, ConflictError for one that does not stand
    any more, InvalidRequestError without a reason.
    """
    if not reason.strip() or not by.strip():
        raise InvalidRequestError("Withdrawing a note needs a reason and a name.", remedy="Say why; it is public.")
    with writing(engine) as session:
        note = notes.get(session, serial)
        held = _standing([note] if note is not None else [], serial)
        told = part(
            WITHDRAWAL,
            str(serial),
            {"format": WITHDRAWAL_FORMAT, "dataset": held.dataset, "note": serial, "description": reason, "by": by},
        )
        object_id = put_objects(session, [new_object(told)])[told.digest]
        subject = f"{held.dataset}@{held.version}" if held.version else held.dataset
        at = append(session, ChangeKind.NOTE, subject, told.digest, object_id)
        notes.end(session, serial, at)
        acts.record(session, person, "withdraw note", f"note:{serial}", {"reason": reason}, told.digest)
        slug = find.dataset_of_key(session, held.dataset).slug
    return Outcome(slug, held.version, "withdrawn", f"Note {serial} is withdrawn.", at, told.digest)


def find_about(session: Session, slug: str, version: str = "", table: str = "", variable: str = "") -> About:
    """What a slug, and a version, table and variable where they are given, mean; letters in any case.

    Without a version, names are those of the newest release that stands and has them. Raises NotFoundError with near
    names.
    """
    record = find.dataset(session, slug)
    release = find.release_of(record, version) if version else _newest_with(session, record, table, variable)
    found = About(record, release.version if version else "", "", "", release)
    if not table:
        return found
    if not variable and table.lower() in tables.named_only(release):
        return About(record, found.version, table.lower(), "", release)
    if not variable:
        return About(record, found.version, find.table(session, release, table).name, "", release)
    holder, column = find.variable(session, release, table, variable)
    return About(record, found.version, holder.name, column.name, release)


def _newest_with(session: Session, record: DatasetRecord, table: str, variable: str) -> ReleaseRecord:
    """The newest release that stands and has a table or variable; the one in force when there is none, or no table."""
    latest = record.latest or record.releases[-1]
    if not table:
        return latest
    if variable:
        held = history.holdings(session, record.releases, [(table.lower(), variable.lower())])
        holding = {one.release_id for one in held}
    else:
        names = tables.table_names(session, record.releases)
        holding = {one.id for one in record.releases if table.lower() in {*names[one.id], *tables.named_only(one)}}
    return in_force(one for one in record.releases if one.id in holding) or latest


def words_for(about: About) -> str:
    """What something is about, for a person: `LAW of table cases of cafw 2.0.0`."""
    inner = [about.variable, f"table {about.table}" if about.table else ""]
    outer = f"{about.record.slug} {about.version}" if about.version else f"all releases of {about.record.slug}"
    return " of ".join([*filter(None, inner), outer])


def _standing(held: list[NoteRecord], serial: int) -> NoteRecord:
    """The note of a serial, which must stand."""
    note = next((one for one in held if one.serial == serial), None)
    if note is None:
        raise NotFoundError(f"There is no note {serial} here.", remedy="See `catalogue note list` for those there are.")
    if not note.standing:
        raise ConflictError(f"Note {serial} was withdrawn or replaced already.", remedy="Nothing has to be done.")
    return note


def _object(note: NewNote, about: About) -> Part:
    """The object of a note. Absent members are left out."""
    caveat = note.kind == NoteKind.CAVEAT
    return part(
        NOTE,
        about.subject,
        {
            "format": NOTE_FORMAT,
            "kind": str(note.kind),
            "about": {
                "dataset": about.record.key,
                "version": about.version or None,
                "table": about.table or None,
                "variable": about.variable or None,
                "namesIn": about.names_in.version,
            },
            "title": note.title,
            "body": note.body.strip(),
            "severity": (note.severity or SEVERITIES[0]) if caveat else None,
            "period": {"from": note.period_from or None, "to": note.period_to or None},
            "question": note.question.strip() or None,
            "replaces": note.replaces or None,
            "by": note.by.strip(),
        },
    )
