"""All that happened to a dataset, for page and JSON alike: releases, withdrawals, renames, notes and corrections.

Each has the three times: what the data are of, when it was published to the world, when it was recorded here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlmodel import Session

from catalogue.model.kinds import ChangeKind
from catalogue.model.known import Facts
from catalogue.registry.differences import steps
from catalogue.releases.diff import Difference, Weight, substance
from catalogue.store import feed
from catalogue.store.journal import Entry
from catalogue.store.objects import bodies
from catalogue.store.releases import DatasetRecord, ReleaseRecord


class Deed(StrEnum):
    """What happened."""

    RELEASE = "release"
    CORRECTION = "correction"
    RETRACTION = "retraction"
    RENAME = "rename"
    NOTE = "note"
    NOTE_WITHDRAWAL = "note-withdrawal"


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of the journal about a dataset.

    serial, recorded: when it was recorded here, UTC. snapshot, issued: of the release, ISO dates; empty when it is
    about none, or not known. version: the release, or empty. title: in one line. text: Markdown, or empty. by: name of
    who signed it off, or empty. kind: of a note. table, variable: what a note is about, as release `names_in` calls it.
    note: serial of the note, or 0. corrects, successor, former: version that a release corrects, version to use
    instead, name before a rename. since: version of the release before, of those that stand; empty for the first, and
    for what is too long ago. changes: by weight how many changes there are since then that tell of more than how
    something is known.
    """

    deed: Deed
    serial: int
    recorded: str
    digest: str
    version: str = ""
    snapshot: str = ""
    issued: str = ""
    title: str = ""
    text: str = ""
    by: str = ""
    kind: str = ""
    table: str = ""
    variable: str = ""
    names_in: str = ""
    note: int = 0
    corrects: str = ""
    successor: str = ""
    former: str = ""
    since: str = ""
    changes: Mapping[str, int] = field(default_factory=dict)


def happenings(session: Session, record: DatasetRecord) -> list[Happening]:
    """All that happened to a dataset, in order of the journal. Two queries, and those that read what changed."""
    subjects = [record.key, *(f"{record.key}@{one.version}" for one in record.releases)]
    entries = feed.entries_about(session, subjects)
    told = bodies(session, (entry.digest for entry in entries if entry.kind != ChangeKind.RELEASE))
    changed = {
        after.version: (before.version, counts(found)) for before, after, found in steps(session, record.releases)
    }
    return list(_happenings(record, entries, told, changed))


def counts(told: Difference) -> dict[str, int]:
    """By weight how many changes tell of more than how something is known."""
    return {str(weight): len(substance(told.of_weight(weight))) for weight in Weight}


Steps = Mapping[str, tuple[str, Mapping[str, int]]]


def _happenings(
    record: DatasetRecord, entries: Sequence[Entry], told: Mapping[str, Facts], changed: Steps
) -> Iterator[Happening]:
    notes: dict[int, Happening] = {}
    for entry in entries:
        facts = told.get(entry.digest, {})
        release = record.release(entry.subject.removeprefix(f"{record.key}@"))
        if entry.kind == ChangeKind.NOTE:
            found = _note(entry, facts, release, notes)
            notes[entry.serial] = found
            yield found
        elif entry.kind == ChangeKind.RENAME:
            title = str(facts.get("to", ""))
            yield Happening(
                Deed.RENAME, entry.serial, entry.recorded, entry.digest, title=title, former=str(facts.get("from", ""))
            )
        elif release is not None:
            yield _of_release(entry, facts, release, changed)


def _of_release(entry: Entry, facts: Facts, release: ReleaseRecord, changed: Steps) -> Happening:
    since, changes = changed.get(release.version, ("", {}))
    withdrawn = entry.kind == ChangeKind.RETRACTION
    deed = Deed.RETRACTION if withdrawn else Deed.CORRECTION if release.corrects else Deed.RELEASE
    return Happening(
        deed,
        entry.serial,
        entry.recorded,
        entry.digest,
        version=release.version,
        snapshot=release.snapshot,
        issued=release.issued,
        # What a withdrawn release said is not told any more.
        text=str(facts.get("description", "")) if withdrawn else "" if release.withdrawn else release.notes,
        by=str(facts.get("by", "")),
        corrects="" if withdrawn else release.corrects,
        successor=str(facts.get("successor") or ""),
        since=since,
        changes=changes,
    )


def _note(entry: Entry, facts: Facts, release: ReleaseRecord | None, notes: dict[int, Happening]) -> Happening:
    """A note, or the end of one, which is told with what that one was about."""
    ended = notes.get(int(facts.get("note", 0)))
    about = facts.get("about", {})
    return Happening(
        Deed.NOTE_WITHDRAWAL if "note" in facts else Deed.NOTE,
        entry.serial,
        entry.recorded,
        entry.digest,
        version=release.version if release is not None else "",
        title=ended.title if ended is not None else str(facts.get("title", "")),
        text=str(facts.get("body", facts.get("description", ""))),
        by=str(facts.get("by", "")),
        kind=ended.kind if ended is not None else str(facts.get("kind", "")),
        table=ended.table if ended is not None else str(about.get("table", "")),
        variable=ended.variable if ended is not None else str(about.get("variable", "")),
        names_in=ended.names_in if ended is not None else str(about.get("namesIn", "")),
        note=int(facts.get("note", entry.serial)),
    )
