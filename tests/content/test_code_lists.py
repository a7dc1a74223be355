"""The code lists under `metadata/codelists/`: how many codes each holds, and what every one of them must say."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from catalogue.packages.limits import Limits
from catalogue.packages.read import read_vocabulary
from catalogue.settings import SITE

Facts = Mapping[str, Any]

# Counted by hand in section (b) of the facts that the catalogue was written from, list by list.
COUNTS = {
    "age-band-fcsq": 7,
    "age-band-mother": 4,
    "alf-status": 5,  # 99, and the four that code accepts
    "application-type": 8,
    "application-type-public-law": 8,  # five as stored, three of published text
    "cafcass-officer-position": 5,
    "case-final-reason": 7,
    "case-state-hmcts": 8,
    "case-status-ucl": 1,
    "child-age-band": 2,
    "converted-type-cms": 3,
    "court-order-form": 45,  # C21 to C82: 40; A70, A81; FL404, FL404A; N117
    "dfj-area": 44,  # by region 3, 10, 6, 4, 10 and 7, three in Wales, and the High Court
    "disability-ecms": 4,
    "disability-label": 22,
    "disclosure-rule": 4,
    "disposal-type": 5,
    "ethnicity-ecms": 2,
    "ethnicity-group": 7,
    "ethnicity-hdr-uk": 18,
    "fcsq-adoption-order-type": 16,
    "fcsq-order-type": 17,
    "final-order-group": 6,
    "gender-code": 3,
    "gender-england": 3,
    "gender-fcsq": 2,
    "gender-hmcts": 3,
    "harm-hmcts": 6,
    "harm-private-law": 5,
    "hearing-notice": 3,
    "hearing-outcome": 22,
    "hearing-status": 6,
    "hearing-type": 17,
    "hearing-type-hmcts-private": 7,
    "hearing-type-hmcts-public": 12,
    "imd-quintile": 5,
    "la-wales": 22,
    "language-ecms": 2,
    "law-type": 2,
    "law-type-fcsq": 2,
    "legal-output-category": 3,
    "legal-output-ecms": 5,
    "member-type-cms": 5,
    "miam-exemption": 5,
    "nationality-ecms": 2,
    "order-applied-for": 12,
    "rag-duration-band": 3,
    "relationship": 2,
    "relationship-cms": 1,
    "relationship-ecms": 8,
    "relationship-hmcts": 9,
    "religion-ecms": 2,
    "report-type": 12,
    "role": 6,
    "role-hmcts": 3,
    "role-model-fcsq": 2,
    "true-false": 2,
    "yes-no": 2,
}
# Codes with a Welsh label: those that the court service gives to orders, and to the gender of a child.
WELSH = {
    "court-order-form": 10,
    "gender-code": 2,
    "gender-england": 2,
    "gender-hmcts": 2,
    "hearing-outcome": 12,
    "order-applied-for": 8,
}


@cache
def code_lists() -> Mapping[str, Facts]:
    """Every code list that stewards wrote, by name."""
    return read_vocabulary(SITE / "metadata", Limits()).code_lists


def codes_of(name: str) -> Mapping[str, Facts]:
    """The codes of a list, by code."""
    return {str(code["code"]): code for code in code_lists()[name]["codes"]}


def unfounded(code_list: Facts) -> list[str]:
    """Codes of a list that have no mark or no source, neither their own nor the list's."""
    return [
        str(code["code"])
        for code in code_list["codes"]
        if not (code.get("mark") or code_list.get("mark")) or not (code.get("source") or code_list.get("source"))
    ]


def unexplained(code_list: Facts) -> list[str]:
    """Codes with neither a label nor a meaning."""
    said = ("label", "description", "inferredMeaning")
    return [str(code["code"]) for code in code_list["codes"] if not any(code.get(key) for key in said)]


def test_every_list_is_counted() -> None:
    assert set(code_lists()) == set(COUNTS)


@pytest.mark.parametrize("name", sorted(COUNTS))
def test_a_list_holds_the_codes_that_its_sources_give(name: str) -> None:
    assert len(code_lists()[name]["codes"]) == COUNTS[name]
    assert sum("labelCy" in code for code in code_lists()[name]["codes"]) == WELSH.get(name, 0)


@pytest.mark.parametrize("name", sorted(code_lists()))
def test_every_code_has_a_mark_and_a_source(name: str) -> None:
    code_list = code_lists()[name]
    assert unfounded(code_list) == []
    assert code_list["description"]
    assert isinstance(code_list["complete"], bool)


def test_a_code_without_a_mark_or_a_source_is_found() -> None:
    codes = [{"code": "1", "mark": "documented"}, {"code": "2", "source": "one"}, {"code": "3"}]
    assert unfounded({"codes": codes}) == ["1", "2", "3"]
    assert unfounded({"codes": codes, "mark": "documented"}) == ["1", "3"]
    assert unfounded({"codes": codes, "mark": "documented", "source": "one"}) == []


def test_only_the_letters_of_the_court_statistics_stay_unexplained() -> None:
    """What their source does not explain and nobody can read from the letters is left open, not guessed."""
    left = {name: unexplained(one) for name, one in code_lists().items() if unexplained(one)}
    assert left == {
        "fcsq-order-type": ["CRO", "SSC", "OSA", "OC", "OCST", "ARC", "ARST", "WEP"],
        "fcsq-adoption-order-type": ["CA", "PFO", "AD", "PF", "SP", "FO", "OR"],
    }


def test_inferred_meanings_are_no_descriptions() -> None:
    """A mark of inference, on the code or on its list, never stands beside a description of the code."""
    for name, one in code_lists().items():
        for code in one["codes"]:
            if code.get("mark", one.get("mark")) == "inferred":
                assert "description" not in code, (name, code["code"])


def test_the_orders_of_the_court_service_keep_their_own_codes_and_welsh() -> None:
    """Twelve orders can be applied for in public law; the source gives eight of them in Welsh."""
    orders = codes_of("order-applied-for")
    own = [one for code in orders.values() for one in code["notation"] if "_" in one or one == "OTHER"]
    assert len(own) == 12
    assert orders["Care order"]["labelCy"] == "Gorchymyn Gofal"
    assert orders["Contact with child in care"]["labelCy"] == "Cyswllt â phlentyn mewn gofal"
    assert "labelCy" not in orders["Secure accommodation order"]


def test_forms_cite_their_statute() -> None:
    forms = codes_of("court-order-form")
    assert forms["C32A"]["notation"] == ["CA1989 s31"]
    assert forms["C35A"]["notation"] == ["CA1989 s31", "CA1989 Sch 3"]
    assert forms["C43A"]["notation"] == ["CA1989 s14A(1)"]
    assert forms["A81"]["notation"] == ["ACA2002 s21"]
    assert forms["C43A"]["labelCy"] == "Gorchymyn gwarcheidiaeth arbennig"
    assert [code for code in forms if code.startswith("C47")] == ["C47A", "C47B", "C47C"]


def test_one_abbreviation_has_two_meanings_and_both_say_so() -> None:
    assert codes_of("fcsq-order-type")["CAO"]["label"] == "Child assessment order"
    assert "child arrangements order" in codes_of("final-order-group")["RO/SGO/CAO"]["description"]


def test_numbers_of_unknown_meaning_get_no_invented_label() -> None:
    for number in ("1", "4", "35", "39"):
        assert codes_of("alf-status")[number]["label"] == "See SAIL documentation"
    child = codes_of("relationship-ecms")["14"]
    assert child["inferredMeaning"].startswith("Probably child")
    assert "label" not in child
    assert codes_of("disclosure-rule")["sail"]["mark"] == "inferred"


def test_welsh_councils_carry_the_numbers_of_education_data() -> None:
    councils = codes_of("la-wales")
    numbers = [number for council in councils.values() for number in council["notation"]]
    assert (numbers[0], numbers[-1]) == ("512", "552")
    assert sorted(numbers) == sorted(set(numbers))
    assert councils["Blaenau Gwent"]["notation"] == ["545"]
