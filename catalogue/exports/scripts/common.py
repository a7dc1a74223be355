"""What all starter scripts share: the head, file names, and names and labels that a language takes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalogue.exports.cells import one_line, shortened, shortened_bytes
from catalogue.exports.rows import heads, left_out
from catalogue.exports.selection import Group, Selection, State
from catalogue.model.code_lists import Code


@dataclass(frozen=True, slots=True)
class Rules:
    """What a language takes. Lengths are characters, or bytes of UTF-8 where `in_bytes`.

    allowed: what a name may hold besides letters and digits. reserved: names that mean something else, in lower case.
    """

    name: int
    label: int
    value_label: int
    allowed: str = "_"
    in_bytes: bool = False
    reserved: frozenset[str] = frozenset()

    def fitted(self, text: str) -> str:
        """A variable's label on one line, cut to what is taken."""
        return self._cut(one_line(text), self.label)

    def fitted_value(self, text: str) -> str:
        """The same for the label of a value."""
        return self._cut(one_line(text), self.value_label)

    def _cut(self, text: str, most: int) -> str:
        return shortened_bytes(text, most) if self.in_bytes else shortened(text, most)

    def names(self, wanted: Iterable[str]) -> dict[str, str]:
        """A name that the language takes for each name as it is: the same where it can be, else near it; all differ."""
        found: dict[str, str] = {}
        taken: set[str] = set()
        for name in wanted:
            plain = re.sub(f"[^A-Za-z0-9{re.escape(self.allowed)}]", "_", name)
            if not plain[:1].isalpha() or plain.lower() in self.reserved:
                plain = f"v_{plain}"
            plain = plain[: self.name].rstrip("." if "." in self.allowed else "") or "v"
            fitting, number = plain, 1
            while fitting.lower() in taken:
                number += 1
                end = f"_{number}"
                fitting = f"{plain[: self.name - len(end)]}{end}"
            taken.add(fitting.lower())
            found[name] = fitting
        return found


_RESTRICTED = "It reads the data inside the trusted research environment, where they stay."
_OPEN = "The tables are open: their rows are in the Data Package of each release."


def head_lines(selection: Selection, where: str) -> list[str]:
    """What a script says of itself, one plain line each. where: how the reader tells it where the files are."""
    is_open = all(group.release.facts.access_rights == "open" for group in selection.groups)
    lines = [
        "Starter script from the Cafcass data catalogue. It holds descriptions and no data.",
        _OPEN if is_open else _RESTRICTED,
        "Check it against the tables before you rely on it.",
        where,
        "Types, labels and codes are those of:",
    ]
    for one in heads(selection):
        lines += [f"  {one.line}", f"    seal sha-256 {one.seal}"]
    unconfirmed = [state for state in states_of(selection) if not state.variable.known.confirmed]
    if unconfirmed:
        lines.append(f"{len(unconfirmed)} of the variables are carried forward from an earlier release, not confirmed.")
    inferred = sum(code.mark == "inferred" for state in states_of(selection) for code in codes_of(state))
    if inferred:
        lines.append(f"{inferred} of the codes are inferred: no source says that they are stored so.")
    lines += [f"Left out: {reason}" for reason in left_out(selection)]
    return [one_line(line) if not line.startswith(" ") else f"  {one_line(line)}" for line in lines]


def states_of(selection: Selection) -> list[State]:
    """All standing variables, table by table."""
    return [state for group in selection.groups for state in group.states]


def file_names(groups: Sequence[Group]) -> list[str]:
    """The file that holds each table: named like it, with its release when two have the same name."""
    names = [group.table.name for group in groups]
    return [
        f"{name}.csv" if names.count(name) == 1 else f"{group.release.slug}-{group.release.version}-{name}.csv"
        for name, group in zip(names, groups, strict=True)
    ]


def label_of(state: State) -> str:
    """What a variable is called; its name when nobody has said."""
    return state.variable.label or state.variable.name


def codes_of(state: State) -> tuple[Code, ...]:
    """Codes with a label, each once."""
    found: dict[str, Code] = {}
    for code in state.codes.codes if state.codes else ():
        found.setdefault(code.code, code)
    return tuple(found.values())


def is_identifier(state: State) -> bool:
    """True for numbers that name things: too large for some programs, and never added up."""
    one = state.variable
    return one.is_primary_key or bool(one.references) or one.encrypted or one.physical_type.upper().startswith("BIGINT")


def whole_codes(state: State) -> bool:
    """True when every code of a list is a whole number as programs write it."""
    codes = codes_of(state)
    return bool(codes) and all(re.fullmatch(r"-?(0|[1-9][0-9]{0,8})", code.code, re.ASCII) for code in codes)


def comment(lines: Iterable[str], sign: str) -> list[str]:
    """Lines as comments, which no content can end."""
    return [f"{sign} {line}".rstrip() for line in lines]


def no_codes_note(state: State) -> str:
    """Why a variable with a code list has no value labels, or empty."""
    if state.variable.code_list and not state.codes:
        return f"{one_line(state.variable.name)}: the codes of its list have not been published."
    return ""
