"""Binding a release to the runs that made it, when it is sealed: what the seal then pins.

A table is an output of a run when a run wrote exactly its bytes (by `digest`), or when the run that the publisher
names, or one of the runs below it, wrote something of its name (by `name`). A run that is named and wrote nothing
that can be matched is pinned for the release as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from catalogue.errors import ConflictError
from catalogue.lineage import facts, graph
from catalogue.lineage.facts import PublicRules
from catalogue.lineage.pinned import LINEAGE_FORMAT
from catalogue.lineage.rows import table_of
from catalogue.releases.content import Part, part
from catalogue.settings import Settings
from catalogue.store import lineage
from catalogue.store.lineage import Input, Output, RunRecord

# A closure that is larger than this is cut there, and says so.
MOST_RUNS = 20_000
Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Binding:
    """What a seal says of runs, and the closure that it names; None of both when no run is known."""

    run: Facts | None = None
    upstream: Part | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A table is an output of a run."""

    table: str
    output: Output
    how: str


def rules_of(settings: Settings) -> PublicRules:
    """What may be said of runs, as the settings have it."""
    return PublicRules(settings.public_parameters, settings.public_names, settings.disclosure_threshold)


def bind(
    session: Session,
    subject: str,
    tables: Mapping[str, Iterable[str]],
    run: str | None,
    *,
    later: bool,
    rules: PublicRules,
) -> Binding:
    """What is pinned for a release.

    subject: the release in messages. tables: digests by name of table. run: UUID that the publisher names.
    later: whether that run may be reported afterwards. Raises ConflictError for a run that is not known.
    """
    family = _family(session, subject, run, later=later) if run else None
    if family is not None and not family:
        return Binding({"id": run, "reported": False, "outputs": [{"table": "", "run": run, "how": "run"}]})
    made = _made(session, tables, family)
    if not made and family is None:
        return Binding()
    named = family[0] if family else None
    makers = lineage.runs(session, {one.output.run for one in made} or {one.id for one in family or ()})
    chief = named or max(makers.values(), key=lambda one: (sum(m.output.run == one.id for m in made), one.uuid))
    closure = _closure(session, set(makers))
    upstream = part(
        "lineage", f"{subject} lineage", {"format": LINEAGE_FORMAT, **_closure_facts(session, closure, rules)}
    )
    outputs = [_output(one, makers, rules) for one in made] or [{"table": "", "run": chief.uuid, "how": "run"}]
    inputs = [one for one in closure.inputs if one.run in makers and one.source not in makers]
    pinned = {
        **run_facts(chief, rules),
        "outputs": outputs,
        "inputs": _inputs(session, inputs, closure.runs, rules),
        "upstream": upstream.digest,
    }
    return Binding(pinned, upstream)


def _family(session: Session, subject: str, run: str, *, later: bool) -> list[RunRecord]:
    """The run that is named and all runs below it; empty when it is not reported yet and need not be."""
    found = list(lineage.runs_by_uuid(session, [run.lower()]).values())
    if not found and not later:
        raise ConflictError(
            f"{subject}: the run {run} is not known.",
            remedy="Send its events first, correct the number, or say that it is reported later (--run-later).",
        )
    below, seen = found, {one.uuid for one in found}
    while below:
        below = [one for one in lineage.children(session, (one.uuid for one in below)) if one.uuid not in seen]
        seen.update(one.uuid for one in below)
        found += below
    return found


def _made(session: Session, tables: Mapping[str, Iterable[str]], family: Sequence[RunRecord] | None) -> list[Made]:
    """Which output each table is; without a family, by digest alone."""
    by_digest: dict[str, list[Output]] = {}
    if family is None:
        written = lineage.outputs_with(session, (digest for digests in tables.values() for digest in digests))
    else:
        written = [one for one in lineage.outputs_of(session, (run.id for run in family)) if one.complete]
    for one in written:
        by_digest.setdefault(one.digest, []).append(one)
    ended = {run.id: run.ended or "" for run in lineage.runs(session, (one.run for one in written)).values()}
    made = []
    for table, digests in sorted(tables.items()):
        exact = [one for digest in digests for one in by_digest.get(digest, ())]
        alike = [one for one in written if family is not None and table_of(one.name) == table]
        for found, how in ((exact, "digest"), (alike, "name")):
            if found:
                made.append(Made(table, max(found, key=lambda one: (ended[one.run], one.run)), how))
                break
    return made


def _closure(session: Session, start: set[int]) -> graph.Closure:
    """Everything upstream of runs, back to sources and to what is a release itself."""
    return graph.upstream(
        start,
        lambda ids: lineage.inputs_of(session, ids),
        lambda inputs: _released(session, inputs),
        most=MOST_RUNS,
    )


def _released(session: Session, inputs: Sequence[Input]) -> set[int]:
    """Those of the inputs, by their place, that are tables of releases."""
    bound = _bound_inputs(session, inputs)
    return {place for place, one in enumerate(inputs) if (one.source, one.physical) in bound}


def _bound_inputs(session: Session, inputs: Sequence[Input]) -> dict[tuple[int | None, int], Facts]:
    """The release, and the table of it, that an input is, by the run that wrote it and its physical dataset."""
    writers = lineage.runs(session, (one.source for one in inputs if one.source is not None))
    bound = {
        (one.run, one.namespace, one.name): {
            "dataset": one.dataset,
            "slug": one.slug,
            "version": one.release,
            "table": one.table,
        }
        for one in lineage.bound_to(session, (run.uuid for run in writers.values()))
    }
    found = {}
    for one in inputs:
        writer = writers.get(one.source or 0)
        release = bound.get((writer.uuid, one.namespace, one.name)) if writer is not None else None
        if release is not None:
            found[one.source, one.physical] = release
    return found


def run_facts(run: RunRecord, rules: PublicRules) -> Facts:
    """A run as a seal says it."""
    told = {
        "id": run.uuid,
        "job": facts.named(run.namespace, run.job, rules),
        "parent": run.parent,
        "state": run.state,
        "started": run.started,
        "ended": run.ended,
        **facts.run_facts(run.folded, rules),
    }
    return {name: value for name, value in told.items() if value}


def _output(made: Made, makers: Mapping[int, RunRecord], rules: PublicRules) -> Facts:
    one = made.output
    told = {
        "table": made.table,
        "run": makers[one.run].uuid,
        **facts.named(one.namespace, one.name, rules),
        "version": one.version,
        "digest": one.digest,
        "how": made.how,
    }
    return {name: value for name, value in told.items() if value}


def _inputs(
    session: Session, inputs: Sequence[Input], runs: Mapping[int, RunRecord], rules: PublicRules
) -> list[Facts]:
    bound = _bound_inputs(session, inputs)
    found = []
    for one in inputs:
        source = runs.get(one.source or 0)
        told = {
            "reader": runs[one.run].uuid,
            **facts.named(one.namespace, one.name, rules),
            "version": one.version,
            "digest": one.digest,
            "how": one.how or "source",
            "via": one.via if one.via != "inputs" else "",
            "run": source.uuid if source is not None else "",
            "release": bound.get((one.source, one.physical)),
        }
        found.append({name: value for name, value in told.items() if value})
    return found


def _closure_facts(session: Session, closure: graph.Closure, rules: PublicRules) -> Facts:
    outputs = lineage.outputs_of(session, closure.members)
    runs = lineage.runs(session, {*closure.members, *(one.source for one in closure.inputs if one.source)})
    closure.runs.update(runs)
    physical = {one.physical: (one.namespace, one.name) for one in (*outputs, *closure.inputs)}
    return {
        "runs": [run_facts(runs[number], rules) for number in sorted(closure.members, key=lambda n: runs[n].uuid)],
        "outputs": [
            {
                name: value
                for name, value in {
                    "run": runs[one.run].uuid,
                    **facts.named(one.namespace, one.name, rules),
                    "version": one.version,
                    "digest": one.digest,
                    "rows": facts.rows_of(runs[one.run].folded["outputs"].get(graph.key(one), {}), rules),
                }.items()
                if value not in (None, "")
            }
            for one in outputs
        ],
        "inputs": _inputs(session, closure.inputs, runs, rules),
        "columns": [
            {
                "run": runs[one.run].uuid,
                "output": facts.named(*physical[one.output], rules),
                "outputColumn": one.output_column,
                "input": facts.named(*physical[one.input], rules),
                "inputColumn": one.input_column,
                "kind": one.kind,
                "subtype": one.subtype,
                "text": one.description,
            }
            for one in lineage.columns_of(session, closure.members)
            if one.output in physical and one.input in physical
        ],
        "cut": closure.cut or None,
    }
