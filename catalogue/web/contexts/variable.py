"""A variable: in one release, and over all releases of its dataset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from catalogue.delivery import notes
from catalogue.errors import NotFoundError
from catalogue.exports.selection import full_name
from catalogue.harvest.citation import Citation, of_variable
from catalogue.lineage.facts import PublicRules
from catalogue.model.access import access_record
from catalogue.model.code_lists import Code, CodeList
from catalogue.model.records import Table, Variable
from catalogue.model.timeline import in_force
from catalogue.store import chosen, find, tables, vocabulary
from catalogue.store.history import VariableState
from catalogue.store.releases import DatasetRecord, ReleaseRecord
from catalogue.store.renames import Through, through_all_names
from catalogue.store.summaries import summaries
from catalogue.store.tombstones import require_standing
from catalogue.web import addresses, words
from catalogue.web.contexts.changed import PropertyGroup
from catalogue.web.contexts.common import Cell, Cited, Head, Link, cited_sources, dataset_crumbs
from catalogue.web.contexts.contact import Contact, contact_of
from catalogue.web.contexts.elsewhere import Elsewhere, elsewhere
from catalogue.web.contexts.figures import FiguresShown, figures_shown
from catalogue.web.contexts.history import Told, cells, told
from catalogue.web.contexts.joins import Join, joins_from, joins_to
from catalogue.web.contexts.notes import Notes, notes_of
from catalogue.web.contexts.origin import ColumnOrigin, column_origin
from catalogue.web.contexts.release import newer
from catalogue.web.contexts.table import access_words


@dataclass(frozen=True, slots=True)
class Codes:
    """The code list of a variable as its release pins it.

    list: the code list.
    url: its own page.
    codes: its codes in order.
    labels: true when some label differs from the code itself.
    welsh: true when some code has a Welsh label.
    notation: true when some code has a notation, such as a form number.
    meanings: true when some code has a description or an inferred meaning.
    retired: true when some code is no longer in use.
    """

    list: CodeList
    url: str
    codes: tuple[Code, ...]
    labels: bool
    welsh: bool
    notation: bool
    meanings: bool
    retired: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a variable stands in its table.

    number: its number among the columns, from 1.
    count: how many columns there are.
    previous: the variable before it, or None.
    next: the variable behind it, or None.
    """

    number: int
    count: int
    previous: Link | None
    next: Link | None


@dataclass(frozen=True, slots=True)
class Namesake:
    """Another variable that once had the name.

    version: the newest release that has it.
    link: its page there, under the name that it has there.
    """

    version: str
    link: Link


@dataclass(frozen=True, slots=True)
class VariablePage:
    """A variable, as one release says it.

    head: what the page says of itself.
    record: the dataset with its releases.
    release: the release that is quoted.
    newer: the release in force when it is another one, else None.
    over_time: true on the page of the variable in all releases; then `lines` are shown as a table.
    table: its table, without the other variables.
    table_url: the table's page.
    variable: the variable.
    keys: columns of the table's primary key, with their pages.
    role: what it does in its table, in words.
    joins_from: joins that the table's foreign keys make.
    joins_to: joins that other tables make to this variable.
    constraints: what values must obey, in words.
    missing_values: texts that stand for a missing value, when the owner says so.
    full_name: the table's name in the databank, schema and snapshot included; empty when not known.
    access: rights and lead time, in a few words.
    place: where it stands among the variables of its table.
    contact: whom to ask.
    citation: how it is cited, as that release says it.
    codes: its code list, or None.
    figures: figures of its values, each with its rule, or None when none were published.
    elsewhere: the concepts that it measures, with the variables of other datasets that measure them.
    origin: where it comes from and what it feeds, or None when no run is known.
    cells: the strip of releases.
    namesakes: other variables that had this name in other releases.
    lines: the variable in every release.
    changes: what changed from each release to the next that holds it, the newest first; releases that say the same
        are left out.
    release_url: its page in the release that is quoted.
    series_url: its page over all releases.
    sources: every source that the page cites.
    notes: what was noted about it, its table and its dataset since the release was sealed.
    """

    head: Head
    record: DatasetRecord
    release: ReleaseRecord
    newer: Link | None
    over_time: bool
    table: Table
    table_url: str
    variable: Variable
    keys: tuple[Link, ...]
    role: str
    joins_from: tuple[Join, ...]
    joins_to: tuple[Join, ...]
    constraints: tuple[str, ...]
    missing_values: tuple[str, ...]
    full_name: str
    access: str
    place: Place
    contact: Contact
    citation: Citation
    codes: Codes | None
    figures: FiguresShown | None
    elsewhere: tuple[Elsewhere, ...]
    origin: ColumnOrigin | None
    cells: tuple[Cell, ...]
    namesakes: tuple[Namesake, ...]
    lines: tuple[Told, ...]
    changes: tuple[PropertyGroup, ...]
    release_url: str
    series_url: str
    sources: tuple[Cited, ...]
    notes: Notes


def variable_page(
    session: Session,
    record: DatasetRecord,
    release: ReleaseRecord,
    table_name: str,
    name: str,
    site: str,
    rules: PublicRules,
) -> VariablePage:
    """Read the page of a variable in a release, letters in any case. site: public address of the catalogue;
    rules: what may be said of runs.

    Raises NotFoundError with near names.
    """
    found = through_all_names(session, record.releases, table_name, name, release)
    shown = next((state for state in found.states if state.release.id == release.id), None)
    if shown is None:
        # The release may spell it otherwise, or not have it: this says which names are near.
        find.variable(session, release, table_name, name)
        raise NotFoundError(f"Release {release.version} has no variable {name!r}.")
    return _page(session, record, shown, found, site, rules, over_time=False)


def series_page(
    session: Session,
    record: DatasetRecord,
    table_name: str,
    name: str,
    site: str,
    rules: PublicRules,
    at: ReleaseRecord | None = None,
) -> VariablePage:
    """Read the page of a variable over all releases, quoting the newest that stands and holds it.

    site: public address of the catalogue; rules: what may be said of runs; at: the release whose names are meant, else
    the variable that has the name now. Raises WithdrawnError when only withdrawn releases hold it, NotFoundError with
    near names when none does.
    """
    found = through_all_names(session, record.releases, table_name, name, at)
    quoted = in_force([state.release for state in found.states])
    if quoted is None:
        for state in found.states:
            require_standing(session, state.release)
        raise _nowhere(session, record, table_name, name)
    shown = next(state for state in found.states if state.release.id == quoted.id)
    return _page(session, record, shown, found, site, rules, over_time=True)


def _nowhere(session: Session, record: DatasetRecord, table_name: str, name: str) -> NotFoundError:
    """The refusal for a variable that no release holds, with near names of the release in force."""
    latest = record.latest
    if latest is not None:
        find.variable(session, latest, table_name, name)
    return NotFoundError(
        f"No release of {record.slug!r} holds a variable {name!r} in a table {table_name!r}.",
        remedy="Look at the dataset's releases, or search.",
        near=((record.slug, addresses.dataset(record.slug)),),
    )


def _page(
    session: Session,
    record: DatasetRecord,
    shown: VariableState,
    found: Through,
    site: str,
    rules: PublicRules,
    *,
    over_time: bool,
) -> VariablePage:
    release, table, variable, states = shown.release, shown.table, shown.variable, found.states
    facts = release.facts
    organisations = {one.name: one for one in vocabulary.organisations(session)}
    publisher = organisations[facts.publisher].title if facts.publisher in organisations else facts.publisher
    names = tables.column_names(session, release, table.name)
    named = {(state.release.id, state.variable.code_list) for state in states if state.variable.code_list}
    lists = chosen.pinned_code_lists(session, named) if named else {}
    others = summaries(session, [release])[release.id]
    lines = told(record.releases, states, lists, _release_url)
    release_url = addresses.variable(record.slug, release.version, table.name, variable.name)
    series_url = _series_url(found)
    table_url = addresses.table(record.slug, release.version, table.name)
    codes = lists.get((release.id, variable.code_list))
    crumbs = (*dataset_crumbs(record, release), Link(table.physical_name, table_url, physical=True))
    label = variable.label or variable.name
    return VariablePage(
        head=Head(
            f"{label}, over time" if over_time else f"{label}, {release.facts.title} {release.version}",
            series_url if over_time else release_url,
            addresses.api(release_url),
            crumbs,
            "datasets",
        ),
        record=record,
        release=release,
        newer=None if over_time else newer(record, release),
        over_time=over_time,
        table=table,
        table_url=table_url,
        variable=variable,
        keys=tuple(
            Link(key, f"{table_url}/variables/{addresses.segment(key)}", physical=True) for key in table.primary_key
        ),
        role=words.role(variable, table.primary_key),
        joins_from=joins_from(table, release, others),
        joins_to=tuple(
            join for join in joins_to(table, release, others) if variable.name in {column.text for column in join.here}
        ),
        constraints=words.constraints(variable),
        missing_values=_missing_values(table, variable),
        full_name=full_name(release, table),
        access=access_words(release),
        place=_place(names, variable.name, table_url),
        contact=contact_of(facts, access_record(facts), organisations),
        citation=of_variable(release, publisher, table, variable, f"{site}{release_url}"),
        codes=codes_of(codes) if codes is not None else None,
        figures=figures_shown(variable.facts),
        elsewhere=elsewhere(session, record, table.name, variable.name),
        origin=column_origin(session, release, table.name, variable.name, rules),
        cells=cells(lines, None if over_time else release),
        namesakes=tuple(_namesake(one) for one in found.namesakes if not one.release.withdrawn),
        lines=lines,
        changes=tuple(line.changes for line in reversed(lines) if line.changes is not None and line.changes.lines),
        release_url=release_url,
        series_url=series_url,
        sources=cited_sources(
            [variable.known],
            [*variable.caveats, *table.caveats, *facts.caveats],
            codes.sources if codes is not None else (),
        ),
        notes=notes_of(
            notes.of_variable(notes.standing(session, record), states, "" if over_time else release.version),
            record.slug,
            "" if over_time else release.version,
            table.name,
            variable.name,
        ),
    )


def _series_url(found: Through) -> str:
    """The one address of a variable over all releases: under its newest name."""
    last = found.newest
    named_in = last.release.version if found.taken else ""
    return addresses.variable_over_time(last.release.slug, last.table.name, last.variable.name, named_in)


def _namesake(state: VariableState) -> Namesake:
    release, table, variable = state.release, state.table, state.variable
    url = addresses.variable(release.slug, release.version, table.name, variable.name)
    return Namesake(release.version, Link(f"{table.name}.{variable.name}", url, physical=True))


def _place(names: Sequence[str], name: str, table_url: str) -> Place:
    at = names.index(name)

    def link(index: int) -> Link | None:
        if not 0 <= index < len(names):
            return None
        return Link(names[index], f"{table_url}/variables/{addresses.segment(names[index])}", physical=True)

    return Place(at + 1, len(names), link(at - 1), link(at + 1))


def _release_url(release: ReleaseRecord, state: VariableState | None) -> str:
    if release.withdrawn or state is None:
        return addresses.release(release.slug, release.version)
    return addresses.variable(release.slug, release.version, state.table.name, state.variable.name)


def _missing_values(table: Table, variable: Variable) -> tuple[str, ...]:
    stated = variable.facts.get("missingValues") or table.facts.get("schema", {}).get("missingValues") or ()
    return tuple(str(item.get("value", "") if isinstance(item, dict) else item) for item in stated)


def codes_of(code_list: CodeList) -> Codes:
    """A code list with what a table of it needs to know."""
    codes = code_list.codes
    return Codes(
        list=code_list,
        url=addresses.code_list(code_list.name),
        codes=codes,
        labels=any(code.label not in {"", code.code} for code in codes),
        welsh=any(code.label_cy for code in codes),
        notation=any(code.notation for code in codes),
        meanings=any(code.description or code.inferred_meaning for code in codes),
        retired=any(code.status != "active" for code in codes),
    )
