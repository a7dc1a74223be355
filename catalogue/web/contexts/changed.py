"""Changes from one release to another, as every page tells them: the words and weights of `releases.diff`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from catalogue.releases.diff import Change, Kind, Place, Subject, Weight
from catalogue.releases.diff.words import Span, in_short, key_words, spans, values, what_happened, whole
from catalogue.store.releases import ReleaseRecord
from catalogue.web import addresses, words
from catalogue.web.contexts.common import Link
from catalogue.web.filters import lower_first


@dataclass(frozen=True, slots=True)
class PropertyLine:
    """One change.

    weight: `breaking`, `additive` or `editorial`.
    thing: the variable, table or code that changed; None for a property of what the group is of.
    said: the property in words, or what happened to the thing as a whole.
    spans: what stays, goes and comes: pairs of `same`, `del` or `ins`, and a text.
    reason: why it has its weight.
    why_url: what differs in how a variable was made, where runs of both releases are known; else empty.
    """

    weight: str
    thing: Link | None
    said: str
    spans: tuple[Span, ...]
    reason: str
    why_url: str


@dataclass(frozen=True, slots=True)
class PropertyGroup:
    """Changes of one table or code list, or all tables that came and went, or those of the dataset.

    title: the table or list with its page; None where `name` says it.
    name: `Tables`, `The dataset`, or empty.
    lines: its changes, the gravest first.
    """

    title: Link | None
    name: str
    lines: tuple[PropertyLine, ...]


class Pair(NamedTuple):
    """The two releases that are compared, for the addresses of what changed."""

    before: ReleaseRecord
    after: ReleaseRecord

    def why(self, change: Change) -> str:
        """Where it is told why a variable that both have is not what it was; empty when no run is known of both."""
        known = all(release.sealed.get("run") for release in (self.before, self.after))
        if change.subject is not Subject.VARIABLE or change.kind is not Kind.CHANGED or not known:
            return ""
        place = change.place
        return addresses.why(self.after.slug, place.table, place.variable, self.before.version, self.after.version)

    def table(self, place: Place, *, gone: bool = False) -> Link:
        """A table where it is, or was."""
        release = self.before if gone else self.after
        name = (place.was_table or place.table) if gone else place.table
        return Link(name, addresses.table(release.slug, release.version, name), physical=True)

    def variable(self, place: Place, *, gone: bool = False) -> Link:
        """A variable where it is, or was."""
        release = self.before if gone else self.after
        table = (place.was_table or place.table) if gone else place.table
        name = (place.was_variable or place.variable) if gone else place.variable
        return Link(name, addresses.variable(release.slug, release.version, table, name), physical=True)


_GRAVITY = {weight: number for number, weight in enumerate(Weight)}


def gravest_first(changes: Iterable[Change]) -> list[Change]:
    """Changes in order of their weight, else as they are."""
    return sorted(changes, key=lambda one: _GRAVITY[one.weight])


def groups(changes: Sequence[Change], pair: Pair) -> tuple[PropertyGroup, ...]:
    """Tables that came and went, then tables, then code lists, the gravest first; last the dataset as a whole."""
    by_group: dict[tuple[int, str], list[Change]] = {}
    for one in changes:
        by_group.setdefault(_group_of(one), []).append(one)
    keys = sorted(by_group, key=lambda key: (key[0], min(_GRAVITY[one.weight] for one in by_group[key])))
    found = []
    for kind, name in keys:
        some = gravest_first(by_group[kind, name])
        lines = tuple(property_line(one, pair) for one in some)
        if kind == _TABLE:
            found.append(PropertyGroup(pair.table(some[0].place), "", lines))
        elif kind == _CODE_LIST:
            found.append(PropertyGroup(Link(name, addresses.code_list(name), physical=True), "", lines))
        else:
            found.append(PropertyGroup(None, "Tables" if kind == _TABLES else "The dataset", lines))
    return tuple(found)


_TABLES, _TABLE, _CODE_LIST, _DATASET = range(4)


def _group_of(change: Change) -> tuple[int, str]:
    if change.subject is Subject.TABLE and not change.key:
        return _TABLES, ""
    if change.place.table:
        return _TABLE, change.place.table
    return (_CODE_LIST, change.place.code_list) if change.place.code_list else (_DATASET, "")


def property_line(change: Change, pair: Pair) -> PropertyLine:
    """A change in words."""
    said, told = in_words(change)
    return PropertyLine(str(change.weight), _thing(change, pair), said, told, change.reason, pair.why(change))


def in_words(change: Change) -> tuple[str, tuple[Span, ...]]:
    """The property that changed, or what happened to the whole; and what of it stays, goes and comes."""
    happened = what_happened(change)
    if not happened:
        return key_words(change), spans(*values(change))
    text = whole(change) if change.key == "" else ""
    return happened, (("ins" if change.before is None else "del", text),) if text else ()


def _thing(change: Change, pair: Pair) -> Link | None:
    gone = change.after is None and not change.key
    if change.subject is Subject.VARIABLE:
        return pair.variable(change.place, gone=gone)
    if change.subject is Subject.TABLE and not change.key:
        return pair.table(change.place, gone=gone)
    if change.subject is Subject.CODE:
        return Link(change.place.code, addresses.code_list(change.place.code_list), physical=True)
    return None


def brief(changes: Iterable[Change]) -> str:
    """What happened to one thing in a few words: `renamed from AREA; label and codes changed; 1 code added`."""
    told = [one for one in changes if one.key != "formerNames"]  # said by the rename
    renamed = [lower_first(what_happened(one)) for one in told if one.kind is Kind.RENAMED]
    changed = dict.fromkeys(in_short(one) for one in told if one.kind is Kind.CHANGED)
    counts = Counter(one.kind for one in told if one.subject is Subject.CODE and one.kind is not Kind.CHANGED)
    said = [f"{words.listed(list(changed))} changed"] if changed else []
    return "; ".join(
        [*renamed, *said, *(f"{words.plural(count, 'code')} {kind}" for kind, count in sorted(counts.items()))]
    )


def of_thing(change: Change, pair: Pair) -> PropertyLine:
    """A change as the page of the one variable that it is of tells it: what is not the variable itself is named."""
    line = property_line(change, pair)
    if change.subject is Subject.VARIABLE:
        return replace(line, thing=None)
    if change.subject is Subject.TABLE:
        return replace(line, thing=pair.table(change.place))
    if change.subject is Subject.CODE_LIST:
        name = change.place.code_list
        return replace(line, thing=Link(name, addresses.code_list(name), physical=True))
    return line
