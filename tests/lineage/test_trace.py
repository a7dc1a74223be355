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


def upstream(engine: Engine, slug: str, wanted: Wanted, rules: PublicRules | None = None) -> Graph:
    with reading(engine) as session:
        datasets = {one.key: one for one in all_datasets(session)}
        return trace.Upstream(session, datasets, wanted, rules).of(newest(datasets, slug))


def downstream(engine: Engine, slug: str, wanted: Wanted) -> Graph:
    with reading(engine) as session:
        datasets = {one.key: one for one in all_datasets(session)}
        return trace.downstream(session, newest(datasets, slug), "", datasets, wanted, PublicRules())


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
    graph = downstream(register, "abc", Wanted(10))
    assert told(graph) == ["cases -> view", "derive -> cases", "view -> view.cases", "view.cases -> derive"]
    assert not any(node.hidden for node in graph.nodes.values())


def test_what_it_feeds_is_opened_step_by_step(register: Engine) -> None:
    graph = downstream(register, "abc", Wanted(1))
    assert told(graph) == ["cases -> view", "view -> view.cases"]
    opened = [node.id for node in graph.nodes.values() if node.hidden]
    assert [graph.nodes[one].label for one in opened] == ["view.cases"]
    assert len(told(downstream(register, "abc", Wanted(1, opened)))) == 4


def test_what_runs_in_a_circle_comes_to_an_end(register: Engine) -> None:
    there, back = events.place("circle.a", "1"), events.place("circle.b", "1")
    registry.accept(
        register,
        events.body(
            *events.ran(5, "2020-04-01", job="there", inputs=[events.place("abc.cases", "1"), back], outputs=[there]),
            *events.ran(6, "2020-04-02", job="back", inputs=[there], outputs=[back, events.place("small.cases", "1")]),
        ),
    )
    registry.publish(register, [small("small")], wish=registry.Wish(run=events.uid(6)))
    assert "circle.b -> there" in told(upstream(register, "small", Wanted(1000)))
    assert "circle.a -> back" in told(downstream(register, "abc", Wanted(1000)))


def test_a_run_that_is_reported_after_sealing_is_shown_as_such(register: Engine) -> None:
    registry.publish(register, [small("late")], wish=registry.Wish(run=events.uid(9), run_later=True))
    assert len(upstream(register, "late", Wanted(1), PublicRules()).edges) == 1
    source = [events.place("court.file"), events.place("view.cases", "1")]
    registry.accept(register, events.body(*events.ran(9, "2020-05-01", job="late", inputs=source)))
    graph = upstream(register, "late", Wanted(1), PublicRules())
    assert told(graph) == ["court.file -> late", "late -> Dataset late", "view.cases -> late"]
    assert sorted(edge.how for edge in graph.edges.values() if not edge.pinned) == ["source", "version"]
    assert [node.label for node in graph.nodes.values() if node.hidden] == ["view.cases"]
    assert len(upstream(register, "late", Wanted(1)).edges) == 1, "without rules, only what is pinned"


def test_a_graph_is_no_larger_than_wanted(register: Engine) -> None:
    many = [events.place(f"source.{number}") for number in range(50)]
    made = events.ran(8, "2020-06-01", job="gather", inputs=many, outputs=[events.place("wide.cases", "1")])
    registry.accept(register, events.body(*made))
    registry.publish(register, [small("wide")], wish=registry.Wish(run=events.uid(8)))
    graph = upstream(register, "wide", Wanted(5, most=10))
    assert (len(graph.nodes), graph.cut) == (10, True)
    readers = [
        event
        for number in range(30)
        for event in events.ran(100 + number, "2020-07-01", inputs=[events.place("wide.cases", "1")])
    ]
    registry.accept(register, events.body(*readers))
    graph = downstream(register, "wide", Wanted(5, most=10))
    assert (len(graph.nodes), graph.cut) == (10, True)


def test_columns_are_known_in_both_directions(register: Engine) -> None:
    made = events.place("next.cases", "1", columns={"LAW_CODE": [("abc.cases", "LAW")]})
    read = events.place("abc.cases", "1")
    registry.accept(register, events.body(*events.ran(7, "2020-06-01", job="next", inputs=[read], outputs=[made])))
    registry.publish(register, [small("next")], wish=registry.Wish(run=events.uid(7)))
    for graph in (upstream(register, "next", Wanted(5)), downstream(register, "abc", Wanted(5))):
        (step,) = graph.columns
        nodes = graph.nodes
        assert (nodes[step.source].label, nodes[step.run].label, nodes[step.target].label) == ("cases", "next", "cases")
        assert (step.source_column, step.target_column, step.subtype) == ("LAW", "LAW_CODE", "IDENTITY")
