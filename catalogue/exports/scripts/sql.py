"""SQL: a SELECT for each table under its full name in the databank, and hints for joining them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from catalogue.exports.cells import one_line
from catalogue.exports.rows import missing_values
from catalogue.exports.scripts.common import Rules, codes_of, comment, head_lines, label_of
from catalogue.exports.selection import Group, Selection, State
from catalogue.model import sail

RULES = Rules(name=128, label=200, value_label=80)
# Codes that are written behind a column; a longer list stands in the catalogue.
MOST_CODES = 12
EXAMPLE_PROJECT = "0000"
_PLAIN = re.compile(r"[A-Z][A-Z0-9_]*")


def script(selection: Selection) -> str:
    """The statements. A content stands in a comment of one line, or in double quotes as a name."""
    groups = selection.groups
    where = "The names are those of the databank. A project sees views of its own: put their names in place of these."
    lines = [*comment(head_lines(selection, where), "--"), ""]
    for number, group in enumerate(groups, 1):
        lines += _select(group, f"t{number}")
    hints = [*_key_hints(groups), *_path_hints(groups)]
    if hints:
        lines += comment(["Joins between these tables, as their releases state them:", *hints], "--")
    return "\n".join(lines) + "\n"


def _select(group: Group, alias: str) -> list[str]:
    columns = list(group.states)
    lines = [f"-- {one_line(group.table.title or group.physical)}, {group.release.slug} {group.release.version}"]
    if "." not in group.physical:
        lines += comment(["The schema and the snapshot of this table are not known; write its full name."], "--")
    lines += comment(_in_project(group), "--")
    lines.append("SELECT")
    for place, state in enumerate(columns):
        end = "" if place == len(columns) - 1 else ","
        lines.append(f"    {alias}.{identifier(state.variable.name)}{end}  -- {_about(state)}")
    where = ".".join(identifier(part) for part in group.physical.split("."))
    return [*lines, f"FROM {where} AS {alias};", ""]


def _in_project(group: Group) -> Iterable[str]:
    """What a project calls the table and its encrypted columns, by the databank's naming rule."""
    name = sail.table_name(group.release.facts.facts, group.table.facts, group.release.snapshot)
    view = name.in_project(EXAMPLE_PROJECT) if name else None
    if view is None or view == name:
        return
    yield f"In the view of a project, here {EXAMPLE_PROJECT}, by the naming rule: {view}"
    names = [one.variable.name for one in group.states]
    encrypted = next((column for column in names if sail.project_column(column) != column), "")
    if encrypted:
        yield f"There {encrypted} is {sail.project_column(encrypted)}, and so on for columns that end in _E."


def _about(state: State) -> str:
    codes = codes_of(state)
    said = RULES.fitted(f"{label_of(state)} ({state.variable.physical_type or state.variable.type})")
    if codes:
        shown = [RULES.fitted_value(f"{code.code} = {code.label}" if code.label else code.code) for code in codes]
        said += f"; {len(codes)} codes: {', '.join(shown[:MOST_CODES])}{', …' if len(codes) > MOST_CODES else ''}"
    missing = missing_values(state)
    said += f"; missing: {', '.join(missing)}" if missing else ""
    return one_line(said)


def _key_hints(groups: Sequence[Group]) -> Iterable[str]:
    places = {(group.release.id, group.table.name): f"t{number}" for number, group in enumerate(groups, 1)}
    for group in groups:
        here = places[group.release.id, group.table.name]
        for one in group.table.references:
            there = places.get((group.release.id, one.table or group.table.name))
            if there is None or there == here:
                continue
            pairs = zip(one.fields, one.target_fields, strict=False)
            on = " AND ".join(f"{here}.{identifier(left)} = {there}.{identifier(right)}" for left, right in pairs)
            yield one_line(f"  {here} JOIN {there} ON {on}{f'  ({one.note})' if one.note else ''}")


def _path_hints(groups: Sequence[Group]) -> Iterable[str]:
    """Documented ways through several tables, when two of these or more lie on them."""
    for release in {group.release.id: group.release for group in groups}.values():
        chosen = {group.table.name for group in groups if group.release.id == release.id}
        for path in release.facts.facts.get("joinPaths", ()):
            steps = path.get("steps", ())
            if len(chosen & {str(step.get("table", "")) for step in steps}) > 1:
                yield one_line(f"  {path.get('title', path.get('name', ''))}:")
                yield from (
                    one_line(f"    {step.get('table', '')}{' on ' + str(step['on']) if step.get('on') else ''}")
                    for step in steps
                )


def identifier(name: str) -> str:
    """A name as the database takes it: as it is when it is plain, else in double quotes."""
    return name if _PLAIN.fullmatch(name) else '"' + one_line(name).replace('"', '""') + '"'
