"""Objects by digest: exact bytes, written once, never changed."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import orjson
from sqlmodel import Session, col, select

from catalogue.model import StoredObject
from catalogue.model.kinds import PRIVATE_OBJECT_KINDS
from catalogue.store.prepared import Prepared, add_rows, listed, next_number, values_of

# SQLite takes 32,766 parameters in one statement; chunks well below that keep statements short.
CHUNK = 5000
BEST = 9
Item = TypeVar("Item")


_NUMBERS = Prepared(
    lambda dialect: select(StoredObject.digest, StoredObject.id).where(col(StoredObject.digest).in_(listed(dialect)))
)


@dataclass(frozen=True, slots=True)
class NewObject:
    """Bytes to keep: their SHA-256, what kind of thing they are, and themselves."""

    digest: str
    kind: str
    body: bytes


def chunks(items: Sequence[Item], size: int = CHUNK) -> Iterator[Sequence[Item]]:
    """The items in order, at most `size` at a time."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def object_ids(session: Session, digests: Iterable[str]) -> dict[str, int]:
    """Row number by digest, for those digests that are stored."""
    return dict(_NUMBERS.rows(session, values_of(digests)))


def put_objects(session: Session, objects: Iterable[NewObject], level: int = BEST) -> dict[str, int]:
    """Store what is not stored yet. Returns the row number of every digest given. level: of compression, 1 to 9."""
    wanted = {item.digest: item for item in objects}
    ids = object_ids(session, wanted)
    missing = [item for digest, item in wanted.items() if digest not in ids]
    if missing:
        numbers = range(next_number(session, StoredObject), 2**63)
        ids.update(zip((item.digest for item in missing), numbers, strict=False))
    for some in chunks(missing):
        rows = [
            {
                "id": ids[new.digest],
                "digest": new.digest,
                "kind": new.kind,
                "size": len(new.body),
                "body": zlib.compress(new.body, level),
            }
            for new in some
        ]
        add_rows(session, StoredObject, rows)
    return ids


def get_object(session: Session, digest: str) -> tuple[str, bytes] | None:
    """Kind and exact bytes of a digest, or None."""
    row = session.exec(select(StoredObject.kind, StoredObject.body).where(StoredObject.digest == digest)).first()
    return None if row is None else (row[0], zlib.decompress(row[1]))


def get_public_object(session: Session, digest: str) -> tuple[str, bytes] | None:
    """The same for everybody: what is for nobody to see is not found."""
    query = select(StoredObject.kind, StoredObject.body).where(
        StoredObject.digest == digest, col(StoredObject.kind).not_in(PRIVATE_OBJECT_KINDS)
    )
    row = session.exec(query).first()
    return None if row is None else (row[0], zlib.decompress(row[1]))


def get_objects(session: Session, wanted: Iterable[str]) -> dict[str, bytes]:
    """Exact bytes by digest, for those digests that are stored."""
    found: dict[str, bytes] = {}
    for some in chunks(list(dict.fromkeys(wanted))):
        rows = session.exec(select(StoredObject.digest, StoredObject.body).where(col(StoredObject.digest).in_(some)))
        found.update((digest, zlib.decompress(body)) for digest, body in rows)
    return found


def document(body: bytes) -> dict[str, Any]:
    """The JSON object in a compressed body as stored."""
    facts: dict[str, Any] = orjson.loads(zlib.decompress(body))
    return facts


def digests(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Digest by row number."""
    found: dict[int, str] = {}
    for some in chunks(list(dict.fromkeys(ids))):
        rows = session.exec(select(StoredObject.id, StoredObject.digest).where(col(StoredObject.id).in_(some)))
        found.update((number, digest) for number, digest in rows if number is not None)
    return found


def bodies(session: Session, digests: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Objects as documents by digest, each read once."""
    found: dict[str, dict[str, Any]] = {}
    for some in chunks(sorted(set(digests))):
        rows = session.exec(select(StoredObject.digest, StoredObject.body).where(col(StoredObject.digest).in_(some)))
        found.update((digest, document(body)) for digest, body in rows)
    return found
