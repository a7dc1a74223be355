"""Datasets, releases, tables and variables."""

from __future__ import annotations

from flask import Response, render_template, request

from catalogue.delivery.services import services
from catalogue.following.followers import configured
from catalogue.registry.lineage import rules_of
from catalogue.store import find
from catalogue.store.engine import reading
from catalogue.web import addresses
from catalogue.web.contexts.access import access_page
from catalogue.web.contexts.dataset import dataset_page
from catalogue.web.contexts.diagram import DiagramPage, diagram_page, outside, wish
from catalogue.web.contexts.home import datasets_page
from catalogue.web.contexts.release import release_page
from catalogue.web.contexts.table import NamedTablePage, newest_holder, table_page
from catalogue.web.contexts.variable import VariablePage, series_page, variable_page
from catalogue.web.routes import FOR_EVER, FOR_NOW, end_with_redirect, find_dataset, find_release, pages, redirect_to

RELEASE = "/datasets/<slug>/releases/<version>"


@pages.get("/datasets")
def datasets() -> str:
    """All datasets."""
    with reading(services().engine) as session:
        page = datasets_page(session)
    return render_template("datasets/index.html", page=page)


@pages.get("/datasets/<slug>")
def dataset(slug: str) -> str:
    """A dataset as a series of releases."""
    with reading(services().engine) as session:
        page = dataset_page(session, find_dataset(session, slug), mail=configured(services().settings))
    return render_template("datasets/dataset.html", page=page)


@pages.get("/datasets/<slug>/access")
def access(slug: str) -> str:
    """How the data of a dataset are got."""
    with reading(services().engine) as session:
        page = access_page(session, find_dataset(session, slug))
    return render_template("datasets/access.html", page=page)


@pages.get("/datasets/<slug>/releases")
def releases(slug: str) -> str:
    """The releases of a dataset stand on its own page."""
    with reading(services().engine) as session:
        record = find_dataset(session, slug)
    end_with_redirect(f"{addresses.dataset(record.slug)}#releases", FOR_EVER)


@pages.get(RELEASE)
def release(slug: str, version: str) -> str:
    """A release."""
    with reading(services().engine) as session:
        found = find_release(session, slug, version)
        page = release_page(session, found.record, found.release, services().settings.base_url)
    return render_template("datasets/release.html", page=page)


@pages.get(f"{RELEASE}/diagram")
def diagram(slug: str, version: str) -> str:
    """The tables of a release and how they join."""
    return render_template("datasets/diagram.html", page=_diagram(slug, version))


@pages.get(f"{RELEASE}/diagram.svg")
def diagram_picture(slug: str, version: str) -> Response:
    """The picture of the tables alone."""
    page = _diagram(slug, version)
    drawn = outside(page.picture, services().settings.base_url)
    body = render_template("datasets/diagram.svg", picture=drawn, title=page.head.title)
    return Response(body.strip() + "\n", content_type="image/svg+xml; charset=utf-8")


def _diagram(slug: str, version: str) -> DiagramPage:
    with reading(services().engine) as session:
        found = find_release(session, slug, version)
        look_ups = wish(request.args.get("reference"))
        path = request.args.get("path", "")
        return diagram_page(session, found.record, found.release, path, look_ups=look_ups)


@pages.get(f"{RELEASE}/tables/<table_name>")
def table(slug: str, version: str, table_name: str) -> str:
    """A table of a release, or a table known by name only."""
    with reading(services().engine) as session:
        found = find_release(session, slug, version)
        page = table_page(session, found.record, found.release, table_name)
    if isinstance(page, NamedTablePage):
        return render_template("datasets/named_table.html", page=page)
    if page.table.name != table_name:
        redirect_to(FOR_EVER, table_name=page.table.name)
    return render_template("datasets/table.html", page=page)


@pages.get(f"{RELEASE}/tables/<table_name>/variables/<name>")
def variable(slug: str, version: str, table_name: str, name: str) -> str:
    """A variable of a release."""
    with reading(services().engine) as session:
        found = find_release(session, slug, version)
        settings = services().settings
        rules = rules_of(settings)
        page = variable_page(session, found.record, found.release, table_name, name, settings.base_url, rules)
    return _variable(page, table_name, name)


@pages.get("/datasets/<slug>/variables/<table_name>/<name>")
def variable_over_time(slug: str, table_name: str, name: str) -> str:
    """A variable in all releases that hold it."""
    with reading(services().engine) as session:
        record = find_dataset(session, slug)
        settings = services().settings
        named_in = request.args.get("release", "")
        at = find.release_of(record, named_in) if named_in else None
        page = series_page(session, record, table_name, name, settings.base_url, rules_of(settings), at)
    return _variable(page, table_name, name)


def _variable(page: VariablePage, table_name: str, name: str) -> str:
    if (page.table.name, page.variable.name) != (table_name, name):
        # A name that is spelt otherwise means the same for ever; a former one may be used again.
        spelt = (page.table.name, page.variable.name.lower()) == (table_name.lower(), name.lower())
        redirect_to(FOR_EVER if spelt else FOR_NOW, table_name=page.table.name, name=page.variable.name)
    return render_template("datasets/variable.html", page=page)


@pages.get("/datasets/<slug>/tables/<table_name>")
def table_now(slug: str, table_name: str) -> str:
    """The table in the newest release that has it: what a search hit leads to."""
    with reading(services().engine) as session:
        record = find_dataset(session, slug)
        holder = newest_holder(session, record, table_name)
    query = request.query_string.decode("ascii", "replace")
    address = addresses.table(record.slug, holder.version, table_name.lower())
    end_with_redirect(f"{address}?{query}" if query else address, FOR_NOW)
