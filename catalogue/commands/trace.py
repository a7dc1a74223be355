"""Commands that ask where releases come from and what they feed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import click

from catalogue.commands.common import as_json, opened, print_json, report_errors
from catalogue.lineage.questions import naming, traces
from catalogue.lineage.questions.traces import DEPTH, MOST_DEPTH, Asked, Direction
from catalogue.registry.lineage import rules_of
from catalogue.store.engine import reading

Facts = dict[str, Any]

Command = TypeVar("Command", bound=Callable[..., Any])
# What both commands are asked: of which release, which part of it, how far, and as of when.
ASKED = (
    click.argument("dataset"),
    click.option("--table", default="", help="Only of this table."),
    click.option("--variable", default="", help="Only of this variable of the table."),
    click.option(
        "--depth", type=click.IntRange(1, MOST_DEPTH), default=DEPTH, show_default=True, help="How many runs far."
    ),
    click.option(
        "--as-of", "moment", default="", help="A date, a journal entry, or DATASET@VERSION for when that was sealed."
    ),
    as_json,
)


def asked(command: Command) -> Command:
    """Give a command what both are asked."""
    for parameter in reversed(ASKED):
        command = parameter(command)
    return command


@click.command("upstream")
@asked
@report_errors
def upstream(dataset: str, table: str, variable: str, depth: int, moment: str, as_json: bool) -> None:  # noqa: FBT001
    """What a release was made from: runs, their exact inputs, and what is behind those, as the seals pin it.

    DATASET is `cafw@2.0.0`, or `cafw` for the release in force. What no seal pins is marked with `?`.
    """
    _trace("up", dataset, (table, variable), depth, moment, as_json=as_json)


@click.command("downstream")
@asked
@report_errors
def downstream(dataset: str, table: str, variable: str, depth: int, moment: str, as_json: bool) -> None:  # noqa: FBT001
    """What was made from a release, as far as runs are reported.

    DATASET is `cafw@2.0.0`, or `cafw` for the release in force. What no seal pins is marked with `?`.
    """
    _trace("down", dataset, (table, variable), depth, moment, as_json=as_json)


def _trace(
    direction: Direction, dataset: str, part: tuple[str, str], depth: int, moment: str, *, as_json: bool
) -> None:
    table, variable = part
    if variable and not table:
        raise click.UsageError("--variable needs --table.")
    with opened() as (settings, engine), reading(engine) as session:
        at = naming.moment(session, moment)
        release = naming.release(session, dataset, at)
        table, variable = naming.part(session, release, table, variable)
        told = traces.lineage(session, release, Asked(direction, depth, table, variable, at.as_of), rules_of(settings))
    if as_json:
        print_json(told)
        return
    click.echo(f"{release.slug} {release.version}")
    for name in ("upstream", "downstream", "columnsUpstream", "columnsDownstream"):
        if name in told:
            click.echo("\n".join(tree(told[name], back=name.lower().endswith("upstream"))))
    for one in told["reportedSince"]:
        click.echo(
            f"{one['events']} events of run {one['run']} came after sealing, the last on {one['recorded'][:10]}."
        )


def tree(graph: Facts, *, back: bool) -> Iterator[str]:
    """A graph as an indented list from its start on; what was told before is not told again."""
    nodes = {one["id"]: one for one in graph["nodes"]}
    ahead: dict[str, list[tuple[str, Facts]]] = {}
    for edge in graph["edges"]:
        here, there = (edge["target"], edge["source"]) if back else (edge["source"], edge["target"])
        ahead.setdefault(here, []).append((there, edge))
    start = graph["start"] if isinstance(graph["start"], list) else [graph["start"]]
    stack: list[tuple[str, Facts | None, int]] = [(one, None, 1) for one in reversed(start)]
    told: set[str] = set()
    while stack:
        number, reached, depth = stack.pop()
        again = number in told and number in ahead
        yield "  " * depth + _line(nodes[number], reached) + (" (see above)" if again else "")
        if not again:
            told.add(number)
            stack += [(there, edge, depth + 1) for there, edge in reversed(ahead.get(number, []))]
    if graph["cut"]:
        yield "  There is more than is told here."


def _line(node: Facts, edge: Facts | None) -> str:
    words = [_named(node)]
    if edge is not None:
        way = [str(edge[name]) for name in ("how", "kind", "subtype", "description") if edge.get(name)]
        words.append(f"[{', '.join(way)}]{'' if edge['pinned'] else ' ?'}")
    if node.get("more"):
        words.append("…")
    return " ".join(words)


def _named(node: Facts) -> str:
    release = node.get("release")
    place = f"{release['slug']} {release['version']} {release.get('table', '')}".rstrip() if release else ""
    if "column" in node:
        return f"{place or node['name']}: {node['column'] or 'the whole table'}"
    if node["kind"] == "run":
        facts = node["facts"]
        commit = (facts.get("code") or {}).get("version", "")
        return " ".join(filter(None, ("run", node["label"], facts.get("state") or "not reported", commit, node["run"])))
    return place or " ".join(filter(None, (node["label"], node.get("version", ""))))
