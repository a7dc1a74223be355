"""A search as its address states it."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from catalogue.errors import InvalidRequestError
from catalogue.web.contexts.asking import FACETS, Asking, read


def _of(address: str) -> MultiDict[str, str]:
    return MultiDict(parse_qsl(urlsplit(address).query))


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Z")), min_size=1, max_size=8)
ASKINGS = st.builds(
    Asking,
    text=WORDS,
    filters=st.dictionaries(
        st.sampled_from(sorted(FACETS)), st.lists(WORDS, min_size=1, max_size=3, unique=True).map(tuple), max_size=3
    ),
    year_from=st.none() | st.integers(1000, 2999),
    year_to=st.none() | st.integers(1000, 2999),
    sort=st.sampled_from(["best", "name", "table"]),
    page=st.integers(1, 500),
    as_of=st.none() | st.dates(date(1900, 1, 1)),
    exactly=st.frozensets(WORDS, max_size=2),
    any_word=st.booleans(),
)


@given(ASKINGS)
def test_an_address_says_all_of_a_search(asking: Asking) -> None:
    assert read(_of(asking.url())) == asking


@given(ASKINGS)
def test_hidden_fields_carry_on_what_a_form_has_no_field_for(asking: Asking) -> None:
    carried = read(MultiDict(asking.hidden({"sort"})))
    assert (carried.text, carried.filters, carried.exactly) == (asking.text, asking.filters, asking.exactly)
    assert carried.sort == "best"
    assert carried.page == 1


def test_changing_one_thing_starts_at_the_first_page_and_keeps_the_rest() -> None:
    asking = read(_of("/search?q=care&type=date&type=string&dataset=cafw&from=2007&page=3&sort=name"))
    assert asking.without("type").url() == "/search?q=care&dataset=cafw&from=2007&sort=name"
    assert asking.without("years").year_from is None
    assert asking.on_page(4).url().endswith("page=4")
    assert asking.with_text("order").page == 1


def test_what_means_nothing_here_is_passed_over() -> None:
    assert read(_of("/search?q=+care+&colour=red&type=&sort=sideways&as_of=today")) == Asking("care", {})


@pytest.mark.parametrize(
    "query", ["from=20", "to=twenty", "from=٢٠١٤", "page=0", "page=501", "page=x", "as_of=2023-02-30", "as_of=June"]
)
def test_what_cannot_be_understood_is_refused_with_a_remedy(query: str) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        read(_of(f"/search?{query}"))
    assert caught.value.remedy
