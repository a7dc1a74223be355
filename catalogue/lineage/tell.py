"""Runs and what is behind them as public plain data: the same words for a seal, a page and JSON.

A told closure is `{"runs", "outputs", "inputs", "columns", "cut"}`, four lists and a number; names and values that are
not public never stand in it, and what is not known is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlmodel import Session

from catalogue.lineage import facts, graph
from catalogue.lineage.facts import PublicRules
from catalogue.store import lineage
from catalogue.store.lineage import NOW, AsOf, Input, Output, RunRecord
from catalogue.store.physical import named_alike

# A closure that is larger than this is cut there, and says so.
MOST_RUNS = 20_000
Facts = dict[str, Any]
# The release, and the table of it, that something is, by the run that wrote it and its physical dataset.
Released = Mapping[tuple[int | None, int], Facts]


def closure(
    session: Session,
    start: Iterable[int],
    rules: PublicRules,
    *,
    most: int = MOST_RUNS,
    depth: int = graph.ANY_DEPTH,
    as_of: AsOf = NOW,
) -> graph.Closure:
    """Runs behind runs, back to sources and to tables of releases, whose own seals take over from there."""

    def ends(inputs: Sequence[Input]) -> set[int]:
        known = released(session, inputs, rules)
        return {place for place, one in enumerate(inputs) if (one.source, one.physical) in known}

    return graph.upstream(start, lambda ids: lineage.inputs_of(session, ids, as_of), ends, most=most, depth=depth)


def tell(session: Session, found: graph.Closure, rules: PublicRules) -> Facts:
    """A closure as public plain data."""
    outputs = lineage.outputs_of(session, found.members)
    runs = lineage.runs(session, {*found.members, *(one.source for one in found.inputs if one.source)})
    physical = {one.physical: (one.namespace, one.name) for one in (*outputs, *found.inputs)}
    return {
        "runs": [run_facts(runs[number], rules) for number in sorted(found.members, key=lambda n: runs[n].uuid)],
        "outputs": [output_facts(one, runs[one.run], rules) for one in outputs],
        "inputs": input_facts(found.inputs, runs, released(session, found.inputs, rules), rules),
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
            for one in lineage.columns_of(session, found.members)
            if one.output in physical and one.input in physical
        ],
        "cut": found.cut,
    }


def released(session: Session, inputs: Sequence[Input], rules: PublicRules) -> Released:
    """The tables of releases among inputs: by the run that wrote them, or else, marked so, by their names."""
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
    found: dict[tuple[int | None, int], Facts] = {}
    for one in inputs:
        writer = writers.get(one.source or 0)
        name = facts.named(one.namespace, one.name, rules)
        release = bound.get((writer.uuid, name["namespace"], name["name"])) if writer is not None else None
        if release is not None:
            found[one.source, one.physical] = release
    alike = named_alike(session, (one.name for one in inputs if one.source is None))
    for one in inputs:
        if one.source is None and one.name in alike:
            table = alike[one.name]
            found[None, one.physical] = {
                "dataset": table.release.dataset_key,
                "slug": table.release.slug,
                "version": table.release.version,
                "table": table.table,
                "how": "name",
            }
    return found


def run_facts(run: RunRecord, rules: PublicRules) -> Facts:
    """A run."""
    return _known(
        {
            "id": run.uuid,
            "job": facts.named(run.namespace, run.job, rules),
            "parent": run.parent,
            "state": run.state,
            "started": run.started,
            "ended": run.ended,
            **facts.run_facts(run.folded, rules),
        }
    )


def output_facts(one: Output, run: RunRecord, rules: PublicRules) -> Facts:
    """What a run wrote."""
    return _known(
        {
            "run": run.uuid,
            **facts.named(one.namespace, one.name, rules),
            "version": one.version,
            "digest": one.digest,
            "rows": facts.rows_of(run.folded["outputs"].get(graph.key(one), {}), rules),
        }
    )


def input_facts(
    inputs: Iterable[Input], runs: Mapping[int, RunRecord], known: Released, rules: PublicRules
) -> list[Facts]:
    """What runs read, and who had written it. runs: readers and writers."""
    found = []
    for one in inputs:
        reader, source = runs[one.run], runs.get(one.source or 0)
        told = {
            "reader": reader.uuid,
            **facts.named(one.namespace, one.name, rules),
            "version": one.version,
            "digest": one.digest,
            "rows": facts.rows_of(reader.folded["inputs"].get(graph.key(one), {}), rules),
            "how": one.how or "source",
            "via": one.via if one.via != "inputs" else "",
            "run": source.uuid if source is not None else "",
            "release": known.get((one.source, one.physical)),
        }
        found.append(_known(told))
    return found


def way(told: Mapping[str, Any]) -> str:
    """How an input leads to who wrote it: `version`, `digest`, `time`, `source`, or `name` for a table of a release
    that no run is known to have written and that is named so."""
    return str((told.get("release") or {}).get("how") or told.get("how", ""))


def _known(told: Mapping[str, Any]) -> Facts:
    """What is known: neither None nor empty. A count of 0 is known."""
    return {name: value for name, value in told.items() if value or (value == 0 and value is not False)}
