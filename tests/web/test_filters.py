"""How values are written."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from catalogue.model.dates import day
from catalogue.text import to_inline_html
from catalogue.web import filters


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2023-06-22", "22 June 2023"),
        ("2023-06-02", "2 June 2023"),
        ("2023-06", "June 2023"),
        ("2023", "2023"),
        ("2026-11-23T21:03:17.422000Z", "23 November 2026"),
        ("2023-13-01", "2023-13-01"),
        ("before 2010", "before 2010"),
        ("", ""),
    ],
)
def test_dates_are_written_as_people_read_them(text: str, written: str) -> None:
    assert day(text) == written


def test_years_say_what_is_open() -> None:
    assert filters.years("2001-05-05", "2020-07-06") == "May 2001 to July 2020"
    assert filters.years("2001", "2020-07") == "2001 to July 2020"
    assert filters.years("2001-05-05", "") == "from May 2001; end not known"
    assert filters.years("", "2020-07-06") == "until July 2020; start not known"
    assert filters.years("", "") == "not known"


def test_periods_are_sentences() -> None:
    assert filters.period("", "") == "All years."
    assert filters.period("2010-04", "") == "From April 2010."
    assert filters.period("", "2010-03-31") == "Until 31 March 2010."
    assert filters.period("2009", "2010") == "From 2009 to 2010."


def test_names_break_after_underscores_only() -> None:
    assert str(filters.named("CAP_HEARING_E")) == "CAP_<wbr>HEARING_<wbr>E"
    assert str(filters.named("__A__B_")) == "__<wbr>A__<wbr>B_"
    assert str(filters.named("<b>_x")) == "&lt;b&gt;_<wbr>x"
    assert str(filters.named("https://a.org/b/c_d")) == "https://a.org/<wbr>b/<wbr>c_<wbr>d"


@given(st.text())
def test_a_name_keeps_its_letters(name: str) -> None:
    assert str(filters.named(name)).replace("<wbr>", "") == str(escape(name))


def test_names_inside_prose_break_too() -> None:
    assert str(filters.inline("Use `CASE_ID` once.")) == "Use <code>CASE_<wbr>ID</code> once."


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "1 byte"), (999, "999 bytes"), (84_400, "84 kB"), (1_234_567, "1.2 MB"), (1000, "1 kB")],
)
def test_sizes(number: int, written: str) -> None:
    assert filters.size(number) == written


def test_thousands_are_separated() -> None:
    assert filters.thousands(1234567) == "1,234,567"


def test_a_sentence_ends_at_its_full_stop() -> None:
    assert filters.sentence("One *word*. And more.") == "One word."
    assert filters.sentence("Version 2.0.0 came. Then rest.") == "Version 2.0.0 came."
    assert filters.sentence("No stop") == "No stop"
    assert filters.sentence("") == ""


def test_the_lead_and_the_rest_are_the_whole() -> None:
    text = "First *words*.\n\nSecond.\n\nThird."
    assert str(filters.lead(text)) == "First <em>words</em>."
    assert str(filters.rest(text)) == "<p>Second.</p>\n<p>Third.</p>"
    assert str(filters.rest("Only one.")) == ""


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("one row per case", "one case"),
        ("One row per person in an application", "one person in an application"),
        ("one row for each hearing", "one hearing"),
        ("case", "case"),
        ("", ""),
    ],
)
def test_a_grain_follows_the_words_one_row_is(text: str, written: str) -> None:
    assert filters.grain(text) == written


@given(st.from_regex(filters._PLAIN, fullmatch=True).filter(str.isprintable))
def test_the_short_cut_for_plain_text_changes_nothing(text: str) -> None:
    """What is taken for plain reads exactly as Markdown would have it."""
    assert html.unescape(str(filters.inline(text))) == html.unescape(str(to_inline_html(text)))


def test_tables_of_the_manual_scroll_and_have_names() -> None:
    html = str(filters.manual("## A heading\n\n| a |\n|---|\n| 1 |\n\n| b |\n|---|\n| 2 |\n"))
    assert '<h2 id="a-heading">' in html
    assert html.count('<div class="scroll" role="region" aria-label="Table ') == 2
    assert 'aria-label="Table 2" tabindex="0"><table>' in html


def test_only_addresses_of_the_web_become_links() -> None:
    assert filters.web_address("https://example.org") == "https://example.org"
    for text in ("javascript:alert(1)", "data:text/html,x", "//example.org", "", " https://example.org"):
        assert filters.web_address(text) == ""


def test_anchors_are_ids() -> None:
    assert filters.anchor("Gateway dictionary, 2020") == "source-gateway-dictionary-2020"


@given(st.text())
def test_hostile_markdown_never_becomes_script(text: str) -> None:
    for hostile in (f"<script>{text}</script>", f"[x](javascript:{text})", f"<img src=x onerror={text}>"):
        for made in (filters.inline(hostile), filters.prose(hostile), filters.manual(hostile)):
            assert not any(sign in made.lower() for sign in ("<script", "<img", 'href="javascript'))
