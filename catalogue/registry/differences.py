"""Releases of the register beside each other, and the step of version that a new one must take."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from sqlmodel import Session

from catalogue.errors import PackageRefusedError, Problem
from catalogue.model import Release
from catalogue.model.known import Facts
from catalogue.model.names import version_key
from catalogue.model.timeline import order
from catalogue.registry.prepare import Prepared
from catalogue.releases.content import Content, Part
from catalogue.releases.diff import Difference, Side, compare, part, proposed, side, too_small
from catalogue.store.kept import Kept
from catalogue.store.objects import bodies, digests
from catalogue.store.releases import ReleaseRecord

VERSION_STEP = "version-step"
# What is sealed never changes, and neither does what differs in it.
_KEPT: Kept[Difference] = Kept(64)
# A step of a large dataset takes a good part of a second when it is asked for first.
MOST_STEPS = 12


def between(session: Session, before: ReleaseRecord, after: ReleaseRecord) -> Difference:
    """All that two releases do not say alike. At most three queries, however large they are."""
    return _between(session, [(before, after)])[0]


def steps(session: Session, releases: Iterable[ReleaseRecord]) -> list[tuple[ReleaseRecord, ReleaseRecord, Difference]]:
    """What changed from each release that stands to the next one, oldest first: the two, and their difference.

    releases: those of a dataset. Of many releases the last steps alone. At most three queries, however many there are.
    """
    standing = sorted((one for one in releases if not one.withdrawn), key=order)
    pairs = list(pairwise(standing))[-MOST_STEPS:]
    return [(*pair, told) for pair, told in zip(pairs, _between(session, pairs), strict=True)]


def _between(session: Session, pairs: Sequence[tuple[ReleaseRecord, ReleaseRecord]]) -> list[Difference]:
    contents = {_key(*pair): (pair[0].content, pair[1].content) for pair in pairs}

    def read(missing: Iterable[str]) -> Mapping[str, Difference]:
        wanted = {content: None for key in missing for content in contents[key]}
        sides = dict(zip(wanted, _sides(session, list(wanted)), strict=True))
        return {key: compare(*(sides[content] for content in contents[key])) for key in missing}

    found = _KEPT.all(contents, read)
    return [found[_key(*pair)] for pair in pairs]


def _key(before: ReleaseRecord, after: ReleaseRecord) -> str:
    return f"{before.content} {after.content}"


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


def against(session: Session, before: str, content: Content, inline: Iterable[Part] = ()) -> Difference:
    """All that a content which is not sealed says otherwise than a sealed one.

    before: digest of the sealed content. inline: code lists that stand in no register yet.
    """
    own = {one.digest: json.loads(one.body) for one in (*content.parts(), *inline)}
    return compare(*_sides(session, (before, content.part.digest), own))


def small_step(before: str, version: str, difference: Difference, origin: str = "") -> Problem | None:
    """What is wrong with giving that version to what differs so from release `before`; None when it says enough.

    It names the gravest change, and the version that it asks for.
    """
    change = too_small(before, version, difference)
    if change is None:
        return None
    place = change.place
    what = ", ".join(filter(None, (place.code_list, place.code, change.key))) or str(change.subject)
    return Problem(
        VERSION_STEP,
        f"From {before} to {version} is too small a step. {what}: {change.kind}. {change.reason}",
        f"Give it version {proposed(before, difference)}, or a higher one: "
        f"the {part(change.weight)} number stands for such changes. `catalogue diff` lists them all.",
        origin,
        place.table,
        place.variable,
    )


def step_before(version: str, releases: Iterable[Release]) -> Release | None:
    """The release that a version is a step from: the greatest smaller one that stands."""
    earlier = (one for one in releases if one.retraction_id is None and version_key(one.version) < version_key(version))
    return max(earlier, key=lambda one: version_key(one.version), default=None)


def refuse_small_step(session: Session, item: Prepared, releases: Iterable[Release]) -> None:
    """Refuse a version that says less than what changed since the release before it, by version.

    releases: those of the dataset. Raises PackageRefusedError.
    """
    before = step_before(item.version, releases)
    if before is None:
        return
    content = digests(session, [before.content_id])[before.content_id]
    difference = against(session, content, item.content, item.inline.values())
    problem = small_step(before.version, item.version, difference, item.package.origin)
    if problem is not None:
        raise PackageRefusedError(
            f"{item.package.slug} {item.version} differs more from {before.version} than its version says.",
            problems=(problem,),
        )
