"""Mails to those who follow: one that asks to confirm, then what changed, once a day or week, text alone."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from urllib.parse import urlsplit

from sqlalchemy import Engine
from sqlmodel import Session

from catalogue import outbound
from catalogue.errors import InvalidRequestError, OutboundError
from catalogue.following import atom, news
from catalogue.following.followers import FORGOTTEN, PERIODS, configured, title_of, token_of
from catalogue.model import Follower
from catalogue.settings import Settings
from catalogue.store import followers as kept
from catalogue.store.engine import reading, writing
from catalogue.store.journal import MOMENT
from catalogue.store.releases import dataset_by_key

# How long one mail may keep others from sending it; how long to wait after one that could not be sent, and how often.
CLAIM = timedelta(minutes=10)
AGAIN = timedelta(hours=1)
MOST_FAILURES = 24
AT_ONCE = 20
MOST_ENTRIES = 50
WIDTH = 76
LONGEST_SUBJECT = 120

# What a search finds, newest first; None while the index has not taken in everything yet.
Finder = Callable[[Session, str], "Sequence[atom.Entry] | None"]


def send_due(engine: Engine, settings: Settings, find: Finder, moment: datetime | None = None) -> list[str]:
    """Send what is due, and forget who did not confirm; returns what operators ought to know.

    find: what a search finds. moment: now, UTC.
    """
    if not configured(settings):
        return []
    now = moment or datetime.now(UTC)
    with reading(engine) as session:
        due = kept.due(session, now.strftime(MOMENT), AT_ONCE)
    return [message for follower in due for message in _serve(engine, settings, find, follower, now)]


def _serve(engine: Engine, settings: Settings, find: Finder, follower: Follower, now: datetime) -> list[str]:
    with writing(engine) as session:
        if not kept.claim(session, follower, (now + CLAIM).strftime(MOMENT)):
            return []
        if follower.confirmed is None and follower.asked is not None:
            kept.remove(session, follower.id or 0)
            return []
    try:
        with reading(engine) as session:
            title = _clean(title_of(session, follower))
            entries = _entries(session, settings, find, follower)
        mail, later = _due(settings, follower, title, entries, now)
        if mail is not None:
            outbound.mail(settings.smtp, settings.outbound, mail)
    except (InvalidRequestError, OutboundError) as error:
        return _failed(engine, follower, error.detail, now)
    return _note(engine, follower, later)


def _due(
    settings: Settings, follower: Follower, title: str, entries: Sequence[atom.Entry] | None, now: datetime
) -> tuple[EmailMessage | None, dict[str, object]]:
    """The mail that a follower is to get, if any, and what to note when it is sent."""
    if follower.confirmed is None:
        later = {"failures": 0, "asked": now.strftime(MOMENT), "due": (now + FORGOTTEN).strftime(MOMENT)}
        return confirmation(settings, follower, title), later
    if entries is None:
        return None, {"due": (now + CLAIM).strftime(MOMENT)}
    later = {"failures": 0, "due": (now + PERIODS[follower.every]).strftime(MOMENT)}
    if not entries:
        return None, later
    return digest(settings, follower, title, entries), {**later, "told": max(entry.updated for entry in entries)}


def _entries(session: Session, settings: Settings, find: Finder, follower: Follower) -> list[atom.Entry] | None:
    """What is new to a follower; None when that cannot be said yet."""
    if follower.confirmed is None:
        return []
    if follower.dataset:
        record = dataset_by_key(session, follower.dataset)
        changes = news.of_dataset(session, record, MOST_ENTRIES) if record is not None else []
        found: Sequence[atom.Entry] | None = atom.of_news(changes, settings.base_url)
    else:
        found = find(session, follower.query)
    return None if found is None else [entry for entry in found if entry.updated > follower.told]


def _note(engine: Engine, follower: Follower, values: dict[str, object]) -> list[str]:
    with writing(engine) as session:
        kept.change(session, follower.id or 0, values)
    return []


def _failed(engine: Engine, follower: Follower, why: str, now: datetime) -> list[str]:
    """Try again in an hour; who cannot be reached for a day is forgotten."""
    failures = follower.failures + 1
    if failures >= MOST_FAILURES:
        with writing(engine) as session:
            kept.remove(session, follower.id or 0)
        return [f"Follower {follower.id} is forgotten, because {failures} mails in a row could not be sent: {why}"]
    _note(engine, follower, {"failures": failures, "due": (now + AGAIN).strftime(MOMENT)})
    return [f"A mail to follower {follower.id} could not be sent: {why}"]


def confirmation(settings: Settings, follower: Follower, title: str) -> EmailMessage:
    """The mail that asks to confirm."""
    link = f"{settings.base_url}/follow/confirm/{token_of(settings, follower.salt)}"
    text = (
        f"Somebody, probably you, asked the Cafcass data catalogue to send what changes of {title} to this address, "
        f"once a {follower.every} at most."
    )
    other = "If it was not you, do nothing. Nothing else will be sent, and the address is forgotten in seven days."
    return _mail(
        settings,
        follower,
        f"Confirm that you follow {title}",
        [_wrapped(text), f"Confirm it:\n{link}", _wrapped(other)],
    )


def digest(settings: Settings, follower: Follower, title: str, entries: Sequence[atom.Entry]) -> EmailMessage:
    """The mail that tells what changed."""
    count = f"{len(entries)} change{'' if len(entries) == 1 else 's'}"
    told = [
        "\n".join(part for part in (_wrapped(one.title), one.updated[:10], _wrapped(one.summary), one.link) if part)
        for one in entries
    ]
    return _mail(settings, follower, f"{count} of {title}", told)


def _mail(settings: Settings, follower: Follower, subject: str, parts: Sequence[str]) -> EmailMessage:
    ending = f"{settings.base_url}/follow/end/{token_of(settings, follower.salt)}"
    mail = EmailMessage(policy=SMTP)
    mail["From"] = settings.mail_from
    mail["To"] = follower.email
    mail["Subject"] = _clean(subject)[:LONGEST_SUBJECT]
    mail["Date"] = format_datetime(datetime.now(UTC))
    mail["Message-ID"] = make_msgid(domain=urlsplit(settings.base_url).hostname)
    mail["Auto-Submitted"] = "auto-generated"
    mail["List-Unsubscribe"] = f"<{ending}>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    text = "\n\n".join([*parts, f"-- \nCafcass data catalogue, {settings.base_url}\nFollow no longer: {ending}"])
    mail.set_content(f"{text}\n", cte="quoted-printable")
    return mail


def _clean(text: str) -> str:
    """One line without control characters: nothing in it can become a header."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _wrapped(text: str) -> str:
    return textwrap.fill(_clean(text), WIDTH, break_long_words=False, break_on_hyphens=False)
