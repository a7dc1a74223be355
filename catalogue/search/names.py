"""How physical names are spelt and taken apart. Pure.

In the SAIL databank the same table is `CAFCASS_HEARING`, `SAILCAFWV.CAFCASS_HEARING_20230622` in its core schema, and
`SAIL1234V.CAFW_CAFCASS_HEARING_20230622` in a project; an encrypted column ends in `_E` at the core and in `_PE` in a
project. All spellings lead to the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from catalogue.model.sail import SCHEMA
from catalogue.search.words import bare

_SNAPSHOT = re.compile(r"(?<=.)_\d{8}$")
_PROJECT_PREFIX = re.compile(r"^[a-z]{3,4}_(?=.)")
# Without a schema or a snapshot in front of us, only these are surely a prefix and not the beginning of the name.
_OWN_PREFIX = re.compile(r"^caf[ew]_(?=.)")
_PROJECT_KEY = re.compile(r"(?<=.)_pe$")
_QUOTES = str.maketrans("", "", "\"'`[]")
LONGEST = 300  # characters of a name that are compared
SHORTEST_RUN = 7  # letters from which a part is looked at for words that run together
SHORTEST_PIECE = 3
# Words of two letters that names are built with; others would make almost any name fall apart.
SHORT_PIECES = frozenset(("at", "by", "cd", "dt", "id", "in", "is", "la", "no", "of", "on", "or", "pc", "to"))
# Words that columns are named with everywhere, whether or not anybody wrote them out in the descriptions at hand.
_USUAL = (
    "activity address age category class closed closure code contact count created date description duration end "
    "filed filing final first flag group kind last level method modified month name number object original owner "
    "prepared primary reason receipt received referral result role sent service source start state status text time "
    "title total type unit user value version week year"
)
USUAL = frozenset(_USUAL.split())
LONGEST_PIECE = 24


def key(name: str) -> str:
    """What two spellings of one name have in common besides schema, snapshot and project prefix: case and `_PE`."""
    return _PROJECT_KEY.sub("_e", " ".join(bare(name).split()))[:LONGEST]


def qualified(table: str, name: str) -> str:
    """The key of a column together with its table."""
    return f"{key(table)}.{key(name)}"[:LONGEST]


def has_shape(text: str) -> bool:
    """True for what only a physical name looks like: no blanks, and an underscore or a SAIL schema in it."""
    return not any(sign.isspace() for sign in text) and (
        "_" in text.strip("_") or SCHEMA.fullmatch(bare(text.split(".", maxsplit=1)[0])) is not None
    )


def spellings(text: str) -> tuple[str, ...]:
    """Keys that a typed name can stand for, the most literal first; each is to be tried until one is known."""
    plain = key(text.strip())
    found = [plain]
    parts = [part for part in plain.translate(_QUOTES).split(".") if part]
    has_schema = len(parts) > 1 and SCHEMA.fullmatch(parts[0]) is not None
    if has_schema:
        parts = parts[1:]
    match parts:
        case [name]:
            found += _tables(name, has_schema=has_schema)
        case [table, column]:
            found += [f"{one}.{key(column)}" for one in _tables(table, has_schema=has_schema)]
    return tuple(dict.fromkeys(one for one in found if one))


def _tables(name: str, *, has_schema: bool) -> list[str]:
    without_date = _SNAPSHOT.sub("", name)
    prefix = _PROJECT_PREFIX if has_schema or without_date != name else _OWN_PREFIX
    return [key(one) for one in (name, without_date, prefix.sub("", without_date))]


def pieces(part: str, is_word: Callable[[str], bool]) -> tuple[str, ...] | None:
    """The words that a run-together part such as `hearingoutcometypeidname` consists of.

    The reading with the fewest words counts. None when there is none of at least two words, or more than one: a name
    that can be read in two ways is left alone.
    """
    if len(part) < SHORTEST_RUN or not part.isalpha():
        return None
    size = len(part)
    # For every end: fewest words up to there, in how many ways, and where the last word begins.
    best: list[tuple[int, int, int]] = [(0, 1, 0)] + [(size + 1, 0, 0)] * size
    for end in range(1, size + 1):
        for start in range(max(0, end - LONGEST_PIECE), end):
            count, ways, _ = best[start]
            if not ways or (end - start == size) or not _is_piece(part[start:end], is_word):
                continue
            if count + 1 < best[end][0]:
                best[end] = (count + 1, ways, start)
            elif count + 1 == best[end][0]:
                best[end] = (count + 1, best[end][1] + ways, best[end][2])
    if best[size][1] != 1:
        return None
    found: list[str] = []
    end = size
    while end:
        start = best[end][2]
        found.append(part[start:end])
        end = start
    return tuple(reversed(found))


def _is_piece(text: str, is_word: Callable[[str], bool]) -> bool:
    return text in SHORT_PIECES or text in USUAL or (len(text) >= SHORTEST_PIECE and is_word(text))
