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
# Signs that say which is the code, whatever stands around them; all others can stand in a sentence or a range.
_SURE = frozenset(_INSIDE[:2])
_FIGURE = re.compile(r"[-+]?\d[\d.,]*")
# The beginning of `0-100` and of `0 - 100`: from where to where, and no code.
_FROM = re.compile(r"[-+]?\d[\d.,]*\s*[-\u2013\u2014:]")
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
    whole = [piece.strip() for piece in _NEXT_PAIR.split(text) if piece.strip()]
    return _pairs(whole, _INSIDE) if len(whole) > 1 else _single(text.strip()) or _plain(text)


def _single(text: str) -> tuple[DictCode, ...]:
    """One code alone: `1=Yes`, `1: Yes`; but no `Format: dd/mm/yyyy`, and no `18 to 99`."""
    found = _pairs([text], _INSIDE)
    if not found or re.search(r"\s", found[0].code):
        return ()
    if any(pattern.search(text) for pattern in _SURE):
        return found
    parted = re.match(r"\S+\s*(?:[:)\t]|\s[-\u2013\u2014]\s)", text)
    return found if parted and _FIGURE.fullmatch(found[0].code) and not _FIGURE.match(found[0].label) else ()


# Hundreds of variables have the same codes.
_remembered = lru_cache(maxsize=1024)(_listed)


def _pieces(text: str, between: str) -> list[str]:
    pieces = [piece.strip() for piece in text.strip().split(between)]
    return [piece.rstrip(";,") if between == "\n" else piece for piece in pieces if piece]


def _pairs(pieces: Sequence[str], patterns: Sequence[re.Pattern[str]]) -> tuple[DictCode, ...]:
    for pattern in patterns:
        found = [_pair(piece, pattern) for piece in pieces]
        if all(one.code and one.label and len(one.code) <= _LONGEST_CODE for one in found) and not (
            pattern not in _SURE and any(map(_is_range, found))
        ):
            return tuple(found)
    return ()


def _pair(piece: str, pattern: re.Pattern[str]) -> DictCode:
    match = pattern.search(piece)
    return DictCode(piece[: match.start()].strip(), piece[match.end() :].strip()) if match else DictCode("")


def _is_range(one: DictCode) -> bool:
    """True for what says from where to where: `0 - 100`."""
    label = one.label.lstrip("-\u2013\u2014 ")
    return _FIGURE.fullmatch(one.code) is not None and _FIGURE.fullmatch(label) is not None


def _plain(text: str) -> tuple[DictCode, ...]:
    for between in _BETWEEN_PAIRS:
        pieces = _pieces(text, between)
        if len(pieces) > 1:
            fine = all(len(one) <= _LONGEST_PLAIN and "=" not in one and not _FROM.match(one) for one in pieces)
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
