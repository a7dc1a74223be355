"""What readers call a change, out of journal entries: releases, withdrawals, renames and notes, each in a few words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from catalogue.model.kinds import ChangeKind
from catalogue.model.names import quoted
from catalogue.store import journal, overview
from catalogue.store.journal import Entry
from catalogue.store.objects import bodies
from catalogue.store.releases import DatasetRecord, ReleaseRecord, all_datasets

# Vocabulary changes by the dozen, runs arrive by the thousand: both are in the journal's own feed.
FOLLOWED = tuple(kind.value for kind in (ChangeKind.RELEASE, ChangeKind.RETRACTION, ChangeKind.RENAME, ChangeKind.NOTE))
UNREVIEWED = "Published without a second person."


@dataclass(frozen=True, slots=True)
class News:
    """A change that readers notice.

    kind: `release`, `retraction`, `rename` or `note`. serial, hash: its journal entry. dataset: its permanent id.
    recorded: UTC. title: the dataset and version, or the dataset. url: path of where to read on. issued: ISO date of
    issue of the release, or empty. word: `First release`, `New release`, `Withdrawn since`, `Withdrawn`, `Renamed`,
    `Note withdrawn`, or the kind of a note. text: what the steward said of it, Markdown. approval: how the release was
    approved, or empty.
    """

    kind: str
    serial: int
    hash: str
    dataset: str
    recorded: str
    title: str
    url: str
    issued: str
    word: str
    text: str
    approval: str


def latest(session: Session, limit: int) -> list[News]:
    """The last changes of all datasets, newest first."""
    return told(session, overview.recent(session, FOLLOWED, limit), all_datasets(session))


def of_dataset(session: Session, record: DatasetRecord, limit: int) -> list[News]:
    """The last changes of a dataset, newest first."""
    return told(session, overview.recent(session, FOLLOWED, limit, record.key), [record])


def since(session: Session, serial: int, limit: int) -> list[News]:
    """Changes after a journal entry, oldest first."""
    return told(session, journal.since(session, serial, kinds=FOLLOWED, limit=limit), all_datasets(session))


def told(session: Session, entries: Sequence[Entry], records: Iterable[DatasetRecord]) -> list[News]:
    """Entries about datasets in words, in their order; those about no dataset of `records` are left out."""
    by_key = {record.key: record for record in records}
    notes = bodies(session, [entry.digest for entry in entries if entry.kind == ChangeKind.NOTE])
    found = []
    for entry in entries:
        key, version = subject_of(entry, by_key)
        record = by_key.get(key)
        release = None if record is None else _release(record, version)
        if record is not None and release is not None:
            found.append(_one(entry, record, release, notes.get(entry.digest, {})))
    return found


def subject_of(entry: Entry, known: Iterable[str]) -> tuple[str, str]:
    """Permanent id of the dataset that an entry is about, and the version if it is about a release.

    known: identifiers of datasets. One of them may hold an `@` of its own.
    """
    key, at, version = entry.subject.rpartition("@")
    return (entry.subject, "") if entry.subject in known or not at else (key, version)


def _release(record: DatasetRecord, version: str) -> ReleaseRecord | None:
    if version:
        return record.release(version)
    return record.latest or (record.releases[-1] if record.releases else None)


def _one(entry: Entry, record: DatasetRecord, release: ReleaseRecord, note: Mapping[str, Any]) -> News:
    dataset = quoted(f"/datasets/{record.slug}")
    title = f"{release.facts.title} {release.version}"
    url = quoted(f"{dataset}/releases/{release.version}")
    word, text, issued, approval = "New release", release.notes, release.issued, release.approval
    if release.serial == min(one.serial for one in record.releases):
        word = "First release"
    if entry.kind == ChangeKind.RETRACTION:
        word, text, issued, approval = "Withdrawn", str(release.retraction.get("description", "")), "", ""
    elif entry.kind == ChangeKind.RENAME:
        title, url, issued, approval = release.facts.title, dataset, "", ""
        word, text = "Renamed", f"Its short name is now `{record.slug}`; old addresses lead to it."
    elif entry.kind == ChangeKind.NOTE:
        (word, text), issued, approval = _noted(note), "", ""
        if entry.subject == record.key:
            title, url = release.facts.title, dataset
    elif release.withdrawn:
        word, text = "Withdrawn since", ""
    return News(
        entry.kind, entry.serial, entry.hash, record.key, entry.recorded, title, url, issued, word, text, approval
    )


def _noted(note: Mapping[str, Any]) -> tuple[str, str]:
    """Word and text of a note, or of the entry that withdraws one; see `registry.notes`."""
    if "note" in note:
        return "Note withdrawn", str(note.get("description", ""))
    return str(note.get("kind", "note")).capitalize(), f"**{note.get('title', '')}** {note.get('body', '')}".strip()
