"""The written form of chosen variables: `<dataset>@<version>/<table>/<variable>`, packed tokens and basket files.

With the variable left out the whole table is meant, with the table left out as well the whole release. Pure: nothing
here knows whether what is named exists.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import orjson

from catalogue.errors import InvalidRequestError, Problem
from catalogue.model import names

# What an address can hold; a file holds more.
MOST_IN_LINK = 300
MOST_IN_FILE = 5000
MOST_COMPARED = 8
# Dataset, version, table and variable at their longest, with the signs between them.
LONGEST = 80 + 1 + 80 + 1 + 128 + 1 + 128
# A token unpacks to at most this: 300 items of the longest kind.
MOST_UNPACKED = MOST_IN_LINK * (LONGEST + 1)
# Longer addresses are cut by mail programs and chat rooms, so from here on a link carries a token.
LONGEST_PLAIN = 1800
FILE_FORMAT = "cafcass-catalogue-basket"
FILE_VERSION = 1
FORM = "<dataset>@<version>/<table>/<variable>"
EXAMPLE = "cafw@2.0.0/cafcass_alf/ALF_E"
_SAFE = "@:!$'()*,;-._~/"
_SHOWN = 200


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """A variable as one release says it; the whole table or release when `variable`, or `table` too, is empty."""

    dataset: str
    version: str
    table: str = ""
    variable: str = ""

    @property
    def release(self) -> str:
        """The release: `cafw@2.0.0`."""
        return f"{self.dataset}@{self.version}"

    @property
    def written(self) -> str:
        """The written form."""
        return "/".join(part for part in (self.release, self.table, self.variable) if part)


class ItemError(InvalidRequestError):
    """Something that is no item, or too many of them. The detail names the first one."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a list of written items holds: each item once, in the order given, and what could not be read."""

    items: tuple[Item, ...]
    faults: tuple[Problem, ...]


def parse(text: str) -> Item:
    """The item that a text names. Raises ItemError for everything else, and says which part is at fault."""
    release, _, rest = text.partition("/")
    table, slash, variable = rest.partition("/")
    dataset, at, version = release.partition("@")
    reason = ""
    if len(text) > LONGEST:
        reason = f"it is longer than {LONGEST} characters"
    elif not at or not names.is_slug(dataset):
        reason = "it does not begin with the short name of a dataset and an @"
    elif not names.is_version(version):
        reason = "behind the @ there is no version such as 2.0.0"
    elif (rest or "/" in text) and not names.is_table_name(table.lower()):
        reason = "behind the version there is no name of a table"
    elif slash and not names.is_variable_name(variable):
        reason = "behind the table there is no name of a variable"
    if reason:
        raise ItemError(f"{_shown(text)} is no variable of a release: {reason}.", remedy=f"Write {FORM}, as {EXAMPLE}.")
    return Item(dataset, version, table.lower(), variable)


def read(texts: Iterable[str]) -> Reading:
    """Each text as an item; what cannot be read is told one by one, and the rest is kept."""
    items: dict[Item, None] = {}
    faults: list[Problem] = []
    for text in texts:
        try:
            items.setdefault(parse(text.strip(" ")))
        except ItemError as error:
            faults.append(Problem("basket-item", error.detail, error.remedy))
    return Reading(tuple(items), tuple(faults))


def _shown(text: str) -> str:
    """What was given, as far as it can be shown in a message."""
    plain = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text[:_SHOWN])
    return f"“{plain}{'…' if len(text) > _SHOWN else ''}”"


def check_count(count: int, most: int = MOST_IN_LINK) -> None:
    """Raise ItemError when there are more items than an address holds."""
    if count <= most:
        return
    if most == MOST_COMPARED:
        raise ItemError(
            f"{count:,} variables are too many to compare; {most} stand side by side.",
            remedy="Leave some out, or put them all into a basket and download it as a table.",
        )
    raise ItemError(
        f"{count:,} variables are too many for an address; it holds {most:,}.",
        remedy="Keep them as a basket file and upload that, or take the whole table or release, which counts as one.",
    )


def query(items: Sequence[Item]) -> str:
    """The query of an address that holds the items: written out while that is short, packed otherwise."""
    plain = "&".join(f"v={quote(item.written, safe=_SAFE)}" for item in items)
    return plain if len(plain) <= LONGEST_PLAIN else f"b={pack(items)}"


def pack(items: Iterable[Item]) -> str:
    """Items in as few letters of an address as can be: grouped, deflated, in base64url. The same give the same."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = packer.compress(_grouped(items).encode()) + packer.flush()
    return base64.urlsafe_b64encode(body).rstrip(b"=").decode("ascii")


def unpack(token: str) -> Reading:
    """The items of a packed token. Raises ItemError for a token that was not made here, or was cut."""
    broken = ItemError(
        "The packed list of variables in this address cannot be read; it may have been cut.",
        remedy="Copy the whole address again, or open the basket file.",
    )
    if re.fullmatch(r"[A-Za-z0-9_-]*", token) is None:
        raise broken
    try:
        body = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        text = unpacker.decompress(body, MOST_UNPACKED).decode()
    except (binascii.Error, zlib.error, UnicodeDecodeError) as error:
        raise broken from error
    if not unpacker.eof or unpacker.unused_data:
        raise broken
    return read(_ungrouped(text))


def _grouped(items: Iterable[Item]) -> str:
    """A line for each run of items of one table: the table, then the variables, with slashes between them."""
    lines: list[str] = []
    table = None
    for item in items:
        here = (item.release, item.table)
        if here == table and item.variable:
            lines[-1] += f"/{item.variable}"
        else:
            lines.append(item.written)
        table = here if item.variable else None
    return "\n".join(lines)


def _ungrouped(text: str) -> Iterable[str]:
    for line in text.split("\n") if text else ():
        release, *rest = line.split("/")
        if len(rest) > 1:
            yield from (f"{release}/{rest[0]}/{variable}" for variable in rest[1:])
        else:
            yield line


def file_body(items: Sequence[Item], link: str, pins: Sequence[dict[str, str]] = ()) -> bytes:
    """A basket file. link: where it can be opened. pins: more to keep of each item, such as its seal."""
    more = pins or [{}] * len(items)
    entries = [
        {"dataset": one.dataset, "version": one.version, "table": one.table, "variable": one.variable, **pin}
        for one, pin in zip(items, more, strict=True)
    ]
    whole = {"format": FILE_FORMAT, "formatVersion": FILE_VERSION, "link": link, "items": entries}
    return orjson.dumps(whole, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def read_file(body: bytes) -> Reading:
    """The items of a basket file. Raises ItemError for a file that is none."""
    try:
        whole = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise _no_basket("it is not JSON") from error
    if not isinstance(whole, dict) or whole.get("format") != FILE_FORMAT:
        raise _no_basket(f"it does not say “format”: “{FILE_FORMAT}”")
    if whole.get("formatVersion") != FILE_VERSION:
        raise _no_basket("its formatVersion is not 1")
    entries = whole.get("items")
    if not isinstance(entries, list):
        raise _no_basket("it has no list of “items”")
    if len(entries) > MOST_IN_FILE:
        raise ItemError(
            f"The basket file holds {len(entries):,} variables; {MOST_IN_FILE:,} are read.",
            remedy="Take whole tables or releases instead of their variables one by one, or divide the file.",
        )
    return read(_entry(entry) for entry in entries)


def _entry(entry: Any) -> str:
    """The written form of an entry of a file, whatever it is: what makes no sense is refused like any other text."""
    if isinstance(entry, str):
        return entry
    if not isinstance(entry, dict):
        return orjson.dumps(entry).decode()
    parts = [entry.get(name, "") for name in ("dataset", "version", "table", "variable")]
    dataset, version, table, variable = (part if isinstance(part, str) else "?" for part in parts)
    if not table and variable:
        table = "?"
    return "/".join([f"{dataset}@{version}", *([table] if table else []), *([variable] if variable else [])])


def _no_basket(reason: str) -> ItemError:
    return ItemError(
        f"This file is no basket file: {reason}.", remedy="Choose a file that was downloaded from a basket page."
    )
