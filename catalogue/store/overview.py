"""The register at a glance: how much it holds, and what happened last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, or_, select

from catalogue.model import Change, ReleaseTable, StoredObject, TableVariable
from catalogue.store.journal import Entry
from catalogue.store.releases import ReleaseRecord


@dataclass(frozen=True, slots=True)
class Size:
    """How many tables a release holds, and how many variables these have together."""

    tables: int
    variables: int


def sizes(session: Session, releases: Iterable[ReleaseRecord]) -> dict[int, Size]:
    """Size by the release's row number. One query; a release without tables has a size of nothing."""
    numbers = [release.id for release in releases]
    query = (
        select(
            ReleaseTable.release_id,
            func.count(func.distinct(ReleaseTable.table_id)),
            func.count(col(TableVariable.position)),
        )
        .outerjoin(TableVariable, col(TableVariable.table_id) == col(ReleaseTable.table_id))
        .where(col(ReleaseTable.release_id).in_(numbers))
        .group_by(col(ReleaseTable.release_id))
    )
    found = {number: Size(tables, variables) for number, tables, variables in session.exec(query)}
    return {number: found.get(number, Size(0, 0)) for number in numbers}


def recent(session: Session, kinds: Sequence[str], limit: int, about: str = "") -> list[Entry]:
    """The last entries of some kinds, newest first; with `about`, those about the dataset of that identifier alone."""
    query = (
        select(Change, StoredObject.digest)
        .join(StoredObject, col(StoredObject.id) == col(Change.object_id))
        .where(col(Change.kind).in_(kinds))
        .order_by(col(Change.serial).desc())
        .limit(limit)
    )
    if about:
        of_release = col(Change.subject).startswith(f"{about}@", autoescape=True)
        query = query.where(or_(col(Change.subject) == about, of_release))
    return [
        Entry(one.serial or 0, one.kind, one.subject, digest, one.recorded, one.previous, one.hash)
        for one, digest in session.exec(query)
    ]
