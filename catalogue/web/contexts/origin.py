"""Where a release, a table or a variable comes from, in a few lines, with links to its lineage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from catalogue.lineage import trace
from catalogue.lineage.columns import follow
from catalogue.lineage.facts import PublicRules
from catalogue.lineage.nodes import Graph
from catalogue.lineage.trace import Wanted
from catalogue.store.releases import ReleaseRecord, all_datasets
from catalogue.web import addresses, words
from catalogue.web.contexts.common import Link
from catalogue.web.contexts.lineage_lines import Code, ColumnLine, code_of, column_lines
from catalogue.web.contexts.lineage_nodes import column_pages, link_to

# Inputs that are named; the others are counted.
MOST_INPUTS = 6
MOST_NODES = 1000


@dataclass(frozen=True, slots=True)
class OriginInput:
    """Something that the run of a release read.

    name: its name.
    version: the version that was read, or empty.
    how: how that is known, in words.
    release: the table of a release that it is, or None.
    """

    name: str
    version: str
    how: str
    release: Link | None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something comes from, as its seal says it.

    run: the run that made it.
    job: name of the run's job; empty when another run than the one that the release names made it, or none is told.
    state: how the run ended, or how far it was; empty where the job is.
    ended: when it ended, or empty.
    how: how it is known that the run made it, in words.
    code: where its code stands.
    inputs: what the runs of the release read, the first few.
    more: how many inputs there are besides.
    reported: false when nothing of the run was known when the release was sealed.
    url: its lineage.
    feeds_url: what it feeds.
    """

    run: Link
    job: str
    state: str
    ended: str
    how: str
    code: Code
    inputs: tuple[OriginInput, ...]
    more: int
    reported: bool
    url: str
    feeds_url: str


@dataclass(frozen=True, slots=True)
class ColumnOrigin:
    """Where a variable comes from, and what it feeds.

    origin: where its table comes from.
    made: the columns that it was made from.
    feeds: the columns that were made from it, as far as is reported.
    """

    origin: Origin
    made: tuple[ColumnLine, ...]
    feeds: tuple[ColumnLine, ...]


def origin_of(release: ReleaseRecord, table: str = "", column: str = "") -> Origin | None:
    """Where a release, one of its tables or a variable comes from; None when no run is known. No query."""
    pinned: dict[str, Any] = release.sealed.get("run") or {}
    made = [one for one in pinned.get("outputs", ()) if not table or one.get("table", "") in {table, ""}]
    if not made:
        return None
    chief = not table or made[0]["run"] == pinned["id"]
    uuid = str(pinned["id"] if chief else made[0]["run"])
    facts = pinned if chief else {}
    inputs = [one for one in pinned.get("inputs", ()) if not table or one["reader"] == uuid]
    ways = sorted({words.how(str(one["how"])) for one in made})
    asked = {"table": table, "column": column}
    return Origin(
        run=Link(uuid, addresses.run(uuid), physical=True),
        job=str((facts.get("job") or {}).get("name", "")),
        state=words.run_state(str(facts.get("state", ""))) if facts.get("job") else "",
        ended=str(facts.get("ended") or ""),
        how=words.listed(ways),
        code=code_of(facts),
        inputs=tuple(_inputs(inputs[:MOST_INPUTS])),
        more=max(0, len(inputs) - MOST_INPUTS),
        reported=pinned.get("reported") is not False,
        url=addresses.lineage(release.slug, release.version, asked=asked),
        feeds_url=addresses.lineage(release.slug, release.version, asked={"dir": "down", **asked}),
    )


def column_origin(
    session: Session, release: ReleaseRecord, table: str, column: str, rules: PublicRules
) -> ColumnOrigin | None:
    """Where a variable comes from and what it feeds; None, without a query, when no run is known."""
    origin = origin_of(release, table, column)
    if origin is None:
        return None
    datasets = {one.key: one for one in all_datasets(session)}
    wanted = Wanted(1, most=MOST_NODES)
    before = trace.Upstream(session, datasets, wanted, rules).of(release, table)
    after = trace.downstream(session, release, table, datasets, wanted, rules)

    def lines(graph: Graph, *, forward: bool) -> tuple[ColumnLine, ...]:
        followed = follow(graph, graph.start, column, forward=forward)
        links = {key: link_to(node, datasets) for key, node in graph.nodes.items()}
        return column_lines(followed.steps, graph, {}, links, column_pages(session, followed, graph, datasets))

    return ColumnOrigin(origin, lines(before, forward=False), lines(after, forward=True))


def _inputs(told: Iterable[dict[str, Any]]) -> Iterable[OriginInput]:
    for one in told:
        release, link = one.get("release"), None
        if release:
            slug, version, table = release["slug"], release["version"], release["table"]
            url = addresses.table(slug, version, table) if table else addresses.release(slug, version)
            link = Link(f"{table} of {slug} {version}" if table else f"{slug} {version}", url)
        yield OriginInput(str(one["name"]), str(one.get("version", "")), words.how(str(one.get("how", ""))), link)
