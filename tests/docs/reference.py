"""The parts of the manual that are written by the program itself, so that they say what it does.

`python -m tests.docs.reference` writes them anew; a test fails while they are out of date.
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator

import click

from catalogue.cli import COMMANDS, main
from catalogue.releases.gate import RULES, GateRule, Group, Severity
from catalogue.settings import SETTINGS
from catalogue.web import contexts, filters
from tests.docs.manual import DOCS

_FIELD = re.compile(r"^(\w+): (.+)$")


def members(group: click.Group) -> dict[str, click.Command]:
    """The commands of a group in their order; those of the whole are imported for it."""
    if group is not main:
        return dict(group.commands)
    found = {name: main.get_command(click.Context(main), name) for name in COMMANDS}
    return {name: command for name, command in found.items() if command is not None}


def commands(group: click.Group | None = None, path: str = "catalogue") -> Iterator[tuple[str, click.Command]]:
    """Every command that can be run, with the words that call it, in the order of the help text."""
    for name, command in members(group or main).items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def command_reference() -> str:
    """What each command does, its usage and its options."""
    return "\n".join(_command(path, command) for path, command in commands())


def _command(path: str, command: click.Command) -> str:
    usage = " ".join([path, *command.collect_usage_pieces(click.Context(command))])
    parts = [f"### {path}\n", f"`{usage}`\n", f"{inspect.cleandoc(command.help or '')}\n"]
    options = [one for one in command.params if isinstance(one, click.Option)]
    if options:
        parts.append("| option | meaning |\n|---|---|\n" + "".join(map(_option, options)))
    return "\n".join(parts)


def _option(option: click.Option) -> str:
    names = ", ".join(option.opts)
    if option.is_flag:
        return f"| `{names}` | {option.help} |\n"
    notes = [_range(option.type)] if isinstance(option.type, click.IntRange) else []
    notes += ["must be given"] if option.required else []
    notes += [f"default `{option.default}`"] if option.show_default and option.default is not None else []
    said = "; ".join(notes)
    word = "N" if isinstance(option.type, click.IntRange) else "FOLDER" if option.type.name == "directory" else "TEXT"
    return f"| `{names} {word}` | {option.help}{f' {said[0].upper()}{said[1:]}.' if said else ''} |\n"


def _range(numbers: click.IntRange) -> str:
    return f"{numbers.min} to {numbers.max}" if numbers.max is not None else f"{numbers.min} or more"


def settings_reference() -> str:
    """Name, default and meaning of every setting."""
    rows = (f"| `{one.name}` | {_default(one.default)} | {one.help} |\n" for one in SETTINGS)
    return "| setting | default | meaning |\n|---|---|---|\n" + "".join(rows)


def _default(value: str) -> str:
    return f"`{value}`" if value else "empty"


def page_contexts() -> list[type]:
    """Every dataclass of the page contexts: the pages first, then the parts they are made of, each by name."""
    found: set[type] = set()
    for info in pkgutil.iter_modules(contexts.__path__, f"{contexts.__name__}."):
        module = importlib.import_module(info.name)
        found |= {
            value
            for value in vars(module).values()
            if inspect.isclass(value) and dataclasses.is_dataclass(value) and value.__module__ == module.__name__
        }
    return sorted(found, key=lambda one: (not one.__name__.endswith("Page"), one.__name__))


def described(context: type) -> tuple[str, dict[str, str]]:
    """A context's summary, and the meaning of each field that its docstring names."""
    lines = inspect.cleandoc(context.__doc__ or "").splitlines()
    summary: list[str] = []
    fields: dict[str, str] = {}
    last = ""
    for line in lines:
        match = _FIELD.match(line)
        if match and match[1] in {field.name for field in dataclasses.fields(context)}:
            last = match[1]
            fields[last] = match[2]
        elif last and line.startswith(" "):
            fields[last] += f" {line.strip()}"
        elif line.strip():
            summary.append(line.strip())
    return " ".join(summary), fields


def page_reference() -> str:
    """What each page's template is given."""
    return "\n".join(_context(context) for context in page_contexts())


def _context(context: type) -> str:
    summary, meanings = described(context)
    rows = (
        f"| `{field.name}` | `{str(field.type).replace('|', chr(92) + '|')}` | {meanings.get(field.name, '')} |\n"
        for field in dataclasses.fields(context)
    )
    return f"### {context.__name__}\n\n{summary}\n\n| field | type | holds |\n|---|---|---|\n{''.join(rows)}"


def filter_reference() -> str:
    """What each filter and function of templates makes of a value."""
    rows = (
        f"| `{name}` | {' '.join(inspect.cleandoc(function.__doc__ or '').split())} |\n"
        for name, function in sorted({**filters.FILTERS, **filters.FUNCTIONS}.items())
    )
    return "| name | gives |\n|---|---|\n" + "".join(rows)


def gate_reference() -> str:
    """Every rule of the gate by group: what a finding means, why it matters, what to do."""
    parts = []
    for group in Group:
        parts.append(f"## {group[0].upper()}{group[1:]}\n")
        parts += [_rule(rule) for rule in RULES if rule.group is group]
    return "\n".join(parts)


def _rule(rule: GateRule) -> str:
    what = "An error" if rule.severity is Severity.ERROR else "A warning"
    return f"### `{rule.code}`\n\n{what}. {rule.title} {rule.why}\n\n**To put it right:** {_lowered(rule.remedy)}\n"


def _lowered(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


# Name of the part, the page it stands on, and what writes it.
WRITTEN: dict[str, tuple[str, Callable[[], str]]] = {
    "commands": ("commands", command_reference),
    "settings": ("settings", settings_reference),
    "gate": ("gate", gate_reference),
    "filters": ("pages", filter_reference),
    "pages": ("pages", page_reference),
}


def renewed(name: str, text: str) -> str:
    """A page's text with a written part as it should be. Raises ValueError for a page without the part's two marks."""
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    head, mark, rest = text.partition(begin)
    _, other, tail = rest.partition(end)
    if not mark or not other:
        raise ValueError(f"there is no part between {begin} and {end}")
    return f"{head}{begin}\n\n{WRITTEN[name][1]().strip()}\n\n{end}{tail}"


def write() -> None:
    """Write every such part anew."""
    for name, (page, _) in WRITTEN.items():
        path = DOCS / f"{page}.md"
        path.write_text(renewed(name, path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    write()
