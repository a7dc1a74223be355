"""Where a release comes from, as PROV-JSON and as Turtle: what is said, and that no name can break out of it."""

from __future__ import annotations

import dataclasses
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from catalogue.harvest import prov_json, prov_o, provenance
from catalogue.harvest.provenance import Provenance, identifier, release_name
from tests import events
from tests.harvest import traced
from tests.harvest.snapshots import FOLDERS, masked

TABLE = release_name("derived", "2.0.0", "cases")
EARLIER = release_name("abc", "1.0.0", "cases")


@pytest.fixture
def found(engine: Engine) -> Provenance:
    """What is known of the made-up release."""
    traced.fill(engine)
    return provenance.of_release(traced.subject_of(engine))


def related(found: Provenance, kind: str) -> set[tuple[str | None, ...]]:
    """The first two ends of every relation of a kind."""
    return {one.ends[:2] for one in found.relations if one.kind == kind}


def said(found: Provenance, name: str) -> dict[str, Any]:
    """What is said of something."""
    things = {**found.entities, **found.activities, **found.agents}
    return {key: value.text for key, value in things[name]}


def test_the_snapshots_hold(engine: Engine) -> None:
    traced.fill(engine)
    kept = {path.name: path.read_text(encoding="utf-8") for path in FOLDERS["derived"].iterdir()}
    assert {name: masked(body).decode() for name, body in traced.written(engine).items()} == kept


def test_a_table_leads_back_to_the_table_of_another_release(found: Provenance) -> None:
    view, run = (
        identifier("data", events.SPACE, "view.cases", events.uid(2)),
        [f"run:{events.uid(n)}" for n in range(4)],
    )
    assert {(TABLE, run[3]), (view, run[2])} <= related(found, "wasGeneratedBy")
    assert {(run[3], view), (run[2], EARLIER)} <= related(found, "used")
    assert {(TABLE, view), (view, EARLIER)} <= related(found, "wasDerivedFrom")
    # Its own seal goes on from there.
    assert run[1] not in found.activities


def test_columns_narrow_down_what_an_output_comes_from(found: Provenance) -> None:
    lookup = identifier("data", events.SPACE, "reference.lookup", "7")
    assert (f"run:{events.uid(3)}", lookup) in related(found, "used")
    assert lookup not in {source for _, source in related(found, "wasDerivedFrom")}


def test_a_release_revises_the_one_before_it(found: Provenance) -> None:
    ends = release_name("derived", "2.0.0"), release_name("derived", "1.0.0")
    assert ends in related(found, "wasDerivedFrom")
    assert f"<{traced.SITE_ADDRESS}/datasets/derived/releases/2.0.0> prov:wasRevisionOf" in prov_o.turtle(found)


def test_a_run_tells_code_times_engine_and_public_parameters(found: Provenance) -> None:
    (end,) = (one.ends for one in found.relations if one.ends[0] == f"run:{events.uid(3)}" and "Assoc" in one.kind)
    assert said(found, str(end[1]))["prov:label"] == "https://code.example/pipeline@abc123"
    assert said(found, str(end[2]))["prov:type"] == "prov:Plan"
    run = said(found, f"run:{events.uid(3)}")
    assert (run["cat:parameter"], run["cat:parametersWithheld"], run["cat:engine"]) == (
        "project=1661",
        "1",
        "duckdb 2.0.0",
    )
    assert (run["prov:startTime"], run["prov:endTime"]) == (
        "2020-03-01T09:00:00.000000Z",
        "2020-03-01T10:00:00.000000Z",
    )


def test_a_release_without_a_run_says_what_is_known(engine: Engine) -> None:
    traced.fill(engine)
    document = prov_json.document(provenance.of_release(traced.subject_of(engine, version="1.0.0")))
    assert sorted(document) == ["entity", "hadMember", "prefix"]
    assert sorted(document["entity"]) == [
        "release:derived/releases/1.0.0",
        "release:derived/releases/1.0.0/tables/cases",
        "release:derived/releases/1.0.0/tables/people",
    ]


def test_a_run_that_is_not_reported_yet_stands_alone(engine: Engine) -> None:
    traced.fill(engine)
    about = traced.subject_of(engine, version="1.0.0")
    pinned = {"id": events.uid(9), "reported": False, "outputs": [{"run": events.uid(9), "how": "run"}]}
    release = dataclasses.replace(about.release, sealed={**about.release.sealed, "run": pinned})
    document = prov_json.document(provenance.of_release(dataclasses.replace(about, release=release)))
    assert document["activity"] == {f"run:{events.uid(9)}": {"prov:label": events.uid(9), "cat:reported": "no"}}
    (made,) = document["wasGeneratedBy"].values()
    assert (made["prov:entity"], made["cat:how"]) == ("release:derived/releases/1.0.0", "run")


def test_nothing_that_is_withheld_is_in_it(engine: Engine) -> None:
    traced.fill(engine)
    for body in traced.written(engine).values():
        assert b"hidden" not in body


@given(st.text())
def test_a_text_stays_within_its_quotation_marks(text: str) -> None:
    written = prov_o.escape(text)
    assert not re.search(r'(?<!\\)(?:\\\\)*"', written)
    assert written.isprintable() or not re.search(r"[\x00-\x1f\x7f]", written)


@given(st.text(st.characters(codec="utf-8")))
def test_an_address_stays_within_its_brackets(text: str) -> None:
    assert not re.search(r'[\x00-\x20<>"{}|^`\\]', prov_o.escape_iri(text))
    assert prov_o.escape_iri("https://example.org/é?x=%20#y") == "https://example.org/é?x=%20#y"


def test_prov_json_is_json(found: Provenance) -> None:
    text = json.dumps(prov_json.document(found))
    assert json.loads(text)["prefix"]["run"] == f"{traced.SITE_ADDRESS}/runs/"
