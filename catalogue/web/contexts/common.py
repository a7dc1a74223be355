"""Parts that several pages share: the head of a page, links, sources, the strip of releases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalogue.model.known import Caveat, Known, Source
from catalogue.model.timeline import in_force, order
from catalogue.store.releases import DatasetRecord, ReleaseRecord
from catalogue.web import addresses
from catalogue.web.filters import anchor


@dataclass(frozen=True, slots=True)
class Link:
    """Something to follow.

    text: what it leads to, in words that make sense alone.
    url: its address.
    physical: true when the text is a name out of a database and is set in that voice.
    """

    text: str
    url: str
    physical: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """What every page says of itself.

    title: first part of the title in the browser; the name of the site follows.
    path: the page's one address, without host; empty for a page that has none, such as a refusal.
    json: address of the same record as JSON, or empty.
    crumbs: the way back, outermost first.
    section: the entry of the main navigation that the page belongs to: `datasets`, `concepts`, `codelists`,
        `organisations`, `help`, or empty.
    query: what the search field in the header holds.
    """

    title: str
    path: str = ""
    json: str = ""
    crumbs: tuple[Link, ...] = ()
    section: str = ""
    query: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One release in a strip.

    version: the release.
    url: where the cell leads, or empty.
    day: ISO date of issue.
    word: what happened there, in a few words.
    state: class of the cell: empty, `changed`, `carried`, `absent` or `withdrawn`.
    current: true for the release that the page shows.
    """

    version: str
    url: str
    day: str
    word: str
    state: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Cited:
    """A source with its anchor on the page.

    source: the source.
    anchor: id of its entry in the list of sources.
    """

    source: Source
    anchor: str


DATASETS = Link("Datasets", "/datasets")


def dataset_crumbs(record: DatasetRecord, release: ReleaseRecord | None = None) -> tuple[Link, ...]:
    """The way back from a page below a dataset, or below one of its releases."""
    shown = release or record.latest or record.releases[-1]
    crumbs = (DATASETS, Link(shown.facts.title, addresses.dataset(record.slug)))
    if release is None:
        return crumbs
    return (*crumbs, Link(release.version, addresses.release(record.slug, release.version)))


def publisher_link(name: str, titles: Mapping[str, str]) -> Link | None:
    """An organisation as a link; None when none is named."""
    return Link(titles.get(name, name), addresses.organisation(name)) if name else None


def changed_link(record: DatasetRecord, release: ReleaseRecord) -> Link | None:
    """What changed since the release before, of those that stand; None for the first, and for a withdrawn one."""
    earlier = in_force(one for one in record.releases if order(one) < order(release))
    if earlier is None or release.withdrawn:
        return None
    url = addresses.comparison(record.slug, earlier.version, release.version)
    return Link(f"What changed since {earlier.version}", url)


def strip(record: DatasetRecord, shown: ReleaseRecord | None) -> tuple[Cell, ...]:
    """The releases of a dataset, oldest first, as a picker."""
    latest = record.latest
    cells = []
    for index, release in enumerate(record.releases):
        words = ["First release"] if index == 0 else []
        words += ["Latest"] if latest is not None and release.id == latest.id else []
        state = "changed" if index else ""
        if release.withdrawn:
            words, state = ["Withdrawn"], "withdrawn"
        cells.append(
            Cell(
                version=release.version,
                url=addresses.release(record.slug, release.version),
                day=release.issued,
                word=", ".join([words[0], *(word.lower() for word in words[1:])]) if words else "Superseded",
                state=state,
                current=shown is not None and release.id == shown.id,
            )
        )
    return tuple(cells)


def cited_sources(
    known: Iterable[Known], caveats: Iterable[Caveat] = (), more: Iterable[Source] = ()
) -> tuple[Cited, ...]:
    """Every source that facts and caveats of a page cite, each once, in the order in which they are met."""
    found: dict[str, Source] = {}
    for sources in (*(one.sources for one in known), *(one.sources for one in caveats), tuple(more)):
        for source in sources:
            found.setdefault(source.name, source)
    return tuple(Cited(source, anchor(source.name)) for source in found.values())


def standing(releases: Sequence[ReleaseRecord]) -> list[ReleaseRecord]:
    """The releases that were not withdrawn."""
    return [release for release in releases if not release.withdrawn]
