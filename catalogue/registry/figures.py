"""Disclosure control needs to know what stands elsewhere: figures of earlier releases, thresholds of owners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from catalogue.model.known import Facts
from catalogue.model.timeline import order
from catalogue.releases.disclosure import threshold
from catalogue.store import vocabulary, write
from catalogue.store.objects import bodies, digests

# Who may state a threshold for a dataset.
OWNERS = ("publisher", "custodian")


def owners_of(dataset: Mapping[str, Any]) -> list[str]:
    """Names of the organisations that publish and keep a dataset, each once."""
    return list(dict.fromkeys(str(dataset[role]) for role in OWNERS if dataset.get(role)))


def threshold_of(session: Session, dataset: Mapping[str, Any], setting: int) -> int:
    """The threshold that holds for a dataset: of the setting and of its owners as recorded. A query for each owner."""
    owners = (vocabulary.organisation(session, name) for name in owners_of(dataset))
    return threshold(setting, *(owner.facts for owner in owners if owner is not None))


def tells_figures(tables: Sequence[Facts]) -> bool:
    """True when a table, or a variable of one, has statistics."""
    return any("statistics" in one for table in tables for one in (table, *table["variables"]))


def earlier_figures(session: Session, slug: str) -> dict[str, list[Facts]]:
    """Tables with their variables by version, of every release of a dataset that told figures, oldest first.

    Withdrawn releases are among them: what was published once is known. At most five queries.
    """
    owner = write.slug_owner(session, slug)
    if owner is None:
        return {}
    releases = sorted(write.releases_of(session, owner.id or 0), key=order)
    contents = digests(session, [one.content_id for one in releases])
    found = bodies(session, contents.values())
    tables = bodies(session, (digest for content in found.values() for digest in content["tables"].values()))
    variables = bodies(session, (digest for table in tables.values() for digest in table["variables"]))
    told: dict[str, list[Facts]] = {
        one.version: [
            {**tables[digest], "variables": [variables[name] for name in tables[digest]["variables"]]}
            for digest in found[contents[one.content_id]]["tables"].values()
        ]
        for one in releases
    }
    return {version: release for version, release in told.items() if tells_figures(release)}
