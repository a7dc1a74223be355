"""Numbers whose code list has texts, and nobody says how the two meet."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity, named
from catalogue.releases.gate.subject import Facts, Subject


def _check(subject: Subject) -> Iterator[Finding]:
    words = {name: [str(code["code"]) for code in _words(facts)] for name, facts in subject.code_lists.items()}
    for _, variable, place in subject.columns:
        texts = words.get(str(variable.get("codeList", "")))
        if texts and variable.get("type") in {"integer", "number"} and not _is_noted(variable):
            message = f"The type is {variable['type']}, and these codes of {variable['codeList']!r} are no numbers: "
            yield Finding(place, f"{message}{named(texts)}.")


def _words(code_list: Facts) -> Iterator[Facts]:
    """Codes that stand for no number in any notation."""
    for code in code_list.get("codes", ()):
        if not any(_is_number(str(one)) for one in (code.get("code", ""), *code.get("notation", ()))):
            yield code


def _is_noted(variable: Facts) -> bool:
    """True when the steward has told that numbers and codes do not meet, or asks how."""
    return bool(variable.get("note") or variable.get("openQuestion"))


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdecimal()


RULE = GateRule(
    code="codes-mistyped",
    group=Group.CODE_LISTS,
    severity=Severity.WARNING,
    title="A variable is a number, its code list has texts, and no note says how the two meet.",
    why="One of the two is wrong, and a script that recodes the values finds none of them.",
    remedy="Correct `type` or the codes, or add the numbers as `notation`; where nobody knows them, say so in `note`.",
    check=_check,
    applies=lambda subject: bool(subject.code_lists),
)
