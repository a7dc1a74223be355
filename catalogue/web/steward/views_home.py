"""What there is to do for who is signed in."""

from __future__ import annotations

from flask import render_template

from catalogue.web.contexts.common import Head
from catalogue.web.contexts.steward import WorkPage
from catalogue.web.steward.blueprint import steward


@steward.get("")
def home() -> str:
    """The first page after signing in."""
    return render_template("steward/home.html", page=WorkPage(Head("Your work")))
