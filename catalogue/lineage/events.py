"""OpenLineage events in: bytes to checked events, each with its digest, or a report of every fault with its path.

The specification in force is 2-0-2; events of every 1 and 2 version are of one shape. A facet that is not known is
kept as it came; one that is known, and read here, must have its shape.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import jsonschema_rs
import orjson

from catalogue.errors import InvalidRequestError, Problem

SCHEMA = Path(__file__).with_name("openlineage.json")
KINDS: dict[str, Literal["run", "job", "dataset"]] = {"run": "run", "job": "job", "dataset": "dataset"}
VERSIONS = re.compile(r"/spec/(?P<major>\d+)-\d+-\d+/OpenLineage\.json")
KNOWN_MAJORS = frozenset({"0", "1", "2"})
DEPTH = 100
FAULTS_TOLD = 20
Fact = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Limits:
    """event: most bytes of one event. batch: most events of one body."""

    event: int = 1_000_000
    batch: int = 50_000


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Event:
    """A checked event. `digest` is SHA-256 of its JSON with sorted names; `position` its place in the body."""

    kind: Literal["run", "job", "dataset"]
    body: Fact
    digest: str
    time: str
    position: int

    @property
    def run(self) -> str | None:
        """The run that it is about, in lower case, or None."""
        return str(self.body["run"]["runId"]).lower() if self.kind == "run" else None


def read(body: bytes, limits: Limits = LIMITS) -> list[Event]:
    """The events of a body: one object, or an array of them.

    All or nothing: raises InvalidRequestError with a problem for each event that is refused.
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
    problems: list[Problem] = []
    events = [event for event in (_event(item, place, limits, problems) for place, item in enumerate(items)) if event]
    if problems:
        raise InvalidRequestError(
            f"{len(items) - len(events)} of {len(items)} events are refused; nothing was kept.",
            remedy="Correct them and send the whole body again: what is sent twice is kept once.",
            problems=tuple(problems[: FAULTS_TOLD * 10]),
        )
    return events


def _event(item: Any, position: int, limits: Limits, problems: list[Problem]) -> Event | None:
    faults = list(_faults(item, limits))
    if faults:
        problems += [Problem("event", f"event {position}{path}: {message}", "") for path, message in faults]
        return None
    canonical = orjson.dumps(item, option=orjson.OPT_SORT_KEYS)
    digest = hashlib.sha256(canonical).hexdigest()
    return Event(_kind(item), item, digest, moment(item["eventTime"]), position)


def _faults(item: Any, limits: Limits) -> Iterable[tuple[str, str]]:
    """(path, what is wrong) of everything that keeps an event out."""
    if not isinstance(item, dict):
        yield "", "is not an object"
        return
    try:
        size = len(orjson.dumps(item))
    except (TypeError, orjson.JSONEncodeError):
        yield "", f"is nested more than {DEPTH} levels deep, or holds text that is not Unicode"
        return
    if size > limits.event:
        yield "", f"has {size} bytes; at most {limits.event} are taken"
        return
    version = VERSIONS.search(str(item.get("schemaURL", "")))
    if version is not None and version["major"] not in KNOWN_MAJORS:
        yield "/schemaURL", f"is of version {version['major']} of the specification; versions up to 2 are known"
        return
    for number, error in enumerate(_validators()[_kind(item)].iter_errors(item)):
        if number == FAULTS_TOLD:
            yield "", "has further faults"
            return
        yield "".join(f"/{step}" for step in error.instance_path), _said(error.message)
    if isinstance(item.get("eventTime"), str) and moment(item["eventTime"]) == "":
        yield "/eventTime", "is no moment in time with a zone, such as 2024-06-26T09:30:00Z"


def _said(message: str) -> str:
    return message if len(message) <= 300 else f"{message[:300]}…"  # noqa: PLR2004 - a message may quote the value


def _kind(item: Mapping[str, Any]) -> Literal["run", "job", "dataset"]:
    for name in ("run", "job", "dataset"):
        if name in item:
            return KINDS[name]
    return "run"


@cache
def _validators() -> dict[str, Any]:
    """A compiled validator for each kind of event; the errors of one shape are clearer than those of three."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return {
        kind: jsonschema_rs.Draft202012Validator(
            {**schema, "allOf": [{"$ref": f"#/$defs/{kind}Event"}]}, validate_formats=True
        )
        for kind in KINDS.values()
    }


def moment(text: str) -> str:
    """A moment of RFC 3339 as UTC text of one width, or empty when it is none."""
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is None:
            return ""
        return found.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
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
