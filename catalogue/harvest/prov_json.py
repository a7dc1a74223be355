"""Face `prov-json`: where a release comes from, as PROV-JSON (W3C member submission of 24 April 2013)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from catalogue.harvest.provenance import RELATIONS, Provenance, Relation, Value, of_release
from catalogue.harvest.subject import Subject

TYPES = {"name": "prov:QUALIFIED_NAME", "dateTime": "xsd:dateTime", "date": "xsd:date", "anyURI": "xsd:anyURI"}


def write(subject: Subject) -> bytes:
    """The document."""
    return f"{json.dumps(document(of_release(subject)), ensure_ascii=False, indent=1)}\n".encode()


def document(found: Provenance) -> dict[str, Any]:
    """Provenance as PROV-JSON. Relations have no names of their own; their blank ones are numbered."""
    relations: dict[str, dict[str, Any]] = defaultdict(dict)
    for number, one in enumerate(found.relations, 1):
        relations[one.kind][f"_:r{number}"] = _relation(one)
    return {
        # Of these prefixes every reader of PROV-JSON knows two.
        "prefix": {name: address for name, address in found.prefixes.items() if name != "prov"},
        **{
            kind: {name: _attributes(said) for name, said in things.items()}
            for kind, things in (("entity", found.entities), ("activity", found.activities), ("agent", found.agents))
            if things
        },
        **relations,
    }


def _relation(one: Relation) -> Mapping[str, Any]:
    ends = zip(RELATIONS[one.kind], one.ends, strict=False)
    return {**{f"prov:{role}": end for role, end in ends if end}, **_attributes(one.attributes)}


def _attributes(said: Iterable[tuple[str, Value]]) -> dict[str, Any]:
    """Attributes by name; one that is said more than once has a list."""
    found: dict[str, list[Any]] = defaultdict(list)
    for name, value in said:
        # The times of an activity are no attributes to PROV-JSON, and stand as they are.
        found[name].append(value.text if name in {"prov:startTime", "prov:endTime"} else _value(value))
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _value(value: Value) -> Any:
    if value.type == "integer":
        return int(value.text)
    return {"$": value.text, "type": TYPES[value.type]} if value.type in TYPES else value.text
