"""Files of packages."""

from __future__ import annotations

from flask import Response

from catalogue.delivery.services import services
from catalogue.packages.write import DESCRIPTOR
from catalogue.store.engine import reading
from catalogue.web import addresses
from catalogue.web.packages import package_file, package_of
from catalogue.web.routes import FOR_EVER, end_with_redirect, find_release, pages
from catalogue.web.views.datasets import RELEASE

# A package holds a descriptor and tables, nothing else.
MEDIA_TYPES = {".json": "application/json", ".csv": "text/csv; charset=utf-8"}


@pages.get(f"{RELEASE}/datapackage.json")
def descriptor(slug: str, version: str) -> str:
    """The descriptor stands beside the files that it names, so that relative paths in it hold."""
    with reading(services().engine) as session:
        found = find_release(session, slug, version)
    end_with_redirect(addresses.package_file(found.record.slug, found.release.version, DESCRIPTOR), FOR_EVER)


@pages.get(f"{RELEASE}/files/<path:path>")
def file(slug: str, version: str, path: str) -> Response:
    """One file of the package."""
    with reading(services().engine) as session:
        found = find_release(session, slug, version)
        body = package_file(session, found.release, path)
    return Response(body, content_type=MEDIA_TYPES[path[path.rfind(".") :]])


@pages.get(f"{RELEASE}/package.zip")
def package(slug: str, version: str) -> Response:
    """The whole package in one file."""
    with reading(services().engine) as session:
        found = find_release(session, slug, version)
        body = package_of(session, found.release).zip
    response = Response(body, mimetype="application/zip")
    name = f"{found.record.slug}-{found.release.version}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
