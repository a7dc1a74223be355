"""Notes, and all that happened to a dataset, as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from catalogue.api import links
from catalogue.api.wire.common import Data, known
from catalogue.delivery.timeline import Happening
from catalogue.model.notes import NoteRecord
from catalogue.store.releases import DatasetRecord


def notes(items: Iterable[NoteRecord], slug: str) -> list[Data]:
    """Notes. slug: the dataset's name today."""
    return [note(item, slug) for item in items]


def note(item: NoteRecord, slug: str) -> Data:
    """One note."""
    return {
        "id": str(item.serial),
        "url": links.stored(item.digest),
        "page": f"{links.page(_path(item, slug))}{_named_in(item)}#note-{item.serial}",
        "serial": item.serial,
        "recorded": item.recorded,
        "kind": item.kind,
        "version": known(item.version),
        "table": known(item.table),
        "variable": known(item.variable),
        "namesIn": item.names_in,
        "title": item.title,
        "text": item.body,
        "severity": known(item.severity),
        "period": {"begins": known(item.period_from), "ends": known(item.period_to)},
        "question": known(item.question),
        "by": item.by,
        "replaces": item.replaces or None,
        "ended": item.ended or None,
    }


def _named_in(item: NoteRecord) -> str:
    """Of a variable over all releases: the release that calls it so, since another may have the name now."""
    return f"?{urlencode({'release': item.names_in})}" if item.variable and not item.version else ""


def _path(item: NoteRecord, slug: str) -> str:
    """The page of what a note is about: of its release, or over all of them."""
    if item.variable and item.version:
        return links.variable(slug, item.version, item.table, item.variable)
    if item.variable:
        return links.variable_over_time(slug, item.table, item.variable)
    if item.table:
        return links.table(slug, item.version or item.names_in, item.table)
    return links.release(slug, item.version) if item.version else links.dataset(slug)


def timeline(record: DatasetRecord, happened: Iterable[Happening]) -> Data:
    """All that happened to a dataset."""
    path = f"{links.dataset(record.slug)}/timeline"
    return {
        "id": record.key,
        "url": links.record(path),
        "page": links.page(path),
        "items": [_happening(one) for one in happened],
    }


def _happening(one: Happening) -> Data:
    return {
        "id": str(one.serial),
        "url": links.stored(one.digest),
        "serial": one.serial,
        "recorded": one.recorded,
        "kind": one.deed.value,
        "version": known(one.version),
        "snapshot": known(one.snapshot),
        "issued": known(one.issued),
        "title": known(one.title),
        "text": known(one.text),
        "by": known(one.by),
        "noteKind": known(one.kind),
        "note": one.note or None,
        "table": known(one.table),
        "variable": known(one.variable),
        "namesIn": known(one.names_in),
        "corrects": known(one.corrects),
        "successor": known(one.successor),
        "former": known(one.former),
        "since": known(one.since),
        "changes": dict(one.changes) if one.since else None,
    }
