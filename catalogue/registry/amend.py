"""Withdrawing a release and renaming a dataset: entries of their own, nothing sealed is touched."""

from __future__ import annotations

from sqlalchemy import Engine

from catalogue.errors import ConflictError, InvalidRequestError, NotFoundError
from catalogue.model.kinds import ChangeKind
from catalogue.model.names import is_slug
from catalogue.model.timeline import order
from catalogue.registry import acts
from catalogue.registry.acts import OPERATOR
from catalogue.registry.journal import Outcome, append, new_object
from catalogue.releases.content import part
from catalogue.store import accounts, drafts, write
from catalogue.store.engine import writing
from catalogue.store.objects import put_objects

RETRACTION_FORMAT = "catalogue-retraction/1"
RENAME_FORMAT = "catalogue-rename/1"


def retract(
    engine: Engine,
    slug: str,
    version: str,
    reason: str,
    successor: str | None = None,
    *,
    by: str = OPERATOR,
    person: str = OPERATOR,
) -> Outcome:
    """Withdraw a release: its pages become a tombstone with the reason; what it said stays sealed and verifiable.

    successor: the version to use instead; by default the release then in force. by: name of who withdraws it, public
    like the reason; person: the account. Raises NotFoundError for an unknown release, ConflictError when it is
    withdrawn already, InvalidRequestError for an empty reason or name, or a successor that does not stand.
    """
    if not reason.strip() or not by.strip():
        raise InvalidRequestError("A withdrawal needs a reason and a name.", remedy="Say why and who; it is public.")
    with writing(engine) as session:
        row = write.slug_owner(session, slug)
        releases = write.releases_of(session, row.id or 0) if row is not None else []
        target = next((one for one in releases if one.version == version), None)
        if row is None or target is None:
            raise NotFoundError(f"There is no release {slug} {version}.", remedy="See /datasets for what there is.")
        if target.retraction_id is not None:
            raise ConflictError(f"{slug} {version} is withdrawn already.", remedy="Withdrawals cannot be undone.")
        standing = [one for one in releases if one.retraction_id is None and one is not target]
        if successor is not None and all(one.version != successor for one in standing):
            raise InvalidRequestError(
                f"The successor {successor!r} is not a standing release of {slug}.",
                remedy=f"Choose one of: {', '.join(one.version for one in standing) or 'none stands'}.",
            )
        newest = max(standing, key=order, default=None)
        tombstone = part(
            "retraction",
            f"{row.key}@{version}",
            {
                "format": RETRACTION_FORMAT,
                "dataset": row.key,
                "version": version,
                "description": reason,
                "successor": successor or (newest.version if newest is not None else None),
                "by": by.strip(),
            },
        )
        object_id = put_objects(session, [new_object(tombstone)])[tombstone.digest]
        subject = f"{row.key}@{version}"
        serial = append(session, ChangeKind.RETRACTION, subject, tombstone.digest, object_id)
        write.withdraw(session, target, object_id)
        acts.record(session, person, "retract", f"release:{subject}", {"reason": reason}, tombstone.digest)
    return Outcome(slug, version, "withdrawn", f"{slug} {version} withdrawn.", serial, tombstone.digest)


def rename(engine: Engine, slug: str, to: str, *, person: str = OPERATOR) -> Outcome:
    """Give a dataset another slug. Old addresses redirect for ever; nobody else may take the old slug.

    Roles for this one dataset, and its drafts, go with it.

    person: account that does it. Raises InvalidRequestError for a name that is no slug, NotFoundError for an unknown
    dataset, ConflictError when the new slug is or was another dataset's, or is this one's already.
    """
    if not is_slug(to):
        raise InvalidRequestError(
            f"{to!r} cannot be the name of a dataset.", remedy="Use lower-case letters, digits and inner hyphens."
        )
    with writing(engine) as session:
        row = write.slug_owner(session, slug)
        if row is None:
            raise NotFoundError(f"There is no dataset {slug!r}.", remedy="See /datasets for what there is.")
        owner = write.slug_owner(session, to)
        if row.slug == to or (owner is not None and owner.key != row.key):
            raise ConflictError(f"The name {to!r} is taken by dataset {row.key if row.slug == to else owner}.")
        told = part("rename", row.key, {"format": RENAME_FORMAT, "dataset": row.key, "from": row.slug, "to": to})
        object_id = put_objects(session, [new_object(told)])[told.digest]
        serial = append(session, ChangeKind.RENAME, row.key, told.digest, object_id)
        acts.record(session, person, "rename", f"dataset:{row.key}", {"from": row.slug, "to": to}, told.digest)
        accounts.rename_dataset(session, row.slug, to)
        drafts.rename_dataset(session, row.slug, to)
        write.rename_dataset(session, row, to)
    return Outcome(to, "", "renamed", f"{slug} is now {to}; old addresses redirect.", serial, told.digest)
