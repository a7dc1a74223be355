"""Basket and comparison."""

from __future__ import annotations

from flask import Response, render_template, request

from catalogue.delivery.services import services
from catalogue.exports.asked import asked
from catalogue.exports.items import MOST_COMPARED, file_body
from catalogue.exports.selection import select
from catalogue.store.engine import reading
from catalogue.web import addresses
from catalogue.web.contexts.basket import basket_page
from catalogue.web.contexts.compare import compare_page
from catalogue.web.routes import FOR_NOW, end_with_redirect, pages


@pages.get("/basket")
def basket() -> str:
    """The variables that the address names, and what became of them since."""
    found = asked(request.args.getlist("v"), request.args.getlist("b"))
    with reading(services().engine) as session:
        page = basket_page(session, select(session, found.items, found.faults))
    _lead_to(page.link, faulty=bool(page.faults))
    return render_template("basket/basket.html", page=page)


@pages.get("/basket/json")
def basket_file() -> Response:
    """The variables that the address names, as a file to keep."""
    found = asked(request.args.getlist("v"), request.args.getlist("b"))
    with reading(services().engine) as session:
        chosen = select(session, found.items).chosen
    items = [one.item for one in chosen]
    pins = [
        {"seal": one.release.seal, **({"digest": one.state.variable.digest} if one.state else {})} for one in chosen
    ]
    response = Response(
        file_body(items, services().settings.base_url + addresses.basket(items), pins), mimetype="application/json"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="basket.json"'
    return response


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
