"""Notes about what is sealed, and questions that readers ask.

A note is public for good. A question is the steward's alone until it is answered, with a note.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import CheckConstraint, Text
from sqlmodel import Field, SQLModel

from catalogue.model.known import Caveat


class NoteKind(StrEnum):
    """What a note is."""

    CAVEAT = "caveat"
    """A warning with a period, added after sealing."""
    ERRATUM = "erratum"
    """Something sealed is wrong, and this is what is right."""
    ANSWER = "answer"
    """What a reader asked, and what the steward says."""


class QuestionState(StrEnum):
    """Where a question stands."""

    OPEN = "open"
    ANSWERED = "answered"
    DECLINED = "declined"


class Note(SQLModel, table=True):
    """A note as its journal entry tells it: whom it concerns, and since when it does not hold any more.

    version: the release that it is about, or empty for all. table_name, name_key: the table, and the variable in lower
    case, as the release `names_in` calls them; empty when it is about more. ended: the entry that withdrew or replaced
    it, or None.
    """

    __tablename__ = "note"

    serial: int | None = Field(
        default=None, primary_key=True, foreign_key="change.serial", sa_column_kwargs={"autoincrement": False}
    )
    object_id: int = Field(foreign_key="object.id")
    dataset_id: int = Field(foreign_key="dataset.id", index=True)
    version: str = Field(default="", max_length=80)
    table_name: str = Field(default="", max_length=200)
    name_key: str = Field(default="", max_length=200)
    names_in: str = Field(max_length=80)
    ended: int | None = Field(default=None, foreign_key="change.serial")


class Question(SQLModel, table=True):
    """What a reader asks the steward. No fact of the register, and in no public answer.

    digest: SHA-256 of the secret by which the reader looks for the answer. dataset: permanent identifier.
    email: where to send the answer, taken away with the answer or after some months. sender: a digest of the address
    that it came from, good for one day. moment: UTC text. note: serial of the note that answers it, or None.
    reason: why it was declined, or empty.
    """

    __tablename__ = "question"
    __table_args__ = (
        CheckConstraint("length(digest) = 64", name="question_digest_is_sha256"),
        CheckConstraint("state IN ('open', 'answered', 'declined')", name="question_state_is_known"),
    )

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True, max_length=64)
    dataset: str = Field(max_length=200, index=True)
    version: str = Field(default="", max_length=80)
    table_name: str = Field(default="", max_length=200)
    name: str = Field(default="", max_length=200)
    text: str = Field(sa_type=Text)
    email: str | None = Field(default=None, max_length=254)
    sender: str | None = Field(default=None, max_length=64, index=True)
    moment: str = Field(max_length=27, index=True)
    state: str = Field(default="open", max_length=16, index=True)
    note: int | None = Field(default=None)
    reason: str = Field(default="", sa_type=Text)


@dataclass(frozen=True, slots=True)
class NoteRecord:
    """A note as it is read.

    serial, recorded: its journal entry and when that was written (UTC); digest: its object. dataset: permanent
    identifier. version: the release that it is about, empty for all. table, variable: as the release `names_in` calls
    them, empty when it is about more. period_from, period_to: ISO texts, empty when open. by: who signed it off.
    question: what was asked, for an answer. replaces: serial of the note that it took the place of, or 0.
    ended: serial of the entry since which it does not hold, or 0.
    """

    serial: int
    recorded: str
    digest: str
    dataset: str
    version: str
    table: str
    variable: str
    names_in: str
    kind: str
    title: str
    body: str
    severity: str
    period_from: str
    period_to: str
    by: str
    question: str
    replaces: int
    ended: int

    @property
    def standing(self) -> bool:
        """True until it is withdrawn or replaced."""
        return not self.ended

    def holds_for(self, version: str) -> bool:
        """Whether it says something of a release: of all of them, or of this one."""
        return self.version in {"", version}

    @property
    def caveat(self) -> Caveat:
        """As the caveats beside which it stands."""
        name = f"note-{self.serial}"
        return Caveat(name, self.title, self.body, self.severity, self.period_from, self.period_to, "", ())
