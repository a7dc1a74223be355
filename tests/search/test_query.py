"""The query language: every sign of it, and everything that is not it."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalogue.errors import InvalidRequestError
from catalogue.search.query import parse
from catalogue.search.tree import And, InFacet, Node, Not, OfConcept, Or, Phrase, Prefix, Word, Years, leaves

CARE, ORDER, COURT = Word("care"), Word("order"), Word("court")


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("care", CARE),
        ("care order", And((CARE, ORDER))),
        ("care AND order", And((CARE, ORDER))),
        ("care OR order", Or((CARE, ORDER))),
        ("care | order", Or((CARE, ORDER))),
        ("care order OR court", Or((And((CARE, ORDER)), COURT))),
        ("care (order OR court)", And((CARE, Or((ORDER, COURT))))),
        ("care -order", And((CARE, Not(ORDER)))),
        ("care NOT order", And((CARE, Not(ORDER)))),
        ("-(care order)", Not(And((CARE, ORDER)))),
        ('"care order" court', And((Phrase("care order"), COURT))),
        ("“care order”", Phrase("care order")),
        ('-"care order"', Not(Phrase("care order"))),
        ("recei*", Prefix("recei")),
        ("CAP_RE*", Prefix("CAP_RE")),
        ("label:care", Word("care", "label")),
        ("LABEL:care", Word("care", "label")),
        ('table:"care order"', Phrase("care order", "table")),
        ("code:(care OR order)", Or((Word("care", "code"), Word("order", "code")))),
        ("name:recei*", Prefix("recei", "name")),
        ("type:date kind:variable", And((InFacet("type", "date"), InFacet("kind", "variable")))),
        ('kind:"code list"', InFacet("kind", "code list")),
        ("2007..2014", Years(2007, 2014)),
        ("2007.. care", And((Years(2007, None), CARE))),
        ("..2014", Years(None, 2014)),
        ("concept:care-order", OfConcept("care-order")),
        ('concept:"care order"', OfConcept("care order")),
        ("section 31", Word("section 31")),
        ("s 31 care", And((Word("s 31"), CARE))),
        ("care s.31(1) order", And((CARE, Word("s.31(1)"), ORDER))),
        ("section 91(14) order", And((Word("section 91(14)"), ORDER))),
        ("-s31", Not(Word("s31"))),
        ("code:section 31", Word("section 31", "code")),
        ("practice direction 12J", Word("practice direction 12J")),
        ("FPR 16.4", Word("FPR 16.4")),
        ("c 110 a", Word("c 110 a")),
        ("order(s)", Word("order(s)")),
        ("looked-after", Word("looked-after")),
        ("SAILCAFWV.CAFCASS_ALF", Word("SAILCAFWV.CAFCASS_ALF")),
        ("http://example.org/a", Word("http://example.org/a")),
        ("care - order", And((CARE, ORDER))),
        ("((((care))))", CARE),
        ("\x00care\x07order", And((CARE, ORDER))),
        ("", None),
        ("   ", None),
        ("😀 --- ()", None),
    ],
)
def test_reading(text: str, root: Node | None) -> None:
    question = parse(text)
    assert question.root == root
    assert question.warnings == ()


@pytest.mark.parametrize(
    ("text", "root", "warning"),
    [
        ('order "care', And((ORDER, CARE)), "A quotation mark was opened at character 7 and never closed"),
        ("(care order", And((CARE, ORDER)), "A bracket was opened at character 1 and never closed"),
        ("care) order", And((CARE, ORDER)), "The closing bracket at character 5 has no opening one"),
        ("label:", None, "Nothing stands after label:"),
        ("label: care", CARE, "Nothing stands after label:"),
        ("colour:care", And((Word("colour"), CARE)), "There is no field colour: (character 1). The fields are name:"),
        ("*care*", CARE, "In *care* the star was left out"),
        ("*a*", Word("a"), "In *a* the star was left out"),
        ("r*", Word("r"), "at least 2 letters"),
        ("care*order", And((CARE, ORDER)), "the star was left out"),
        ("OR care", CARE, "An OR needs words on both sides"),
        ("care OR", CARE, "An OR needs words on both sides"),
        ("care OR OR order", Or((CARE, ORDER)), "An OR needs words on both sides"),
        ("care NOT", CARE, "There is nothing after NOT"),
        ("2014..2007", Years(2007, 2014), "The years 2014..2007 run backwards"),
    ],
)
def test_what_cannot_be_understood_is_said(text: str, root: Node | None, warning: str) -> None:
    question = parse(text)
    assert question.root == root
    assert any(warning in one for one in question.warnings)


def test_how_it_was_read() -> None:
    reading = parse('care "family court" recei* label:order type:date 2007..2014 -adoption').reading
    assert reading.words == ("care",)
    assert reading.phrases == ("family court",)
    assert reading.prefixes == ("recei",)
    assert reading.fields == (("label", "order"), ("type", "date"))
    assert reading.years == ((2007, 2014),)
    assert reading.excluded == ("adoption",)
    assert not reading.alternatives
    assert parse("a1 (b1 OR c1)").reading.alternatives


def test_limits_are_refusals_that_say_the_number() -> None:
    with pytest.raises(InvalidRequestError, match=r"10,000 terms; at most 300"):
        parse(" OR ".join(["care"] * 10_000), length=10**6)
    with pytest.raises(InvalidRequestError, match=r"1,000,000 characters long; at most 4,000"):
        parse("a" * 10**6)
    with pytest.raises(InvalidRequestError, match=r"5 terms; at most 4"):
        parse("a1 b1 c1 d1 e1", terms=4)
    with pytest.raises(InvalidRequestError, match=r"2,000 terms"):
        parse("a/" * 2000)
    parse("a1 b1 c1 d1", terms=4)


HOSTILE = [
    "(" * 3999, ")" * 3999, '"' * 3999, "-" * 3999, "-(" * 1999, "NOT " * 999, "label:(" * 500, "* " * 1999,
    "OR " * 1300, "(a OR " * 600, "(" * 30 + "care" + ")" * 30, 'a" b' * 900, ":" * 3999, "label:" * 600, ".." * 1999,
    "\ud800care", "\u202ecare", "a\u0301" * 1000, "table:*", 'label:"', "-label:", "--", "(-)", '""',
    "[care TO order]", "care~2^4",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_end_soon(text: str) -> None:
    start = time.process_time()
    try:
        question = parse(text)
    except InvalidRequestError:
        return
    finally:
        assert time.process_time() - start < 1
    assert len(question.warnings) <= 10


@given(st.text(alphabet=st.sampled_from('ab -"()*:|.ORNT\u0301_0'), max_size=80))
@example("label:-x")
def test_any_text_is_read(text: str) -> None:
    question = parse(text)
    if question.root is not None:
        assert all(leaf is not None for leaf in leaves(question.root))


@given(st.text(max_size=200))
def test_any_unicode_is_read(text: str) -> None:
    parse(text)
