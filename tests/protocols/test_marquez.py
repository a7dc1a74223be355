"""What Marquez answers: lists, shapes, graphs, odd names, refusals, and nothing that is withheld."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from catalogue import registry
from catalogue.lineage.facts import PublicRules, public_name
from catalogue.protocols.marquez.names import of_node
from tests import events
from tests.http import counting
from tests.protocols.scene import LOCAL, ODD, fill

BASE = "/marquez/api/v1"
SPACE = quote(events.SPACE, safe="")
SHOWN = public_name(LOCAL, PublicRules())


@pytest.fixture
def get(client: FlaskClient, register: Engine) -> Any:
    """Ask for something of the scene."""
    fill(register)

    def ask(path: str, status: int = 200) -> Any:
        answer = client.get(f"{BASE}{path}")
        assert answer.status_code == status, answer.text
        return answer.get_json()

    return ask


def test_namespaces_are_those_of_jobs_and_of_datasets(get: Any) -> None:
    found = get("/namespaces")["namespaces"]
    assert [one["name"] for one in found] == [events.SPACE, "test"]
    assert (found[1]["createdAt"], found[1]["updatedAt"]) == (
        "2020-01-01T09:00:00.000000Z",
        "2020-03-01T09:00:01.500000Z",
    )
    assert get(f"/namespaces/{SPACE}") == found[0]
    assert [one["name"] for one in get("/namespaces?limit=1&offset=1")["namespaces"]] == ["test"]


def test_jobs_have_their_newest_run(get: Any) -> None:
    found = get("/namespaces/test/jobs")
    assert (found["totalCount"], [one["name"] for one in found["jobs"]]) == (3, ["derive", "extract", "view"])
    view = get("/namespaces/test/jobs/view")
    assert view == found["jobs"][2]
    assert view["latestRun"]["id"] == events.uid(3)
    assert view["inputs"] == [{"namespace": events.SPACE, "name": "abc.cases"}]
    assert view["outputs"] == [{"namespace": events.SPACE, "name": ODD}]
    extract = found["jobs"][1]
    assert (extract["type"], extract["location"]) == ("BATCH", "https://code.example/x")
    assert {one["name"] for one in extract["inputs"]} == {SHOWN, "court.file"}


def test_runs_are_told_newest_first(get: Any) -> None:
    found = get("/namespaces/test/jobs/view/runs")
    assert [one["id"] for one in found["runs"]] == [events.uid(3), events.uid(2)]
    assert get(f"/jobs/runs/{events.uid(3).upper()}") == found["runs"][0]
    run = get(f"/jobs/runs/{events.uid(4)}")
    assert (run["state"], run["durationMs"]) == ("FAILED", 1500)
    assert get(f"/jobs/runs/{events.uid(1)}")["args"] == {"project": "1661"}


def test_a_run_reads_the_version_that_another_wrote(get: Any) -> None:
    versions = get(f"/namespaces/{SPACE}/datasets/{quote(ODD, safe='')}/versions")
    assert [one["createdByRun"]["id"] for one in versions["versions"]] == [events.uid(3), events.uid(2)]
    (read,) = get(f"/jobs/runs/{events.uid(4)}")["inputVersions"]
    assert read["version"] == versions["versions"][0]["version"]
    path = f"/namespaces/{SPACE}/datasets/{quote(ODD, safe='')}"
    assert get(path)["currentVersion"] == read["version"]
    assert get(f"{path}/versions/{read['version']}") == versions["versions"][0]
    get(f"{path}/versions/{events.uid(7)}", 404)


def test_datasets_are_told_as_the_newest_run_tells_them(get: Any) -> None:
    found = get(f"/namespaces/{SPACE}/datasets")
    assert found["totalCount"] == 4
    assert {one["name"] for one in found["datasets"]} == {"abc.cases", "court.file", ODD, SHOWN}
    cases = get(f"/namespaces/{SPACE}/datasets/abc.cases")
    assert [one["name"] for one in cases["fields"]] == ["LAW"]
    assert cases["facets"]["columnLineage"]["fields"]["LAW"]["inputFields"][0]["name"] == "court.file"
    source = get(f"/namespaces/{SPACE}/datasets/court.file")
    assert (source["currentVersion"], source["lastModifiedAt"]) == (None, None)


def test_a_local_path_is_known_only_as_it_is_shown(get: Any) -> None:
    assert get(f"/namespaces/{SPACE}/datasets/{quote(SHOWN, safe='')}")["name"] == SHOWN
    get(f"/namespaces/{SPACE}/datasets/{quote(LOCAL, safe='')}", 404)
    get(f"/lineage?nodeId={quote(f'dataset:{events.SPACE}:{LOCAL}')}", 404)
    assert get("/search?q=srv")["totalCount"] == 0


def test_the_graph_goes_both_ways_as_far_as_asked(get: Any) -> None:
    start = f"dataset:{events.SPACE}:abc.cases"
    near = get(f"/lineage?nodeId={quote(start)}&depth=1")["graph"]
    assert {one["id"] for one in near} == {
        start,
        "job:test:extract",
        "job:test:view",
        f"dataset:{events.SPACE}:court.file",
        f"dataset:{events.SPACE}:{SHOWN}",
        f"dataset:{events.SPACE}:{ODD}",
    }
    middle = next(one for one in near if one["id"] == start)
    assert middle["inEdges"] == [{"origin": "job:test:extract", "destination": start}]
    assert middle["outEdges"] == [{"origin": start, "destination": "job:test:view"}]
    whole = get(f"/lineage?nodeId={quote(start)}")["graph"]
    assert len(whole) == 7
    assert get("/lineage?nodeId=job:test:derive")["graph"] == whole
    assert [one["id"] for one in get(f"/lineage?nodeId={quote(start)}&depth=0")["graph"]] == [start]
    assert {one["type"] for one in whole} == {"JOB", "DATASET"}


def test_search_finds_by_parts_of_names(get: Any) -> None:
    found = get("/search?q=CASES")
    assert found["results"] == [
        {
            "type": "DATASET",
            "namespace": events.SPACE,
            "name": "abc.cases",
            "updatedAt": "2020-01-01T10:00:00.000000Z",
            "nodeId": f"dataset:{events.SPACE}:abc.cases",
        }
    ]
    assert [one["name"] for one in get("/search?q=e&filter=job")["results"]] == ["derive", "extract", "view"]
    assert [one["name"] for one in get("/search?q=e&filter=JOB&sort=updated_at&limit=1")["results"]] == ["derive"]


def test_events_are_public_ones_newest_first(get: Any) -> None:
    found = get("/events/lineage")
    assert found["totalCount"] == 4
    assert [one["run"]["runId"] for one in found["events"]] == [events.uid(n) for n in (4, 3, 2, 1)]
    assert get("/events") == found
    assert get("/events/test") == found
    some = get("/events/lineage?after=2020-02-01T00:00:00Z&before=2020-03-01T00:00:00Z&limit=1&offset=1")
    assert (some["totalCount"], some["events"][0]["run"]["runId"]) == (2, events.uid(2))
    assert "hidden" not in str(found)


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/namespaces/tset", 404, "not-found"),
        ("/namespaces/tset/jobs", 404, "not-found"),
        ("/namespaces/test/jobs/veiw", 404, "not-found"),
        ("/namespaces/test/datasets", 200, ""),
        ("/namespaces/test/datasets/none", 404, "not-found"),
        ("/namespaces/sail/datasets", 404, "not-found"),
        (f"/jobs/runs/{events.uid(99)}", 404, "not-found"),
        ("/jobs/runs/none", 404, "not-found"),
        ("/lineage", 400, "invalid-request"),
        ("/lineage?nodeId=run:x:y", 400, "invalid-request"),
        ("/lineage?nodeId=job:test:none", 404, "not-found"),
        ("/lineage?nodeId=job:test:view&depth=-1", 400, "invalid-request"),
        ("/namespaces?limit=many", 400, "invalid-request"),
        ("/namespaces?limit=²", 400, "invalid-request"),
        ("/search", 400, "invalid-request"),
        ("/search?q=x&filter=run", 400, "invalid-request"),
        ("/events/lineage?before=yesterday", 400, "invalid-request"),
        ("/events/none", 404, "not-found"),
        ("/nowhere", 404, "not-found"),
    ],
)
def test_what_cannot_be_answered_is_a_problem(get: Any, path: str, status: int, code: str) -> None:
    assert get(path, status).get("code", "") == code


def test_nothing_is_written_this_way(client: FlaskClient) -> None:
    for method in (client.put, client.post, client.delete):
        assert method(f"{BASE}/namespaces/test").status_code == 405
    assert client.post(f"{BASE}/lineage", json={}).status_code == 405


def test_an_answer_has_a_tag_and_is_open_to_scripts(client: FlaskClient, get: Any) -> None:
    assert get("/namespaces")
    first = client.get(f"{BASE}/namespaces")
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get(f"{BASE}/namespaces", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_a_server_that_does_not_keep_the_path_still_finds_plain_names(client: FlaskClient, get: Any) -> None:
    assert get("/namespaces")
    bare = {"RAW_URI": "", "REQUEST_URI": ""}
    assert client.get(f"{BASE}/namespaces/test/jobs/view", environ_overrides=bare).status_code == 200
    whole = {"RAW_URI": f"http://localhost{BASE}/namespaces/{SPACE}?x=1"}
    assert client.get(f"{BASE}/namespaces/{SPACE}", environ_overrides=whole).get_json()["name"] == events.SPACE


@pytest.mark.parametrize(
    "path", ["/namespaces/test/jobs", f"/namespaces/{SPACE}/datasets", "/lineage?nodeId=job:test:view"]
)
def test_queries_do_not_grow_with_what_is_listed(register: Engine, client: FlaskClient, path: str) -> None:
    fill(register)

    def asked(again: int) -> int:
        with counting(register) as queries:
            assert client.get(f"{BASE}{path}{'&' if '?' in path else '?'}again={again}").status_code == 200
        return len(queries)

    asked(0)
    few = asked(1)
    more = [events.ran(n, "2020-04-01", job=f"job{n}", inputs=[events.place("abc.cases", "1")],
                       outputs=[events.place(f"made{n}")]) for n in range(10, 30)]  # fmt: skip
    registry.accept(register, events.body(*(one for some in more for one in some)))
    assert asked(2) <= few


def test_a_node_may_hold_colons() -> None:
    kind, ways = of_node("dataset:sail://a:b#1")
    assert kind == "dataset"
    assert list(ways) == [("sail://a", "b#1"), ("sail", "//a:b#1"), ("sail://a", "b"), ("sail", "//a:b")]


def test_every_node_of_a_graph_can_be_asked_for(get: Any) -> None:
    whole = get("/lineage?nodeId=job:test:view")["graph"]
    for one in whole:
        assert get(f"/lineage?nodeId={quote(one['id'])}")["graph"] == whole
