"""A register in one file, whichever engine it lives on, and back again.

The file is a zip of a manifest and one JSON Lines member a table, read in one moment of the register. It holds no
search index: that is a cache and is built again. A backup of SQLite restores into PostgreSQL and the other way round.
"""

from __future__ import annotations

import base64
import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Engine, Table, func, insert, select, text
from sqlmodel import Session, SQLModel

import catalogue.model  # noqa: F401 - registers the tables
from catalogue.errors import StoreError
from catalogue.progress import Progress, quiet
from catalogue.store import journal
from catalogue.store.engine import reading, writing
from catalogue.store.objects import CHUNK
from catalogue.store.schema import HEAD

FORMAT = "catalogue-backup/1"
MANIFEST = "manifest.json"
# Who asked a question, and where an answer is wanted: nobody's but this site's, and only for a time.
LEFT_OUT = {"question": ("email", "sender")}


def backup(engine: Engine, path: Path, progress: Progress = quiet) -> dict[str, Any]:
    """Write the register to `path` while it goes on being used. Returns the manifest.

    The file appears under its name only when it is complete. Raises StoreError when `path` exists already.
    """
    if path.exists():
        raise StoreError(f"{path} exists already.", remedy="Choose another name; backups are never overwritten.")
    partial = path.with_name(path.name + ".partial")
    with reading(engine) as session, zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
        head = journal.head(session)
        counts: dict[str, int] = {}
        for table in SQLModel.metadata.sorted_tables:
            with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as member:
                counts[table.name] = _write_rows(session, table, member, progress)
        manifest = {
            "format": FORMAT,
            "schema": HEAD,
            "serial": head.serial,
            "hash": head.hash,
            "taken": journal.now(),
            "rows": counts,
        }
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
    with partial.open("rb") as written:
        os.fsync(written.fileno())
    partial.rename(path)
    return manifest


def _write_rows(session: Session, table: Table, member: IO[bytes], progress: Progress) -> int:
    count = 0
    for row in session.execute(select(table).execution_options(yield_per=CHUNK)).mappings():
        values = {name: _plain(value) for name, value in row.items()}
        values |= dict.fromkeys(LEFT_OUT.get(table.name, ()))
        member.write(json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        count += 1
        if count % CHUNK == 0:
            progress(f"copying {table.name}", count)
    progress(f"copying {table.name}", count)
    return count


def _plain(value: Any) -> Any:
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def restore(engine: Engine, path: Path, progress: Progress = quiet) -> dict[str, Any]:
    """Fill an empty register from a backup, all or nothing. Returns the manifest.

    Raises StoreError when the register is not empty, or the file is no backup, is incomplete, or is of a newer schema.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(archive, path)
            with writing(engine) as session:
                _require_empty(session)
                for table in SQLModel.metadata.sorted_tables:
                    _read_rows(session, table, archive, manifest["rows"].get(table.name, 0), progress)
                _reset_sequences(session, engine)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise StoreError(
            f"{path} cannot be restored: {error}.", remedy="Choose a file that `catalogue backup` wrote completely."
        ) from error
    return manifest


def _manifest(archive: zipfile.ZipFile, path: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    if manifest.get("format") != FORMAT or manifest.get("schema") != HEAD:
        raise StoreError(
            f"{path} is of format {manifest.get('format')}, schema {manifest.get('schema')}; "
            f"this program reads {FORMAT}, schema {HEAD}.",
            remedy="Restore with the version that wrote it, then bring that register up to date.",
        )
    return manifest


def _require_empty(session: Session) -> None:
    if journal.head(session).serial:
        raise StoreError(
            "The register is not empty.", remedy="Restore into an empty folder or database, so that nothing is lost."
        )


def _read_rows(session: Session, table: Table, archive: zipfile.ZipFile, expected: int, progress: Progress) -> None:
    count = 0
    for rows in _batches(archive, table):
        session.execute(insert(table), rows)
        count += len(rows)
        progress(f"restoring {table.name}", count, expected)
    if count != expected:
        raise StoreError(f"The backup holds {count} rows of {table.name}, its manifest says {expected}.")


def _batches(archive: zipfile.ZipFile, table: Table) -> Iterator[list[dict[str, Any]]]:
    rows: list[dict[str, Any]] = []
    with archive.open(f"{table.name}.jsonl") as member:
        for line in member:
            rows.append({name: _bytes(value) for name, value in json.loads(line).items()})
            if len(rows) == CHUNK:
                yield rows
                rows = []
    if rows:
        yield rows


def _bytes(value: Any) -> Any:
    return base64.b64decode(value["base64"]) if isinstance(value, dict) else value


def _reset_sequences(session: Session, engine: Engine) -> None:
    """PostgreSQL counts row numbers apart from the rows: go on after the greatest one restored."""
    if engine.dialect.name != "postgresql":
        return
    for table in SQLModel.metadata.sorted_tables:
        if "id" in table.columns:
            greatest = session.execute(select(func.max(table.c.id))).scalar()
            if greatest is not None:
                session.execute(
                    text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :value)"),
                    {"name": f'"{table.name}"', "value": greatest},
                )
