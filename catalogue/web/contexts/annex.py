"""The annex of a request for data: chosen variables to print, with room for the reason why each is needed."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.exports.rows import Head as ReleaseHead
from catalogue.exports.rows import heads, item_of, left_out
from catalogue.exports.selection import Group, Selection
from catalogue.web import addresses
from catalogue.web.contexts.common import Head, Link


@dataclass(frozen=True, slots=True)
class AnnexPage:
    """The annex of a request.

    head: what the page says of itself.
    count: how many variables are asked for.
    groups: the variables by release and table.
    special: variables of special access, with their pages; each has to be asked for by name.
    releases: the releases with their seals.
    left_out: what of the choice is not asked for, each a sentence.
    basket: the same as a basket.
    """

    head: Head
    count: int
    groups: tuple[Group, ...]
    special: tuple[Link, ...]
    releases: tuple[ReleaseHead, ...]
    left_out: tuple[str, ...]
    basket: str


def annex_page(selection: Selection) -> AnnexPage:
    """The annex of a selection."""
    items = [one.item for one in selection.chosen]
    states = [state for group in selection.groups for state in group.states]
    special = [
        Link(
            f"{state.table.physical_name}.{state.variable.name}",
            addresses.variable(
                state.release.slug, state.release.version, item_of(state).table, item_of(state).variable
            ),
            physical=True,
        )
        for state in states
        if state.variable.availability == "special"
    ]
    return AnnexPage(
        head=Head("Annex to a request for data", addresses.basket(items, "annex"), addresses.basket(items, "json")),
        count=len(states),
        groups=selection.groups,
        special=tuple(special),
        releases=heads(selection),
        left_out=left_out(selection),
        basket=addresses.basket(items),
    )
