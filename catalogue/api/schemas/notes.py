"""Notes about what is sealed, and all that happened to a dataset, on the wire."""

# ruff: noqa: N815 - the wire speaks camelCase, as Data Package descriptors do

from __future__ import annotations

from catalogue.api.schemas import base as field
from catalogue.api.schemas.base import Wire
from catalogue.api.schemas.common import PeriodSchema
from catalogue.api.schemas.differences import ChangeCountsSchema
from catalogue.delivery.timeline import Deed
from catalogue.model.notes import NoteKind


class NoteSchema(Wire):
    """A caveat, an erratum or an answer that was added after sealing."""

    id = field.text("Its journal entry, as text: what it is known by.")
    url = field.url("The note as its journal entry names it, exact bytes.")
    page = field.url("The page on which it stands, with its place there.")
    serial = field.whole("Its journal entry.")
    recorded = field.text("When it was recorded, UTC.", format="date-time")
    kind = field.choice("What it is.", *NoteKind)
    version = field.text("The release that it is about; null for all of them.", null=True)
    table = field.text("The table that it is about, as the release `namesIn` calls it.", null=True)
    variable = field.text("The variable that it is about, as the release `namesIn` calls it.", null=True)
    namesIn = field.text("The release whose names it uses.")
    title = field.text("It in one line.")
    text = field.text("All of it, Markdown.")
    severity = field.text("Of a caveat: `warning` or `notice`.", null=True)
    period = field.part(PeriodSchema, "Of a caveat: when it holds.")
    question = field.text("Of an answer: what was asked, Markdown.", null=True)
    by = field.text("Who signed it off.")
    replaces = field.whole("The note that it took the place of.", null=True)
    ended = field.whole("The journal entry that withdrew or replaced it; null while it stands.", null=True)


class NoteListSchema(Wire):
    """Notes of a dataset in order of the journal."""

    items = field.parts(NoteSchema, "The notes of this page.")
    next = field.cursor()


class HappeningSchema(Wire):
    """One entry of the journal about a dataset."""

    id = field.text("The serial, as text.")
    url = field.url("The object that tells all of it, exact bytes.")
    serial = field.whole("Its journal entry.")
    recorded = field.text("When it was recorded here, UTC.", format="date-time")
    kind = field.choice("What happened.", *Deed)
    version = field.text("The release that it happened to, or that a note is about.", null=True)
    snapshot = field.day("What the data of that release are of.", null=True)
    issued = field.day("When that release was published to the world.", null=True)
    title = field.text("Title of a note, or the new name.", null=True)
    text = field.text("What was said: release notes, the reason, the text of a note. Markdown.", null=True)
    by = field.text("Who signed it off, where that is recorded.", null=True)
    noteKind = field.text("Of a note: `caveat`, `erratum` or `answer`.", null=True)
    note = field.whole("The note that was added or withdrawn.", null=True)
    table = field.text("The table that a note is about.", null=True)
    variable = field.text("The variable that a note is about.", null=True)
    namesIn = field.text("The release whose names of table and variable a note uses.", null=True)
    corrects = field.text("The version that a release puts right.", null=True)
    successor = field.text("The version to use instead of a withdrawn one.", null=True)
    former = field.text("The name before a rename.", null=True)
    since = field.text("The release before, of those that stand, that `changes` are counted from.", null=True)
    changes = field.part(
        ChangeCountsSchema,
        "How many changes since then tell of more than how something is known; null where that is not counted.",
        null=True,
    )


class TimelineSchema(Wire):
    """All that happened to a dataset, in order of the journal."""

    id = field.text("Permanent identifier of the dataset.")
    url = field.url("This record.")
    page = field.url("The same for people.")
    items = field.parts(HappeningSchema, "What happened, oldest first.")
