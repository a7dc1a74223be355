"""Concepts in a draft: taken over, judged, and recorded when a second person approves whom they concern."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from catalogue import registry
from catalogue.audit import verify
from catalogue.dictionaries.limits import DictionaryLimits
from catalogue.drafts.editing import Edit, add, bring_forward, remove, save
from catalogue.drafts.handing_in import source_of
from catalogue.drafts.importing import incoming, preview, read_dictionary
from catalogue.drafts.judging import Judgement, judge
from catalogue.drafts.opening import open_draft
from catalogue.drafts.review import Saying, approve, take
from catalogue.drafts.standing import Step
from catalogue.errors import ConflictError, ForbiddenError, InvalidRequestError, PackageRefusedError
from catalogue.model.authority import Grant, Person, Role
from catalogue.model.drafts import DraftState, PartKind
from catalogue.model.kinds import VocabularyKind
from catalogue.packages.limits import Limits
from catalogue.registry.journal import Outcome
from catalogue.registry.prepare import Wish
from catalogue.store import drafts, vocabulary
from catalogue.store.drafts import DraftRecord, Part
from catalogue.store.engine import reading
from tests.drafts.people import ANNA, RITA, organisations
from tests.samples import Sample, small

LIMITS, WISH = Limits(), Wish()
BOTH = (Grant(Role.STEWARD, "else"), Grant(Role.REVIEWER, "else"))
WIDE_ANNA, WIDE_RITA = replace(ANNA, grants=(*ANNA.grants, *BOTH)), replace(RITA, grants=(*RITA.grants, *BOTH))


def member(dataset: str, name: str = "LAW", table: str = "cases") -> dict[str, Any]:
    return {"dataset": dataset, "table": table, "name": name, "match": "exact"}


LAW = {"name": "law", "title": "Law", "terms": ["law"], "variables": [member("cases")]}
SHARED = {"name": "shared", "title": "Shared", "variables": [member("cases"), member("foreign")]}


def sample(slug: str = "cases", publisher: str = "pub") -> Sample:
    made = small(slug)
    dataset = {**made.dataset, "publisher": publisher, "accessRights": "restricted"}
    return Sample(made.slug, dataset, made.tables, made.release, made.code_lists)


@pytest.fixture
def draft(engine: Engine) -> DraftRecord:
    """A draft of Anna's that says what release 1.0.0 of `cases` says. `foreign` is another publisher's."""
    organisations(engine)
    concepts = {"law": LAW, "shared": SHARED}
    registry.publish(engine, [sample(), sample("foreign", "else")], registry.Terms(concepts=concepts))
    return open_draft(engine, ANNA, "cases", "pub", source_of(sample(), base="1.0.0"))


def taken(engine: Engine, draft: DraftRecord, name: str, **properties: Any) -> Part:
    """A concept in the draft, with some properties written by Anna."""
    part = add(engine, ANNA, draft.key, PartKind.CONCEPT, name)
    edits = [Edit(key, value) for key, value in properties.items()]
    return save(engine, ANNA, draft.key, part.id, edits).part if edits else part


def judged(engine: Engine, draft: DraftRecord) -> Judgement:
    with reading(engine) as session:
        now = drafts.find(session, draft.key)
    assert now is not None
    return judge(engine, now, LIMITS)


def rules(engine: Engine, draft: DraftRecord) -> dict[str, str]:
    """Rule and place of all that is said of the draft's concepts."""
    return {problem.rule: problem.file for problem in judged(engine, draft).problems if problem.file}


def approved(engine: Engine, draft: DraftRecord, author: Person = ANNA, reviewer: Person = RITA) -> Outcome:
    now = take(engine, author, draft.key, Saying(Step.SUBMIT))
    return approve(engine, reviewer, draft.key, Saying(Step.APPROVE, "Good.", now.revision), LIMITS, WISH)


def states(engine: Engine, name: str) -> list[str]:
    with reading(engine) as session:
        return [state.digest for state in vocabulary.history(session, VocabularyKind.CONCEPT, name)]


def published(engine: Engine, concept: dict[str, Any], **properties: Any) -> None:
    registry.publish(engine, [], registry.Terms(concepts={concept["name"]: {**concept, **properties}}))


def test_a_concept_comes_in_as_it_is_in_force(engine: Engine, draft: DraftRecord) -> None:
    published(engine, LAW, title="Law now")
    part = taken(engine, draft, "law")
    assert {"name": part.name, **part.body} == {**LAW, "title": "Law now"}
    assert part.origins == {"name": {"how": "inherited", "from": states(engine, "law")[-1]}}
    assert taken(engine, draft, "new-one").origins == {}
    with pytest.raises(InvalidRequestError, match="has the concept 'law' already"):
        taken(engine, draft, "law")
    with pytest.raises(InvalidRequestError, match="cannot be the name of a concept"):
        taken(engine, draft, "Law type")
    with pytest.raises(InvalidRequestError, match="keeps its name"):
        save(engine, ANNA, draft.key, part.id, [Edit("name", "lex")])


def test_what_is_approved_is_recorded_with_the_release(engine: Engine, draft: DraftRecord) -> None:
    taken(engine, draft, "law", title="Law of the case")
    taken(engine, draft, "new-one", variables=[member("cases", "ADDED")])
    untouched = taken(engine, draft, "shared")
    with reading(engine) as session:
        table = next(one for one in drafts.parts(session, draft, [PartKind.TABLE]) if one.name == "cases")
        dataset = drafts.parts(session, draft, [PartKind.DATASET])[0]
    new = add(engine, ANNA, draft.key, PartKind.VARIABLE, "ADDED", table.id)
    edits = [Edit("description", "Something."), Edit("mark", "documented")]
    save(engine, ANNA, draft.key, new.id, edits)
    save(engine, ANNA, draft.key, dataset.id, [Edit("version", "1.1.0")])
    standing = judged(engine, draft)
    assert not standing.errors
    # The draft's own new variable counts as one that exists.
    assert [one.rule for one in standing.warnings if one.file] == []
    assert [(one.name, one.new) for one in standing.concepts] == [("law", False), ("new-one", True)]
    outcome = approved(engine, draft)
    assert (outcome.outcome, outcome.version) == ("sealed", "1.1.0")
    with reading(engine) as session:
        law, made = (vocabulary.concept(session, name) for name in ("law", "new-one"))
        event = drafts.events(session, draft)[0]
    assert law is not None
    assert made is not None
    assert (law.title, made.variables[0].name) == ("Law of the case", "ADDED")
    assert (len(states(engine, "law")), len(states(engine, untouched.name))) == (2, 1)
    assert event.text == "Good.\n\nConcepts recorded: law, new-one."
    assert verify(engine).sound


def test_concepts_alone_are_recorded_and_the_release_stays(engine: Engine, draft: DraftRecord) -> None:
    assert [one.rule for one in judged(engine, draft).errors] == ["version-taken"]
    taken(engine, draft, "law", note="Seen anew.")
    standing = judged(engine, draft)
    assert (standing.errors, standing.unchanged) == ((), True)
    outcome = approved(engine, draft)
    assert (outcome.outcome, outcome.version) == ("unchanged", "1.0.0")
    with reading(engine) as session:
        now = drafts.find(session, draft.key)
        law = vocabulary.concept(session, "law")
        event = drafts.events(session, draft)[0]
    assert now is not None
    assert law is not None
    assert (now.state, now.sealed, law.note) == (DraftState.SEALED, "1.0.0", "Seen anew.")
    assert event.text.endswith(
        "Concepts recorded: law. Release 1.0.0 says already what the draft says, and stays as it is."
    )
    assert verify(engine).sound


def test_what_changes_nothing_is_refused(engine: Engine, draft: DraftRecord) -> None:
    taken(engine, draft, "law")
    assert [one.rule for one in judged(engine, draft).errors] == ["version-taken"]
    with pytest.raises(ConflictError, match="says the same"):
        approved(engine, draft)


def test_an_edit_that_is_taken_out_is_forgotten(engine: Engine, draft: DraftRecord) -> None:
    part = taken(engine, draft, "law", title="Never said")
    remove(engine, ANNA, draft.key, part.id)
    assert judged(engine, draft).concepts == ()
    with pytest.raises(ConflictError, match="says the same"):
        approved(engine, draft)
    assert len(states(engine, "law")) == 1


def test_rules_of_concepts_name_the_concept(engine: Engine, draft: DraftRecord) -> None:
    taken(engine, draft, "law", title=None, ambiguousTerms=["lex"])
    taken(engine, draft, "new-one", variables=[member("cases", "LAWW")])
    assert rules(engine, draft) == {
        "property-missing": "concept law",
        "concept-term": "concept law",
        "concept-member": "concept new-one",
    }
    with pytest.raises(PackageRefusedError) as refused:
        approved(engine, draft)
    assert {problem.file for problem in refused.value.problems} == {"concept law"}
    assert len(states(engine, "law")) == 1


def test_a_state_that_somebody_recorded_meanwhile(engine: Engine, draft: DraftRecord) -> None:
    part = taken(engine, draft, "law", title="Mine")
    assert rules(engine, draft) == {}
    published(engine, LAW, note="Theirs.", terms=["law", "lex"])
    assert rules(engine, draft) == {"concept-moved": "concept law"}
    with pytest.raises(ConflictError, match="another state of the concept 'law'"):
        approved(engine, draft)
    with reading(engine) as session:
        now = drafts.find(session, draft.key)
    assert now is not None
    assert now.state is DraftState.SUBMITTED
    assert len(states(engine, "law")) == 2
    take(engine, ANNA, draft.key, Saying(Step.TAKE_BACK))
    for _ in range(2):  # the second time there is nothing to bring in
        bring_forward(engine, ANNA, draft.key, part.id)
    with reading(engine) as session:
        fresh = drafts.part(session, draft, part.id)
    assert fresh is not None
    assert fresh.body == {"title": "Mine", "note": "Theirs.", "terms": ["law", "lex"], "variables": LAW["variables"]}
    assert rules(engine, draft) == {}
    assert approved(engine, draft).outcome == "unchanged"
    assert len(states(engine, "law")) == 3


def test_a_name_that_somebody_else_took_meanwhile(engine: Engine, draft: DraftRecord) -> None:
    taken(engine, draft, "new-one", terms=["mine"])
    published(engine, {"name": "new-one", "title": "Theirs"})
    assert rules(engine, draft) == {"concept-moved": "concept new-one"}
    with pytest.raises(ConflictError, match="another state"):
        approved(engine, draft)


def test_who_says_the_same_does_not_clash(engine: Engine, draft: DraftRecord) -> None:
    taken(engine, draft, "law", note="The same.")
    published(engine, LAW, note="The same.")
    assert judged(engine, draft).concepts == ()
    assert rules(engine, draft) == {}


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Said otherwise"},
        {"variables": [member("cases")]},
        {"variables": [*SHARED["variables"], member("foreign", "CASE_ID")]},
        {"differences": [{"datasets": ["cases", "foreign"], "description": "Other days."}]},
    ],
)
def test_what_concerns_another_publisher_takes_people_of_both(
    engine: Engine, draft: DraftRecord, change: dict[str, Any]
) -> None:
    taken(engine, draft, "shared", **change)
    [told] = judged(engine, draft).concepts
    assert told.concerns == (("foreign", "else"),)
    with pytest.raises(ForbiddenError, match="'foreign' of the publisher 'else', where you are no steward"):
        approved(engine, draft)
    with pytest.raises(ForbiddenError, match="'foreign' of the publisher 'else', where you are no reviewer"):
        approved(engine, draft, WIDE_ANNA)
    take(engine, WIDE_ANNA, draft.key, Saying(Step.TAKE_BACK))
    assert len(states(engine, "shared")) == 1
    assert approved(engine, draft, WIDE_ANNA, WIDE_RITA).outcome == "unchanged"
    assert len(states(engine, "shared")) == 2


def test_ones_own_members_of_a_shared_concept_are_ones_own(engine: Engine, draft: DraftRecord) -> None:
    taken(engine, draft, "shared", variables=[member("foreign"), member("cases", "CASE_ID")])
    assert judged(engine, draft).concepts[0].concerns == ()
    assert approved(engine, draft).outcome == "unchanged"


def test_a_dataset_is_known_by_its_former_names(engine: Engine, draft: DraftRecord) -> None:
    registry.rename(engine, "foreign", "abroad")
    taken(engine, draft, "shared", title="Said otherwise")
    assert judged(engine, draft).concepts[0].concerns == (("abroad", "else"),)
    with pytest.raises(ForbiddenError, match="'abroad'"):
        approved(engine, draft)


def test_a_dictionary_leaves_concepts_alone(engine: Engine, draft: DraftRecord) -> None:
    taken(engine, draft, "law", title="Mine")
    book = read_dictionary(b"Table,Variable,Label\ncases,LAW,Law\n", "book.csv", DictionaryLimits())
    outcome = preview(engine, draft, incoming(engine, draft, book))
    assert not [place for place in outcome.parts if place.kind == PartKind.CONCEPT]


def test_members_are_looked_for_in_every_release_and_in_any_case(engine: Engine, draft: DraftRecord) -> None:
    taken(engine, draft, "law", variables=[member("cases"), member("foreign", "law"), member("nowhere")])
    found = [problem for problem in judged(engine, draft).warnings if problem.file]
    assert [(one.rule, "nowhere / cases / LAW" in one.message) for one in found] == [("concept-member", True)]
