"""Refusals and faults as RFC 9457 problems for programs, and as pages for people.

Every kind of problem has a code, and `type` leads to what the manual says of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import orjson
from flask import Flask, Response, current_app, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from werkzeug.exceptions import HTTPException

from catalogue.delivery.headers import request_id
from catalogue.delivery.hosts import absolute, quoted
from catalogue.delivery.services import services
from catalogue.errors import CatalogueError, InvalidRequestError, Problem, StoreError
from catalogue.store import schema

MEDIA_TYPE = "application/problem+json"
API = "/api/"
API_RECORDS = "/api/v1"
# Addresses that only programs ask.
PROGRAMS = (API, "/marquez/")
# How the error family of the catalogue speaks HTTP. A code that is not here is a fault of this program.
STATUS = {
    "invalid-request": 400,
    "unauthenticated": 401,
    "forbidden": 403,
    "not-found": 404,
    "conflict": 409,
    "retracted": 410,
    "too-large": 413,
    "unsupported-media-type": 415,
    "package-refused": 422,
    "too-many": 429,
    "settings": 500,
    "outbound": 502,
    "store": 503,
    "index-unavailable": 503,
    "index-busy": 503,
}
# Codes of what the HTTP layer refuses before a view is asked.
HTTP_CODES = {
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    500: "internal-error",
}
HTTP_TITLES = {
    "bad-request": "The request cannot be read",
    "not-found": "Not found",
    "method-not-allowed": "This address does not take that method",
    "too-large": "Too large",
    "internal-error": "Something here is broken",
}
HTTP_REMEDIES = {
    404: "Check the address, or start from the first page or from /api/v1/.",
    405: "Use one of the methods named in the Allow header.",
    413: "Send less; the limit is in the manual.",
}
RETRY_SECONDS = "5"

Document = dict[str, Any]
Page = Callable[[Document], ResponseReturnValue]


@dataclass(frozen=True, slots=True)
class Told:
    """A problem ready to be sent: `near` pairs names with paths of pages."""

    status: int
    code: str
    title: str
    detail: str
    remedy: str = ""
    near: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    headers: tuple[tuple[str, str], ...] = ()


def tell(error: Exception) -> Told:
    """What an exception means to a client. Nothing of an unforeseen fault is told but a number to quote."""
    if isinstance(error, CatalogueError):
        return _refusal(error)
    if isinstance(error, HTTPException) and error.code not in {None, 500}:
        return _http(error)
    return Told(
        500,
        "internal-error",
        HTTP_TITLES["internal-error"],
        f"The answer could not be made. The fault is in this program, and is recorded as {request_id()}.",
        "Other pages still work. Quote the number when you report this.",
        extra={"fault": request_id()},
    )


def _database_fault(error: DBAPIError) -> StoreError | None:
    """What a failed query says of the database, or None when the query itself was wrong."""
    away = StoreError(
        "The register's database cannot be read at the moment.",
        remedy="Try again in a few seconds; nothing is lost.",
    )
    try:
        schema.require_current(services().engine)
    except StoreError as told:
        return told
    except SQLAlchemyError:
        return away
    return away if isinstance(error, OperationalError | InterfaceError) else None


def _refusal(error: CatalogueError) -> Told:
    status = STATUS.get(error.code, 500)
    headers = _headers(status)
    near = tuple(getattr(error, "near", ()))
    return Told(status, error.code, error.title, error.detail, error.remedy, near, error.problems, {}, headers)


def _headers(status: int) -> tuple[tuple[str, str], ...]:
    """What a client needs besides the problem: when to come again, or how to say who it is (RFC 6750)."""
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return (("Retry-After", RETRY_SECONDS),)
    if status == HTTPStatus.UNAUTHORIZED:
        fault = ', error="invalid_token"' if "Authorization" in request.headers else ""
        return (("WWW-Authenticate", f'Bearer realm="catalogue"{fault}'),)
    if status == HTTPStatus.FORBIDDEN:
        return (("WWW-Authenticate", 'Bearer realm="catalogue", error="insufficient_scope"'),)
    return ()


def _http(error: HTTPException) -> Told:
    status = error.code or 500
    # Only what the client must know of the exception's own headers: Allow of a 405, for one.
    headers = tuple((name, value) for name, value in error.get_headers() if name.lower() != "content-type")
    detail = error.description or error.name
    if status == HTTPStatus.NOT_FOUND:
        detail = f"There is nothing at {request.path[:500]}."
    code = HTTP_CODES.get(status, "bad-request" if status < 500 else "internal-error")  # noqa: PLR2004
    return Told(status, code, HTTP_TITLES[code], detail, HTTP_REMEDIES.get(status, ""), headers=headers)


def document(told: Told, *, link: Callable[[str], str]) -> Document:
    """The problem as data: the members of RFC 9457, then ours. `link` makes an address of a page's path."""
    members = {
        "type": absolute("/help/problems") + f"#{told.code}",
        "title": told.title,
        "status": told.status,
        "detail": told.detail,
        "instance": quoted(request.path[:1000]),
        "code": told.code,
        "remedy": told.remedy,
        "near": [{"name": name, "url": link(path)} for name, path in told.near],
        "problems": [_entry(problem) for problem in told.problems],
        **told.extra,
    }
    always = {"type", "title", "status", "detail", "instance", "code"}
    return {name: value for name, value in members.items() if value or name in always}


def _entry(problem: Problem) -> dict[str, str]:
    parts = {
        "rule": problem.rule,
        "message": problem.message,
        "remedy": problem.remedy,
        "file": problem.file,
        "table": problem.table,
        "variable": problem.variable,
        "severity": problem.severity,
        "path": problem.path,
    }
    return {name: value for name, value in parts.items() if value}


def wants_page() -> bool:
    """True when a problem is better told as a page: the address is not for programs alone, JSON not preferred."""
    if request.path.startswith(PROGRAMS) or request.path == API.rstrip("/"):
        return False
    accept = request.accept_mimetypes
    json = max(accept["application/json"], accept[MEDIA_TYPE])
    if "text/html" in [media for media, _ in accept]:
        return bool(accept["text/html"] >= json)
    if request.path.endswith((".json", ".zip", ".csv")):
        return False
    named_json = any(media.endswith("json") for media, _ in accept)
    return not named_json


def answer(error: Exception, page: Page | None) -> Response:
    """The whole answer to a request that ended in an exception."""
    told = tell(error)
    if page is not None and wants_page():
        response = _as_page(told, page) or _as_json(told)
        response.vary.add("Accept")
    else:
        response = _as_json(told)
    response.status_code = told.status
    for name, value in told.headers:
        response.headers[name] = value
    return response


def _as_page(told: Told, page: Page) -> Response | None:
    """The page, or None when making it fails as well: then the plain problem is told."""
    try:
        return current_app.make_response(page(document(told, link=quoted)))
    except Exception:
        current_app.logger.exception("The page of problem %s could not be made, request %s", told.code, request_id())
        return None


def _as_json(told: Told) -> Response:
    in_api = request.path.startswith(API)
    body = document(told, link=lambda path: absolute((API_RECORDS if in_api else "") + path))
    return Response(orjson.dumps(body), mimetype=MEDIA_TYPE)


def check_request() -> None:
    """Refuse what no address here can mean, and queries too long to be looked at."""
    if "\0" in request.path:
        raise InvalidRequestError("The address holds a NUL character.", remedy="Leave it out.")
    # Percent-encoding makes up to twelve characters of one.
    most = 12 * services().settings.query_length
    if len(request.query_string) > most:
        raise InvalidRequestError(
            f"The query of the address is {len(request.query_string)} bytes long; at most {most} are read.",
            remedy="Ask for less at once.",
        )


def init_app(app: Flask, page: Page | None) -> None:
    """Answer every exception of every view. `page` makes a page of a problem's data, for people."""

    def handle(error: Exception) -> ResponseReturnValue:
        return answer(error, page)

    def handle_database(error: DBAPIError) -> ResponseReturnValue:
        told = _database_fault(error)
        if told is None:
            raise error
        app.logger.error("The database failed request %s: %s", request_id(), error)
        return answer(told, page)

    app.before_request(check_request)
    for kind in (CatalogueError, HTTPException):
        app.register_error_handler(kind, handle)
    app.register_error_handler(DBAPIError, handle_database)
