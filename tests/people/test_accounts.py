"""Who may make, see and change whose account: an administrator of one publisher has nothing to do with another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from catalogue import registry
from catalogue.errors import CatalogueError, ConflictError, ForbiddenError, InvalidRequestError, NotFoundError
from catalogue.model.authority import Grant, Person, Power, Role
from catalogue.people import accounts
from catalogue.people.accounts import THE_OPERATOR, administered, may_change, may_give, visible
from catalogue.store import accounts as store
from catalogue.store import acts
from catalogue.store.engine import reading
from tests import steward
from tests.http import ORGANISATION
from tests.samples import Sample, small

NAMES = st.sampled_from(["", "a", "b"])
GRANTS = st.builds(Grant, st.sampled_from(Role), NAMES, NAMES).filter(lambda one: one.publisher or not one.dataset)
SOME = st.lists(GRANTS, max_size=4).map(tuple)
BOSS = Person("boss", "Boss", (Grant(Role.ADMINISTRATOR, "keeper"),))
KEEPER, COURT = Grant(Role.STEWARD, "keeper"), Grant(Role.STEWARD, "court")


@pytest.fixture
def register(any_engine: Engine) -> Engine:
    """Two publishers; Anna is a steward of one, Bob of the other, Carla of both, Dora administers everything."""
    terms = registry.Terms(organisations={name: {**ORGANISATION, "name": name} for name in ("keeper", "court")})
    registry.publish(any_engine, [], terms)
    people = {"anna": (KEEPER,), "bob": (COURT,), "carla": (KEEPER, COURT), "dora": (Grant(Role.ADMINISTRATOR), KEEPER)}
    for name, grants in people.items():
        steward.account(any_engine, name, *grants)
    return any_engine


@given(SOME, SOME)
def test_nobody_gives_more_than_they_have(mine: tuple[Grant, ...], theirs: tuple[Grant, ...]) -> None:
    """What somebody may give never lets another administer what they do not administer themselves."""
    by = Person("by", "By", mine)
    given_to = Person("to", "To", tuple(one for one in theirs if may_give(by, one)))
    for publisher in ("", "a", "b", "c"):
        for dataset in ("", "a", "b", "c"):
            for power in Power:
                if given_to.may(power, publisher, dataset):
                    assert by.may(Power.ADMINISTER, publisher, dataset)


@given(SOME, SOME)
def test_who_may_be_changed_may_do_no_more_than_who_changes(mine: tuple[Grant, ...], theirs: tuple[Grant, ...]) -> None:
    by, other = Person("by", "By", mine), Person("to", "To", theirs)
    if may_change(by, theirs):
        assert visible(by, theirs) == theirs
        for publisher in ("", "a", "b"):
            if other.may(Power.ADMINISTER, publisher):
                assert by.may(Power.ADMINISTER, publisher)


@given(SOME)
def test_only_administrators_give_anything(mine: tuple[Grant, ...]) -> None:
    by = Person("by", "By", tuple(one for one in mine if one.role is not Role.ADMINISTRATOR))
    assert visible(by, [Grant(role, where) for role in Role for where in ("", "a")]) == ()
    assert administered(by, ["a", "b"]) == ()
    assert not may_change(by, ())


def test_an_administrator_sees_their_publisher_alone(register: Engine) -> None:
    seen = {one.account.name: one for one in accounts.seen_by(register, BOSS)}
    assert sorted(seen) == ["anna", "carla", "dora"]
    assert all(one.grants == (KEEPER,) for one in seen.values()), "and of each the roles at their publisher"
    assert [name for name, one in seen.items() if one.may_change] == ["anna"]
    with pytest.raises(NotFoundError):
        accounts.get(register, BOSS, "bob")
    assert len(accounts.seen_by(register, THE_OPERATOR)) == 4
    assert accounts.seen_by(register, Person("x", "X", (KEEPER,))) == []


CHANGES: dict[str, Callable[[Engine, Person, str], object]] = {
    "close": accounts.close,
    "reopen": accounts.reopen,
    "password": accounts.give_password,
    "title": lambda engine, by, name: accounts.entitle(engine, by, name, "Other"),
    "link": lambda engine, by, name: accounts.link(engine, by, name, "https://login.example.org", "7"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_nobody_takes_over_who_may_do_more(register: Engine, change: Callable[[Engine, Person, str], object]) -> None:
    for name in ("carla", "dora"):
        with pytest.raises(ForbiddenError, match="not yours to give"):
            change(register, BOSS, name)
    with pytest.raises(NotFoundError):
        change(register, BOSS, "bob")
    change(register, BOSS, "anna")


@pytest.mark.parametrize(
    "grant",
    [COURT, Grant(Role.READER), Grant(Role.ADMINISTRATOR), Grant(Role.READER, "court", "x"), Grant(Role.READER, "?")],
)
def test_a_role_of_another_publisher_is_not_theirs(register: Engine, grant: Grant) -> None:
    for change in (accounts.give, accounts.take):
        with pytest.raises(ForbiddenError, match="You may not say who is"):
            change(register, BOSS, "carla", grant)
    with pytest.raises(ForbiddenError):
        accounts.make(register, BOSS, "eve", "Eve", (grant,))
    with pytest.raises(ForbiddenError):
        accounts.make(register, BOSS, "eve", "Eve", (KEEPER, grant))
    with reading(register) as session:
        assert acts.about(session, "account:eve") == [], "and nothing was written"


def test_an_account_without_a_role_is_made_by_those_for_all_alone(register: Engine) -> None:
    with pytest.raises(ForbiddenError, match="without a role"):
        accounts.make(register, BOSS, "eve", "Eve", ())
    accounts.make(register, THE_OPERATOR, "eve", "Eve", ())


def test_who_administers_one_dataset_gives_roles_of_that_one(register: Engine) -> None:
    small = Person("small", "Small", (Grant(Role.ADMINISTRATOR, "keeper", "figures"),))
    accounts.make(register, small, "eve", "Eve", (Grant(Role.STEWARD, "keeper", "figures"),))
    with pytest.raises(ForbiddenError):
        accounts.give(register, small, "eve", KEEPER)
    assert administered(small, ["court", "keeper"]) == ("keeper",)


def test_nobody_closes_their_own_account(register: Engine) -> None:
    dora = Person("dora", "Dora", (Grant(Role.ADMINISTRATOR),))
    with pytest.raises(ForbiddenError, match="their own"):
        accounts.close(register, dora, "dora")


@pytest.mark.parametrize("dataset", ["A B", "../x", "é", "x" * 200])
def test_a_dataset_that_cannot_be_is_refused(register: Engine, dataset: str) -> None:
    with pytest.raises(InvalidRequestError):
        accounts.give(register, BOSS, "anna", Grant(Role.READER, "keeper", dataset))


@given(st.text(max_size=30), st.text(max_size=30))
def test_names_and_titles_are_taken_or_refused_in_words(name: str, title: str) -> None:
    try:
        accounts._check_new(name, title.strip(), "")
    except CatalogueError as error:
        told = error.remedy
    else:
        told = name if name.isascii() and name == name.lower() and name != "operator" else ""
    assert told


def test_what_is_done_is_recorded_with_who_did_it(register: Engine) -> None:
    accounts.give(register, BOSS, "anna", Grant(Role.REVIEWER, "keeper"))
    accounts.take(register, BOSS, "anna", Grant(Role.REVIEWER, "keeper"))
    accounts.close(register, BOSS, "anna")
    accounts.reopen(register, BOSS, "anna")
    accounts.entitle(register, BOSS, "anna", "Anna M.")
    once = accounts.give_password(register, BOSS, "anna")
    with reading(register) as session:
        done = acts.by(session, "boss")
        assert once not in str([act.model_dump() for act in done])
    assert [act.deed for act in reversed(done)] == [
        *("gave role", "took role", "closed account", "reopened account", "renamed account", "gave password")
    ]
    assert {act.subject for act in done} == {"account:anna"}
    assert done[-1].detail == '{"publisher": "keeper", "role": "reviewer"}'


@pytest.mark.parametrize("title", ["Bob of tests", "  bob  OF tests ", "\uff22ob of tests", "The operator", "operator"])
def test_nobody_takes_the_name_of_another(register: Engine, title: str) -> None:
    """Notes and withdrawals are signed off with it. Of a closed account too: what it signed stands."""
    accounts.close(register, THE_OPERATOR, "bob")
    anna = Person("anna", "Anna of tests", (KEEPER,))
    for attempt in (
        lambda: accounts.entitle(register, anna, "anna", title),
        lambda: accounts.entitle(register, BOSS, "anna", title),
        lambda: accounts.make(register, BOSS, "eve", title, (KEEPER,)),
    ):
        with pytest.raises(ConflictError, match="Somebody else is called"):
            attempt()


def test_everybody_chooses_their_own_name_and_nobody_else_s(register: Engine) -> None:
    anna = Person("anna", "Anna of tests", (KEEPER,))
    accounts.entitle(register, anna, "anna", "Anna M. Morgan")
    accounts.entitle(register, anna, "anna", " anna m. morgan ")
    with reading(register) as session:
        kept = store.find(session, "anna")
        done = acts.by(session, "anna")
    assert kept is not None
    assert kept.title == "anna m. morgan"
    assert [one.deed for one in done] == ["renamed account", "renamed account"]
    assert done[1].detail == '{"before": "Anna of tests", "title": "Anna M. Morgan"}'
    for name, error in (("carla", NotFoundError), ("nobody", NotFoundError)):
        with pytest.raises(error):
            accounts.entitle(register, anna, name, "Mine")


def test_a_role_for_one_dataset_goes_with_it(register: Engine) -> None:
    registry.publish(register, [of_keeper("figures")])
    small_role, other = Grant(Role.STEWARD, "keeper", "figures"), Grant(Role.STEWARD, "keeper", "numbers")
    for grant in (small_role, other, Grant(Role.READER, "keeper", "figures")):
        accounts.give(register, BOSS, "anna", grant)
    registry.rename(register, "figures", "numbers")
    wanted = {KEEPER, other, Grant(Role.READER, "keeper", "numbers")}
    assert set(accounts.get(register, BOSS, "anna").grants) == wanted
    assert not accounts.give(register, BOSS, "anna", small_role), "a former name is understood"
    assert accounts.take(register, BOSS, "anna", small_role)
    assert set(accounts.get(register, BOSS, "anna").grants) == wanted - {other}


def of_keeper(slug: str) -> Sample:
    made = small(slug)
    return replace(made, dataset={**made.dataset, "publisher": "keeper"})
