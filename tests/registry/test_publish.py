"""Publishing, withdrawing, renaming: one write path, on both engines."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from catalogue import registry
from catalogue.audit import verify
from catalogue.errors import ConflictError, InvalidRequestError, NotFoundError, PackageRefusedError
from catalogue.store import find, journal, rows, tables
from catalogue.store.engine import reading
from tests.samples import LAW_TYPE, Facts, Sample, small, wide


def serials(engine: Engine) -> list[int]:
    with reading(engine) as session:
        return [entry.serial for entry in journal.since(session, 0)]


def test_a_release_can_be_read_back_as_it_was_published(any_engine: Engine) -> None:
    registry.publish(any_engine, [small()])
    with reading(any_engine) as session:
        dataset, release = find.release(session, "small", "latest")
        found = tables.tables(session, release)
        lists = tables.pinned_code_lists(session, release)
    assert dataset.latest == release
    assert [table.name for table in found] == ["cases", "people"]
    assert [variable.name for variable in found[0].variables] == ["CASE_ID", "LAW"]
    assert found[0].variables[1].definition == "What a value of LAW means."
    assert found[1].variables[1].references[0].table == "cases"
    assert [code.code for code in lists["law-type"].codes] == ["Public", "Private"]
    assert release.approval == "operator"
    assert verify(any_engine).sound


def test_publishing_the_same_again_writes_nothing(any_engine: Engine) -> None:
    registry.publish(any_engine, [small()])
    before = serials(any_engine)
    again = registry.publish(any_engine, [small()])
    other_version = registry.publish(any_engine, [small(version="1.1.0")])
    assert [outcome.outcome for outcome in again + other_version] == ["unchanged", "unchanged"]
    assert "says the same as release 1.0.0" in other_version[0].message
    assert serials(any_engine) == before


def test_a_sealed_version_never_changes(engine: Engine) -> None:
    registry.publish(engine, [small()])
    before = serials(engine)
    with pytest.raises(ConflictError, match=r"version 1\.0\.0 of 'small' is sealed with other content"):
        registry.publish(engine, [small(LAW="Something else.")])
    assert serials(engine) == before


def test_unchanged_tables_and_variables_are_stored_once(engine: Engine) -> None:
    registry.publish(engine, [small()])
    registry.publish(engine, [small(version="1.1.0", issued="2021-01-01", LAW="Now said better.")])
    with reading(engine) as session:
        names = sorted(name for _, name in rows.table_states(session))
        variables = sorted(name for _, name, _ in rows.variable_states(session))
    assert names == ["cases", "cases", "people"]
    # CASE_ID of both tables is worded alike, so it is one state.
    assert variables == ["CASE_ID", "LAW", "LAW", "PERSON_ID"]
    assert verify(engine).sound


def test_everything_of_one_call_or_nothing(any_engine: Engine) -> None:
    registry.publish(any_engine, [small()])
    before = serials(any_engine)
    with pytest.raises(ConflictError):
        registry.publish(any_engine, [wide("good", 2, 2), small(LAW="Not what was sealed.")])
    assert serials(any_engine) == before
    with reading(any_engine) as session, pytest.raises(NotFoundError):
        find.dataset(session, "good")
    assert verify(any_engine).sound


def test_references_that_lead_nowhere_are_all_named(engine: Engine) -> None:
    sample = replace(small(), code_lists={}, dataset={"title": "T", "publisher": "nobody"}, release=Facts(version=None))
    with pytest.raises(PackageRefusedError) as refused:
        registry.publish(engine, [sample])
    assert {problem.rule for problem in refused.value.problems} == {
        "codelist-unknown",
        "organisation-unknown",
        "version-missing",
    }
    assert any(problem.table == "cases" and problem.variable == "LAW" for problem in refused.value.problems)
    assert serials(engine) == []


def test_vocabulary_is_recorded_when_it_changes_and_pinned_by_digest(engine: Engine) -> None:
    shared = replace(small(), code_lists={})
    terms = registry.Terms(code_lists={"law-type": LAW_TYPE})
    first = registry.publish(engine, [shared], terms)
    assert [outcome.outcome for outcome in first] == ["recorded", "sealed"]
    longer = {**LAW_TYPE, "codes": [*LAW_TYPE["codes"], {"code": "Both", "label": "Both"}]}
    second = registry.publish(engine, [replace(shared, release=Facts("2.0.0"))], registry.Terms({"law-type": longer}))
    assert [outcome.outcome for outcome in second] == ["recorded", "sealed"]
    with reading(engine) as session:
        pinned = []
        for version in ("1.0.0", "2.0.0"):
            _, release = find.release(session, "small", version)
            pinned.append(len(tables.pinned_code_lists(session, release)["law-type"].codes))
    assert pinned == [2, 3]
    assert verify(engine).sound


def test_a_changed_code_list_does_not_touch_what_is_sealed(engine: Engine) -> None:
    shared = replace(small(), code_lists={})
    registry.publish(engine, [shared], registry.Terms(code_lists={"law-type": LAW_TYPE}))
    reworded = {**LAW_TYPE, "title": "Type of law"}
    again = registry.publish(engine, [shared], registry.Terms(code_lists={"law-type": reworded}))
    assert [outcome.outcome for outcome in again] == ["recorded", "unchanged"]
    assert verify(engine).sound


def test_backfilling_does_not_change_what_was_in_force(engine: Engine) -> None:
    registry.publish(engine, [small(version="2.0.0", issued="2022-01-01", LAW="Second.")])
    registry.publish(engine, [small(version="1.0.0", issued="2020-01-01", LAW="First.")])
    with reading(engine) as session:
        dataset = find.dataset(session, "small")
    assert [release.version for release in dataset.releases] == ["1.0.0", "2.0.0"]
    assert dataset.latest is not None
    assert dataset.latest.version == "2.0.0"
    assert verify(engine).sound


def test_withdrawing_leaves_a_tombstone_with_successor(any_engine: Engine) -> None:
    registry.publish(any_engine, [small()])
    registry.publish(any_engine, [small(version="1.1.0", issued="2021-01-01", LAW="Other.")])
    registry.retract(any_engine, "small", "1.1.0", "Half of the tables were missing.")
    with reading(any_engine) as session:
        dataset, withdrawn = find.release(session, "small", "1.1.0")
    assert withdrawn.withdrawn
    assert withdrawn.retraction["successor"] == "1.0.0"
    assert dataset.latest is not None
    assert dataset.latest.version == "1.0.0"
    with pytest.raises(ConflictError, match="withdrawn already"):
        registry.retract(any_engine, "small", "1.1.0", "Again.")
    assert verify(any_engine).sound


@pytest.mark.parametrize(
    ("version", "reason", "successor", "error"),
    [
        ("9.9.9", "why", None, NotFoundError),
        ("1.0.0", "  ", None, InvalidRequestError),
        ("1.0.0", "why", "3.0.0", InvalidRequestError),
    ],
)
def test_what_cannot_be_withdrawn(
    engine: Engine, version: str, reason: str, successor: str | None, error: type[Exception]
) -> None:
    registry.publish(engine, [small()])
    with pytest.raises(error):
        registry.retract(engine, "small", version, reason, successor)


def test_a_renamed_dataset_keeps_its_old_name(any_engine: Engine) -> None:
    registry.publish(any_engine, [small()])
    registry.rename(any_engine, "small", "smaller")
    with reading(any_engine) as session:
        assert find.dataset(session, "small").slug == "smaller"
        assert find.dataset(session, "small").key == find.dataset(session, "smaller").key
    with pytest.raises(ConflictError):
        registry.publish(any_engine, [replace(small("small"), dataset={"id": "another", "title": "T"})])
    registry.rename(any_engine, "smaller", "small")
    with reading(any_engine) as session:
        assert find.dataset(session, "smaller").slug == "small"
    assert verify(any_engine).sound


@pytest.mark.parametrize("name", ["", "With Blank", "a/b", "UPPER", "small", "other"])
def test_names_that_cannot_be_taken(engine: Engine, name: str) -> None:
    registry.publish(engine, [small(), replace(small("other"), dataset={"title": "T"})])
    with pytest.raises((InvalidRequestError, ConflictError)):
        registry.rename(engine, "small", name)


def test_identifier_and_slug_must_agree(engine: Engine) -> None:
    first = replace(small(), dataset={"id": "11111111-1111-4111-8111-111111111111", "title": "T"})
    registry.publish(engine, [first])
    with pytest.raises(ConflictError, match="catalogue rename small other"):
        registry.publish(engine, [replace(first, slug="other", release=Facts("2.0.0"))])


def test_the_same_package_has_the_same_digest_in_every_register(any_engine: Engine, engine: Engine) -> None:
    digests = []
    for one in (any_engine, engine):
        registry.publish(one, [small()])
        with reading(one) as session:
            digests.append(find.release(session, "small", "1.0.0")[1].content)
    assert digests[0] == digests[1]


def test_open_data_is_kept_byte_for_byte(engine: Engine) -> None:
    body = b"YEAR,COUNT\n2019,10\n"
    sample = Sample("open", {"title": "Open"}, [{"name": "t", "variables": []}], data={"t": body})
    digest = hashlib.sha256(body).hexdigest()
    table = {"name": "t", "variables": [], "data": {"digest": digest, "bytes": len(body), "rows": 1}}
    registry.publish(engine, [replace(sample, tables=[table])])
    assert verify(engine).sound
