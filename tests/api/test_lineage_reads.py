"""Jobs, runs and lineage over HTTP: as documented, near names, tombstones, as of a time."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from catalogue import registry
from catalogue.lineage.rows import job_key
from tests import events
from tests.api.test_contract import check, closed
from tests.http import counting
from tests.lineage import scene
from tests.samples import small

API = "/api/v1"
DERIVED = f"{API}/datasets/derived/releases/2.0.0"
JOB, RUN = job_key("test", "derive"), events.uid(22)
ROUTE = "/api/v1/datasets/{slug}/releases/{version}"
SAMPLES = {
    f"{API}/jobs": "/api/v1/jobs",
    f"{API}/jobs?namespace=test&name=derive&limit=1": "/api/v1/jobs",
    f"{API}/jobs/{JOB}": "/api/v1/jobs/{job}",
    f"{API}/runs/{RUN}": "/api/v1/runs/{uuid}",
    f"{API}/runs/{events.uid(1)}": "/api/v1/runs/{uuid}",
    f"{DERIVED}/lineage": f"{ROUTE}/lineage",
    f"{API}/datasets/everything/releases/2.0.0/lineage": f"{ROUTE}/lineage",
    f"{API}/datasets/later/releases/1.0.0/lineage?direction=up": f"{ROUTE}/lineage",
    f"{DERIVED}/lineage?table=CASES&variable=law": f"{ROUTE}/lineage",
    f"{DERIVED}/tables/cases/lineage?direction=up&depth=1": f"{ROUTE}/tables/{{table}}/lineage",
    f"{API}/lineage/impact?dataset=abc&table=cases": "/api/v1/lineage/impact",
    f"{API}/lineage/impact?dataset=everything&table=cases&caveat=early-years&after=2000": "/api/v1/lineage/impact",
    f"{API}/lineage/impact?name=court.file&before=2010-04": "/api/v1/lineage/impact",
    f"{API}/lineage/stale": "/api/v1/lineage/stale",
    f"{API}/lineage/unbound": "/api/v1/lineage/unbound",
    f"{API}/lineage/unbound?kind=releases&limit=1": "/api/v1/lineage/unbound",
    f"{API}/datasets/derived/lineage-diff": "/api/v1/datasets/{slug}/lineage-diff",
    f"{API}/datasets/everything/lineage-diff?from=1.0.0&to=2.0.0": "/api/v1/datasets/{slug}/lineage-diff",
    f"{DERIVED}/tables/cases/variables/LAW/why?from=1.0.0": f"{ROUTE}/tables/{{table}}/variables/{{variable}}/why",
    f"{API}/datasets/everything/releases/2.0.0/tables/cases/variables/LAW/why": (
        f"{ROUTE}/tables/{{table}}/variables/{{variable}}/why"
    ),
    f"{DERIVED}/tables/cases/variables/LAW/lineage": f"{ROUTE}/tables/{{table}}/variables/{{variable}}/lineage",
}


@pytest.fixture
def told(client: FlaskClient, register: Engine) -> FlaskClient:
    """A client of a site that knows runs; the run of one release is reported after it was sealed."""
    scene.fill(register)
    wish = registry.Wish(run=events.uid(31), run_later=True)
    registry.publish(register, [small("later")], wish=wish)
    late = events.ran(31, "2022-06-01", job="late", inputs=[events.place(scene.EXTRACT, "v1")])
    registry.accept(register, events.body(*late))
    return client


def get(client: FlaskClient, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()


@pytest.mark.parametrize("path", SAMPLES)
def test_answers_are_as_documented(told: FlaskClient, path: str) -> None:
    document = closed(told.get("/api/openapi.json").get_json())
    check(document, SAMPLES[path], 200, get(told, path))


def test_jobs_are_listed_page_by_page(told: FlaskClient) -> None:
    names, path = [], f"{API}/jobs?limit=2"
    while path:
        answer = told.get(path)
        names += [one["name"] for one in answer.get_json()["items"]]
        cursor = answer.get_json()["next"]
        path = f"{API}/jobs?limit=2&cursor={cursor}" if cursor else ""
    assert names == ["derive", "extract", "late", "view"]
    assert get(told, f"{API}/jobs?name=nothing")["items"] == []
    assert [one["id"] for one in get(told, f"{API}/jobs/{JOB}")["newest"]] == [events.uid(22), events.uid(21)]


def test_a_run_tells_what_it_read_and_which_release_it_made(told: FlaskClient) -> None:
    run = get(told, f"{API}/runs/{RUN}")
    assert (run["code"]["version"], run["parameters"]) == ("commit2", [{"key": "threshold", "value": "2"}])
    assert [(one["name"], one["how"], one["run"]) for one in run["inputs"]] == [(scene.VIEW, "version", events.uid(12))]
    assert [(one["name"], one["rows"], one["release"]["version"]) for one in run["outputs"]] == [
        (scene.DERIVED, 100, "2.0.0")
    ]
    assert [one["outputColumn"] for one in run["columns"]] == ["CASE_ID", "LAW"]


def test_lineage_leads_through_releases(told: FlaskClient) -> None:
    found = get(told, f"{DERIVED}/lineage")
    nodes = {one["id"]: one for one in found["upstream"]["nodes"]}
    assert [one["label"] for one in nodes.values()] == ["cases", "derive", "view.cases", "view", "cases", "extract",
                                                        "court.file"]  # fmt: skip
    assert all(edge["pinned"] for edge in found["upstream"]["edges"])
    assert [one["release"]["version"] for one in nodes.values() if one["release"]] == ["2.0.0", "2.0.0"]
    assert found["downstream"]["edges"] == []
    assert found["run"]["inputs"][0]["name"] == scene.VIEW
    near = get(told, f"{DERIVED}/lineage?direction=up&depth=1")
    assert (near["downstream"], [one["label"] for one in near["upstream"]["nodes"] if one["more"]]) == (
        None,
        ["view.cases"],
    )


def test_what_a_release_feeds_as_of_a_time(told: FlaskClient) -> None:
    path = f"{API}/datasets/abc/releases/1.0.0/lineage?direction=down"

    def fed(more: str = "") -> list[str]:
        return [one["label"] for one in get(told, path + more)["downstream"]["nodes"]]

    assert sorted(fed()) == ["cases", "cases", "derive", "late", "view", "view.cases"]
    assert fed("&as_of=2021-01-01") == ["cases", "view", "view.cases"]
    assert fed("&as_of=2020-12-31") == ["cases"]
    serial = get(told, f"{API}/runs/{events.uid(11)}")["serial"]
    assert fed(f"&as_known={serial - 1}") == ["cases"]
    assert sorted(fed(f"&as_known={serial}")) == ["cases", "cases", "derive", "view", "view.cases"]


def test_a_variable_leads_back_column_by_column(told: FlaskClient) -> None:
    found = get(told, f"{DERIVED}/tables/cases/variables/law/lineage?direction=up")["columnsUpstream"]
    assert [(one["name"], one["column"]) for one in found["nodes"]] == [
        ("cases", "LAW"), ("view.cases", "LAW"), ("cases", "LAW"), ("court.file", "LAW"),
    ]  # fmt: skip
    assert {(one["kind"], one["subtype"], one["description"], one["pinned"]) for one in found["edges"]} == {
        ("DIRECT", "IDENTITY", "as it is", True)
    }
    path = f"{API}/datasets/abc/releases/2.0.0/tables/cases/variables/LAW/lineage"
    fed = get(told, path)["columnsDownstream"]
    assert [(one["name"], one["release"] and one["release"]["slug"]) for one in fed["nodes"]] == [
        ("cases", "abc"), ("view.cases", None), ("cases", "derived"),
    ]  # fmt: skip
    assert [one["pinned"] for one in fed["edges"]] == [False, True]


def test_what_came_after_sealing_is_told_with_its_date(told: FlaskClient) -> None:
    found = get(told, f"{API}/datasets/later/releases/1.0.0/lineage?direction=up")
    assert found["run"]["reported"] is False
    (since,) = found["reportedSince"]
    assert (since["run"], since["events"]) == (events.uid(31), 2)
    assert since["recorded"].startswith("20")
    edges = found["upstream"]["edges"]
    assert sorted(one["pinned"] for one in edges) == [False, True, True, True]
    assert get(told, f"{API}/datasets/abc/releases/1.0.0/lineage")["reportedSince"] == []


@pytest.mark.parametrize(
    ("path", "status", "near"),
    [
        (f"{API}/jobs/0000000000000000", 404, None),
        (f"{API}/runs/nothing", 404, None),
        (f"{API}/datasets/derive/releases/2.0.0/lineage", 404, "derived"),
        (f"{DERIVED}/lineage?table=case", 404, "cases"),
        (f"{DERIVED}/tables/cases/variables/LAWS/lineage", 404, "LAW"),
        (f"{DERIVED}/lineage?variable=LAW", 400, None),
        (f"{DERIVED}/lineage?direction=sideways", 400, None),
        (f"{DERIVED}/lineage?depth=0", 400, None),
        (f"{API}/lineage/impact", 400, None),
        (f"{API}/lineage/impact?table=cases", 400, None),
        (f"{API}/lineage/impact?name=x&before=April", 400, None),
        (f"{API}/lineage/impact?dataset=derive", 404, "derived"),
        (f"{API}/datasets/derived/lineage-diff?from=1.0.0", 410, "derived 2.0.0"),
        (f"{API}/datasets/later/lineage-diff", 404, None),
        (f"{API}/datasets/derived/releases/1.0.0/lineage", 410, "derived 2.0.0"),
    ],
)
def test_what_is_not_there_is_said_kindly(
    told: FlaskClient, register: Engine, path: str, status: int, near: str | None
) -> None:
    registry.retract(register, "derived", "1.0.0", "It was wrong.")
    answer = told.get(path)
    assert answer.status_code == status, answer.get_json()
    assert near is None or near in [one["name"] for one in answer.get_json()["near"]]


def test_latest_and_validators(told: FlaskClient) -> None:
    answer = told.get(f"{API}/datasets/derived/releases/latest/lineage?depth=1")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/releases/2.0.0/lineage?depth=1")
    first = told.get(f"{DERIVED}/lineage")
    again = told.get(f"{DERIVED}/lineage", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_queries_do_not_grow_with_width(told: FlaskClient, register: Engine) -> None:
    def queries(path: str) -> int:
        get(told, f"{path}&depth=9")
        with counting(register) as found:
            get(told, f"{path}&depth=8")
        return len(found)

    paths = [
        f"{API}/datasets/abc/releases/1.0.0/lineage?direction=both",
        f"{API}/datasets/abc/releases/1.0.0/tables/cases/variables/LAW/lineage?direction=both",
    ]
    before = [queries(path) for path in paths]
    for number in range(50, 90):
        columns = scene.same(scene.EXTRACT, "LAW")
        made = events.ran(
            number, "2023-01-01", job=f"more{number}", inputs=[events.place(scene.EXTRACT, "v1")],
            outputs=[events.place(f"more.{number}", columns=columns)],
        )  # fmt: skip
        registry.accept(register, events.body(*made))
    assert [queries(path) for path in paths] == before
    assert len(get(told, paths[1])["columnsDownstream"]["nodes"]) > 40
