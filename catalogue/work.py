"""The worker: brings the search index up to the journal, again and again. Nothing is lost when it dies.

The index knows which journal entry it stands for. The outbox says that there is something to do; what is to do
follows from the journal, so doing it twice, or after a crash in the middle, ends in the same index.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from catalogue.model.kinds import ChangeKind
from catalogue.progress import Progress, quiet
from catalogue.search.describe import code_list_document, concept_document, release_documents
from catalogue.search.index import IndexWriter, build_beside, committed, open_writer
from catalogue.store import journal, releases, tables, vocabulary
from catalogue.store.engine import reading, writing
from catalogue.store.journal import Entry
from catalogue.store.releases import DatasetRecord

# Vocabulary belongs to no dataset; the index keeps it as one that has a single release at a time.
VOCABULARY = ""


@dataclass(frozen=True, slots=True)
class State:
    """What the index holds now: the journal entry it stands for, and how many entries this run took in."""

    serial: int
    applied: int


def drain(engine: Engine, index_path: Path, progress: Progress = quiet) -> State:
    """Take everything that is journalled into the index, and settle the outbox. Cheap when there is nothing to do."""
    state = committed(index_path)
    with reading(engine) as session:
        head = journal.head(session)
        waiting = journal.backlog(session)
        if state is None or not _stands_on(session, state.serial, state.stamp):
            return rebuild(engine, index_path, progress)
        entries = journal.since(session, state.serial, limit=head.serial) if state.serial < head.serial else []
        if entries:
            with open_writer(index_path) as writer:
                _apply(session, writer, entries, progress)
                writer.commit(head.serial, head.hash or "")
    if waiting:
        with writing(engine) as session:
            journal.settle(session, head.serial)
    return State(head.serial, len(entries))


def rebuild(engine: Engine, index_path: Path, progress: Progress = quiet) -> State:
    """Build the index anew beside the one in use, then swap. Readers of the old one go on undisturbed."""
    with reading(engine) as session, build_beside(index_path) as writer:
        head = journal.head(session)
        everything = releases.all_datasets(session)
        for number, dataset in enumerate(everything):
            progress(f"indexing {dataset.slug}", number, len(everything))
            _put_dataset(session, writer, dataset, {release.version for release in dataset.releases})
        _put_vocabulary(session, writer, head.serial)
        writer.commit(head.serial, head.hash or "")
        writer.swap()
    with writing(engine) as session:
        journal.settle(session, head.serial)
    return State(head.serial, head.serial)


def _stands_on(session: Session, serial: int, stamp: str) -> bool:
    """True when the journal holds the entry that the index stands for; else it is another register's index."""
    if serial == 0:
        return stamp == ""
    entry = journal.get(session, serial)
    return entry is not None and entry.hash == stamp


def _apply(session: Session, writer: IndexWriter, entries: Iterable[Entry], progress: Progress) -> None:
    """What some journal entries mean to the index: releases to take in, standings to set, vocabulary to renew."""
    sealed: dict[str, set[str]] = defaultdict(set)
    renamed: set[str] = set()
    last_vocabulary = last_entry = 0
    for entry in entries:
        last_entry = entry.serial
        key, _, version = entry.subject.partition("@")
        if entry.kind == ChangeKind.RELEASE:
            sealed[key].add(version)
        elif entry.kind == ChangeKind.RETRACTION:
            sealed.setdefault(key, set())
        elif entry.kind == ChangeKind.RENAME:
            renamed.add(key)
        elif entry.kind == ChangeKind.VOCABULARY:
            last_vocabulary = entry.serial
    for number, key in enumerate(sealed.keys() | renamed):
        dataset = releases.dataset_by_key(session, key)
        if dataset is None:
            continue
        progress(f"indexing {dataset.slug}", number, len(sealed.keys() | renamed))
        versions = {release.version for release in dataset.releases} if key in renamed else sealed[key]
        _put_dataset(session, writer, dataset, versions)
    # Concepts name variables by dataset, so a dataset that is new or renamed gives them members.
    if last_entry and (last_vocabulary or sealed or renamed):
        _put_vocabulary(session, writer, last_entry)


def _put_dataset(session: Session, writer: IndexWriter, dataset: DatasetRecord, versions: set[str]) -> None:
    """Take in those releases of a dataset, and say which of all its releases stand."""
    standing = [release for release in dataset.releases if not release.withdrawn]
    for release in standing:
        if release.version in versions:
            documents = release_documents(
                dataset.slug,
                release.facts,
                tables.tables(session, release),
                tables.pinned_code_lists(session, release),
            )
            writer.put_release(release_key(dataset.key, release.version), dataset.key, documents)
    writer.set_standing(dataset.key, [release_key(dataset.key, release.version) for release in standing])


def _put_vocabulary(session: Session, writer: IndexWriter, serial: int) -> None:
    key = release_key("vocabulary", str(serial))
    keys = releases.keys(session)
    documents = [
        *map(code_list_document, vocabulary.code_lists(session)),
        *(concept_document(concept, keys) for concept in vocabulary.concepts(session)),
    ]
    writer.put_release(key, VOCABULARY, documents)
    writer.set_standing(VOCABULARY, [key])


def release_key(dataset: str, version: str) -> str:
    """How the index names a release: permanent identifier and version, as the journal's subjects do."""
    return f"{dataset}@{version}"
