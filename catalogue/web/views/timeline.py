"""All that happened to a dataset."""

from __future__ import annotations

from flask import render_template

from catalogue.delivery.services import services
from catalogue.store.engine import reading
from catalogue.web.contexts.timeline import timeline_page
from catalogue.web.routes import find_dataset, pages


@pages.get("/datasets/<slug>/timeline")
def timeline(slug: str) -> str:
    """Releases, withdrawals, renames, notes and corrections of a dataset, in order of the journal."""
    with reading(services().engine) as session:
        page = timeline_page(session, find_dataset(session, slug))
    return render_template("datasets/timeline.html", page=page)
