"""Query parameters: every one named, each at most once, nothing guessed. A misspelt filter is refused, not ignored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, NoReturn, TypeVar

import marshmallow as ma
from flask import Request
from webargs.flaskparser import FlaskParser

from catalogue.errors import InvalidRequestError, Problem

MOST_ITEMS = 1000
# What cursors are made of; `cursors` tells which of these were made here.
CURSOR = r"^[A-Za-z0-9_-]{1,2000}$"
# What an INTEGER of PostgreSQL holds.
MOST_SERIAL = 2**31 - 1
Answer = TypeVar("Answer")


class Whole(ma.fields.Integer):
    """A whole number in ASCII digits; Python's own reading takes `1_000`, blanks and other scripts' digits."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        if not isinstance(value, str) or re.fullmatch(r"[0-9]{1,18}", value) is None:
            raise ma.ValidationError("is not a whole number.")
        return super()._deserialize(value, attr, data, **kwargs)


class Day(ma.fields.String):
    """A date as YYYY-MM-DD that stands in the calendar; kept as text."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        del attr, data, kwargs
        text = str(value)
        try:
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is None:
                raise ma.ValidationError("is not a date such as 2023-06-22.")
            date.fromisoformat(text)
        except ValueError as error:
            raise ma.ValidationError(f"is not a date of the calendar: {error}.") from error
        return text


class Name(ma.fields.String):
    """A name of something: no control characters, which no name has and PostgreSQL cannot be asked about."""

    def __init__(self, longest: int, meaning: str, example: str) -> None:
        facts = {"description": meaning, "example": example, "minLength": 1, "maxLength": longest}
        super().__init__(metadata=facts)
        self._longest = longest

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        del attr, data, kwargs
        text = str(value)
        if not (0 < len(text) <= self._longest and text.isprintable()):
            raise ma.ValidationError("is no name.")
        return text


class NoQuery(ma.Schema):
    """No parameters."""


class PageQuery(ma.Schema):
    """Which page of a list, and how long."""

    limit = Whole(
        validate=ma.validate.Range(1, MOST_ITEMS),
        metadata={"description": "Most items of one page.", "example": 100},
    )
    cursor = ma.fields.String(
        validate=ma.validate.Regexp(CURSOR, error="was not made by this site."),
        metadata={"description": "Where the page begins: `next` of the page before. Not to be made up."},
    )


class StrictParser(FlaskParser):
    """Reads query parameters; whatever is unknown, doubled or out of range ends in one invalid-request problem."""

    DEFAULT_VALIDATION_STATUS = 400
    DEFAULT_UNKNOWN_BY_LOCATION = {"query": ma.RAISE}  # noqa: RUF012 - webargs reads it from the class

    def load_querystring(self, req: Request, schema: ma.Schema) -> Any:
        """The parameters as given, refused when one that takes a single value comes twice."""
        for name, values in req.args.lists():
            field = schema.fields.get(name)
            if len(values) > 1 and field is not None and not isinstance(field, ma.fields.List):
                raise InvalidRequestError(
                    f"The parameter `{name}` is given {len(values)} times.", remedy="Give it once."
                )
        return super().load_querystring(req, schema)

    def handle_error(
        self,
        error: ma.ValidationError,
        req: Request,
        schema: ma.Schema,
        *,
        error_status_code: int | None,
        error_headers: Mapping[str, str] | None,
    ) -> NoReturn:
        """Refuse the request, naming each parameter and, for an unknown one, those that there are."""
        del req, error_status_code, error_headers
        told = error.messages
        messages = told.get("query", {}) if isinstance(told, dict) else {}
        problems = tuple(_problem(name, said, schema) for name, said in sorted(messages.items()))
        raise InvalidRequestError(
            " ".join(problem.message for problem in problems) or "The query cannot be read.",
            remedy=" ".join(dict.fromkeys(problem.remedy for problem in problems if problem.remedy)),
            problems=problems,
        ) from error


def _problem(name: str, said: Any, schema: ma.Schema) -> Problem:
    if name not in schema.fields:
        known = ", ".join(f"`{one}`" for one in schema.fields)
        remedy = f"It takes {known}." if known else "It takes none."
        return Problem("unknown-parameter", f"There is no parameter `{name[:100]}` here.", remedy)
    sentences = " ".join(_sentences(said))
    return Problem("parameter-value", f"The parameter `{name}` {sentences}")


def _sentences(said: Any) -> list[str]:
    """Messages of one parameter, which marshmallow nests for lists, each as the end of a sentence."""
    if isinstance(said, dict):
        return [sentence for inner in said.values() for sentence in _sentences(inner)]
    if isinstance(said, list):
        return [sentence for inner in said for sentence in _sentences(inner)]
    text = str(said)
    return [text if text.startswith("is ") else f"is refused: {text}"]
