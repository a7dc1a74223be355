"""Markdown to safe HTML and to plain text, and text that no spreadsheet runs: the one place that makes somebody's words
safe to show."""

from __future__ import annotations

import html
import re

import markdown
import nh3
from markupsafe import Markup

# No images: a remote picture tells its host who reads. No attributes but addresses of links, and codes' language.
TAGS = {
    "a", "abbr", "blockquote", "br", "code", "del", "dd", "dl", "dt", "em", "h2", "h3", "h4", "hr", "ins", "li", "ol",
    "p", "pre", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "th": {"align"}, "td": {"align"}, "h2": {"id"}, "h3": {"id"}}
EXTENSIONS = ["tables", "sane_lists", "fenced_code"]
# What a spreadsheet takes for the beginning of a formula; blanks and apostrophes before it change nothing.
_FORMULA = re.compile(r"[\s']*[=+\-@＝＋－＠\t\r]")  # noqa: RUF001 - the wide signs are meant
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d+)*|\.\d+)([eE][+-]?\d+)?%?", re.ASCII)
_PARAGRAPH = re.compile(r"\A<p>(.*)</p>\Z", re.DOTALL)


def to_html(source: str, *, contents: bool = False) -> Markup:
    """Safe HTML of Markdown. With `contents`, for pages of the manual, headings get ids that links can name.

    Scripts, event handlers, styles, images and addresses other than http, https and mailto are removed.
    """
    extensions = [*EXTENSIONS, "toc"] if contents else EXTENSIONS
    raw = markdown.markdown(source, extensions=extensions, output_format="html")
    clean = nh3.clean(
        raw,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        # The manual's links are our own; links in other people's descriptions vouch for nothing.
        link_rel=None if contents else "nofollow noopener",
    )
    return Markup(clean)  # noqa: S704 - this is the one place that vouches for HTML, right after nh3


def to_inline_html(source: str) -> Markup:
    """Safe HTML of one line or paragraph of Markdown, without the paragraph around it when there is only one."""
    block = str(to_html(source)).strip()
    match = _PARAGRAPH.fullmatch(block)
    if match is None or "<p>" in match.group(1):
        return Markup(block)  # noqa: S704 - cleaned above
    return Markup(match.group(1).rstrip())  # noqa: S704 - cleaned above


def to_plain(source: str) -> str:
    """The words of Markdown without marks or tags, white space folded."""
    if not source:
        return ""
    if not any(sign in source for sign in "*_`[<&#>|~\\-+=!"):
        return " ".join(source.split())
    cleaned = nh3.clean(markdown.markdown(source, extensions=EXTENSIONS), tags=set())
    return " ".join(html.unescape(cleaned).split())


def safe_cell(text: str) -> str:
    """Text as it may stand in a cell: an apostrophe before what would be a formula. Numbers pass as they are."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def plain_cell(text: str) -> str:
    """What was written into a cell by `safe_cell`: the apostrophe is taken off again."""
    rest = text.removeprefix("'")
    return rest if rest != text and safe_cell(rest) == text else text
