"""Names that a dictionary gives, made to fit the rules of packages. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from catalogue.model.names import VARIABLE_LENGTH

_SLUG_LENGTH = 80
_TABLE_LENGTH = 128
# A snapshot at the end of a table's name: eight digits that read as a day.
_SNAPSHOT = re.compile(r"[_-](?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\Z")
_FORMULA_SIGNS = "=+-@"


def slug(text: str, otherwise: str = "dictionary") -> str:
    """A slug made of a text: lower-case letters, digits and inner hyphens, at most 80 characters."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_SLUG_LENGTH].rstrip("-") or otherwise


def table_name(physical: str) -> tuple[str, str, str]:
    """Name in addresses, physical name without schema and snapshot, and the schema, of a table as a file calls it."""
    schema, _, bare = physical.strip().rpartition(".") if _is_qualified(physical) else ("", "", physical.strip())
    bare = _SNAPSHOT.sub("", bare) or bare
    plain = unicodedata.normalize("NFKD", bare).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9_-]+", "_", plain).strip("_-")[:_TABLE_LENGTH]
    return name or "table", bare or "TABLE", schema


def _is_qualified(text: str) -> bool:
    return re.fullmatch(r"\s*(?:\w+\.)+\w+\s*", text) is not None and not text.strip().lower().endswith(
        (".csv", ".dta", ".sav", ".xlsx", ".txt")
    )


def variable_name(raw: str) -> str:
    """The name of a variable as packages can hold it: often `raw` itself."""
    text = "".join(sign if sign.isprintable() else " " for sign in unicodedata.normalize("NFC", raw))
    text = text.strip().lstrip(_FORMULA_SIGNS).replace("/", "_").replace("\\", "_").strip()[:VARIABLE_LENGTH].strip()
    return text if text not in {".", ".."} else ""


def free(name: str, taken: Collection[str], most: int = _SLUG_LENGTH, joint: str = "-") -> str:
    """The name, or with a number behind it when it is taken."""
    found, number = name, 2
    while found in taken:
        tail = f"{joint}{number}"
        found, number = f"{name[: most - len(tail)]}{tail}", number + 1
    return found
