"""Code lists, missing values and yes-or-no answers that stand in one cell. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from catalogue.dictionaries.dictionary import DictCode, Missing

_BETWEEN_PAIRS = ("\n", ";", "|", ",")
# The first that parts all pieces counts: `1=Yes`, `1 -> Yes`, `1 - Yes`, `1: Yes`, `1) Yes`, and `1, Yes` on lines.
_INSIDE = tuple(
    re.compile(sign)
    for sign in (r"=(?!>)|→", r"->|=>", r"(?<=\s)[-\u2013\u2014](?=\s)", r":(?!//)", r"\t", r"(?<=\d)[.)]?\s+")
)
_COMMA = re.compile(",")
# A comma that begins another pair, and is none inside a label.
_NEXT_PAIR = re.compile(r",(?=\s*[^\s,=]+\s*=)")
_LONGEST_CODE = 100
_LONGEST_PLAIN = 60
_LONGEST_REMEMBERED = 500
_YES = {"y", "yes", "true", "t", "1", "x", "✓", "✔", "required", "mandatory", "m", "r", "pk", "not null", "primary"}
_NO = {"n", "no", "false", "f", "0", "optional", "o", "null", "not required", "-", "non"}


def codes_in(text: str) -> tuple[DictCode, ...]:
    """The codes that a cell lists, such as `1=Yes; 2=No`, in its order; empty when it is no list of codes.

    Pieces without a meaning are codes as well, when there are several and all are short: `Held; Cancelled`.
    """
    return _remembered(text) if len(text) < _LONGEST_REMEMBERED else _listed(text)


def _listed(text: str) -> tuple[DictCode, ...]:
    for between in _BETWEEN_PAIRS:
        pieces = _pieces(text, between)
        if len(pieces) > 1 and (found := _pairs(pieces, (*_INSIDE, *(() if between == "," else (_COMMA,))))):
            return found
    whole = _pairs([piece.strip() for piece in _NEXT_PAIR.split(text) if piece.strip()], _INSIDE)
    if len(whole) > 1 or (whole and not re.search(r"\s", whole[0].code)):
        return whole
    return _plain(text)


# Hundreds of variables have the same codes.
_remembered = lru_cache(maxsize=1024)(_listed)


def _pieces(text: str, between: str) -> list[str]:
    pieces = [piece.strip() for piece in text.strip().split(between)]
    return [piece.rstrip(";,") if between == "\n" else piece for piece in pieces if piece]


def _pairs(pieces: Sequence[str], patterns: Sequence[re.Pattern[str]]) -> tuple[DictCode, ...]:
    for pattern in patterns:
        found = [_pair(piece, pattern) for piece in pieces]
        if all(one.code and one.label and len(one.code) <= _LONGEST_CODE for one in found):
            return tuple(found)
    return ()


def _pair(piece: str, pattern: re.Pattern[str]) -> DictCode:
    match = pattern.search(piece)
    return DictCode(piece[: match.start()].strip(), piece[match.end() :].strip()) if match else DictCode("")


def _plain(text: str) -> tuple[DictCode, ...]:
    for between in _BETWEEN_PAIRS:
        pieces = _pieces(text, between)
        if len(pieces) > 1:
            fine = all(len(piece) <= _LONGEST_PLAIN and "=" not in piece for piece in pieces)
            return tuple(DictCode(piece) for piece in pieces) if fine and len(set(pieces)) == len(pieces) else ()
    return ()


def missing_in(text: str, meaning: Callable[[str], str] = lambda _: "") -> tuple[Missing, ...]:
    """The missing values that a cell lists, with what each says. `meaning` gives the label of a code without one."""
    listed = codes_in(text)
    if not listed:
        listed = (DictCode(text.strip()),)
    return tuple(dict.fromkeys(Missing(one.code, one.label or meaning(one.code)) for one in listed if one.code))


def answer(text: str) -> bool | None:
    """Whether a cell says yes or no; None when it says neither."""
    said = " ".join(text.lower().split())
    return True if said in _YES else False if said in _NO else None
