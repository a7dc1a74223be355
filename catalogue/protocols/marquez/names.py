"""Names in addresses: namespaces and names hold slashes, which clients of Marquez write as `%2F`.

WSGI hands paths on with `%2F` already made a slash. What a server keeps of the path as it was sent is read instead, and
slashes within a name stay apart from those between names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from werkzeug.routing import BaseConverter

PREFIX = "/marquez/"
_KEPT = re.compile("%2[5F]", re.IGNORECASE)
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Name(BaseConverter):
    """A name as a part of an address."""

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        """The name itself."""
        return unquote(value)


class Paths:
    """WSGI middleware: below the prefix, `%2F` and `%25` reach the application as they were sent."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request."""
        if environ.get("PATH_INFO", "").startswith(PREFIX):
            sent = environ.get("RAW_URI") or environ.get("REQUEST_URI") or ""
            path = urlsplit(sent).path if "://" in sent.partition("?")[0][:12] else sent.partition("?")[0]
            if path.startswith(PREFIX):
                kept = _KEPT.sub(lambda match: f"%25{match[0][1:]}", path)
                environ["PATH_INFO"] = unquote_to_bytes(kept).decode("latin-1")
            else:
                environ["PATH_INFO"] = environ["PATH_INFO"].replace("%", "%25")
        return self._application(environ, start_response)


def node_id(kind: str, namespace: str, name: str) -> str:
    """How Marquez names a node of a graph. kind: `job` or `dataset`."""
    return f"{kind}:{namespace}:{name}"


def of_node(text: str) -> tuple[str, Iterator[tuple[str, str]]]:
    """Kind, and every namespace and name that the rest may mean: both may hold colons, and a version stand behind #."""
    kind, _, rest = text.partition(":")
    return kind, (way for whole in dict.fromkeys((rest, rest.rpartition("#")[0])) for way in _divided(whole))


def _divided(text: str) -> Iterator[tuple[str, str]]:
    parts = text.split(":")
    yield from ((":".join(parts[:at]), ":".join(parts[at:])) for at in range(len(parts) - 1, 0, -1))
