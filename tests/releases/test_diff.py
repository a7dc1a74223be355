"""The difference of two releases: empty on itself, the same turned round, and complete."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given

from catalogue.releases.diff import Aspect, Change, Kind, Place, Side, Subject, Weight, compare
from tests.releases.sides import codes, release, releases, table, variable

# ----------------------------------------------------------------------------------------------------------- properties


@given(releases())
def test_a_release_does_not_differ_from_itself(one: Side) -> None:
    difference = compare(one, one)
    assert (difference.changes, difference.renames, difference.weight) == ((), (), None)


@given(releases(), releases())
def test_the_other_direction_says_the_same_turned_round(one: Side, other: Side) -> None:
    there, back = compare(one, other), compare(other, one)
    assert {change.mirrored() for change in there.changes} == {change.identity() for change in back.changes}


@given(releases(), releases())
def test_nothing_is_left_out_and_nothing_made_up(one: Side, other: Side) -> None:
    """Both releases taken apart into facts by another way than the difference takes."""
    changes = [change for change in compare(one, other).changes if change.aspect is not Aspect.ORDER]
    before, after = set(_facts(one, other)), set(_facts(other, one))
    assert {_fact(change, change.before) for change in changes if change.before is not None} == before - after
    assert {_fact(change, change.after) for change in changes if change.after is not None} == after - before


@given(releases(), releases())
def test_every_change_has_a_weight_and_a_reason(one: Side, other: Side) -> None:
    for change in compare(one, other).changes:
        assert change.weight in Weight
        assert change.reason.endswith(".")


Told = tuple[Place, str, str]
_LISTS = {"caveats": "name"}


def _fact(change: Change, value: Any) -> Told:
    whole = change.kind is not Kind.CHANGED
    return change.place, change.key, "" if whole else json.dumps(value, sort_keys=True)


def _facts(side: Side, other: Side) -> Iterator[Told]:
    """What a release says of what the other has too, fact by fact; what the other has not, as a whole."""
    yield from _of(Place(), side.dataset)
    for name, one in side.tables.items():
        if name not in other.tables:
            yield Place(name), "", ""
            continue
        yield from _of(Place(name), one.facts)
        names = {column.name for column in other.tables[name].variables}
        for column in one.variables:
            if column.name in names:
                yield from _of(Place(name, column.name), column.facts)
            else:
                yield Place(name, column.name), "", ""
    for name, facts in side.code_lists.items():
        others = {code["code"] for code in other.code_lists[name]["codes"]}
        for code in facts["codes"]:
            place = Place(code_list=name, code=code["code"])
            if code["code"] in others:
                yield from _of(place, code)
            else:
                yield place, "", ""


def _of(place: Place, facts: Mapping[str, Any], path: str = "") -> Iterator[Told]:
    for key, value in facts.items():
        if key in {"constraints", "schema", "temporal"}:
            yield from _of(place, value, f"{key}/")
        elif key == "caveats":
            for item in value:
                yield place, f"{key}/{item['name']}", json.dumps(item, sort_keys=True)
        elif key == "foreignKeys":
            for item in value:
                name = f"{item['fields'][0]} → {item['reference']['resource']} ({item['reference']['fields'][0]})"
                yield place, f"{path}{key}/{name}", json.dumps(item, sort_keys=True)
        else:
            yield place, f"{path}{key}", json.dumps(value, sort_keys=True)


# ------------------------------------------------------------------------------------------------------------- examples


def _one(before: Side, after: Side) -> Change:
    (change,) = compare(before, after).changes
    return change


def _variables(before: dict[str, Any], after: dict[str, Any], **lists: Any) -> Change:
    return _one(release([table("t", [before])], **lists), release([table("t", [after])], **lists))


@pytest.mark.parametrize(
    ("before", "after", "key", "weight", "aspect"),
    [
        ({"type": "string"}, {"type": "integer"}, "type", "breaking", "type"),
        ({}, {"physicalType": "CHAR(4)"}, "physicalType", "additive", "type"),
        ({"physicalType": "CHAR(2)"}, {"physicalType": "CHAR(4)"}, "physicalType", "breaking", "type"),
        ({"title": "Law"}, {"title": "Law type"}, "title", "editorial", "label"),
        ({}, {"description": "Day."}, "description", "additive", "definition"),
        ({"description": "Day."}, {}, "description", "breaking", "definition"),
        ({"description": "A day."}, {"description": "Another day."}, "description", "additive", "definition"),
        ({"description": "A day, dated."}, {"description": "a day dated"}, "description", "editorial", "definition"),
        ({"encrypted": True}, {}, "encrypted", "breaking", "access"),
        ({}, {"constraints": {"required": True}}, "constraints/required", "additive", "constraints"),
        ({"constraints": {"minimum": 1}}, {}, "constraints/minimum", "breaking", "constraints"),
        (
            {"constraints": {"enum": ["a"]}},
            {"constraints": {"enum": ["a", "b"]}},
            "constraints/enum",
            "additive",
            "constraints",
        ),
        (
            {"constraints": {"enum": ["a", "b"]}},
            {"constraints": {"enum": ["b"]}},
            "constraints/enum",
            "breaking",
            "constraints",
        ),
        ({}, {"caveats": [{"name": "c", "title": "C"}]}, "caveats/c", "additive", "caveats"),
        ({"missingValues": ["-9"]}, {"missingValues": ["-8"]}, "missingValues", "breaking", "reading"),
        ({"mark": "inferred"}, {"mark": "documented"}, "mark", "editorial", "provenance"),
        ({}, {"somethingNew": 1}, "somethingNew", "editorial", "other"),
    ],
)
def test_a_property_of_a_variable(
    before: dict[str, Any], after: dict[str, Any], key: str, weight: str, aspect: str
) -> None:
    change = _variables(variable("A", **before), variable("A", **after))
    assert (change.subject, change.kind, change.place) == (Subject.VARIABLE, Kind.CHANGED, Place("t", "A"))
    assert (change.key, change.weight, change.aspect) == (key, weight, aspect)


@pytest.mark.parametrize(
    ("before", "after", "key", "weight"),
    [
        ({"grain": "A case."}, {"grain": "A child."}, "grain", "breaking"),
        ({"grain": "A case."}, {"grain": "a case"}, "grain", "editorial"),
        ({}, {"schema": {"primaryKey": ["A"]}}, "schema/primaryKey", "additive"),
        ({"schema": {"primaryKey": ["A"]}}, {}, "schema/primaryKey", "breaking"),
        ({"physicalName": "T"}, {"physicalName": "T2"}, "physicalName", "breaking"),
        ({"data": {"rows": 1, "digest": "a"}}, {"data": {"rows": 2, "digest": "b"}}, "data", "additive"),
    ],
)
def test_a_property_of_a_table(before: dict[str, Any], after: dict[str, Any], key: str, weight: str) -> None:
    column = [variable("A")]
    change = _one(release([table("t", column, **before)]), release([table("t", column, **after)]))
    assert (change.place, change.key, change.weight) == (Place("t"), key, weight)


@pytest.mark.parametrize(
    ("before", "after", "weight"),
    [
        ({"start": "2010"}, {"start": "2012"}, "breaking"),
        ({"start": "2010"}, {"start": "2008"}, "additive"),
        ({"end": "2020-07"}, {"end": "2021"}, "additive"),
        ({"end": "2021"}, {"end": "2020-07"}, "breaking"),
        ({"end": "2021"}, {}, "additive"),
        ({"note": "Until summer."}, {"note": "Until autumn."}, "editorial"),
    ],
)
def test_what_the_data_cover(before: dict[str, str], after: dict[str, str], weight: str) -> None:
    assert _one(release(temporal=before, title="a"), release(temporal=after, title="a")).weight == weight


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (codes("Yes"), codes("Yes", "No"), [("added", "2", "", "additive")]),
        (codes("Yes", "No"), codes("Yes"), [("removed", "2", "", "breaking")]),
        (codes("Male"), codes("Female"), [("changed", "1", "label", "breaking")]),
        (codes("not known"), codes("Not known."), [("changed", "1", "label", "editorial")]),
        (codes("<5"), codes(">5"), [("changed", "1", "label", "breaking")]),
        (codes("Section 8"), codes("Section 31"), [("changed", "1", "label", "breaking")]),
        (codes("Yes"), codes("Yes", title="Answers"), [("changed", "", "title", "editorial")]),
    ],
)
def test_a_code_list_code_by_code(
    before: dict[str, Any], after: dict[str, Any], expected: list[tuple[str, str, str, str]]
) -> None:
    sides = [release([table("t", [variable("A", codeList="list")])], {"list": one}) for one in (before, after)]
    changes = compare(*sides).changes
    assert [(one.kind, one.place.code, one.key, one.weight) for one in changes] == expected
    assert {one.place.code_list for one in changes} == {"list"}


def test_another_list_with_the_same_codes_breaks_nothing() -> None:
    one = release([table("t", [variable("A", codeList="x")])], {"x": codes("Yes", "No")})
    same = release([table("t", [variable("A", codeList="y")])], {"y": codes("Yes", "No", "Perhaps")})
    other = release([table("t", [variable("A", codeList="y")])], {"y": codes("No", "Yes")})
    assert (_one(one, same).weight, _one(one, same).key) == (Weight.EDITORIAL, "codeList")
    assert _one(one, other).weight is Weight.BREAKING


def test_columns_in_another_order_are_one_change() -> None:
    before = release([table("t", [variable("A"), variable("B"), variable("C")])])
    after = release([table("t", [variable("C"), variable("A"), variable("B")])])
    change = _one(before, after)
    assert (change.key, change.before, change.after) == ("schema/fields", ["A", "B", "C"], ["C", "A", "B"])
    assert change.weight is Weight.EDITORIAL


def test_tables_that_are_known_by_name_are_neither_added_nor_removed() -> None:
    named = release(undocumentedTables=[{"name": "t"}])
    described = release([table("t", [variable("A")])])
    there = {(one.kind, one.weight) for one in compare(named, described).changes if one.subject is Subject.TABLE}
    back = {(one.kind, one.weight) for one in compare(described, named).changes if one.subject is Subject.TABLE}
    assert (there, back) == ({(Kind.DESCRIBED, Weight.ADDITIVE)}, {(Kind.UNDESCRIBED, Weight.BREAKING)})


def test_a_column_of_a_table_of_which_columns_are_missing_may_still_be_there() -> None:
    whole = release([table("t", [variable("A"), variable("B")])])
    part = release([table("t", [variable("A")], undocumentedColumns={"count": 1})])
    kinds = {one.kind for one in compare(whole, part).changes if one.subject is Subject.VARIABLE}
    assert kinds == {Kind.UNDESCRIBED}


# -------------------------------------------------------------------------------------------------------------- renames


def test_a_former_name_makes_it_the_same_variable() -> None:
    before = release([table("t", [variable("OLD", description="Day."), variable("B")])])
    after = release([table("t", [variable("NEW", description="Day.", formerNames=["OLD"]), variable("B")])])
    difference = compare(before, after)
    assert [(one.kind, one.key, one.before, one.after) for one in difference.changes] == [
        (Kind.RENAMED, "name", "OLD", "NEW"),
        (Kind.CHANGED, "formerNames", None, ["OLD"]),
    ]
    assert difference.changes[0].weight is Weight.BREAKING
    assert difference.changes[0].place == Place("t", "NEW", was_variable="OLD")
    back = compare(after, before)
    assert {one.mirrored() for one in difference.changes} == {one.identity() for one in back.changes}


def test_a_name_that_is_used_again_is_a_new_variable() -> None:
    before = release([table("t", [variable("A"), variable("B", formerNames=["X"])])])
    after = release([table("t", [variable("A"), variable("B", formerNames=["X"]), variable("X")])])
    change = _one(before, after)
    assert (change.kind, change.place.variable) == (Kind.ADDED, "X")


def test_a_former_name_that_says_nothing_new_changes_nothing() -> None:
    one = release([table("t", [variable("NEW", formerNames=["OLD"])])])
    assert compare(one, one).changes == ()


def test_a_table_of_another_name_keeps_its_variables() -> None:
    columns = [variable("A"), variable("B")]
    before = release([table("old", columns)])
    after = release([table("new", [variable("A"), variable("B", title="B")], formerNames=["old"])])
    assert [(one.kind, one.key, one.place) for one in compare(before, after).changes] == [
        (Kind.RENAMED, "name", Place("new", was_table="old")),
        (Kind.CHANGED, "formerNames", Place("new", was_table="old")),
        (Kind.CHANGED, "title", Place("new", "B", was_table="old")),
    ]


def test_likely_renames_are_proposed_and_not_taken_for_granted() -> None:
    before = release([table("t", [variable("LSOA2001_CD", description="Area."), variable("OTHER", type="date")])])
    after = release([table("t", [variable("LSOA2011_CD", description="Area."), variable("WHOLE", type="number")])])
    difference = compare(before, after)
    assert {one.kind for one in difference.changes} == {Kind.ADDED, Kind.REMOVED}
    (rename,) = difference.renames
    assert (rename.place.was_variable, rename.place.variable) == ("LSOA2001_CD", "LSOA2011_CD")
    assert "definition" in rename.why
    (back,) = compare(after, before).renames
    assert (back.likeness, back.place.variable) == (rename.likeness, "LSOA2001_CD")


def test_a_table_with_the_same_columns_is_likely_the_same() -> None:
    columns = [variable(name) for name in "ABCD"]
    (rename,) = compare(release([table("cases_1", columns)]), release([table("cases_2", columns)])).renames
    assert (rename.place.was_table, rename.place.table) == ("cases_1", "cases_2")
    assert rename.why == "4 of 4 variables"


def test_only_another_case_of_letters_is_editorial() -> None:
    change = _variables(variable("Law"), variable("LAW"))
    assert (change.kind, change.weight) == (Kind.RENAMED, Weight.EDITORIAL)


# -------------------------------------------------------------------------------------------------------- not confirmed


def test_what_is_carried_forward_is_told_apart() -> None:
    carried, seen = {"status": "carried-forward"}, {"status": "seen-in-code"}
    after = release(
        [
            table("t", [variable("A"), variable("B", evidence=carried)], evidence=seen),
            table("u", [variable("A"), variable("B")]),
            table("v", [variable("A", evidence=seen), variable("B")]),
        ],
        evidence=carried,
    )
    assert compare(after, after).unconfirmed == (Place("t", "B"), Place("u"), Place("v", "B"))
