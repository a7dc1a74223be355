"""Submitting, commenting, returning, approving. Approval seals: what the second person saw is what is published."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import Engine
from sqlmodel import Session

from catalogue import registry
from catalogue.drafts.checking import checked
from catalogue.drafts.concepts import drafted, require_power, terms_of
from catalogue.drafts.document import put_together
from catalogue.drafts.found import seen
from catalogue.drafts.standing import WAYS, WRITING, Step, require
from catalogue.errors import ConflictError, InvalidRequestError
from catalogue.model.authority import Person, Power
from catalogue.model.drafts import DraftState, PartKind
from catalogue.model.kinds import ApprovalMode
from catalogue.packages.facts import Package
from catalogue.packages.limits import Limits
from catalogue.registry.acts import record
from catalogue.registry.journal import Outcome
from catalogue.registry.prepare import Wish
from catalogue.store import drafts, journal
from catalogue.store.drafts import DraftRecord
from catalogue.store.engine import reading, writing

MOST_TEXT = 10_000
# Steps that say nothing without words.
_NEED_WORDS = frozenset({Step.COMMENT, Step.RETURN})


@dataclass(frozen=True, slots=True)
class Saying:
    """What somebody does to a draft, with what they say of it.

    revision: the draft's revision that they looked at; None when it does not matter.
    """

    step: Step
    text: str = ""
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class _End:
    """What became of a draft: its release, sealed now or before, and the concepts that were recorded with it."""

    release: Outcome
    concepts: tuple[str, ...]

    @property
    def sealed(self) -> bool:
        """True when the draft made the release; else its concepts alone were new."""
        return self.release.outcome == "sealed"

    def story(self) -> str:
        """What the activity tells beside the words of the reviewer."""
        told = [f"Concepts recorded: {', '.join(self.concepts)}."] if self.concepts else []
        if not self.sealed:
            told.append(f"Release {self.release.version} says already what the draft says, and stays as it is.")
        return " ".join(told)


def take(engine: Engine, person: Person, key: str, saying: Saying) -> DraftRecord:
    """Take a step that seals nothing: submit, take back, comment, return, abandon.

    A draft is submitted as it is: `approve` finds out whether it can be sealed, and so does the page before it offers
    to submit. Who submits stands in for what it changes in concepts, which are shared: of others' datasets they must be
    a steward too. Raises NotFoundError, ForbiddenError, ConflictError, and InvalidRequestError for missing words.
    """
    if saying.step is Step.APPROVE:
        raise AssertionError("approval seals, and has a function of its own")
    with writing(engine) as session:
        draft = _allowed(session, person, key, saying)
        if saying.step is Step.SUBMIT:
            concepts = drafted(session, drafts.parts(session, draft, [PartKind.CONCEPT]))
            require_power(session, draft, person, Power.WRITE, concepts)
        target = WAYS[saying.step].target
        _write_down(session, draft, person, saying, target or draft.state)
        return seen(session, person, key)


def approve(engine: Engine, person: Person, key: str, saying: Saying, limits: Limits, wish: Wish) -> Outcome:
    """Seal a draft and record what it changes in concepts, in one write with its approval.

    When only its concepts are new, the draft is closed with the release that says already what it says. wish: rules for
    lineage; how it was approved is added here. The outcome is that of the release: `sealed`, or `unchanged`.

    Whoever approves may do so for the publisher that the dataset has so far, too, and is a reviewer of every dataset
    that a concept's changes concern. Raises what `take` raises; PackageRefusedError when the draft breaks a rule;
    ConflictError when somebody recorded another state of a concept, and when nothing of it is new.
    """
    with reading(engine) as session:
        draft = _allowed(session, person, key, saying)
        concepts = drafted(session, drafts.parts(session, draft, [PartKind.CONCEPT]))
        require_power(session, draft, person, Power.REVIEW, concepts)
        package, terms = package_of(session, draft, limits), terms_of(concepts, limits)
        authors = sorted(drafts.writers(session, draft, WRITING))
    approval = {"mode": ApprovalMode.TWO_PERSON.value, "authors": authors, "approvedBy": person.name}

    def seal(session: Session, outcomes: list[Outcome]) -> None:
        # Another reviewer may have been quicker, and the draft may have been taken back, since it was read.
        again = _allowed(session, person, key, replace(saying, revision=draft.revision))
        *told, release = outcomes
        recorded = tuple(one.subject.partition(":")[2] for one in told if one.serial is not None)
        if release.outcome != "sealed" and not recorded:
            raise ConflictError(release.message, remedy="Return the draft, or abandon it.")
        _write_down(session, again, person, saying, DraftState.SEALED, _End(release, recorded))

    wish = replace(wish, approval=approval, may=partial(person.may, Power.REVIEW))
    return registry.publish(engine, [package], terms, wish=wish, also=seal)[-1]


def package_of(session: Session, draft: DraftRecord, limits: Limits) -> Package:
    """The package that a draft would be sealed as. Raises PackageRefusedError with every rule that it breaks."""
    files = put_together(draft.slug, drafts.parts(session, draft), drafts.files(session, draft))
    return checked(files, limits)


def _allowed(session: Session, person: Person, key: str, saying: Saying) -> DraftRecord:
    if saying.step in _NEED_WORDS and not saying.text.strip():
        raise InvalidRequestError("There is nothing to tell.", remedy="Write what you mean.")
    if len(saying.text) > MOST_TEXT:
        raise InvalidRequestError(f"The text is longer than {MOST_TEXT:,} characters.", remedy="Say it shorter.")
    draft = seen(session, person, key)
    require(saying.step, draft, person, drafts.writers(session, draft, WRITING))
    if saying.revision is not None and saying.revision != draft.revision:
        raise ConflictError(
            f"The draft of {draft.slug!r} was changed after you opened the page.",
            remedy="Open it again, and look at what changed.",
        )
    return draft


def _write_down(
    session: Session,
    draft: DraftRecord,
    person: Person,
    saying: Saying,
    state: DraftState,
    end: _End | None = None,
) -> None:
    """Row, activity and record of a step. Words alone change nothing that a reviewer looked at."""
    moment = journal.now()
    revision = draft.revision
    words, told, digest = saying.text.strip(), {"dataset": draft.slug}, ""
    if end is not None:
        words = "\n\n".join(filter(None, (words, end.story())))
        told |= {"version": end.release.version, **({"concepts": ", ".join(end.concepts)} if end.concepts else {})}
        digest = end.release.digest if end.sealed else ""
    if saying.step is not Step.COMMENT:
        sealed = end.release.version if end is not None else None
        revision = drafts.touch(session, draft, moment, state=state.value, sealed=sealed)
    drafts.add_event(session, draft, revision, moment, person.name, saying.step, words)
    record(session, person.name, saying.step, f"draft:{draft.key}", told, digest)
