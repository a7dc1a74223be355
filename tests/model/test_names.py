"""Names and versions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.model.names import is_slug, is_table_name, is_variable_name, is_version, version_key

# The order that SemVer 2.0.0 gives in its section 11, and a few more.
ORDERED = [
    "0.9.9",
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "1.0.1",
    "1.10.0",
    "2.0.0",
]


def test_versions_sort_as_semver_says() -> None:
    alphabetic = sorted(ORDERED)
    assert alphabetic != ORDERED
    assert sorted(alphabetic, key=version_key) == ORDERED


@pytest.mark.parametrize("text", ["1", "1.0", "v1.0.0", "01.0.0", "1.0.0+build", "1.0.0-", "1.0.0-01", "", "1.0.0\n"])
def test_what_is_no_version(text: str) -> None:
    assert not is_version(text)
    with pytest.raises(ValueError, match="semantic version"):
        version_key(text)


@pytest.mark.parametrize("text", ["cafw", "cafe-ecms", "a", "0", "a" * 80])
def test_slugs(text: str) -> None:
    assert is_slug(text)


@pytest.mark.parametrize("text", ["", "-a", "a-", "A", "a_b", "a" * 81, "a/b", "..", "a\n", "é"])
def test_what_is_no_slug(text: str) -> None:
    assert not is_slug(text)


@given(st.text(max_size=20))
def test_a_variable_name_can_stand_in_an_address(text: str) -> None:
    if is_variable_name(text):
        assert "/" not in text
        assert text.isprintable()
        assert text.strip() == text


@pytest.mark.parametrize("text", ["", " a", "a ", "a/b", "a\\b", "..", ".", "a\x00", "a" * 129, "a\nb"])
def test_what_is_no_variable_name(text: str) -> None:
    assert not is_variable_name(text)


@pytest.mark.parametrize(("text", "good"), [("cafcass_alf", True), ("a-b_", True), ("_a", False), ("A", False)])
def test_table_names(text: str, good: bool) -> None:  # noqa: FBT001
    assert is_table_name(text) is good
