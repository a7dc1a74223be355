"""Chosen variables as a Data Package of version 2: just these columns, header lines alone, seals for provenance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalogue.exports.items import Item
from catalogue.exports.rows import heads, item_of, left_out
from catalogue.exports.selection import Group, Selection, State
from catalogue.packages.write import Facts, package_zip, write_package

NAME = "basket"


@dataclass(frozen=True, slots=True)
class _Release:
    """A choice is no release: it has neither version nor dates."""

    version: str | None = None
    snapshot: str | None = None
    issued: str | None = None
    notes: str | None = None
    corrects: str | None = None


@dataclass(frozen=True, slots=True)
class _Package:
    """What the writer of packages wants."""

    dataset: Facts
    tables: Sequence[Facts]
    code_lists: Mapping[str, Facts]
    slug: str = NAME
    release: _Release = field(default_factory=_Release)
    data: Mapping[str, bytes] = field(default_factory=dict)


def data_package(selection: Selection) -> bytes:
    """The package as one zip. A table that comes from two releases stands in it twice, named by its release."""
    groups = selection.groups
    names = _names(groups)
    lists = _list_names(selection)
    columns = {
        names[group.release.id, group.table.name]: {one.variable.name for one in group.states} for group in groups
    }
    tables = [_table(group, names, lists, columns) for group in groups]
    code_lists = {
        lists[state.codes.digest]: {**state.codes.facts, "name": lists[state.codes.digest]}
        for group in groups
        for state in group.states
        if state.codes
    }
    return package_zip(write_package(_Package(_dataset(selection), tables, code_lists)))


def _dataset(selection: Selection) -> Facts:
    pinned = heads(selection)
    whole: dict[str, Any] = {
        "title": "Variables chosen from " + ", ".join(f"{one.title} {one.version}" for one in pinned),
        "provenance": [
            {"dataset": one.slug, "version": one.version, "issued": one.issued, "seal": one.seal} for one in pinned
        ],
    }
    return {**whole, **({"leftOut": list(left_out(selection))} if left_out(selection) else {})}


def _names(groups: Iterable[Group]) -> dict[tuple[int, str], str]:
    """Names of resources: the table's own while that is the only one of its name, else with the release before it."""
    keys = [(group.release.id, group.table.name, f"{group.release.slug}-{group.release.version}") for group in groups]
    tables = [table for _, table, _ in keys]
    return {
        (number, table): table if tables.count(table) == 1 else f"{release.replace('.', '-').lower()}-{table}"
        for number, table, release in keys
    }


def _list_names(selection: Selection) -> dict[str, str]:
    """Names of code lists by digest: two states of a list are two lists."""
    found: dict[str, str] = {}
    for one in selection.standing:
        codes = one.state.codes if one.state else None
        if codes is not None and codes.digest not in found:
            taken = codes.name in found.values()
            found[codes.digest] = f"{codes.name}-{codes.digest[:8]}" if taken else codes.name
    return found


def _table(
    group: Group, names: Mapping[tuple[int, str], str], lists: Mapping[str, str], columns: Mapping[str, set[str]]
) -> Facts:
    table, release = group.table, group.release
    kept = columns[names[release.id, table.name]]
    facts = {key: value for key, value in table.facts.items() if key not in {"variables", "schema", "data", "dialect"}}
    stated: Facts = table.facts.get("schema", {})
    # A key is one only while all of its columns are there.
    whole_key = table.primary_key and set(table.primary_key) <= kept
    schema: dict[str, Any] = {"primaryKey": list(table.primary_key)} if whole_key else {}
    foreign = list(_foreign_keys(group, names, columns))
    schema |= {"foreignKeys": foreign} if foreign else {}
    schema |= {"missingValues": stated["missingValues"]} if "missingValues" in stated else {}
    return {
        **facts,
        "name": names[release.id, table.name],
        "headerOnly": True,
        "schema": schema,
        "provenance": {"item": Item(release.slug, release.version, table.name).written, "digest": table.digest},
        "variables": [_field(state, lists) for state in group.states],
    }


def _field(state: State, lists: Mapping[str, str]) -> Facts:
    codes = {"codeList": lists[state.codes.digest]} if state.codes else {}
    provenance = {"item": item_of(state).written, "digest": state.variable.digest}
    return {**state.variable.facts, **codes, "provenance": provenance}


def _foreign_keys(
    group: Group, names: Mapping[tuple[int, str], str], columns: Mapping[str, set[str]]
) -> Iterable[Facts]:
    """Foreign keys whose columns were chosen on both sides."""
    kept = columns[names[group.release.id, group.table.name]]
    for one in group.table.references:
        target = names.get((group.release.id, one.table or group.table.name), "")
        if set(one.fields) <= kept and set(one.target_fields) <= columns.get(target, set()):
            reference = {"resource": target, "fields": list(one.target_fields)}
            yield {"fields": list(one.fields), "reference": reference, **({"note": one.note} if one.note else {})}
