"""How fields are declared: always present, null when not known, each with its meaning.

`wire/` makes the very data that a schema describes. What `dump` would do, copying it field by field, took a seventh of
the time of a search; the tests hold every answer to the OpenAPI document that is written from the schemas instead.
"""

from __future__ import annotations

from typing import Any

import marshmallow as ma


class Wire(ma.Schema):
    """A part of an answer. All fields are always there; nothing else is."""

    class Meta:
        unknown = ma.RAISE

    def dump(self, obj: Any, *, many: bool | None = None) -> Any:
        """The data as they are: see above."""
        del many
        return obj


def text(meaning: str, *, null: bool = False, example: str | None = None, **more: Any) -> ma.fields.String:
    """A text; with `null`, null stands for what is not known."""
    return ma.fields.String(required=True, allow_none=null, metadata=_metadata(meaning, example, more))


def choice(meaning: str, *values: str, null: bool = False) -> ma.fields.String:
    """A text from a short list."""
    allowed = [*values, None] if null else list(values)
    return text(meaning, null=null, enum=allowed)


def url(meaning: str, *, null: bool = False) -> ma.fields.String:
    """An absolute address."""
    return text(meaning, null=null, format="uri")


def day(meaning: str, *, null: bool = False) -> ma.fields.String:
    """A date as YYYY-MM-DD."""
    return text(meaning, null=null, format="date")


def digest(meaning: str, *, null: bool = False) -> ma.fields.String:
    """A SHA-256 as 64 hexadecimal digits."""
    return text(meaning, null=null, pattern="^[0-9a-f]{64}$")


def whole(meaning: str, *, null: bool = False) -> ma.fields.Integer:
    """A whole number from 0 on."""
    return ma.fields.Integer(required=True, allow_none=null, metadata={"description": meaning, "minimum": 0})


def number(meaning: str) -> ma.fields.Float:
    """A number."""
    return ma.fields.Float(required=True, metadata={"description": meaning})


def flag(meaning: str) -> ma.fields.Boolean:
    """True or false."""
    return ma.fields.Boolean(required=True, metadata={"description": meaning})


def texts(meaning: str) -> ma.fields.List[Any]:
    """A list of texts, maybe empty."""
    return ma.fields.List(ma.fields.String(), required=True, metadata={"description": meaning})


def facts(meaning: str, *, null: bool = False) -> ma.fields.Raw:
    """An object passed on as it is sealed."""
    return ma.fields.Raw(required=True, allow_none=null, metadata={"description": meaning, "type": "object"})


def part(schema: type[ma.Schema], meaning: str, *, null: bool = False) -> ma.fields.Nested:
    """One part with fields of its own."""
    return ma.fields.Nested(schema, required=True, allow_none=null, metadata={"description": meaning})


def parts(schema: type[ma.Schema], meaning: str) -> ma.fields.List[Any]:
    """A list of parts, maybe empty."""
    return ma.fields.List(ma.fields.Nested(schema), required=True, metadata={"description": meaning})


def cursor() -> ma.fields.String:
    """Where the next page begins."""
    return text("Give it as `cursor` to read the next page; null on the last page.", null=True)


def _metadata(meaning: str, example: str | None, more: dict[str, Any]) -> dict[str, Any]:
    return {"description": meaning, **({"example": example} if example else {}), **more}
