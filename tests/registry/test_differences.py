"""Releases of the register beside each other, and versions that say less than what changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from catalogue import registry
from catalogue.audit import verify
from catalogue.errors import PackageRefusedError, Problem
from catalogue.lineage.questions import naming
from catalogue.registry.differences import between
from catalogue.registry.publish import rehearse
from catalogue.releases.diff import Difference, Kind, Weight
from catalogue.store import find
from catalogue.store.engine import reading
from catalogue.store.releases import all_datasets
from tests.http import counting
from tests.samples import LAW_TYPE, Facts, Sample, small, table, variable, wide


def retyped(version: str, **facts: Any) -> Sample:
    """`small` with another type of CASE_ID in one of its tables."""
    sample = small(version=version, issued="2021-01-01")
    changed = table("cases", [variable("CASE_ID", type="integer"), *sample.tables[0]["variables"][1:]], **facts)
    return replace(sample, tables=[changed, sample.tables[1]])


def errors(refused: PackageRefusedError) -> list[Problem]:
    """What stood in the way, without what the gate warned of."""
    return [one for one in refused.problems if one.severity == "error"]


def difference(engine: Engine, slug: str, left: str = "", right: str = "") -> Difference:
    with reading(engine) as session:
        return between(session, *find.pair(session, find.dataset(session, slug), left, right))


def test_a_version_that_says_less_than_what_changed_is_refused(any_engine: Engine) -> None:
    registry.publish(any_engine, [small()])
    with pytest.raises(PackageRefusedError) as refused:
        registry.publish(any_engine, [wide("other", 1, 1), retyped("1.1.0", grain="one row per case")])
    (problem,) = errors(refused.value)
    assert (problem.rule, problem.table, problem.variable) == ("version-step", "cases", "CASE_ID")
    assert "Give it version 2.0.0, or a higher one" in problem.remedy
    assert "From 1.0.0 to 1.1.0 is too small a step." in problem.message
    with reading(any_engine) as session, pytest.raises(Exception, match="no dataset"):
        naming.release(session, "other")
    assert [one.outcome for one in registry.publish(any_engine, [retyped("2.0.0")])] == ["sealed"]
    assert verify(any_engine).sound


def test_a_rehearsal_refuses_what_publishing_would_and_writes_nothing(any_engine: Engine) -> None:
    registry.publish(any_engine, [small()])
    terms, wish = registry.Terms(), registry.Wish()
    rehearse(any_engine, [retyped("2.0.0"), wide("other", 1, 1)], terms, wish)
    with reading(any_engine) as session:
        assert [one.slug for one in all_datasets(session)] == ["small"]
        assert [one.version for one in find.dataset(session, "small").releases] == ["1.0.0"]
    with pytest.raises(PackageRefusedError) as refused:
        rehearse(any_engine, [retyped("1.1.0"), retyped("1.2.0"), wide("other", 1, 1)], terms, wish)
    assert [one.rule for one in errors(refused.value)] == ["version-step", "version-step"]
    assert verify(any_engine).sound


def test_a_code_list_counts_wherever_it_is_kept(engine: Engine) -> None:
    shared = replace(small(), code_lists={})
    registry.publish(engine, [shared], registry.Terms(code_lists={"law-type": LAW_TYPE}))
    shorter = registry.Terms(code_lists={"law-type": {**LAW_TYPE, "codes": LAW_TYPE["codes"][:1]}})
    with pytest.raises(PackageRefusedError) as refused:
        registry.publish(engine, [replace(shared, release=Facts("1.1.0"))], shorter)
    assert "law-type, Private: removed" in refused.value.problems[0].message
    registry.publish(engine, [replace(shared, release=Facts("2.0.0"))], shorter)
    (change,) = difference(engine, "small").changes
    assert (change.kind, change.place.code_list, change.place.code) == (Kind.REMOVED, "law-type", "Private")


def test_a_withdrawn_release_promises_nothing(engine: Engine) -> None:
    registry.publish(engine, [small()])
    registry.retract(engine, "small", "1.0.0", "It was wrong.")
    assert registry.publish(engine, [retyped("1.0.1")])[0].outcome == "sealed"


def test_an_older_release_that_comes_later_is_held_against_the_one_before_it(engine: Engine) -> None:
    registry.publish(engine, [retyped("1.0.0")])
    registry.publish(engine, [replace(small(version="2.0.0"), release=Facts("2.0.0", issued="2022-01-01"))])
    again = small(version="1.0.1", issued="2021-06-01", LAW="In other words.")
    with pytest.raises(PackageRefusedError, match=r"1\.0\.1 differs more from 1\.0\.0"):
        registry.publish(engine, [again])
    first = replace(retyped("0.9.0"), release=Facts("0.9.0", issued="2019-01-01"), dataset={"title": "Another"})
    assert registry.publish(engine, [first])[0].outcome == "sealed"


def test_a_former_name_is_sealed_and_read_in_both_directions(engine: Engine) -> None:
    registry.publish(engine, [small()])
    sample = small(version="2.0.0", issued="2021-01-01")
    cases = sample.tables[0]
    renamed = {**cases["variables"][1], "name": "LAW_TYPE", "formerNames": ["LAW"]}
    registry.publish(
        engine, [replace(sample, tables=[{**cases, "variables": [cases["variables"][0], renamed]}, sample.tables[1]])]
    )
    there, back = difference(engine, "small", "1.0.0", "2.0.0"), difference(engine, "small", "2.0.0", "1.0.0")
    assert [one.kind for one in there.changes] == [Kind.RENAMED, Kind.CHANGED]
    assert {one.mirrored() for one in there.changes} == {one.identity() for one in back.changes}


def test_queries_do_not_grow_with_the_releases(engine: Engine) -> None:
    counts = []
    for slug, tables, variables in (("narrow", 1, 2), ("broad", 6, 40)):
        registry.publish(engine, [wide(slug, tables, variables)])
        registry.publish(engine, [wide(slug, tables, variables, version="1.1.0", changed=tables * variables)])
        with counting(engine) as queries, reading(engine) as session:
            pair = find.pair(session, find.dataset(session, slug))
            before = len(queries)
            told = between(session, *pair)
            between(session, *pair)
        counts.append((len(queries) - before, len(told.of_weight(Weight.ADDITIVE))))
    assert counts == [(3, 2), (3, 240)]
