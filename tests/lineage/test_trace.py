"""From a release to what it was made from and to what was made from it, as far as one asks."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from sqlalchemy import Engine

from catalogue import registry
from catalogue.lineage import trace
from catalogue.lineage.facts import PublicRules
from catalogue.lineage.trace import Graph, Wanted
from catalogue.store.engine import reading
from catalogue.store.releases import DatasetRecord, ReleaseRecord, all_datasets
from tests import events
from tests.samples import small


@pytest.fixture
def register(any_engine: Engine) -> Engine:
    """court file → extract (release abc) → view → derive (release derived); three runs."""
    registry.accept(
        any_engine,
        events.body(
            *events.ran(
                1,
                "2020-01-01",
                job="extract",
                inputs=[events.place("court.file")],
                outputs=[events.place("abc.cases", "1")],
            ),
        ),
    )
    registry.publish(any_engine, [small("abc")], wish=registry.Wish(run=events.uid(1)))
    registry.accept(
        any_engine,
        events.body(
            *events.ran(
                2,
                "2020-02-01",
                job="view",
                inputs=[events.place("abc.cases", "1")],
                outputs=[events.place("view.cases", "1")],
            ),
            *events.ran(
                3, "2020-03-01", inputs=[events.place("view.cases", "1")], outputs=[events.place("derived.cases", "1")]
            ),
        ),
    )
    registry.publish(any_engine, [small("derived")], wish=registry.Wish(run=events.uid(3)))
    return any_engine


def upstream(engine: Engine, slug: str, wanted: Wanted) -> Graph:
    with reading(engine) as session:
        datasets = {one.key: one for one in all_datasets(session)}
        return trace.Upstream(session, datasets, wanted).of(newest(datasets, slug))


def newest(datasets: Mapping[str, DatasetRecord], slug: str) -> ReleaseRecord:
    release = next(one for one in datasets.values() if one.slug == slug).latest
    assert release is not None
    return release


def told(graph: Graph) -> list[str]:
    return sorted(f"{graph.nodes[a].label} -> {graph.nodes[b].label}" for a, b in graph.edges)


def test_one_run_is_shown_and_what_is_behind_it_is_said(register: Engine) -> None:
    graph = upstream(register, "derived", Wanted(1))
    assert told(graph) == ["derive -> cases", "view.cases -> derive"]
    assert [node.label for node in graph.nodes.values() if node.hidden] == ["view.cases"]
    opened = [node.id for node in graph.nodes.values() if node.hidden]
    further = upstream(register, "derived", Wanted(1, opened))
    assert told(further) == ["cases -> view", "derive -> cases", "view -> view.cases", "view.cases -> derive"]
    assert [node.release[1] for node in further.nodes.values() if node.hidden and node.release] == ["1.0.0"]


def test_all_of_it_leads_through_the_other_release(register: Engine) -> None:
    graph = upstream(register, "derived", Wanted(10))
    assert told(graph) == [
        "cases -> view",
        "court.file -> extract",
        "derive -> cases",
        "extract -> cases",
        "view -> view.cases",
        "view.cases -> derive",
    ]
    assert not any(node.hidden for node in graph.nodes.values())
    assert all(edge.pinned for edge in graph.edges.values())


def test_what_a_release_feeds(register: Engine) -> None:
    with reading(register) as session:
        datasets = {one.key: one for one in all_datasets(session)}
        graph = trace.downstream(session, newest(datasets, "abc"), "", datasets, Wanted(10), PublicRules())
    assert told(graph) == ["cases -> view", "derive -> cases", "view -> view.cases", "view.cases -> derive"]
