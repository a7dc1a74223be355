"""The files of an index, and what is said of damaged ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.errors import IndexUnavailableError
from catalogue.search.layout import Generation, State, current, next_generation, pointer, write_whole


@given(st.sets(st.integers(0, 2**32 - 1), max_size=50))
def test_members_come_back(tmp_path_factory: pytest.TempPathFactory, numbers: set[int]) -> None:
    generation = Generation(tmp_path_factory.mktemp("generation"))
    generation.write_members("000001", numbers)
    assert generation.read_members("000001").tolist() == sorted(numbers)


def test_members_of_a_large_unchanged_release_are_small(tmp_path: Path) -> None:
    generation = Generation(tmp_path)
    generation.write_members("000001", range(10_000))
    changed = [*range(9_900), *range(20_000, 20_100)]
    generation.write_members("000002", changed)
    assert generation.member_file("000002").stat().st_size < 200
    assert generation.read_members("000002").tolist() == changed


def test_a_state_comes_back() -> None:
    state = State(serial=7, next_member=3, releases={"cafw": {"1.0.0": "000001"}}, standing={"cafw": ["1.0.0"]})
    assert State.from_json(state.to_json()) == state


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 99}', "\x00", '{"format": 1}'])
def test_a_damaged_state_is_told(tmp_path: Path, text: str) -> None:
    generation = Generation(tmp_path)
    generation.state_file.write_text(text)
    with pytest.raises(IndexUnavailableError, match="reindex"):
        generation.read_state()


@pytest.mark.parametrize("content", [b"", b"no zlib", b"x\x9c\x03\x00"])
def test_damaged_members_are_told(tmp_path: Path, content: bytes) -> None:
    generation = Generation(tmp_path)
    generation.write_members("000001", [1, 2])
    generation.member_file("000001").write_bytes(content)
    with pytest.raises(IndexUnavailableError):
        generation.read_members("000001")


def test_no_index_yet_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailableError, match="no search index yet"):
        current(tmp_path)


@pytest.mark.parametrize("name", ["", "..", "../other", "a/b"])
def test_a_pointer_stays_in_its_folder(tmp_path: Path, name: str) -> None:
    pointer(tmp_path).write_text(name)
    with pytest.raises(IndexUnavailableError):
        current(tmp_path)


def test_generations_are_numbered_on(tmp_path: Path) -> None:
    assert next_generation(tmp_path).folder.name == "g000001"
    (tmp_path / "g000009").mkdir()
    assert next_generation(tmp_path).folder.name == "g000010"


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    write_whole(path, json.dumps({"one": 1}))
    write_whole(path, json.dumps({"two": 2}))
    assert json.loads(path.read_text()) == {"two": 2}
    assert [file.name for file in tmp_path.iterdir()] == ["state.json"]
