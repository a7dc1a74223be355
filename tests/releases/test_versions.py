"""Which version a difference asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.model.names import version_key
from catalogue.releases.diff import Difference, Side, Weight, compare, proposed, too_small
from tests.releases.sides import release, releases, table, variable

VERSIONS = st.tuples(*[st.integers(0, 3)] * 3).map(lambda parts: ".".join(map(str, parts)))


def _difference(weight: Weight | None) -> Difference:
    before = variable("A", title="A", description="Day.")
    after = {
        None: before,
        Weight.EDITORIAL: {**before, "title": "B"},
        Weight.ADDITIVE: {**before, "physicalType": "INT"},
        Weight.BREAKING: {**before, "type": "integer"},
    }[weight]
    return compare(release([table("t", [before])]), release([table("t", [after])]))


@pytest.mark.parametrize(
    ("previous", "weight", "expected"),
    [
        ("1.2.3", None, "1.2.3"),
        ("1.2.3", Weight.EDITORIAL, "1.2.4"),
        ("1.2.3", Weight.ADDITIVE, "1.3.0"),
        ("1.2.3", Weight.BREAKING, "2.0.0"),
        ("0.2.3", Weight.EDITORIAL, "0.2.4"),
        ("0.2.3", Weight.ADDITIVE, "0.2.4"),
        ("0.2.3", Weight.BREAKING, "0.3.0"),
        ("2.0.0-draft", Weight.BREAKING, "2.0.0"),
    ],
)
def test_the_version_that_is_proposed(previous: str, weight: Weight | None, expected: str) -> None:
    assert proposed(previous, _difference(weight)) == expected


@pytest.mark.parametrize(
    ("previous", "version", "weight", "enough"),
    [
        ("1.0.0", "1.0.1", Weight.EDITORIAL, "enough"),
        ("1.0.0", "1.0.1", Weight.ADDITIVE, "too small"),
        ("1.0.0", "1.1.0", Weight.ADDITIVE, "enough"),
        ("1.0.0", "1.1.0", Weight.BREAKING, "too small"),
        ("1.0.0", "1.1.0-draft", Weight.BREAKING, "too small"),
        ("1.0.0", "2.0.0", Weight.BREAKING, "enough"),
        ("1.0.0", "7.0.0", Weight.EDITORIAL, "enough"),
        ("0.1.0", "0.1.1", Weight.BREAKING, "too small"),
        ("0.1.0", "0.2.0", Weight.BREAKING, "enough"),
        ("2.0.0-draft", "2.0.0", Weight.BREAKING, "enough"),
    ],
)
def test_a_step_is_large_enough_or_names_the_change_that_asks_for_more(
    previous: str, version: str, weight: Weight, enough: str
) -> None:
    change = too_small(previous, version, _difference(weight))
    assert (change is None) is (enough == "enough")
    assert change is None or change.weight is weight


@given(VERSIONS, releases(), releases())
def test_what_is_proposed_is_enough_and_the_version_before_it_is_not(previous: str, one: Side, other: Side) -> None:
    difference = compare(one, other)
    version = proposed(previous, difference)
    assert too_small(previous, version, difference) is None
    major, minor, patch, _ = version_key(version)
    smaller = [f"{major}.{minor - 1}.9"] * (minor > 0)
    smaller += [f"{major - 1}.9.9"] * (minor == 0 and patch == 0 and major > 0)
    for less in smaller:
        if version_key(previous) < version_key(less):
            assert too_small(previous, less, difference) is not None
