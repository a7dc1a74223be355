"""One variable beside itself in another release: what the difference of the two releases says of it, and no more."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from catalogue.releases.diff import Change, Kind, Place, Seen, Side, Subject, Weight, compare, compare_variable
from tests.releases.sides import codes, releases, variable


@given(releases(), releases())
def test_it_says_what_the_difference_of_the_releases_says(one: Side, other: Side) -> None:
    whole = [change for change in compare(one, other).changes if change.kind is Kind.CHANGED or change.place.code]
    for name in one.tables.keys() & other.tables.keys():
        before, after = ({column.name: column.facts for column in side.tables[name].variables} for side in (one, other))
        for column in before.keys() & after.keys():
            seen = [
                Seen(side.tables[name].facts, facts[column], side.code_lists.get(facts[column].get("codeList", "")))
                for side, facts in ((one, before), (other, after))
            ]
            lists = {facts[column].get("codeList") for facts in (before, after)}
            used = lists.pop() if len(lists) == 1 else None
            told = [change for change in compare_variable(*seen) if change.subject is not Subject.TABLE]
            assert told == [change for change in whole if _of(change, Place(name, column), used)]


def _of(change: Change, place: Place, code_list: str | None) -> bool:
    return change.place == place or (code_list is not None and change.place.code_list == code_list)


def seen(
    name: str = "A", primary: Any = (), foreign: Any = (), unique: Any = (), table: str = "t", **facts: Any
) -> Seen:
    """A variable with the keys of its table."""
    schema = {"primaryKey": primary, "foreignKeys": foreign, "uniqueKeys": unique}
    return Seen(
        {"name": table, "schema": {key: value for key, value in schema.items() if value}}, variable(name, **facts)
    )


def to(resource: str, *fields: str) -> dict[str, Any]:
    """A foreign key."""
    return {"fields": list(fields), "reference": {"resource": resource, "fields": ["ID"]}}


@pytest.mark.parametrize(
    ("before", "after", "keys"),
    [
        (seen(), seen(primary=["A"]), ["schema/primaryKey"]),
        (seen(primary="A"), seen(primary=["A"]), []),
        (seen(primary=["A"]), seen(primary=["A", "B"]), ["schema/primaryKey"]),
        (seen(primary=["B"]), seen(primary=["C"]), []),
        (seen(foreign=[to("u", "A")]), seen(), ["schema/foreignKeys/A → u (ID)"]),
        (seen(foreign=[to("u", "B")]), seen(), []),
        (seen(), seen(unique=[["A"], ["B"]]), ["schema/uniqueKeys"]),
        # A key names its columns; under a new name it is the same key.
        (seen(primary=["A"], foreign=[to("u", "A")]), seen("B", ["B"], [to("u", "B")], formerNames=["A"]), []),
    ],
)
def test_only_keys_that_it_is_part_of_are_told(before: Seen, after: Seen, keys: list[str]) -> None:
    told = compare_variable(before, after)
    assert [one.key for one in told if one.subject is Subject.TABLE] == keys
    back = compare_variable(after, before)
    assert len(back) == len(told)


def test_a_variable_that_moved_with_its_table_says_so() -> None:
    (change,) = compare_variable(seen(), seen(table="u"))
    assert (change.subject, change.kind, change.before, change.after) == (Subject.TABLE, Kind.RENAMED, "t", "u")
    assert change.weight is Weight.BREAKING


def test_two_names_are_given_and_need_no_former_name() -> None:
    (change,) = compare_variable(seen("A"), seen("C"))
    assert (change.kind, change.place) == (Kind.RENAMED, Place("t", "C", was_variable="A"))


@pytest.mark.parametrize("known", [(True, False), (False, True), (False, False)])
def test_codes_that_are_not_known_are_not_said_to_be_the_same(known: tuple[bool, bool]) -> None:
    sides = [
        Seen({"name": "t"}, variable("A", codeList=name), {**codes("Yes"), "name": name} if there else None)
        for name, there in zip(("x", "y"), known, strict=True)
    ]
    (change,) = compare_variable(*sides)
    assert (change.key, change.weight) == ("codeList", Weight.BREAKING)
    assert "not known" in change.reason
