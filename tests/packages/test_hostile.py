"""Input made to do harm: a refusal that names file and rule, or an honest acceptance, in bounded time and memory."""

from __future__ import annotations

import io
import json
import resource
import socket
import struct
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.errors import PackageRefusedError
from catalogue.packages.limits import Limits
from catalogue.packages.read import find_packages, read_package, read_vocabulary
from catalogue.packages.rules import Rule
from tests.packages.samples import LIMITS, Facts, as_yaml, good, opened, problems, variable, write

SCRIPT = "<script>alert(1)</script>"
SECONDS = 10.0


@contextmanager
def bounded(megabytes: int = 150) -> Iterator[None]:
    """The block ends in good time (of this process alone), and does not make the process grow by more than that."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    yield
    assert time.process_time() - start < SECONDS
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < megabytes * 1_000, f"{grown:,} kB"


def rules(path: Path, limits: Limits = LIMITS) -> set[str]:
    """The rules that a package breaks; each problem names its file."""
    found = problems(path, limits)
    assert all(problem.file for problem in found)
    return {problem.rule for problem in found}


def test_a_descriptor_of_100_megabytes_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "datapackage.yaml"
    with path.open("wb") as stream:
        stream.truncate(100_000_000)
    with bounded(5):
        assert rules(path) == {Rule.FILE_SIZE}


def test_200_000_columns_are_refused_before_they_are_checked(tmp_path: Path) -> None:
    package = good()
    package["resources"][1]["schema"] = {"fields": [variable(f"V{number}") for number in range(200_000)]}
    path = write(tmp_path, package)
    with bounded(600):
        found = problems(path)
    assert [(problem.rule, problem.table) for problem in found] == [
        (Rule.COLUMN_COUNT, "people"),
        (Rule.COLUMN_COUNT, ""),
    ]


def test_a_header_line_of_200_000_columns_is_refused_at_the_first_that_differs(tmp_path: Path) -> None:
    header = ",".join(f"V{number}" for number in range(200_000)).encode()
    path = write(tmp_path, good(), {"tables/people.csv": header})
    with bounded():
        found = problems(path)
    assert [problem.message for problem in found] == [
        "Column 1 is something else in the file and 'PERSON_ID' in the descriptor. The file has 200,000 columns, not 3."
    ]


def test_a_header_that_differs_everywhere_is_compared_in_one_pass(tmp_path: Path) -> None:
    package = good()
    names = [f"VARIABLE_{number}" for number in range(15_000)]
    package["resources"][1]["schema"] = {"fields": [variable(name) for name in names]}
    path = write(tmp_path, package, {"tables/people.csv": ",".join(reversed(names)).encode()})
    with bounded(300):
        assert rules(path) == {Rule.HEADER_MISMATCH}


@pytest.mark.parametrize(
    "text",
    [
        "[" * 1_000_000, "{" * 1_000_000, "- " * 1_000_000, "a: " * 1_000_000, "? " * 1_000_000, '{"a":' * 1_000_000,
        "'" * 1_000_001, "!" * 1_000_000, "&a " * 100_000, "*a " * 100_000, "%" * 1_000_000, "#" * 1_000_000,
        "a: |\n" + "\n" * 1_000_000, "- [a, b]\n" * 200_000, "a: b\n" * 200_000, "\t" * 1_000_000, "---\n" * 300_000,
        ": " * 500_000, "[,]" * 300_000, '"\\x41"' * 100_000, "a" * 15_000_000,
    ],
    ids=lambda text: repr(text[:6]),
)  # fmt: skip
@pytest.mark.parametrize("name", ["datapackage.yaml", "datapackage.json"])
def test_strange_text_is_refused_in_good_time(tmp_path: Path, text: str, name: str) -> None:
    path = write(tmp_path, text, name=name)
    with bounded(400):
        assert rules(path)


def test_a_billion_laughs_are_refused_at_the_first_alias(tmp_path: Path) -> None:
    lines = ["a0: &a0 [lol, lol]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    with bounded(20):
        assert rules(write(tmp_path, "\n".join(lines), name="datapackage.yaml")) == {Rule.YAML_FEATURE}


@pytest.mark.parametrize(
    "body",
    [
        b"", b"\0", b"\xff\xfe\xff\xfe", b"\xef\xbb\xbf", b"null", b"[]", b"1", b'"text"', b"{}", b"\x80abc",
        b'{"resources": 1}', b'{"resources": [1, null, "a", [], {}]}', b'{"resources": {"a": 1}}',
        b'{"resources": [{"schema": {"fields": [1, null, []]}}]}', b'{"resources": [{"schema": {"fields": "x"}}]}',
        b'{"resources": [{"schema": {"foreignKeys": [{"fields": [1], "reference": []}]}}]}',
        b'{"name": {}, "title": [], "sources": {}, "caveats": "x", "codeLists": [[]], "joinPaths": [{"steps": 3}]}',
        b'{"temporal": [], "access": "x", "mark": {}, "source": {"a": 1}, "license": 5, "contributors": ["x"]}',
    ],
    ids=lambda body: repr(body[:40]),
)  # fmt: skip
def test_a_descriptor_of_another_shape_is_refused(tmp_path: Path, body: bytes) -> None:
    for name in ("datapackage.json", "datapackage.yaml"):
        folder = tmp_path / name
        assert rules(write(folder, body, name=name))


def test_numbers_beyond_measure_are_refused(tmp_path: Path) -> None:
    for number in ("1e400", "-1e400", "9" * 30, "9" * 6_000, "NaN", "-Infinity"):
        text = json.dumps(good()).replace('"x-house"', f'"x-number": {number}, "x-house"')
        assert rules(write(tmp_path, text)) == {Rule.NUMBER_RANGE}, number


def free_texts(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Places of all texts in a descriptor."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        if isinstance(member, str):
            yield (*place, key)
        else:
            yield from free_texts(member, (*place, key))


def put(package: Facts, place: tuple[Any, ...], value: str) -> None:
    """Replace one text of a descriptor."""
    holder: Any = package
    for step in place[:-1]:
        holder = holder[step]
    holder[place[-1]] = value


@pytest.mark.parametrize("place", list(free_texts(good())), ids=lambda place: "/".join(map(str, place)))
def test_a_script_in_a_text_stays_text_or_is_refused(tmp_path: Path, place: tuple[Any, ...]) -> None:
    package = good()
    put(package, place, SCRIPT)
    path = write(tmp_path, package)
    if problems(path):
        return
    read = read_package(path, LIMITS)
    kept = json.dumps([read.dataset, read.tables, read.code_lists, read.release.notes])
    assert SCRIPT in kept or place == ("$schema",)


@pytest.mark.parametrize("sign", ["\0", "\ufffe"])
@pytest.mark.parametrize("place", list(free_texts(good())), ids=lambda place: "/".join(map(str, place)))
def test_a_character_that_xml_cannot_carry_is_refused_in_every_text(
    tmp_path: Path, place: tuple[Any, ...], sign: str
) -> None:
    package = good()
    put(package, place, f"a{sign}b")
    (tmp_path / "datapackage.json").write_text(json.dumps(package), "ascii")
    found = problems(tmp_path)
    assert [problem.rule for problem in found] == [Rule.TEXT_CHARACTERS]
    named = next(step for step in reversed(place) if isinstance(step, str))
    assert named in found[0].message


def test_a_folder_called_like_a_descriptor_is_none(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").mkdir()
    assert rules(tmp_path) == {Rule.FILE_KIND}
    assert rules(tmp_path / "datapackage.json") == {Rule.FILE_MISSING}
    assert find_packages(tmp_path) == [tmp_path / "datapackage.json"]


def test_strange_paths_are_refused(tmp_path: Path) -> None:
    long = "x" * 300
    for path in (tmp_path / "a\0b", Path("\0.zip"), tmp_path / long, tmp_path / f"{long}.zip", Path("/dev/zero")):
        assert rules(path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", json.dumps(good()))
        with archive.open("tables/cases.csv", "w", force_zip64=True) as member:
            for _ in range(300):
                member.write(b"0" * 1_000_000)
    with bounded(20):
        assert rules(path) == {Rule.ZIP_LIMIT}


def test_a_member_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    body = b"{" + b" " * 900_000 + b"}"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", body)
    data = buffer.getvalue().replace(struct.pack("<L", len(body)), struct.pack("<L", 100))
    (tmp_path / "liar.zip").write_bytes(data)
    assert rules(tmp_path / "liar.zip") == {Rule.ZIP_BROKEN}


def test_a_directory_that_lies_about_its_length_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("datapackage.json", json.dumps(good()))
    data = bytearray(buffer.getvalue())
    for offset, value in ((10, 60_000), (12, 2**31), (16, 2**31)):
        broken = bytearray(data)
        size = 2 if offset == 10 else 4
        broken[len(data) - 22 + offset : len(data) - 22 + offset + size] = value.to_bytes(size, "little")
        (tmp_path / "liar.zip").write_bytes(broken)
        assert rules(tmp_path / "liar.zip") <= {Rule.ZIP_LIMIT, Rule.ZIP_BROKEN}
        assert rules(tmp_path / "liar.zip")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_archive_with_any_bytes_changed_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", json.dumps(good()))
        archive.writestr("tables/cases.csv", b"CASE_ID,LAW,RECEIVED,OPENED\n")
        archive.writestr("tables/people.csv", b"PERSON_ID,CASE_ID,MOTHER\n")
    body = bytearray(buffer.getvalue())
    for _ in range(data.draw(st.integers(1, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "any.zip"
    path.write_bytes(body)
    rules(path)


JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-9, 9),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(max_size=6),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a descriptor."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        yield (*place, key)
        yield from places(member, (*place, key))


EVERYWHERE = sorted(places(opened()[0]), key=str)
# Properties of the standard that the good package does not use, where nonsense may be put as well.
OF_PACKAGES = ["type", "profile", "image", "created", "license", "missingValues", "fields", "contributors"]
OF_TABLES = [
    "dialect",
    "encoding",
    "format",
    "mediatype",
    "bytes",
    "hash",
    "homepage",
    "contributors",
    "type",
    "profile",
    "compression",
    "sources",
    "licenses",
    "data",
    "fields",
    "missingValues",
    "stats",
    "scheme",
]
OF_VARIABLES = [
    "constraints",
    "categories",
    "categoriesOrdered",
    "missingValues",
    "format",
    "example",
    "trueValues",
    "rdfType",
    "decimalChar",
    "bareNumber",
    "arrayItem",
    "required",
    "availability",
]
FURTHER = [
    *((key,) for key in OF_PACKAGES),
    *(("resources", 0, key) for key in OF_TABLES),
    *(("resources", 0, "schema", "fields", 0, key) for key in OF_VARIABLES),
]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.sampled_from([*EVERYWHERE, *FURTHER]), JSON), min_size=1, max_size=3))
def test_nonsense_anywhere_is_taken_or_refused_and_nothing_else(
    tmp_path: Path, changes: list[tuple[tuple[Any, ...], Any]]
) -> None:
    package, files = opened()
    for place, value in changes:
        holder: Any = package
        for step in place[:-1]:
            holder = holder[step] if isinstance(holder, list | dict) and has(holder, step) else None
        if (isinstance(holder, dict) and isinstance(place[-1], str)) or (
            isinstance(holder, list) and has(holder, place[-1])
        ):
            holder[place[-1]] = value
    path = tmp_path / "datapackage.json"
    write(tmp_path, json.dumps(package), files)
    for problem in problems(path):
        assert problem.rule in set(Rule)
        assert len(problem.message) < 1_500


def has(holder: Any, step: Any) -> bool:
    """True when a list or group holds that step."""
    return step in holder if isinstance(holder, dict) else isinstance(step, int) and step < len(holder)


def test_data_handed_in_by_mistake_are_not_quoted_in_a_report(tmp_path: Path) -> None:
    secret = b"Jane Doe,1990-01-01,AB123456C\n" * 3
    restricted = problems(write(tmp_path / "restricted", good(), {"tables/people.csv": secret}))
    package, _files = opened()
    rows = b"CASE_ID,LAW,RECEIVED,OPENED\nJane,Doe,1990-01,AB123456C\n"
    unfit = problems(write(tmp_path / "open", package, {"tables/cases.csv": rows}))
    report = " ".join(problem.sentence() for problem in (*restricted, *unfit))
    assert {Rule.ROWS_RESTRICTED, Rule.HEADER_MISMATCH} <= {problem.rule for problem in restricted}
    assert {Rule.ROW_VALUE} == {problem.rule for problem in unfit}
    assert not any(word in report for word in ("Jane", "Doe", "1990", "AB123456C"))


def test_nothing_goes_to_the_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    package, files = opened()
    address = "https://example.org/profile.json"
    package.update({"$schema": address, "profile": address, "image": address})
    package["resources"][0].update({"$schema": address, "profile": address})
    package["resources"][0]["schema"]["$schema"] = address
    assert rules(write(tmp_path, package, files)) == set()


def test_vocabulary_is_as_careful(tmp_path: Path) -> None:
    lists = tmp_path / "codelists"
    write(lists, "a: &x 1\nb: *x", name="alias.yaml")
    write(lists, b"\xff", name="latin.yaml")
    write(lists, "name: wrong\ntitle: Wrong\n", name="other.yaml")
    twice = {"name": "twice", "title": "Twice", "codes": [{"code": "a"}, {"code": "a"}]}
    write(lists, as_yaml(twice), name="twice.yaml")
    (lists / "link.yaml").symlink_to(lists / "other.yaml")
    write(tmp_path / "organisations", "name: x\ntitle: 5\n", name="x.json")
    with pytest.raises(PackageRefusedError) as refusal:
        read_vocabulary(tmp_path, LIMITS)
    assert {(Path(problem.file).name, problem.rule) for problem in refusal.value.problems} == {
        ("alias.yaml", Rule.YAML_FEATURE),
        ("latin.yaml", Rule.ENCODING),
        ("other.yaml", Rule.NAME_FILE),
        ("twice.yaml", Rule.CODELIST_CODE),
        ("link.yaml", Rule.FILE_LINK),
        ("x.json", Rule.SYNTAX),
    }
