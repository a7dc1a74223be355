"""Which variables of releases are one and the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.model.lives import Life, Names, Place, Stage, choose, lives, reach

# What a release calls things: `t.A` is variable A of table t, `t.B<A` says that B was called A, `u<t.A` that u was t.


def stage(*written: str, withdrawn: bool = False) -> Stage:
    held: set[Place] = set()
    tables: set[str] = set()
    former_tables: dict[str, tuple[str, ...]] = {}
    former: dict[Place, tuple[str, ...]] = {}
    for text in written:
        (table, *old_tables), (name, *old) = (part.split("<") for part in text.split("."))
        held.add((table, name))
        tables.add(table)
        if old_tables:
            former_tables[table] = tuple(old_tables)
        if old:
            former[table, name] = tuple(old)
    return Stage(frozenset(held), Names(frozenset(tables), former_tables, former), withdrawn)


def told(*stages: Stage) -> set[str]:
    """Every variable as its names in order, `-` where a release has it not."""
    return {
        " ".join(".".join(one.places[number]) if number in one.places else "-" for number in range(len(stages)))
        for one in lives(stages)
    }


@pytest.mark.parametrize(
    ("releases", "expected"),
    [
        (["t.A", "t.A"], {"t.A t.A"}),
        (["t.A", "t.B"], {"t.A -", "- t.B"}),
        (["t.A", "t.B<A", "t.C<B<A"], {"t.A t.B t.C"}),
        (["t.A", "u<t.A", "u<t.B<A"], {"t.A u.A u.B"}),
        (["t.A", "u<t.B<A"], {"t.A u.B"}),
        # The name of a variable that is gone for a while is its own.
        (["t.A", "t.X", "t.A t.X"], {"t.A - t.A", "- t.X t.X"}),
        (["t.A", "t.X", "t.X t.B<A"], {"t.A - t.B", "- t.X t.X"}),
        (["t.A", "u.X", "u.X t.B<A"], {"t.A - t.B", "- u.X u.X"}),
        # A name that was given up and is taken again is another variable's, later or at once.
        (["t.A", "t.B<A", "t.B<A t.A"], {"t.A t.B t.B", "- - t.A"}),
        (["t.A", "t.B<A t.A", "t.B<A t.A"], {"t.A t.B t.B", "- t.A t.A"}),
        (["t.A", "t.B<A", "t.A"], {"t.A t.B -", "- - t.A"}),
        # What was told once is not told again when the two names come and go.
        (["t.A", "t.B<A", "t.A", "t.A t.B<A"], {"t.A t.B - t.B", "- - t.A t.A"}),
        # A former name counts only where today's was not there.
        (["t.A t.B", "t.B<A"], {"t.A -", "t.B t.B"}),
        (["t.A u.A", "u<t.A"], {"t.A -", "u.A u.A"}),
        (["t.A t.B", "t.B<A t.C<B"], {"t.A -", "t.B t.C", "- t.B"}),
        (["t.A t.B", "t.A<B t.B<A"], {"t.A t.A", "t.B t.B"}),
        # Two cannot both have been it.
        (["t.A", "t.B<A t.C<A"], {"t.A t.B", "- t.C"}),
        # A name that was let go without a word is taken over by whoever is renamed to it.
        (["t.A t.X", "t.X", "t.A<X"], {"t.A - -", "t.X t.X t.A"}),
        # A table's former name is used again as well.
        (["t.A", "u<t.A t.A"], {"t.A u.A", "- t.A"}),
    ],
)
def test_names_make_identity_and_renames_carry_it_on(releases: list[str], expected: set[str]) -> None:
    assert told(*(stage(*one.split()) for one in releases)) == expected


def test_a_withdrawn_release_renames_nothing() -> None:
    gone = stage("t.B<A", withdrawn=True)
    assert told(stage("t.A"), gone) == {"t.A -", "- t.B"}
    assert told(stage("t.A"), stage("t.A", withdrawn=True), stage("t.A")) == {"t.A t.A t.A"}
    assert told(stage("t.A"), gone, stage("t.B<A")) == {"t.A - t.B", "- t.B -"}


REUSED = [stage(*one.split()) for one in ("t.A", "t.B<A", "t.B<A t.A")]


@pytest.mark.parametrize(
    ("name", "at", "expected"),
    [("A", None, {2}), ("B", None, {0, 1, 2}), ("A", 0, {0, 1, 2}), ("A", 1, {0, 1, 2}), ("A", 2, {2}), ("X", 0, None)],
)
def test_a_name_means_the_variable_that_has_it_now_or_in_a_release(
    name: str, at: int | None, expected: set[int] | None
) -> None:
    found = choose(lives(REUSED), ("t", name), range(3), at)
    assert (None if found is None else set(found.places)) == expected


def test_releases_that_stand_count_before_withdrawn_ones() -> None:
    stages = [*REUSED[:2], stage("t.B<A", "t.A", withdrawn=True)]
    found = choose(lives(stages), ("t", "A"), [0, 1])
    assert found is not None
    assert found.had(("t", "B"))


def test_what_renames_connect_is_reached_from_each_end() -> None:
    names = [stage(*one.split()).names for one in ("t.A", "t.B<A", "u<t.B<A u.OTHER")]
    ends = {("t", "A"), ("t", "B"), ("u", "B")}
    for place in ends:
        assert ends <= reach([place], names)
    assert reach([("t", "C")], names[:1]) == {("t", "C")}
    assert ("u", "OTHER") not in reach([("t", "A")], names)


_NAMES = st.sampled_from(["A", "B", "C"])
_WRITTEN = st.dictionaries(_NAMES, st.lists(_NAMES, max_size=2, unique=True), max_size=3).map(
    lambda one: [
        ".".join(["t", "<".join([name, *(old for old in former if old != name)])]) for name, former in one.items()
    ]
)
_STAGES = st.lists(st.builds(lambda some, gone: stage(*some, withdrawn=gone), _WRITTEN, st.booleans()), max_size=5)


@given(_STAGES)
def test_each_variable_of_each_release_is_of_one_life_and_once(stages: list[Stage]) -> None:
    found = lives(stages)
    held = [(number, place) for number, one in enumerate(stages) for place in one.held]
    assert sorted((number, place) for life in found for number, place in life.places.items()) == sorted(held)


@given(_STAGES)
def test_later_releases_change_nothing_about_earlier_ones(stages: list[Stage]) -> None:
    def until(number: int) -> list[Life]:
        return [
            Life({at: place for at, place in life.places.items() if at < number})
            for life in lives(stages)
            if min(life.places) < number
        ]

    for number in range(len(stages)):
        assert until(number) == lives(stages[:number])
