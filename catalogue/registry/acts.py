"""What people do behind the doors, chained to the record of acts in the transaction that does it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from catalogue.releases.seal import GENESIS, act_hash
from catalogue.store import acts, journal

# Who it was when nobody signed in: whoever runs the command line of the machine.
OPERATOR = "operator"


def record(
    session: Session, person: str, deed: str, subject: str, detail: Mapping[str, Any] | None = None, digest: str = ""
) -> int:
    """Write down an act; returns its serial.

    person: name of an account, or OPERATOR. deed: what was done, in one or two words. subject: to what, as
    `account:anna` or `draft:3f2a`. detail: what else there is to say, never a password, token or text of a draft.
    digest: SHA-256 of what was written, if it has one.
    """
    number, before = acts.last(session)
    values = {
        "serial": number + 1,
        "recorded": journal.now(),
        "person": person,
        "deed": deed,
        "subject": subject,
        "digest": digest,
        "detail": json.dumps(detail or {}, ensure_ascii=False, sort_keys=True),
        "previous": before or GENESIS,
    }
    acts.append(session, {**values, "hash": act_hash(values)})
    return number + 1
