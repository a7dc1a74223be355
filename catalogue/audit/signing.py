"""Signing the end of the journal, again and again, and refusing to when it is not what was signed before.

Heads go to a file outside the database first, then into the database. One writer at a time signs, under the write
lock; a crash between the two leaves a line more in the file, and the next head says the same again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from catalogue.audit.heads import End, SignedHead, check_held, check_signature, keys_of, of_row, read, sign, values
from catalogue.audit.keys import PublicKey, SigningKey
from catalogue.audit.replay import Finding
from catalogue.errors import ConflictError, InvalidRequestError
from catalogue.releases.canonical import encode
from catalogue.releases.seal import GENESIS, change_hash
from catalogue.store import acts, heads, journal
from catalogue.store.engine import reading, writing
from catalogue.store.journal import MOMENT

FILE = "heads.jsonl"
REFUSED = "heads.refused"
HOURLY = timedelta(hours=1)
CHUNK = 65536


def ends(session: Session) -> tuple[End, End]:
    """Where the journal and the record of acts end."""
    head, (serial, told) = journal.head(session), acts.last(session)
    return End(head.serial, head.hash or GENESIS), End(serial, told or GENESIS)


def keep_signed(engine: Engine, data: Path, key: SigningKey, moment: datetime | None = None) -> SignedHead | None:
    """Sign the end of the journal when it has grown, or an hour has passed; None when there is nothing to sign.

    data: the folder of the file of heads. moment: now, UTC. Raises ConflictError, and says the same in the file
    `heads.refused`, when the journal is not what was signed before.
    """
    now = moment or datetime.now(UTC)
    with reading(engine) as session:
        if not _is_due(session, now):
            return None
    with writing(engine) as session:
        # Somebody else may have signed meanwhile.
        if not _is_due(session, now):
            return None
        findings = list(_faults(session, data, key.public))
        if findings:
            told = " ".join(f"The {one.subject}: {one.message}" for one in findings)
            data.mkdir(parents=True, exist_ok=True)
            (data / REFUSED).write_text(f"{told}\n", encoding="utf-8")
            raise ConflictError(
                f"The journal is not signed any more. {told}",
                remedy=f"Run `catalogue verify`. If the register was restored on purpose, move {data / FILE} elsewhere "
                "and keep it; see the manual on verifying.",
            )
        signed = sign(key, *ends(session), now.strftime(MOMENT))
        _append(data / FILE, signed)
        heads.add(session, values(signed, key.public))
    (data / REFUSED).unlink(missing_ok=True)
    return signed


def _is_due(session: Session, now: datetime) -> bool:
    last, (end, acted) = heads.newest(session), ends(session)
    if last is None:
        return bool(end.serial or acted.serial)
    # A clock that once went far ahead and was put right must not keep the next head waiting for as long.
    signed = datetime.strptime(last.signed, MOMENT).replace(tzinfo=UTC)
    return (last.serial, last.hash) != (end.serial, end.hash) or abs(now - signed) >= HOURLY


def _faults(session: Session, data: Path, key: PublicKey) -> Iterator[Finding]:
    """Why the end of the journal must not be signed: the last heads do not hold, or what came since is no chain."""
    row = heads.newest(session)
    line = last_line(data / FILE)
    before = [of_row(row)] if row is not None else []
    keys = [key, *keys_of([row] if row is not None else [])]
    try:
        before += [read(line, f"The last line of {FILE}")] if line else []
    except InvalidRequestError as error:
        yield Finding("last line of the file of heads", error.detail)
    for one in before:
        yield from check_signature(one, keys)
        yield from check_held(one, partial(_hash_at, session), partial(acts.hash_at, session))
    if before:
        yield from _grown(session, min((one.head.journal for one in before), key=lambda end: end.serial))


def _grown(session: Session, end: End) -> Iterator[Finding]:
    """Whether the entries since a signed one chain on."""
    while batch := journal.since(session, end.serial):
        for entry in batch:
            told = change_hash(entry.serial, entry.kind, entry.subject, entry.digest, entry.recorded, end.hash)
            if entry.serial != end.serial + 1 or entry.hash != told:
                yield Finding(f"journal entry {entry.serial}", "does not follow from the entry before it.")
                return
            end = End(entry.serial, entry.hash)


def _hash_at(session: Session, serial: int) -> str | None:
    entry = journal.get(session, serial)
    return None if entry is None else entry.hash


def _append(path: Path, signed: SignedHead) -> None:
    """Add a line for good. What a crash left of a line before it goes first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        file.truncate(_whole(path))
        file.write(encode(signed.document()) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _whole(path: Path) -> int:
    """How many bytes of a file are whole lines."""
    with path.open("rb") as file:
        end = file.seek(0, os.SEEK_END)
        while end > 0:
            start = max(0, end - CHUNK)
            file.seek(start)
            found = file.read(end - start).rfind(b"\n")
            if found >= 0:
                return start + found + 1
            end = start
    return 0


def last_line(path: Path) -> str:
    """The last whole line of a file; empty when there is none."""
    try:
        with path.open("rb") as file:
            end = _whole(path)
            file.seek(max(0, end - CHUNK))
            lines = file.read(min(end, CHUNK)).splitlines()
    except FileNotFoundError:
        return ""
    return lines[-1].decode("utf-8", "replace") if lines else ""


def lines(path: Path) -> list[SignedHead]:
    """Every head of a file, oldest first; none when there is no file. Raises InvalidRequestError."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", errors="replace") as file:
        return [
            read(line, f"Line {number} of {path.name}") for number, line in enumerate(file, 1) if line.endswith("\n")
        ]


def refused(data: Path) -> str:
    """Why the journal is not signed any more; empty when nothing stands in the way."""
    try:
        return (data / REFUSED).read_text(encoding="utf-8").strip()
    except OSError:
        return ""
