"""What lists of tables and reverse look-ups need of a table, without reading its variables each time.

A state of a table never changes under its digest, so what is worked out once from its objects is kept for the life
of the process: a list of a hundred tables then reads a hundred digests and nothing more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from catalogue.model import ReleaseTable, StoredObject, TableVariable, TableVersion, VariableVersion
from catalogue.model.known import Facts, texts
from catalogue.model.records import Table, table_record
from catalogue.model.vocabulary import Availability
from catalogue.store.kept import Kept
from catalogue.store.objects import chunks, document
from catalogue.store.releases import ReleaseRecord

BATCH = 500


@dataclass(frozen=True, slots=True)
class Coded:
    """A variable that uses a code list."""

    name: str
    label: str
    code_list: str


@dataclass(frozen=True, slots=True)
class Named:
    """A variable by name and label."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class TableSummary:
    """A state of a table in short.

    facts: its own properties, without its variables.
    variables, defined: how many there are, and how many have a definition.
    caveats: of the table and of its variables together.
    coded: its variables that use a code list.
    special: its variables that come only when they are asked for by name.
    former: former names of those variables that had some, in lower case, the last first.
    """

    digest: str
    facts: Facts
    variables: int
    defined: int
    caveats: int
    coded: tuple[Coded, ...]
    special: tuple[Named, ...]
    former: Mapping[str, tuple[str, ...]]

    @property
    def name(self) -> str:
        """The table's name."""
        return str(self.facts["name"])

    def table(self, release: ReleaseRecord) -> Table:
        """The table as that release says it, without its variables."""
        return table_record(self.facts, self.digest, (), release.facts)


def former_names(facts: Facts) -> tuple[str, ...]:
    """What a table or variable was called before, in lower case, the last name first."""
    return tuple(name.lower() for name in texts(facts.get("formerNames")))


_SUMMARIES: Kept[TableSummary] = Kept(4096)


def summaries(session: Session, releases: Iterable[ReleaseRecord]) -> dict[int, list[TableSummary]]:
    """Tables of each release in order of names, by the release's row number. One query, and two for what is new."""
    numbers = [release.id for release in releases]
    held: dict[int, list[tuple[int, str]]] = {number: [] for number in numbers}
    query = (
        select(ReleaseTable.release_id, TableVersion.id, StoredObject.digest)
        .join(TableVersion, col(TableVersion.id) == col(ReleaseTable.table_id))
        .join(StoredObject, col(StoredObject.id) == col(TableVersion.object_id))
        .where(col(ReleaseTable.release_id).in_(numbers))
        .order_by(col(TableVersion.name))
    )
    for release_id, table_id, digest in session.exec(query):
        held[release_id].append((table_id or 0, digest))
    by_digest = _by_digest(session, {digest: table_id for rows in held.values() for table_id, digest in rows})
    return {number: [by_digest[digest] for _, digest in rows] for number, rows in held.items()}


def _by_digest(session: Session, wanted: Mapping[str, int]) -> dict[str, TableSummary]:
    def read(missing: list[str]) -> dict[str, TableSummary]:
        found: dict[str, TableSummary] = {}
        for some in chunks([wanted[digest] for digest in missing]):
            found.update((summary.digest, summary) for summary in _read(session, some))
        return found

    return _SUMMARIES.all(wanted, read)


@dataclass
class _Tally:
    """What is counted of a table's variables, one by one, so that no more than one is in memory."""

    variables: int = 0
    defined: int = 0
    caveats: int = 0
    coded: list[Coded] = field(default_factory=list)
    special: list[Named] = field(default_factory=list)
    former: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def add(self, facts: Facts) -> None:
        self.variables += 1
        self.defined += bool(facts.get("description"))
        self.caveats += len(facts.get("caveats", ()))
        if facts.get("codeList"):
            self.coded.append(Coded(str(facts["name"]), str(facts.get("title", "")), str(facts["codeList"])))
        if facts.get("availability") == Availability.SPECIAL:
            self.special.append(Named(str(facts["name"]), str(facts.get("title", ""))))
        if former := former_names(facts):
            self.former[str(facts["name"])] = former


def _read(session: Session, table_ids: Sequence[int]) -> list[TableSummary]:
    tallies: dict[int, _Tally] = defaultdict(_Tally)
    columns = (
        select(TableVariable.table_id, StoredObject.body)
        .join(VariableVersion, col(VariableVersion.id) == col(TableVariable.variable_id))
        .join(StoredObject, col(StoredObject.id) == col(VariableVersion.object_id))
        .where(col(TableVariable.table_id).in_(table_ids))
        .order_by(col(TableVariable.table_id), col(TableVariable.position))
        .execution_options(yield_per=BATCH)
    )
    for table_id, body in session.exec(columns):
        tallies[table_id].add(document(body))
    tables = (
        select(TableVersion.id, StoredObject.digest, StoredObject.body)
        .join(StoredObject, col(StoredObject.id) == col(TableVersion.object_id))
        .where(col(TableVersion.id).in_(table_ids))
    )
    return [
        _summary(digest, document(body), tallies[table_id])
        for table_id, digest, body in session.exec(tables)
        if table_id is not None
    ]


def _summary(digest: str, table: Facts, tally: _Tally) -> TableSummary:
    return TableSummary(
        digest=digest,
        facts={key: value for key, value in table.items() if key != "variables"},
        variables=tally.variables,
        defined=tally.defined,
        caveats=len(table.get("caveats", ())) + tally.caveats,
        coded=tuple(tally.coded),
        special=tuple(tally.special),
        former=tally.former,
    )
