"""Each rule of the gate: what breaks it is found and named, what is sound is left alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.releases import gate
from catalogue.releases.gate.rules import personal_nhs_number, text_broken
from catalogue.settings import PACKAGE
from tests.docs import manual
from tests.releases.gate.broken import (
    BESIDES,
    BROKEN,
    Change,
    codes,
    column,
    dataset,
    found,
    judged,
    setting,
    sound,
    told,
)

RULES = {rule.code: rule for rule in gate.RULES}
CASES = [
    pytest.param(code, change, id=f"{code}-{number}") for code in BROKEN for number, change in enumerate(BROKEN[code])
]


def test_a_sound_description_breaks_nothing_and_every_rule_has_something_to_look_at() -> None:
    verdict = judged(sound())
    assert found(sound()) == []
    assert verdict.count(gate.Result.PASSED) == len(gate.RULES)


def test_every_rule_has_a_broken_sample_a_file_and_a_section_in_the_manual() -> None:
    assert set(BROKEN) == set(RULES)
    assert len(RULES) == len(gate.RULES)
    files = {path.stem for path in Path(PACKAGE, "releases/gate/rules").glob("[a-z]*.py")}
    assert files == {code.replace("-", "_") for code in RULES}
    assert sorted(set(RULES) - manual.anchors(manual.page("gate"))) == []


def test_the_number_of_the_rule_set_goes_up_with_the_rules() -> None:
    """When this fails, a rule was added, taken away or made graver: raise RULE_SET and write down the new counts."""
    errors = sum(rule.severity is gate.Severity.ERROR for rule in gate.RULES)
    assert (gate.RULE_SET, len(gate.RULES), errors) == (2, 34, 14)


@pytest.mark.parametrize(("code", "change"), CASES)
def test_what_breaks_a_rule_is_found(code: str, change: Change) -> None:
    facts = sound()
    change(facts)
    broken = set(found(facts))
    assert code in broken
    assert broken <= {code} | BESIDES.get(code, set())
    verdict = judged(facts)
    assert verdict.failed == (RULES[code].severity is gate.Severity.ERROR)
    problem = next(one for one in verdict.problems("datapackage.yaml") if one.rule == code)
    assert (problem.file, problem.severity) == ("datapackage.yaml", RULES[code].severity)
    assert problem.message.endswith(".")
    assert problem.remedy == RULES[code].remedy


def test_the_place_of_a_finding_is_named() -> None:
    facts = sound()
    column(facts, "LENGTH")["note"] = "Ask jane.doe@example.org."
    (problem,) = judged(facts).problems()
    assert (problem.table, problem.variable) == ("sessions", "LENGTH")
    assert problem.message.startswith("`note`: ")
    assert "jane" not in problem.sentence()


# What looks like a fault and is none: each was a false alarm somewhere, or would be.
FINE: dict[str, Change] = {
    "flag whose one value is explained": setting(
        "LENGTH", description="1 when it was longer than an hour.", constraints={"enum": [0, 1]}
    ),
    "one value alone": setting("LENGTH", constraints={"enum": [7]}),
    "values that are words": setting("KIND", description="Where it was.", constraints={"enum": ["home", "other"]}),
    "codes that are words": codes({"code": "1", "label": "Held"}, {"code": "2", "notation": ["Held"], "label": "Also"}),
    "numbers that a note tells of": lambda facts: (
        codes({"code": "Held"})(facts),
        setting("OUTCOME", note="Which number is which label has not been published.")(facts),
    ),
    "quoted in backticks": setting("LENGTH", note="Some cells hold `TO-DO`, `caf\u00c3\u00a9` or `<b>`."),
    "Welsh": setting("LENGTH", note="\u00c2 t\u0175r, t\u00e2n, \u00c2r a m\u00f4r; Gorchymyn Gofal \u00e2 chyswllt."),
    "first timestamp": setting("LENGTH", note="Unknown days are 0001-01-01 00:00:00.000000."),
    "half a postcode": setting("LENGTH", note="The first half, such as SA2 or CF10, and the area W01000123."),
    "forms and sections": setting("LENGTH", note="Form C110A, C1A 4 pages; section 31 (2), 2001 to 2020."),
    "identifiers": setting("LENGTH", note="doi 10.23889/ijpds.v5i1.1339, ISBN 0306406152, sha 0123456789abcdef."),
    "a week of birth": lambda facts: column(facts, "WOB", 1).update(example="a Monday, as YYYY-MM-DD"),
    "a large count": setting("LENGTH", count=1200, frequencies={"a": 0, "b": 10}),
    "counts that protect each other": told(140, None, None, 70, before=[(110, None, None, 60)]),
    "the same figures again": told(143, None, None, 100, before=[(143, None, None, 100)]),
    "other people": told(300, 100, 50, 150, before=[(320, 150, 20, 150), (150, None, None, 100)]),
    "columns that are counted": lambda facts: facts["tables"][0].update(undocumentedColumns={"count": 3}),
    "bounds that a rule sets": setting("LENGTH", constraints={"minimum": 1, "maximum": 9999}),
    "bounds of days": setting(
        "LENGTH", type="date", physicalType="DATE", constraints={"minimum": "2001-01-01", "maximum": "2020-12-31"}
    ),
    "a phrase of a round length": setting("LENGTH", description="m" * 128),
    "a sentence of a round length": setting("LENGTH", description="m" * 254 + "."),
    "less than": setting("LENGTH", description="Minutes, a < b & c > d, in Q&A."),
    "a caveat without a time": dataset(caveats=[{"name": "x", "title": "Not everybody is in it, of 2,016 people."}]),
    "a snapshot within the last year": dataset(temporal={"end": "2020"}),
    "lineage that is promised": lambda facts: facts.update(lineage=gate.Lineage.PROMISED),
    "lineage that nobody looked for": lambda facts: facts.update(lineage=gate.Lineage.UNASKED),
}


@pytest.mark.parametrize("case", FINE)
def test_what_only_looks_like_a_fault_is_left_alone(case: str) -> None:
    facts = sound()
    FINE[case](facts)
    assert found(facts) == []


def test_open_data_may_tell_small_counts_and_extremes() -> None:
    facts = sound()
    facts["dataset"]["accessRights"] = "open"
    column(facts, "LENGTH").update(count=3, max=473, constraints={"maximum": 473})
    assert found(facts) == []
    verdict = judged(facts)
    idle = {one.rule.code for one in verdict.judged if one.result is gate.Result.NOT_APPLICABLE}
    assert idle == {"count-below-threshold", "count-recoverable", "extreme-observed", "bound-exact"}


def test_the_threshold_is_the_one_in_force() -> None:
    facts = sound()
    column(facts, "LENGTH")["count"] = 12
    assert found(facts) == []
    assert found({**facts, "threshold": 20}) == ["count-below-threshold"]


def test_many_findings_are_counted_and_a_few_listed() -> None:
    facts = sound()
    facts["tables"][0]["variables"] += [{"name": f"V{number}", "description": "One of many."} for number in range(50)]
    listed = [one for one in judged(facts).problems() if one.rule == "label-missing"]
    assert len(listed) == 21
    assert "30 more are not listed." in listed[-1].message


def test_an_empty_release_is_judged() -> None:
    verdict = gate.judge(gate.subject({}, [], {}))
    assert not verdict.failed
    assert verdict.score.points is None


@given(st.integers(0, 10**9 - 1))
def test_exactly_one_last_digit_at_most_makes_an_nhs_number(first: int) -> None:
    made = [digit for digit in range(10) if personal_nhs_number.is_nhs_number(f"{first:09d}{digit}")]
    assert len(made) <= 1


@given(st.characters(min_codepoint=0xC0, max_codepoint=0x24F, categories=["Lu", "Ll"]))
def test_a_letter_of_two_bytes_read_wrongly_is_broken_and_read_rightly_is_not(letter: str) -> None:
    facts = sound()
    read = letter.encode().decode("latin-1")
    column(facts, "LENGTH")["note"] = f"As in ab{letter}cd, {letter}{letter}."
    assert found(facts) == []
    if read[0] in "\u00c2\u00c3":
        assert text_broken.is_broken(read)
        column(facts, "LENGTH")["note"] = f"As in {read}."
        assert found(facts) == ["text-broken"]


_PLAIN = st.text(max_size=40)
_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | _PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_PLAIN, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(["count", "max", "note", "example", "statistics", "unheard"]), _ANY, max_size=4))
def test_no_unknown_property_stops_the_gate(unknown: dict[str, Any]) -> None:
    facts = sound()
    column(facts, "LENGTH").update(unknown)
    first, again = judged(facts), judged(facts)
    assert first == again
