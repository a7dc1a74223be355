"""Files that break one rule each: a title, the rule, how the file is made, and the limits in force."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from catalogue.packages.limits import Limits
from catalogue.packages.rules import Rule
from tests.packages.broken_descriptors import Change
from tests.packages.samples import LIMITS, Facts, as_yaml, good, opened, write


def folder_of(*names: str) -> Callable[[Path], Path]:
    """A package whose descriptor stands there under several names."""

    def make(folder: Path) -> Path:
        for name in names:
            write(folder, good(), name=name)
        return folder

    return make


def text(body: str | bytes, name: str = "datapackage.yaml") -> Callable[[Path], Path]:
    """A package whose descriptor is exactly this."""
    return lambda folder: write(folder, body, name=name)


def with_file(path: str, body: bytes, change: Change | None = None) -> Callable[[Path], Path]:
    """The good package with one file of another content."""

    def make(folder: Path) -> Path:
        package = good()
        if change is not None:
            change(package)
        return write(folder, package, {path: body})

    return make


def open_with(body: bytes, change: Change | None = None) -> Callable[[Path], Path]:
    """The open package with these rows of cases."""

    def make(folder: Path) -> Path:
        package, _files = opened()
        if change is not None:
            change(package)
        return write(folder, package, {"tables/cases.csv": body})

    return make


def in_series(value: str = "CASE_ID", *, kind: str, **more: str) -> Change:
    """The cases as a series of published figures."""
    period = {"variable": "OPENED", "kind": kind}
    said = {"name": "a", "title": "A", "table": "cases", "value": value, "unit": "cases", "period": period, **more}
    return lambda package: package.update(series=[said])


def in_no_rows(folder: Path) -> Path:
    """A series of a table that holds a header line alone."""
    package = good()
    in_series(kind="other")(package)
    return write(folder, package)


def missing_file(folder: Path) -> Path:
    path = write(folder, good())
    (folder / "tables" / "people.csv").unlink()
    return path


def folder_as_file(folder: Path) -> Path:
    path = write(folder, good())
    (folder / "tables" / "people.csv").unlink()
    (folder / "tables" / "people.csv").mkdir()
    return path


def pipe_as_file(folder: Path) -> Path:
    path = write(folder, good())
    (folder / "tables" / "people.csv").unlink()
    os.mkfifo(folder / "tables" / "people.csv")
    return path


def linked_file(folder: Path) -> Path:
    path = write(folder, good())
    (folder / "elsewhere.csv").write_bytes((folder / "tables" / "people.csv").read_bytes())
    (folder / "tables" / "people.csv").unlink()
    (folder / "tables" / "people.csv").symlink_to(folder / "elsewhere.csv")
    return path


def linked_folder(folder: Path) -> Path:
    package = good()
    for table in package["resources"]:
        table["path"] = table["path"].replace("tables", "linked")
    path = write(folder, package)
    (folder / "linked").rename(folder / "real")
    (folder / "linked").symlink_to(folder / "real")
    return path


def linked_descriptor(folder: Path) -> Path:
    write(folder, good()).rename(folder / "real.json")
    (folder / "datapackage.json").symlink_to(folder / "real.json")
    return folder


def zipped(change: Callable[[zipfile.ZipFile], object] | None = None) -> Callable[[Path], Path]:
    """The good package as an archive, with something more in it."""

    def make(folder: Path) -> Path:
        write(folder / "package", good())
        with zipfile.ZipFile(folder / "package.zip", "w") as archive:
            for file in sorted((folder / "package").rglob("*")):
                if file.is_file():
                    archive.write(file, file.relative_to(folder / "package").as_posix())
            if change is not None:
                change(archive)
        return folder / "package.zip"

    return make


def broken_zip(folder: Path) -> Path:
    path = zipped()(folder)
    path.write_bytes(path.read_bytes()[:-30])
    return path


def damaged_zip(folder: Path) -> Path:
    path = zipped()(folder)
    path.write_bytes(path.read_bytes().replace(b"A small dataset", b"A small dataxxx"))
    return path


def link_in_zip(archive: zipfile.ZipFile) -> None:
    info = zipfile.ZipInfo("tables/link.csv")
    info.external_attr = 0o120777 << 16
    archive.writestr(info, "/etc/passwd")


def many_in_zip(archive: zipfile.ZipFile) -> None:
    for number in range(9):
        archive.writestr(f"{number}", "x")


def encrypted_zip(folder: Path) -> Path:
    path = zipped()(folder)
    data = bytearray(path.read_bytes())
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(sign)
        while start >= 0:
            data[start + offset] |= 1
            start = data.find(sign, start + 1)
    path.write_bytes(data)
    return path


def rare_zip(archive: zipfile.ZipFile) -> None:
    archive.writestr("notes.txt", "x" * 100, compress_type=zipfile.ZIP_BZIP2)


def swollen(archive: zipfile.ZipFile) -> None:
    archive.writestr("notes.txt", "x" * 500_000, compress_type=zipfile.ZIP_DEFLATED)


def stray_zip(folder: Path) -> Path:
    (folder / "package.zip").write_bytes(b"PK but no archive")
    return folder / "package.zip"


def nameless_zip(folder: Path) -> Path:
    """An archive with a member whose name has no length; the library itself stumbles over it."""
    path = zipped(lambda archive: archive.writestr("x", ""))(folder)
    data = bytearray(path.read_bytes())
    entry = data.rfind(b"PK\x01\x02")
    data[entry + 28], data[entry + 30] = 0, 1  # the one byte of the name becomes one of an extra field
    path.write_bytes(data)
    return path


def pipe_as_zip(folder: Path) -> Path:
    os.mkfifo(folder / "package.zip")
    return folder / "package.zip"


def zip_without_descriptor(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "package.zip", "w") as archive:
        archive.writestr("a/b/datapackage.json", "{}")
    return folder / "package.zip"


def zip_without_table(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "package.zip", "w") as archive:
        archive.writestr("datapackage.json", json.dumps(good()))
        archive.writestr("tables/cases.csv", "CASE_ID,LAW,RECEIVED,OPENED")
    return folder / "package.zip"


def untouched(folder: Path) -> Path:
    return write(folder, good())


def restricted_again(package: Facts) -> None:
    del package["accessRights"]


def header_alone(package: Facts) -> None:
    package["resources"][0]["headerOnly"] = True


def without_descriptor(folder: Path) -> Path:
    (folder / "tables").mkdir()
    return folder


Make = Callable[[Path], Path]
PEOPLE = "tables/people.csv"
ROWS = b"CASE_ID,LAW,RECEIVED,OPENED\n1,a,,\n"
HEADER = b"PERSON_ID,CASE_ID,MOTHER\n"
TO_99 = "1," * 99 + "1]"
SMALL = replace(LIMITS, descriptor_bytes=5_000, data_bytes=1_000, zip_members=4)
FILES: list[tuple[str, Rule, Make, Limits]] = [
    ("nothing there", Rule.FILE_MISSING, lambda folder: folder / "datapackage.json", LIMITS),
    ("no archive there", Rule.FILE_MISSING, lambda folder: folder / "package.zip", LIMITS),
    ("no descriptor there", Rule.FILE_MISSING, without_descriptor, LIMITS),
    ("a table without its file", Rule.FILE_MISSING, missing_file, LIMITS),
    ("a folder in place of a file", Rule.FILE_KIND, folder_as_file, LIMITS),
    ("a pipe in place of a file", Rule.FILE_KIND, pipe_as_file, LIMITS),
    ("a link in place of a file", Rule.FILE_LINK, linked_file, LIMITS),
    ("a link in place of a folder", Rule.FILE_LINK, linked_folder, LIMITS),
    ("a link in place of the descriptor", Rule.FILE_LINK, linked_descriptor, LIMITS),
    ("a large descriptor", Rule.FILE_SIZE, text(b"x" * 5_001), SMALL),
    ("a large table file", Rule.FILE_SIZE, with_file(PEOPLE, b"x" * 1_001), replace(LIMITS, data_bytes=1_000)),
    ("two descriptors", Rule.DESCRIPTOR_CHOICE, folder_of("datapackage.json", "datapackage.yaml"), LIMITS),
    ("an archive cut short", Rule.ZIP_BROKEN, broken_zip, LIMITS),
    ("a damaged archive", Rule.ZIP_BROKEN, damaged_zip, LIMITS),
    ("an archive with a way out", Rule.ZIP_NAME, zipped(lambda zip_: zip_.writestr("../evil.csv", "x")), LIMITS),
    ("an archive with an absolute name", Rule.ZIP_NAME, zipped(lambda zip_: zip_.writestr("/etc/evil", "x")), LIMITS),
    ("twins in an archive", Rule.ZIP_NAME, zipped(lambda zip_: zip_.writestr("TABLES/cases.csv", "x")), LIMITS),
    ("a link in an archive", Rule.FILE_LINK, zipped(link_in_zip), LIMITS),
    ("an archive of many files", Rule.ZIP_LIMIT, zipped(many_in_zip), SMALL),
    ("no archive at all", Rule.ZIP_BROKEN, stray_zip, LIMITS),
    ("an archive with a nameless file", Rule.ZIP_NAME, nameless_zip, LIMITS),
    ("an encrypted archive", Rule.ZIP_BROKEN, encrypted_zip, LIMITS),
    ("an archive packed in a rare way", Rule.ZIP_BROKEN, zipped(rare_zip), LIMITS),
    ("a pipe in place of an archive", Rule.FILE_KIND, pipe_as_zip, LIMITS),
    ("an archive without descriptor", Rule.FILE_MISSING, zip_without_descriptor, LIMITS),
    ("an archive without a table's file", Rule.FILE_MISSING, zip_without_table, LIMITS),
    ("an archive of two", Rule.DESCRIPTOR_CHOICE, zipped(lambda z: z.writestr("datapackage.yaml", "")), LIMITS),
    ("an archive with a large descriptor", Rule.FILE_SIZE, zipped(), replace(LIMITS, descriptor_bytes=1_000)),
    ("a large archive", Rule.FILE_SIZE, zipped(), replace(LIMITS, zip_bytes=1_000)),
    ("an archive of more than its size", Rule.ZIP_LIMIT, zipped(swollen), replace(LIMITS, zip_bytes=400_000)),
    ("UTF-16", Rule.ENCODING, text(as_yaml(good()).encode("utf-16")), LIMITS),
    ("Latin-1", Rule.ENCODING, text("title: Caf\xe9".encode("latin-1")), LIMITS),
    ("a table file in Latin-1", Rule.ENCODING, with_file(PEOPLE, b"CAF\xe9"), LIMITS),
    ("an empty file", Rule.SYNTAX, text(b" \n"), LIMITS),
    ("broken YAML", Rule.SYNTAX, text("title: [a"), LIMITS),
    ("broken JSON", Rule.SYNTAX, text("{title: 1}", "datapackage.json"), LIMITS),
    ("a YAML alias", Rule.YAML_FEATURE, text("a: &x [1]\nb: *x"), LIMITS),
    ("a YAML tag", Rule.YAML_FEATURE, text("a: !!python/object:os.system x"), LIMITS),
    ("two YAML documents", Rule.YAML_FEATURE, text("a: 1\n---\nb: 2"), LIMITS),
    ("a YAML key twice", Rule.KEY_DUPLICATE, text("title: a\ntitle: b"), LIMITS),
    ("a JSON key twice", Rule.KEY_DUPLICATE, text('{"a": {"b": 1, "b": 1}}', "datapackage.json"), LIMITS),
    ("a number as key", Rule.KEY_TEXT, text("1: a"), LIMITS),
    ("a list as key", Rule.KEY_TEXT, text("? [a, b]\n: c"), LIMITS),
    ("deep YAML", Rule.DEPTH, text("a: " + "[" * 40), LIMITS),
    ("deep JSON", Rule.DEPTH, text('{"a": ' + "[" * 40 + "]" * 40 + "}", "datapackage.json"), LIMITS),
    ("many YAML values", Rule.VALUE_COUNT, text("a: [" + TO_99), replace(LIMITS, values=99)),
    ("many JSON values", Rule.VALUE_COUNT, text("[" + TO_99, "datapackage.json"), replace(LIMITS, values=99)),
    ("no number", Rule.NUMBER_RANGE, text('{"a": NaN}', "datapackage.json"), LIMITS),
    ("a list as descriptor", Rule.PROPERTY_TYPE, text("- a"), LIMITS),
    ("a raw control character", Rule.TEXT_CHARACTERS, text("title: a\x01"), LIMITS),
    ("NUL in a table file", Rule.TEXT_CHARACTERS, with_file(PEOPLE, b"PERSON_ID\0"), LIMITS),
    ("many tables", Rule.TABLE_COUNT, untouched, replace(LIMITS, tables=1)),
    ("many columns in one", Rule.COLUMN_COUNT, untouched, replace(LIMITS, columns_per_table=3)),
    ("many columns", Rule.COLUMN_COUNT, untouched, replace(LIMITS, columns_per_package=6)),
    ("a broken CSV", Rule.CSV_BROKEN, with_file(PEOPLE, b'"PERSON_ID'), LIMITS),
    ("columns in another order", Rule.HEADER_MISMATCH, with_file(PEOPLE, b"CASE_ID,PERSON_ID,MOTHER\n"), LIMITS),
    ("a column too many", Rule.HEADER_MISMATCH, with_file(PEOPLE, HEADER.replace(b"\n", b",X\n")), LIMITS),
    ("an empty table file", Rule.HEADER_MISMATCH, with_file("tables/people.csv", b""), LIMITS),
    ("rows of a restricted table", Rule.ROWS_RESTRICTED, with_file(PEOPLE, HEADER + b"1,2,3\n"), LIMITS),
    ("rows where access is not stated", Rule.ROWS_RESTRICTED, open_with(ROWS, restricted_again), LIMITS),
    ("a series of periods that are none", Rule.SERIES_ROWS, open_with(ROWS, in_series(kind="month")), LIMITS),
    ("a series of texts", Rule.SERIES_ROWS, open_with(ROWS, in_series("LAW", kind="other")), LIMITS),
    ("a series without a line", Rule.SERIES_ROWS, open_with(ROWS, in_series(variant="LAW", kind="other")), LIMITS),
    ("a series of no rows at all", Rule.SERIES_ROWS, in_no_rows, LIMITS),
    ("rows under a header alone", Rule.ROWS_HEADER_ONLY, open_with(ROWS, header_alone), LIMITS),
    ("a row of another type", Rule.ROW_VALUE, open_with(b"CASE_ID,LAW,RECEIVED,OPENED\none,a,,\n"), LIMITS),
]  # fmt: skip
