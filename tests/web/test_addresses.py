"""Addresses lead to the routes that they are meant for, with the very names that went in."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from catalogue.model.names import is_variable_name
from catalogue.web import addresses

NAMES = st.text(min_size=1, max_size=20).filter(is_variable_name)


@given(NAMES)
def test_a_name_survives_its_segment(name: str) -> None:
    segment = addresses.segment(name)
    assert unquote(segment) == name
    assert urlsplit(f"http://x/{segment}").path == f"/{segment}"


def test_addresses_are_routes(site: Flask) -> None:
    routes = site.url_map.bind("127.0.0.1")
    name = "SPACED NAME? #1 50%"
    for address, endpoint in (
        (addresses.dataset("cafw"), "web.dataset"),
        (addresses.release("cafw", "2.0.0"), "web.release"),
        (addresses.table("cafw", "2.0.0", "t"), "web.table"),
        (addresses.variable("cafw", "2.0.0", "t", name), "web.variable"),
        (addresses.variable_over_time("cafw", "t", name), "web.variable_over_time"),
        (addresses.code_list("law-type"), "web.code_list"),
        (addresses.organisation("keeper"), "web.organisation"),
        (addresses.pathway("road"), "web.pathway"),
        (addresses.package_file("cafw", "2.0.0", "tables/t.csv"), "web.file"),
        (addresses.package_zip("cafw", "2.0.0"), "web.package"),
        (addresses.manual("index"), "web.manual_index"),
        (addresses.manual("decisions/x"), "web.manual"),
        (addresses.search("a b", {"type": ("date",)}), "web.search"),
    ):
        found, values = routes.match(unquote(urlsplit(address).path), "GET")
        assert found == endpoint, address
        assert values.get("name", name) in {name, "law-type", "keeper", "road", "decisions/x"}


def test_a_search_keeps_its_signs() -> None:
    assert addresses.search("a&b=c +d", {"type": ("x y",)}) == "/search?q=a%26b%3Dc+%2Bd&type=x+y"
    assert addresses.search() == "/search"
