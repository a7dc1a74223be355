"""A second person seals a draft, and nobody else: whoever wrote it, wherever they try."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from sqlalchemy import Engine

from catalogue import registry
from catalogue.audit import verify
from catalogue.drafts.editing import Edit, add, arrange, put_rows, remove, save, tag
from catalogue.drafts.handing_in import THE_OPERATOR, as_draft, hand_in, source_of
from catalogue.drafts.judging import judge
from catalogue.drafts.opening import open_draft
from catalogue.drafts.review import Saying, approve, take
from catalogue.drafts.standing import Step
from catalogue.errors import (
    ConflictError,
    ForbiddenError,
    InvalidRequestError,
    NotFoundError,
    PackageRefusedError,
)
from catalogue.model.authority import Grant, Person, Role
from catalogue.model.drafts import DraftState, PartKind
from catalogue.model.kinds import ApprovalMode
from catalogue.packages.limits import Limits
from catalogue.registry import approval
from catalogue.registry.prepare import Wish
from catalogue.store import drafts, find
from catalogue.store.drafts import DraftRecord, Part
from catalogue.store.engine import reading
from tests.drafts.people import ANNA, BEN, CHIEF, DEPUTY, NARROW, OTHER, READER, RITA, organisations
from tests.samples import Sample, small

LIMITS, WISH = Limits(), Wish()


def sample(version: str = "1.0.0", **changes: str) -> Sample:
    made = small("cases", version=version, **changes)
    return Sample(
        made.slug,
        {**made.dataset, "publisher": "pub", "accessRights": "restricted"},
        made.tables,
        made.release,
        made.code_lists,
    )


@pytest.fixture
def draft(engine: Engine) -> DraftRecord:
    """A draft of Anna's that could be sealed."""
    organisations(engine)
    return open_draft(engine, ANNA, "cases", "pub", source_of(sample(), origin="cases.json"))


def part(engine: Engine, draft: DraftRecord, name: str) -> Part:
    with reading(engine) as session:
        return next(one for one in drafts.parts(session, draft) if one.name == name)


def submitted(engine: Engine, draft: DraftRecord) -> DraftRecord:
    return take(engine, ANNA, draft.key, Saying(Step.SUBMIT, "Please look at LAW."))


def test_the_whole_way(engine: Engine, draft: DraftRecord) -> None:
    law = part(engine, draft, "LAW")
    saved = save(engine, ANNA, draft.key, law.id, [Edit("description", "Which law the case is under.")])
    assert saved.part.body["description"] == "Which law the case is under."
    assert saved.part.origins["description"]["how"] == "written"
    # What a package says was written by somebody too, before it came here.
    assert saved.part.origins["type"] == {"how": "written", "from": "cases.json"}
    assert not judge(engine, submitted(engine, draft), LIMITS).errors
    take(engine, RITA, draft.key, Saying(Step.RETURN, "What is a law here?"))
    save(engine, ANNA, draft.key, law.id, [Edit("description", "Public or private law.")])
    now = submitted(engine, draft)
    take(engine, RITA, draft.key, Saying(Step.COMMENT, "Better."))
    outcome = approve(engine, RITA, draft.key, Saying(Step.APPROVE, "Good.", now.revision), LIMITS, WISH)
    assert (outcome.outcome, outcome.version) == ("sealed", "1.0.0")
    with reading(engine) as session:
        _, release = find.release(session, "cases", "1.0.0")
        kinds = [event.kind for event in drafts.events(session, draft)]
        assert drafts.find(session, draft.key).state is DraftState.SEALED  # type: ignore[union-attr]
    assert release.sealed["approval"] == {"mode": "two-person", "authors": ["anna"], "approvedBy": "rita"}
    assert kinds == [
        "approved", "commented", "submitted", "edited", "returned", "submitted", "edited", "opened",
    ]  # fmt: skip
    assert verify(engine).sound
    with pytest.raises(ConflictError, match="sealed"):
        save(engine, ANNA, draft.key, law.id, [Edit("description", "Too late.")])


@pytest.mark.parametrize("who", [ANNA, BEN, READER, CHIEF])
def test_nobody_else_approves(engine: Engine, draft: DraftRecord, who: Person) -> None:
    if who is BEN:
        save(engine, BEN, draft.key, part(engine, draft, "LAW").id, [Edit("note", "Ben wrote this much.")])
    submitted(engine, draft)
    for step in (Step.RETURN, Step.APPROVE):
        go = partial(approve, limits=LIMITS, wish=WISH) if step is Step.APPROVE else take
        with pytest.raises(ForbiddenError):
            go(engine, who, draft.key, Saying(step, "Good."))


@pytest.mark.parametrize("who", [OTHER, NARROW])
def test_strangers_learn_nothing(engine: Engine, draft: DraftRecord, who: Person) -> None:
    submitted(engine, draft)
    law = part(engine, draft, "LAW").id
    for attempt in (
        lambda: approve(engine, who, draft.key, Saying(Step.APPROVE), LIMITS, WISH),
        lambda: take(engine, who, draft.key, Saying(Step.COMMENT, "Hello?")),
        lambda: save(engine, who, draft.key, law, [Edit("title", "Mine")]),
        lambda: remove(engine, who, draft.key, law),
        lambda: put_rows(engine, who, draft.key, law, b"a"),
        lambda: arrange(engine, who, draft.key, [law]),
        lambda: add(engine, who, draft.key, PartKind.TABLE, "mine"),
    ):
        with pytest.raises(NotFoundError, match="no such draft"):
            attempt()
    with pytest.raises(ForbiddenError, match="may not write"):
        open_draft(engine, who, "cases", "pub", source_of(sample()))


def test_a_draft_is_not_handed_to_another_publisher(engine: Engine, draft: DraftRecord) -> None:
    described = part(engine, draft, "cases")
    assert described.kind is PartKind.DATASET
    with pytest.raises(ForbiddenError, match="else"):
        save(engine, ANNA, draft.key, described.id, [Edit("publisher", "else")])
    with pytest.raises(ForbiddenError, match="needs a publisher"):
        save(engine, ANNA, draft.key, described.id, [Edit("publisher", None)])


def test_what_was_seen_is_what_is_sealed(engine: Engine, draft: DraftRecord) -> None:
    seen = submitted(engine, draft)
    take(engine, ANNA, draft.key, Saying(Step.TAKE_BACK))
    save(engine, ANNA, draft.key, part(engine, draft, "LAW").id, [Edit("description", "Swapped at the last moment.")])
    submitted(engine, draft)
    with pytest.raises(ConflictError, match="changed after you opened"):
        approve(engine, RITA, draft.key, Saying(Step.APPROVE, "", seen.revision), LIMITS, WISH)


def test_of_two_reviewers_one_approves(engine: Engine, draft: DraftRecord) -> None:
    now = submitted(engine, draft)
    second = Person("rob", "Rob", RITA.grants)
    told: list[str] = []

    def go(who: Person) -> None:
        try:
            told.append(approve(engine, who, draft.key, Saying(Step.APPROVE, "", now.revision), LIMITS, WISH).outcome)
        except ConflictError:
            told.append("conflict")

    threads = [threading.Thread(target=go, args=(who,)) for who in (RITA, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["conflict", "sealed"]
    assert verify(engine).sound


def test_a_draft_that_breaks_a_rule_stays_a_draft(engine: Engine, draft: DraftRecord) -> None:
    save(engine, ANNA, draft.key, part(engine, draft, "LAW").id, [Edit("codeList", "no-such-list")])
    assert "codelist-unknown" in {problem.rule for problem in judge(engine, submitted(engine, draft), LIMITS).errors}
    with pytest.raises(PackageRefusedError):
        approve(engine, RITA, draft.key, Saying(Step.APPROVE), LIMITS, WISH)
    with reading(engine) as session:
        assert drafts.find(session, draft.key).state is DraftState.SUBMITTED  # type: ignore[union-attr]


def test_what_says_nothing_new_is_not_sealed_again(engine: Engine, draft: DraftRecord) -> None:
    registry.publish(engine, [sample()])
    submitted(engine, draft)
    with pytest.raises(ConflictError, match="says the same"):
        approve(engine, RITA, draft.key, Saying(Step.APPROVE), LIMITS, WISH)


def test_words_that_are_missing(engine: Engine, draft: DraftRecord) -> None:
    submitted(engine, draft)
    with pytest.raises(InvalidRequestError, match="nothing to tell"):
        take(engine, RITA, draft.key, Saying(Step.RETURN, "  "))


def test_two_people_write_the_same_words(engine: Engine, draft: DraftRecord) -> None:
    law = part(engine, draft, "LAW")
    was = tag(law.body["description"])
    save(engine, ANNA, draft.key, law.id, [Edit("description", "Anna's words.", was)])
    late = save(engine, BEN, draft.key, law.id, [Edit("description", "Ben's words.", was), Edit("note", "Also.", "")])
    assert [(one.theirs, one.mine, one.by) for one in late.clashes] == [("Anna's words.", "Ben's words.", "anna")]
    assert part(engine, draft, "LAW").body.get("note") is None
    agreed = save(engine, BEN, draft.key, law.id, [Edit("description", "Anna's words.", was)])
    assert not agreed.clashes
    other = save(engine, BEN, draft.key, law.id, [Edit("note", "Only this.", "")])
    assert other.part.body["note"] == "Only this."
    assert other.part.body["description"] == "Anna's words."


def test_parts_come_go_and_move(engine: Engine, draft: DraftRecord) -> None:
    cases = next(one.id for one in parts(engine, draft) if one.kind is PartKind.TABLE and one.name == "cases")
    new = add(engine, ANNA, draft.key, PartKind.VARIABLE, "CREATED", cases)
    order = [one.id for one in variables(engine, draft, cases)]
    assert order[-1] == new.id
    arrange(engine, ANNA, draft.key, [new.id, *order[:-1]])
    assert [one.name for one in variables(engine, draft, cases)] == ["CREATED", "CASE_ID", "LAW"]
    save(engine, ANNA, draft.key, new.id, [Edit("name", "CREATEDON")])
    remove(engine, ANNA, draft.key, order[0])
    assert [one.name for one in variables(engine, draft, cases)] == ["CREATEDON", "LAW"]
    remove(engine, ANNA, draft.key, cases)
    assert {one.name for one in parts(engine, draft)} == {"cases", "people", "PERSON_ID", "CASE_ID", "law-type"}
    with pytest.raises(NotFoundError, match="no such part"):
        save(engine, ANNA, draft.key, cases, [Edit("title", "Gone")])


def parts(engine: Engine, draft: DraftRecord) -> list[Part]:
    with reading(engine) as session:
        return drafts.parts(session, draft)


def variables(engine: Engine, draft: DraftRecord, table: int) -> list[Part]:
    with reading(engine) as session:
        return drafts.variables(session, draft, table)


def test_changing_the_mode_takes_two(engine: Engine) -> None:
    organisations(engine)
    with pytest.raises(ForbiddenError):
        approval.propose(engine, RITA, "pub", ApprovalMode.TWO_PERSON)
    approval.propose(engine, CHIEF, "pub", ApprovalMode.TWO_PERSON)
    with pytest.raises(ForbiddenError, match="yourself"):
        approval.confirm(engine, CHIEF, "pub")
    assert approval.confirm(engine, DEPUTY, "pub").outcome == "recorded"
    with pytest.raises(NotFoundError, match="waits"):
        approval.confirm(engine, DEPUTY, "pub")
    assert approval.modes(engine) == {"pub": "two-person"}
    assert verify(engine).sound


def test_one_person_cannot_publish_where_two_are_wanted(engine: Engine) -> None:
    organisations(engine)
    registry.publish(engine, [sample()])
    approval.propose(engine, CHIEF, "pub", ApprovalMode.TWO_PERSON)
    approval.confirm(engine, DEPUTY, "pub")
    assert registry.publish(engine, [sample()])[0].outcome == "unchanged"
    newer = sample("2.0.0", LAW="Said better.")
    with pytest.raises(PackageRefusedError, match="second person"):
        registry.publish(engine, [newer])
    wish = Wish(instead=as_draft(THE_OPERATOR))
    first, again = (registry.publish(engine, [newer], wish=wish)[0] for _ in range(2))
    assert (first.outcome, again.outcome) == ("draft", "unchanged")
    assert first.draft == again.draft
    take(engine, BEN, first.draft, Saying(Step.SUBMIT))
    with pytest.raises(ForbiddenError, match="wrote this draft"):
        approve(engine, BEN, first.draft, Saying(Step.APPROVE), LIMITS, WISH)
    assert approve(engine, RITA, first.draft, Saying(Step.APPROVE), LIMITS, WISH).version == "2.0.0"


def test_the_usual_mode_holds_where_the_journal_is_silent(engine: Engine) -> None:
    organisations(engine)
    with pytest.raises(PackageRefusedError, match="second person"):
        registry.publish(engine, [sample()], wish=Wish(usual=ApprovalMode.TWO_PERSON))


def of_another(version: str = "2.0.0", publisher: str = "else") -> Sample:
    """The same dataset, of another publisher as its package says, or of none."""
    made = sample(version, LAW="Said by somebody else.")
    facts = {name: value for name, value in made.dataset.items() if name != "publisher" or publisher}
    facts |= {"publisher": publisher} if publisher else {}
    return Sample(made.slug, facts, made.tables, made.release, made.code_lists)


def test_a_dataset_is_not_taken_from_its_publisher(engine: Engine) -> None:
    """By a package, by a draft, or by approving one that was opened before there was the dataset."""
    organisations(engine)
    theirs = open_draft(engine, OTHER, "cases", "else", source_of(of_another()))
    take(engine, OTHER, theirs.key, Saying(Step.SUBMIT))
    registry.publish(engine, [sample()])
    second = Person("oscar", "Oscar Other", OTHER.grants)
    for attempt in (
        lambda: hand_in(engine, OTHER, of_another(), WISH),
        lambda: open_draft(engine, OTHER, "cases", "else", source_of(of_another())),
        lambda: approve(engine, second, theirs.key, Saying(Step.APPROVE), LIMITS, WISH),
    ):
        with pytest.raises(ForbiddenError, match="dataset of the publisher 'pub'"):
            attempt()
    with reading(engine) as session:
        assert [one.version for one in find.dataset(session, "cases").releases] == ["1.0.0"]
    both = Person("beth", "Beth", (*OTHER.grants, *BEN.grants))
    assert hand_in(engine, both, of_another(), WISH).outcome == "sealed", "who may write for both hands it over"


@pytest.mark.parametrize("publisher", ["else", ""])
def test_naming_another_publisher_spares_nobody_the_second_person(engine: Engine, publisher: str) -> None:
    organisations(engine)
    registry.publish(engine, [sample()])
    approval.propose(engine, CHIEF, "pub", ApprovalMode.TWO_PERSON)
    approval.confirm(engine, DEPUTY, "pub")
    with pytest.raises(PackageRefusedError, match="second person"):
        registry.publish(engine, [of_another(publisher=publisher)])


def test_a_draft_goes_with_its_dataset_to_another_name(engine: Engine) -> None:
    """Who has a role for this one dataset alone sees it still, and it can be sealed."""
    organisations(engine)
    registry.publish(engine, [sample()])
    nora = Person("nora", "Nora", (Grant(Role.STEWARD, "pub", "cases"),))
    draft = open_draft(engine, nora, "cases", "pub", source_of(sample("2.0.0", LAW="Said better."), base="1.0.0"))
    registry.rename(engine, "cases", "files")
    nora = Person("nora", "Nora", (Grant(Role.STEWARD, "pub", "files"),))
    now = take(engine, nora, draft.key, Saying(Step.SUBMIT))
    outcome = approve(engine, RITA, draft.key, Saying(Step.APPROVE, "", now.revision), LIMITS, WISH)
    assert (outcome.subject, outcome.version) == ("files", "2.0.0")
    assert verify(engine).sound
