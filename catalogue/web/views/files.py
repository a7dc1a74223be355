"""Files of packages, and faces: releases in the forms of other programs."""

from __future__ import annotations

from flask import Response

from catalogue.delivery.services import services
from catalogue.harvest.faces import face
from catalogue.harvest.subject import subject
from catalogue.packages.write import DESCRIPTOR
from catalogue.store.engine import reading
from catalogue.web import addresses
from catalogue.web.packages import package_file, package_of
from catalogue.web.routes import FOR_EVER, end_with_redirect, find_release, pages, redirect_to
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
    response = Response(body, content_type=MEDIA_TYPES[path[path.rfind(".") :]])
    return _cited_as(response, addresses.release(found.record.slug, found.release.version))


@pages.get(f"{RELEASE}/package.zip")
def package(slug: str, version: str) -> Response:
    """The whole package in one file."""
    with reading(services().engine) as session:
        found = find_release(session, slug, version)
        body = package_of(session, found.release).zip
    response = Response(body, mimetype="application/zip")
    name = f"{found.record.slug}-{found.release.version}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return _cited_as(response, addresses.release(found.record.slug, found.release.version))


@pages.get(f"{RELEASE}/faces/<name>")
def release_face(slug: str, version: str, name: str) -> Response:
    """A release in the form of another program."""
    with reading(services().engine) as session:
        found = find_release(session, slug, version)
        page = addresses.release(found.record.slug, found.release.version)
        wanted = face(name, page)
        if wanted.name != name:
            redirect_to(FOR_EVER, name=wanted.name)
        site = services().settings.base_url
        parts = {"detailed": wanted.detailed, "traced": wanted.traced}
        body = wanted.write(subject(session, found.record, found.release, site, **parts))
    response = Response(body, content_type=wanted.media_type)
    file_name = f"{found.record.slug}-{found.release.version}{wanted.suffix}"
    response.headers["Content-Disposition"] = f'inline; filename="{file_name}"'
    return _cited_as(response, page)


def _cited_as(response: Response, page: str) -> Response:
    """Say in the head of a file how what is in it is cited (RFC 8574): by the page of its release."""
    response.headers["Link"] = f'<{services().settings.base_url}{page}>; rel="cite-as"'
    return response
