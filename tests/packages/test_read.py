"""Reading: the normal form, and that every spelling of the same facts has the same one."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.errors import PackageRefusedError
from catalogue.packages.read import Package, ReleaseFacts, find_packages, read_package
from catalogue.packages.rules import Rule
from catalogue.releases.canonical import encode, normalise
from catalogue.releases.content import build_content
from tests.packages.samples import GOOD, LIMITS, Facts, facts_of, good, opened, problems, read, variable, write
from tests.packages.strategies import packages, respelled


def test_facts_of_dataset_release_tables_and_code_lists_have_their_places(tmp_path: Path) -> None:
    package = read(tmp_path, good())
    assert package.slug == "small"
    assert package.origin == str(tmp_path / "datapackage.json")
    assert package.release == ReleaseFacts("1.0.0", "2020-01-31", "2020-02-01", "The first.")
    assert set(package.dataset) == set(GOOD) - {
        "$schema", "name", "resources", "codeLists", "version", "snapshot", "issued", "releaseNotes",
    }  # fmt: skip
    assert list(package.code_lists) == ["law-type"]
    assert package.warnings == ()
    assert package.data == {}
    cases, people = package.tables
    assert set(cases) == {
        "name", "physicalName", "title", "description", "grain", "headerOnly", "caveats", "undocumentedColumns",
        "schema", "variables",
    }  # fmt: skip
    assert [one["name"] for one in cases["variables"]] == ["CASE_ID", "LAW", "RECEIVED", "OPENED"]
    assert cases["variables"][1]["type"] == "string"
    assert cases["schema"] == {"primaryKey": ["CASE_ID"], "uniqueKeys": [["LAW", "RECEIVED"]]}
    assert people["physicalName"] == "PEOPLE"
    targets = {key["fields"][0]: key["reference"]["resource"] for key in people["schema"]["foreignKeys"]}
    assert targets == {"CASE_ID": "cases", "MOTHER": "people"}


def test_what_is_read_is_canonical_already(tmp_path: Path) -> None:
    package = read(tmp_path, good())
    for part in (package.dataset, *package.tables, *package.code_lists.values()):
        assert normalise(part) == part
        assert encode(part)
    content = build_content({**package.dataset, "id": "x"}, package.tables, {"law-type": "0" * 64})
    assert len(content.tables) == 2


def test_rows_come_back_as_exact_bytes_with_digest_and_count(tmp_path: Path) -> None:
    package, files = opened()
    taken = read(tmp_path, package, files)
    body = files["tables/cases.csv"]
    assert taken.data == {"cases": body}
    assert taken.tables[0]["data"]["rows"] == 2
    assert taken.tables[0]["data"]["bytes"] == len(body)
    assert "data" not in taken.tables[1]


def test_how_rows_are_written_is_kept_only_with_rows(tmp_path: Path) -> None:
    package, files = opened()
    semicolons = {"tables/cases.csv": files["tables/cases.csv"].replace(b",", b";")}
    package["resources"][0]["dialect"] = {"delimiter": ";"}
    assert read(tmp_path / "rows", package, semicolons).tables[0]["dialect"] == {"delimiter": ";"}
    restricted = good()
    restricted["resources"][0]["dialect"] = {"delimiter": ";"}
    header = {"tables/cases.csv": b"CASE_ID;LAW;RECEIVED;OPENED\n"}
    assert facts_of(read(tmp_path / "header", restricted, header)) == facts_of(read(tmp_path / "plain", good()))


@pytest.mark.parametrize(
    "header",
    [
        b"PERSON_ID,CASE_ID,MOTHER", b"PERSON_ID,CASE_ID,MOTHER\r\n", b"PERSON_ID,CASE_ID,MOTHER\r",
        b'\xef\xbb\xbf"PERSON_ID","CASE_ID","MOTHER"\n', b"PERSON_ID,CASE_ID,MOTHER\n\n\r\n",
    ],
)  # fmt: skip
def test_a_header_line_may_be_written_in_several_ways(tmp_path: Path, header: bytes) -> None:
    assert problems(write(tmp_path, good(), {"tables/people.csv": header})) == []


def test_stated_sizes_and_digests_are_checked_and_forgotten(tmp_path: Path) -> None:
    package = good()
    body = b"PERSON_ID,CASE_ID,MOTHER\n"
    for algorithm in ("md5", "sha1", "sha256", "sha512"):
        stated = hashlib.new(algorithm, body).hexdigest()
        named = stated if algorithm == "md5" else f"{algorithm.upper()}:{stated}"
        package["resources"][1].update(bytes=len(body), hash=named)
        assert facts_of(read(tmp_path, package)) == facts_of(read(tmp_path / "plain", good()))


def test_unknown_properties_survive_everywhere(tmp_path: Path) -> None:
    package = good()
    holders: list[Facts] = [
        package, package["caveats"][0], package["access"], package["resources"][0], package["resources"][0]["schema"],
        package["resources"][0]["schema"]["fields"][0], package["codeLists"][0], package["codeLists"][0]["codes"][0],
    ]  # fmt: skip
    for number, holder in enumerate(holders):
        holder["x-own"] = {"number": number, "list": [1.5, True, "a"]}
    taken = read(tmp_path, package)
    told = json.dumps([taken.dataset, taken.tables, taken.code_lists])
    assert all(f'"number": {number}' in told for number in range(len(holders)))


def test_years_and_codes_without_quotes_are_texts(tmp_path: Path) -> None:
    package = good()
    package["temporal"] = {"start": 2001, "end": 2020}
    package["caveats"][0]["period"] = {"from": 2010}
    package["codeLists"][0]["codes"] = [{"code": 1, "label": "One", "notation": 7, "validFrom": 2001}]
    taken = read(tmp_path, package)
    assert taken.dataset["temporal"] == {"start": "2001", "end": "2020"}
    assert taken.dataset["caveats"][0]["period"] == {"from": "2010"}
    assert taken.code_lists["law-type"]["codes"] == [
        {"code": "1", "label": "One", "notation": ["7"], "validFrom": "2001"}
    ]


def test_a_version_one_package_is_read(tmp_path: Path) -> None:
    package = {
        "profile": "tabular-data-package",
        "name": "old",
        "title": "Old",
        "license": "PDDL-1.0",
        "contributors": [{"title": "A", "role": "author", "web": "https://example.org"}],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": "things",
                "path": ["things.csv"],
                "encoding": "UTF-8",
                "headerOnly": False,
                "schema": {
                    "fields": [
                        {"name": "id", "type": "integer", "format": "default"},
                        {"name": "day", "type": "date", "format": "fmt:%Y"},
                    ],
                    "primaryKey": "id",
                    "foreignKeys": [{"fields": "id", "reference": {"resource": "", "fields": "id"}}],
                    "missingValues": [""],
                },
            }
        ],
    }  # fmt: skip
    taken = read(tmp_path, package)
    assert taken.dataset == {
        "title": "Old",
        "licenses": [{"name": "PDDL-1.0"}],
        "contributors": [{"title": "A", "roles": ["author"], "path": "https://example.org"}],
    }
    (table,) = taken.tables
    assert table["schema"] == {
        "primaryKey": ["id"],
        "foreignKeys": [{"fields": ["id"], "reference": {"resource": "things", "fields": ["id"]}}],
    }
    assert table["variables"] == [{"name": "id", "type": "integer"}, {"name": "day", "type": "date", "format": "%Y"}]
    assert [warning.rule for warning in taken.warnings] == [Rule.ROWS_NONE]


def in_a_folder(work: Path, package: Facts, chance: random.Random) -> Package:
    """Write a package in some kind of file and read it."""
    name = chance.choice(["datapackage.json", "datapackage.yaml", "datapackage.yml"])
    folder = work / f"{chance.random()}"
    path = write(folder, package, name=name)
    if chance.random() < 0.3:
        archive = shutil.make_archive(str(folder), "zip", folder)
        return read_package(Path(archive), LIMITS)
    return read_package(chance.choice([path, folder]), LIMITS)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(package=packages(), seed=st.integers(0, 2**32))
def test_every_spelling_of_the_same_facts_gives_the_same_facts(package: Facts, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test's dice
    with tempfile.TemporaryDirectory() as work:
        plain = in_a_folder(Path(work), package, random.Random(0))  # noqa: S311
        other = in_a_folder(Path(work), respelled(package, seed), chance)
    assert facts_of(plain) == facts_of(other)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(package=packages(), seed=st.integers(0, 2**32))
def test_any_change_of_a_text_gives_other_facts(package: Facts, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test's dice
    changed: Any = json.loads(json.dumps(package))
    variables = [table["schema"]["fields"][0] for table in changed["resources"]]
    holder = chance.choice([changed, *changed["sources"], *changed["contributors"], *variables])
    holder["title"] = str(holder.get("title", "")) + "!"
    with tempfile.TemporaryDirectory() as work:
        one = in_a_folder(Path(work), package, chance)
        two = in_a_folder(Path(work), changed, chance)
    assert facts_of(one) != facts_of(two)


def test_packages_are_found_at_any_depth(tmp_path: Path) -> None:
    write(tmp_path / "packages" / "b" / "1.0.0", good(), name="datapackage.yaml")
    write(tmp_path / "packages" / "a" / "2.0.0", good())
    write(tmp_path / ".hidden" / "c", good())
    (tmp_path / "packages" / "linked").symlink_to(tmp_path / "packages" / "a")
    found = find_packages(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in found] == [
        "packages/a/2.0.0/datapackage.json",
        "packages/b/1.0.0/datapackage.yaml",
    ]
    assert find_packages(found[0]) == [found[0]]
    assert find_packages(tmp_path / "packages" / "a" / "2.0.0" / "tables") == []


def test_a_path_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackageRefusedError, match="no such file"):
        find_packages(tmp_path / "none")


def test_an_archive_may_hold_the_package_in_one_folder(tmp_path: Path) -> None:
    write(tmp_path / "small", good())
    path = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", tmp_path, "small"))
    with zipfile.ZipFile(path) as archive:
        assert "small/datapackage.json" in archive.namelist()
    taken = read_package(path, LIMITS)
    assert taken.origin == f"{path}/datapackage.json"
    assert facts_of(taken) == facts_of(read_package(tmp_path / "small", LIMITS))


def test_messages_can_name_another_origin(tmp_path: Path) -> None:
    package = good()
    package["mark"] = "?"
    with pytest.raises(PackageRefusedError) as refusal:
        read_package(write(tmp_path, package, {"tables/people.csv": b"x"}), LIMITS, origin="upload/datapackage.json")
    assert {problem.file for problem in refusal.value.problems} == {
        "upload/datapackage.json",
        "upload/tables/people.csv",
    }


def test_problems_of_every_kind_are_found_in_one_reading(tmp_path: Path) -> None:
    package = good()
    package["mark"] = "?"
    package["version"] = "1"
    package["resources"][0]["schema"]["fields"].append(variable("OPENED"))
    package["resources"][0]["schema"]["fields"][1]["constraints"] = {"minimum": 1}
    package["resources"][1]["schema"]["primaryKey"] = ["NONE"]
    found = {problem.rule for problem in problems(write(tmp_path, package, {"tables/people.csv": b"x\n"}))}
    assert found == {
        Rule.VOCABULARY, Rule.VERSION_FORMAT, Rule.NAME_DUPLICATE, Rule.FIELD_CONSTRAINT, Rule.KEY_FIELD,
        Rule.HEADER_MISMATCH,
    }  # fmt: skip
