"""The first page, and the list of datasets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from catalogue.model.kinds import ChangeKind, VocabularyKind
from catalogue.store import overview, vocabulary
from catalogue.store.journal import Entry
from catalogue.store.overview import Size
from catalogue.store.releases import DatasetRecord, ReleaseRecord, all_datasets
from catalogue.web import addresses
from catalogue.web.contexts.common import Head, Link

RECENT = 6
# What readers call a change here. Vocabulary changes by the dozen and is in the feed.
SHOWN_KINDS = (ChangeKind.RELEASE.value, ChangeKind.RETRACTION.value, ChangeKind.RENAME.value)
# The years that the little bars span: the oldest record described so far begins in 2001.
FIRST_YEAR = 2000
LAST_YEAR = 2026


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
class ChangeLine:
    """A change that readers notice.

    kind: `release`, `retraction` or `rename`.
    serial: its place in the journal.
    recorded: when it was recorded, UTC.
    title: the dataset and version, or the dataset's new name.
    url: where to read on.
    issued: ISO date of issue of the release, or empty.
    word: `First release`, `New release`, `Withdrawn` or `Renamed`.
    text: what the steward said of it, Markdown.
    """

    kind: str
    serial: int
    recorded: str
    title: str
    url: str
    issued: str
    word: str
    text: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """The first page.

    head: what the page says of itself.
    datasets: every dataset.
    releases: number of releases that stand.
    tables: number of tables in the releases in force.
    variables: number of variables in the releases in force.
    code_lists: number of code lists.
    changes: the last changes, newest first.
    lists: code lists to start from, with the number of their codes.
    """

    head: Head
    datasets: tuple[DatasetLine, ...]
    releases: int
    tables: int
    variables: int
    code_lists: int
    changes: tuple[ChangeLine, ...]
    lists: tuple[tuple[Link, int], ...]


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
    lists = vocabulary.code_lists(session)
    entries = overview.recent(session, SHOWN_KINDS, RECENT)
    return HomePage(
        head=Head("Find a variable", "/", addresses.api("/datasets")),
        datasets=lines,
        releases=sum(1 for record in records for release in record.releases if not release.withdrawn),
        tables=sum(line.size.tables for line in lines),
        variables=sum(line.size.variables for line in lines),
        code_lists=len(lists),
        changes=tuple(_change_lines(entries, records)),
        lists=tuple((Link(one.title, addresses.code_list(one.name)), len(one.codes)) for one in lists),
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
    return tuple(_line(record, sizes, titles) for record in records)


def _line(record: DatasetRecord, sizes: Mapping[int, Size], titles: Mapping[str, str]) -> DatasetLine:
    release = record.latest
    if release is None:
        return DatasetLine(record, None, Size(0, 0), None, None)
    return DatasetLine(
        record,
        release,
        sizes[release.id],
        publisher_link(release.facts.publisher, titles),
        _bar(release.facts.start, release.facts.end),
    )


def publisher_link(name: str, titles: Mapping[str, str]) -> Link | None:
    """An organisation as a link; None when none is named."""
    return Link(titles.get(name, name), addresses.organisation(name)) if name else None


def _bar(start: str, end: str) -> tuple[int, int] | None:
    if not (start[:4].isdigit() and end[:4].isdigit()):
        return None
    span = LAST_YEAR - FIRST_YEAR
    first = min(max(int(start[:4]) - FIRST_YEAR, 0), span)
    last = min(max(int(end[:4]) + 1 - FIRST_YEAR, first), span)
    return round(100 * first / span), max(2, round(100 * (last - first) / span))


def _change_lines(entries: Iterable[Entry], records: Sequence[DatasetRecord]) -> Iterable[ChangeLine]:
    by_key = {record.key: record for record in records}
    for entry in entries:
        key, _, version = entry.subject.partition("@")
        record = by_key[key]
        release = record.release(version) if version else record.latest or record.releases[-1]
        if release is None:
            continue
        yield _change_line(entry, record, release)


def _change_line(entry: Entry, record: DatasetRecord, release: ReleaseRecord) -> ChangeLine:
    title, url = f"{release.facts.title} {release.version}", addresses.release(record.slug, release.version)
    word, text, issued = "New release", release.notes, release.issued
    if entry.kind == ChangeKind.RELEASE.value and release.serial == min(one.serial for one in record.releases):
        word = "First release"
    if entry.kind == ChangeKind.RETRACTION.value:
        word, text, issued = "Withdrawn", str(release.retraction.get("description", "")), ""
    if entry.kind == ChangeKind.RENAME.value:
        title, url, issued = release.facts.title, addresses.dataset(record.slug), ""
        word, text = "Renamed", f"Its short name is now `{record.slug}`; old addresses lead to it."
    return ChangeLine(entry.kind, entry.serial, entry.recorded, title, url, issued, word, text)


def code_list_total(session: Session) -> int:
    """How many code lists there are."""
    return overview.vocabulary_count(session, VocabularyKind.CODE_LIST)
