"""The first page, and the list of datasets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from catalogue.following import news
from catalogue.following.news import News
from catalogue.model.kinds import ChangeKind, VocabularyKind
from catalogue.store import concepts, overview, vocabulary
from catalogue.store.overview import Size
from catalogue.store.releases import DatasetRecord, ReleaseRecord, all_datasets
from catalogue.web import addresses
from catalogue.web.contexts.common import Head, Link, publisher_link
from catalogue.web.contexts.concepts import Start, starts
from catalogue.web.contexts.headlines import Headline, headline_lines

RECENT = 6
# What readers call a change here. Vocabulary changes by the dozen and is in the feed.
SHOWN_KINDS = (ChangeKind.RELEASE.value, ChangeKind.RETRACTION.value, ChangeKind.RENAME.value)
# The little bars of years begin and end at whole steps of so many years.
YEAR_STEP = 5


@dataclass(frozen=True, slots=True)
class DatasetLine:
    """A dataset in a list.

    record: the dataset with its releases.
    release: the release in force, or None when all are withdrawn.
    size: tables and variables of that release.
    publisher: its publisher's title, with its page, or None.
    bar: where its years lie between the first and the last year shown, as start and width in percent; or None.
    """

    record: DatasetRecord
    release: ReleaseRecord | None
    size: Size
    publisher: Link | None
    bar: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class HomePage:
    """The first page.

    head: what the page says of itself.
    statistics: published statistics that belong here, in their order.
    datasets: every dataset.
    releases: number of releases that stand.
    tables: number of tables in the releases in force.
    variables: number of variables in the releases in force.
    code_lists: number of code lists.
    concepts: number of concepts.
    changes: the last changes, newest first.
    starts: concepts to start from.
    """

    head: Head
    statistics: tuple[Headline, ...]
    datasets: tuple[DatasetLine, ...]
    releases: int
    tables: int
    variables: int
    code_lists: int
    concepts: int
    changes: tuple[News, ...]
    starts: tuple[Start, ...]


@dataclass(frozen=True, slots=True)
class DatasetsPage:
    """The list of datasets.

    head: what the page says of itself.
    datasets: every dataset.
    """

    head: Head
    datasets: tuple[DatasetLine, ...]


def home_page(session: Session) -> HomePage:
    """Read the first page."""
    records = all_datasets(session)
    lines = dataset_lines(session, records)
    publishers = {line.record.slug: line.publisher.text for line in lines if line.publisher is not None}
    known = concepts.concepts(session)
    entries = overview.recent(session, SHOWN_KINDS, RECENT)
    return HomePage(
        head=Head("Find a variable", "/", addresses.api("/datasets")),
        statistics=headline_lines(session, records, publishers),
        datasets=lines,
        releases=sum(1 for record in records for release in record.releases if not release.withdrawn),
        tables=sum(line.size.tables for line in lines),
        variables=sum(line.size.variables for line in lines),
        code_lists=len(vocabulary.states_in_force(session, VocabularyKind.CODE_LIST)),
        concepts=len(known),
        changes=tuple(news.told(session, entries, records)),
        starts=starts(known, records, concepts.former_slugs(session)),
    )


def datasets_page(session: Session) -> DatasetsPage:
    """Read the list of datasets."""
    lines = dataset_lines(session, all_datasets(session))
    return DatasetsPage(Head("Datasets", "/datasets", addresses.api("/datasets"), section="datasets"), lines)


def dataset_lines(session: Session, records: Sequence[DatasetRecord]) -> tuple[DatasetLine, ...]:
    """Datasets as lines of a list. Two queries, however many there are."""
    latest = [release for record in records if (release := record.latest) is not None]
    sizes = overview.sizes(session, latest)
    titles = vocabulary.organisation_titles(session)
    span = _span(latest)
    return tuple(_line(record, sizes, titles, span) for record in records)


def _line(
    record: DatasetRecord, sizes: Mapping[int, Size], titles: Mapping[str, str], span: tuple[int, int]
) -> DatasetLine:
    release = record.latest
    if release is None:
        return DatasetLine(record, None, Size(0, 0), None, None)
    publisher = publisher_link(release.facts.publisher, titles)
    return DatasetLine(record, release, sizes[release.id], publisher, _bar(release, span))


def _years(release: ReleaseRecord) -> tuple[int, int] | None:
    """First and last year covered, or None when one of them is not known."""
    start, end = release.facts.start[:4], release.facts.end[:4]
    return (int(start), int(end)) if start.isdigit() and end.isdigit() else None


def _span(releases: Iterable[ReleaseRecord]) -> tuple[int, int]:
    """The years that all bars span together."""
    covered = [years for release in releases if (years := _years(release)) is not None]
    if not covered:
        return 0, YEAR_STEP
    first, last = min(years[0] for years in covered), max(years[1] for years in covered)
    return first - first % YEAR_STEP, last + YEAR_STEP - last % YEAR_STEP


def _bar(release: ReleaseRecord, span: tuple[int, int]) -> tuple[int, int] | None:
    years, whole = _years(release), span[1] - span[0]
    if years is None:
        return None
    return round(100 * (years[0] - span[0]) / whole), max(2, round(100 * (years[1] + 1 - years[0]) / whole))
