"""What a slug, a table name, a variable name, a version is: one rule each, used by every door into the register."""

from __future__ import annotations

import re
import uuid
from urllib.parse import quote

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?")
TABLE = re.compile(r"[a-z0-9][a-z0-9_-]{0,127}")
VARIABLE_LENGTH = 128
VERSION_LENGTH = 80
# SemVer 2.0.0 without build metadata, which has no place in precedence.
VERSION = re.compile(
    r"(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})"
    r"(?:-((?:0|[1-9]\d{0,8}|\d*[a-zA-Z-][0-9a-zA-Z-]{0,30})(?:\.(?:0|[1-9]\d{0,8}|\d*[a-zA-Z-][0-9a-zA-Z-]{0,30})){0,5}))?",
    re.ASCII,
)
# Identifiers of datasets that name none are derived from their first slug, so that every register agrees.
DATASET_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://datapackage.org/profiles/2.0/datapackage.json#dataset")


def is_slug(text: str) -> bool:
    """True for a lower-case name of letters, digits and inner hyphens, at most 80 characters."""
    return SLUG.fullmatch(text) is not None


def is_table_name(text: str) -> bool:
    """True for a lower-case physical name of letters, digits, `_` and `-`, at most 128 characters."""
    return TABLE.fullmatch(text) is not None


def is_variable_name(text: str) -> bool:
    """True for 1 to 128 printable characters without `/`, not `.` or `..`, and no blank at either end."""
    return (
        0 < len(text) <= VARIABLE_LENGTH and text.isprintable() and text == text.strip()
        and "/" not in text and "\\" not in text and text not in {".", ".."}
    )  # fmt: skip


def is_version(text: str) -> bool:
    """True for a semantic version such as `2.0.0` or `2.1.0-rc.1`, at most 80 characters."""
    return len(text) <= VERSION_LENGTH and VERSION.fullmatch(text) is not None


def version_key(text: str) -> tuple[int, int, int, tuple[tuple[int, int, str], ...]]:
    """Sort key of a semantic version by the precedence rules of SemVer 2.0.0, section 11.

    Raises ValueError for what is not a version. A version without a pre-release part sorts after all of its own
    pre-releases; numeric parts sort before alphabetic ones.
    """
    match = VERSION.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a semantic version such as 2.0.0")
    major, minor, patch, rest = match.groups()
    if rest is None:
        tail: tuple[tuple[int, int, str], ...] = ((2, 0, ""),)
    else:
        tail = tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in rest.split("."))
    return int(major), int(minor), int(patch), tail


def quoted(path: str) -> str:
    """A path of plain names as it is written in an address: everything that could be mistaken is escaped."""
    return quote(path, safe="/@:+,;=!$'()*~-._")


def dataset_identifier(slug: str) -> str:
    """The permanent identifier of a dataset whose package names none: the same in every register."""
    return str(uuid.uuid5(DATASET_NAMESPACE, slug))
