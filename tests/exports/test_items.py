"""The written form of chosen variables: what is read comes back, and what is hostile is refused in words."""

from __future__ import annotations

import base64
import zlib
from contextlib import suppress
from urllib.parse import parse_qs

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.exports.asked import asked, from_address
from catalogue.exports.items import (
    LONGEST_PLAIN,
    MOST_COMPARED,
    MOST_IN_FILE,
    MOST_IN_LINK,
    MOST_UNPACKED,
    Item,
    ItemError,
    check_count,
    file_body,
    pack,
    parse,
    query,
    read,
    read_file,
    unpack,
)
from catalogue.model.names import is_table_name, is_variable_name

# A busy machine is no fault of what is tested.
PATIENT = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SLUGS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,10}[a-z0-9]", fullmatch=True)
VERSIONS = st.sampled_from(["1.0.0", "2.0.0", "10.2.33-rc.1"])
TABLES = st.text("abcz019_-", min_size=1, max_size=12).filter(is_table_name)
VARIABLES = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="/\\"), min_size=1, max_size=20
).filter(is_variable_name)
ITEMS = st.one_of(
    st.builds(Item, SLUGS, VERSIONS, TABLES, VARIABLES),
    st.builds(Item, SLUGS, VERSIONS, TABLES),
    st.builds(Item, SLUGS, VERSIONS),
)
LISTS = st.lists(ITEMS, max_size=12, unique=True)
HOSTILE = (
    "",
    "x",
    "@",
    "cafw",
    "cafw@",
    "cafw@latest/t/V",
    "cafw@1.0/t/V",
    "CAFW@1.0.0/t/V",
    "@1.0.0/t/V",
    "cafw@1.0.0/",
    "cafw@1.0.0/t/",
    "cafw@1.0.0//V",
    "cafw@1.0.0/t/V/W",
    "cafw@1.0.0/../V",
    "cafw@1.0.0/t/..",
    "cafw@1.0.0/t/a\0b",
    "cafw@1.0.0/t/a\nb",
    "cafw@1.0.0/t/a\\b",
    "../../etc/passwd",
    "cafw@1.0.0/t/" + "V" * 200,
    "v" * 100_000,
    "cafw@1.0.0/t/\ud800",
)


@given(ITEMS)
@PATIENT
def test_what_is_written_is_read_again(item: Item) -> None:
    assert parse(item.written) == item


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_no_item_is_refused_in_words(text: str) -> None:
    with pytest.raises(ItemError) as refused:
        parse(text)
    assert len(refused.value.detail) < 400
    assert "\0" not in refused.value.detail
    assert "\n" not in refused.value.detail
    assert refused.value.remedy


@given(st.text(max_size=200))
@PATIENT
def test_any_text_is_an_item_or_refused(text: str) -> None:
    try:
        item = parse(text)
    except ItemError:
        return
    assert item.written.lower() == text.lower()


def test_a_formula_is_a_name_like_any_other_here() -> None:
    """What spreadsheets make of names is the business of tables; an address may hold whatever the register takes."""
    assert parse("cafw@1.0.0/t/=1+1").variable == "=1+1"


def test_faults_are_told_one_by_one_and_the_rest_is_kept() -> None:
    found = read(["a1@1.0.0/t/V", "nonsense", "a1@1.0.0/T/V", "b1@1.0.0"])
    assert [item.written for item in found.items] == ["a1@1.0.0/t/V", "b1@1.0.0"]
    assert len(found.faults) == 1
    assert "nonsense" in found.faults[0].message


@given(LISTS)
@PATIENT
def test_a_packed_list_comes_back(items: list[Item]) -> None:
    token = pack(items)
    assert set(token) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
    assert unpack(token).items == tuple(items)
    assert pack(items) == token


@given(LISTS)
@PATIENT
def test_an_address_holds_them(items: list[Item]) -> None:
    parameters = parse_qs(query(items))
    assert asked(parameters.get("v", []), parameters.get("b", [])).items == tuple(items)


def test_long_lists_are_packed() -> None:
    few, many = (
        [Item("a1", "1.0.0", "t", f"V{n}") for n in range(3)],
        [Item("a1", "1.0.0", "t", f"V{n}") for n in range(300)],
    )
    assert query(few).startswith("v=a1@1.0.0/t/V0&v=")
    assert query(many).startswith("b=")
    assert len(query(many)) < LONGEST_PLAIN


@given(st.text("abcABC019-_=", max_size=60))
@PATIENT
def test_any_token_is_read_or_refused(token: str) -> None:
    with suppress(ItemError):
        unpack(token)


def _token(body: bytes) -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return base64.urlsafe_b64encode(packer.compress(body) + packer.flush()).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "token",
    [
        _token(b"a1@1.0.0\n" * 10)[:-4],
        _token(b"x" * (MOST_UNPACKED + 1)),
        _token(b"\xff\xfe"),
        _token(b"a1@1.0.0") + "AAAA",
        "a b",
        "é",
        "\0",
    ],
)
def test_a_token_that_was_cut_or_made_up_is_refused(token: str) -> None:
    with pytest.raises(ItemError, match="cannot be read"):
        unpack(token)


def test_a_bomb_is_not_unpacked() -> None:
    bomb = _token(b"a" * 50_000_000)
    assert len(bomb) < 100_000
    with pytest.raises(ItemError):
        unpack(bomb)


def test_too_many_are_refused_with_what_to_do() -> None:
    check_count(MOST_IN_LINK)
    with pytest.raises(ItemError, match="301 variables are too many for an address") as refused:
        asked([f"a1@1.0.0/t/V{n}" for n in range(MOST_IN_LINK + 1)])
    assert "basket file" in refused.value.remedy
    with pytest.raises(ItemError, match="9 variables are too many to compare"):
        asked([f"a1@1.0.0/t/V{n}" for n in range(MOST_COMPARED + 1)], most=MOST_COMPARED)


def test_a_token_of_too_many_is_refused() -> None:
    token = pack(Item("a1", "1.0.0", "t", f"V{n}") for n in range(MOST_IN_LINK + 1))
    with pytest.raises(ItemError, match="too many"):
        asked([], [token])


@given(LISTS)
@PATIENT
def test_a_basket_file_comes_back(items: list[Item]) -> None:
    body = file_body(items, "https://example.org/basket")
    assert read_file(body).items == tuple(items)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"format": "cafcass-catalogue-basket"}',
        b'{"format": "cafcass-catalogue-basket", "formatVersion": 2, "items": []}',
        b'{"format": "cafcass-catalogue-basket", "formatVersion": 1, "items": {}}',
        b"[" * 100_000,
    ],
)
def test_a_file_that_is_no_basket_is_refused(body: bytes) -> None:
    with pytest.raises(ItemError, match="no basket file"):
        read_file(body)


def test_entries_of_a_file_are_judged_one_by_one() -> None:
    entries: list[object] = [
        "a1@1.0.0/t/V",
        {"dataset": "a1", "version": "1.0.0"},
        {"dataset": 1},
        {"variable": "V"},
        None,
        7,
        [],
    ]
    body = orjson.dumps({"format": "cafcass-catalogue-basket", "formatVersion": 1, "items": entries})
    found = read_file(body)
    assert [item.written for item in found.items] == ["a1@1.0.0/t/V", "a1@1.0.0"]
    assert len(found.faults) == 5


def test_a_file_of_too_many_is_refused() -> None:
    body = file_body([Item("a1", "1.0.0", "t", f"V{n}") for n in range(MOST_IN_FILE + 1)], "")
    with pytest.raises(ItemError, match="5,001 variables"):
        read_file(body)


@pytest.mark.parametrize(
    ("address", "item"),
    [
        ("/datasets/a1/releases/1.0.0/tables/t/variables/V", "a1@1.0.0/t/V"),
        ("https://x.org/datasets/a1/releases/1.0.0/tables/t/variables/A%20B?x=1#codes", "a1@1.0.0/t/A B"),
        ("http://x.org/api/v1/datasets/a1/releases/1.0.0/tables/t/variables/V", "a1@1.0.0/t/V"),
        ("/datasets/a1", "/datasets/a1"),
        ("http://[", "http://["),
        ("a1@1.0.0/t/V", "a1@1.0.0/t/V"),
    ],
)
def test_the_address_of_a_page_is_taken_as_well(address: str, item: str) -> None:
    assert from_address(address) == item
