"""One variable beside itself in another release: what it says, its codes, and its part in the keys of its table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from catalogue.model.known import texts
from catalogue.releases.diff import rules
from catalogue.releases.diff.changes import Aspect, Change, Facts, Kind, Place, Subject
from catalogue.releases.diff.parts import Thing, existence, of_code, of_code_list, of_table, of_variable, properties

# A variable's own list is compared by what its codes are.
_OF_VARIABLE = frozenset({"name", "codeList"})
_CODED = frozenset({"name", "codes"})
_KEYS = ("primaryKey", "uniqueKeys", "foreignKeys")


@dataclass(frozen=True, slots=True)
class Seen:
    """A variable as one release says it. code_list: None when it has none, or none whose codes are known."""

    table: Facts
    variable: Facts
    code_list: Facts | None = None


def compare_variable(before: Seen, after: Seen) -> tuple[Change, ...]:
    """All that concerns one variable and is not alike in two releases, in the words of the difference of the two."""
    tables, names = ((str(before.table["name"]), str(after.table["name"])), (_name(before), _name(after)))
    place = Place(tables[1], was_table=tables[0] if tables[0] != tables[1] else "")
    changes = [renamed(Subject.TABLE, place, *tables)] if place.was_table else []
    lists = tuple({str(one.code_list["name"]): one.code_list} if one.code_list else {} for one in (before, after))
    changes += of_pair(before.variable, after.variable, place, (lists[0], lists[1]))
    changes += properties(of_table(place), _keys(before, names[1]), _keys(after, names[1]))
    changes += code_lists(*lists)
    return tuple(changes)


def _name(seen: Seen) -> str:
    return str(seen.variable["name"])


def _keys(seen: Seen, name: str) -> dict[str, Any]:
    """The keys of its table that it is part of. name: what it is called in them, so that a rename changes no key."""
    own = _name(seen)

    def called(fields: Any) -> list[str]:
        return [name if one == own else one for one in texts(fields)]

    schema = seen.table.get("schema", {})
    primary, unique, foreign = (schema.get(key, ()) for key in _KEYS)
    found = {
        "primaryKey": called(primary) if own in texts(primary) else [],
        "uniqueKeys": [called(one) for one in unique if own in texts(one)],
        "foreignKeys": [{**one, "fields": called(one["fields"])} for one in foreign if own in texts(one["fields"])],
    }
    return {"schema": {key: value for key, value in found.items() if value}}


def renamed(subject: Subject, place: Place, before: str, after: str) -> Change:
    """The change of a name."""
    weight, reason = rules.RENAMED
    if before.lower() == after.lower():
        weight, reason = rules.SPELLING
    return Change(subject, Kind.RENAMED, place, "name", Aspect.NAME, before, after, weight, reason)


Lists = Mapping[str, Facts]


def of_pair(one: Facts, other: Facts, table: Place, lists: tuple[Lists, Lists]) -> Iterator[Change]:
    """What two states of a variable do not say alike. lists: code lists of the two releases by name."""
    was, now = str(one["name"]), str(other["name"])
    place = Place(table.table, now, was_table=table.was_table, was_variable=was if was != now else "")
    if was != now:
        yield renamed(Subject.VARIABLE, place, was, now)
    thing = of_variable(place)
    yield from properties(thing, one, other, without=_OF_VARIABLE)
    if one.get("codeList") != other.get("codeList"):
        yield _list_of_variable(thing, (one.get("codeList"), other.get("codeList")), lists)


def _list_of_variable(thing: Thing, names: tuple[Any, Any], lists: tuple[Lists, Lists]) -> Change:
    """A variable whose codes are of another list; that may say of each code what the one before did."""
    change = thing.changed("codeList", *names, rules.CODE_LIST_OF_VARIABLE)
    if None in names:
        return change
    old, new = (held.get(name) for held, name in zip(lists, names, strict=True))
    if old is None or new is None:
        weight, reason = rules.UNKNOWN_CODES
    elif _labels(old).items() <= _labels(new).items():
        weight, reason = rules.SAME_CODES
    else:
        return change
    return replace(change, weight=weight, reason=reason)


def _labels(code_list: Facts) -> dict[str, str]:
    return {str(code["code"]): str(code.get("label", "")) for code in code_list.get("codes", ())}


def code_lists(before: Lists, after: Lists) -> Iterator[Change]:
    """Lists that both releases use, code by code. A list that one alone uses is told with its variables."""
    for name in sorted(before.keys() & after.keys()):
        one, other = before[name], after[name]
        if one == other:
            continue
        yield from properties(of_code_list(name), one, other, without=_CODED)
        old, new = ({str(code["code"]): code for code in side.get("codes", ())} for side in (one, other))
        for code in sorted(old.keys() | new.keys()):
            place = Place(code_list=name, code=code)
            if code not in new:
                yield existence(Subject.CODE, Kind.REMOVED, place, old[code], None)
            elif code not in old:
                yield existence(Subject.CODE, Kind.ADDED, place, None, new[code])
            else:
                yield from properties(of_code(name, code), old[code], new[code], without=frozenset({"code"}))
        was, now = ([code for code in codes if code in old and code in new] for codes in (old, new))
        if was != now:
            yield reordered(Subject.CODE_LIST, Place(code_list=name), "codes", was, now, rules.REORDERED_CODES)


def reordered(
    subject: Subject, place: Place, key: str, before: list[str], after: list[str], judged: rules.Judged
) -> Change:
    """The change of an order, of what is in both."""
    return Change(subject, Kind.CHANGED, place, key, Aspect.ORDER, before, after, *judged)
