"""Writing: what is written reads as the same facts, and third-party checkers accept it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import frictionless
import pytest
from hypothesis import HealthCheck, given, settings

from catalogue.packages.facts import Package, ReleaseFacts
from catalogue.packages.read import read_package
from catalogue.packages.write import (
    WrittenPackage,
    header_line,
    package_zip,
    table_path,
    write_descriptor,
    write_package,
)
from catalogue.settings import PACKAGE
from tests.outside import need
from tests.packages.conformance import PROFILE, official_faults
from tests.packages.samples import LIMITS, Facts, facts_of, good, opened, read, variable, write
from tests.packages.strategies import packages

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


def unpacked(written: WrittenPackage, folder: Path) -> Path:
    """Write a package to a folder as the site serves it."""
    for name, body in {"datapackage.json": written.descriptor, **written.files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(body)
    return folder / "datapackage.json"


def accepted_by_others(path: Path) -> list[str]:
    """What frictionless and the official schema have against a package."""
    report = frictionless.validate(str(path), type="package")
    faults = [str(note) for note in report.flatten(["title", "note"])]
    descriptor = json.loads(path.read_bytes())
    return faults + official_faults(descriptor)


def test_the_good_package_reads_as_it_was_written(tmp_path: Path) -> None:
    package = read(tmp_path / "source", good())
    path = unpacked(write_package(package), tmp_path / "written")
    assert facts_of(read_package(path, LIMITS)) == facts_of(package)
    assert accepted_by_others(path) == []


def test_rows_are_written_byte_for_byte(tmp_path: Path) -> None:
    source, files = opened()
    rows = b"\xef\xbb\xbf" + files["tables/cases.csv"].replace(b",", b";").replace(b"\n", b"\r\n")
    source["resources"][0]["dialect"] = {"delimiter": ";"}
    package = read(tmp_path / "source", source, {"tables/cases.csv": rows})
    written = write_package(package)
    path = unpacked(written, tmp_path / "written")
    assert written.files["tables/cases.csv"] == rows
    assert facts_of(read_package(path, LIMITS)) == facts_of(package)
    assert accepted_by_others(path) == []


@settings(max_examples=100, deadline=None, suppress_health_check=SLOW)
@given(source=packages())
def test_every_package_reads_as_it_was_written_and_others_accept_it(source: Facts) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        package = read(folder / "source", source)
        written = write_package(package)
        path = unpacked(written, folder / "written")
        again = read_package(path, LIMITS)
        (folder / "packed.zip").write_bytes(package_zip(written))
        from_zip = read_package(folder / "packed.zip", LIMITS)
        assert facts_of(again) == facts_of(from_zip) == facts_of(package)
        assert accepted_by_others(path) == []
    assert write_package(again) == written
    assert package_zip(write_package(from_zip)) == package_zip(written)


def broken_descriptor(written: WrittenPackage, change: Facts) -> WrittenPackage:
    """The same package with some property of its first table changed."""
    descriptor = json.loads(written.descriptor)
    descriptor["resources"][0].update(change)
    return replace(written, descriptor=json.dumps(descriptor).encode())


@pytest.mark.parametrize(
    "change",
    [
        {"path": "tables/none.csv"},
        {"hash": "sha256:" + "0" * 64},
        {"bytes": 1},
        {"schema": {"fields": [{"name": "OTHER", "type": "string"}]}},
        {"schema": {"fields": [{"name": "CASE_ID", "type": "strange"}]}},
    ],
    ids=lambda change: json.dumps(change)[:30],
)
def test_the_checkers_refuse_a_broken_copy(tmp_path: Path, change: Facts) -> None:
    written = write_package(read(tmp_path / "source", good()))
    path = unpacked(broken_descriptor(written, change), tmp_path / "written")
    assert accepted_by_others(path) != []


def test_the_official_schema_refuses_what_frictionless_lets_through(tmp_path: Path) -> None:
    need(PROFILE)
    written = write_package(read(tmp_path / "source", good()))
    broken = json.loads(written.descriptor) | {"resources": []}
    assert official_faults(broken) != []


def test_the_same_facts_give_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    package = read(tmp_path, good())

    def backwards(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: backwards(member) for key, member in reversed(list(value.items()))}
        return [backwards(item) for item in value] if isinstance(value, list) else value

    turned = replace(
        package,
        dataset=backwards(package.dataset),
        tables=tuple(backwards(table) for table in reversed(package.tables)),
    )
    assert write_package(turned).files == write_package(package).files
    assert json.loads(write_descriptor(turned)) == json.loads(write_descriptor(package))
    head = list(json.loads(write_descriptor(turned)))[:4]
    assert head == ["$schema", "name", "id", "title"]


def test_a_descriptor_needs_no_rows_in_hand(tmp_path: Path) -> None:
    source, files = opened()
    package = read(tmp_path, source, files)
    assert write_descriptor(replace(package, data={})) == write_package(package).descriptor


def test_all_code_lists_travel_inside_the_package(tmp_path: Path) -> None:
    source = good()
    (law_type,) = source.pop("codeLists")
    package = replace(read(tmp_path, source), code_lists={"law-type": law_type})
    assert json.loads(write_descriptor(package))["codeLists"][0]["name"] == "law-type"


def test_the_descriptor_is_readable(tmp_path: Path) -> None:
    text = write_descriptor(read(tmp_path, good())).decode()
    assert text.startswith(
        '{\n  "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",\n  "name": "small",'
    )
    assert text.endswith("\n}\n")
    assert "Cyfraith gyhoeddus" in text
    assert text.index('"title": "Cases"') < text.index('"schema": {')


NAMES = ["plain", "with,comma", 'with"quote', "with;semicolon", "with blank", "'quoted'", "naïve", "_", "1", "ŵ"]


def test_header_lines_are_csv_whatever_the_names() -> None:
    body = header_line({"name": "t", "variables": [{"name": name} for name in NAMES]})
    assert next(csv.reader(io.StringIO(body.decode(), newline=""))) == NAMES
    assert body.endswith(b"\r\n")
    assert body.count(b"\n") == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_table_of_one_strange_column_is_accepted(tmp_path: Path, name: str) -> None:
    table = {"name": "t", "headerOnly": True, "variables": [variable(name, type="string")]}
    package = Package("one", {"title": "One"}, (table,), ReleaseFacts("1.0.0"))
    assert accepted_by_others(unpacked(write_package(package), tmp_path)) == []


def test_archives_hold_no_times_and_are_stored_where_they_would_look_like_bombs(tmp_path: Path) -> None:
    package = read(tmp_path, good())
    plain = write_package(package)
    written = replace(plain, files={**plain.files, "tables/zeros.csv": b"0" * 5_000_000})
    archive = zipfile.ZipFile(io.BytesIO(package_zip(written)))
    assert archive.namelist() == ["datapackage.json", "tables/cases.csv", "tables/people.csv", "tables/zeros.csv"]
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert archive.getinfo("tables/zeros.csv").compress_type == zipfile.ZIP_STORED
    assert archive.getinfo("datapackage.json").compress_type == zipfile.ZIP_DEFLATED
    assert archive.read("datapackage.json") == plain.descriptor


def test_table_paths_are_those_of_the_profile() -> None:
    assert table_path("cafcass_alf") == "tables/cafcass_alf.csv"


def test_writing_loads_no_parser_and_no_checker() -> None:
    heavy = ["frictionless", "jsonschema", "yaml", "sqlmodel", "sqlalchemy", "catalogue.packages.read"]
    code = f"import sys, catalogue.packages.write; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    assert done.stdout.strip() == "[]"


def test_limits_are_generous_enough_for_what_is_written(tmp_path: Path) -> None:
    tables = tuple(
        {"name": f"t{number}", "headerOnly": True, "variables": [variable(f"V{n}", type="string") for n in range(100)]}
        for number in range(50)
    )
    package = Package("wide", {"title": "Wide"}, tables, ReleaseFacts("1.0.0"))
    path = tmp_path / "wide.zip"
    path.write_bytes(package_zip(write_package(package)))
    assert len(read_package(path, LIMITS).tables) == 50


def test_a_written_package_is_written_the_same_after_reading(tmp_path: Path) -> None:
    first = write_package(read(tmp_path / "a", good()))
    second = write_package(read_package(unpacked(first, tmp_path / "b"), LIMITS))
    assert first == second


def test_yaml_and_json_give_the_same_bytes(tmp_path: Path) -> None:
    one = read_package(write(tmp_path / "a", good()), LIMITS)
    two = read_package(write(tmp_path / "b", good(), name="datapackage.yml"), LIMITS)
    assert package_zip(write_package(one)) == package_zip(write_package(two))
