"""Physical names: all spellings lead to one thing; run-together names come apart when they can be read in one way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.search.names import has_shape, key, pieces, qualified, spellings

WORDS = {"hearing", "outcome", "order", "applied", "local", "authority", "court", "issue", "application", "rejection"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("CAFCASS_HEARING", "cafcass_hearing"),
        ("cafcass_hearing", "cafcass_hearing"),
        ("SAILCAFWV.CAFCASS_HEARING_20230622", "cafcass_hearing"),
        ("sailcafwv.cafcass_hearing", "cafcass_hearing"),
        ("SAIL1234V.CAFW_CAFCASS_HEARING_20230622", "cafcass_hearing"),
        ("SAILW1234V.CAFW_CAFCASS_HEARING", "cafcass_hearing"),
        ("SAILX0675V.CAFE_ECMS_APPLICATIONS_20240111", "ecms_applications"),
        ("CAFW_CAFCASS_HEARING", "cafcass_hearing"),
        ("SAILCAFEREFV.ECMS_LEGALOUTPUTTYPES_20240111", "ecms_legaloutputtypes"),
        ("CASE_ID_PE", "case_id_e"),
        ("CASE_ID_E", "case_id_e"),
        ('"CASE_ID_E"', "case_id_e"),
        ("CAFCASS_ALF.LSOA2001_CD", "cafcass_alf.lsoa2001_cd"),
        ("SAILCAFWV.CAFCASS_ALF_20230622.ALF_PE", "cafcass_alf.alf_e"),
        ("SAIL1234V.CAFW_CAFCASS_ALF_20230622.ALF_PE", "cafcass_alf.alf_e"),
    ],
)
def test_spellings(typed: str, meant: str) -> None:
    assert meant in spellings(typed)


def test_the_most_literal_spelling_comes_first() -> None:
    assert spellings("REPORT_20230622") == ("report_20230622", "report")
    assert "id_e" not in spellings("CASE_ID_PE"), "the beginning of a column is no project prefix"


def test_keys_ignore_case_diacritics_and_blanks() -> None:
    assert key("  Gŵyl   Ddewi ") == "gwyl ddewi"
    assert qualified("Cafcass_ALF", "ALF_PE") == "cafcass_alf.alf_e"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("CASE_ID", True), ("SAILCAFWV.X", True), ("hearing", False), ("a_b c", False), ("_a", False), ("s.31", False)],
)
def test_what_looks_like_a_name(text: str, *, expected: bool) -> None:
    assert has_shape(text) is expected


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("hearingoutcometypeidname", ("hearing", "outcome", "type", "id", "name")),
        ("orderappliedforid", None),
        ("localauthorityname", ("local", "authority", "name")),
        ("applicationrejectionreasonidname", ("application", "rejection", "reason", "id", "name")),
        ("dateofissue", ("date", "of", "issue")),
        ("receiptdate", ("receipt", "date")),
        ("hearing", None),
        ("hearings", None),
        ("short", None),
        ("lsoa2001", None),
        ("zzzzzzzzz", None),
    ],
)
def test_run_together_names(part: str, expected: tuple[str, ...] | None) -> None:
    assert pieces(part, WORDS.__contains__) == expected


def test_a_name_that_reads_two_ways_is_left_alone() -> None:
    either = {"car", "ecourt", "care", "court"}
    assert pieces("carecourt", {"care", "court"}.__contains__) == ("care", "court")
    assert pieces("carecourt", either.__contains__) is None


@given(st.lists(st.sampled_from(sorted(WORDS)), min_size=2, max_size=5))
def test_pieces_join_to_the_name(words: list[str]) -> None:
    found = pieces("".join(words), WORDS.__contains__)
    assert found is None or "".join(found) == "".join(words)
    assert found is None or len(found) <= len(words)


@given(st.text(max_size=400))
def test_any_text_has_few_spellings(text: str) -> None:
    assert len(spellings(text)) <= 6
    assert all(spellings(text))
