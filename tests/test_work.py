"""The worker: the index follows the journal, through crashes, restores and renames."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine

from catalogue import registry, work
from catalogue.search import layout
from catalogue.search.searcher import Searcher, SearchRequest
from catalogue.settings import Settings
from catalogue.store import journal
from catalogue.store.engine import reading
from tests.samples import LAW_TYPE, small


def found(path: Path, text: str) -> set[str]:
    """Names of what a search finds."""
    result = Searcher.open(path).search(SearchRequest(text=text, limit=50))
    return {hit.name for hit in result.hits}


def test_the_index_follows_the_journal(any_engine: Engine, settings: Settings) -> None:
    path = settings.index_path
    registry.publish(any_engine, [small()])
    state = work.drain(any_engine, path)
    assert state.serial == state.applied == 2
    assert "LAW" in found(path, "LAW")
    registry.publish(any_engine, [small("second", LAW="Said with pelicans.")])
    assert work.drain(any_engine, path).applied == 1
    assert "LAW" in found(path, "pelicans")
    with reading(any_engine) as session:
        assert journal.backlog(session) == 0
    assert work.drain(any_engine, path).applied == 0


def test_code_lists_are_found_by_their_labels(engine: Engine, settings: Settings) -> None:
    registry.publish(engine, [], registry.Terms(code_lists={"law-type": LAW_TYPE}))
    work.drain(engine, settings.index_path)
    assert "law-type" in found(settings.index_path, "private law")


def test_a_concept_knows_its_variables_whenever_their_dataset_arrives(engine: Engine, settings: Settings) -> None:
    member = {"dataset": "small", "table": "people", "name": "PERSON_ID", "match": "exact"}
    facts = {"name": "person", "title": "Person", "terms": ["human being"], "variables": [member]}
    registry.publish(engine, [], registry.Terms(concepts={"person": facts}))
    work.drain(engine, settings.index_path)
    assert concept_members(settings.index_path) == []
    registry.publish(engine, [small()])
    work.drain(engine, settings.index_path)
    (identity,) = concept_members(settings.index_path)
    hits = Searcher.open(settings.index_path).search(SearchRequest(text="PERSON_ID", limit=5)).hits
    assert identity == hits[0].identity
    registry.rename(engine, "small", "tiny")
    work.drain(engine, settings.index_path)
    assert concept_members(settings.index_path) == [identity]


def concept_members(path: Path) -> list[str]:
    """Identities of the variables of the concept that is found by one of its terms."""
    (hit,) = Searcher.open(path).search(SearchRequest(text='"human being"')).hits
    assert hit.kind == "concept"
    return list(hit.payload["members"])


def test_an_index_of_an_older_format_is_built_again(engine: Engine, settings: Settings) -> None:
    path = settings.index_path
    registry.publish(engine, [small()])
    work.drain(engine, path)
    state = layout.current(path).state_file
    record = json.loads(state.read_text(encoding="utf-8"))
    state.write_text(json.dumps({**record, "format": layout.FORMAT - 1}), encoding="utf-8")
    assert work.drain(engine, path).serial == 2
    assert "LAW" in found(path, "LAW")
    assert work.drain(engine, path).applied == 0


def test_a_withdrawn_release_is_not_found(engine: Engine, settings: Settings) -> None:
    registry.publish(engine, [small()])
    registry.publish(engine, [small(version="1.1.0", issued="2021-01-01", LAW="Said with pelicans.")])
    work.drain(engine, settings.index_path)
    assert "LAW" in found(settings.index_path, "pelicans")
    registry.retract(engine, "small", "1.1.0", "Pelicans were wrong.")
    work.drain(engine, settings.index_path)
    assert "LAW" not in found(settings.index_path, '"pelicans"')


def test_a_renamed_dataset_is_found_under_its_new_address(engine: Engine, settings: Settings) -> None:
    registry.publish(engine, [small()])
    work.drain(engine, settings.index_path)
    registry.rename(engine, "small", "tiny")
    work.drain(engine, settings.index_path)
    hits = Searcher.open(settings.index_path).search(SearchRequest(text="PERSON_ID", limit=5)).hits
    assert hits[0].url == "/datasets/tiny/variables/people/PERSON_ID"


def test_a_lost_index_is_built_again(engine: Engine, settings: Settings) -> None:
    registry.publish(engine, [small()])
    work.drain(engine, settings.index_path)
    shutil.rmtree(settings.index_path)
    assert work.drain(engine, settings.index_path).serial == 2
    assert "LAW" in found(settings.index_path, "LAW")


def test_an_index_of_another_register_is_built_again(engine: Engine, settings: Settings, any_engine: Engine) -> None:
    registry.publish(any_engine, [small(), replace(small("other"), dataset={"title": "Other"})])
    registry.publish(any_engine, [small("third", LAW="Pelicans.")])
    work.drain(any_engine, settings.index_path)
    registry.publish(engine, [small()])
    assert work.drain(engine, settings.index_path).serial == 2
    assert "LAW" not in found(settings.index_path, '"pelicans"')


def test_doing_it_twice_ends_in_the_same_index(engine: Engine, settings: Settings) -> None:
    registry.publish(engine, [small()])
    work.drain(engine, settings.index_path)
    before = found(settings.index_path, "value")
    work.rebuild(engine, settings.index_path)
    assert found(settings.index_path, "value") == before


def test_an_index_of_a_register_with_as_many_entries_is_built_again(
    engine: Engine, settings: Settings, any_engine: Engine
) -> None:
    registry.publish(any_engine, [small(LAW="Pelicans.")])
    work.drain(any_engine, settings.index_path)
    registry.publish(engine, [small(LAW="Herons.")])
    work.drain(engine, settings.index_path)
    assert "LAW" in found(settings.index_path, '"herons"')
