"""Roles: what each allows and where, and that no role allows what another is for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from catalogue.model.authority import POWERS, Grant, Person, Power, Role

NAMES = st.sampled_from(["", "a", "b"])
GRANTS = st.builds(Grant, st.sampled_from(Role), NAMES, NAMES)
PEOPLE = st.lists(GRANTS, max_size=4).map(lambda some: Person("anna", "Anna", tuple(some)))
POWER = st.sampled_from(Power)
# What each role is for, written out once more: reading drafts, and one thing besides.
MATRIX = {
    Role.READER: {Power.READ},
    Role.STEWARD: {Power.READ, Power.WRITE},
    Role.REVIEWER: {Power.READ, Power.REVIEW},
    Role.ADMINISTRATOR: {Power.READ, Power.ADMINISTER},
}


def test_every_role_allows_what_the_manual_says() -> None:
    assert {role: set(powers) for role, powers in POWERS.items()} == MATRIX


@given(PEOPLE, POWER, NAMES, NAMES)
def test_somebody_may_what_one_of_their_roles_allows_there(
    person: Person, power: Power, publisher: str, dataset: str
) -> None:
    by_hand = any(
        power in MATRIX[one.role]
        and (not one.publisher or one.publisher == publisher)
        and (not one.dataset or one.dataset == dataset)
        for one in person.grants
    )
    assert person.may(power, publisher, dataset) == by_hand


@given(PEOPLE, POWER, NAMES)
def test_who_may_for_all_may_for_each(person: Person, power: Power, publisher: str) -> None:
    if person.may(power, ""):
        assert person.may(power, publisher)
    if person.may(power, publisher):
        assert person.may(power, publisher, "any dataset")
        assert person.may_anywhere(power)


@given(PEOPLE, GRANTS, POWER, NAMES, NAMES)
def test_a_further_role_takes_nothing_away(
    person: Person, more: Grant, power: Power, publisher: str, dataset: str
) -> None:
    richer = Person(person.name, person.title, (*person.grants, more))
    assert richer.may(power, publisher, dataset) >= person.may(power, publisher, dataset)


@given(POWER, NAMES, NAMES)
def test_who_has_no_role_may_nothing(power: Power, publisher: str, dataset: str) -> None:
    nobody = Person("anna", "Anna")
    assert not nobody.may(power, publisher, dataset)
    assert not nobody.may_anywhere(power)
