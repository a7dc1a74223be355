"""What differs in the lineage of two releases of a dataset, and why a variable is not what it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlmodel import Session

from catalogue.lineage.behind import behind
from catalogue.lineage.facts import PublicRules
from catalogue.lineage.questions import columns, compare
from catalogue.lineage.questions.columns import ColumnGraph, Within
from catalogue.lineage.questions.common import Datasets, Facts, datasets, release_ref, with_releases
from catalogue.lineage.questions.traces import MOST_DEPTH
from catalogue.store import find
from catalogue.store.releases import ReleaseRecord
from catalogue.store.tables import variable_digests

# What says how a variable is known rather than what it is.
ASIDE = frozenset({"mark", "source", "sources", "evidence"})


def difference(session: Session, left: ReleaseRecord, right: ReleaseRecord, rules: PublicRules) -> Facts:
    """What differs behind two releases: inputs from outside, and every job that ran. Durations are in seconds."""
    known = datasets(session)
    documents = behind(session, [left, right], rules)
    sides = [documents[one.seal] for one in (left, right)]
    return {
        "from": release_ref(left),
        "to": release_ref(right),
        "fromRun": (left.sealed.get("run") or {}).get("id", ""),
        "toRun": (right.sealed.get("run") or {}).get("id", ""),
        "inputs": compare.inputs(*(_outside(side, known) for side in sides)),
        "jobs": compare.jobs(sides[0].get("runs", ()), sides[1].get("runs", ()), _rows(sides)),
    }


def why(
    session: Session, left: ReleaseRecord, right: ReleaseRecord, table: str, name: str, rules: PublicRules
) -> Facts:
    """Why a variable of the second release is not what it was in the first: what differs on the way to it.

    The way is that of its columns; when no run tells of columns, everything behind the two releases. Raises
    NotFoundError when the second release has no such variable.
    """
    known = datasets(session)
    holder, found = find.variable(session, right, table, name)
    told: Facts = {
        "from": release_ref(left, holder.name),
        "to": release_ref(right, holder.name),
        "variable": found.name,
        "state": _state(session, left, right, holder.name, found.name),
    }
    within = Within(session, known, rules, MOST_DEPTH)
    graphs = [columns.upstream(within, one, holder.name, found.name) for one in (left, right)]
    if not all(graph.edges for graph in graphs):
        whole = difference(session, left, right, rules)
        return {
            **told,
            "columnsKnown": False,
            "inputs": _only(whole["inputs"]),
            "jobs": _only(whole["jobs"]),
            "steps": [],
        }
    return {
        **told,
        "columnsKnown": True,
        "inputs": _only(compare.inputs(*(_ends(graph) for graph in graphs))),
        "jobs": _only(compare.jobs(graphs[0].runs.values(), graphs[1].runs.values(), {})),
        "steps": _steps(*graphs),
    }


def _state(session: Session, left: ReleaseRecord, right: ReleaseRecord, table: str, name: str) -> Facts:
    """What the two releases say of the variable itself."""
    digests = variable_digests(session, [left, right], table, name)
    if left.id not in digests:
        return {"status": "added", "differs": []}
    if digests[left.id] == digests[right.id]:
        return {"status": "same", "differs": []}
    said: list[dict[str, Any]] = [dict(find.variable(session, one, table, name)[1].facts) for one in (left, right)]
    names = sorted(key for key in {*said[0], *said[1]} - ASIDE if said[0].get(key) != said[1].get(key))
    return {"status": "changed" if names else "same", "differs": names}


def _only(items: Iterable[Facts]) -> list[Facts]:
    return [one for one in items if one["status"] != "same"]


def _outside(document: Facts, known: Datasets) -> list[Facts]:
    """Inputs that no run of the closure wrote."""
    inside = {one["id"] for one in document.get("runs", ())}
    return with_releases([one for one in document.get("inputs", ()) if one.get("run") not in inside], known)


def _rows(documents: Iterable[Facts]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for document in documents:
        for one in document.get("outputs", ()):
            if "rows" in one:
                found[one["run"]][one["name"]] = one["rows"]
    return found


def _ends(graph: ColumnGraph) -> list[Facts]:
    """Where columns come from: of data, their beginnings; of tables of releases, each, since they have versions."""
    made = {edge["target"] for edge in graph.edges}
    return [
        one for number, one in graph.nodes.items() if number != graph.start and ("release" in one or number not in made)
    ]


def _steps(left: ColumnGraph, right: ColumnGraph) -> list[Facts]:
    """Ways in which columns were made that only one of the two has."""
    sides = [_ways(graph) for graph in (left, right)]
    return [
        {"status": status, "job": {"namespace": way[0], "name": way[1]}, "source": way[2], "target": way[3],
         "kind": way[4], "subtype": way[5], "description": way[6]}
        for status, ways in (("removed", sides[0] - sides[1]), ("added", sides[1] - sides[0]))
        for way in sorted(ways)
    ]  # fmt: skip


def _ways(graph: ColumnGraph) -> set[tuple[str, ...]]:
    found = set()
    for edge in graph.edges:
        job = graph.runs.get(edge["run"], {}).get("job") or {"namespace": "", "name": edge["run"]}
        ends = (f"{one['name']}: {one['column']}" for one in (graph.nodes[edge["source"]], graph.nodes[edge["target"]]))
        texts = (edge.get(name, "") for name in ("kind", "subtype", "description"))
        found.add((job["namespace"], job["name"], *ends, *texts))
    return found
