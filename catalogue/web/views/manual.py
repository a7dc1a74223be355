"""The manual."""

from __future__ import annotations

from pathlib import Path

from flask import current_app, render_template

from catalogue.web.contexts.manual import manual_page
from catalogue.web.routes import FOR_EVER, end_with_redirect, pages

DOCS = "docs"


@pages.get("/help")
def manual_index() -> str:
    """The first page of the manual."""
    return _render("index")


@pages.get("/help/<path:name>")
def manual(name: str) -> str:
    """A page of the manual."""
    if name == "index":
        end_with_redirect("/help", FOR_EVER)
    return _render(name)


def _render(name: str) -> str:
    folder = Path(current_app.root_path, str(current_app.template_folder), DOCS)
    return render_template("manual/page.html", page=manual_page(folder, name))
