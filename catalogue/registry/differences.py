"""Releases of the register beside each other, and the step of version that a new one must take."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from sqlmodel import Session

from catalogue.errors import PackageRefusedError, Problem
from catalogue.model import Release
from catalogue.model.known import Facts
from catalogue.model.names import version_key
from catalogue.registry.prepare import Prepared
from catalogue.releases.diff import Difference, Side, compare, part, proposed, side, too_small
from catalogue.store.kept import Kept
from catalogue.store.objects import bodies, digests
from catalogue.store.releases import ReleaseRecord

VERSION_STEP = "version-step"
# What is sealed never changes, and neither does what differs in it.
_KEPT: Kept[Difference] = Kept(64)


def between(session: Session, before: ReleaseRecord, after: ReleaseRecord) -> Difference:
    """All that two releases do not say alike. At most three queries, however large they are."""

    def read(_missing: Iterable[str]) -> Mapping[str, Difference]:
        return {key: compare(*_sides(session, (before.content, after.content)))}

    key = f"{before.content} {after.content}"
    return _KEPT.all([key], read)[key]


def _sides(session: Session, contents: Sequence[str], given: Mapping[str, Facts] | None = None) -> list[Side]:
    """Releases by the digests of their content. given: objects that need not be read."""
    found = dict(given or {})

    def add(names: Iterable[str]) -> None:
        found.update(bodies(session, (name for name in names if name not in found)))

    add(contents)
    named = [one for name in contents for kind in ("tables", "codeLists") for one in found[name].get(kind, {}).values()]
    add(named)
    add(column for name in named for column in found[name].get("variables", ()))
    return [side(found[name], found) for name in contents]


def refuse_small_step(session: Session, item: Prepared, releases: Iterable[Release]) -> None:
    """Refuse a version that says less than what changed since the release before it, by version.

    releases: those of the dataset. Those that are withdrawn promise nothing. Raises PackageRefusedError that names
    the gravest change, and the version that it asks for.
    """
    standing = [one for one in releases if one.retraction_id is None]
    earlier = [one for one in standing if version_key(one.version) < version_key(item.version)]
    if not earlier:
        return
    before = max(earlier, key=lambda one: version_key(one.version))
    content = digests(session, [before.content_id])[before.content_id]
    own = {one.digest: json.loads(one.body) for one in (*item.content.parts(), *item.inline.values())}
    difference = compare(*_sides(session, (content, item.content.part.digest), own))
    change = too_small(before.version, item.version, difference)
    if change is None:
        return
    place = change.place
    what = ", ".join(filter(None, (place.code_list, place.code, change.key))) or str(change.subject)
    problem = Problem(
        VERSION_STEP,
        f"From {before.version} to {item.version} is too small a step. {what}: {change.kind}. {change.reason}",
        f"Give it version {proposed(before.version, difference)}, or a higher one: "
        f"the {part(change.weight)} number stands for such changes. `catalogue diff` lists them all.",
        item.package.origin,
        place.table,
        place.variable,
    )
    raise PackageRefusedError(
        f"{item.package.slug} {item.version} differs more from {before.version} than its version says.",
        problems=(problem,),
    )
