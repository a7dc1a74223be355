"""Programs elsewhere that are told of changes. No fact of the register; nothing of it is in any public answer."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Text
from sqlmodel import Field, SQLModel


class Webhook(SQLModel, table=True):
    """An address that is told of journal entries, one after the other.

    dataset: permanent id of the one dataset it is told of, or empty. kinds: kinds of entries, separated by commas.
    salt: from which, with the secret key of the site, the secret is made that signs. check: the beginning of that
    secret's SHA-256, by which a changed secret key shows. told: serial up to which it has been told.
    failures: attempts at the next entry that failed. due: when the next attempt may begin, or empty; whoever makes one
    writes here how long nobody else may. given_up: since when it is not tried any more, or None. said: what came of
    the last attempt. Moments are UTC texts.
    """

    __tablename__ = "webhook"
    __table_args__ = (CheckConstraint("failures >= 0", name="webhook_failures_are_counted"),)

    id: int | None = Field(default=None, primary_key=True)
    url: str = Field(max_length=500)
    dataset: str = Field(default="", max_length=80)
    kinds: str = Field(max_length=200)
    salt: str = Field(max_length=64)
    check: str = Field(max_length=16)
    created: str = Field(max_length=27)
    told: int
    failures: int = 0
    due: str = Field(default="", max_length=27)
    given_up: str | None = Field(default=None, max_length=27)
    said: str = Field(default="", sa_type=Text)
