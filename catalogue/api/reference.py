"""The OpenAPI document as plain data for a page: what a person needs to use the API, and nothing of its syntax."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Document = Mapping[str, Any]
_TYPES = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "object": "object",
    "array": "list",
    "null": "null",
}
_FORMATS = {"date": "date", "date-time": "time", "uri": "address"}


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value is.

    words: such as `text`, `list of` or `address`. record: name of the record that it is or lists, or empty; the
    page has a section for each. null: whether it may be null.
    """

    words: str
    record: str
    null: bool


@dataclass(frozen=True, slots=True)
class Parameter:
    """A part of the path or of the query.

    name, meaning: as in the document. place: `path` or `query`. kind: what it is. required: whether it must be given.
    """

    name: str
    place: str
    kind: Kind
    required: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A status that an operation can have.

    status: such as `200`. meaning: what it says. kind: what the body is, or None without one. media_type: of the body.
    """

    status: str
    meaning: str
    kind: Kind | None
    media_type: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address.

    anchor: name of its section. method: such as `GET`. path: with `{name}` for its parts. summary: a phrase.
    description: Markdown. parameters, answers: in the order of the document, answers by status.
    """

    anchor: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The operations of one noun.

    name, description: of the noun. operations: in the order of addresses.
    """

    name: str
    description: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record.

    name: as written. kind: what it is. required: whether it is always there. meaning: Markdown.
    """

    name: str
    kind: Kind
    required: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class Record:
    """The shape of an answer or of a part of one.

    name: of the record. fields: in order.
    """

    name: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """The page.

    title, version: of the API. description: Markdown. groups: operations by noun. records: shapes by name.
    """

    title: str
    version: str
    description: str
    groups: tuple[Group, ...]
    records: tuple[Record, ...]


def reference(document: Document) -> Reference:
    """The whole document as a page shows it."""
    operations: dict[str, list[Operation]] = {tag["name"]: [] for tag in document["tags"]}
    for path, methods in document["paths"].items():
        for method in ("get", "post", "put", "delete"):
            if method in methods:
                operation = methods[method]
                parameters = [*methods.get("parameters", ()), *operation.get("parameters", ())]
                operations[operation["tags"][0]].append(_operation(path, method, operation, parameters))
    return Reference(
        title=document["info"]["title"],
        version=document["info"]["version"],
        description=document["info"]["description"],
        groups=tuple(
            Group(tag["name"], tag["description"], tuple(operations[tag["name"]])) for tag in document["tags"]
        ),
        records=tuple(_records(document["components"]["schemas"])),
    )


def _operation(path: str, method: str, operation: Document, parameters: list[Document]) -> Operation:
    return Operation(
        anchor=f"{method}-" + "-".join(part.strip("{}").replace(".", "-") for part in path.split("/") if part),
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=operation.get("description", ""),
        parameters=tuple(_parameter(one) for one in parameters if "name" in one),
        answers=tuple(_answer(status, told) for status, told in sorted(operation["responses"].items())),
    )


def _parameter(one: Document) -> Parameter:
    kind = _kind(one["schema"])
    return Parameter(one["name"], one["in"], kind, one.get("required", False), one.get("description", ""))


def _answer(status: str, told: Document) -> Answer:
    media_type, content = next(iter(told.get("content", {}).items()), ("", None))
    return Answer(status, told["description"], _kind(content["schema"]) if content else None, media_type)


def _records(schemas: Document) -> Iterator[Record]:
    for name, schema in sorted(schemas.items()):
        required = set(schema.get("required", ()))
        yield Record(
            name,
            tuple(
                Field(key, _kind(facts), key in required, facts.get("description", ""))
                for key, facts in schema.get("properties", {}).items()
            ),
        )


def _kind(schema: Document) -> Kind:
    """What a JSON Schema says in words, as far as this API's schemas go."""
    if "$ref" in schema:
        return Kind("", schema["$ref"].rsplit("/", 1)[-1], null=False)
    if "anyOf" in schema:
        first = next(one for one in schema["anyOf"] if one.get("type") != "null")
        return Kind(_kind(first).words, _kind(first).record, null=True)
    types = schema.get("type", "object")
    names = [types] if isinstance(types, str) else list(types)
    name = next(one for one in names if one != "null")
    if name == "array":
        inner = _kind(schema["items"])
        return Kind(f"list of {inner.words}".strip(), inner.record, null="null" in names)
    return Kind(_FORMATS.get(schema.get("format", ""), _TYPES[name]), "", null="null" in names)
