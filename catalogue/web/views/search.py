"""Search."""

from __future__ import annotations

from flask import render_template, request

from catalogue.delivery.services import services
from catalogue.store.engine import reading
from catalogue.web.contexts.asking import read
from catalogue.web.contexts.search import search_page
from catalogue.web.routes import pages


@pages.get("/search")
def search() -> str:
    """Results of a search, with facets; or what would help when there are none."""
    asking = read(request.args)
    searcher = services().index.searcher()
    with reading(services().engine) as session:
        page = search_page(session, searcher, asking, services().settings.page_size)
    return render_template("search/results.html" if page.total else "search/nothing.html", page=page)
