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
from catalogue.lineage import tell
from catalogue.lineage.facts import PublicRules
from catalogue.lineage.pinned import LINEAGE_FORMAT
from catalogue.lineage.rows import table_of
from catalogue.releases.content import Part, part
from catalogue.settings import Settings
from catalogue.store import lineage
from catalogue.store.lineage import Output, RunRecord

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
        return Binding({"id": run, "reported": False, "outputs": [{"run": run, "how": "run"}]})
    made = _made(session, tables, family)
    if not made and family is None:
        return Binding()
    named = family[0] if family else None
    makers = lineage.runs(session, {one.output.run for one in made} or {one.id for one in family or ()})
    chief = named or max(makers.values(), key=lambda one: (sum(m.output.run == one.id for m in made), one.uuid))
    behind = tell.closure(session, makers, rules)
    told = tell.tell(session, behind, rules)
    upstream = part("lineage", f"{subject} lineage", {"format": LINEAGE_FORMAT, **told})
    uuids = {run.uuid for run in makers.values()}
    pinned = {
        **tell.run_facts(chief, rules),
        "outputs": [
            {"table": one.table, "how": one.how, **tell.output_facts(one.output, makers[one.output.run], rules)}
            for one in made
        ]
        or [{"run": chief.uuid, "how": "run"}],
        "inputs": [one for one in told["inputs"] if one["reader"] in uuids and one.get("run") not in uuids],
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
