"""Code lists and organisations."""

from __future__ import annotations

from flask import Response, render_template, request

from catalogue.delivery.services import services
from catalogue.store import find
from catalogue.store.engine import reading
from catalogue.web.code_csv import codes_csv
from catalogue.web.contexts.vocabulary import code_list_page, code_lists_page, organisation_page, organisations_page
from catalogue.web.routes import FOR_EVER, pages, redirect_to

# Words that are sought on a page are as many as somebody would type.
LONGEST_FIND = 200


def _find() -> str:
    return " ".join(request.args.get("find", "")[:LONGEST_FIND].split())


@pages.get("/codelists")
def code_lists() -> str:
    """All code lists."""
    with reading(services().engine) as session:
        page = code_lists_page(session, _find())
    return render_template("vocabulary/code_lists.html", page=page)


@pages.get("/codelists/<name>")
def code_list(name: str) -> str:
    """A code list as in force, and what uses it."""
    with reading(services().engine) as session:
        page = code_list_page(session, name, _find())
    if page.codes.list.name != name:
        redirect_to(FOR_EVER, name=page.codes.list.name)
    return render_template("vocabulary/code_list.html", page=page)


@pages.get("/codelists/<name>.csv")
def code_list_csv(name: str) -> Response:
    """The codes of a list as a table of values."""
    with reading(services().engine) as session:
        found = find.code_list(session, name)
    if found.name != name:
        redirect_to(FOR_EVER, name=found.name)
    response = Response(codes_csv(found), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.name}.csv"'
    return response


@pages.get("/organisations")
def organisations() -> str:
    """All organisations."""
    with reading(services().engine) as session:
        page = organisations_page(session)
    return render_template("vocabulary/organisations.html", page=page)


@pages.get("/organisations/<name>")
def organisation(name: str) -> str:
    """An organisation and its datasets."""
    with reading(services().engine) as session:
        page = organisation_page(session, name)
    if page.organisation.name != name:
        redirect_to(FOR_EVER, name=page.organisation.name)
    return render_template("vocabulary/organisation.html", page=page)
