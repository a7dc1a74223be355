"""`catalogue verify`: every digest recomputed, the journal replayed, every row compared with what it must say."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from catalogue.audit.acts import check_acts
from catalogue.audit.heads import SignedHead, check_held, check_order, check_signature, keys_of, of_row
from catalogue.audit.lineage import check_lineage
from catalogue.audit.replay import Entry, Expected, Finding, replay
from catalogue.progress import Progress, quiet
from catalogue.releases.canonical import digest as digest_of
from catalogue.store import acts, heads, rows
from catalogue.store.engine import reading

# Kinds whose documents are needed whole; of tables and variables only names and digests are kept.
WHOLE = frozenset(
    {
        "seal", "content", "retraction", "rename", "runs", "lineage", "receipt", "approval", "note", "note-withdrawal",
    }
)  # fmt: skip
# Kinds whose bytes are no document of ours.
FOREIGN = frozenset({"data", "events"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verify` found, and how much it looked at."""

    findings: tuple[Finding, ...]
    objects: int
    entries: int
    releases: int

    @property
    def sound(self) -> bool:
        """True when everything is as sealed."""
        return not self.findings


@dataclass(slots=True)
class _Objects:
    """All objects by digest, as far as an audit needs them. `bad` holds what is wrong with those that do not hold."""

    kinds: dict[str, str] = field(default_factory=dict)
    documents: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    tables: dict[str, tuple[str, list[str], str]] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    bad: dict[str, str] = field(default_factory=dict)


def verify(engine: Engine, progress: Progress = quiet, kept: Sequence[SignedHead] = ()) -> Verdict:
    """Audit the whole register in one moment of it. Reads everything, writes nothing.

    kept: signed heads from elsewhere, all of which the journal must still hold; whether their signatures hold is for
    the caller to say, who knows the keys.
    """
    with reading(engine) as session:
        objects = _read_objects(session, progress)
        progress("replaying the journal")
        entries = [
            Entry(one.serial, one.kind, one.subject, one.digest, one.recorded, one.previous, one.hash)
            for one in rows.changes(session)
        ]
        expected = replay(entries, objects.documents)
        progress("comparing rows")
        users = _users(expected, objects)
        findings = [
            *expected.findings,
            *_check_objects(objects, users),
            *_check_receipts(expected, objects.documents),
            *_check_rows(session, expected, objects, users),
            *check_lineage(session, expected, objects.documents),
            *check_acts(acts.since(session)),
            *_check_heads(session, entries, kept),
        ]
    return Verdict(tuple(dict.fromkeys(findings)), len(objects.kinds), len(entries), len(expected.releases))


def _read_objects(session: Session, progress: Progress) -> _Objects:
    objects, total = _Objects(), rows.object_count(session)
    for number, row in enumerate(rows.objects(session)):
        if number % 1000 == 0:
            progress("recomputing digests", number, total)
        objects.kinds[row.digest] = row.kind
        if row.body is None or digest_of(row.body) != row.digest:
            objects.bad[row.digest] = "its bytes do not match its digest"
        elif len(row.body) != row.size:
            objects.bad[row.digest] = f"its size is given as {row.size}, it has {len(row.body)} bytes"
        elif row.kind not in FOREIGN:
            _index_document(objects, row.digest, row.kind, row.body)
    return objects


def _index_document(objects: _Objects, digest: str, kind: str, body: bytes) -> None:
    facts = json.loads(body)
    if kind in WHOLE:
        objects.documents[digest] = facts
    elif kind == "table":
        objects.tables[digest] = (facts["name"], facts.get("variables", []), facts.get("data", {}).get("digest", ""))
    elif kind == "variable":
        objects.variables[digest] = facts["name"]


def _check_heads(session: Session, entries: Sequence[Entry], kept: Sequence[SignedHead]) -> Iterator[Finding]:
    """Whether the journal and the record of acts still hold every head that was signed."""
    journal = {entry.serial: entry.hash for entry in entries}
    acted = {act.serial or 0: act.hash for act in acts.since(session)}
    found = heads.after(session)
    for row in found:
        yield from check_signature(of_row(row), keys_of([row]))
    own = [of_row(row) for row in found]
    yield from check_order(own)
    for one in (*own, *kept):
        yield from check_held(one, journal.get, acted.get)


def _users(expected: Expected, objects: _Objects) -> dict[str, str]:
    """For every digest that something sealed or journalled needs: who needs it, as people call it."""
    users: dict[str, str] = {}
    for digest, kind, label in _needs(expected, objects):
        users.setdefault(digest, label)
        found = objects.kinds.get(digest)
        if found is not None and found != kind:
            objects.bad.setdefault(digest, f"it is marked as {found}, it must be {kind}")
    return users


def _needs(expected: Expected, objects: _Objects) -> Iterator[tuple[str, str, str]]:
    """(digest, kind, label of the user) of every object that must exist."""
    for (key, version), release in expected.releases.items():
        label = expected.label(key, version)
        yield release.seal, "seal", label
        if release.retraction:
            yield release.retraction, "retraction", label
        upstream = objects.documents.get(release.seal, {}).get("run", {}).get("upstream")
        if upstream:
            yield upstream, "lineage", label
        receipt = objects.documents.get(release.seal, {}).get("receipt")
        if receipt:
            yield receipt, "receipt", label
        yield from _content_needs(release.content, objects, label)
    yield from _recorded_needs(expected, objects)


def _recorded_needs(expected: Expected, objects: _Objects) -> Iterator[tuple[str, str, str]]:
    """The same of what is no release."""
    for kind, name, digest, _ in expected.vocabulary:
        yield digest, kind, f"{kind}:{name}"
    for digest, key in expected.renames.items():
        yield digest, "rename", expected.names.get(key, key)
    for publisher, _, digest in expected.approvals.values():
        yield digest, "approval", f"approval of {publisher}"
    for serial, note in expected.notes.items():
        label = _note_label(expected, serial)
        yield note.digest, "note", label
        if note.withdrawal:
            yield note.withdrawal, "note-withdrawal", label
    for serial, digest in expected.batches.items():
        yield digest, "runs", f"journal entry {serial} (runs)"
        yield str(objects.documents.get(digest, {}).get("body")), "events", f"journal entry {serial} (runs)"


def _content_needs(content: str, objects: _Objects, label: str) -> Iterator[tuple[str, str, str]]:
    yield content, "content", label
    facts = objects.documents.get(content, {})
    yield from ((digest, "codelist", label) for digest in facts.get("codeLists", {}).values())
    for table in facts.get("tables", {}).values():
        yield table, "table", label
        _, variables, data = objects.tables.get(table, ("", [], ""))
        yield from ((variable, "variable", label) for variable in variables)
        if data:
            yield data, "data", label


def _check_objects(objects: _Objects, users: Mapping[str, str]) -> Iterator[Finding]:
    for digest, label in users.items():
        if digest not in objects.kinds:
            yield Finding(label, f"the object {digest} is missing.")
    for digest, fault in objects.bad.items():
        yield Finding(users.get(digest, "no release"), f"object {digest}: {fault}.")
    for digest in objects.kinds.keys() - users.keys():
        yield Finding("no release", f"the object {digest} belongs to nothing that was sealed or recorded.")


def _check_receipts(expected: Expected, documents: Mapping[str, Mapping[str, Any]]) -> Iterator[Finding]:
    """A receipt judges the very content that its seal vouches for. One that is missing is told with the objects."""
    for (key, version), release in expected.releases.items():
        receipt = documents.get(documents.get(release.seal, {}).get("receipt", ""))
        if receipt is not None and receipt.get("content") != release.content:
            yield Finding(expected.label(key, version), "its receipt judges another content than the one sealed.")


def _check_rows(session: Session, expected: Expected, objects: _Objects, users: Mapping[str, str]) -> Iterator[Finding]:
    yield from _names_differ(expected, {slug: key for key, slug in expected.slugs.items()}, rows.datasets(session))
    yield from _names_differ(expected, expected.aliases, rows.aliases(session))
    yield from _differ("the vocabulary", expected.vocabulary, rows.vocabulary(session))
    yield from _differ("how publishers approve", _modes(expected), rows.approvals(session))
    yield from _check_releases(session, expected, objects)
    yield from _check_notes(session, expected)
    yield from _check_states(session, objects, users)


def _modes(expected: Expected) -> set[tuple[str, str, int, str]]:
    """The newest change of each publisher, as its row must say it."""
    newest = {publisher: serial for serial, (publisher, _, _) in sorted(expected.approvals.items())}
    return {
        (publisher, mode, serial, digest)
        for serial, (publisher, mode, digest) in expected.approvals.items()
        if newest[publisher] == serial
    }


def _names_differ(expected: Expected, wanted: Mapping[str, str], found: Mapping[str, str | None]) -> Iterator[Finding]:
    for slug in wanted.keys() | found.keys():
        if wanted.get(slug) != found.get(slug):
            key = wanted.get(slug) or found.get(slug) or ""
            yield Finding(
                f"dataset {expected.names.get(key, key)}",
                f"the name {slug!r} stands for {found.get(slug)!r}, the journal says {wanted.get(slug)!r}.",
            )


def _differ(subject: str, wanted: Iterable[object], found: Iterable[object]) -> Iterator[Finding]:
    missing, extra = set(wanted) - set(found), set(found) - set(wanted)
    for item in missing:
        yield Finding(subject, f"lacks {item}.")
    for item in extra:
        yield Finding(subject, f"holds {item}, which the journal does not tell.")


def _check_releases(session: Session, expected: Expected, objects: _Objects) -> Iterator[Finding]:
    numbers: dict[tuple[str, str], int] = {}
    for number, row in rows.releases(session).items():
        wanted = expected.releases.get((row.dataset or "", row.version))
        label = expected.label(row.dataset or "", row.version)
        if wanted is None:
            yield Finding(label, "the row of this release belongs to nothing that was sealed.")
            continue
        numbers[wanted.dataset, wanted.version] = number
        for name in ("snapshot", "issued", "serial", "content", "seal", "retraction"):
            if getattr(row, name) != getattr(wanted, name):
                yield Finding(label, f"{name} is {getattr(row, name)!r}, sealed was {getattr(wanted, name)!r}.")
    tables, lists = rows.release_tables(session), rows.release_code_lists(session)
    for (key, version), release in expected.releases.items():
        label = expected.label(key, version)
        if (key, version) not in numbers:
            yield Finding(label, "the row of this release is missing.")
            continue
        number, content = numbers[key, version], objects.documents.get(release.content, {})
        wanted_tables = {(number, digest) for digest in content.get("tables", {}).values()}
        wanted_lists = {(number, name, digest) for name, digest in content.get("codeLists", {}).items()}
        yield from _differ(label, wanted_tables, {row for row in tables if row[0] == number})
        yield from _differ(label, wanted_lists, {row for row in lists if row[0] == number})
    for stray in {row[0] for row in (*tables, *lists)} - set(numbers.values()):
        yield Finding("no release", f"tables or code lists stand under release row {stray}, which does not exist.")


def _note_label(expected: Expected, serial: int) -> str:
    """`note 12 on cafw 2.0.0`: what people call a note."""
    note = expected.notes.get(serial)
    if note is None:
        return f"note {serial}"
    about = expected.label(note.dataset, note.version) if note.version else expected.subject(note.dataset)
    return f"note {serial} on {about}"


def _check_notes(session: Session, expected: Expected) -> Iterator[Finding]:
    found = rows.notes(session)
    for serial in expected.notes.keys() | found.keys():
        note, row = expected.notes.get(serial), found.get(serial)
        wanted = (
            (note.digest, note.dataset, note.version, note.table, note.variable, note.names_in, note.ended)
            if note is not None
            else None
        )
        if row != wanted:
            yield Finding(_note_label(expected, serial), f"its row says {row}, the journal says {wanted}.")


def _check_states(session: Session, objects: _Objects, users: Mapping[str, str]) -> Iterator[Finding]:
    tables = Counter((digest, name) for digest, name in rows.table_states(session))
    wanted_tables = Counter((digest, facts[0]) for digest, facts in objects.tables.items())
    yield from _states_differ("table", tables, wanted_tables, users)
    variables = Counter((digest, f"{name}\0{key}") for digest, name, key in rows.variable_states(session))
    wanted = Counter((digest, f"{name}\0{name.lower()}") for digest, name in objects.variables.items())
    yield from _states_differ("variable", variables, wanted, users)
    columns = dict(rows.table_columns(session))
    for digest, (name, sealed, _) in objects.tables.items():
        if columns.pop(digest, []) != sealed:
            yield Finding(users.get(digest, "no release"), f"the columns of table {name!r} are not those sealed.")
    for stray in columns:
        yield Finding("no release", f"columns stand under a table state {stray} that does not exist.")


def _states_differ(
    noun: str,
    found: Counter[tuple[str | None, str]],
    wanted: Counter[tuple[str, str]],
    users: Mapping[str, str],
) -> Iterator[Finding]:
    for sealed, name in wanted.keys() - found.keys():
        yield Finding(users.get(sealed, "no release"), f"the row of {noun} {name.partition(chr(0))[0]!r} is missing.")
    for digest, name in found.keys() - wanted.keys():
        label = users.get(digest or "", "no release")
        yield Finding(label, f"a row says {noun} {name.partition(chr(0))[0]!r} where nothing of the kind was sealed.")
    for digest, name in (item for item, count in found.items() if count > 1):
        yield Finding(users.get(digest or "", "no release"), f"{noun} {name!r} has more than one row.")
