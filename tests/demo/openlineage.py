"""The official schemas of OpenLineage, which tests use and the product does not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema_rs

from tests.packages.conformance import FOLDER

SCHEMAS = FOLDER / "openlineage"
EVENT = "https://openlineage.io/spec/2-0-2/OpenLineage.json"


def available() -> bool:
    """True when the official schemas are on this machine."""
    return (SCHEMAS / "OpenLineage.json").is_file()


@cache
def _schemas() -> dict[str, dict[str, Any]]:
    read = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(SCHEMAS.rglob("*.json")))
    return {schema["$id"]: schema for schema in read if "$id" in schema}


@cache
def _validator(address: str) -> Any:
    registry = jsonschema_rs.Registry([(name, schema) for name, schema in _schemas().items()])
    return jsonschema_rs.Draft202012Validator({"$ref": address}, registry=registry, validate_formats=True)


def faults(event: dict[str, Any]) -> Iterator[str]:
    """What the official schemas have against a run event, and against each of its facets that they know."""
    for error in _validator(f"{EVENT}#/$defs/RunEvent").iter_errors(event):
        yield error.message[:300]
    for facets in _facets(event):
        for name, facet in facets.items():
            address = _here(facet["_schemaURL"])
            if not address:
                yield f"{name} names the schema {facet['_schemaURL']}, which is not here"
            elif address.startswith("urn:"):
                continue  # a facet of our own
            else:
                yield from (f"{name}: {error.message[:300]}" for error in _validator(address).iter_errors(facet))


def _here(address: str) -> str:
    """The address of the schema, or of another version of it where this one is not on this machine."""
    document, _, place = address.partition("#")
    if document in _schemas() or address.startswith("urn:"):
        return address
    ending = document.rpartition("/")[2]
    return next((f"{known}#{place}" for known in _schemas() if known.endswith(f"/{ending}")), "")


def _facets(event: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield event["run"].get("facets", {})
    yield event["job"].get("facets", {})
    for dataset in (*event.get("inputs", ()), *event.get("outputs", ())):
        yield from (dataset.get(part, {}) for part in ("facets", "inputFacets", "outputFacets"))
