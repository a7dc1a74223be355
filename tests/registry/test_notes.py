"""Notes: what is taken, what is refused, whom they are shown with through renames, and that nothing sealed moves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from catalogue import registry
from catalogue.audit import verify
from catalogue.delivery import notes as shown
from catalogue.errors import ConflictError, InvalidRequestError, NotFoundError, PackageRefusedError
from catalogue.model.notes import NoteRecord
from catalogue.registry import notes, questions
from catalogue.registry.notes import NewNote, faults
from catalogue.registry.questions import Asked, Limits
from catalogue.store import acts, find, journal
from catalogue.store import notes as stored
from catalogue.store.engine import reading
from catalogue.store.renames import through_all_names
from tests.samples import Facts, Sample, small, table, variable

NOTE = NewNote("caveat", "small", "Take care.", "Of *this*.", "A. Steward")
MANY = Limits(100, 100)


@pytest.fixture
def register(engine: Engine) -> Engine:
    """Two releases of a small dataset."""
    registry.publish(engine, [small()])
    registry.publish(engine, [small(version="1.1.0", issued="2021-01-01", LAW="Said better.")])
    return engine


def held(engine: Engine, slug: str = "small") -> list[NoteRecord]:
    with reading(engine) as session:
        return stored.of_dataset(session, find.dataset(session, slug).key)


def test_a_note_is_an_entry_that_says_all_of_it(register: Engine) -> None:
    given_ = replace(NOTE, table="CASES", variable="law", version="1.0.0", period_from="2001", period_to="2010-04")
    outcome = notes.add(register, given_, person="anna")
    (note,) = held(register)
    assert (note.serial, note.digest) == (outcome.serial, outcome.digest)
    assert (note.table, note.variable, note.version, note.names_in) == ("cases", "LAW", "1.0.0", "1.0.0")
    assert (note.kind, note.severity, note.period_from, note.period_to) == ("caveat", "warning", "2001", "2010-04")
    assert (note.title, note.body, note.by, note.standing) == ("Take care.", "Of *this*.", "A. Steward", True)
    with reading(register) as session:
        entry = journal.get(session, note.serial)
        assert entry is not None
        assert (entry.kind, entry.subject.partition("@")[2]) == ("note", "1.0.0")
        (act,) = acts.since(session)
    assert (act.person, act.deed, act.subject, act.digest) == ("anna", "add note", f"note:{note.serial}", note.digest)
    assert verify(register).sound


def test_sealed_bytes_stay_as_they_were(register: Engine) -> None:
    def seals() -> list[tuple[str, str]]:
        with reading(register) as session:
            return [(one.seal, one.content) for one in find.dataset(session, "small").releases]

    before = seals()
    notes.add(register, NOTE)
    assert seals() == before


def test_a_note_is_ended_once_by_another_or_by_withdrawal(register: Engine) -> None:
    first = notes.add(register, NOTE).serial or 0
    second = notes.add(register, replace(NOTE, title="Better.", replaces=first)).serial or 0
    third = notes.withdraw(register, second, "It is not so.").serial
    assert [(note.serial, note.ended) for note in held(register)] == [(first, second), (second, third)]
    for ended in (first, second):
        with pytest.raises(ConflictError):
            notes.withdraw(register, ended, "Again.")
        with pytest.raises(ConflictError):
            notes.add(register, replace(NOTE, title="Third.", replaces=ended))
    # What was said and withdrawn may be said again.
    notes.add(register, NOTE)
    assert verify(register).sound


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"slug": "nothing"}, NotFoundError),
        ({"version": "9.0.0"}, NotFoundError),
        ({"table": "nothing"}, NotFoundError),
        ({"table": "cases", "variable": "NOTHING"}, NotFoundError),
        ({"replaces": 1}, NotFoundError),
        ({"replaces": 9999}, NotFoundError),
    ],
)
def test_what_is_not_there_can_have_no_note(register: Engine, changes: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        notes.add(register, replace(NOTE, **changes))
    assert held(register) == []


def test_the_same_is_not_said_twice(register: Engine) -> None:
    notes.add(register, NOTE)
    with pytest.raises(ConflictError):
        notes.add(register, NOTE)
    notes.add(register, replace(NOTE, version="1.0.0"))


BROKEN: list[dict[str, Any]] = [
    {"kind": "rumour"},
    {"title": " "},
    {"title": "two\nlines"},
    {"title": "x" * 201},
    {"by": ""},
    {"by": "A\0"},
    {"body": "\n"},
    {"body": "x" * 20_001},
    {"body": "\0"},
    {"variable": "LAW"},
    {"severity": "grave"},
    {"period_from": "soon"},
    {"period_to": "2020-02-30"},
    {"period_from": "2012", "period_to": "2011"},
    {"period_from": "2012-05", "period_to": "2012-04"},
    {"question": "Why?"},
    {"kind": "erratum", "severity": "notice"},
    {"kind": "erratum", "period_to": "2011"},
    {"kind": "answer"},
]


@pytest.mark.parametrize("changes", BROKEN)
def test_every_fault_is_found(register: Engine, changes: dict[str, Any]) -> None:
    broken = replace(NOTE, **changes)
    with pytest.raises(InvalidRequestError) as refused:
        notes.add(register, broken)
    assert [one.rule for one in refused.value.problems] == ["note"] * len(refused.value.problems)
    assert all(one.remedy for one in refused.value.problems)
    assert held(register) == []


def test_a_period_within_one_year_is_no_fault() -> None:
    assert faults(replace(NOTE, period_from="2012-05", period_to="2012")) == []
    assert faults(NOTE) == []


@given(st.builds(NewNote, *[st.text(max_size=12)] * 11, replaces=st.integers()))
def test_whatever_is_written_is_taken_or_told_of(note: NewNote) -> None:
    for problem in faults(note):
        assert problem.message
        assert problem.remedy
    if not faults(note):
        assert note.title.strip()
        assert note.kind in {"caveat", "erratum", "answer"}


def renamed(engine: Engine) -> None:
    """LAW is called BRANCH since 2.0.0."""

    def release(version: str, issued: str, *columns: dict[str, Any]) -> Sample:
        return Sample("moved", {"title": "Moved"}, [table("cases", columns)], Facts(version, issued=issued))

    branch = variable("BRANCH", formerNames=["LAW"])
    registry.publish(engine, [release("1.0.0", "2020-01-01", variable("LAW"))])
    registry.publish(engine, [release("2.0.0", "2021-01-01", branch)])
    registry.publish(engine, [release("3.0.0", "2022-01-01", branch, variable("NEW"))])


def test_a_renamed_variable_keeps_its_notes(engine: Engine) -> None:
    renamed(engine)
    old = NewNote("erratum", "moved", "Of the old name.", "x", table="cases")
    notes.add(engine, replace(old, variable="LAW", version="1.0.0", title="Then."))
    notes.add(engine, replace(old, variable="BRANCH", title="Always."))
    notes.add(engine, replace(old, variable="NEW", title="Another."))
    notes.add(engine, replace(old, title="Table."))

    def titles(name: str, version: str) -> tuple[list[str], list[str]]:
        with reading(engine) as session:
            record = find.dataset(session, "moved")
            release = find.release_of(record, version)
            said = shown.of_variable_read(session, record, release, "cases", name)
            states = through_all_names(session, record.releases, "cases", name, release).states
            assert said == shown.of_variable(shown.standing(session, record), states, version)
        return [note.title for note in said.own], [note.title for note in said.around]

    assert titles("LAW", "1.0.0") == (["Then.", "Always."], ["Table."])
    assert titles("BRANCH", "2.0.0") == (["Always."], ["Table."])
    assert titles("BRANCH", "3.0.0") == (["Always."], ["Table."])
    assert titles("NEW", "3.0.0") == (["Another."], ["Table."])


def test_a_note_on_what_is_gone_now_names_the_last_release_that_had_it(engine: Engine) -> None:
    renamed(engine)
    without = Sample(
        "moved", {"title": "Moved"}, [table("other", [variable("X")])], Facts("4.0.0", issued="2023-01-01")
    )
    registry.publish(engine, [without])
    notes.add(engine, NewNote("erratum", "moved", "Gone.", "x", table="cases", variable="branch"))
    assert held(engine, "moved")[0].names_in == "3.0.0"


def test_a_question_is_answered_or_declined_once(register: Engine) -> None:
    for number in (1, 2):
        questions.ask(register, Asked("small@1.0.0/cases/law", f"What is {number}?"), "", MANY)
    note = NewNote("", "", "It is so.", "So.", "A. Steward", question="What is it?")
    questions.answer(register, 1, note)
    (told,) = held(register)
    assert (told.kind, told.question, told.variable, told.version) == ("answer", "What is it?", "LAW", "1.0.0")
    questions.decline(register, 2, "Nobody knows.")
    for number in (1, 2):
        with pytest.raises(ConflictError):
            questions.answer(register, number, note)
        with pytest.raises(ConflictError):
            questions.decline(register, number, "Again.")
    with pytest.raises(NotFoundError):
        questions.answer(register, 3, note)
    assert verify(register).sound


def test_an_answer_that_is_refused_leaves_the_question_open(register: Engine) -> None:
    secret = questions.ask(register, Asked("small", "What?", "a@b.example"), "", MANY)
    with pytest.raises(InvalidRequestError):
        questions.answer(register, 1, NewNote("", "", "", "So.", "A. Steward"))
    assert questions.find_asked(register, secret).state == "open"
    assert questions.answer(register, 1, NewNote("", "", "Yes.", "So.", "A. Steward")).email == "a@b.example"


def test_a_release_corrects_a_sealed_one_and_says_what_was_wrong(register: Engine) -> None:
    def correct(version: str, corrects: str, notes_: str | None) -> None:
        package = small(version=version, issued="2022-01-01", LAW=f"Right in {version}.")
        facts = replace(package.release, corrects=corrects, notes=notes_)
        registry.publish(register, [replace(package, release=facts)])

    for corrects, said in (("9.0.0", "It was wrong."), ("1.2.0", "It was wrong."), ("1.1.0", None)):
        with pytest.raises(PackageRefusedError) as refused:
            correct("1.2.0", corrects, said)
        assert [problem.rule for problem in refused.value.problems] == ["corrects"]
    correct("1.2.0", "1.1.0", "It was wrong.")
    with reading(register) as session:
        latest = find.dataset(session, "small").latest
    assert latest is not None
    assert latest.corrects == "1.1.0"
    assert verify(register).sound


def test_withdrawing_and_renaming_are_acts_with_a_name(register: Engine) -> None:
    registry.retract(register, "small", "1.0.0", "Wrong.", by="A. Steward", person="anna")
    registry.rename(register, "small", "smaller", person="bob")
    with reading(register) as session:
        assert [(act.person, act.deed) for act in acts.since(session)] == [("anna", "retract"), ("bob", "rename")]
        release = find.dataset(session, "smaller").release("1.0.0")
    assert release is not None
    assert release.retraction["by"] == "A. Steward"
    with pytest.raises(InvalidRequestError):
        registry.retract(register, "smaller", "1.1.0", "Wrong.", by=" ")


def test_a_table_that_took_over_a_name_has_none_of_the_notes_of_the_one_that_gave_it_up(engine: Engine) -> None:
    def release(version: str, *tables: Any) -> Sample:
        return Sample("moved", {"title": "M"}, list(tables), Facts(version, issued=f"202{version[0]}-01-01"))

    def titles(name: str, version: str) -> tuple[list[str], list[str]]:
        with reading(engine) as session:
            record = find.dataset(session, "moved")
            held = shown.standing(session, record)
            said = shown.of_table(session, record, find.release_of(record, version), name, held)
        return [note.title for note in said.own], [note.title for note in said.within]

    moved = table("files", [variable("A")], formerNames=["cases"])
    registry.publish(engine, [release("1.0.0", table("cases", [variable("A")]))])
    first = NewNote("erratum", "moved", "Of the first.", "x", table="cases")
    notes.add(engine, first)
    notes.add(engine, replace(first, variable="A", title="Of its variable."))
    registry.publish(engine, [release("2.0.0", moved)])
    registry.publish(engine, [release("3.0.0", moved, table("cases", [variable("A")]))])
    notes.add(engine, replace(first, title="Of the second."))
    assert titles("cases", "1.0.0") == (["Of the first."], ["Of its variable."])
    assert titles("files", "3.0.0") == (["Of the first."], ["Of its variable."])
    assert titles("cases", "3.0.0") == (["Of the second."], [])
