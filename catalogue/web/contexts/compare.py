"""Up to eight variables side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from catalogue.errors import Problem
from catalogue.exports.comparison import ASPECTS, CodeRow, aligned_codes, differing
from catalogue.exports.items import MOST_COMPARED, Item, Reading, check_count, query
from catalogue.exports.selection import Chosen, State, select
from catalogue.model.concepts import Concept
from catalogue.store import concepts
from catalogue.web import addresses, words
from catalogue.web.contexts.common import Head, Link


@dataclass(frozen=True, slots=True)
class Column:
    """A compared variable.

    state: what its release says.
    item: its written form.
    url: its page in that release.
    dataset_url: the page of its release.
    table_url: the page of its table.
    remove: the comparison without it.
    role: what it does in its table, in words.
    codes_url: its code list, or empty.
    concepts: the concepts that it measures.
    """

    state: State
    item: str
    url: str
    dataset_url: str
    table_url: str
    remove: str
    role: str
    codes_url: str
    concepts: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """An aspect in which variables are compared.

    name: the aspect, as JSON names it.
    legend: as it is read.
    differs: true when not all say the same.
    """

    name: str
    legend: str
    differs: bool


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Variables side by side.

    head: what the page says of itself.
    title: what is compared.
    verdict: in what they differ, in a sentence.
    columns: the variables in the order of the address.
    rows: what is compared.
    codes: their codes, aligned.
    coded: true when at least one has a code list whose codes are known.
    faults: what of the address could not be found.
    withdrawn: variables whose release was withdrawn, with the pages that tell why.
    others: the same variable in other releases, to compare with; only while there is a single one.
    most: how many can be compared.
    basket: the basket that holds the same variables.
    """

    head: Head
    title: str
    verdict: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    codes: tuple[CodeRow, ...]
    coded: bool
    faults: tuple[Problem, ...]
    withdrawn: tuple[Link, ...]
    others: tuple[Link, ...]
    most: int
    basket: str


def compare_page(session: Session, reading: Reading) -> ComparePage:
    """Read the comparison. Raises ItemError for more variables than stand side by side."""
    check_count(len(reading.items), MOST_COMPARED)
    selection = select(session, reading.items, reading.faults)
    check_count(len(selection.chosen), MOST_COMPARED)
    chosen = [(one, one.state) for one in selection.chosen if one.state is not None]
    states = [state for _, state in chosen]
    items = [one.item for one, _ in chosen]
    found = differing(states) if states else frozenset()
    path = addresses.compare(items)
    codes = aligned_codes(states)
    columns = _columns(session, chosen)
    return ComparePage(
        head=Head(_title(states), path, addresses.api(path)),
        title=_title(states),
        verdict=_verdict(states, found),
        columns=columns,
        rows=tuple(_rows(found, columns)),
        codes=codes,
        coded=bool(codes),
        faults=selection.faults,
        withdrawn=tuple(
            Link(one.item.written, addresses.release(one.item.dataset, one.item.version)) for one in selection.withdrawn
        ),
        others=tuple(_others(chosen[0][0])) if len(chosen) == 1 else (),
        most=MOST_COMPARED,
        basket=addresses.basket(items) if items else "",
    )


def _title(states: Sequence[State]) -> str:
    if not states:
        return "Compare variables"
    named = list(dict.fromkeys(one.variable.name for one in states))
    return f"Compare {words.listed(named)}" if len(named) <= 3 else f"Compare {len(states)} variables"  # noqa: PLR2004


def _verdict(states: Sequence[State], found: frozenset[str]) -> str:
    if not states:
        return ""
    if len(states) == 1:
        return "One variable is chosen. Add another to see where they differ."
    # That two variables are two says nothing; what is said of them does.
    told = [
        legend.lower() for name, legend, _ in ASPECTS if name in found and name not in {"release", "dataset", "table"}
    ]
    many = f"{len(states)} variables"
    return f"{many}. They differ in {words.listed(told)}." if told else f"{many}. The same is said of each."


def _rows(found: frozenset[str], columns: Sequence[Column]) -> Iterable[Row]:
    """What is compared; the concept, which is no part of a release, stands behind the definition."""
    for name, legend, _ in ASPECTS:
        yield Row(name, legend, name in found)
        if name == "definition":
            yield Row("concept", "Concept", len({column.concepts for column in columns}) > 1)


def _columns(session: Session, chosen: Sequence[tuple[Chosen, State]]) -> tuple[Column, ...]:
    if not chosen:
        return ()
    known, slugs = concepts.concepts(session), concepts.former_slugs(session)
    items = [one.item for one, _ in chosen]
    return tuple(
        _column(item, state, items, _links(known, slugs, item)) for item, (_, state) in zip(items, chosen, strict=True)
    )


def _links(known: Iterable[Concept], slugs: Mapping[str, str], item: Item) -> tuple[Link, ...]:
    found = concepts.memberships(known, slugs, item.dataset, item.table, item.variable)
    return tuple(Link(one.concept.title, addresses.concept(one.concept.name)) for one in found)


def _column(item: Item, state: State, items: Sequence[Item], measured: tuple[Link, ...]) -> Column:
    return Column(
        state=state,
        item=item.written,
        url=addresses.variable(item.dataset, item.version, item.table, item.variable),
        dataset_url=addresses.release(item.dataset, item.version),
        table_url=addresses.table(item.dataset, item.version, item.table),
        remove=addresses.compare([other for other in items if other != item]),
        role=words.role(state.variable, state.table.primary_key),
        codes_url=addresses.code_list(state.codes.name) if state.codes else "",
        concepts=measured,
    )


def _others(one: Chosen) -> list[Link]:
    """Comparisons of a single variable with itself in the newest release."""
    newest = one.newest
    if newest is None or newest.release.id == one.release.id:
        return []
    other = Item(one.item.dataset, newest.release.version, newest.table.name, newest.variable.name)
    return [Link(f"The same variable in release {other.version}", f"/compare?{query([one.item, other])}")]
