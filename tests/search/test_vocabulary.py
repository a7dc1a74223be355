"""What stands in the index, and what belongs together."""

from __future__ import annotations

from catalogue.search.vocabulary import Vocabulary

WORDS = {"order": 5, "orders": 2, "care": 3, "outcome": 4, "type": 1, "child": 1, "children": 1}
PARTS = {"cap": 9, "outcometypename": 1, "order": 2, "widgetdate": 1, "cafcass": 1}


def vocabulary() -> Vocabulary:
    """A vocabulary of two segments."""
    return Vocabulary([WORDS, {"care": 1, "cared": 1}], [PARTS, {"cap": 1}])


def test_segments_add_up() -> None:
    found = vocabulary()
    assert found.words["care"] == 4
    assert found.parts["cap"] == 10
    assert found.everything == sorted({*WORDS, *PARTS, "cared"})


def test_kin_share_a_stem() -> None:
    found = vocabulary()
    assert found.kin_in_text("order") == ("order", "orders")
    assert found.kin_in_text("child") == ("child", "children")
    assert found.kin_in_names("orders") == ("order",)
    assert found.kin_in_text("nothing") == ()


def test_words_inside_names() -> None:
    found = vocabulary()
    assert found.pieces["outcometypename"] == ("outcome", "type", "name")
    assert found.run_together("outcomes") == ("outcometypename",)
    assert found.run_together("outcome") == ("outcometypename",)
    assert found.run_together_begin("outc") == {"outcometypename": "outcome"}


def test_a_word_that_no_text_has_helps_to_read_names() -> None:
    found = vocabulary()
    assert "widgetdate" not in found.pieces
    assert found.run_together("widget") == ("widgetdate",)
    assert found.run_together("idget") == ()


def test_beginnings() -> None:
    found = vocabulary()
    assert found.begin_in_text("car") == ["care", "cared"]
    assert found.begin_in_names("ca") == ["cafcass", "cap"]
    assert found.begin_in_text("zz") == []
    assert found.most_frequent(["order", "cap", "care"], 2) == ("cap", "order")
