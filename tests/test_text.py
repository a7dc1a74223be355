"""Markdown from outside: hostile samples come out harmless, honest ones whole."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.text import to_html, to_inline_html, to_plain

HOSTILE = [
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    '<img src=x onerror="alert(1)">',
    "![x](https://elsewhere.example/pixel.png)",
    '<a href="https://a.example" onclick="alert(1)">x</a>',
    '<p style="position:fixed">x</p>',
    "<svg/onload=alert(1)>",
    "<iframe src=https://a.example></iframe>",
    "<style>body{display:none}</style>",
    '<form action="https://a.example"><input name=a></form>',
    "<!--><script>alert(1)</script>-->",
    "`<script>`",
    "&lt;script&gt;",
]


@pytest.mark.parametrize("source", HOSTILE)
def test_nothing_hostile_comes_through(source: str) -> None:
    for made in (to_html(source), to_inline_html(source), to_html(source, contents=True)):
        tags = re.findall(r"<\s*(\w+)([^>]*)>", made)
        assert not {name.lower() for name, _ in tags} & {"script", "img", "svg", "iframe", "style", "form", "input"}
        attributes = " ".join(rest for _, rest in tags).lower()
        assert not re.search(r"\bon\w+\s*=|style\s*=|javascript:|vbscript:|data:", attributes)


@given(st.text(max_size=200))
def test_any_text_is_made_and_stays_harmless(source: str) -> None:
    assert "<script" not in to_html(source).lower()
    assert "\n" not in to_plain(source)


def test_tables_code_and_links_stay() -> None:
    made = to_html("| a | b |\n|---|---|\n| `X_Y` | [z](https://a.example) |")
    assert "<table>" in made
    assert "<code>X_Y</code>" in made
    assert 'href="https://a.example" rel="nofollow noopener"' in made


def test_one_paragraph_stands_in_a_line() -> None:
    assert to_inline_html("Read `X` *now*.") == "Read <code>X</code> <em>now</em>."
    assert to_inline_html("One.\n\nTwo.").count("<p>") == 2


def test_plain_text_is_the_words() -> None:
    assert to_plain("Read `CAP_X` **now**:\n\n- a < b\n- c & d") == "Read CAP_X now: a < b c & d"
    assert to_plain("A_B and A_C") == "A_B and A_C"
    assert to_plain("") == ""
