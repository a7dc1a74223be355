"""The gate on the way into the register: what it refuses, what it warns of, the receipt that is sealed."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, text

from catalogue import registry
from catalogue.audit import verify
from catalogue.errors import PackageRefusedError
from catalogue.lineage.facts import PublicRules
from catalogue.model.kinds import VocabularyKind
from catalogue.packages.rules import GROUPS, Rule
from catalogue.registry.gate import CHECKED, subject_of
from catalogue.registry.publish import rehearse
from catalogue.releases import gate
from catalogue.releases.canonical import digest, encode
from catalogue.store import find, vocabulary
from catalogue.store.engine import reading, writing
from catalogue.store.objects import get_object
from catalogue.store.receipts import receipts
from tests.http import counting
from tests.registers import counts
from tests.samples import LAW_TYPE, Sample, small, table, variable, wide

WISH = registry.Wish()


def told(engine: Engine, slug: str, version: str = "latest") -> dict[str, Any]:
    """The receipt that the seal of a release names."""
    with reading(engine) as session:
        _, release = find.release(session, slug, version)
        found = get_object(session, release.receipt)
        assert found is not None
        assert found[0] == "receipt"
        assert receipts(session, [release])[release.id] == json.loads(found[1])
    document: dict[str, Any] = json.loads(found[1])
    return document


def noted(note: str, **facts: Any) -> Sample:
    """`small` with a note on one of its variables."""
    sample = small()
    cases = table("cases", [variable("CASE_ID", note=note, **facts), *sample.tables[0]["variables"][1:]])
    return replace(sample, tables=[cases, sample.tables[1]])


def test_a_release_is_sealed_with_its_receipt(any_engine: Engine) -> None:
    (sealed,) = [one for one in registry.publish(any_engine, [small()]) if one.version]
    receipt = told(any_engine, "small")
    assert sealed.receipt == receipt
    with reading(any_engine) as session:
        _, release = find.release(session, "small", "latest")
        assert receipt["content"] == release.content
    assert {one["group"]: one["rules"] for one in receipt["package"]} == CHECKED
    assert receipt["judged"] == {"lineage": "missing", "threshold": 10}
    assert "lineage-missing" in {one.rule for one in sealed.warnings}
    assert all(one.severity == "warning" for one in sealed.warnings)
    assert verify(any_engine).sound


def test_groups_hold_every_rule_of_packages_once() -> None:
    grouped = [rule for rules in GROUPS.values() for rule in rules]
    assert sorted(grouped) == sorted(set(Rule) - {Rule.PROBLEMS_MORE})


def test_an_error_stops_everything_that_was_given(any_engine: Engine) -> None:
    before = counts(any_engine)
    bad = replace(noted("Ask jane.doe@example.org."), slug="bad", dataset={"title": "Bad"})
    worse = replace(noted("See NHS 943 476 5919."), slug="worse", dataset={"title": "Worse"})
    with pytest.raises(PackageRefusedError) as refused:
        registry.publish(any_engine, [small(), bad, worse])
    errors = [one for one in refused.value.problems if one.severity == "error"]
    assert [(one.rule, one.table, one.variable) for one in errors] == [
        ("personal-email", "cases", "CASE_ID"),
        ("personal-nhs-number", "cases", "CASE_ID"),
    ]
    assert "jane" not in str([one.sentence() for one in refused.value.problems])
    assert counts(any_engine) == before


def test_notes_given_with_the_release_are_judged_as_well(engine: Engine) -> None:
    with pytest.raises(PackageRefusedError, match="does not pass the gate") as refused:
        registry.publish(engine, [small()], wish=registry.Wish(notes="TO-DO: say what changed."))
    assert refused.value.problems[0].rule == "text-placeholder"


def test_the_threshold_of_the_settings_counts(engine: Engine) -> None:
    sample = noted("Some are rare.", count=15)
    with pytest.raises(PackageRefusedError):
        registry.publish(engine, [sample], wish=registry.Wish(rules=PublicRules(threshold=20)))
    registry.publish(engine, [sample])
    assert told(engine, "small")["judged"]["threshold"] == 10


def test_a_promised_run_is_no_missing_one(engine: Engine) -> None:
    run = "0c4cd5c7-6c5c-4a45-9d4f-5d2ad2f2f1a1"
    registry.publish(engine, [small()], wish=registry.Wish(run=run, run_later=True))
    assert told(engine, "small")["judged"]["lineage"] == "promised"


def test_the_same_content_is_sealed_once_and_keeps_its_receipt(any_engine: Engine) -> None:
    first = registry.publish(any_engine, [small()])[-1]
    before = counts(any_engine)
    again = registry.publish(any_engine, [small()])[-1]
    assert (again.outcome, again.receipt) == ("unchanged", first.receipt)
    assert {one.rule for one in again.warnings} == {one.rule for one in first.warnings}
    assert counts(any_engine) == before


def test_a_rehearsal_tells_the_verdict_and_keeps_nothing(any_engine: Engine) -> None:
    before = counts(any_engine)
    (outcome,) = [one for one in rehearse(any_engine, [small()], registry.Terms(), WISH) if one.version]
    assert outcome.receipt is not None
    assert outcome.receipt["score"]["points"] > 0
    assert counts(any_engine) == before


def test_a_draft_is_judged_without_publishing(engine: Engine) -> None:
    registry.publish(engine, [small("other")], registry.Terms(code_lists={"law-type": LAW_TYPE}))
    draft = replace(small(), code_lists={})
    with counting(engine) as queries, reading(engine) as session:
        states = {
            name: state.digest for name, state in vocabulary.states_in_force(session, VocabularyKind.CODE_LIST).items()
        }
        asked = len(queries)
        known = gate.judge(subject_of(session, draft, states))
        assert len(queries) - asked == 1
        unknown = gate.judge(subject_of(session, draft, {}))
    assert not known.failed
    assert [one.rule for one in unknown.problems() if one.severity == "error"] == ["codelist-unresolved"]


@pytest.mark.parametrize(("change", "message"), [("gone", "missing"), ("other", "judges another content")])
def test_a_receipt_that_is_gone_or_of_another_content_is_found(engine: Engine, change: str, message: str) -> None:
    registry.publish(engine, [small(), wide("other", 1, 3)])
    with reading(engine) as session:
        _, release = find.release(session, "small", "latest")
    with writing(engine) as session:
        if change == "gone":
            session.execute(text("DELETE FROM object WHERE digest = :digest"), {"digest": release.receipt})
        else:
            _swap(session)
    findings = verify(engine).findings
    assert any("small 1.0.0" in one.subject and message in one.message for one in findings), findings


def _swap(session: Any) -> None:
    """Let the seal of `small` name the receipt of the other release, under a digest that fits."""
    rows = session.execute(text("SELECT id, digest, kind, body FROM object")).all()
    documents = {row.digest: json.loads(zlib.decompress(row.body)) for row in rows if row.kind in {"seal", "receipt"}}
    seals = {facts["slug"]: (name, facts) for name, facts in documents.items() if "slug" in facts}
    name, facts = seals["small"]
    body = encode({**facts, "receipt": seals["other"][1]["receipt"]})
    session.execute(
        text("UPDATE object SET digest = :new, body = :body, size = :size WHERE digest = :old"),
        {"new": digest(body), "body": zlib.compress(body), "size": len(body), "old": name},
    )


def test_a_release_that_was_sealed_before_there_were_receipts_has_none(engine: Engine) -> None:
    registry.publish(engine, [small()])
    with reading(engine) as session:
        _, release = find.release(session, "small", "latest")
        older = replace(release, sealed={key: value for key, value in release.sealed.items() if key != "receipt"})
        assert older.receipt == ""
        assert receipts(session, [older]) == {}
