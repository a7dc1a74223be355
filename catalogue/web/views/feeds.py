"""Atom feeds: of all datasets, of one, and of a search."""

from __future__ import annotations

from flask import Response, request

from catalogue.delivery.services import services
from catalogue.following import atom
from catalogue.store.engine import reading
from catalogue.web.contexts import feeds
from catalogue.web.contexts.asking import read
from catalogue.web.routes import find_dataset, pages


@pages.get("/feed.atom")
def feed() -> Response:
    """The last changes of all datasets."""
    with reading(services().engine) as session:
        return _written(feeds.all_feed(session, services().settings.base_url))


@pages.get("/datasets/<slug>/feed.atom")
def dataset_feed(slug: str) -> Response:
    """The last changes of a dataset."""
    with reading(services().engine) as session:
        record = find_dataset(session, slug)
        return _written(feeds.dataset_feed(session, record, services().settings.base_url))


@pages.get("/search/feed.atom")
def search_feed() -> Response:
    """What a search finds, by when it appeared or last changed."""
    asking = read(request.args)
    searcher = services().index.searcher()
    with reading(services().engine) as session:
        return _written(feeds.search_feed(session, searcher, asking, services().settings.base_url))


def _written(feed: atom.Feed) -> Response:
    return Response(atom.write(feed), content_type=atom.MEDIA_TYPE)
