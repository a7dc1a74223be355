"""A basket: chosen variables pinned to releases, and what became of them since."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from catalogue.errors import Problem
from catalogue.exports.formats import DOCUMENTS, FORMATS, SCRIPTS
from catalogue.exports.items import MOST_COMPARED, MOST_IN_LINK, Item, pack
from catalogue.exports.selection import Chosen, Group, Selection, State
from catalogue.model.records import Table
from catalogue.releases.diff import substance
from catalogue.store.releases import ReleaseRecord
from catalogue.store.tombstones import Tombstone, tombstone
from catalogue.web import addresses
from catalogue.web.contexts.changed import brief
from catalogue.web.contexts.common import Head, Link
from catalogue.web.contexts.history import UNCONFIRMED, changes_of
from catalogue.web.contexts.table import access_words


@dataclass(frozen=True, slots=True)
class Since:
    """What became of a variable since the release that it is pinned to.

    word: a badge's word: `Newest`, `Unchanged`, `Changed`, `Not confirmed`, `Gone` or `Withdrawn`.
    kind: class of the badge: empty, `good`, `warn` or `bad`.
    text: the same as a sentence.
    move: version of the newest release that holds it, when that is another one; else empty.
    """

    word: str
    kind: str
    text: str
    move: str


@dataclass(frozen=True, slots=True)
class BasketLine:
    """A variable in a basket.

    item: its written form.
    url: its page in the release that it is pinned to.
    state: what that release says.
    since: what became of it since.
    """

    item: str
    url: str
    state: State
    since: Since


@dataclass(frozen=True, slots=True)
class BasketGroup:
    """The variables of one table of one release.

    release: the release.
    release_url: its page.
    table: the table, without its other variables.
    table_url: its page.
    physical: its full name in the databank, or its own name when the full one is not known.
    access: rights and lead time, in a few words.
    lines: the variables.
    """

    release: ReleaseRecord
    release_url: str
    table: Table
    table_url: str
    physical: str
    access: str
    lines: tuple[BasketLine, ...]


@dataclass(frozen=True, slots=True)
class WithdrawnLine:
    """A variable whose release was withdrawn; nothing of what that said is shown.

    item: its written form.
    url: the tombstone's page.
    tombstone: when and why it was withdrawn.
    since: what can be done.
    """

    item: str
    url: str
    tombstone: Tombstone
    since: Since


@dataclass(frozen=True, slots=True)
class BasketPage:
    """A basket.

    head: what the page says of itself.
    count: how many variables it holds.
    groups: the variables by release and table.
    withdrawn: variables whose release was withdrawn.
    faults: what of the address could not be found, one by one.
    special: how many variables are special access.
    moved: how many could be moved to a newer release.
    packed: the items in short, for the forms of the page.
    link: address of this very basket; empty when no address holds it.
    scripts: starter scripts, with the address of each; empty when no address holds the basket.
    documents: tables and documents, with the address of each; empty as well.
    annex: the page to print and sign; empty as well.
    forms: what an uploaded basket file can be turned into: name and title.
    compare: the variables side by side, when they are few enough; else empty.
    most: how many variables a link holds.
    """

    head: Head
    count: int
    groups: tuple[BasketGroup, ...]
    withdrawn: tuple[WithdrawnLine, ...]
    faults: tuple[Problem, ...]
    special: int
    moved: int
    packed: str
    link: str
    scripts: tuple[Link, ...]
    documents: tuple[Link, ...]
    annex: str
    forms: tuple[tuple[str, str], ...]
    compare: str
    most: int


def basket_page(session: Session, selection: Selection) -> BasketPage:
    """The page of a selection. Two queries for each release in it that was withdrawn."""
    items = [one.item for one in selection.chosen]
    fits = len(items) <= MOST_IN_LINK
    link = addresses.basket(items) if fits else ""
    lines = {one.item: since(one) for one in selection.chosen}
    groups = tuple(_group(group, lines) for group in selection.groups)
    count = len(selection.chosen)
    return BasketPage(
        head=Head("Basket", link, addresses.basket(items, "json") if items and fits else ""),
        count=count,
        groups=groups,
        withdrawn=tuple(_withdrawn(session, selection.withdrawn, lines)),
        faults=selection.faults,
        special=sum(line.state.variable.availability == "special" for group in groups for line in group.lines),
        moved=sum(bool(one.move) for one in lines.values()),
        packed=pack(items),
        link=link,
        scripts=_forms(items, SCRIPTS) if link and count else (),
        documents=_forms(items, DOCUMENTS) if link and count else (),
        annex=addresses.basket(items, "annex") if link and count else "",
        forms=tuple((one.name, one.title) for one in FORMATS.values()),
        compare=addresses.compare(items) if 1 < count <= MOST_COMPARED else "",
        most=MOST_IN_LINK,
    )


def _forms(items: Sequence[Item], names: Iterable[str]) -> tuple[Link, ...]:
    return tuple(Link(FORMATS[name].title, addresses.basket(items, name)) for name in names)


def since(one: Chosen) -> Since:
    """What became of a variable since its release. Carried forward is never called unchanged."""
    newest, latest = one.newest, one.record.latest
    if newest is None:
        return Since("Withdrawn", "warn", "No release that stands holds it.", "")
    if one.state is None:
        version = newest.release.version
        return Since("Withdrawn", "warn", f"Release {version} holds it.", version)
    gone = latest is not None and latest.id != newest.release.id
    end = f"It is not in release {latest.version}, the newest." if gone and latest is not None else ""
    if newest.release.id == one.release.id:
        return _at_the_end(one.state, end)
    return _later(one.state, newest, f" {end}".rstrip())


def _at_the_end(state: State, gone: str) -> Since:
    """Of a variable that is pinned to the last release that holds it. gone: a sentence, when newer ones do not."""
    if gone:
        return Since("Gone", "bad", gone, "")
    if not state.variable.known.confirmed:
        return Since("Not confirmed", "warn", f"{UNCONFIRMED} in this release, the newest.", "")
    return Since("Newest", "", "This is the newest release.", "")


def _later(state: State, newest: State, end: str) -> Since:
    version = newest.release.version
    sides = ((one.table, one.variable, one.codes) for one in (state, newest))
    real = substance(changes_of(*sides))
    told = f": {brief(real)}" if real else ""
    if not newest.variable.known.confirmed:
        return Since("Not confirmed", "warn", f"{UNCONFIRMED} in release {version}{told}.{end}", version)
    if real:
        return Since("Changed", "warn", f"In release {version}{told}.{end}", version)
    return Since("Unchanged", "good", f"Release {version} says the same.{end}", version)


def moved(selection: Selection, only: Collection[Item] = ()) -> list[Item]:
    """The items of a selection, moved to the newest release that holds each; only some of them when these are named."""
    return [_newest(one) if not only or one.item in only else one.item for one in selection.chosen]


def _newest(one: Chosen) -> Item:
    newest = one.newest
    if newest is None:
        return one.item
    return Item(one.item.dataset, newest.release.version, newest.table.name, newest.variable.name)


def _group(group: Group, lines: Mapping[Item, Since]) -> BasketGroup:
    release, table = group.release, group.table
    return BasketGroup(
        release=release,
        release_url=addresses.release(release.slug, release.version),
        table=table,
        table_url=addresses.table(release.slug, release.version, table.name),
        physical=group.physical,
        access=access_words(release),
        lines=tuple(_line(state, lines) for state in group.states),
    )


def _line(state: State, lines: Mapping[Item, Since]) -> BasketLine:
    item = Item(state.release.slug, state.release.version, state.table.name, state.variable.name)
    url = addresses.variable(item.dataset, item.version, item.table, item.variable)
    return BasketLine(item.written, url, state, lines[item])


def _withdrawn(session: Session, chosen: Sequence[Chosen], lines: Mapping[Item, Since]) -> Iterable[WithdrawnLine]:
    tombstones: dict[int, Tombstone] = {}
    for one in chosen:
        if one.release.id not in tombstones:
            tombstones[one.release.id] = tombstone(session, one.release)
        url = addresses.release(one.item.dataset, one.item.version)
        yield WithdrawnLine(one.item.written, url, tombstones[one.release.id], lines[one.item])
