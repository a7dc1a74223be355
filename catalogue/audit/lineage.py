"""The rows of lineage, worked out anew: from the accepted bodies of events, and from what the seals pin."""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any

from sqlmodel import Session

from catalogue.audit.replay import Expected, Finding
from catalogue.errors import InvalidRequestError
from catalogue.lineage import fold
from catalogue.lineage.events import Event, Limits, merkle_root, read
from catalogue.lineage.pinned import pinned_rows
from catalogue.lineage.resolve import Ledger
from catalogue.lineage.rows import job_key, run_row
from catalogue.store import lineage_rows as rows
from catalogue.store.lineage_rows import Row, document
from catalogue.store.objects import get_object

# Whatever was accepted under the limits of its day is read again.
ANY = Limits(event=2**62, batch=2**62)
TOLD = 20  # rows of a table that differ, before the rest is only counted
TABLES: dict[str, tuple[str, Callable[[Session], Iterator[Row]]]] = {
    "physical": ("the physical datasets", rows.physical),
    "jobs": ("the jobs", rows.jobs),
    "runs": ("the runs", rows.runs),
    "inputs": ("the inputs of runs", rows.inputs),
    "outputs": ("the outputs of runs", rows.outputs),
    "columns": ("the columns of runs", rows.columns),
    "events": ("the events", rows.events),
}


@dataclass(slots=True)
class _Told:
    """What all accepted events say."""

    runs: dict[str, fold.Folded] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)
    jobs: dict[tuple[str, str], fold.Folded] = field(default_factory=dict)
    datasets: dict[tuple[str, str], fold.Folded] = field(default_factory=dict)
    events: list[Row] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)

    def take(self, event: Event, serial: int) -> None:
        """One event of a batch."""
        self.events.append((event.digest, serial, event.position, event.run, event.time))
        if event.run is not None:
            self.runs[event.run] = fold.fold([event], self.runs.get(event.run))
            self.first.setdefault(event.run, serial)
            self.ledger.take(event.run, run_row(self.runs[event.run]))
        else:
            subject = event.body[event.kind]
            place = subject["namespace"], subject["name"]
            known = self.jobs if event.kind == "job" else self.datasets
            known[place] = fold.join_subject(known.get(place), fold.of_subject(event.kind, event))


def check_lineage(
    session: Session, expected: Expected, documents: Mapping[str, Mapping[str, Any]]
) -> Iterator[Finding]:
    """Everything about runs that is not as the events and the seals say."""
    told = _Told()
    sealed = {release.serial: release for release in expected.releases.values()}
    for serial in sorted({*expected.batches, *sealed}):
        if serial in sealed:
            label = expected.label(sealed[serial].dataset, sealed[serial].version)
            yield from _check_pinned(label, told.ledger, documents.get(sealed[serial].seal, {}), documents)
        else:
            yield from _take_batch(session, told, serial, documents.get(expected.batches[serial], {}))
    pinned = [
        (key, version, *row)
        for (key, version), release in expected.releases.items()
        for row in pinned_rows(documents.get(release.seal, {}))
    ]
    made = {row[3]: expected.label(str(row[0]), str(row[1])) for row in reversed(pinned)}
    wanted = _wanted(told)
    for name, (label, read_rows) in TABLES.items():
        yield from _differ(partial(_concerned, made, label), wanted[name], read_rows(session))
    yield from _differ(lambda row: expected.label(str(row[0]), str(row[1])), pinned, rows.release_runs(session))


def _take_batch(session: Session, told: _Told, serial: int, batch: Mapping[str, Any]) -> Iterator[Finding]:
    label = f"journal entry {serial} (runs)"
    try:
        found = get_object(session, str(batch.get("body", "")))
        events = read(found[1], ANY) if found is not None else []
    except (zlib.error, InvalidRequestError) as error:
        yield Finding(label, f"the body of its events cannot be read: {error}")
        return
    by_place = {event.position: event for event in events}
    places = [place for first, last in batch["positions"] for place in range(first, last + 1)]
    new = [by_place[place] for place in places if place in by_place]
    if merkle_root([event.digest for event in new]) != batch["root"] or len(new) != batch["events"]:
        yield Finding(label, "its events are not those that it names.")
    for event in new:
        told.take(event, serial)


def _check_pinned(
    label: str, ledger: Ledger, seal: Mapping[str, Any], documents: Mapping[str, Mapping[str, Any]]
) -> Iterator[Finding]:
    """What a seal pins of runs, against what had been reported when it was sealed."""
    upstream = documents.get(str((seal.get("run") or {}).get("upstream", "")), {})
    pinned: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for one in upstream.get("inputs", ()):
        pinned[one["reader"]][one["how"], one.get("run", "")] += 1
    for run in upstream.get("runs", ()):
        row = ledger.run(run["id"])
        if row is None:
            yield Finding(label, f"its seal pins the run {run['id']}, of which nothing had been reported.")
            continue
        if (row.state, row.started, row.ended) != (run.get("state"), run.get("started"), run.get("ended")):
            yield Finding(label, f"its seal pins the run {run['id']} in another state than had been reported.")
        found = Counter(ledger.writer(run["id"], one) for one in row.inputs)
        if found != pinned[run["id"]]:
            yield Finding(label, f"its seal pins other inputs of the run {run['id']} than had been reported.")


def _wanted(told: _Told) -> dict[str, list[Row]]:
    wanted: dict[str, list[Row]] = defaultdict(list)
    places: set[tuple[str, str]] = set(told.datasets)
    jobs = set(told.jobs)
    for uuid, folded in told.runs.items():
        row = run_row(folded)
        jobs.add(row.job)
        head = (uuid, job_key(*row.job), row.parent, row.state, row.started, row.ended, row.read_at, row.wrote_at)
        wanted["runs"].append((*head, told.first[uuid], document(folded)))
        wanted["inputs"] += [(uuid, *one.dataset, one.version, one.digest, row.read_at, one.via) for one in row.inputs]
        wanted["outputs"] += [
            (uuid, *one.dataset, one.version, one.digest, row.wrote_at, int(row.complete)) for one in row.outputs
        ]
        wanted["columns"] += [
            (uuid, *c.output, c.output_column, *c.input, c.input_column, c.kind, c.subtype, c.description)
            for c in row.columns
        ]
        places.update(one.dataset for one in row.inputs)
        places.update(one.dataset for one in row.outputs)
        places.update(one.input for one in row.columns)
    wanted["physical"] = [(*place, document(told.datasets.get(place))) for place in places]
    wanted["jobs"] = [(job_key(*place), *place, document(told.jobs.get(place))) for place in jobs]
    wanted["events"] = told.events
    return wanted


def _differ(label: Callable[[Row], str], wanted: Iterable[Row], found: Iterable[Row]) -> Iterator[Finding]:
    """Rows that are missing, and rows that nothing tells. label: what a row concerns."""
    should, are = Counter(wanted), Counter(found)
    for rest, said in ((should - are, "a row is missing:"), (are - should, "a row stands there that nothing tells:")):
        for row in islice(rest, TOLD):
            yield Finding(label(row), f"{said} {_short(row)}.")
        if len(rest) > TOLD:
            yield Finding(label(next(iter(rest))), f"{len(rest) - TOLD} more rows differ.")


def _concerned(made: Mapping[str, str], label: str, row: Row) -> str:
    """The release that the run of a row made, else the table of the row. made: labels of releases by UUID."""
    return next((made[word] for word in row if isinstance(word, str) and word in made), label)


def _short(row: Row) -> str:
    return ", ".join(text if len(text) <= 60 else f"{text[:60]}…" for text in map(str, row))  # noqa: PLR2004
