"""How values are written: dates, numbers, names, digests, Markdown. Each is a filter in templates, named as here."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote

from markupsafe import Markup, escape

from catalogue.model.dates import DATE, day
from catalogue.text import to_html, to_inline_html, to_plain
from catalogue.web import words

_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
# One line in which no sign could mean anything to Markdown: most definitions, and a fraction of the time.
_PLAIN = re.compile(r"[A-Za-z][^*_`\[\]<>&\\~|#]*")
# Texts that are kept as they were last written: the same ones stand on page after page.
REMEMBERED = 2048
# The two slashes after the scheme of an address stay with it and with the host.
_BREAK = re.compile(r"(_+|(?<!/)/)(?=[^_/])")
_CODE = re.compile(r"(?<=<code>)[^<]*_[^<]*(?=</code>)")
DIGEST_DIGITS = 12
KILO = 1000


def month(text: str) -> str:
    """An ISO date to the month: `June 2023`."""
    return day(text[:7]) if DATE.match(text) else text


def years(start: str, end: str) -> str:
    """A span of time: `May 2001 to July 2020`; an open end is said."""
    if not start and not end:
        return "not known"
    if not start:
        return f"until {month(end)}; start not known"
    return f"{month(start)} to {month(end)}" if end else f"from {month(start)}; end not known"


def year_span(first: int | None, last: int | None) -> str:
    """A span of years, either end open: `2007 to 2014`, `from 2007`, `to 2014`."""
    if first is not None and last is not None:
        return str(first) if first == last else f"{first} to {last}"
    return f"from {first}" if first is not None else f"to {last}"


def period(start: str, end: str) -> str:
    """When a caveat holds, as a sentence."""
    if start and end:
        return f"From {day(start)} to {day(end)}."
    if start:
        return f"From {day(start)}."
    return f"Until {day(end)}." if end else "All years."


def thousands(number: int) -> str:
    """A whole number with separators: `1,234`."""
    return f"{number:,}"


def size(number: int) -> str:
    """A number of bytes: `84 kB`, `1.2 MB`, `300 bytes`."""
    if number < KILO:
        return words.plural(number, "byte")
    if number < KILO * KILO:
        return f"{round(number / KILO):,} kB"
    return f"{number / KILO / KILO:,.1f} MB"


def named(name: str) -> Markup:
    """A database name or an address that breaks after its underscores and slashes and nowhere else needs to."""
    return Markup(_BREAK.sub(r"\1<wbr>", str(escape(name))))  # noqa: S704 - escaped in this expression


def _names_that_break(html: Markup) -> Markup:
    broken = _CODE.sub(lambda match: _BREAK.sub(r"\1<wbr>", match.group(0)), str(html))
    return Markup(broken)  # noqa: S704 - cleaned before; only <wbr> is added


@lru_cache(REMEMBERED)
def inline(text: str) -> Markup:
    """Markdown of one paragraph, without the paragraph around it; names in it break after underscores."""
    if text.isprintable() and _PLAIN.fullmatch(text):
        return escape(text.rstrip())
    return _names_that_break(to_inline_html(text))


@lru_cache(REMEMBERED)
def prose(text: str) -> Markup:
    """Markdown of any length; names in it break after underscores."""
    return _names_that_break(to_html(text))


def short(digest: str) -> str:
    """The first digits of a digest, enough to tell it from any other here."""
    return f"{digest[:DIGEST_DIGITS]}…" if digest else ""


@lru_cache(REMEMBERED)
def sentence(text: str) -> str:
    """The first sentence of Markdown, plain."""
    plain = to_plain(text)
    match = re.match(r".*?[.!?](?=\s+[A-Z“\"(]|\Z)", plain)
    return match.group(0) if match else plain


def opening(text: str) -> Markup:
    """Markdown of one paragraph whose first sentence stands out, unless that sentence has marks in it."""
    first = sentence(text)
    folded = " ".join(text.split())
    if not folded.startswith(first):
        return inline(text)
    return Markup("<b>{}</b> {}").format(first, inline(folded[len(first) :]))


def lead(text: str) -> Markup:
    """The first paragraph of Markdown, for the place where a definition stands."""
    return inline(re.split(r"\n\s*\n", text.strip(), maxsplit=1)[0])


def rest(text: str) -> Markup:
    """What follows the first paragraph of Markdown."""
    return prose("".join(re.split(r"\n\s*\n", text.strip(), maxsplit=1)[1:]))


@lru_cache(REMEMBERED)
def manual(text: str) -> Markup:
    """Markdown with headings that can be linked to and tables that scroll by themselves on small screens."""
    html, tables = str(to_html(text, contents=True)), 0

    def scrolling(match: re.Match[str]) -> str:
        nonlocal tables
        tables += 1
        return f'<div class="scroll" role="region" aria-label="Table {tables}" tabindex="0">{match.group(0)}</div>'

    return Markup(_TABLE.sub(scrolling, html))  # noqa: S704 - cleaned by to_html; what is added here is ours


def grain(text: str) -> str:
    """What one row is, as it follows the words `one row is`: `one row per case` becomes `one case`."""
    plain = to_plain(text)
    match = re.match(r"one row (?:per|for each|is an?|is one)\s+(.+)", plain, re.IGNORECASE)
    return f"one {match.group(1)}" if match else plain


def web_address(text: str) -> str:
    """The text when it is an address of the web, else nothing: no other scheme becomes a link."""
    return text if text.startswith(("https://", "http://")) else ""


def lower_first(text: str) -> str:
    """The text as it continues a sentence; names and abbreviations keep their capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def upper_first(text: str) -> str:
    """The text as it begins a sentence."""
    return text[:1].upper() + text[1:]


def year_of(text: str) -> str:
    """The year of an ISO date."""
    return text[:4] if DATE.match(text) else ""


def anchor(name: str) -> str:
    """The id of a source's entry in the list of sources."""
    return f"source-{re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-')}"


def code_anchor(code: str) -> str:
    """The id of a code's row: the same for the same code, whatever stands around it."""
    return "code-" + quote(code, safe="").replace(".", "..").replace("%", ".")


FILTERS: dict[str, Callable[..., object]] = {
    "access_word": words.access,
    "anchor": anchor,
    "code_anchor": code_anchor,
    "day": day,
    "evidence_word": words.evidence,
    "grain": grain,
    "how": words.how,
    "inline": inline,
    "lead": lead,
    "lower_first": lower_first,
    "manual": manual,
    "mark_word": words.mark,
    "moment": words.moment,
    "month": month,
    "named": named,
    "opening": opening,
    "plain": to_plain,
    "prose": prose,
    "rest": rest,
    "run_state": words.run_state,
    "sentence": sentence,
    "short": short,
    "size": size,
    "thousands": thousands,
    "type_word": words.of_type,
    "web_address": web_address,
    "year_of": year_of,
}
FUNCTIONS: dict[str, Callable[..., object]] = {
    "plural": words.plural,
    "period": period,
    "years": years,
}
