"""Notes, corrections and timelines on the wire, as documented."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Engine

from catalogue import registry
from catalogue.registry import notes
from catalogue.registry.notes import NewNote
from tests.api.test_contract import SAMPLES, check, closed

DATASET = "/api/v1/datasets/everything"
RELEASE = f"{DATASET}/releases/2.0.0"
LAW = f"{RELEASE}/tables/cases/variables/law"


def noted(engine: Engine) -> int:
    """A note on everything; returns the serial of the first."""
    first = notes.add(engine, NewNote("caveat", "everything", "All.", "Of *all*.", "A. Steward", period_to="2011"))
    notes.add(engine, NewNote("erratum", "everything", "One.", "Of one.", "A. Steward", "2.0.0"))
    notes.add(engine, NewNote("erratum", "everything", "Table.", "x", "A. Steward", table="cases"))
    notes.add(
        engine,
        NewNote("answer", "everything", "So.", "x", "A. Steward", table="cases", variable="LAW", question="Why?"),
    )
    return first.serial or 0


def titles(client: FlaskClient, path: str) -> list[str]:
    return [one["title"] for one in client.get(path).get_json()["notes"]]


def test_records_carry_the_notes_about_them(client: FlaskClient, register: Engine) -> None:
    noted(register)
    assert titles(client, DATASET) == ["All.", "One."]
    assert titles(client, RELEASE) == ["All.", "One."]
    assert titles(client, f"{DATASET}/releases/1.0.0") == ["All."]
    assert titles(client, f"{RELEASE}/tables/cases") == ["Table.", "All.", "One."]
    assert titles(client, LAW) == ["So.", "Table.", "All.", "One."]


def test_what_is_sent_is_as_documented(client: FlaskClient, register: Engine) -> None:
    first = noted(register)
    notes.withdraw(register, first, "Not so.")
    registry.retract(register, "everything", "1.0.0", "Wrong.")
    registry.rename(register, "everything", "all-of-it")
    document: dict[str, Any] = closed(client.get("/api/openapi.json").get_json())
    for path in (DATASET, RELEASE, f"{RELEASE}/tables/CASES", LAW, f"{DATASET}/notes", f"{DATASET}/timeline"):
        route = SAMPLES[path]
        answer = client.get(path.replace("everything", "all-of-it"))
        check(document, route, 200, answer.get_json())
    ended = client.get("/api/v1/datasets/all-of-it/notes").get_json()["items"]
    assert [one["ended"] is None for one in ended] == [False, True, True, True]


def test_a_note_leads_to_its_bytes_and_its_page(client: FlaskClient, register: Engine) -> None:
    noted(register)
    for one in client.get(f"{DATASET}/notes").get_json()["items"]:
        assert client.get(one["url"]).get_json()["title"] == one["title"]
        page, _, anchor = one["page"].partition("#")
        assert f'id="{anchor}"' in client.get(page, headers={"Accept": "text/html"}).text


def test_the_list_of_notes_has_pages(client: FlaskClient, register: Engine) -> None:
    noted(register)
    first = client.get(f"{DATASET}/notes?limit=3").get_json()
    rest = client.get(f"{DATASET}/notes?limit=3&cursor={first['next']}").get_json()
    assert [len(first["items"]), len(rest["items"]), rest["next"]] == [3, 1, None]


def test_the_timeline_tells_the_same_as_the_feed(client: FlaskClient, register: Engine) -> None:
    noted(register)
    feed = client.get("/api/v1/changes").get_json()["items"]
    items = client.get(f"{DATASET}/timeline").get_json()["items"]
    assert [one["serial"] for one in items] == [one["serial"] for one in feed if one["dataset"] == "everything"]
    release, *_, answer = items
    assert (release["kind"], release["snapshot"], release["issued"]) == ("release", "2019-12-31", "2020-01-01")
    assert (release["since"], release["changes"]) == (None, None)
    later = next(one for one in items if one["version"] == "2.0.0" and one["kind"] == "release")
    told = client.get(f"{DATASET}/diff?from=1.0.0&to=2.0.0").get_json()["changes"]
    assert later["since"] == "1.0.0"
    for weight, count in later["changes"].items():
        assert count == sum(one["weight"] == weight for one in told if one["aspect"] != "provenance")
    assert (answer["kind"], answer["noteKind"], answer["variable"]) == ("note", "answer", "LAW")


def test_a_superseded_release_says_by_which_and_since_when(client: FlaskClient) -> None:
    assert client.get(f"{DATASET}/releases/1.0.0").get_json()["superseded"] == {
        "version": "2.0.0",
        "since": "2021-06-30",
    }
    assert client.get(RELEASE).get_json()["superseded"] is None
