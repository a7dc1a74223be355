"""Rules about names and about keys that are made of names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from catalogue.model.names import is_slug, is_table_name, is_variable_name
from catalogue.packages.rules import Findings, Rule, shown

_SLUG_REMEDY = "Use lower-case letters, digits and inner hyphens, at most 80 characters."
# A spreadsheet takes a cell that begins so for a formula, and a header line must hold the very name.
_FORMULA_SIGNS = ("=", "+", "-", "@")

Table = dict[str, Any]
Variable = dict[str, Any]


def tables_of(document: dict[str, Any]) -> Iterator[tuple[str, Table]]:
    """Each table of a descriptor with the name that messages use."""
    for number, table in enumerate(document.get("resources", ()), start=1):
        yield str(table.get("name", f"no. {number}")), table


def variables_of(table: Table) -> Iterator[tuple[str, Variable]]:
    """Each variable of a table with the name that messages use."""
    for number, variable in enumerate(table.get("schema", {}).get("fields", ()), start=1):
        yield str(variable.get("name", f"no. {number}")), variable


def is_named(table: Table) -> bool:
    """True when a table has a name, and variables that all have one."""
    fields = table.get("schema", {}).get("fields", ())
    return "name" in table and bool(fields) and all("name" in field for field in fields)


def check_names(document: dict[str, Any], findings: Findings) -> None:
    """Names of the dataset, its tables, variables, sources, caveats, code lists and ways to join."""
    _check_slugs([document], "the dataset", findings)
    for key, what in (
        ("sources", "a source"),
        ("caveats", "a caveat"),
        ("codeLists", "a code list"),
        ("joinPaths", "a way to join"),
    ):
        _check_slugs(document.get(key, ()), what, findings)
    tables = list(tables_of(document))
    for name, table in tables:
        if "name" in table and not is_table_name(name):
            findings.add(
                Rule.NAME_TABLE,
                f"The table name {shown(name)} is not allowed.",
                "Use the lower-case physical name without schema and snapshot: letters, digits, `_` and `-`.",
                table=name,
            )
    check_duplicates([name for name, table in tables if "name" in table], "The table", findings)
    _check_undocumented(document, tables, findings)
    for name, table in tables:
        _check_slugs(table.get("caveats", ()), "a caveat", findings, table=name)
        _check_variables(name, table, findings)


def _check_variables(table_name: str, table: Table, findings: Findings) -> None:
    named: dict[str, str] = {}
    for name, variable in variables_of(table):
        if variable.get("caveats"):
            _check_slugs(variable["caveats"], "a caveat", findings, table=table_name, variable=name)
        if "name" not in variable:
            continue
        if not is_variable_name(name) or name.startswith(_FORMULA_SIGNS):
            findings.add(
                Rule.NAME_VARIABLE,
                f"The variable name {shown(name)} is not allowed.",
                "Use 1 to 128 visible characters without `/`, `\\` and outer blanks, and none of `= + - @` in front.",
                table=table_name,
                variable=name,
            )
        twin = named.setdefault(name.lower(), name)
        if twin is name:
            continue
        if twin == name:
            rule, message = Rule.NAME_DUPLICATE, f"The variable {shown(name)} stands twice in the table."
        else:
            rule, message = Rule.NAME_CASE, f"The variables {twin!r} and {name!r} differ only by the case of letters."
        findings.add(rule, message, "Rename or remove one of them.", table=table_name, variable=name)


def _check_slugs(
    entries: Iterable[dict[str, Any]], what: str, findings: Findings, *, table: str = "", variable: str = ""
) -> None:
    names = [str(entry["name"]) for entry in entries if "name" in entry]
    for name in names:
        if not is_slug(name):
            message = f"The name {shown(name)} of {what} is not allowed."
            findings.add(Rule.NAME_SLUG, message, _SLUG_REMEDY, table=table, variable=variable)
    check_duplicates(names, f"The name of {what}", findings, table=table, variable=variable)


def check_duplicates(
    names: Iterable[str], what: str, findings: Findings, *, table: str = "", variable: str = ""
) -> None:
    """Note each name that stands more than once. what: what a message calls it, such as `The table`."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            findings.add(
                Rule.NAME_DUPLICATE,
                f"{what}, {shown(name)}, stands twice.",
                "Rename or remove one of them.",
                table=table,
                variable=variable,
            )
        seen.add(name)


def _check_undocumented(document: dict[str, Any], tables: Sequence[tuple[str, Table]], findings: Findings) -> None:
    """Tables known only by name must not also be tables whose columns are known."""
    entries = document.get("undocumentedTables", ())
    names = [str(entry["name"]) for entry in entries if "name" in entry]
    check_duplicates(names, "The table known only by name", findings)
    known = {name.lower() for name, _ in tables} | {str(table.get("physicalName", "")).lower() for _, table in tables}
    for entry in entries:
        name, physical = str(entry.get("name", "")), str(entry.get("physicalName", ""))
        if name and not is_table_name(name):
            findings.add(Rule.NAME_TABLE, f"The table name {shown(name)} is not allowed.", "Use its lower-case name.")
        if {name.lower(), physical.lower()} - {""} & known:
            findings.add(
                Rule.NAME_CLASH,
                f"{shown(name)} stands in `undocumentedTables`, and is also a table with columns.",
                "Take it out of `undocumentedTables`.",
                table=name,
            )


def check_keys(document: dict[str, Any], findings: Findings) -> None:
    """Primary, unique and foreign keys name variables that exist; references and steps name tables that exist.

    Left out while a table or variable lacks its name, which has been noted: it may be the one that is meant.
    """
    if not all(is_named(table) for _, table in tables_of(document)):
        return
    columns: dict[str, set[str]] = {}
    for name, table in tables_of(document):
        columns.setdefault(name, {key for key, _ in variables_of(table)})
    for name, table in tables_of(document):
        schema = table.get("schema", {})
        own = {key for key, _ in variables_of(table)}
        _check_key(schema.get("primaryKey", ()), "The primary key", own, name, findings)
        for key in schema.get("uniqueKeys", ()):
            _check_key(key, "A unique key", own, name, findings)
        for foreign in schema.get("foreignKeys", ()):
            _check_foreign(foreign, columns, own, name, findings)
    tables = set(columns) | {str(entry.get("name", "")) for entry in document.get("undocumentedTables", ())}
    for way in document.get("joinPaths", ()):
        for step in way.get("steps", ()):
            if "table" in step and step["table"] not in tables:
                findings.add(
                    Rule.KEY_TABLE,
                    f"The way to join {shown(way.get('name', ''))} goes through {shown(step['table'])}, "
                    "which is no table here.",
                    "Correct the name of the table.",
                )


def _check_foreign(
    foreign: dict[str, Any], columns: dict[str, set[str]], own: set[str], table: str, findings: Findings
) -> None:
    reference = foreign.get("reference", {})
    fields, targets = foreign.get("fields", ()), reference.get("fields", ())
    target = str(reference.get("resource", ""))
    _check_key(fields, "A reference", own, table, findings)
    if fields and targets and len(fields) != len(targets):
        findings.add(
            Rule.KEY_FIELD,
            f"The reference of {', '.join(fields)} names {len(fields)} variables, and {len(targets)} in {target!r}.",
            "Name as many on both sides, in the same order.",
            table=table,
        )
    if target not in columns:
        findings.add(
            Rule.KEY_TABLE,
            f"The reference of {', '.join(map(str, fields))} leads to {shown(target)}, which is no table here.",
            "Correct `reference.resource`, or add the table.",
            table=table,
        )
        return
    _check_key(targets, f"A reference of {table!r}", columns[target], target, findings)


def _check_key(names: Iterable[str], what: str, columns: set[str], table: str, findings: Findings) -> None:
    seen: set[str] = set()
    for name in names:
        if name not in columns:
            message = f"{what} names {shown(name)}, which is no variable of {table!r}."
            findings.add(Rule.KEY_FIELD, message, "Correct the name; capitals count.", table=table)
        elif name in seen:
            findings.add(Rule.KEY_FIELD, f"{what} names {shown(name)} twice.", "Name it once.", table=table)
        seen.add(name)
