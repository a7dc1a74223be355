"""marquez-python as it is, against the running site: by address alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from marquez_client import MarquezClient
from marquez_client.errors import APIError

from catalogue.settings import load
from catalogue.store.engine import open_engine
from tests import events
from tests.clients.at_work import free_port, site_at_work
from tests.empty import lay_out
from tests.protocols.scene import ODD, fill


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site answers as Marquez does."""
    folder, port = tmp_path_factory.mktemp("site"), free_port()
    engine = open_engine(load({"CATALOGUE_DATA": str(folder)}).database_url)
    lay_out(engine)
    fill(engine)
    engine.dispose()
    with site_at_work(folder, port, ["serve", "--port", str(port), "--workers", "1"]) as site:
        yield f"{site}/marquez"


@pytest.fixture
def client(address: str) -> MarquezClient:
    """The client."""
    return MarquezClient(url=address)


def names(listed: list[dict[str, Any]]) -> list[str]:
    return [one["name"] for one in listed]


def test_the_client_lists_namespaces_jobs_and_runs(client: MarquezClient) -> None:
    assert names(client.list_namespaces()["namespaces"]) == [events.SPACE, "test"]
    assert client.get_namespace(events.SPACE)["name"] == events.SPACE
    assert names(client.list_jobs("test")["jobs"]) == ["derive", "extract", "view"]
    assert client.get_job("test", "view")["latestRun"]["id"] == events.uid(3)
    assert [one["id"] for one in client.list_job_runs("test", "view", limit=1)["runs"]] == [events.uid(3)]
    assert client.get_job_run(events.uid(1))["state"] == "COMPLETED"


def test_the_client_lists_datasets_and_versions_of_odd_names(client: MarquezClient) -> None:
    assert ODD in names(client.list_datasets(events.SPACE)["datasets"])
    found = client.get_dataset(events.SPACE, ODD)
    versions = client.list_dataset_versions(events.SPACE, ODD)["versions"]
    assert [one["createdByRun"]["id"] for one in versions] == [events.uid(3), events.uid(2)]
    assert client.get_dataset_version(events.SPACE, ODD, found["currentVersion"]) == versions[0]


def test_the_client_lists_public_events(client: MarquezClient) -> None:
    assert len(client.list_events()["events"]) == 4
    (newest,) = client.list_events("test", limit=1)["events"]
    assert newest["eventType"] == "FAIL"


def test_the_graph_is_read_as_the_page_of_marquez_reads_it(address: str) -> None:
    asked = {"nodeId": "job:test:view", "depth": "20"}
    nodes = {one["id"]: one for one in requests.get(f"{address}/api/v1/lineage", asked, timeout=10).json()["graph"]}
    assert len(nodes) == 7
    for one in nodes.values():
        for edge in (*one["inEdges"], *one["outEdges"]):
            assert edge["origin"] in nodes
            assert edge["destination"] in nodes


def test_the_client_is_told_what_is_not_there_and_cannot_be_done(client: MarquezClient) -> None:
    for ask, *words in (
        (client.get_job, "test", "none"),
        (client.get_namespace, "none"),
        (client.create_namespace, "test", "me"),
        (client.tag_dataset, events.SPACE, ODD, "tag"),
    ):
        with pytest.raises(APIError):
            ask(*words)
