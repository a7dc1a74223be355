"""Who follows by mail: asked for, confirmed by whoever has the mailbox, ended by whoever has a mail.

The token in the links of a mail is made from the secret key of the site and a salt, so that it can stand in every mail
and yet in no database or backup; the SHA-256 by which it is found again is kept.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from catalogue.errors import InvalidRequestError, NotFoundError, SettingsError, TooOftenError
from catalogue.model import Follower
from catalogue.people import slowing
from catalogue.settings import Settings
from catalogue.store import find, journal
from catalogue.store import followers as kept
from catalogue.store.engine import reading, writing
from catalogue.store.journal import MOMENT
from catalogue.store.releases import dataset_by_key

PERIODS = {"day": timedelta(days=1), "week": timedelta(days=7)}
# An address that nobody confirms is forgotten after these.
FORGOTTEN = timedelta(days=7)
# Mails that ask for confirmation: to one address while none is confirmed, and to all in an hour.
MOST_WAITING = 3
MOST_ASKED = 100
MOST_FOLLOWED = 50
LONGEST_EMAIL = 254
LONGEST_QUERY = 2000
PURPOSE = b"catalogue follower\0"
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Following:
    """What somebody follows. title: what it is called; confirmed: whether they confirmed it."""

    title: str
    every: str
    confirmed: bool


def configured(settings: Settings) -> bool:
    """Whether this site can send mail."""
    return bool(settings.smtp and settings.mail_from and settings.secret_key)


def require_configured(settings: Settings) -> None:
    """Raise SettingsError unless this site can send mail."""
    if not configured(settings):
        raise SettingsError(
            "This site sends no mail.",
            remedy="Set CATALOGUE_SMTP, CATALOGUE_MAIL_FROM and CATALOGUE_SECRET_KEY to use it.",
        )


def read_email(text: str) -> str:
    """An address as it is kept. Raises InvalidRequestError for what is none that mail can be sent to."""
    email = text.strip()
    if len(email) > LONGEST_EMAIL or not _EMAIL.fullmatch(email):
        raise InvalidRequestError(f"{email[:80]!r} is no e-mail address.", remedy="Write it as name@example.org.")
    local, _, domain = email.rpartition("@")
    return f"{local}@{domain.lower()}"


def token_of(settings: Settings, salt: str) -> str:
    """What the links in the mails of a follower hold."""
    made = hmac.digest(settings.secret_key.encode(), PURPOSE + salt.encode(), "sha256")
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def ask(
    engine: Engine, settings: Settings, email: str, dataset: str, query: str, every: str, *, sender: str = ""
) -> None:
    """Let the worker send an address a mail that asks to confirm. Whoever asks learns nothing of what it follows.

    dataset: slug; query: parameters of a search; one of them is empty. sender: what stands for who sends the form, or
    empty for operators. Raises InvalidRequestError for what is no address or period, NotFoundError for an unknown
    dataset, TooOftenError when one sender or all together ask too often, SettingsError without mail.
    """
    require_configured(settings)
    email = read_email(email)
    if every not in PERIODS or len(query) > LONGEST_QUERY or bool(dataset) == bool(query):
        raise InvalidRequestError(
            "What is to be followed, and how often, cannot be understood.", remedy="Choose day or week, and one thing."
        )
    now = datetime.now(UTC)
    with writing(engine) as session:
        key = find.dataset(session, dataset).key if dataset else ""
        if sender:
            # Else one who fills in the form a hundred times would keep everybody from it.
            slowing.count(session, slowing.counted("follow", sender), now, "From here the form came too often of late.")
        known = kept.of_address(session, email)
        waiting = [one for one in known if one.confirmed is None]
        same = [one for one in known if (one.dataset, one.query) == (key, query)]
        if same or len(waiting) >= MOST_WAITING or len(known) >= MOST_FOLLOWED:
            return
        if kept.asked_since(session, (now - timedelta(hours=1)).strftime(MOMENT)) >= MOST_ASKED:
            raise TooOftenError("Too many people ask at the moment.", remedy="Try again in an hour.", seconds=3600)
        salt = secrets.token_hex(16)
        digest = _digest(token_of(settings, salt))
        created = now.strftime(MOMENT)
        kept.add(
            session,
            Follower(email=email, dataset=key, query=query, every=every, salt=salt, digest=digest, created=created),
        )


def followed(engine: Engine, token: str) -> Following:
    """What the holder of a token follows. Raises NotFoundError."""
    with reading(engine) as session:
        follower = _holder(session, token)
        return Following(title_of(session, follower), follower.every, follower.confirmed is not None)


def confirm(engine: Engine, token: str) -> None:
    """Follow from now on. Raises NotFoundError."""
    now = datetime.now(UTC)
    with writing(engine) as session:
        follower = _holder(session, token)
        if follower.confirmed is None:
            moment = now.strftime(MOMENT)
            due = (now + PERIODS[follower.every]).strftime(MOMENT)
            told = {"confirmed": moment, "told": _recorded(session), "due": due, "failures": 0}
            kept.change(session, follower.id or 0, told)


def end(engine: Engine, token: str) -> None:
    """Forget a follower. A token that is unknown, or was ended before, is no error: nothing is sent to it."""
    with writing(engine) as session:
        follower = kept.by_digest(session, _digest(token))
        if follower is not None:
            kept.remove(session, follower.id or 0)


def title_of(session: Session, follower: Follower) -> str:
    """What a follower follows, as people call it."""
    if not follower.dataset:
        return "a search"
    record = dataset_by_key(session, follower.dataset)
    if record is None:
        return follower.dataset
    return (record.latest or record.releases[-1]).facts.title


def _holder(session: Session, token: str) -> Follower:
    follower = kept.by_digest(session, _digest(token))
    if follower is None:
        raise NotFoundError(
            "This link leads nowhere any more.",
            remedy="Following was ended, or not confirmed within seven days. Nothing is sent.",
        )
    return follower


def _recorded(session: Session) -> str:
    """When the last journal entry was recorded: what comes later is news."""
    head = journal.get(session, journal.head(session).serial)
    return head.recorded if head is not None else ""
