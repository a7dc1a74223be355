"""Merging a dictionary that comes again: nothing written is lost, nothing vanishes, equal changes nothing."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from catalogue.dictionaries.leaves import flat, nested
from catalogue.dictionaries.merge import (
    Choice,
    Conflict,
    Merged,
    Part,
    Place,
    assembled,
    decide,
    decide_all,
    digest,
    imported,
    merge,
    parts_of,
)

FILE = "dictionary.xlsx"
TEXTS = st.text("ab/~ =-9'", min_size=1, max_size=4)
CODES = st.lists(TEXTS, unique=True, max_size=3).flatmap(
    lambda codes: st.tuples(
        *(st.fixed_dictionaries({"code": st.just(code)}, optional={"label": TEXTS}) for code in codes)
    )
)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "title": TEXTS,
        "description": TEXTS,
        "note": TEXTS,
        "encrypted": st.booleans(),
        "missingValues": st.lists(TEXTS, min_size=1, max_size=2),
        "constraints": st.dictionaries(st.sampled_from(["required", "unique"]), st.just(True), min_size=1),
        "imported": st.dictionaries(TEXTS, TEXTS, min_size=1, max_size=2),
        "codes": CODES.map(list).filter(bool),
    },
)
PLACES = st.sampled_from([Place("variable", "cases", name) for name in "ABC"] + [Place("codelist", "", "sex")])
PARTS = st.dictionaries(PLACES, FACTS, max_size=4)
HOWS = st.sampled_from(["imported", "written", "inherited", ""])


@st.composite
def current(draw: st.DrawFn) -> dict[Place, Part]:
    """Parts of which some properties were imported, some written, some inherited, and some have no origin."""
    parts: dict[Place, Part] = {}
    for place, facts in draw(PARTS).items():
        hows = {name: draw(HOWS) for name in flat(facts)}
        parts[place] = Part(facts, {name: {"how": how, "from": FILE} for name, how in hows.items() if how})
    return parts


@given(FACTS)
def test_leaves_are_the_facts_in_another_form(facts: dict[str, Any]) -> None:
    assert nested(flat(facts)) == facts


@given(current())
def test_what_is_there_already_changes_nothing(parts: dict[Place, Part]) -> None:
    merged = merge(parts, {place: part.facts for place, part in parts.items()}, "other.csv")
    assert merged.parts == parts
    assert merged == Merged(parts)


@given(current(), PARTS)
def test_merging_twice_is_merging_once(parts: dict[Place, Part], incoming: dict[Place, Any]) -> None:
    once = merge(parts, incoming, FILE)
    twice = merge(once.parts, incoming, FILE)
    assert twice.parts == once.parts
    assert twice.conflicts == once.conflicts
    assert twice.added == twice.changed == ()


@given(current(), PARTS)
def test_nothing_written_is_lost_and_nothing_vanishes(parts: dict[Place, Part], incoming: dict[Place, Any]) -> None:
    merged = merge(parts, incoming, FILE)
    for place, part in parts.items():
        after = flat(merged.parts[place].facts)
        for name, value in flat(part.facts).items():
            assert name in after
            if part.origins.get(name, {}).get("how", "written") != "imported":
                assert after[name] == value


@given(current(), PARTS)
def test_everything_of_the_dictionary_is_taken_or_asked_about(
    parts: dict[Place, Part], incoming: dict[Place, Any]
) -> None:
    merged = merge(parts, incoming, FILE)
    asked = {(one.place, one.property): one.theirs for one in merged.conflicts}
    for place, facts in incoming.items():
        after = flat(merged.parts[place].facts)
        for name, value in flat(facts).items():
            same = name in after and digest(name, after[name]) == digest(name, value)
            assert same or asked[place, name] == value


@given(current(), PARTS, st.randoms())
def test_the_order_of_parts_and_properties_makes_no_difference(
    parts: dict[Place, Part], incoming: dict[Place, Any], chance: random.Random
) -> None:
    items = list(incoming.items())
    chance.shuffle(items)
    shuffled = {place: dict(chance.sample(list(facts.items()), len(facts))) for place, facts in items}
    one, other = merge(parts, incoming, FILE), merge(parts, shuffled, FILE)
    assert one.parts == other.parts
    assert sorted(map(repr, one.conflicts)) == sorted(map(repr, other.conflicts))


@given(current(), PARTS)
def test_decided_is_decided(parts: dict[Place, Part], incoming: dict[Place, Any]) -> None:
    merged = merge(parts, incoming, FILE)
    mine, theirs = decide_all(merged, Choice.MINE, FILE), decide_all(merged, Choice.THEIRS, FILE)
    assert not mine.conflicts
    assert not theirs.conflicts
    assert {place: part.facts for place, part in mine.parts.items()} == {
        place: part.facts for place, part in merged.parts.items()
    }
    taken = {(one.place, one.property): one.theirs for one in merged.conflicts}
    assert all(flat(theirs.parts[place].facts)[name] == value for (place, name), value in taken.items())
    for decided in (mine, theirs):
        assert not merge(decided.parts, incoming, FILE).conflicts


VARIABLE = Place("variable", "cases", "SEX")


def test_written_stands_beside_what_the_dictionary_says() -> None:
    part = imported({"name": "SEX", "title": "Sex", "type": "string"}, FILE)
    edited = Part(
        {**part.facts, "title": "Sex of the child"}, {**part.origins, "title": {"how": "written", "from": ""}}
    )
    incoming = {VARIABLE: {"name": "SEX", "title": "Sex at birth", "type": "integer"}}
    merged = merge({VARIABLE: edited}, incoming, FILE)
    assert merged.conflicts == (Conflict(VARIABLE, "title", "Sex of the child", "Sex at birth"),)
    assert merged.parts[VARIABLE].facts == {"name": "SEX", "title": "Sex of the child", "type": "integer"}
    theirs = decide(merged, {(VARIABLE, "title"): Choice.THEIRS}, FILE)
    assert theirs.parts[VARIABLE].facts["title"] == "Sex at birth"
    assert theirs.parts[VARIABLE].origins["title"] == {"how": "imported", "from": FILE}


def test_a_text_declined_once_is_not_asked_about_again_and_another_one_is() -> None:
    mine = {VARIABLE: Part({"name": "SEX", "title": "Mine"}, {})}
    theirs = {VARIABLE: {"name": "SEX", "title": "Theirs"}}
    kept = decide_all(merge(mine, theirs, FILE), Choice.MINE, FILE)
    assert not merge(kept.parts, theirs, FILE).conflicts
    assert merge(kept.parts, {VARIABLE: {"name": "SEX", "title": "Third"}}, FILE).conflicts


def test_what_a_person_took_out_is_not_put_back_unasked() -> None:
    mine = {VARIABLE: Part({"name": "SEX"}, {"note": {"how": "written", "from": ""}})}
    merged = merge(mine, {VARIABLE: {"name": "SEX", "note": "Old note."}}, FILE)
    assert merged.conflicts == (Conflict(VARIABLE, "note", None, "Old note."),)


def test_names_are_the_same_whatever_their_case() -> None:
    part = imported({"name": "SEX", "title": "Sex"}, FILE)
    merged = merge({VARIABLE: part}, {Place("variable", "CASES", "sex"): {"name": "sex", "title": "Sex"}}, FILE)
    assert merged.parts == {VARIABLE: part}


def test_what_the_dictionary_no_longer_has_is_listed_and_stays() -> None:
    parts = {
        VARIABLE: imported({"name": "SEX", "title": "Sex", "note": "Old."}, FILE),
        Place("variable", "cases", "AGE"): imported({"name": "AGE"}, FILE),
        Place("variable", "cases", "MADE"): Part({"name": "MADE"}),
    }
    merged = merge(parts, {VARIABLE: {"name": "SEX", "title": "Sex"}}, FILE)
    assert merged.parts == parts
    assert merged.vanished == (Place("variable", "cases", "AGE"),)
    assert merged.gone == ((VARIABLE, "note"),)


def test_words_of_a_release_stand_beside_what_the_dictionary_says() -> None:
    """Somebody may have written them before they were sealed: they are asked about as well, and told apart."""
    origins = {"title": {"how": "inherited", "from": "1.0.0"}, "note": {"how": "imported", "from": FILE}}
    mine = {VARIABLE: Part({"name": "SEX", "title": "Sex of the child", "note": "Old."}, origins)}
    merged = merge(mine, {VARIABLE: {"name": "SEX", "title": "SEX", "note": "New."}}, FILE)
    assert merged.conflicts == (Conflict(VARIABLE, "title", "Sex of the child", "SEX", inherited=True),)
    assert merged.parts[VARIABLE].facts == {"name": "SEX", "title": "Sex of the child", "note": "New."}


def tables(*names: str) -> dict[Place, dict[str, Any]]:
    """Tables of one variable each, as a dictionary says them."""
    found: dict[Place, dict[str, Any]] = {}
    for name in names:
        found[Place("table", name)] = {"name": name, "title": name}
        found[Place("variable", name, "ID")] = {"name": "ID", "title": "Number"}
    return found


def test_an_edition_under_another_name_lists_the_tables_that_it_lacks() -> None:
    first = merge({}, tables("a", "b", "c"), "book-2020.csv")
    edition = merge(first.parts, tables("A", "b", "d"), "book-2023.csv")
    assert edition.vanished == (Place("table", "c"), Place("variable", "c", "ID"))
    assert edition.parts.keys() >= first.parts.keys()


def test_another_dictionary_that_shares_a_table_is_no_edition() -> None:
    first = merge({}, tables("a", "b", "c"), "book.csv")
    assert merge(first.parts, tables("c", "d"), "other.sav").vanished == ()
    assert merge(first.parts, tables("d"), "other.sav").vanished == ()


def test_codes_are_merged_one_by_one() -> None:
    place = Place("codelist", "", "sex")
    mine = Part(
        {"name": "sex", "codes": [{"code": "1", "label": "M", "labelCy": "Gwryw"}, {"code": "2", "label": "F"}]},
        {"codes/1/label": {"how": "imported", "from": FILE}},
    )
    incoming = {place: {"name": "sex", "codes": [{"code": "3", "label": "X"}, {"code": "1", "label": "Male"}]}}
    assert merge({place: mine}, incoming, FILE).parts[place].facts["codes"] == [
        {"code": "1", "label": "Male", "labelCy": "Gwryw"},
        {"code": "2", "label": "F"},
        {"code": "3", "label": "X"},
    ]


def test_a_descriptor_is_its_parts() -> None:
    descriptor = {
        "name": "d",
        "title": "D",
        "resources": [
            {
                "name": "cases",
                "physicalName": "CASES",
                "schema": {"fields": [{"name": "B"}, {"name": "A"}], "primaryKey": ["A"]},
            },
            {"name": "people", "schema": {"fields": [{"name": "A"}]}},
        ],
        "codeLists": [{"name": "sex", "codes": [{"code": "1"}]}],
    }
    parts = parts_of(descriptor)
    assert set(parts) >= {Place("dataset"), Place("table", "cases"), Place("variable", "people", "A")}
    assert assembled(parts) == descriptor
