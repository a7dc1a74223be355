"""What the rows must say, worked out from the journal and the sealed objects alone. Pure: knows no database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from catalogue.model.kinds import ChangeKind
from catalogue.releases.seal import GENESIS, change_hash


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as sealed: what it concerns (`cafw 2.0.0`), and what is wrong."""

    subject: str
    message: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A journal entry; `digest` is None when its object is gone."""

    serial: int
    kind: str
    subject: str
    digest: str | None
    recorded: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class ExpectedRelease:
    """What the row of a release must say. Digests in place of row numbers."""

    dataset: str
    version: str
    snapshot: str | None
    issued: str
    serial: int
    content: str
    seal: str
    retraction: str | None


@dataclass(frozen=True, slots=True)
class ExpectedNote:
    """What the row of a note must say. `withdrawal` is the digest of what withdrew it, or None."""

    digest: str
    dataset: str
    version: str
    table: str
    variable: str
    names_in: str
    ended: int | None = None
    withdrawal: str | None = None


@dataclass(slots=True)
class Expected:
    """The register as the journal tells it.

    names: today's slugs, by which findings call things. approvals: publisher, mode and digest of each change of how
    releases are approved, by serial. seals: digest of the newest seal of each dataset.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    slugs: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    releases: dict[tuple[str, str], ExpectedRelease] = field(default_factory=dict)
    vocabulary: set[tuple[str, str, str, int]] = field(default_factory=set)
    renames: dict[str, str] = field(default_factory=dict)
    seals: dict[str, str] = field(default_factory=dict)
    batches: dict[int, str] = field(default_factory=dict)
    approvals: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    notes: dict[int, ExpectedNote] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def label(self, key: str, version: str) -> str:
        """`cafw 2.0.0`: what people call a release."""
        return f"{self.names.get(key, key)} {version}"

    def subject(self, subject: str) -> str:
        """A journal entry's subject as people call it."""
        key, sign, version = subject.partition("@")
        return self.label(key, version) if sign else self.names.get(subject, subject)


def _names(entries: Sequence[Entry], documents: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """The last slug that a seal or rename gave each dataset."""
    told = (documents.get(entry.digest or "", {}) for entry in entries)
    return {
        str(document["dataset"]): str(document.get("to") or document.get("slug"))
        for document in told
        if "to" in document or "slug" in document
    }


def replay(entries: Sequence[Entry], documents: Mapping[str, Mapping[str, Any]]) -> Expected:
    """Follow the journal from its first entry.

    documents: the seals, tombstones, renames and notes that entries point at, by digest; those whose bytes do not match
    their digest are absent.
    """
    expected = Expected(names=_names(entries, documents))
    last_hash, last_serial = GENESIS, 0
    for entry in entries:
        document = documents.get(entry.digest or "")
        if document is not None and "slug" in document:
            expected.slugs.setdefault(str(document["dataset"]), str(document["slug"]))
        label = f"journal entry {entry.serial} ({expected.subject(entry.subject)})"
        if entry.serial != last_serial + 1:
            expected.findings.append(Finding(label, f"follows entry {last_serial}: serials must have no gap."))
        if entry.previous != last_hash:
            expected.findings.append(Finding(label, "does not name the hash of the entry before it."))
        if entry.digest is None:
            expected.findings.append(Finding(label, "points at an object that is gone."))
        elif entry.hash != change_hash(
            entry.serial, entry.kind, entry.subject, entry.digest, entry.recorded, entry.previous
        ):
            expected.findings.append(Finding(label, "does not match its own hash."))
        last_hash, last_serial = entry.hash, entry.serial
        _apply(expected, entry, document, label)
    return expected


def _apply(expected: Expected, entry: Entry, document: Mapping[str, Any] | None, label: str) -> None:
    """What an entry makes of the register. The object of a state of vocabulary need not be read."""
    apply = _APPLY.get(entry.kind)
    if apply is None:
        expected.findings.append(Finding(label, f"is of an unknown kind {entry.kind!r}."))
    elif document is None and entry.kind != ChangeKind.VOCABULARY:
        expected.findings.append(Finding(label, "its object cannot be read."))
    else:
        apply(expected, entry, document or {}, label)


def _apply_vocabulary(expected: Expected, entry: Entry, _document: Mapping[str, Any], _label: str) -> None:
    kind, _, name = entry.subject.partition(":")
    expected.vocabulary.add((kind, name, entry.digest or "", entry.serial))


def _apply_rename(expected: Expected, entry: Entry, document: Mapping[str, Any], label: str) -> None:
    key, former, slug = (str(document.get(name)) for name in ("dataset", "from", "to"))
    if expected.slugs.get(key) != former or entry.subject != key:
        expected.findings.append(Finding(label, f"renames {former!r}, which is not the dataset's name then."))
    expected.renames[entry.digest or ""] = key
    expected.aliases.pop(slug, None)
    expected.aliases[former] = key
    expected.slugs[key] = slug


def _apply_runs(expected: Expected, entry: Entry, document: Mapping[str, Any], label: str) -> None:
    if entry.subject != f"runs:{document.get('root')}":
        expected.findings.append(Finding(label, "names other events than its object."))
    expected.batches[entry.serial] = entry.digest or ""


def _apply_approval(expected: Expected, entry: Entry, document: Mapping[str, Any], label: str) -> None:
    if entry.subject != document.get("publisher"):
        expected.findings.append(Finding(label, "names another publisher than its object."))
    if document.get("proposedBy") == document.get("confirmedBy"):
        expected.findings.append(Finding(label, "was proposed and confirmed by one person."))
    expected.approvals[entry.serial] = (entry.subject, str(document.get("mode")), entry.digest or "")


def _apply_release(expected: Expected, entry: Entry, seal: Mapping[str, Any], label: str) -> None:
    key, version = str(seal.get("dataset")), str(seal.get("version"))
    if entry.subject != f"{key}@{version}":
        expected.findings.append(Finding(label, f"its seal is of {expected.label(key, version)}."))
    if seal.get("previous") != expected.seals.get(key):
        expected.findings.append(Finding(label, "its seal does not name the seal before it."))
    if (key, version) in expected.releases:
        expected.findings.append(Finding(label, "seals a version for the second time."))
    expected.seals[key] = entry.digest or ""
    expected.releases[key, version] = ExpectedRelease(
        dataset=key,
        version=version,
        snapshot=seal.get("snapshot"),
        issued=str(seal.get("issued")),
        serial=entry.serial,
        content=str(seal.get("content")),
        seal=entry.digest or "",
        retraction=None,
    )


def _apply_retraction(expected: Expected, entry: Entry, document: Mapping[str, Any], label: str) -> None:
    key, version = str(document.get("dataset")), str(document.get("version"))
    release = expected.releases.get((key, version))
    if release is None or entry.subject != f"{key}@{version}":
        expected.findings.append(Finding(label, "withdraws a release that was never sealed."))
        return
    expected.releases[key, version] = ExpectedRelease(
        release.dataset,
        release.version,
        release.snapshot,
        release.issued,
        release.serial,
        release.content,
        release.seal,
        entry.digest,
    )


def _apply_note(expected: Expected, entry: Entry, document: Mapping[str, Any], label: str) -> None:
    """A note, which may take the place of another, or the withdrawal of one."""
    if "note" in document:
        note = _end_note(expected, int(document["note"]), entry.serial, label)
        if note is not None:
            expected.notes[int(document["note"])] = replace(note, withdrawal=entry.digest)
            _check_subject(expected, entry, note.dataset, note.version, label)
        return
    about = document.get("about", {})
    key, version = str(about.get("dataset")), str(about.get("version", ""))
    _check_subject(expected, entry, key, version, label)
    if (key, str(about.get("namesIn"))) not in expected.releases or (
        version and (key, version) not in expected.releases
    ):
        expected.findings.append(Finding(label, "is about a release that was never sealed."))
    expected.notes[entry.serial] = ExpectedNote(
        digest=entry.digest or "",
        dataset=key,
        version=version,
        table=str(about.get("table", "")),
        variable=str(about.get("variable", "")).lower(),
        names_in=str(about.get("namesIn")),
    )
    if document.get("replaces"):
        _end_note(expected, int(document["replaces"]), entry.serial, label)


def _end_note(expected: Expected, serial: int, at: int, label: str) -> ExpectedNote | None:
    """Let a note hold no longer; None, and a finding, when it did not stand."""
    note = expected.notes.get(serial)
    if note is None or note.ended is not None:
        expected.findings.append(Finding(label, f"ends note {serial}, which does not stand then."))
        return None
    expected.notes[serial] = replace(note, ended=at)
    return expected.notes[serial]


def _check_subject(expected: Expected, entry: Entry, key: str, version: str, label: str) -> None:
    wanted = f"{key}@{version}" if version else key
    if entry.subject != wanted:
        expected.findings.append(Finding(label, f"its object is about {expected.subject(wanted)}."))


_APPLY: Mapping[str, Callable[[Expected, Entry, Mapping[str, Any], str], None]] = {
    ChangeKind.VOCABULARY: _apply_vocabulary,
    ChangeKind.RELEASE: _apply_release,
    ChangeKind.RETRACTION: _apply_retraction,
    ChangeKind.RENAME: _apply_rename,
    ChangeKind.NOTE: _apply_note,
    ChangeKind.RUNS: _apply_runs,
    ChangeKind.APPROVAL: _apply_approval,
}
