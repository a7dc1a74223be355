"""Mails to those who follow, through a real server: confirmed twice, ended at once, nothing in them but text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy import text as sql
from sqlmodel import Session

from catalogue import registry, work
from catalogue.app import create_app
from catalogue.cli import main
from catalogue.commands.worker import finder
from catalogue.errors import InvalidRequestError, NotFoundError, SettingsError, TooOftenError
from catalogue.following import atom, followers, letters
from catalogue.model import Follower
from catalogue.people import moments
from catalogue.people.slowing import FREE
from catalogue.settings import Settings
from catalogue.store import followers as kept
from catalogue.store import sign_ins
from catalogue.store.engine import reading, writing
from tests.following.post import Post, link, posted, text
from tests.samples import Sample, small

ANNA = "anna@example.org"


@pytest.fixture
def post() -> Iterator[Post]:
    with posted() as found:
        yield found


@pytest.fixture
def mailing(settings: Settings, post: Post) -> Settings:
    """Settings of a site that sends mail."""
    return replace(settings, smtp=post.address, mail_from="catalogue@example.org", outbound=(post.address,))


def no_search(_session: Session, _query: str) -> Sequence[atom.Entry] | None:
    raise AssertionError("nobody follows a search")


def send(engine: Engine, settings: Settings, days: float = 0) -> list[str]:
    return letters.send_due(engine, settings, no_search, datetime.now(UTC) + timedelta(days=days))


def every(engine: Engine) -> list[Follower]:
    with reading(engine) as session:
        return kept.every(session)


@pytest.fixture
def client(engine: Engine, mailing: Settings) -> FlaskClient:
    registry.publish(engine, [small()])
    return create_app(mailing).test_client()


def test_from_the_form_to_the_last_mail(engine: Engine, mailing: Settings, post: Post, client: FlaskClient) -> None:
    assert 'action="/follow"' in client.get("/datasets/small").text
    form = {"email": ANNA, "dataset": "small", "every": "day"}
    sent = client.post("/follow", data=form)
    assert (sent.status_code, sent.headers["Location"]) == (303, "/follow/asked")
    assert "mailbox" in client.get("/follow/asked").text
    assert send(engine, mailing) == []
    (asked,) = post.mails
    assert post.to == [[ANNA]]
    assert asked["Subject"] == "Confirm that you follow Dataset small"
    # Programs that look through mails follow links: a link by itself confirms nothing.
    shown = client.get(link(asked, "confirm"))
    assert (shown.status_code, shown.headers["Cache-Control"]) == (200, "private, no-store")
    assert every(engine)[0].confirmed is None
    assert "You follow Dataset small" in client.post(link(asked, "confirm")).text
    assert "You follow Dataset small" in client.get(link(asked, "confirm")).text
    # What was there before is no news.
    assert send(engine, mailing, 1.1) == []
    assert len(post.mails) == 1
    registry.publish(engine, [small(version="1.1.0", issued="2021-01-01", LAW="Better.")])
    registry.retract(engine, "small", "1.1.0", "It was <b>wrong</b>.\n\nBcc: everybody@example.org")
    registry.publish(engine, [small("other")])
    assert send(engine, mailing, 1.2) == []
    assert len(post.mails) == 1
    assert send(engine, mailing, 2.5) == []
    told = post.mails[1]
    assert told["Subject"] == "2 changes of Dataset small"
    assert "Dataset small 1.1.0: withdrawn" in text(told)
    assert "http://127.0.0.1:8000/datasets/small/releases/1.1.0" in text(told)
    assert "other" not in text(told)
    assert told["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert told["Bcc"] is None
    # Once only.
    assert send(engine, mailing, 4) == []
    assert len(post.mails) == 2
    ending = told["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    assert ending == link(told, "end")
    assert "End it" in client.get(ending).text
    assert len(every(engine)) == 1
    # A program of mail sends no cookie and no origin of this site.
    one_click = {"List-Unsubscribe": "One-Click"}
    assert client.post(ending, data=one_click, headers={"Origin": "null"}).status_code == 200
    assert every(engine) == []
    assert client.post(ending).status_code == 200
    assert client.get(link(told, "end")).status_code == 200


def test_who_does_not_confirm_is_forgotten(engine: Engine, mailing: Settings, post: Post, client: FlaskClient) -> None:
    client.post("/follow", data={"email": ANNA, "dataset": "small", "every": "week"})
    send(engine, mailing)
    send(engine, mailing, 6.9)
    assert (len(post.mails), len(every(engine))) == (1, 1)
    send(engine, mailing, 7.1)
    assert (len(post.mails), every(engine)) == (1, [])
    assert client.get(link(post.mails[0], "confirm")).status_code == 404
    assert client.post(link(post.mails[0], "confirm")).status_code == 404


def test_nobody_is_sent_more_than_a_few_mails_unasked(engine: Engine, mailing: Settings, post: Post) -> None:
    registry.publish(engine, [small(name) for name in "abcdef"])
    for _ in range(3):
        for name in "abcdef":
            followers.ask(engine, mailing, "anna@EXAMPLE.org", name, "", "day")
            followers.ask(engine, mailing, "Anna@example.org", name, "", "day")
    send(engine, mailing)
    assert len(post.mails) == followers.MOST_WAITING
    for number in range(followers.MOST_ASKED - followers.MOST_WAITING):
        followers.ask(engine, mailing, f"a{number}@example.org", "a", "", "day")
    with pytest.raises(TooOftenError):
        followers.ask(engine, mailing, "one.more@example.org", "a", "", "day")


def test_who_floods_the_form_keeps_nobody_else_from_it(engine: Engine, mailing: Settings, client: FlaskClient) -> None:
    def post_from(address: str, number: int) -> int:
        form = {"email": f"a{number}@example.org", "dataset": "small"}
        return client.post("/follow", data=form, environ_base={"REMOTE_ADDR": address}).status_code

    assert post_from("203.0.113.66", 0) == 303
    with writing(engine) as session:
        [(subject, failures)] = session.execute(sql("SELECT subject, failures FROM attempt")).all()
        assert (subject.partition(":")[0], failures) == ("follow", 1)
        # As if it had come so often that after one more there is a wait of minutes.
        sign_ins.set_attempts(session, subject, FREE["follow"] + 8, moments.text(moments.now()))
    assert [post_from("203.0.113.66", number) for number in (1, 2, 3)] == [303, 429, 429]
    assert post_from("203.0.113.7", 4) == 303
    assert [one.email[:2] for one in every(engine)] == ["a0", "a1", "a4"]
    followers.ask(engine, mailing, "a5@example.org", "small", "", "day")


NO_ADDRESSES = [
    "", "anna", "anna@", "@example.org", "anna@example", "a b@example.org", f"{'a' * 250}@example.org",
    "anna@example.org\r\nBcc: everybody@example.org", "anna@example.org, bob@example.org", "<anna@example.org>",
    "anna@exämple.org", "anna@example.org\x00",
]  # fmt: skip


def test_what_is_no_address_is_refused(engine: Engine, client: FlaskClient) -> None:
    for email in NO_ADDRESSES:
        answer = client.post("/follow", data={"email": email, "dataset": "small"})
        assert answer.status_code == 400, email
        assert "is no e-mail address" in answer.text, email
        assert 'href="/datasets/small#follow"' in answer.text, "and there is a way back"
    assert every(engine) == []


@given(st.text(st.characters() | st.sampled_from("\r\n\0:"), max_size=60))
def test_nothing_that_a_steward_writes_becomes_a_header(title: str) -> None:
    follower = Follower(email=ANNA, every="day", salt="s", digest="d" * 64, created="")
    site = Settings.__new__(Settings)
    for name, value in (("base_url", "https://e.org"), ("secret_key", "k" * 32), ("mail_from", "c@e.org")):
        object.__setattr__(site, name, value)
    entry = atom.Entry("urn:x", title, "2026-11-26T12:00:00.000000Z", "https://e.org/", title, "release")
    mail = letters.digest(site, follower, title, [entry])
    assert sorted(mail.keys()) == sorted(letters.confirmation(site, follower, title).keys())
    head = mail.as_bytes().partition(b"\r\n\r\n")[0]
    names = [line.partition(b":")[0] for line in head.split(b"\r\n") if not line.startswith((b" ", b"\t"))]
    assert len(names) == len(set(names)) == len(mail.keys())


def test_a_server_that_takes_nothing_is_asked_again(
    engine: Engine, mailing: Settings, post: Post, client: FlaskClient
) -> None:
    client.post("/follow", data={"email": ANNA, "dataset": "small"})
    post.refusal = "451 later"
    assert "could not be sent: The mail server 127.0.0.1 does not take the mail" in send(engine, mailing)[0]
    assert send(engine, mailing) == []
    post.refusal = ""
    assert send(engine, mailing, 0.05) == []
    assert len(post.mails) == 1
    (follower,) = every(engine)
    assert follower.failures == 0
    post.refusal = "550 never"
    followers.confirm(engine, followers.token_of(mailing, follower.salt))
    registry.publish(engine, [small(version="1.1.0", issued="2021-01-01", LAW="Better.")])
    messages = [message for hour in range(30) for message in send(engine, mailing, 8 + hour / 23)]
    assert len(messages) == letters.MOST_FAILURES
    assert "is forgotten" in messages[-1]
    assert every(engine) == []


def test_mail_goes_through_the_gate(engine: Engine, mailing: Settings, post: Post, client: FlaskClient) -> None:
    client.post("/follow", data={"email": ANNA, "dataset": "small"})
    (message,) = send(engine, replace(mailing, outbound=()))
    assert "not among the hosts" in message
    (message,) = send(
        engine, replace(mailing, smtp=post.address.replace("smtp", "https"), outbound=("https://x",)), 0.1
    )
    assert "not among the hosts" in message
    assert post.mails == []


def test_without_a_server_of_mail_there_is_no_form(engine: Engine, settings: Settings) -> None:
    registry.publish(engine, [small()])
    client = create_app(settings).test_client()
    assert 'action="/follow"' not in client.get("/datasets/small").text
    assert client.post("/follow", data={"email": ANNA, "dataset": "small"}).status_code != 303
    assert letters.send_due(engine, settings, no_search) == []
    with pytest.raises(SettingsError):
        followers.ask(engine, settings, ANNA, "small", "", "day")


def test_another_site_cannot_send_the_form(engine: Engine, client: FlaskClient) -> None:
    form = {"email": ANNA, "dataset": "small"}
    assert client.post("/follow", data=form, headers={"Origin": "https://evil.example"}).status_code == 400
    assert client.post("/follow", data={**form, "dataset": "nothing"}).status_code == 404
    assert client.post("/follow", data={"email": ANNA, "query": "q=law"}).status_code == 400
    assert client.post("/follow", data={**form, "every": "minute"}).status_code == 400
    assert every(engine) == []


def test_a_search_is_followed_from_the_command_line(engine: Engine, mailing: Settings, post: Post) -> None:
    def published(sample: Sample) -> None:
        registry.publish(engine, [sample])
        work.drain(engine, mailing.index_path)

    published(small())
    environment = {
        "CATALOGUE_DATA": str(mailing.data),
        "CATALOGUE_SECRET_KEY": mailing.secret_key,
        "CATALOGUE_OUTBOUND": post.address,
        "CATALOGUE_SMTP": post.address,
        "CATALOGUE_MAIL_FROM": mailing.mail_from,
    }
    runner = CliRunner(env=environment)
    made = runner.invoke(main, ["follow", ANNA, "--query", "q=pelicans&kind=variable", "--every", "day"])
    assert made.exit_code == 0, made.output
    assert runner.invoke(main, ["work", "--once"]).exit_code == 0
    followers.confirm(engine, link(post.mails[0], "confirm").rpartition("/")[2])
    published(small(version="1.1.0", issued="2021-01-01", LAW="Said of pelicans."))
    registry.publish(engine, [small("late")])
    later = datetime.now(UTC) + timedelta(days=1.1)
    # The index has not taken in everything yet: what it finds is not all there is.
    assert letters.send_due(engine, mailing, finder(mailing), later) == []
    assert len(post.mails) == 1
    work.drain(engine, mailing.index_path)
    assert letters.send_due(engine, mailing, finder(mailing), later + letters.CLAIM) == []
    assert post.mails[1]["Subject"] == "1 change of a search"
    assert "Label of LAW (LAW)" in text(post.mails[1])


def test_a_search_that_cannot_be_understood_stops_nobody_else(engine: Engine, mailing: Settings, post: Post) -> None:
    registry.publish(engine, [small()])
    work.drain(engine, mailing.index_path)
    for email, dataset, query in (("a@example.org", "", "as_of=never"), ("b@example.org", "small", "")):
        followers.ask(engine, mailing, email, dataset, query, "day")
    letters.send_due(engine, mailing, finder(mailing))
    for mail in post.mails:
        followers.confirm(engine, link(mail, "confirm").rpartition("/")[2])
    registry.publish(engine, [small(version="1.1.0", issued="2021-01-01", LAW="Better.")])
    work.drain(engine, mailing.index_path)
    (message,) = letters.send_due(engine, mailing, finder(mailing), datetime.now(UTC) + timedelta(days=1.1))
    assert "'never' is no date" in message
    assert post.to[2:] == [["b@example.org"]]


def test_tokens_are_made_and_not_kept(engine: Engine, mailing: Settings, post: Post, client: FlaskClient) -> None:
    client.post("/follow", data={"email": ANNA, "dataset": "small"})
    send(engine, mailing)
    token = link(post.mails[0], "end").rpartition("/")[2]
    (follower,) = every(engine)
    assert token not in str(follower.model_dump())
    with pytest.raises(NotFoundError):
        followers.followed(engine, follower.digest)
    with pytest.raises(InvalidRequestError):
        followers.read_email("x")
