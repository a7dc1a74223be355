"""Each value that the facts give for a code list stands in that list."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from catalogue.packages.limits import Limits
from catalogue.packages.read import read_vocabulary
from catalogue.settings import SITE
from tests.content import domain
from tests.content.domain import Place


@cache
def code_lists() -> dict[str, Any]:
    """Every code list that stewards wrote."""
    return dict(read_vocabulary(SITE / "metadata", Limits()).code_lists)


@pytest.fixture(scope="module")
def facts() -> str:
    """The section of the facts on code lists. Without them nothing can be said, so that it is a failure."""
    if not domain.available():
        pytest.fail("the facts are not here; name their folder in CATALOGUE_DOMAIN")
    return domain.section("(b)")


@pytest.mark.system
def test_every_value_of_the_facts_stands_in_its_list(facts: str) -> None:
    assert domain.absent(facts, code_lists()) == []
    assert sum(len(domain.values(facts, place)) for place in domain.PLACES) >= 300


@pytest.mark.system
def test_a_value_that_is_taken_out_is_missed(facts: str) -> None:
    """Every place is able to fail: without the codes of its list it misses all of its values."""
    for place in domain.PLACES:
        broken = {place.code_list: {"codes": [{"code": "nothing"}]}}
        assert len(domain.absent(facts, broken, [place])) == len(domain.values(facts, place)) > 0


@pytest.mark.system
def test_every_form_of_the_facts_is_listed_with_its_statute(facts: str) -> None:
    listed = {code["code"]: code for code in code_lists()["court-order-form"]["codes"]}
    forms = domain.forms(facts)
    assert sorted(forms) == sorted(listed)
    for number, sections in forms.items():
        notation = " ".join(listed[number].get("notation", ()))
        assert all(f"s{one}" in notation for one in sections), number


@pytest.mark.system
def test_every_order_of_the_court_service_is_listed_with_its_welsh(facts: str) -> None:
    orders = domain.orders(facts)
    assert len(orders) == 12
    assert sum(1 for welsh in orders.values() if welsh) == 8
    listed = {one: code for code in code_lists()["order-applied-for"]["codes"] for one in code["notation"]}
    assert {code: listed[code].get("labelCy", "") for code in orders} == orders


SAMPLE = "**COLOUR** (D): red; dark blue (seen once); 3 = green. Next"


def test_values_are_read_where_they_stand() -> None:
    place = Place("colour", "**COLOUR** (D): ", ". Next", alias=(("3 = green", "green"),))
    assert domain.values(SAMPLE, place) == ["red", "dark blue", "green"]
    assert domain.values(SAMPLE, Place("colour", "(D): ", " (seen", ";", r"(\w+)$")) == ["red", "blue"]


def test_a_value_that_is_not_listed_is_named() -> None:
    lists = {"colour": {"codes": [{"code": "1", "label": "Red"}, {"code": "2", "notation": ["green"]}]}}
    place = Place("colour", "(D): ", ". Next", alias=(("3 = green", "green"),))
    assert domain.absent(SAMPLE, lists, [place]) == ["colour: dark blue"]


def test_a_place_that_is_gone_is_an_error() -> None:
    with pytest.raises(ValueError, match="substring not found"):
        domain.values(SAMPLE, Place("colour", "**SHAPE**: ", "."))
    with pytest.raises(ValueError, match="nothing like"):
        domain.values(SAMPLE, Place("colour", "(D): ", ". Next", ";", r"(\d{9})"))


def test_forms_that_share_a_line_are_told_apart() -> None:
    text = "use as `notation`): C25/C28 warrants; C38A/B vary s.36; C47A/B/C guardian s.41(1).\n"
    read = domain.forms(text)
    assert list(read) == ["C25", "C28", "C38A", "C38B", "C47A", "C47B", "C47C"]
    assert (read["C28"], read["C38B"], read["C47C"]) == ([], ["36"], ["41"])
