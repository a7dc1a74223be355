"""Parameters: strict, named, and refused with a remedy."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

LIST = "/api/v1/variables"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("limt=1", "There is no parameter `limt`"),
        ("limit=1&limit=2", "`limit` is given 2 times"),
        ("limit=", "is not a whole number"),
        ("limit=0", "`limit` is refused"),
        ("limit=1001", "`limit` is refused"),
        ("limit=1_0", "is not a whole number"),
        ("limit=%20 1", "is not a whole number"),
        ("limit=%D9%A1", "is not a whole number"),
        ("limit=1.0", "is not a whole number"),
        ("limit=-1", "is not a whole number"),
        ("limit=" + "9" * 400, "is not a whole number"),
        ("as_of=2020-02-30", "is not a date of the calendar"),
        ("as_of=20200230", "is not a date such as"),
        ("as_of=2020-W01-1", "is not a date such as"),
        ("as_of=today", "is not a date such as"),
        ("cursor=", "`cursor` is refused"),
        ("cursor=made-up", "was not made for this list"),
        ("dataset=", "`dataset` is no name"),
        ("name=%00", "`name` is no name"),
        ("name=a%0A", "`name` is no name"),
        ("table=a%0Ab", "`table` is no name"),
        ("name=" + "x" * 129, "`name` is no name"),
    ],
)
def test_what_is_refused_is_named(client: FlaskClient, query: str, said: str) -> None:
    answer = client.get(f"{LIST}?{query}")
    assert (answer.status_code, answer.get_json()["code"]) == (400, "invalid-request")
    assert said in answer.get_json()["detail"]


def test_an_unknown_parameter_is_told_which_there_are(client: FlaskClient) -> None:
    problem = client.get(f"{LIST}?datset=x&limit=a").get_json()
    assert "`dataset`" in problem["remedy"]
    assert [entry["rule"] for entry in problem["problems"]] == ["unknown-parameter", "parameter-value"]
    problem = client.get("/api/v1/datasets/everything?x=1").get_json()
    assert problem["remedy"] == "It takes none."


@pytest.mark.parametrize("since", ["-1", "x", "2147483648", "9" * 18, "9" * 19])
def test_serials_that_no_database_holds_are_refused(client: FlaskClient, since: str) -> None:
    assert client.get(f"/api/v1/changes?since={since}").status_code == 400


def test_a_serial_to_come_is_no_error(client: FlaskClient) -> None:
    body = client.get("/api/v1/changes?since=1000000").get_json()
    assert (body["items"], body["next"]) == ([], None)
    assert body["head"]["serial"] < 1_000_000


@pytest.mark.parametrize("kind", ["nothing", "release,retraction", ""])
def test_unknown_kinds_of_changes_are_refused(client: FlaskClient, kind: str) -> None:
    assert client.get("/api/v1/changes", query_string={"kind": kind}).status_code == 400
