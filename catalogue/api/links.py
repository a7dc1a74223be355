"""Addresses of records: the API mirrors the addresses of pages below its own root. All are absolute."""

from __future__ import annotations

from urllib.parse import urlencode

from catalogue.delivery.hosts import absolute
from catalogue.delivery.services import services

ROOT = "/api/v1"


def record(path: str) -> str:
    """The JSON record of a page's path."""
    return absolute(ROOT + path)


def page(path: str) -> str:
    """The page itself."""
    return absolute(path)


def written(path: str) -> str:
    """The public address of a path that is written as addresses are already."""
    return services().settings.base_url + path


def dataset(slug: str) -> str:
    """Path of a dataset."""
    return f"/datasets/{slug}"


def release(slug: str, version: str) -> str:
    """Path of a release."""
    return f"/datasets/{slug}/releases/{version}"


def table(slug: str, version: str, name: str) -> str:
    """Path of a table of a release."""
    return f"{release(slug, version)}/tables/{name}"


def variable(slug: str, version: str, table_name: str, name: str) -> str:
    """Path of a variable of a release."""
    return f"{table(slug, version, table_name)}/variables/{name}"


def variable_over_time(slug: str, table_name: str, name: str) -> str:
    """Path of a variable in all releases that hold it: the one that has the name now."""
    return f"{dataset(slug)}/variables/{table_name}/{name}"


def series(slug: str, name: str, version: str = "") -> str:
    """Path of a series over all vintages, or of one release."""
    return f"{release(slug, version) if version else dataset(slug)}/series/{name}"


def job(identifier: str) -> str:
    """Path of a job."""
    return f"/jobs/{identifier}"


def run(uuid: str) -> str:
    """Path of a run."""
    return f"/runs/{uuid}"


def stored(digest: str) -> str:
    """The exact bytes of a digest."""
    return record(f"/objects/{digest}")


def listing(path: str, **filters: str) -> str:
    """A list with filters."""
    return record(path) + (f"?{urlencode(filters)}" if filters else "")
