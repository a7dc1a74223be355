"""What counts as telling a reader something: the same for the rules and for the score."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalogue.releases.gate.subject import Facts

_SIGNS = re.compile(r"[^a-z0-9]+")
_PAIR = 2
_WORD = re.compile(r"[^\W\d_]{4}")
# Ways of saying that a value can be, or cannot be, missing.
_MISSING = re.compile(
    r"\b(?:empty|blank|missing(?:ness)?|null|nil|not (?:recorded|known|filled|available|stated|given)|unknown|"
    r"unrecorded|filled|optional|(?:always|never|rarely|seldom|often|sometimes|mostly) (?:recorded|given|set))\b",
    re.IGNORECASE,
)


def folded(text: str) -> str:
    """A text without case, spaces and signs, to see whether two say the same."""
    return _SIGNS.sub("", text.lower())


def repeats_a_name(variable: Facts) -> bool:
    """True when the definition says no more than the label or the name."""
    said, title, name = str(variable.get("description", "")), str(variable.get("title", "")), str(variable["name"])
    # Most definitions are far longer than any name; folding them all would take most of the time of the gate.
    if not said or len(said) > 2 * max(len(title), len(name)):
        return False
    plain = folded(said)
    return bool(plain) and plain in {folded(title), folded(name)}


def is_defined(variable: Facts) -> bool:
    """True when a definition says more than the name."""
    return bool(str(variable.get("description", "")).strip()) and not repeats_a_name(variable)


def is_told(variable: Facts) -> bool:
    """True when a reader learns anything of what it means, be it that nobody knows."""
    return any(str(variable.get(key, "")).strip() for key in ("description", "inferredMeaning", "openQuestion"))


def explains(code: Facts) -> bool:
    """True for a code that a reader understands: told in words, or a word itself."""
    told = any(str(code.get(key, "")).strip() for key in ("label", "labelCy", "description", "inferredMeaning"))
    return told or _WORD.search(str(code.get("code", ""))) is not None


def values_of(variable: Facts) -> list[str] | None:
    """The values that a variable without a code list enumerates, or None when it enumerates none.

    One value alone is a constant, and labelled categories tell themselves.
    """
    categories = variable.get("categories")
    if categories and all(isinstance(one, str | int) for one in categories):
        values = [str(one) for one in categories]
    else:
        values = [str(one) for one in variable.get("constraints", {}).get("enum", ())]
    plain = variable.get("type") != "boolean" and "codeList" not in variable
    return values if plain and len(values) > 1 else None


def unexplained(variable: Facts, values: list[str]) -> list[str]:
    """Those of the values that the texts of a variable do not name and that are no words.

    Of two values the one that is explained explains the other: 1 when it is so, 0 when not.
    """
    said = " ".join(sentences(variable)).lower()
    left = [one for one in values if one.lower() not in said and _WORD.search(one) is None]
    return [] if len(values) == _PAIR and len(left) < _PAIR else left


def sentences(variable: Facts) -> Iterator[str]:
    """What is said of a variable in sentences."""
    for key in ("description", "inferredMeaning", "note", "openQuestion"):
        if key in variable:
            yield str(variable[key])
    for caveat in variable.get("caveats", ()):
        yield f"{caveat.get('title', '')} {caveat.get('description', '')}"


def tells_missing(table: Facts, variable: Facts) -> bool:
    """True when a reader learns whether a value can be missing, or how a missing one looks."""
    schema = table.get("schema", {})
    return (
        "required" in variable.get("constraints", {})
        or bool(variable.get("missingValues"))
        or bool(schema.get("missingValues"))
        or variable["name"] in schema.get("primaryKey", ())
        or any(_MISSING.search(text) for text in sentences(variable))
    )
