"""In which releases the variables of a hit list exist, in a few words and as a small strip."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from catalogue.store import history
from catalogue.store.history import Held
from catalogue.store.releases import DatasetRecord, ReleaseRecord
from catalogue.web.contexts.common import standing

CARRIED = "carried-forward"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a variable exists.

    text: in words.
    cells: class of each standing release, oldest first: empty, `changed`, `carried` or `absent`.
    version: the newest release that stands and holds it; empty when none does.
    since: the release in which it appeared, or last changed; empty when none holds it.
    """

    text: str
    cells: tuple[str, ...]
    version: str
    since: str

    @property
    def held(self) -> bool:
        """True when some release that stands holds it."""
        return any(cell != "absent" for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sight:
    """A variable in one release, as far as a hit tells.

    release: the release.
    digest: digest of the variable's state.
    carried: true when it is carried forward and not confirmed.
    """

    release: ReleaseRecord
    digest: str
    carried: bool


def standings(
    session: Session, records: Sequence[DatasetRecord], wanted: Iterable[tuple[str, str, str]]
) -> dict[tuple[str, str, str], Standing]:
    """Where variables exist, by (slug, table, name). At most two queries, however many there are."""
    by_slug = {record.slug: record for record in records}
    places: dict[str, list[tuple[str, str, str]]] = {}
    for place in wanted:
        if place[0] in by_slug:
            places.setdefault(place[0], []).append(place)
    if not places:
        return {}
    releases = {release.id: release for slug in places for release in standing(by_slug[slug].releases)}
    keys = {(table, name.lower()) for found in places.values() for _, table, name in found}
    held = history.holdings(session, releases.values(), keys)
    evidence = history.evidence(session, (digest for one in held for digest in (one.table, one.variable)))
    seen: dict[tuple[str, str, str], dict[int, Sight]] = {}
    for one in held:
        release = releases[one.release_id]
        seen.setdefault((release.slug, *one.place), {})[release.id] = _sight(release, one, evidence)
    return {
        (slug, table, name): _standing(by_slug[slug], seen.get((slug, table, name.lower()), {}))
        for slug, found in places.items()
        for _, table, name in found
    }


def _sight(release: ReleaseRecord, held: Held, evidence: Mapping[str, str]) -> Sight:
    status = evidence[held.variable] or evidence[held.table] or release.facts.known.evidence
    return Sight(release, held.variable, status == CARRIED)


def _standing(record: DatasetRecord, seen: Mapping[int, Sight]) -> Standing:
    releases = standing(record.releases)
    cells: list[str] = []
    before: Sight | None = None
    changed: list[str] = []
    for release in releases:
        sight = seen.get(release.id)
        cells.append(_cell(sight, before))
        if sight is not None and before is not None and sight.digest != before.digest:
            changed.append(release.version)
        before = sight or before
    sights = [seen.get(release.id) for release in releases]
    held = [release.version for release, sight in zip(releases, sights, strict=True) if sight is not None]
    since = (changed or held[:1] or [""])[-1]
    return Standing(_text(releases, sights, changed), tuple(cells), held[-1] if held else "", since)


def _cell(sight: Sight | None, before: Sight | None) -> str:
    if sight is None:
        return "absent"
    if sight.carried:
        return "carried"
    return "changed" if before is not None and before.digest != sight.digest else ""


def _text(releases: Sequence[ReleaseRecord], sights: Sequence[Sight | None], changed: Sequence[str]) -> str:
    held = [sight for sight in sights if sight is not None]
    if not held:
        return "In no release that stands"
    last = held[-1]
    if len(releases) == 1:
        where = f"In release {last.release.version}, the only one"
    elif len(held) == len(releases):
        where = f"In {'both' if len(releases) == 2 else f'all {len(releases)}'} releases"  # noqa: PLR2004 - two
    elif sights[-1] is None:
        where = f"Not in the latest release; last in {last.release.version}"
    elif len(held) == 1:
        where = f"In release {last.release.version} only; not described before"
    else:
        where = f"In {len(held)} of {len(releases)} releases, since {held[0].release.version}"
    if last.carried and sights[-1] is not None:
        return f"{where}; carried forward in {last.release.version}, not confirmed"
    if changed:
        return f"{where}; changed in {changed[-1]}"
    return f"{where}, unchanged" if len(held) > 1 else where
