"""How text becomes words: the one definition that indexing, questions and highlights share. Pure.

A word is a run of letters and digits in any script, with its combining marks and inner apostrophes. Its *form* is what
is compared: lower case, without diacritics, possessive endings and apostrophes. Words that differ only by ending share
a *stem*. Hyphens and dots part words; `&` is the word `and`; `week(s)` is `week`. Sections, rules and forms have one
form in every spelling, see `legal`. Physical names, with an underscore inside, are no words: they are taken apart by
`parts`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from catalogue.search import backend, legal

LONGEST = 64  # characters of a form that are compared
SHORTEST_STEMMED = 4
_APOSTROPHES = "'\u2019"
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
_WORD = rf"[^\W_]+(?:[{_MARKS}]+[^\W_]*)*(?:[{_APOSTROPHES}][^\W_]+(?:[{_MARKS}]+[^\W_]*)*)*|&"
_NAME = r"[^\W_]+(?:_+[^\W_]+)+"
_TOKEN = re.compile(rf"(?P<name>{_NAME})|(?P<legal>{legal.PATTERN})|(?:{_WORD})(?:\(s\))?")
_ENDING = re.compile(rf"[{_APOSTROPHES}]s$|\(s\)$")
_RUN = re.compile(r"\d+|[^\W\d_]+")
# Inside a run of letters: a capital after a small letter, or the last capital of several before a small one.
_CAMEL = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_JOINERS = frozenset("\u200d\ufe0e\ufe0f")

# Words that say nothing in running text. `no` and `not` do: "no order" is an outcome.
_STOP = (
    "a an and are as at be been but by for from had has have he her his i if in into is it its itself of on or our "
    "she so such than that the their them then there these they this those to was we were what when where which who "
    "whom whose why will with you your"
)
STOP = frozenset(_STOP.split())
# Plurals that no rule finds, and neighbours that the stemmer would take for the same word.
_OWN_STEMS = {
    "children": "child", "childrens": "child", "people": "person", "peoples": "person", "women": "woman",
    "womens": "woman", "men": "man", "mens": "man", "wives": "wife", "criteria": "criterion", "indices": "index",
    "applicant": "applicant", "applicants": "applicant", "relative": "relative", "relatives": "relative",
    "international": "international", "authority": "authority", "authorities": "authority", "organ": "organ",
    "university": "university", "universities": "university", "status": "status", "statuses": "status",
}  # fmt: skip

Token = tuple[str, int, int]


def tokens(text: str) -> list[Token]:
    """(form, start, end) of every word of a text, in order; start and end are places in the text as given.

    A physical name in the text keeps its place with an empty form.
    """
    return [(_form(match), match.start(), match.end()) for match in _TOKEN.finditer(text)]


def _form(match: re.Match[str]) -> str:
    match match.lastgroup:
        case "name":
            return ""
        case "legal":
            return legal.form(match.group())
    return fold(match.group())


def forms(text: str) -> list[str]:
    """The forms of a text's words; an empty one stands for a physical name."""
    return [form for form, _, _ in tokens(text)]


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """The form of one word."""
    if word == "&":
        return "and"
    form = bare(word)
    if not form.isalnum():
        form = _ENDING.sub("", form)
        for sign in _APOSTROPHES:
            form = form.replace(sign, "")
    return form[:LONGEST]


def bare(text: str) -> str:
    """Text in lower case without diacritics: `Gŵyl` and `gwyl` are the same."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in folded if not unicodedata.combining(sign))


@lru_cache(maxsize=65536)
def stem(form: str) -> str:
    """What a form has in common with its plurals and inflections. Short words and ones with digits stand alone."""
    own = _OWN_STEMS.get(form)
    if own is not None:
        return own
    return backend.stem(form) if len(form) >= SHORTEST_STEMMED and form.isascii() and form.isalpha() else form


def parts(name: str) -> list[Token]:
    """(form, start, end) of the parts of a physical name: split at `_` and other signs, digits and camel case."""
    found = []
    for run in _RUN.finditer(name):
        start = run.start()
        for cut in [*(match.start() + start for match in _CAMEL.finditer(run.group())), run.end()]:
            found.append((fold(name[start:cut]), start, cut))
            start = cut
    return found


def part_forms(name: str) -> list[str]:
    """The forms of a name's parts."""
    return [form for form, _, _ in parts(name)]


def safe_cut(text: str, place: int) -> int:
    """The nearest place at or before `place` where text can be cut without splitting what a reader sees as one sign."""
    place = max(0, min(place, len(text)))
    while 0 < place < len(text) and _clings(text, place):
        place -= 1
    return place


def whole_signs(text: str, start: int, end: int) -> tuple[int, int]:
    """The piece of text widened so that neither end splits what a reader sees as one sign."""
    if not text.isascii():
        start = safe_cut(text, start)
        while end < len(text) and _clings(text, end):
            end += 1
    return start, end


def _clings(text: str, place: int) -> bool:
    sign, before = text[place], text[place - 1]
    if unicodedata.category(sign) in {"Mn", "Mc", "Me"} or sign in _JOINERS or before == "\u200d":
        return True
    if "\U0001f3fb" <= sign <= "\U0001f3ff" or "\U000e0020" <= sign <= "\U000e007f":  # skin tones, flag tags
        return True
    return _is_flag(sign) and _is_flag(before) and _flags_before(text, place) % 2 == 1


def _is_flag(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"


def _flags_before(text: str, place: int) -> int:
    count = 0
    while place - count > 0 and _is_flag(text[place - count - 1]):
        count += 1
    return count
