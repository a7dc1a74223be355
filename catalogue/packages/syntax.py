"""Bytes to plain data: JSON, or the part of YAML 1.2 that says the same things as JSON.

Plain data are dicts with text keys, lists, texts, whole numbers, floats, booleans and None. Keys that come twice
are refused, and so is everything of YAML that JSON does not have: anchors, aliases, tags, several documents.
An unquoted YAML word is a number only when JSON, YAML 1.1 and YAML 1.2 all read it as one, so `01`, `1_000`, `0x1F`,
`12:30` and `12e5` stay the texts that a steward or a tool wrote; `Yes`, `on` and `2023-06-22` do, too.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any, NoReturn

import yaml

from catalogue.packages.faults import SyntaxFaultError
from catalogue.packages.limits import Limits
from catalogue.packages.rules import Findings, Rule, shown

# What XML 1.0 cannot carry, so that every face of the catalogue can: controls, surrogates, two non-characters. And the
# second set of controls, which it can: they steer terminals, and come from reading Windows-1252 as Latin-1.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+(?:[eE][+-][0-9]+)?)?")
_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_MAY_BEGIN_NUMBER = frozenset("-0123456789")
_LONGEST_WHOLE = 4_000
_NO_KEY = object()


def parse(data: bytes, name: str, limits: Limits, findings: Findings) -> Any:
    """The plain data of a file; the name decides between JSON (`.json`) and YAML.

    Notes duplicate keys in `findings` and reads on. Raises SyntaxFaultError for what cannot be read at all.
    """
    text = _decode(data)
    if name.lower().endswith(".json"):
        return _json(text, limits, findings)
    return _yaml(text, limits, findings)


def _decode(data: bytes) -> str:
    remedy = "Save the file as UTF-8."
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SyntaxFaultError(Rule.ENCODING, "The file is UTF-16 or UTF-32.", remedy)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SyntaxFaultError(
            Rule.ENCODING, f"Line {line} is not UTF-8 (byte {error.start + 1:,} of the file).", remedy
        ) from error
    if (found := FORBIDDEN.search(text)) is not None:
        line = text.count("\n", 0, found.start()) + 1
        raise SyntaxFaultError(
            Rule.TEXT_CHARACTERS,
            f"Line {line} holds the character U+{ord(found.group()):04X}, which no text may hold.",
            "Delete it; an editor that shows hidden characters helps.",
        )
    if not text.strip():
        raise SyntaxFaultError(Rule.SYNTAX, "The file is empty.", "Write a descriptor into it.")
    return text


def _json(text: str, limits: Limits, findings: Findings) -> Any:
    if text.count(",") + text.count("[") + text.count("{") > limits.values:
        raise _too_many(limits)

    def pairs(members: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(members)
        if not all(map(str.isascii, made)):
            members = [(unicodedata.normalize("NFC", key), value) for key, value in members]
            made = dict(members)
        if len(made) != len(members):
            seen: set[str] = set()
            for key, _value in members:
                if key in seen:
                    _duplicate(findings, key, "")
                seen.add(key)
        return made

    try:
        return json.loads(text, object_pairs_hook=pairs, parse_constant=_not_finite, parse_int=_whole)
    except json.JSONDecodeError as error:
        raise SyntaxFaultError(
            Rule.SYNTAX,
            f"The JSON is broken at line {error.lineno}, column {error.colno}: {error.msg}.",
            "Correct that place; what is reported often began just before it.",
        ) from error
    except RecursionError as error:
        raise _too_deep(limits) from error


def _not_finite(word: str) -> NoReturn:
    raise SyntaxFaultError(Rule.NUMBER_RANGE, f"{word} is no number of JSON.", "Leave the property out, or use text.")


def _whole(digits: str) -> int:
    if len(digits) > _LONGEST_WHOLE:
        raise SyntaxFaultError(
            Rule.NUMBER_RANGE, f"A number has {len(digits):,} digits.", "Write it as text, in quotes."
        )
    return int(digits)


def _duplicate(findings: Findings, key: str, place: str) -> None:
    findings.add(
        Rule.KEY_DUPLICATE,
        f"The property {shown(key)} stands twice in one group{place}.",
        "Keep one of them.",
    )


def _too_deep(limits: Limits) -> SyntaxFaultError:
    return SyntaxFaultError(
        Rule.DEPTH, f"Groups and lists stand more than {limits.depth} deep inside each other.", "Flatten them."
    )


def _too_many(limits: Limits) -> SyntaxFaultError:
    return SyntaxFaultError(
        Rule.VALUE_COUNT, f"The file holds more than {limits.values:,} values.", "Split the package."
    )


def _yaml(text: str, limits: Limits, findings: Findings) -> Any:
    try:
        return _Builder(limits, findings).build(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f" at line {mark.line + 1}, column {mark.column + 1}" if mark is not None else ""
        reason = ", ".join(part for part in (error.context, error.problem) if part)
        raise SyntaxFaultError(
            Rule.SYNTAX,
            f"The YAML is broken{place}: {reason}.",
            "Correct that place: check indentation, and put texts that hold `: ` or ` #` in quotes.",
        ) from error
    except yaml.YAMLError as error:
        raise SyntaxFaultError(
            Rule.SYNTAX, f"The YAML cannot be read: {' '.join(str(error).split())}.", "Write it again as UTF-8 text."
        ) from error


class _Builder:
    """Builds plain data from the events of a YAML parser, without the parser's own object construction."""

    def __init__(self, limits: Limits, findings: Findings) -> None:
        self._limits = limits
        self._findings = findings
        # Open groups and lists, outermost first, and for each group the key whose value comes next.
        self._open: list[dict[str, Any] | list[Any]] = []
        self._keys: list[Any] = []
        self._documents = 0
        self._result: Any = None

    def build(self, text: str) -> Any:
        """The data of the one document in a text."""
        loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
        for count, event in enumerate(yaml.parse(text, Loader=loader)):
            if count > self._limits.values:
                raise _too_many(self._limits)
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, yaml.CollectionStartEvent):
                self._start(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._open.pop()
                self._keys.pop()
            elif isinstance(event, yaml.AliasEvent):
                raise self._feature("an alias (`*`)", event)
            elif isinstance(event, yaml.DocumentStartEvent):
                self._documents += 1
                if self._documents > 1:
                    raise self._feature("a second document (`---`)", event)
        return self._result

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if event.anchor is not None or event.tag not in {None, "!"}:
            raise self._feature("an anchor (`&`) or a tag (`!`)", event)
        value: Any = event.value
        if event.implicit[0]:
            value = self._plain(value)
        if self._keys and self._keys[-1] is _NO_KEY and isinstance(self._open[-1], dict):
            self._key(value, event)
        else:
            self._put(value)

    @staticmethod
    def _plain(text: str) -> Any:
        if text in _WORDS:
            return _WORDS[text]
        if text[0] in _MAY_BEGIN_NUMBER and (found := _NUMBER.fullmatch(text)) is not None:
            return _whole(text) if found.group(1) is None else float(text)
        return text

    def _start(self, event: yaml.CollectionStartEvent) -> None:
        if event.anchor is not None or event.tag not in {None, "!"}:
            raise self._feature("an anchor (`&`) or a tag (`!`)", event)
        if len(self._open) >= self._limits.depth:
            raise _too_deep(self._limits)
        if self._keys and self._keys[-1] is _NO_KEY and isinstance(self._open[-1], dict):
            raise SyntaxFaultError(
                Rule.KEY_TEXT, f"Line {_line(event)} uses a group or list as the name of a property.", "Use a text."
            )
        made: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._put(made)
        self._open.append(made)
        self._keys.append(_NO_KEY)

    def _key(self, key: Any, event: yaml.ScalarEvent) -> None:
        if not isinstance(key, str):
            self._findings.add(
                Rule.KEY_TEXT,
                f"Line {_line(event)} names a property {shown(event.value)}, which YAML does not read as text.",
                "Put it in quotes.",
            )
            key = event.value
        if not key.isascii():
            key = unicodedata.normalize("NFC", key)
        if key in self._open[-1]:
            _duplicate(self._findings, key, f", the second time in line {_line(event)}")
        self._keys[-1] = key

    def _put(self, value: Any) -> None:
        if not self._open:
            self._result = value
            return
        target = self._open[-1]
        if isinstance(target, dict):
            target[self._keys[-1]] = value
            self._keys[-1] = _NO_KEY
        else:
            target.append(value)

    @staticmethod
    def _feature(what: str, event: yaml.Event) -> SyntaxFaultError:
        return SyntaxFaultError(
            Rule.YAML_FEATURE,
            f"Line {_line(event)} uses {what} of YAML.",
            "Write the value out. If it is meant as text, put it in quotes.",
        )


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark is not None else 0
