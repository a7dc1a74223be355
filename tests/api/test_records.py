"""What records say: identifiers that last, facts word for word, what is unknown as null, and where things moved."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from catalogue import registry
from catalogue.settings import Settings
from tests.http import ODD_NAME, fill, full, site
from tests.samples import small

API = "/api/v1"
DATASET = f"{API}/datasets/everything"
CASES = f"{DATASET}/releases/2.0.0/tables/cases"


def read(client: FlaskClient, path: str, **query: Any) -> dict[str, Any]:
    """A record."""
    answer = client.get(path, query_string=query)
    assert answer.status_code == 200, answer.get_json()
    body: dict[str, Any] = answer.get_json()
    return body


def test_identifiers_outlive_names(client: FlaskClient, register: Engine) -> None:
    paths = ("", "/releases/2.0.0", "/releases/2.0.0/tables/cases", "/releases/2.0.0/tables/cases/variables/LAW")
    before = [read(client, DATASET + path)["id"] for path in paths]
    key = before[0]
    assert before == [key, f"{key}@2.0.0", f"{key}/cases", f"{key}/cases/LAW"]
    registry.rename(register, "everything", "all")
    assert [read(client, f"{API}/datasets/all{path}")["id"] for path in paths] == before


@pytest.mark.parametrize("below", ["", "/releases", "/releases/2.0.0", "/releases/2.0.0/tables?limit=1"])
def test_a_former_name_redirects_for_ever(client: FlaskClient, register: Engine, below: str) -> None:
    registry.rename(register, "everything", "all")
    answer = client.get(DATASET + below)
    assert (answer.status_code, answer.headers["Location"]) == (301, f"{API}/datasets/all{below}")


@pytest.mark.parametrize(("alias", "version"), [("latest", "2.0.0"), ("2019-12-31", "1.0.0"), ("2021-06-01", "2.0.0")])
@pytest.mark.parametrize("below", ["", "/tables", "/tables/cases/variables/LAW", "/seal.json", "/receipt.json"])
def test_aliases_of_releases_redirect(client: FlaskClient, alias: str, version: str, below: str) -> None:
    answer = client.get(f"{DATASET}/releases/{alias}{below}")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{DATASET}/releases/{version}{below}")


def test_the_link_of_everything_leads_to_itself(client: FlaskClient) -> None:
    paths = [DATASET, f"{DATASET}/releases/2.0.0", CASES, f"{API}/codelists/law-type", f"{API}/organisations/keeper"]
    paths += [item["url"] for item in read(client, f"{API}/variables")["items"]]
    for path in paths:
        record = read(client, path)
        assert read(client, record["url"]) == record
        assert record["url"] == f"http://127.0.0.1:8000{API}" + record["page"].removeprefix("http://127.0.0.1:8000")


def test_the_facts_are_there_word_for_word(client: FlaskClient) -> None:
    sample = full("2.0.0")
    by_name = {variable["name"]: variable for variable in sample.tables[0]["variables"]}
    for name, facts in by_name.items():
        found = read(client, f"{CASES}/variables/{name.replace('%', '%25').replace('#', '%23').replace('?', '%3F')}")
        assert found["facts"] == facts
    dataset = read(client, DATASET)
    assert dataset["facts"] == {**sample.dataset, "id": dataset["id"]}


def test_what_nobody_said_is_null(client: FlaskClient) -> None:
    guess = read(client, f"{CASES}/variables/guess")
    assert guess["definition"] is None
    assert guess["inferredMeaning"] == "Perhaps a date."
    assert guess["mark"] == "inferred"
    assert [guess[name] for name in ("format", "physicalType", "codeList")] == [None, None, None]
    assert guess["evidence"] == {"status": "carried-forward", "note": "Not looked at.", "confirmed": False}


def test_a_variable_takes_its_tables_and_datasets_evidence(client: FlaskClient) -> None:
    law = read(client, f"{CASES}/variables/LAW")
    assert [source["title"] for source in law["sources"]] == ["The dictionary"]
    assert law["evidence"]["confirmed"] is False
    assert law["codeList"]["digest"] == read(client, f"{API}/codelists/law-type")["digest"]
    case = read(client, f"{CASES}/variables/CASE_ID")
    assert case["primaryKey"] is True
    assert case["encrypted"] is True
    assert case["foreignKeys"][0]["table"] == "people"
    assert law["primaryKey"] is False


def test_lists_and_records_say_the_same(client: FlaskClient) -> None:
    for item in read(client, f"{API}/variables", dataset="everything")["items"]:
        assert _without_later(read(client, item["url"])) == item
    for item in read(client, f"{API}/datasets")["items"] + read(client, f"{DATASET}/releases")["items"]:
        assert _without_later(read(client, item["url"])) == item


def _without_later(record: dict[str, Any]) -> dict[str, Any]:
    """A record without what came after sealing, which lists leave out."""
    later = {"notes", "notesUrl", "timelineUrl", "superseded", "correctedBy"}
    return {name: value for name, value in record.items() if name not in later}


def test_an_odd_name_has_an_address(client: FlaskClient) -> None:
    (found,) = read(client, f"{API}/variables", name=ODD_NAME.upper())["items"]
    assert found["name"] == ODD_NAME
    assert " " not in found["url"]
    assert read(client, found["url"])["name"] == ODD_NAME


def test_filters_take_letters_in_any_case(client: FlaskClient, register: Engine) -> None:
    registry.publish(register, [small()])
    assert {item["dataset"]["slug"] for item in read(client, f"{API}/variables", name="law")["items"]} == {
        "everything",
        "small",
    }
    assert len(read(client, f"{API}/variables", table="PEOPLE", dataset="small")["items"]) == 2
    assert read(client, f"{API}/variables", name="nothing")["items"] == []


@pytest.mark.parametrize(
    ("as_of", "version"),
    [("2019-12-31", None), ("2020-01-01", "1.0.0"), ("2021-06-29", "1.0.0"), ("2021-06-30", "2.0.0")],
)
def test_as_of_shows_what_was_in_force(client: FlaskClient, as_of: str, version: str | None) -> None:
    items = read(client, f"{API}/variables", as_of=as_of, name="LAW")["items"]
    assert [item["release"]["version"] for item in items] == ([version] if version else [])


def test_withdrawn_releases_are_listed_with_their_tombstone_and_never_in_force(
    client: FlaskClient, register: Engine
) -> None:
    registry.retract(register, "everything", "2.0.0", "It was wrong.")
    items = read(client, f"{DATASET}/releases")["items"]
    assert [item["withdrawn"] for item in items] == [
        None,
        {"reason": "It was wrong.", "successor": "1.0.0", "by": "operator"},
    ]
    assert read(client, DATASET)["latest"]["version"] == "1.0.0"
    assert {item["release"]["version"] for item in read(client, f"{API}/variables")["items"]} == {"1.0.0"}
    assert client.get(CASES).status_code == 410
    (use,) = read(client, f"{API}/codelists/law-type")["usedBy"]
    assert (use["version"], use["variables"]) == ("1.0.0", ["cases/LAW"])


def test_a_dataset_without_a_release_in_force_is_still_there(client: FlaskClient, register: Engine) -> None:
    for version in ("2.0.0", "1.0.0"):
        registry.retract(register, "everything", version, "It was wrong.")
    dataset = read(client, DATASET)
    assert (dataset["latest"], dataset["title"], dataset["description"]) == (None, "everything", None)
    assert read(client, f"{API}/datasets")["items"] == [_without_later(dataset)]
    assert client.get(f"{DATASET}/releases/latest").status_code == 404
    problem = client.get(f"{DATASET}/releases/1.0.0").get_json()
    assert problem["remedy"] == "No other release stands at present."
    assert "near" not in problem


def test_approval_without_a_second_person_is_said(client: FlaskClient) -> None:
    assert read(client, f"{DATASET}/releases/1.0.0")["approval"] == {
        "mode": "operator",
        "authors": [],
        "approvedBy": None,
        "statement": "Published without a second person.",
    }


def test_exact_bytes_by_digest(client: FlaskClient) -> None:
    release = read(client, f"{DATASET}/releases/2.0.0")
    seal = client.get(release["sealUrl"])
    assert hashlib.sha256(seal.data).hexdigest() == release["seal"]
    assert client.get(f"{API}/objects/{release['seal']}").data == seal.data
    said = base64.b64decode(seal.headers["Repr-Digest"].removeprefix("sha-256=:").removesuffix(":"))
    assert said.hex() == release["seal"]
    content = client.get(release["contentUrl"])
    assert hashlib.sha256(content.data).hexdigest() == release["content"] == seal.get_json()["content"]
    for table in content.get_json()["tables"].values():
        assert client.get(f"{API}/objects/{table}").status_code == 200


def test_objects_of_withdrawn_releases_can_still_be_verified(client: FlaskClient, register: Engine) -> None:
    release = read(client, f"{DATASET}/releases/1.0.0")
    registry.retract(register, "everything", "1.0.0", "It was wrong.")
    assert client.get(f"{API}/objects/{release['seal']}").status_code == 200
    assert client.get(f"{API}/objects/{release['content']}").status_code == 200


@pytest.mark.parametrize("digest", ["x", "0" * 64, "0" * 63, "A" * 64, "../etc/passwd", "0" * 5000])
def test_other_digests_are_not_there(client: FlaskClient, digest: str) -> None:
    assert client.get(f"{API}/objects/{digest}").status_code == 404


def test_the_feed_tells_everything_once_in_order(client: FlaskClient, register: Engine) -> None:
    registry.retract(register, "everything", "1.0.0", "It was wrong.")
    registry.rename(register, "everything", "all")
    body = read(client, f"{API}/changes")
    items = body["items"]
    assert [item["serial"] for item in items] == list(range(1, len(items) + 1))
    assert all(later["previous"] == earlier["hash"] for earlier, later in pairwise(items))
    assert body["head"] == {"serial": items[-1]["serial"], "hash": items[-1]["hash"]}
    assert [item["kind"] for item in items] == [
        "vocabulary", "vocabulary", "vocabulary", "release", "release", "retraction", "rename",
    ]  # fmt: skip
    assert {item["dataset"] for item in items[3:]} == {"all"}
    assert [item["version"] for item in items] == [None, None, None, "1.0.0", "2.0.0", "1.0.0", None]
    statuses = [client.get(item["url"]).status_code for item in items]
    assert statuses == [200, 200, 200, 410, 200, 410, 200]
    assert all(client.get(item["object"]).status_code == 200 for item in items)


def test_the_feed_goes_on_from_a_serial(client: FlaskClient) -> None:
    whole = read(client, f"{API}/changes")["items"]
    assert read(client, f"{API}/changes", since=2)["items"] == whole[2:]
    assert read(client, f"{API}/changes", kind="release")["items"] == whole[3:]
    kinds = client.get(f"{API}/changes?kind=release&kind=vocabulary").get_json()
    assert kinds["items"] == whole


def test_the_way_in_leads_everywhere(client: FlaskClient) -> None:
    entry = read(client, f"{API}/")
    for name in ("datasets", "variables", "codelists", "concepts", "organisations", "pathways", "changes", "openapi"):
        assert client.get(entry[name]).status_code == 200, name


def test_an_identifier_with_an_at_sign_keeps_its_dataset(settings: Settings) -> None:
    app, engine = site(settings)
    sample = small()
    registry.publish(engine, [replace(sample, dataset={**sample.dataset, "id": "a@b"})])
    registry.rename(engine, "small", "tiny")
    client = app.test_client()
    told = [(item["dataset"], item["version"]) for item in read(client, f"{API}/changes")["items"]]
    assert told[1:] == [("tiny", "1.0.0"), ("tiny", None)]
    engine.dispose()


def test_an_empty_register_is_no_error(settings: Settings) -> None:
    app, engine = site(settings)
    client = app.test_client()
    assert read(client, f"{API}/")["head"] == {"serial": 0, "hash": None}
    for name in ("datasets", "variables", "codelists", "concepts", "organisations", "pathways", "changes"):
        assert read(client, f"{API}/{name}")["items"] == []
    fill(engine)
    assert read(client, f"{API}/datasets")["items"] != []
    engine.dispose()
