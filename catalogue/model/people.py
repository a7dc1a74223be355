"""Who may do what: accounts and their roles, sign-ins, bearer tokens, and the record of what was done behind the doors.

No fact of the register; nothing of it is in any public answer. Moments are UTC texts of one width.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field, SQLModel


class Token(SQLModel, table=True):
    """A bearer token, of which only the SHA-256 is kept.

    scope: `publish`, `lineage` or `read`. publisher: the organisation it speaks for, or None. account: name of the
    account whose roles it has, or None. revoked: since when it is good for nothing, or None.
    """

    __tablename__ = "token"
    __table_args__ = (
        CheckConstraint("length(digest) = 64", name="token_digest_is_sha256"),
        CheckConstraint("scope IN ('publish', 'lineage', 'read')", name="token_scope_is_known"),
    )

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True, max_length=64)
    scope: str = Field(max_length=16)
    publisher: str | None = Field(default=None, max_length=80)
    account: str | None = Field(default=None, max_length=80)
    created: str = Field(max_length=27)
    expires: str = Field(max_length=27)
    revoked: str | None = Field(default=None, max_length=27)


class Account(SQLModel, table=True):
    """A person who signs in. Accounts are closed and never deleted: what was done keeps its name.

    name: by which one signs in, in lower case; it never changes. title: what others see. password: its argon2 hash,
    or None for those who sign in elsewhere. closed: since when nobody can sign in with it, or None.
    """

    __tablename__ = "account"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True, max_length=80)
    title: str = Field(max_length=200)
    email: str | None = Field(default=None, max_length=254)
    password: str | None = Field(default=None, max_length=200)
    created: str = Field(max_length=27)
    closed: str | None = Field(default=None, max_length=27)


class Identity(SQLModel, table=True):
    """What a provider of OpenID Connect calls a person: `issuer` and `subject` together, as its tokens say them."""

    __tablename__ = "identity"

    issuer: str = Field(primary_key=True, max_length=500)
    subject: str = Field(primary_key=True, max_length=255)
    account_id: int = Field(foreign_key="account.id", index=True)


class AccountRole(SQLModel, table=True):
    """What an account may do, and where. An empty publisher means every one; an empty dataset all of the publisher."""

    __tablename__ = "account_role"
    __table_args__ = (
        UniqueConstraint("account_id", "role", "publisher", "dataset", name="account_role_is_given_once"),
        CheckConstraint("role IN ('reader', 'steward', 'reviewer', 'administrator')", name="account_role_is_known"),
    )

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    role: str = Field(max_length=16)
    publisher: str = Field(default="", max_length=80)
    dataset: str = Field(default="", max_length=80)


class SignIn(SQLModel, table=True):
    """One sign-in, of which only the SHA-256 of its secret is kept.

    seen: when it was last used. ended: when it was signed out or taken away, or None.
    """

    __tablename__ = "sign_in"
    __table_args__ = (CheckConstraint("length(digest) = 64", name="sign_in_digest_is_sha256"),)

    digest: str = Field(primary_key=True, max_length=64)
    account_id: int = Field(foreign_key="account.id", index=True)
    created: str = Field(max_length=27)
    seen: str = Field(max_length=27)
    expires: str = Field(max_length=27)
    ended: str | None = Field(default=None, max_length=27)


class Attempt(SQLModel, table=True):
    """Failed attempts to sign in, counted for a name or for an address until `until`."""

    __tablename__ = "attempt"

    subject: str = Field(primary_key=True, max_length=200)
    failures: int
    until: str = Field(max_length=27)


class Act(SQLModel, table=True):
    """One thing that somebody did behind the doors: signed in, gave a role, edited, approved. Chained like the journal.

    person: name of the account, or `operator` for the command line. detail: JSON of what there is to say.
    digest: SHA-256 of what was written, or empty.
    """

    __tablename__ = "act"
    __table_args__ = (CheckConstraint("serial >= 1", name="act_serial_starts_at_one"),)

    serial: int | None = Field(default=None, primary_key=True, sa_column_kwargs={"autoincrement": False})
    recorded: str = Field(max_length=32)
    person: str = Field(max_length=80, index=True)
    deed: str = Field(max_length=40)
    subject: str = Field(max_length=300, index=True)
    digest: str = Field(default="", max_length=64)
    detail: str = Field(default="{}", sa_type=Text)
    previous: str = Field(max_length=64)
    hash: str = Field(max_length=64, unique=True)


class PublisherApproval(SQLModel, table=True):
    """How releases of a publisher are approved, as the journal says: `operator` or `two-person`."""

    __tablename__ = "publisher_approval"
    __table_args__ = (CheckConstraint("mode IN ('operator', 'two-person')", name="publisher_approval_is_known"),)

    publisher: str = Field(primary_key=True, max_length=80)
    mode: str = Field(max_length=16)
    serial: int = Field(foreign_key="change.serial", unique=True)
    object_id: int = Field(foreign_key="object.id")


class ApprovalProposal(SQLModel, table=True):
    """A change of how releases of a publisher are approved, which a second administrator has yet to confirm."""

    __tablename__ = "approval_proposal"
    __table_args__ = (CheckConstraint("mode IN ('operator', 'two-person')", name="approval_proposal_is_known"),)

    publisher: str = Field(primary_key=True, max_length=80)
    mode: str = Field(max_length=16)
    person: str = Field(max_length=80)
    moment: str = Field(max_length=27)
