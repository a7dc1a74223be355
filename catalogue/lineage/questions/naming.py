"""What people write for a release and for a time: `DATASET`, `DATASET@VERSION`, a date, a journal entry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from catalogue.errors import InvalidRequestError, NotFoundError
from catalogue.lineage.questions.traces import as_of
from catalogue.model.timeline import in_force
from catalogue.store import find
from catalogue.store.lineage import NOW, AsOf
from catalogue.store.releases import ReleaseRecord
from catalogue.store.tombstones import require_standing


@dataclass(frozen=True, slots=True)
class Moment:
    """A time to look from. day: ISO date, or empty. as_of: the same for runs."""

    day: str = ""
    as_of: AsOf = NOW


def moment(session: Session, text: str) -> Moment:
    """A time: a date, the serial of a journal entry, or a release, for when that was sealed; empty for now.

    Raises InvalidRequestError and NotFoundError.
    """
    if not text:
        return Moment()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return Moment(as_of=as_of(serial=int(text)))
    if "@" in text:
        return Moment(as_of=as_of(serial=release(session, text).serial))
    try:
        day = date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise InvalidRequestError(
            f"{text[:100]!r} is no time.",
            remedy="Write a date such as 2023-06-22, a journal entry such as 120, or a release such as cafw@2.0.0.",
        ) from error
    return Moment(day, as_of(day))


def release(session: Session, text: str, at: Moment | None = None) -> ReleaseRecord:
    """A standing release: `DATASET@VERSION`, or `DATASET` for the one in force at a time.

    Raises NotFoundError with near names, and WithdrawnError.
    """
    slug, _, version = text.partition("@")
    at = at or Moment()
    record = find.dataset(session, slug)
    if version:
        found = find.release_of(record, version)
        require_standing(session, found)
        return found
    known = [one for one in record.releases if one.serial <= at.as_of.serial]
    standing = in_force(known, date.fromisoformat(at.day) if at.day else None)
    if standing is None:
        raise NotFoundError(
            f"No release of {record.slug!r} was in force then.",
            remedy="Name a release, or another time.",
            near=tuple((f"{slug} {one.version}", f"/datasets/{slug}/releases/{one.version}") for one in known),
        )
    return standing


def part(session: Session, of: ReleaseRecord, table: str = "", variable: str = "") -> tuple[str, str]:
    """A table and a variable of a release as they are written there; empty for what is not asked for.

    Letters in any case. Raises NotFoundError with near names.
    """
    if variable:
        holder, found = find.variable(session, of, table, variable)
        return holder.name, found.name
    return (find.table(session, of, table).name if table else ""), ""
