"""Basket and comparison."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, make_response, render_template, request

from catalogue.delivery.headers import PRIVATE
from catalogue.delivery.services import services
from catalogue.errors import InvalidRequestError, Problem
from catalogue.exports.asked import asked
from catalogue.exports.items import MOST_COMPARED, Item, read
from catalogue.exports.selection import select
from catalogue.store.engine import reading
from catalogue.web import addresses
from catalogue.web.contexts.basket import basket_page, moved
from catalogue.web.contexts.compare import compare_page
from catalogue.web.keeping import changed, check_origin, kept, private_redirect, return_address
from catalogue.web.routes import FOR_NOW, end_with_redirect, pages


@pages.get("/basket")
def basket() -> Response | str:
    """The variables that the address names, and what became of them since; without any, the reader's own basket."""
    if not request.args:
        items = kept()
        own = private_redirect(addresses.basket(items)) if items else make_response(_basket([], []))
        own.headers["Cache-Control"] = PRIVATE
        return own
    found = asked(request.args.getlist("v"), request.args.getlist("b"))
    return _basket(found.items, found.faults)


def _basket(items: Sequence[Item], faults: Sequence[Problem]) -> str:
    with reading(services().engine) as session:
        page = basket_page(session, select(session, items, faults))
    _lead_to(page.link, faulty=bool(page.faults))
    return render_template("basket/basket.html", page=page)


@pages.post("/basket/add")
def add_to_basket() -> Response:
    """Put variables into the reader's basket: `one` alone when a form names it, else every `v` and `b`."""
    check_origin()
    one = request.form.get("one", "")
    with reading(services().engine) as session:
        selection = select(session, *_of_form([one] if one else request.form.getlist("v")))
    if not selection.chosen:
        raise InvalidRequestError(
            "No variable was chosen.",
            remedy="Tick one or more, then press the button again.",
            problems=selection.faults,
        )
    items = list(dict.fromkeys([*kept(), *(chosen.item for chosen in selection.chosen)]))
    return changed(items, return_address(request.form.get("back", "")), "added")


@pages.post("/basket/remove")
def remove_from_basket() -> Response:
    """Take variables out of the basket that a page shows, and out of the reader's own when that is the same."""
    check_origin()
    shown, _ = _of_form([])
    gone = set(read(request.form.getlist("v")).items)
    return _now_shown(shown, [item for item in shown if item not in gone])


@pages.post("/basket/move")
def move_basket() -> Response:
    """Pin variables of the basket that a page shows to the newest release that holds each: those named, or all."""
    check_origin()
    shown, _ = _of_form([])
    named = read(request.form.getlist("v")).items
    with reading(services().engine) as session:
        selection = select(session, shown)
    return _now_shown(shown, list(dict.fromkeys(moved(selection, named))))


@pages.post("/basket/clear")
def clear_basket() -> Response:
    """Empty the reader's basket."""
    check_origin()
    return changed([], "/basket")


def _of_form(written: Sequence[str]) -> tuple[Sequence[Item], Sequence[Problem]]:
    found = asked(written, request.form.getlist("b"))
    return found.items, found.faults


def _now_shown(before: Sequence[Item], after: Sequence[Item]) -> Response:
    """Lead to the basket as it is now. The reader's own changes with it when it was the one shown, and only then."""
    if list(before) == kept():
        return changed(after, addresses.basket(after))
    return private_redirect(addresses.basket(after))


@pages.get("/compare")
def compare() -> str:
    """Up to eight variables side by side."""
    found = asked(request.args.getlist("v"), request.args.getlist("b"), MOST_COMPARED)
    with reading(services().engine) as session:
        page = compare_page(session, found)
    _lead_to(page.head.path, faulty=bool(page.faults or page.withdrawn))
    return render_template("basket/compare.html", page=page)


def _lead_to(address: str, *, faulty: bool) -> None:
    """Redirect to the one address of what was asked for, unless something in it could not be found."""
    query = request.query_string.decode("ascii", "replace")
    if address and not faulty and address != f"{request.path}?{query}" and query:
        end_with_redirect(address, FOR_NOW)
