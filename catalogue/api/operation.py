"""How a route is declared: address, query, answer and every status it can have, all of it in the OpenAPI document.

flask-smorest does the work; it carries no types, so everything of it that routes need is behind this door.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import marshmallow as ma
from flask_smorest import Blueprint

from catalogue.api.query import NoQuery, StrictParser
from catalogue.api.schemas.common import ProblemSchema
from catalogue.delivery.problems import MEDIA_TYPE

View = TypeVar("View", bound=Callable[..., Any])
# A schema that is written by hand instead of by marshmallow.
Answer = type[ma.Schema] | dict[str, Any]

STATUSES = {
    301: "The dataset was renamed; `Location` has its address of today.",
    302: "`latest`, or a snapshot date; `Location` has the release that it stands for now.",
    304: "What the client has is what there is: its ETag came with If-None-Match.",
    400: "The query, or what was sent, cannot be understood: `invalid-request`.",
    401: "There is no token with the request, or none that holds: `unauthenticated`.",
    403: "The token is for something else: `forbidden`.",
    404: "There is no such thing; `near` has names close to it: `not-found`.",
    414: "The address is longer than the server reads, about 8000 characters.",
    413: "More was sent than is taken: `too-large`.",
    415: "What was sent is of a media type or coding that is not taken: `unsupported-media-type`.",
    409: "It contradicts what is sealed: `conflict`.",
    422: "What was sent breaks rules; `problems` has each: `package-refused`.",
    410: "The release was withdrawn; `detail` tells why, `near` what to use instead: `retracted`.",
    500: "A fault of this site, with a number to quote: `internal-error`.",
    503: "The database or the search index cannot be used at the moment: `store`, `index-unavailable`.",
}
BODILESS = {301, 302, 304, 414}
# Where addresses of releases lead elsewhere, or to a tombstone.
RELEASE_STATUSES = (301, 302, 404, 410)
# Meaning, example and pattern of each part of a path.
PATH_PARAMETERS = {
    "slug": ("Name of the dataset; an older name redirects.", "cafw", "^[a-z0-9-]{1,80}$"),
    "other": ("Name of the other dataset; an older name redirects.", "cafe-ecms", "^[a-z0-9-]{1,80}$"),
    "version": (
        "Semantic version, a snapshot date, or `latest`; the last two redirect.",
        "2.0.0",
        "^[0-9A-Za-z.-]{1,80}$",
    ),
    "table": ("Name of the table, letters in any case.", "cafcass_alf", "^[0-9A-Za-z_-]{1,128}$"),
    "variable": ("Physical name of the variable, letters in any case.", "LSOA2011_CD", r"^[^/\\]{1,128}$"),
    "name": ("Name of the record, letters in any case.", "law-type", "^[0-9A-Za-z-]{1,80}$"),
    "job": ("Identifier of a job: 16 hexadecimal digits.", "0" * 16, "^[0-9A-Fa-f]{16}$"),
    "uuid": ("UUID of a run.", "01908f2e-5a3b-7000-8000-000000000001", "^[0-9A-Fa-f-]{36}$"),
    "digest": ("SHA-256 as 64 lower-case hexadecimal digits.", "0" * 64, "^[0-9a-f]{64}$"),
}
# How programs say who they are; the document declares it under this name.
BEARER = "bearer"
HEADERS = {
    "ETag": {
        "description": "Strong validator of these very bytes; send it back as If-None-Match.",
        "schema": {"type": "string"},
    },
    "Link": {"description": 'On a list that goes on: its next page, rel="next".', "schema": {"type": "string"}},
}


class Noun:
    """The routes of one noun: a blueprint under /api/v1, and a group in the OpenAPI document."""

    def __init__(self, name: str, description: str) -> None:
        class StrictBlueprint(Blueprint):  # type: ignore[misc]  # flask-smorest has no types
            ARGUMENTS_PARSER = StrictParser()

        self.blueprint: Any = StrictBlueprint(name, __name__, url_prefix="/api/v1", description=description)

    def get(
        self,
        rule: str,
        answer: Answer,
        *,
        query: type[ma.Schema] = NoQuery,
        statuses: Sequence[int] = (),
        media_type: str = "application/json",
    ) -> Callable[[View], View]:
        """Declare a GET. The view takes the query as a dict, then the parts of the path by name.

        Its docstring's first line is the summary, the rest the description. statuses: those it can have besides
        200, 304, 400, 414, 500 and 503, which every route can.
        """

        def declare(view: View) -> View:
            # flask-smorest reads the docstring of what it is given, which `response` and `arguments` keep.
            declared: Any = view
            for status in sorted({304, 400, 414, 500, 503, *statuses}):
                told = {} if status in BODILESS else {"schema": ProblemSchema, "content_type": MEDIA_TYPE}
                declared = self.blueprint.alt_response(status, description=STATUSES[status], **told)(declared)
            declared = self.blueprint.response(200, answer, headers=HEADERS, content_type=media_type)(declared)
            # An instance: a class would be made into one anew for every request.
            declared = self.blueprint.arguments(query(), location="query")(declared)
            self.blueprint.route(rule, methods=["GET"], parameters=_parameters(rule))(declared)
            return view

        return declare

    def post(
        self,
        rule: str,
        bodies: Mapping[str, dict[str, Any]],
        answers: Mapping[int, tuple[type[ma.Schema], str]],
        *,
        statuses: Sequence[int] = (),
    ) -> Callable[[View], View]:
        """Declare a POST that wants a bearer token. The view takes the query, reads the body itself and tells a status.

        bodies: the schema of what is sent, by media type. answers: schema and meaning of each status that is no
        refusal, the usual one first. statuses: further refusals.
        """

        def declare(view: View) -> View:
            declared: Any = view
            for status in (400, 401, 403, 413, 414, 415, 500, 503, *statuses):
                told = {} if status in BODILESS else {"schema": ProblemSchema, "content_type": MEDIA_TYPE}
                declared = self.blueprint.alt_response(status, description=STATUSES[status], **told)(declared)
            (usual, (answer, meaning)), *others = answers.items()
            for status, (schema, words) in others:
                declared = self.blueprint.alt_response(status, schema=schema, description=words)(declared)
            declared = self.blueprint.response(usual, answer, description=meaning)(declared)
            declared = self.blueprint.arguments(NoQuery(), location="query")(declared)
            content = {media_type: {"schema": body} for media_type, body in bodies.items()}
            sent = {"required": True, "content": content}
            declared = self.blueprint.doc(requestBody=sent, security=[{BEARER: []}])(declared)
            self.blueprint.route(rule, methods=["POST"])(declared)
            return view

        return declare


def _parameters(rule: str) -> list[Any]:
    named = [part.strip("<>").split(":")[-1] for part in rule.split("/") if part.startswith("<")]
    described: list[Any] = [
        {
            "in": "path",
            "name": name,
            "required": True,
            "description": meaning,
            "example": example,
            "schema": {"type": "string", "pattern": pattern},
        }
        for name in named
        for meaning, example, pattern in (PATH_PARAMETERS[name],)
    ]
    return [*described, "IF_NONE_MATCH"]
