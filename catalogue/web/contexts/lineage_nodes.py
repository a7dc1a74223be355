"""What the nodes of a lineage graph are called on pages: their links, their states, the pages of their columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlmodel import Session

from catalogue.lineage.columns import Followed
from catalogue.lineage.nodes import Graph, Node
from catalogue.store import history
from catalogue.store.releases import DatasetRecord, ReleaseRecord
from catalogue.web import addresses, words
from catalogue.web.contexts.common import Link
from catalogue.web.contexts.lineage_lines import named_columns
from catalogue.web.contexts.lineage_picture import MOST_PLAIN, Shown


def release_of(node: Node, datasets: Mapping[str, DatasetRecord]) -> tuple[DatasetRecord, ReleaseRecord] | None:
    record = datasets.get(node.release[0]) if node.release is not None else None
    release = record.release(node.release[1]) if record is not None and node.release is not None else None
    return (record, release) if record is not None and release is not None else None


def is_withdrawn(node: Node, datasets: Mapping[str, DatasetRecord]) -> bool:
    """Whether a node is a table of a release that was withdrawn."""
    found = release_of(node, datasets)
    return found is not None and found[1].withdrawn


def link_to(node: Node, datasets: Mapping[str, DatasetRecord]) -> Link:
    """The release that a node is a table of, with its dataset."""
    """The page of a node: of a table, of a release that is withdrawn or bound as a whole, of a run."""
    found = release_of(node, datasets)
    if node.kind == "run":
        return Link(node.label, addresses.run(node.run), physical=True)
    if found is None:
        return Link(node.label, addresses.run(node.run) if node.run else "", physical=True)
    record, release = found
    if node.table and not release.withdrawn:
        return Link(node.label, addresses.table(record.slug, release.version, node.table), physical=True)
    return Link(node.label, addresses.release(record.slug, release.version), physical=bool(node.table))


def states_of(node: Node, datasets: Mapping[str, DatasetRecord]) -> tuple[tuple[str, str], ...]:
    """What is to be known of a node, each with the class of its badge."""
    if node.kind == "run":
        state = words.run_state(str(node.facts.get("state") or ""))
        return ((state, "" if state == "complete" else "warn"),)
    found = release_of(node, datasets)
    if found is None:
        return (("in no release", ""),) if node.run else (("source", ""),)
    record, release = found
    if release.withdrawn:
        return (("withdrawn", "warn"),)
    latest = record.latest
    late = latest is not None and latest.id != release.id
    return (("sealed", ""), *([("newer exists", "warn")] if late else []))


def version_of(node: Node, datasets: Mapping[str, DatasetRecord]) -> str:
    """The version of a node, with its dataset where it is a table of a release: `cafw 2.0.0`."""
    if node.kind == "run":
        return "a run that wrote nothing known"
    found = release_of(node, datasets)
    return f"{found[0].slug} {node.version}" if found is not None else node.version


def shown_as(node: Node, link: Link, states: Sequence[tuple[str, str]], version: str) -> Shown:
    """What a node is called in the picture."""
    said = [word for word, _ in states]
    if node.kind == "run":
        ended = str(node.facts.get("ended") or "")
        told = [node.label, said[0], *([f"ended {words.moment(ended)}"] if ended else [])]
        return Shown(link.url, (), ", ".join(told), "" if said[0] == "complete" else said[0])
    version = version or ("version not told" if node.kind == "data" else "")
    plain = ", ".join(one for one in (version, *[word for word, look in states if not look]) if one)
    lines = [plain] if len(plain) <= MOST_PLAIN else plain.rsplit(", ", 1)
    details = (*((line, "tick sub") for line in lines), *((word, "late") for word, look in states if look))
    label = ", ".join((node.label, version, *said, *(["more lies behind it"] if node.hidden else [])))
    return Shown(link.url or f"#n-{node.id}", details, label)


def column_pages(
    session: Session, followed: Followed | None, graph: Graph, datasets: Mapping[str, DatasetRecord]
) -> dict[tuple[str, str], str]:
    """Pages of columns that are variables of releases which stand. One query."""
    named = named_columns(followed, graph.nodes) if followed is not None else {}
    standing = {
        key: (found, node.table)
        for key, node in named.items()
        if (found := release_of(node, datasets)) is not None and not found[1].withdrawn
    }
    if not standing:
        return {}
    releases = {found[1].id: found[1] for found, _ in standing.values()}
    held = {
        (one.release_id, *one.place)
        for one in history.holdings(
            session, releases.values(), {(table, key[1]) for key, (_, table) in standing.items()}
        )
    }
    return {
        key: addresses.variable(found[0].slug, found[1].version, table, key[1])
        for key, (found, table) in standing.items()
        if (found[1].id, table, key[1]) in held
    }
