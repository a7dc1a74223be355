"""Accepting OpenLineage events: what is new of a body is kept and folded into runs, in one transaction.

An accepted body is one entry of the journal. Its object names the body by digest, and the events by the root of a
Merkle tree over their digests; the body itself is kept byte for byte, and is never public. Bodies that arrive while
another one is written are written together, each with its entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlmodel import Session

from catalogue.lineage.events import LIMITS, Event, Limits, merkle_root, read
from catalogue.model.kinds import EVENTS_KIND, ChangeKind
from catalogue.registry.collector import at_rest
from catalogue.registry.journal import append_all, new_object
from catalogue.registry.projection import project
from catalogue.registry.together import Gather, Together
from catalogue.releases.canonical import digest
from catalogue.releases.content import Part, part
from catalogue.settings import Settings
from catalogue.store import runs
from catalogue.store.engine import writing
from catalogue.store.objects import NewObject, put_objects

BATCH_FORMAT = "catalogue-runs/1"
# Bytes from which on a body holds so many facts that it pays not to look for cycles among them.
LARGE = 256 * 1024


def limits_of(settings: Settings) -> Limits:
    """The limits in force, from the settings."""
    return Limits(event=settings.event_bytes, batch=settings.events)


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a body: how many events it had, and how many were new. serial: its journal entry, if any."""

    events: int
    new: int
    serial: int | None
    runs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """A body and its events, checked."""

    body: bytes
    events: Sequence[Event]


Writer = Together[Sent, Accepted]
_writers: WeakKeyDictionary[Engine, Writer] = WeakKeyDictionary()


def accept(engine: Engine, body: bytes, limits: Limits = LIMITS) -> Accepted:
    """Keep what is new of a body of events, all or nothing.

    Raises InvalidRequestError, with a problem for each refused event, and keeps nothing then.
    """
    with at_rest() if len(body) > LARGE else nullcontext():
        sent = Sent(body, read(body, limits))
        return _writers.setdefault(engine, Together()).do(sent, partial(_accept_all, engine))


def _accept_all(engine: Engine, gather: Gather[Sent]) -> list[Accepted]:
    """Keep what is new of several bodies, all of it or nothing. What two of them hold is new in the first."""
    with writing(engine) as session:
        bodies = gather()
        first: dict[str, int] = {}
        for place, sent in enumerate(bodies):
            for event in sent.events:
                first.setdefault(event.digest, place)
        known = runs.known_events(session, first)
        new = [
            list({one.digest: one for one in reversed(sent.events) if first[one.digest] == place}.values())[::-1]
            for place, sent in enumerate(bodies)
        ]
        new = [[event for event in events if event.digest not in known] for events in new]
        told = [(sent.body, events) for sent, events in zip(bodies, new, strict=True) if events]
        serials = iter(_keep(session, told) if told else ())
    return [
        Accepted(
            len(sent.events),
            len(events),
            next(serials) if events else None,
            tuple(sorted({event.run for event in events if event.run})),
        )
        for sent, events in zip(bodies, new, strict=True)
    ]


def _keep(session: Session, told: Sequence[tuple[bytes, list[Event]]]) -> list[int]:
    """Write bodies with what is new of each; gives the serials of their entries."""
    entries = [(digest(body), _entry(digest(body), events), body) for body, events in told]
    objects = [new for name, entry, body in entries for new in (NewObject(name, EVENTS_KIND, body), new_object(entry))]
    numbers = put_objects(session, objects, level=runs.LEVEL)
    journalled = [(entry.name, entry.digest, numbers[entry.digest]) for _, entry, _ in entries]
    serials = append_all(session, ChangeKind.RUNS, journalled)
    stamped = [(event, serial) for serial, (_, events) in zip(serials, told, strict=True) for event in events]
    runs.put_events(
        session,
        [
            {"digest": one.digest, "serial": serial, "position": one.position, "run": one.run, "time": one.time}
            for one, serial in stamped
        ],
    )
    project(session, stamped)
    return serials


def _entry(body: str, events: Sequence[Event]) -> Part:
    """What the journal records of a body. body: its digest. events: what is new of it."""
    root = merkle_root([event.digest for event in events])
    return part(
        "runs",
        f"runs:{root}",
        {
            "format": BATCH_FORMAT,
            "body": body,
            "events": len(events),
            "positions": _spans(event.position for event in events),
            "root": root,
        },
    )


def _spans(positions: Iterable[int]) -> list[list[int]]:
    """Places in order as spans, [first, last]."""
    spans: list[list[int]] = []
    for place in positions:
        if spans and place == spans[-1][1] + 1:
            spans[-1][1] = place
        else:
            spans.append([place, place])
    return spans
