"""Which kind of dictionary a file is, by what is in it, and the one door to every reader of files."""

from __future__ import annotations

import importlib
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from catalogue.dictionaries.build import Builder, refusal
from catalogue.dictionaries.columns import score, spelled
from catalogue.dictionaries.csv_file import read_rows
from catalogue.dictionaries.dictionary import Dictionary, Fault
from catalogue.dictionaries.limits import DictionaryLimits
from catalogue.packages.rules import shown


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file. title: as people call it. suffixes: of its usual names. module: of this room that reads it."""

    title: str
    suffixes: tuple[str, ...]
    module: str


FORMATS: Mapping[str, Format] = {
    "csv": Format("Table of variables, CSV", (".csv", ".tsv", ".txt"), "csv_file"),
    "excel": Format("Table of variables, Excel", (".xlsx",), "excel"),
    "gateway": Format("Structural metadata of the HDR UK Gateway, JSON, CSV or Excel", (".json",), "gateway"),
    "ddi": Format("DDI-Codebook 2.5 or 2.6", (".xml",), "ddi"),
    "stata": Format("Stata", (".dta",), "data_file"),
    "spss": Format("SPSS", (".sav", ".zsav", ".por"), "data_file"),
    "data": Format("Data as CSV, of which the header line and types are taken", (".csv",), "folder"),
}
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_STATA = frozenset({102, 103, 104, 105, 108, 110, 111, 112, 113, 114, 115})
_PROBE = 40
_START = 4_000
# JSON of groups. A table can begin with a bracket as well: some databases write `[Variable],[Label]`.
_JSON = re.compile(rb"[\[{]\s*(?:[\[{\"}\]0-9-]|true|false|null|\Z)")
_GATEWAY = {"column name", "data type", "sensitive"}


def read(data: bytes, name: str, limits: DictionaryLimits, form: str = "") -> Dictionary:
    """The dictionary in a file. form: one of FORMATS; without one the file is recognised.

    Raises DictionaryRefusedError when it is of no kind that is known, cannot be read, or may be of several kinds.
    """
    if len(data) > limits.file_bytes:
        message = f"The file holds {len(data):,} bytes; {limits.file_bytes:,} are allowed."
        raise refusal(name, message, "Split it, or raise CATALOGUE_DICTIONARY_BYTES.")
    if form and form not in FORMATS:
        raise refusal(name, f"{shown(form)} is no kind of file.", f"Use one of: {', '.join(FORMATS)}.", Fault.SYNTAX)
    chosen = FORMATS[form or recognise(data, name, limits)]
    # Readers of statistical files and of XML load large libraries, and only who needs them should.
    module = importlib.import_module(f"catalogue.dictionaries.{chosen.module}")
    dictionary: Dictionary = module.read(data, name, limits)
    return dictionary


def is_statistical(data: bytes, form: str = "") -> bool:
    """True for a file of Stata or SPSS, asked for or told by how it begins."""
    return form in {"stata", "spss"} or (not form and _statistical(data) != "")


def recognise(data: bytes, name: str, limits: DictionaryLimits) -> str:
    """The kind of a file, one of FORMATS. Raises DictionaryRefusedError when that cannot be told."""
    if not data.strip(b"\x00 \t\r\n"):
        raise refusal(name, "The file is empty.", "Hand in the dictionary itself.", Fault.SYNTAX)
    binary = _binary(data, name)
    if binary:
        return binary
    start = data[:_START].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start.startswith(b"<"):
        return "ddi"
    if _JSON.match(start):
        return "gateway"
    return _text(data, name, limits)


def _binary(data: bytes, name: str) -> str:
    if data.startswith(b"PK\x03\x04"):
        return _archive(data, name)
    if data.startswith(_OLD_EXCEL):
        raise refusal(name, "It is a workbook of the old kind (.xls), or one with a password.", "Save it as .xlsx.")
    if data.startswith(b"%PDF"):
        raise refusal(name, "It is a PDF, which holds no table that a program can read.", "Ask for the table itself.")
    return _statistical(data)


def _statistical(data: bytes) -> str:
    if data.startswith((b"$FL2", b"$FL3")) or b"SPSS PORT FILE" in data[:600]:
        return "spss"
    if data.startswith(b"<stata_dta>") or (len(data) > 4 and data[0] in _OLD_STATA and data[1] in {1, 2}):  # noqa: PLR2004
        return "stata"
    return ""


def _archive(data: bytes, name: str) -> str:
    try:
        members = set(zipfile.ZipFile(io.BytesIO(data)).namelist()[:10_000])
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise refusal(name, f"It cannot be read as an archive: {error}.", "Save it again.", Fault.SYNTAX) from error
    if "xl/workbook.bin" in members or "content.xml" in members:
        raise refusal(name, "It is a spreadsheet of another kind than .xlsx.", "Save it as .xlsx.", Fault.SYNTAX)
    if "[Content_Types].xml" in members and any(member.startswith("xl/") for member in members):
        return "excel"
    raise refusal(name, "It is an archive, and no workbook.", "Unpack it, and hand in the files.", Fault.SYNTAX)


def _text(data: bytes, name: str, limits: DictionaryLimits) -> str:
    """CSV: a dictionary, the Gateway's layout, or data of which the first line names the columns."""
    rows = read_rows(data, Builder(name, "csv", limits))[:_PROBE]
    if any(set(map(spelled, row.cells)) >= _GATEWAY for row in rows):
        return "gateway"
    if any(score(row.cells) for row in rows):
        return "csv"
    suffix = PurePath(name).suffix.lower()
    raise refusal(
        name,
        "No line names columns of a dictionary, such as Variable, Label and Type. "
        f"It may be {'a dictionary with other headings' if suffix else 'anything'}, or data.",
        "Say which: `--format csv` for a dictionary, `--format data` to take the names of its columns and no value.",
        Fault.HEADER,
    )
