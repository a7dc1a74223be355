"""Whoever reads all that is published finds nothing that was hidden: attacks on figures as they are written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.errors import InvalidRequestError
from catalogue.releases.disclosure.published import read, written
from catalogue.statistics.asked import Asked, by_name, tell_of_people
from catalogue.statistics.figures import MOST_CATEGORIES, categories, presence
from catalogue.statistics.profile import profile
from tests.statistics.data import counts, figures, times, told
from tests.statistics.data import written as data_file
from tests.statistics.reader import opened

CODES = dict.fromkeys("abcd", "")
some = st.one_of(st.integers(0, 12), st.integers(0, 60))
table = st.fixed_dictionaries(dict.fromkeys("abc?", some))
Rows = dict[str, int]


def published(
    rows: Rows, missing: int, k: int, before: list[tuple[int, Any]], codes: Mapping[str, str] | None = CODES
) -> tuple[int, Any]:
    """Number of rows and counts as JSON has them, after releases that are known in that form alone."""
    earlier = [read({"counts": told, "threshold": k}, total) for total, told in before]
    known = [one for one in earlier if one is not None]
    present = sum(rows.values())
    found = (
        presence(present + missing, present, k, known) if codes is None else categories(rows, missing, codes, k, known)
    )
    return present + missing, written(found)


@settings(max_examples=25, deadline=None)
@given(table, table, some, st.integers(0, 20), st.integers(2, 12), st.sampled_from([1, -1]), st.booleans())
def test_two_releases_tell_no_more_than_one(
    first: Rows,
    more: Rows,
    missing: int,
    gone: int,
    k: int,
    sign: int,
    coded: bool,  # noqa: FBT001
) -> None:
    """Also where a release before has other codes, or tells no more of the column than how many rows have a value."""
    larger, smaller = {code: first[code] + more[code] for code in first}, first
    old, new = (smaller, larger) if sign > 0 else (larger, smaller)
    old_missing, new_missing = (missing, missing + gone) if sign > 0 else (missing + gone, missing)
    one = published(old, old_missing, k, [], {"a": "", "b": ""} if coded else None)
    assert opened([one], k, sign) == []
    two = published(new, new_missing, k, [one])
    assert opened([one, two], k, sign) == []


def test_the_attack_finds_what_is_careless() -> None:
    one = published({"a": 4, "b": 20, "c": 100}, 0, 10, [])
    careless = published({"a": 12, "b": 21, "c": 110}, 0, 10, [])
    assert opened([one, careless], 10, 1) == [(0, 0), (0, 1)]
    assert opened([one, published({"a": 12, "b": 21, "c": 110}, 0, 10, [one])], 10, 1) == []
    two = published({"a": 12, "b": 40, "c": 100}, 0, 10, [])
    assert opened([two, published({"a": 9, "b": 40, "c": 80}, 0, 10, [])], 10, -1) == [(1, 0), (1, 1)]
    assert opened([two, published({"a": 9, "b": 40, "c": 80}, 0, 10, [two])], 10, -1) == []


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=52, max_size=70), st.integers(0, 12), st.integers(2, 12))
def test_being_named_among_many_tells_nothing_of_the_others(values: list[int], missing: int, k: int) -> None:
    """It is known that those which are named are the most frequent: no other one is larger than the least of them."""
    rows = {f"{number:02d}": count for number, count in enumerate(values)}
    shown = counts({"counts": written(categories(rows, missing, dict.fromkeys(rows, ""), k))})
    named = {name: count for name, count in shown.items() if name in rows}
    others = [name for name in rows if name not in named]
    assert len(named) <= MOST_CATEGORIES
    assert all(count == rows[name] for name, count in named.items())
    left = shown["other codes"]
    if left is not None and any(0 < rows[name] < k for name in others):
        largest = min((count or 0 for count in named.values()), default=left)
        assert left - (len(others) - 1) * largest <= 1
        assert min(left, largest) >= k - 1


def test_a_column_with_few_values_is_counted_right(tmp_path: Path) -> None:
    known = {"law": Asked("LAW", "text", codes={"Public": "", "Private": ""}, known=True)}
    found = told(tmp_path, {"LAW": times(("Public", 5), (None, 95))}, known=known)["LAW"]
    assert counts(found) == {"Public": None, "Private": 0, "not in the code list": 0, "missing": None}


def test_a_deviation_that_one_value_makes_is_not_told(tmp_path: Path) -> None:
    """Of 1,000 values that are about 1,000, the deviation would tell by how much the one other is above them."""
    values = [1000 + at / 1000 for at in range(1000)]
    assert "sd" in figures(told(tmp_path, {"N": values})["N"])
    found = figures(told(tmp_path, {"N": [*values, 1200.5]})["N"])
    assert "mean" in found
    assert "sd" not in found


@pytest.mark.parametrize(
    "value",
    ["HHJ Jane Smith", "Dr. Jones", "Smith, Jane", "jane.smith@example.org", "07700 900123", "943 476 5919", "SA2 8PP"],
)
def test_values_that_are_people_are_not_named(tmp_path: Path, value: str) -> None:
    found = told(tmp_path, {"HEARD": times((value, 30), ("Nobody", 40))})["HEARD"]
    assert (found["kind"], found["why"]) == ("withheld", "names people")
    assert counts(found) == {"missing": 0, "with a value": 70}


def test_values_that_are_no_people_are_named() -> None:
    assert not tell_of_people(["Care order", "Swansea", "Mother", "Dr to report", "Yes, in part", "2019", "W06000011"])


@pytest.mark.parametrize(
    ("name", "why"),
    [("SOCIAL_WORKER", "person"), ("createdBy", "person"), ("Judge", "person"), ("DYDDIAD_GENI", "date of birth"),
     ("dyddiadGeni", "date of birth"), ("JUDGE_LEVEL", ""), ("Hygienic", "")],
)  # fmt: skip
def test_names_of_columns_tell_of_people(name: str, why: str) -> None:
    assert by_name(name).withheld == why


def test_tables_that_differ_by_a_few_rows_are_not_both_told(tmp_path: Path) -> None:
    before = [profile([data_file(tmp_path / "a.csv", {"LAW": ["x"] * 40 + ["y"] * 40})], "t", 10)]
    for rows in (71, 79, 81, 89):
        path = data_file(tmp_path / "b.csv", {"LAW": ["x"] * 40 + ["y"] * (rows - 40)})
        with pytest.raises(InvalidRequestError, match="fewer than 10 rows more or less"):
            profile([path], "t", 10, earlier=[before])
        assert profile([path], "other", 10, earlier=[before])["name"] == "other"
    for rows in (70, 80, 90):
        path = data_file(tmp_path / "b.csv", {"LAW": ["x"] * 40 + ["y"] * (rows - 40)})
        assert profile([path], "t", 10, earlier=[before])["statistics"]["rows"] == rows


def test_a_column_is_known_by_its_former_names(tmp_path: Path) -> None:
    values = {"LAW": times(("a", 4), ("b", 20), ("c", 100))}
    codes = dict.fromkeys("abc", "")
    before = [profile([data_file(tmp_path / "a.csv", values)], "t", 10, {"law": Asked("LAW", codes=codes, known=True)})]
    later = data_file(tmp_path / "b.csv", {"KIND": times(("a", 12), ("b", 21), ("c", 110))})
    for former, hidden in ((("LAW",), "ab"), ((), "")):
        known = {"kind": Asked("KIND", codes=codes, former=former, known=True)}
        found = profile([later], "u", 10, known, former=["t"], earlier=[before])["variables"][0]["statistics"]
        assert "".join(name for name, count in counts(found).items() if count is None) == hidden
