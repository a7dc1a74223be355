"""Chosen variables with everything that is said of them, and what became of each since the release it is pinned to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlmodel import Session

from catalogue.errors import Problem
from catalogue.exports.items import MOST_IN_FILE, Item, ItemError
from catalogue.model import sail
from catalogue.model.code_lists import CodeList
from catalogue.model.known import Facts
from catalogue.model.records import Table, Variable, table_record
from catalogue.model.timeline import in_force
from catalogue.store import chosen, find, history, objects
from catalogue.store.history import Held
from catalogue.store.releases import DatasetRecord, ReleaseRecord, all_datasets


@dataclass(frozen=True, slots=True)
class State:
    """A variable as one release says it. `table` is without its other variables."""

    release: ReleaseRecord
    table: Table
    variable: Variable
    codes: CodeList | None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A chosen variable: the item with today's names, what its release says, and the newest state that stands.

    state: None when the release was withdrawn; what it said is then not shown.
    newest: what the newest release that stands and holds the variable says; None when there is none.
    """

    item: Item
    record: DatasetRecord
    release: ReleaseRecord
    state: State | None
    newest: State | None


@dataclass(frozen=True, slots=True)
class Group:
    """Chosen variables of one table of one release, in the order in which they were chosen."""

    release: ReleaseRecord
    table: Table
    states: tuple[State, ...]

    @property
    def physical(self) -> str:
        """The table's full name in the databank, or its own name when the full one is not known."""
        return full_name(self.release, self.table) or self.table.physical_name


@dataclass(frozen=True, slots=True)
class Selection:
    """Chosen variables, and what of the choice could not be found, each told in words."""

    chosen: tuple[Chosen, ...]
    faults: tuple[Problem, ...]

    @property
    def standing(self) -> tuple[Chosen, ...]:
        """Those whose release stands."""
        return tuple(one for one in self.chosen if one.state is not None)

    @property
    def withdrawn(self) -> tuple[Chosen, ...]:
        """Those whose release was withdrawn."""
        return tuple(one for one in self.chosen if one.state is None)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The standing ones by release and table, in the order in which these come up first."""
        found: dict[tuple[int, str], list[State]] = {}
        for one in self.chosen:
            if one.state is not None:
                found.setdefault((one.release.id, one.item.table), []).append(one.state)
        return tuple(Group(states[0].release, states[0].table, tuple(states)) for states in found.values())


def full_name(release: ReleaseRecord, table: Table) -> str:
    """A table's name in the databank by its naming rule, schema and snapshot included; empty when one is not known."""
    name = sail.table_name(release.facts.facts, table.facts, release.snapshot)
    return str(name) if name is not None else ""


def select(session: Session, items: Iterable[Item], faults: Sequence[Problem] = ()) -> Selection:
    """Everything that is known of chosen variables. At most eight queries, however many there are.

    faults: what could not be read of the choice, passed on. Whole tables and releases become their variables, each
    variable once. Raises ItemError when that makes more than a file may hold.
    """
    told = list(faults)
    datasets = _Datasets(session)
    placed: list[_Placed] = []
    for item in items:
        record = datasets.find(item.dataset)
        release = record.release(item.version) if record is not None else None
        if record is None or release is None:
            told.append(datasets.missing(item))
        else:
            placed.append(_Placed(replace(item, dataset=record.slug), record, release))
    single = _single(session, placed, told)
    if len(single) > MOST_IN_FILE:
        raise ItemError(
            f"That makes {len(single):,} variables; {MOST_IN_FILE:,} are handed out at once.",
            remedy="Choose single tables, or take the Data Package of the release, which holds all of them.",
        )
    return Selection(tuple(_chosen(session, single, told)), tuple(told))


@dataclass(frozen=True, slots=True)
class _Placed:
    """An item whose release is in the register."""

    item: Item
    record: DatasetRecord
    release: ReleaseRecord


@dataclass(frozen=True, slots=True)
class _Found:
    """A release that holds a variable."""

    release: ReleaseRecord = field(compare=False)
    held: Held


class _Datasets:
    """Datasets by today's short name, and by a former one when that is needed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._records = {record.slug: record for record in all_datasets(session)}
        self._former: Mapping[str, str] | None = None

    def find(self, slug: str) -> DatasetRecord | None:
        """The dataset that has, or once had, a short name."""
        if slug in self._records:
            return self._records[slug]
        if self._former is None:
            self._former = chosen.former_slugs(self._session)
        key = self._former.get(slug)
        return next((one for one in self._records.values() if one.key == key), None) if key else None

    def missing(self, item: Item) -> Problem:
        """That there is no such dataset, or no such release of it."""
        record = self.find(item.dataset)
        if record is None:
            near = find.near(item.dataset, self._records)
            return _missing(item, f"there is no dataset {item.dataset!r}", near)
        versions = [release.version for release in record.releases]
        return _missing(item, f"{record.slug} has no release {item.version}", versions[::-1], "It has")


def _missing(item: Item, reason: str, near: Sequence[str] = (), said: str = "Close to it:") -> Problem:
    remedy = f"{said} {', '.join(near[:5])}." if near else ""
    return Problem("basket-item", f"{item.written}: {reason}.", remedy, table=item.table, variable=item.variable)


def _single(session: Session, placed: Sequence[_Placed], told: list[Problem]) -> dict[Item, _Placed]:
    """Single variables in place of whole tables and releases, in order, each once."""
    single: dict[Item, _Placed] = {}
    whole = {one.release.id for one in placed if not one.item.variable and not one.release.withdrawn}
    names = chosen.column_names(session, whole) if whole else {}
    for one in placed:
        item, number = one.item, one.release.id
        if item.variable:
            single.setdefault(item, one)
        elif one.release.withdrawn:
            stand = [release.version for release in reversed(one.record.releases) if not release.withdrawn]
            told.append(_missing(item, f"release {item.version} was withdrawn", stand, "Releases that stand:"))
        else:
            tables = [table for release_id, table in names if release_id == number]
            if item.table and item.table not in tables:
                told.append(_missing(item, f"{item.release} has no table {item.table}", find.near(item.table, tables)))
            for table in (item.table,) if item.table else tables:
                for name in names.get((number, table), ()):
                    single.setdefault(replace(item, table=table, variable=name), one)
    return single


def _chosen(session: Session, single: Mapping[Item, _Placed], told: list[Problem]) -> Iterable[Chosen]:
    """Read what releases say. A variable may be written in any case of letters; it comes out as its release has it."""
    held = _held(session, single)
    wanted: dict[Item, tuple[_Found | None, _Found | None]] = {}
    for item, one in single.items():
        place = (item.table, item.variable.lower())
        last = in_force([release for release in one.record.releases if (release.id, *place) in held])
        wanted[item] = (held.get((one.release.id, *place)), held[last.id, *place] if last else None)
    states = _states(session, {found for pair in wanted.values() for found in pair if found is not None})
    told.extend(_absent(session, [single[item] for item, (here, _) in wanted.items() if here is None]))
    seen: set[Item] = set()
    for item, (here, newest_found) in wanted.items():
        if here is None:
            continue
        one, state = single[item], states[here]
        named = replace(item, variable=state.variable.name)
        if named not in seen:
            seen.add(named)
            newest = states[newest_found] if newest_found else None
            yield Chosen(named, one.record, one.release, None if one.release.withdrawn else state, newest)


def _held(session: Session, single: Mapping[Item, _Placed]) -> dict[tuple[int, str, str], _Found]:
    """Where the variables stand in all releases of their datasets, by release, table and name in lower case."""
    releases = {release.id: release for one in single.values() for release in one.record.releases}
    places = {(item.table, item.variable.lower()) for item in single}
    found = history.holdings(session, releases.values(), places) if places else []
    return {(one.release_id, *one.place): _Found(releases[one.release_id], one) for one in found}


def _states(session: Session, wanted: Iterable[_Found]) -> dict[_Found, State]:
    found = list(wanted)
    facts = objects.bodies(session, (digest for one in found for digest in (one.held.table, one.held.variable)))
    lists = {
        (one.release.id, str(facts[one.held.variable].get("codeList", "")))
        for one in found
        if facts[one.held.variable].get("codeList")
    }
    codes = chosen.pinned_code_lists(session, lists) if lists else {}
    return {one: _state(one, facts, codes) for one in found}


def _state(one: _Found, facts: Mapping[str, Facts], codes: Mapping[tuple[int, str], CodeList]) -> State:
    held = one.held
    table = table_record(facts[held.table], held.table, [(held.variable, facts[held.variable])], one.release.facts)
    variable = table.variables[0]
    return State(one.release, replace(table, variables=()), variable, codes.get((one.release.id, variable.code_list)))


def _absent(session: Session, absent: Sequence[_Placed]) -> Iterable[Problem]:
    """That a release has no such table or variable, with names that are close. A withdrawn one shows none."""
    standing = {one.release.id for one in absent if not one.release.withdrawn}
    names = chosen.column_names(session, standing) if standing else {}
    for one in absent:
        item, number = one.item, one.release.id
        tables = [table for release_id, table in names if release_id == number]
        if item.table in tables:
            near = find.near(item.variable, names[number, item.table])
            yield _missing(item, f"table {item.table} of {item.release} has no variable {item.variable!r}", near)
        else:
            yield _missing(item, f"{item.release} has no table {item.table}", find.near(item.table, tables))
