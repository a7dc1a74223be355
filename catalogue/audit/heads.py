"""Signed heads: what stood at the end of the journal at a moment, and whether a register still holds it. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from catalogue.audit.keys import PublicKey, SigningKey, read_public
from catalogue.audit.replay import Finding
from catalogue.errors import InvalidRequestError
from catalogue.model import SignedHead as Row
from catalogue.releases.canonical import encode
from catalogue.releases.seal import GENESIS

FORMAT = "catalogue-head/1"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_KEY = re.compile(r"[0-9a-f]{16}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


@dataclass(frozen=True, slots=True)
class End:
    """The last entry of a chain: serial 0 and zeros when it is empty."""

    serial: int
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The ends of the journal and of the record of acts at a moment (UTC), and the key that signs that they were so."""

    journal: End
    acts: End
    signed: str
    key: str

    def document(self) -> dict[str, Any]:
        """It as JSON."""
        return {
            "format": FORMAT,
            "serial": self.journal.serial,
            "hash": self.journal.hash,
            "acts": {"serial": self.acts.serial, "hash": self.acts.hash},
            "signed": self.signed,
            "key": self.key,
        }

    @property
    def body(self) -> bytes:
        """The bytes that are signed: RFC 8785 JSON."""
        return encode(self.document())


@dataclass(frozen=True, slots=True)
class SignedHead:
    """A head and its signature in base64."""

    head: Head
    signature: str

    def document(self) -> dict[str, Any]:
        """It as JSON: a line of the file of heads."""
        return {"head": self.head.document(), "signature": self.signature}

    @property
    def label(self) -> str:
        """What people call it."""
        return f"head of {self.head.signed[:19].replace('T', ' ')} (journal entry {self.head.journal.serial})"


def sign(key: SigningKey, journal: End, acts: End, moment: str) -> SignedHead:
    """Vouch for both ends. moment: UTC, ISO 8601 with microseconds."""
    head = Head(journal, acts, moment, key.public.id)
    return SignedHead(head, key.sign(head.body))


def read(text: str, source: str) -> SignedHead:
    """A head from JSON, as the file of heads and the site write it. source: what a message calls it.

    Raises InvalidRequestError.
    """
    try:
        document = json.loads(text)
        head, signature = document["head"], document["signature"]
        found = SignedHead(
            Head(
                End(_serial(head["serial"]), _matching(_DIGEST, head["hash"])),
                End(_serial(head["acts"]["serial"]), _matching(_DIGEST, head["acts"]["hash"])),
                _matching(_MOMENT, head["signed"]),
                _matching(_KEY, head["key"]),
            ),
            _matching(re.compile(r"[A-Za-z0-9+/=]{1,100}"), signature),
        )
        # What the signature does not cover would be believed as well.
        holds = found.head.document() == head
    except (ValueError, KeyError, TypeError, RecursionError):
        holds = False
    if not holds:
        raise InvalidRequestError(
            f"{source} holds no signed head of a journal.",
            remedy="Give a line of heads.jsonl, or what the site answers at /api/v1/journal/head.",
        )
    return found


def _serial(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(value)
    return value


def _matching(pattern: re.Pattern[str], value: Any) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError(value)
    return value


def of_row(row: Row) -> SignedHead:
    """A head as the database keeps it."""
    journal, acts = End(row.serial, row.hash), End(row.acts_serial, row.acts_hash)
    return SignedHead(Head(journal, acts, row.signed, row.key), row.signature)


def keys_of(rows: Iterable[Row]) -> list[PublicKey]:
    """The public keys that stand beside heads in the database, each once; what is no key is left out."""
    found = []
    for text in dict.fromkeys(row.public_key for row in rows):
        try:
            found.append(read_public(text))
        except InvalidRequestError:
            continue
    return found


def values(signed: SignedHead, key: PublicKey) -> dict[str, Any]:
    """What the database keeps of a head, by column."""
    head = signed.head
    return {
        "serial": head.journal.serial,
        "hash": head.journal.hash,
        "acts_serial": head.acts.serial,
        "acts_hash": head.acts.hash,
        "signed": head.signed,
        "key": head.key,
        "public_key": key.base64,
        "signature": signed.signature,
    }


def check_signature(signed: SignedHead, keys: Iterable[PublicKey]) -> Iterator[Finding]:
    """Whether one of the keys signed it."""
    key = next((one for one in keys if one.id == signed.head.key), None)
    if key is None:
        yield Finding(signed.label, f"is signed with the key {signed.head.key}, which is none of those known here.")
    elif not key.signed(signed.head.body, signed.signature):
        yield Finding(signed.label, "its signature does not hold: it was altered, or signed by somebody else.")


# The hash of an entry of a chain by its serial; None where the chain has no such entry.
HashAt = Callable[[int], str | None]


def check_held(signed: SignedHead, journal: HashAt, acts: HashAt) -> Iterator[Finding]:
    """Whether both chains still hold what a head says."""
    for name, noun, end, at in (
        ("journal", "entry", signed.head.journal, journal),
        ("record of acts", "act", signed.head.acts, acts),
    ):
        found = GENESIS if end.serial == 0 else at(end.serial)
        if found is None:
            yield Finding(signed.label, f"the {name} has no {noun} {end.serial} any more: it was cut short.")
        elif found != end.hash:
            yield Finding(signed.label, f"{noun} {end.serial} is not what was signed: the {name} was written anew.")


def check_order(heads: Sequence[SignedHead]) -> Iterator[Finding]:
    """Whether each head follows from the one before it."""
    for before, after in pairwise(heads):
        for end, later in ((before.head.journal, after.head.journal), (before.head.acts, after.head.acts)):
            if later.serial < end.serial or (later.serial == end.serial and later.hash != end.hash):
                yield Finding(after.label, f"does not follow from the {before.label}.")
                break
