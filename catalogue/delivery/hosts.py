"""Which Host headers are answered, and addresses that leave the site. Neither trusts what a client says."""

from __future__ import annotations

import re
from collections.abc import Collection

from flask import Flask, request

from catalogue.delivery.services import services
from catalogue.errors import InvalidRequestError
from catalogue.model.names import quoted

_HOST = re.compile(r"([a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?", re.ASCII | re.IGNORECASE)


def is_trusted(host: str, trusted: Collection[str]) -> bool:
    """True when a Host header names one of the trusted hosts, on any port, letters in any case."""
    match = _HOST.fullmatch(host)
    return match is not None and match.group(1).lower() in {name.lower() for name in trusted}


def check_host() -> None:
    """Raise InvalidRequestError when the request asks for a host that this site does not answer for."""
    host = request.headers.get("Host", "")
    if not is_trusted(host, services().settings.trusted_hosts):
        raise InvalidRequestError(
            f"This site does not answer for the host {host[:100]!r}.",
            remedy="Use the site's own address; an operator can add a name with CATALOGUE_HOSTS.",
        )


def absolute(path: str) -> str:
    """The public address of a path of plain names, from the settings and never from the request."""
    return services().settings.base_url + quoted(path)


def init_app(app: Flask) -> None:
    """Check the host before anything else is done for a request."""
    app.before_request(check_host)
