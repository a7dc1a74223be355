"""Strong ETags of exact content, 304, and a memory of answers that hold while the register's state is unchanged.

The ETag of a 200 is the SHA-256 of its body before coding, with the coding's name behind it: equal tags mean equal
bytes. An answer made while the register stood at some state is the answer for as long as it stands there, so a
client that has it is told so after one query, without rendering. Nothing but a 200 is ever remembered: whatever
else an address answers, such as the 410 of a withdrawn release, is found out anew each time.
"""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

from flask import Flask, Response, current_app, g, request

from catalogue.delivery import encoding
from catalogue.delivery.services import State, services

ENTRIES = 4096
BODY_BYTES = 256_000
TOTAL_BYTES = 8_000_000
REVALIDATE = "public, no-cache"
IMMUTABLE = "public, max-age=31536000, immutable"
PRIVATE_WORDS = ("private", "no-store")
TAG_DIGITS = 40
# Blueprints whose answers depend on more than the register: heads are signed while the journal stands still.
_UNREMEMBERED = ("operations", "static", "steward", "journal")

# Werkzeug's own reading gives None for an empty tag.
_TAG = re.compile(r'(?:W/)?"([^"]*)"')

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Remembered:
    """A 200 as it was sent. `body` is None when it was too large to keep, or never sent because of a 304."""

    state: State
    tag: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None


class Memory:
    """Answers by (path, query, coding), the least recently used given up first. Bounded in number and in bytes."""

    def __init__(self, entries: int = ENTRIES, total: int = TOTAL_BYTES) -> None:
        self._entries: OrderedDict[Key, Remembered] = OrderedDict()
        self._limit, self._total, self._held = entries, total, 0
        self._lock = Lock()

    def get(self, key: Key, state: State) -> Remembered | None:
        """The answer to a request, if it was given at this very state."""
        with self._lock:
            found = self._entries.get(key)
            if found is None or found.state != state:
                return None
            self._entries.move_to_end(key)
            return found

    def put(self, key: Key, answer: Remembered) -> None:
        """Keep an answer in place of an older one."""
        with self._lock:
            self._drop(self._entries.pop(key, None))
            self._entries[key] = answer
            self._held += len(answer.body or b"")
            while len(self._entries) > self._limit or self._held > self._total:
                self._drop(self._entries.popitem(last=False)[1])

    def _drop(self, answer: Remembered | None) -> None:
        if answer is not None:
            self._held -= len(answer.body or b"")


def content_tag(body: bytes, coding: str) -> str:
    """The ETag of a body in a coding, without quotation marks."""
    digest = hashlib.sha256(body).hexdigest()[:TAG_DIGITS]
    return f"{digest}-{coding}" if coding else digest


def matching(tag: str, tags: Iterable[str]) -> str | None:
    """The one of a client's tags that stands for the same content as `tag`, in whatever coding; or None."""
    return next((theirs for theirs in tags if _plain(theirs) == _plain(tag)), None)


def _plain(tag: str) -> str:
    for coding in encoding.CODINGS:
        tag = tag.removesuffix(f"-{coding}")
    return tag


def recall() -> Response | None:
    """Answer from memory when the register stands where it stood; otherwise let the view answer."""
    if not _may_be_remembered():
        return None
    state = services().state()
    g.state = state
    found = _memory().get(_key(), state)
    if found is None:
        return None
    held = _held_by_client(found.tag)
    if held is None and found.body is None:
        return None
    g.recalled = True
    response = Response(found.body or b"", headers=list(found.headers))
    return response if held is None else _not_modified(response, held)


def finish(response: Response) -> Response:
    """Give a 200 its tag, coding and cache rule; answer 304 when the client has the content already."""
    if request.method not in {"GET", "HEAD"} or response.status_code != 200 or "recalled" in g:  # noqa: PLR2004
        return response
    rules = response.headers.get("Cache-Control", "")
    if "no-store" in rules:
        return response
    if not rules:
        response.headers["Cache-Control"] = REVALIDATE
    response.direct_passthrough = False
    body = response.get_data()
    coding = _coding(response, body)
    tag = content_tag(body, coding)
    response.set_etag(tag)
    held = _held_by_client(tag)
    if coding and held is None:
        response.set_data(encoding.encode(body, coding))
        response.headers["Content-Encoding"] = coding
    _remember(response, tag, sent=held is None)
    return response if held is None else _not_modified(response, held)


def _coding(response: Response, body: bytes) -> str:
    if "no-transform" in response.headers.get("Cache-Control", "") or "Content-Encoding" in response.headers:
        return encoding.IDENTITY
    if not encoding.worthwhile(response.mimetype or "", body):
        return encoding.IDENTITY
    response.vary.add("Accept-Encoding")
    return encoding.choose(request.headers.get("Accept-Encoding", ""))


def _held_by_client(tag: str) -> str | None:
    header = request.headers.get("If-None-Match", "")
    return tag if header.strip() == "*" else matching(tag, _TAG.findall(header))


def _not_modified(response: Response, tag: str) -> Response:
    response.set_data(b"")
    response.status_code = 304
    response.set_etag(tag)
    return response


def _may_be_remembered() -> bool:
    return (
        request.method in {"GET", "HEAD"}
        and request.routing_exception is None
        and (request.endpoint or "").split(".")[0] not in _UNREMEMBERED
        and "Authorization" not in request.headers
        and current_app.config["SESSION_COOKIE_NAME"] not in request.cookies
    )


def _remember(response: Response, tag: str, *, sent: bool) -> None:
    private = any(word in response.headers.get("Cache-Control", "") for word in PRIVATE_WORDS)
    negotiated = {name.lower() for name in response.vary} - {"accept-encoding"}
    if "state" not in g or private or negotiated or "Set-Cookie" in response.headers:
        return
    body = response.get_data() if sent else None
    kept = body if body is not None and len(body) <= BODY_BYTES else None
    headers = tuple((name, value) for name, value in response.headers if name != "Content-Length")
    _memory().put(_key(), Remembered(g.state, tag, headers, kept))


def _key() -> Key:
    environ = request.environ
    coding = encoding.choose(request.headers.get("Accept-Encoding", ""))
    return environ["PATH_INFO"], environ["QUERY_STRING"], coding


def _memory() -> Memory:
    memory = current_app.extensions["catalogue-memory"]
    if not isinstance(memory, Memory):
        raise TypeError("The application was wired without its memory of answers.")
    return memory


def init_app(app: Flask) -> None:
    """Install the memory, in front of every view, and the finishing of every answer, behind it."""
    app.extensions["catalogue-memory"] = Memory()
    app.before_request(recall)
    app.after_request(finish)
