"""Properties of one thing beside those of another: what is said by one alone, or otherwise by the two."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.releases.diff import rules
from catalogue.releases.diff.changes import Change, Facts, Kind, Place, Subject, Weight
from catalogue.releases.diff.rules import Judged, Rule

# Signs that change what a text says stay: `<5` is not `>5`, and `-9` is not `9`.
_WORDS = re.compile(r"-?\d[\d.,]*|\w+|[<>≤≥=+%£€$&]")


@dataclass(frozen=True, slots=True)
class Thing:
    """What the properties are of."""

    subject: Subject
    place: Place
    rules: Mapping[str, Rule]

    def changed(self, key: str, before: Any, after: Any, rule: Rule | None = None) -> Change:
        """The change of one property that differs."""
        found = rule or self._rule(key)
        weight, reason = judged(found, before, after)
        return Change(self.subject, Kind.CHANGED, self.place, key, found.aspect, before, after, weight, reason)

    def _rule(self, key: str) -> Rule:
        """The rule of a property, or of the group that it stands in; how a fact is known has one rule everywhere."""
        group, _, last = key.rpartition("/")
        known = rules.SOURCED if group and last in rules.PROVENANCE else None
        return self.rules.get(key) or known or self.rules.get(key.partition("/")[0]) or rules.UNKNOWN


def judged(rule: Rule, before: Any, after: Any) -> Judged:
    """Weight and reason of a property that differs. None stands for what is not said."""
    if before is None:
        return rule.told
    if after is None:
        return rule.gone
    if rule.words and words_of(before) == words_of(after):
        return rules.SPELLING
    return rule.other


def words_of(value: Any) -> list[str]:
    """The words of a text, or of all texts of a value, without what spelling and layout make of them."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return [word.rstrip(".,") for word in _WORDS.findall(text.casefold())]


# Lists whose entries are told apart by something: how to find it. Each entry is a property of its own.
Identity = Callable[[Mapping[str, Any]], str]


def _named(key: str) -> Identity:
    return lambda item: str(item.get(key, ""))


def _foreign_key(item: Mapping[str, Any]) -> str:
    target = item.get("reference", {})
    return f"{_listed(item.get('fields'))} → {target.get('resource', '')} ({_listed(target.get('fields'))})"


def _listed(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")


_IDENTITIES: Mapping[str, Identity] = {
    "caveats": _named("name"),
    "facts": _named("label"),
    "series": _named("name"),
    "undocumentedTables": _named("name"),
    "joinPaths": _named("name"),
    "identifiers": lambda item: f"{item.get('scheme', '')} {item.get('value', '')}",
    "schema/foreignKeys": _foreign_key,
}
# An entry that is the same but for a remark.
_SAME_ENTRY = rules.whatever(rules.TABLE["schema/foreignKeys"].aspect, Weight.EDITORIAL, "How it is known, or told.")
_GROUPS = frozenset({"schema", "temporal", "access", "constraints"})


def properties(
    thing: Thing, before: Facts, after: Facts, *, without: frozenset[str] = frozenset(), path: str = ""
) -> Iterator[Change]:
    """Every property that differs, in the order of names. path: of the group that they stand in, with its `/`."""
    for name in sorted((before.keys() | after.keys()) - without):
        old, new, key = before.get(name), after.get(name), f"{path}{name}"
        if old == new:
            continue
        if key in _GROUPS:
            yield from properties(thing, old or {}, new or {}, path=f"{key}/")
        elif key in _IDENTITIES:
            yield from _entries(thing, key, old or [], new or [])
        elif path == "constraints/":
            yield thing.changed(key, old, new, _constraint(name, old, new))
        elif path == "temporal/":
            yield thing.changed(key, old, new, _bound(thing.rules.get(key), name, old, new))
        else:
            yield thing.changed(key, old, new)


def _entries(thing: Thing, key: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Change]:
    old, new = _by_identity(key, before), _by_identity(key, after)
    for name in sorted(old.keys() | new.keys()):
        one, other = old.get(name), new.get(name)
        if one != other:
            yield thing.changed(f"{key}/{name}", one, other, _of_entry(thing, key, one, other))
    if old == new:
        yield thing.changed(key, before, after, _SAME_ENTRY)


def _of_entry(thing: Thing, key: str, before: Any, after: Any) -> Rule | None:
    if before is not None and after is not None and _told(before) == _told(after):
        return rules.SOURCED
    if key == "caveats":
        return rules.CAVEAT
    if key == "schema/foreignKeys":
        return _SAME_ENTRY if before is not None and after is not None else thing.rules[key]
    return thing.rules.get(key)


def _told(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What an entry says, without how that is known."""
    return {key: value for key, value in entry.items() if key not in rules.PROVENANCE}


def _by_identity(key: str, items: Sequence[Any]) -> dict[str, Any]:
    """Entries by what tells them apart; of two that are called alike, the later has its number after the name."""
    identity, found = _IDENTITIES[key], {}
    for item in items:
        name, number = identity(item), 1
        while (unique := name if number == 1 else f"{name} ({number})") in found:
            number += 1
        found[unique] = item
    return found


def _constraint(name: str, before: Any, after: Any) -> Rule:
    if name == "enum" and isinstance(before, list) and isinstance(after, list):
        kept = {json.dumps(one) for one in before} <= {json.dumps(one) for one in after}
        more: Judged = Weight.ADDITIVE, "There are values more that can occur, or they stand in another order."
        return rules.whatever(rules.CONSTRAINT.aspect, *more) if kept else rules.CONSTRAINT
    return rules.CONSTRAINT


def _bound(rule: Rule | None, name: str, before: Any, after: Any) -> Rule | None:
    """For a start that is later, or an end that is earlier, another rule. ISO texts have the order of time."""
    if rule is None or None in (before, after):
        return rule
    shorter = str(after) > str(before) if name == "start" else str(after) < str(before)
    return rules.whatever(rule.aspect, *rules.SHORTER) if shorter else rule


def existence(subject: Subject, kind: Kind, place: Place, before: Any, after: Any) -> Change:
    """A thing that is in one of the two alone."""
    rule = rules.EXISTENCE[subject]
    special = {Kind.DESCRIBED: rules.DESCRIBED, Kind.UNDESCRIBED: rules.UNDESCRIBED}
    weight, reason = special.get(kind) or (rule.told if after is not None else rule.gone)
    return Change(subject, kind, place, "", rule.aspect, before, after, weight, reason)


THE_DATASET = Thing(Subject.DATASET, Place(), rules.DATASET)


def of_table(place: Place) -> Thing:
    """A table."""
    return Thing(Subject.TABLE, place, rules.TABLE)


def of_variable(place: Place) -> Thing:
    """A variable."""
    return Thing(Subject.VARIABLE, place, rules.VARIABLE)


def of_code_list(name: str) -> Thing:
    """A code list."""
    return Thing(Subject.CODE_LIST, Place(code_list=name), rules.CODE_LIST)


def of_code(code_list: str, code: str) -> Thing:
    """A code of a code list."""
    return Thing(Subject.CODE, Place(code_list=code_list, code=code), rules.CODE)
