"""Chosen variables in the forms that people and programs take with them."""

from __future__ import annotations

from flask import Response, render_template, request

from catalogue.delivery.headers import PRIVATE
from catalogue.delivery.services import services
from catalogue.errors import InvalidRequestError, NotFoundError
from catalogue.exports.asked import asked
from catalogue.exports.formats import FORMATS, Format
from catalogue.exports.items import MOST_IN_LINK, file_body, read_file
from catalogue.exports.selection import Selection, select
from catalogue.store.engine import reading
from catalogue.web import addresses
from catalogue.web.contexts.annex import annex_page
from catalogue.web.contexts.basket import basket_page
from catalogue.web.keeping import check_origin, private_redirect
from catalogue.web.routes import pages

PAGE = "page"


def _selected() -> Selection:
    """What the address names. Raises InvalidRequestError when nothing of it can be handed out."""
    found = asked(request.args.getlist("v"), request.args.getlist("b"))
    with reading(services().engine) as session:
        selection = select(session, found.items, found.faults)
    return _some(selection)


def _some(selection: Selection) -> Selection:
    if not selection.standing:
        raise InvalidRequestError(
            "No variable of a release that stands is named.",
            remedy="Open the basket page to see what became of each.",
            problems=selection.faults,
        )
    return selection


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
    link = services().settings.base_url + addresses.basket(items) if len(items) <= MOST_IN_LINK else ""
    response = Response(file_body(items, link, pins), mimetype="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="basket.json"'
    return response


@pages.get("/basket/annex")
def basket_annex() -> str:
    """The annex of a request for data, to print."""
    return render_template("basket/annex.html", page=annex_page(_selected()))


@pages.get("/basket/<form>")
def basket_export(form: str) -> Response:
    """The variables in one of the other forms."""
    if form not in FORMATS:
        raise NotFoundError(f"A basket has no form {form[:80]!r}.", remedy=f"It has json, annex, {', '.join(FORMATS)}.")
    return _handed_out(FORMATS[form], _selected())


@pages.post("/basket/open")
def open_basket_file() -> Response:
    """A basket file that the reader uploads: as the page of its link, or in one of the forms. It is not kept."""
    request.max_content_length = services().settings.basket_bytes
    check_origin()
    form = request.form.get("form", PAGE)
    if form not in {PAGE, *FORMATS}:
        raise InvalidRequestError(f"A basket has no form {form[:80]!r}.", remedy="Choose one from the list.")
    file = request.files.get("file")
    found = read_file(file.read() if file else b"")
    with reading(services().engine) as session:
        selection = select(session, found.items, found.faults)
        page = basket_page(session, selection)
    if form != PAGE:
        response = _handed_out(FORMATS[form], _some(selection))
    elif page.link and not page.faults:
        return private_redirect(page.link)
    else:
        response = Response(render_template("basket/basket.html", page=page))
    response.headers["Cache-Control"] = PRIVATE
    return response


def _handed_out(form: Format, selection: Selection) -> Response:
    response = Response(form.make(selection), content_type=form.media_type)
    name = form.file_name(selection)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
