"""Chosen variables as rows of plain text, from which tables, documents and scripts are made. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from catalogue.exports.items import Item
from catalogue.exports.selection import Selection, State, full_name
from catalogue.model.known import Caveat, Source
from catalogue.text import to_plain

Row = Mapping[str, str]
Sheet = tuple[tuple[str, ...], list[Row]]
VARIABLES = (
    "variable", "label", "definition", "inferred_meaning", "type", "physical_type", "code_list", "codes",
    "key", "encrypted", "access", "mark", "evidence", "caveats", "sources",
    "table", "table_in_databank", "one_row_is", "dataset", "dataset_title", "version", "snapshot", "issued",
    "item", "seal",
)  # fmt: skip
CODES = ("code_list", "code", "label", "label_cy", "description", "inferred_meaning", "status", "mark", "variables")
CAVEATS = ("about", "title", "description", "severity", "from", "to", "mark", "sources")
SOURCES = ("name", "title", "version", "address", "description", "dataset")


@dataclass(frozen=True, slots=True)
class Head:
    """What every form says first of a release it draws from."""

    title: str
    slug: str
    version: str
    snapshot: str
    issued: str
    seal: str

    @property
    def line(self) -> str:
        """The release in one line."""
        snapshot = f", snapshot {self.snapshot}" if self.snapshot else ""
        return f"{self.title} ({self.slug}) {self.version}, issued {self.issued}{snapshot}"


def heads(selection: Selection) -> tuple[Head, ...]:
    """The releases of a selection, each once."""
    found = {group.release.id: group.release for group in selection.groups}
    return tuple(
        Head(one.facts.title, one.slug, one.version, one.snapshot, one.issued, one.seal) for one in found.values()
    )


def item_of(state: State) -> Item:
    """The item that a state is of."""
    return Item(state.release.slug, state.release.version, state.table.name, state.variable.name)


def missing_values(state: State) -> tuple[str, ...]:
    """Texts that stand for a missing value, when the owner says which; the empty text is left out."""
    stated = state.variable.facts.get("missingValues") or state.table.facts.get("schema", {}).get("missingValues") or ()
    texts = (str(one.get("value", "") if isinstance(one, dict) else one) for one in stated)
    return tuple(dict.fromkeys(text for text in texts if text))


def left_out(selection: Selection) -> tuple[str, ...]:
    """What of the choice is not in an export, each as a sentence."""
    withdrawn = (f"{one.item.written}: its release was withdrawn." for one in selection.withdrawn)
    return (*(one.message for one in selection.faults), *withdrawn)


def variable_rows(selection: Selection) -> Sheet:
    """A row for each variable, in the order of the tables."""
    return VARIABLES, [_variable(state) for group in selection.groups for state in group.states]


def _variable(state: State) -> Row:
    one, table, release = state.variable, state.table, state.release
    values = (
        one.name, one.label, to_plain(one.definition), to_plain(one.inferred_meaning), one.type, one.physical_type,
        one.code_list, str(len(state.codes.codes)) if state.codes else "",
        _key(state), "yes" if one.encrypted else "no", one.availability, one.known.mark, one.known.evidence,
        " | ".join(_caveat_text(caveat) for caveat in one.caveats), _titles(one.known.sources),
        table.physical_name, full_name(release, table), to_plain(table.grain),
        release.slug, release.facts.title, release.version, release.snapshot, release.issued,
        item_of(state).written, release.seal,
    )  # fmt: skip
    return dict(zip(VARIABLES, values, strict=True))


def _key(state: State) -> str:
    names = ("primary key",) if state.variable.is_primary_key else ()
    return " and ".join((*names, *(("foreign key",) if state.variable.references else ())))


def _titles(sources: Iterable[Source]) -> str:
    return "; ".join(source.title for source in sources)


def _caveat_text(caveat: Caveat) -> str:
    return to_plain(f"{caveat.title} {caveat.description}")


def code_rows(selection: Selection) -> Sheet:
    """A row for each code of the variables' lists; a list that several variables share comes once."""
    lists = {state.codes.digest: state.codes for state in _states(selection) if state.codes}
    users: dict[str, list[str]] = {}
    for state in _states(selection):
        if state.codes:
            users.setdefault(state.codes.digest, []).append(item_of(state).written)
    return CODES, [
        dict(
            zip(
                CODES,
                (found.name, code.code, code.label, code.label_cy, to_plain(code.description),
                 to_plain(code.inferred_meaning), code.status, code.mark, "; ".join(users[digest])),
                strict=True,
            )
        )
        for digest, found in lists.items()
        for code in found.codes
    ]  # fmt: skip


def caveat_rows(selection: Selection) -> Sheet:
    """A row for each caveat of the releases, tables and variables that are drawn from."""
    rows: list[Row] = []
    seen: set[tuple[str, str]] = set()
    for group in selection.groups:
        release = f"{group.release.slug}@{group.release.version}"
        about = [(release, group.release.facts.caveats), (f"{release}/{group.table.name}", group.table.caveats)]
        about += [(item_of(state).written, state.variable.caveats) for state in group.states]
        for subject, caveats in about:
            for one in caveats:
                if (subject, one.name) not in seen:
                    seen.add((subject, one.name))
                    rows.append(_caveat(subject, one))
    return CAVEATS, rows


def _caveat(subject: str, one: Caveat) -> Row:
    values = (
        subject, to_plain(one.title), to_plain(one.description), one.severity, one.period_from, one.period_to, one.mark,
        _titles(one.sources),
    )  # fmt: skip
    return dict(zip(CAVEATS, values, strict=True))


def source_rows(selection: Selection) -> Sheet:
    """A row for each source that the variables, and the tables that hold them, are known from."""
    found: dict[tuple[str, str], tuple[Source, str]] = {}
    for group in selection.groups:
        for known in (group.table.known, *(state.variable.known for state in group.states)):
            for source in known.sources:
                found.setdefault((group.release.slug, source.name), (source, group.release.slug))
    return SOURCES, [
        dict(
            zip(
                SOURCES,
                (one.name, one.title, one.version, one.path, to_plain(one.description), slug),
                strict=True,
            )
        )
        for one, slug in found.values()
    ]


def _states(selection: Selection) -> Iterable[State]:
    return (state for group in selection.groups for state in group.states)
