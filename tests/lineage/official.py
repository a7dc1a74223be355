"""The official schemas of OpenLineage, which tests use and the product does not; see tests/outside.py."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema
from referencing import Registry, Resource

from catalogue.lineage.openlineage_out import EVENT_SCHEMA, SCHEMA_PATH, SPEC
from catalogue.settings import PACKAGE
from tests.outside import CONFORMANCE, need

SITE_ADDRESS = "https://catalogue.example.org"
OWN_FACET = "urn:"
HOME = CONFORMANCE / "openlineage"
OWN = json.loads((PACKAGE / "lineage" / "public_facets.json").read_text(encoding="utf-8"))
Facts = dict[str, Any]


def require() -> None:
    """Where the schemas are not here the test is not run, and says so; where everything must run, it fails."""
    need(HOME / "OpenLineage.json")


@cache
def _registry() -> Registry[Any]:
    paths = [HOME / "OpenLineage.json", *sorted((HOME / "facets").glob("*.json"))]
    schemas = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    own = (f"{SITE_ADDRESS}{SCHEMA_PATH}", Resource.from_contents(OWN))
    resources = [(schema["$id"], Resource.from_contents(schema)) for schema in schemas]
    return Registry().with_resources([*resources, own])


def _check(address: str, body: Any) -> Iterator[str]:
    validator = jsonschema.Draft202012Validator(
        {"$ref": address}, registry=_registry(), format_checker=jsonschema.FormatChecker()
    )
    yield from (f"{address}{error.json_path}: {error.message}" for error in validator.iter_errors(body))


def facets(event: Facts) -> Iterator[tuple[str, Facts]]:
    """Every facet of an event with its name."""
    holders = [event["run"], event["job"], *event.get("inputs", ()), *event.get("outputs", ())]
    for holder in holders:
        for kind in ("facets", "inputFacets", "outputFacets"):
            yield from holder.get(kind, {}).items()


def faults(event: Facts, *, exact: bool = True) -> list[str]:
    """What the official schemas have against an event and its facets, each held to the schema that it names.

    exact: that very version must be here; else another version of it will do, and facets of the producer's own pass.
    """
    found = list(_check(EVENT_SCHEMA, event))
    for name, facet in facets(event):
        address = str(facet.get("_schemaURL"))
        if not exact:
            address = _nearest(address)
        if not address.startswith((SPEC, SITE_ADDRESS) if exact else (SPEC, SITE_ADDRESS, OWN_FACET)):
            found.append(f"{name} names no schema that is known")
        elif not address.startswith(OWN_FACET):
            found += _check(address, facet)
    return found


def _nearest(address: str) -> str:
    """The schema that is named, or another version of it where this one is not here; empty when there is none."""
    document, _, place = address.partition("#")
    if document in _registry() or document.startswith(OWN_FACET):
        return address
    ending = f"/{document.rpartition('/')[2]}"
    return next((f"{known}#{place}" for known in _registry() if known.endswith(ending)), "")
