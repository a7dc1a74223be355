"""Signed heads of the journal: what was vouched for, when, and with which key. No fact of the register."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class SignedHead(SQLModel, table=True):
    """A head of the journal as it was signed: a copy of a line of the file of heads, for those who ask the site.

    serial, hash: the last entry of the journal then. acts_serial, acts_hash: the last of the private record of acts.
    signed: UTC. key: identifier of the public key, which is `public_key` in base64; signature: base64.
    """

    __tablename__ = "signed_head"

    id: int | None = Field(default=None, primary_key=True)
    serial: int = Field(index=True)
    hash: str = Field(max_length=64)
    acts_serial: int
    acts_hash: str = Field(max_length=64)
    signed: str = Field(max_length=27)
    key: str = Field(max_length=16)
    public_key: str = Field(max_length=44)
    signature: str = Field(max_length=88)
