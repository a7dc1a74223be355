"""Feeds: what to write into them, from the store and the index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlmodel import Session

from catalogue.following import atom, news
from catalogue.model.kinds import ChangeKind
from catalogue.search.result import Hit
from catalogue.search.searcher import Searcher
from catalogue.store import feed
from catalogue.store.releases import DatasetRecord, ReleaseRecord, all_datasets
from catalogue.text import to_plain
from catalogue.web import addresses
from catalogue.web.contexts.asking import Asking
from catalogue.web.contexts.search import request_of
from catalogue.web.contexts.standing import standings

ENTRIES = 50
# How many of the best matches are looked at for the newest among them.
LOOKED_AT = 200
VOCABULARY_KINDS = ("codelist", "concept")


def all_feed(session: Session, site: str) -> atom.Feed:
    """The last changes of all datasets."""
    entries = atom.of_news(news.latest(session, ENTRIES), site)
    return atom.Feed(f"{site}/feed.atom", "Cafcass data catalogue: changes", f"{site}/feed.atom", f"{site}/", entries)


def dataset_feed(session: Session, record: DatasetRecord, site: str) -> atom.Feed:
    """The last changes of a dataset. Its identifier outlives a rename."""
    shown = record.latest or record.releases[-1]
    page = site + addresses.dataset(record.slug)
    entries = atom.of_news(news.of_dataset(session, record, ENTRIES), site)
    own = site + addresses.dataset_feed(record.slug)
    return atom.Feed(atom.identity("dataset", record.key), f"{shown.facts.title}: changes", own, page, entries)


def search_feed(session: Session, searcher: Searcher, asking: Asking, site: str) -> atom.Feed:
    """What a search finds, by when it appeared or last changed, newest first. Four queries.

    Raises InvalidRequestError for a search with too many terms or characters.
    """
    records = all_datasets(session)
    asking = replace(asking, page=1, sort="best")
    hits = searcher.search(request_of(asking, records, searcher, LOOKED_AT)).hits
    dated = _dated(session, records, hits)
    found = sorted((hit for hit in hits if hit.identity in dated), key=lambda hit: dated[hit.identity], reverse=True)
    own = site + asking.feed_url()
    entries = [_entry(hit, dated[hit.identity], site) for hit in found[:ENTRIES]]
    return atom.Feed(own, f"Search: {asking.text or 'everything'}", own, site + asking.url(), entries)


# When something appeared or last changed, as the journal recorded it, and the release that brought it.
Dated = tuple[str, str]


def _dated(session: Session, records: Sequence[DatasetRecord], hits: Iterable[Hit]) -> dict[str, Dated]:
    """By identity; what no release that stands holds any more is left out."""
    by_slug = {record.slug: record for record in records}
    variables = {hit.identity: (hit.dataset, hit.table, hit.name) for hit in hits if hit.kind == "variable"}
    vocabulary = {hit.identity for hit in hits if hit.kind in VOCABULARY_KINDS}
    standing = standings(session, records, variables.values())
    recorded = feed.last_recorded(session, ChangeKind.VOCABULARY, vocabulary)
    found: dict[str, Dated] = {identity: (moment, "") for identity, moment in recorded.items()}
    for hit in hits:
        record = by_slug.get(hit.dataset)
        if record is None or hit.identity in found:
            continue
        place = variables.get(hit.identity)
        since = standing[place].since if place in standing else ""
        release = record.release(since) if place else _newest(record)
        if release is not None:
            found[hit.identity] = (release.recorded, release.version)
    return found


def _newest(record: DatasetRecord) -> ReleaseRecord | None:
    """The release that stands and was recorded last: what a dataset or a table is described by changed with it."""
    return max((one for one in record.releases if not one.withdrawn), key=lambda one: one.serial, default=None)


def _entry(hit: Hit, dated: Dated, site: str) -> atom.Entry:
    recorded, version = dated
    where = f"{hit.dataset_title} {version}".strip()
    title = f"{hit.label} ({hit.name})" if hit.label and hit.kind in {"variable", "table"} else hit.label or hit.name
    parts = [f"{where}." if where else "", to_plain(hit.definition)]
    return atom.Entry(
        atom.identity("thing", hit.identity),
        title,
        recorded,
        site + hit.url,
        " ".join(part for part in parts if part),
        hit.kind,
    )
