"""The tables of a release and what joins them, as a picture and as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from sqlmodel import Session

from catalogue.errors import NotFoundError
from catalogue.model import sail
from catalogue.model.records import Table
from catalogue.store.find import near
from catalogue.store.releases import DatasetRecord, ReleaseRecord
from catalogue.store.summaries import TableSummary, summaries
from catalogue.web import addresses, words
from catalogue.web.contexts.common import Head, Link, dataset_crumbs
from catalogue.web.contexts.joins import Join, JoinPath, join_paths, joins_from
from catalogue.web.contexts.picture import Picture, picture
from catalogue.web.contexts.release import NamedTable, named_table, newer

# More look-up tables than this would hide the others, so they are drawn only when they are asked for.
MOST_LOOK_UPS = 6


@dataclass(frozen=True, slots=True)
class PathChoice:
    """A way through the tables that can be pointed out in the picture.

    path: the way.
    url: the picture with it.
    current: true when the picture shows it.
    """

    path: JoinPath
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class TableJoins:
    """A table with what it joins to.

    table: the table.
    look_up: true for a look-up table.
    joins: the joins that its own columns make.
    """

    table: Link
    look_up: bool
    joins: tuple[Join, ...]


@dataclass(frozen=True, slots=True)
class DiagramPage:
    """The tables of a release and what joins them.

    head: what the page says of itself.
    record: the dataset with its releases.
    release: the release.
    newer: the release in force when it is another one, else None.
    picture: the picture.
    picture_url: the picture alone.
    choices: ways through the tables to choose from.
    chosen: the way pointed out, or None.
    plain_url: the picture without a way.
    look_ups: how many look-up tables the release has.
    look_ups_shown: true when all of them are drawn.
    look_ups_url: the picture with all of them, or without those that no way needs.
    tables: every table with its joins, in order of names, but look-up tables that join nothing further.
    count: how many tables the release describes.
    joins: how many joins there are.
    named: tables known by name only.
    """

    head: Head
    record: DatasetRecord
    release: ReleaseRecord
    newer: Link | None
    picture: Picture
    picture_url: str
    choices: tuple[PathChoice, ...]
    chosen: JoinPath | None
    plain_url: str
    look_ups: int
    look_ups_shown: bool
    look_ups_url: str
    tables: tuple[TableJoins, ...]
    count: int
    joins: int
    named: tuple[NamedTable, ...]


def diagram_page(
    session: Session, record: DatasetRecord, release: ReleaseRecord, path: str, *, look_ups: bool | None
) -> DiagramPage:
    """Read the tables of a release. One query besides those that found it.

    path: name of a way to point out, or empty. look_ups: whether all look-up tables are drawn; None leaves it to their
    number. Raises NotFoundError with the names there are for a way that the release does not know.
    """
    held = summaries(session, [release])[release.id]
    paths = join_paths(release, held)
    chosen = _chosen(paths, path, release)
    reference = {one.name for one in held if sail.is_look_up(release.facts.facts, one.facts)}
    shown = len(reference) <= MOST_LOOK_UPS if look_ups is None else look_ups
    needed = {step.name for step in chosen.steps} if chosen else set[str]()
    drawn = [one.table(release) for one in held if shown or one.name not in reference or one.name in needed]
    urls = {one.name: addresses.table(release.slug, release.version, one.name) for one in held}
    page, svg = (addresses.diagram(release.slug, release.version, picture=one) for one in (False, True))
    tables = tuple(_tables(held, release, reference))

    def url(base: str, name: str, *, all_of_them: bool) -> str:
        """An address with what differs from what would be shown anyway."""
        query = {"path": name} if name else {}
        if all_of_them != (len(reference) <= MOST_LOOK_UPS):
            query["reference"] = str(int(all_of_them))
        return f"{base}?{urlencode(query)}" if query else base

    return DiagramPage(
        head=Head(
            f"Tables of {release.facts.title} {release.version} and how they join",
            chosen.url if chosen else page,
            addresses.api(f"{addresses.release(release.slug, release.version)}/tables"),
            dataset_crumbs(record, release),
            "datasets",
        ),
        record=record,
        release=release,
        newer=newer(record, release),
        picture=picture(drawn, urls, chosen),
        picture_url=url(svg, path, all_of_them=shown),
        choices=tuple(PathChoice(one, url(page, one.name, all_of_them=shown), one is chosen) for one in paths),
        chosen=chosen,
        plain_url=url(page, "", all_of_them=shown),
        look_ups=len(reference),
        look_ups_shown=shown,
        look_ups_url=url(page, path, all_of_them=not shown),
        tables=tuple(one for one in tables if one.joins or not one.look_up),
        count=len(held),
        joins=sum(len(one.joins) for one in tables),
        named=tuple(named_table(item, release) for item in release.facts.facts.get("undocumentedTables", ())),
    )


def outside(shown: Picture, base_url: str) -> Picture:
    """A picture that stands on its own: its links lead to the site wherever it is opened."""
    return replace(shown, boxes=tuple(replace(box, url=f"{base_url}{box.url}") for box in shown.boxes))


def _chosen(paths: Sequence[JoinPath], name: str, release: ReleaseRecord) -> JoinPath | None:
    found = next((one for one in paths if one.name == name), None)
    if found is None and name:
        names = [one.name for one in paths]
        known = words.listed(near(name, names) or names) or "none"
        raise NotFoundError(
            f"Release {release.version} of {release.slug!r} tells of no way through its tables named {name!r}.",
            remedy=f"Choose one beside the picture. Known: {known}.",
            near=(("The tables and how they join", addresses.diagram(release.slug, release.version)),),
        )
    return found


def _tables(held: Sequence[TableSummary], release: ReleaseRecord, reference: Iterable[str]) -> Iterable[TableJoins]:
    look_ups = frozenset(reference)
    for one in held:
        table: Table = one.table(release)
        link = Link(table.physical_name, addresses.table(release.slug, release.version, one.name), physical=True)
        yield TableJoins(link, one.name in look_ups, joins_from(table, release, held))


def wish(text: str | None) -> bool | None:
    """What the parameter `reference` asks for; None when it asks for nothing that is known."""
    return {"1": True, "0": False}.get(text or "")
