"""OpenLineage events in: bytes to checked events, each with its digest, or a report of every fault with its path.

The specification in force is 2-0-2; events of every 1 and 2 version are of one shape. A facet that is not known is
kept as it came; one that is known, and read here, must have its shape.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Literal

import jsonschema_rs
import orjson

from catalogue.errors import InvalidRequestError, Problem

SCHEMA = Path(__file__).with_name("openlineage.json")
KINDS: tuple[Kind, ...] = ("run", "job", "dataset")
VERSIONS = re.compile(r"/spec/(?P<major>\d+)-\d+-\d+/OpenLineage\.json")
KNOWN_MAJORS = frozenset({"0", "1", "2"})
FAULTS_TOLD = 5
REFUSED_TOLD = 1000
LONGEST_TOLD = 300
NAME_BYTES = 1000
# What is folded of an event is nested a little deeper than the event, and must be written by the same library.
HEADROOM = 16
Kind = Literal["run", "job", "dataset"]
Fact = dict[str, Any]
# Where in an event, as a JSON Pointer, and what is wrong there.
Fault = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Limits:
    """event: most bytes of one event. batch: most events of one body."""

    event: int = 1_000_000
    batch: int = 50_000


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Event:
    """A checked event. `digest` is SHA-256 of its JSON with sorted names; `position` its place in the body.

    run: the run that it is about, in lower case, or None.
    """

    kind: Kind
    body: Fact
    digest: str
    time: str
    position: int
    run: str | None


def read(body: bytes, limits: Limits = LIMITS) -> list[Event]:
    """The events of a body: one object, or an array of them.

    All or nothing: raises InvalidRequestError with a problem for each event that is refused, its path in the body
    and what is wrong there.
    """
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise InvalidRequestError(
            f"The body is not JSON: {error}.", remedy="Send one OpenLineage event, or an array of them."
        ) from error
    items = document if isinstance(document, list) else [document]
    if len(items) > limits.batch:
        raise InvalidRequestError(
            f"The body has {len(items)} events.", remedy=f"Send at most {limits.batch} events at a time."
        )
    told = [_event(item, place, limits) for place, item in enumerate(items)]
    events = [one for one in told if isinstance(one, Event)]
    if len(events) < len(items):
        refused = [(place, one) for place, one in enumerate(told) if not isinstance(one, Event)]
        raise InvalidRequestError(
            f"{len(refused)} of {len(items)} events are refused; nothing was kept.",
            remedy="Correct them and send the whole body again: what is sent twice is kept once.",
            problems=tuple(
                _problem(f"/{place}" if items is document else "", faults) for place, faults in refused[:REFUSED_TOLD]
            ),
        )
    return events


def _problem(place: str, faults: Sequence[Fault]) -> Problem:
    """One refused event: its first fault, and the further ones with their paths. place: of the event in the body."""
    (path, said), *others = faults
    further = "".join(f" {place}{step}: {told}" for step, told in others)
    return Problem("event", f"{said}{further}", path=f"{place}{path}")


def _event(item: Any, position: int, limits: Limits) -> Event | list[Fault]:
    """The event as it is kept, or what keeps it out."""
    canonical = _canonical(item)
    if isinstance(canonical, str):
        return [("", canonical)]
    if len(canonical) > limits.event:
        return [("", f"This has {len(canonical)} bytes; at most {limits.event} are taken.")]
    kind = _kind(item)
    faults = _shape_faults(item, kind)
    time = "" if faults else moment(item["eventTime"])
    faults = faults or _meaning_faults(item, time, canonical)
    if faults:
        return faults[:FAULTS_TOLD]
    run = item["run"]["runId"].lower() if kind == "run" else None
    return Event(kind, item, hashlib.sha256(canonical).hexdigest(), time, position, run)


def _canonical(item: Any) -> bytes | str:
    """Its JSON with sorted names, or why there is none."""
    if not isinstance(item, dict):
        return "This is not an object."
    wrapped: Any = item
    for _ in range(HEADROOM):
        wrapped = [wrapped]
    try:
        return orjson.dumps(wrapped, option=orjson.OPT_SORT_KEYS)[HEADROOM:-HEADROOM]
    except orjson.JSONEncodeError:
        return "This is nested too deeply to be kept."


def _shape_faults(item: Fact, kind: Kind) -> list[Fault]:
    """Where it is not of the shape that the schema wants."""
    validator = _validators()[kind]
    if validator.is_valid(item):
        return []
    return [
        (
            "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in error.instance_path),
            f"{error.message[:LONGEST_TOLD]}{'…' if len(error.message) > LONGEST_TOLD else '.'}",
        )
        for error in islice(validator.iter_errors(item), FAULTS_TOLD)
    ]


def _meaning_faults(item: Fact, time: str, canonical: bytes) -> list[Fault]:
    """What no schema tells of an event that is of the right shape. time: its moment, empty when it is none."""
    faults: list[Fault] = []
    if time == "":
        faults.append(("/eventTime", "This is no moment in time with a zone, such as 2024-06-26T09:30:00Z."))
    version = VERSIONS.search(item["schemaURL"])
    if version is not None and version["major"] not in KNOWN_MAJORS:
        told = f"This is version {version['major']} of the specification; versions up to 2 are known."
        faults.append(("/schemaURL", told))
    # In ASCII a letter is a byte, and letters have been counted.
    return faults if canonical.isascii() else [*faults, *_long_names(item, "")]


def _long_names(value: Any, path: str) -> Iterator[Fault]:
    """Namespaces and names that an index of PostgreSQL cannot hold, wherever they stand."""
    if isinstance(value, dict):
        for name in ("namespace", "name"):
            text = value.get(name)
            if isinstance(text, str) and len(text.encode()) > NAME_BYTES:
                yield f"{path}/{name}", f"This has more than {NAME_BYTES} bytes."
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield from _long_names(inner, f"{path}/{step}")


def _kind(item: Mapping[str, Any]) -> Kind:
    return next((kind for kind in KINDS if kind in item), "run")


@cache
def _validators() -> dict[Kind, Any]:
    """A compiled validator for each kind of event; the errors of one shape are clearer than those of three."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return {
        kind: jsonschema_rs.Draft202012Validator(
            {**schema, "allOf": [{"$ref": f"#/$defs/{kind}Event"}]}, validate_formats=True
        )
        for kind in KINDS
    }


def moment(text: str) -> str:
    """A moment of RFC 3339 as UTC text of one width, or empty when it is none."""
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is None:
            return ""
        return found.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    except (ValueError, OverflowError):
        return ""


def merkle_root(digests: Sequence[str]) -> str:
    """The root of a binary Merkle tree over SHA-256 digests in order; a node without a sibling moves up as it is.

    Leaves and inner nodes are hashed with different first bytes, so that none can stand for the other (RFC 6962).
    """
    if not digests:
        return hashlib.sha256(b"").hexdigest()
    level = [hashlib.sha256(b"\0" + bytes.fromhex(digest)).digest() for digest in digests]
    while len(level) > 1:
        pairs = [level[place : place + 2] for place in range(0, len(level), 2)]
        level = [hashlib.sha256(b"\1" + b"".join(pair)).digest() if len(pair) == 2 else pair[0] for pair in pairs]  # noqa: PLR2004
    return level[0].hex()
