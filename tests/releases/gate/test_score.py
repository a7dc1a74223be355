"""The score weighs what researchers need; the receipt says the same wherever it is made."""

from __future__ import annotations

import json
from itertools import combinations

import pytest

from catalogue.releases import gate
from catalogue.releases.canonical import digest
from catalogue.releases.gate.score import shared_weights
from tests.docs import manual
from tests.releases.gate.broken import Facts, column, judged, sound

CHECKED = {"files": 12, "names": 7}


def parts(facts: Facts) -> dict[str, tuple[int, int, int, int, int]]:
    """The parts of a score: points, weight, told, half, of."""
    return {str(one.need): (one.points, one.weight, one.told, one.half, one.of) for one in judged(facts).score.parts}


def test_the_parts_of_a_sound_description() -> None:
    assert parts(sound()) == {
        "definitions": (34, 40, 6, 0, 7),
        "codes": (25, 25, 2, 0, 2),
        "missingness": (5, 20, 2, 0, 7),
        "caveats": (7, 15, 0, 2, 2),
    }
    assert judged(sound()).score.points == 34 + 25 + 5 + 7


def test_all_of_it_told_is_a_hundred() -> None:
    facts = sound()
    column(facts, "WOB", 1)["description"] = "The Monday of the week in which the child was born."
    for table in facts["tables"]:
        table["caveats"] = [{"name": "x", "title": "Not everybody is in it."}]
        for variable in table["variables"]:
            variable["constraints"] = {"required": False}
    column(facts, "KIND")["constraints"]["enum"] = ["A", "B", "C"]
    assert judged(facts).score.points == 100


def test_a_box_that_is_filled_with_the_label_gives_nothing() -> None:
    facts = sound()
    before = parts(facts)["definitions"]
    column(facts, "WOB", 1)["description"] = "Week of birth"
    assert parts(facts)["definitions"] == before


def test_inferred_meanings_and_lists_that_are_known_in_part_count_half() -> None:
    facts = sound()
    column(facts, "WOB", 1)["inferredMeaning"] = "The Monday of the week of birth."
    facts["code_lists"]["outcome"]["complete"] = False
    assert parts(facts)["definitions"][2:] == (6, 1, 7)
    assert parts(facts)["codes"][2:] == (1, 1, 2)


def test_columns_that_nobody_described_count() -> None:
    facts = sound()
    facts["tables"][0]["undocumentedColumns"] = {"count": 7}
    assert parts(facts)["definitions"][0] == 40 * 6 // 14


def test_a_part_without_anything_to_tell_leaves_its_weight_to_the_others() -> None:
    facts = sound()
    facts["tables"][0]["variables"] = [one for one in facts["tables"][0]["variables"] if one["name"] in {"ID", "CHILD"}]
    found = parts(facts)
    assert found["codes"] == (0, 0, 0, 0, 0)
    assert sum(one[1] for one in found.values()) == 100


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_the_weights_always_make_a_hundred(size: int) -> None:
    for needs in combinations(gate.Need, size):
        assert sum(shared_weights(needs).values()) == 100


def test_the_manual_names_each_weight() -> None:
    page = manual.page("gate")
    for need, weight in gate.WEIGHTS.items():
        assert f"| {need} | {weight} |" in page


def test_a_receipt_says_what_was_judged_and_how() -> None:
    facts = sound()
    facts["tables"][0]["variables"] += [{"name": f"V{number}", "description": "One of many."} for number in range(9)]
    subject = gate.subject(**facts)
    receipt = gate.build_receipt("c" * 64, subject, gate.judge(subject), CHECKED)
    told = json.loads(receipt.body)
    assert digest(receipt.body) == receipt.digest
    assert (told["format"], told["content"], told["ruleSet"]) == ("catalogue-receipt/1", "c" * 64, gate.RULE_SET)
    assert told["judged"] == {"lineage": "bound", "threshold": 10}
    assert told["package"][0] == {"group": "files", "rules": 12, "result": "passed"}
    assert [one["code"] for one in told["rules"]] == [rule.code for rule in gate.RULES]
    label = next(one for one in told["rules"] if one["code"] == "label-missing")
    assert (label["result"], label["findings"], len(label["first"])) == ("warned", 9, 5)
    assert label["first"][0] == {"table": "sessions", "variable": "V0", "message": "The variable has no label."}
    assert told["counts"] == {"passed": len(gate.RULES) - 1, "warned": 1, "notApplicable": 0, "failed": 0}


def test_a_receipt_is_the_same_wherever_it_is_made() -> None:
    made = set()
    for _ in range(2):
        subject = gate.subject(**sound())
        made.add(gate.build_receipt("c" * 64, subject, gate.judge(subject), CHECKED).digest)
    assert len(made) == 1
