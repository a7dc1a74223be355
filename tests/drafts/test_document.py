"""A draft that nobody touched says exactly what the release says that it started from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from catalogue import registry
from catalogue.drafts.content import content_of
from catalogue.drafts.document import put_together, take_apart
from catalogue.drafts.handing_in import THE_OPERATOR, source_of
from catalogue.drafts.judging import judge
from catalogue.drafts.opening import Source, open_draft
from catalogue.packages.limits import Limits
from catalogue.registry.files import read_paths
from catalogue.store import drafts
from catalogue.store.contents import contents
from catalogue.store.engine import open_engine, reading
from catalogue.store.releases import all_datasets
from tests.empty import lay_out


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory, metadata: Path) -> Engine:
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('drafts') / 'register.db'}")
    lay_out(engine)
    read = read_paths([metadata], Limits())
    registry.publish(engine, read.packages, read.terms)
    return engine


def test_every_real_release_comes_back_as_it_was(register: Engine) -> None:
    with reading(register) as session:
        records = [(one, release) for one in all_datasets(session) for release in one.releases]
    assert len(records) > 15
    for record, release in records:
        with reading(register) as session:
            held = contents(session, release)
        source = source_of(held, base=release.version)
        draft = open_draft(register, THE_OPERATOR, record.slug, release.facts.publisher, source)
        with reading(register) as session:
            content, _ = content_of(session, draft, drafts.parts(session, draft))
            parts = drafts.parts(session, draft)
        # A release may pin an older state of a shared list than the one in force.
        lists = content.code_lists == release.code_lists
        assert (content.part.digest == release.content) is lists, (record.slug, release.version)
        assert {part.origins[key]["how"] for part in parts for key in part.origins} == {"inherited"}
        if record.latest == release and lists:
            verdict = judge(register, draft, Limits())
            assert verdict.unchanged
            assert [problem.rule for problem in verdict.errors] == ["version-taken"]


SHAPES = ["name", "resources", "schema", "fields", "codeLists", "title", "data", "path"]
ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-10, 10) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(SHAPES), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(SHAPES), ANY, max_size=6))
def test_any_descriptor_can_be_taken_apart(document: dict[str, Any]) -> None:
    pieces = list(take_apart(document, {}))
    tables = [piece for piece in pieces if piece.kind == "table"]
    assert pieces[0].kind == "dataset"
    assert all(piece.table is None or piece.table < len(tables) for piece in pieces)


def test_a_broken_draft_is_judged_all_the_same(engine: Engine) -> None:
    document = {
        "title": "Half done",
        "resources": [
            {"name": "Cases", "schema": {"fields": [{"name": "A"}, {"name": "a", "type": "nonsense"}]}},
            {"name": "../etc", "schema": {"fields": [{"name": "=1+1", "type": "string"}]}},
        ],
    }
    draft = open_draft(engine, THE_OPERATOR, "half", "pub", Source(document, origin="half.json"))
    verdict = judge(engine, draft, Limits())
    assert verdict.errors
    assert {"Cases", "../etc"} & {problem.table for problem in verdict.errors}
    assert verdict.proposed == "1.0.0"


def test_putting_together_needs_nothing_at_all() -> None:
    assert put_together("empty", [], {}).held
