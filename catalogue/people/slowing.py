"""Slowing down who tries again and again: the first attempts are free, then each waits twice as long as the last."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlmodel import Session

from catalogue.errors import TooOftenError
from catalogue.people import moments
from catalogue.store import sign_ins

# How many attempts are free, and the longest wait. At signing in: for a name from one address, for an address, for a
# name from wherever. Who guesses from one address does not shut out the owner of the name, who comes from another; a
# name that is guessed from many waits after more failures, and not for long. An address may stand for a whole office.
# At following: for a sender of forms.
FREE = {"pair": 5, "address": 20, "name": 50, "follow": 10}
_HOUR = timedelta(hours=1)
LONGEST_WAIT = {"pair": _HOUR, "address": _HOUR, "name": timedelta(minutes=5), "follow": _HOUR}


def counted(kind: str, text: str) -> str:
    """Under what attempts are counted. A digest, for people type passwords where a name belongs."""
    return f"{kind}:{hashlib.sha256(text.encode('utf-8', 'surrogateescape')).hexdigest()}"


def wait(attempts: int, kind: str) -> timedelta:
    """How long nobody may try again after so many: nothing at first, then doubling from one second."""
    beyond = attempts - FREE[kind]
    if beyond < 0:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(beyond, 20)), LONGEST_WAIT[kind])


def count(session: Session, subject: str, moment: datetime, why: str, remedy: str = "") -> None:
    """Count one more attempt. Raises TooOftenError, in the words of `why`, while there is a wait."""
    attempts, until = sign_ins.attempts(session, subject)
    if until > moments.text(moment):
        left = int((moments.read(until) - moment).total_seconds()) + 1
        raise TooOftenError(why, remedy=f"Wait {left} seconds, then try again. {remedy}".rstrip(), seconds=left)
    if until and moments.read(until) + timedelta(days=1) < moment:
        attempts = 0
    kind = subject.partition(":")[0]
    sign_ins.set_attempts(session, subject, attempts + 1, moments.text(moment + wait(attempts + 1, kind)))
