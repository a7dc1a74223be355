"""A draft as its steward and its reviewers see it: what stops it, what it changes, its parts, what happened to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalogue.drafts.concepts import place_of
from catalogue.drafts.judging import Judgement
from catalogue.drafts.standing import Step, allows
from catalogue.errors import Problem
from catalogue.model.authority import Person
from catalogue.model.concepts import Concept
from catalogue.model.drafts import DraftState, PartKind
from catalogue.releases.diff import Aspect, Change
from catalogue.releases.diff.words import Span
from catalogue.releases.gate import Result
from catalogue.store.drafts import DraftRecord, Event, Part
from catalogue.web import addresses
from catalogue.web.contexts.changed import in_words
from catalogue.web.contexts.common import Head, Link
from catalogue.web.contexts.draft_concept import ConceptLines, concept_lines

# What stops a release is listed whole; further lines are on the pages of the parts.
# What is about no table is put right on the page of the description.
_WHOLE = ("", "")
MOST_PROBLEMS, MOST_CHANGES, MOST_EVENTS = 100, 60, 50
STATES = {
    DraftState.OPEN: "Draft",
    DraftState.SUBMITTED: "Submitted",
    DraftState.SEALED: "Sealed",
    DraftState.ABANDONED: "Abandoned",
}


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in a list.

    url: its page.
    slug: the dataset.
    title: what the dataset is called, or its short name.
    publisher: for whom it is written.
    base: the release that it started from, or empty.
    state: where it stands, in a word.
    author: who opened it.
    changed: when it was last written to, UTC.
    release_url: the release that it became, or empty.
    """

    url: str
    slug: str
    title: str
    publisher: str
    base: str
    state: str
    author: str
    changed: str
    release_url: str


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """Something that a rule has against the draft.

    text: what is wrong.
    remedy: what to do.
    place: the part that it is about, with its page; None for the draft as a whole.
    rule: the code of the rule.
    rule_url: what the manual says of it.
    """

    text: str
    remedy: str
    place: Link | None
    rule: str
    rule_url: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """Something that differs from the release before.

    weight: `breaking`, `additive` or `editorial`.
    thing: what changed, by its name.
    said: the property, or what happened to the thing as a whole.
    spans: what stays, goes and comes: pairs of `same`, `del` or `ins`, and a text.
    """

    weight: str
    thing: str
    said: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class DraftStanding:
    """What would become of the draft if it were sealed now.

    errors: what stops it.
    warnings: what should be looked at.
    left_out: number of further errors and warnings.
    before: the release that it is compared with, or empty.
    changes: what it changes, the gravest first.
    more_changes: number of further changes.
    proposed: the version that the changes ask for.
    unchanged: true when it says what the release before says.
    passed: number of rules of the gate that it passes, or None while it is no package yet.
    points: its score, 0 to 100, or None.
    score: parts of the score: what they are about, points, and the most there are.
    concepts: what it changes in concepts, which are recorded beside the release.
    """

    errors: tuple[ProblemLine, ...]
    warnings: tuple[ProblemLine, ...]
    left_out: int
    before: str
    changes: tuple[ChangeLine, ...]
    more_changes: int
    proposed: str
    unchanged: bool
    passed: int | None
    points: int | None
    score: tuple[tuple[str, int, int], ...]
    concepts: tuple[ConceptLines, ...]


@dataclass(frozen=True, slots=True)
class PartLine:
    """A table, code list or concept of the draft.

    name: its name.
    title: what it is called.
    url: its page.
    count: number of its variables, or of its codes.
    undefined: number of variables that nobody has defined.
    """

    name: str
    title: str
    url: str
    count: int
    undefined: int


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A draft.

    head: what the page says of itself.
    line: the draft in short.
    key: its name in addresses.
    revision: number of times that it was written to; what a reviewer approves.
    version: that it would be sealed with, or empty.
    standing: what would become of it.
    description_url: page of the dataset's own facts.
    tables: its tables.
    code_lists: its own code lists.
    concepts: concepts of the register that it may change, and new ones.
    known_concepts: name and title of those that can be added; empty when the person may not write.
    steps: what the person may do now, as `submitted` or `approved`.
    writers: names of everybody who wrote it.
    is_writer: true when the person is one of them.
    events: what happened, newest first.
    """

    head: Head
    line: DraftLine
    key: str
    revision: int
    version: str
    standing: DraftStanding
    description_url: str
    tables: tuple[PartLine, ...]
    code_lists: tuple[PartLine, ...]
    concepts: tuple[PartLine, ...]
    known_concepts: tuple[tuple[str, str], ...]
    steps: frozenset[str]
    writers: tuple[str, ...]
    is_writer: bool
    events: tuple[Event, ...]


def draft_line(draft: DraftRecord, titles: Mapping[str, str], publishers: Mapping[str, str]) -> DraftLine:
    """A draft in short. titles: of datasets by slug. publishers: titles of organisations by name."""
    return DraftLine(
        url=addresses.draft(draft.key),
        slug=draft.slug,
        title=titles.get(draft.slug, draft.slug),
        publisher=publishers.get(draft.publisher, draft.publisher),
        base=draft.base,
        state=STATES[draft.state],
        author=draft.author,
        changed=draft.changed,
        release_url=addresses.release(draft.slug, draft.sealed) if draft.sealed else "",
    )


def draft_page(
    line: DraftLine,
    draft: DraftRecord,
    person: Person,
    parts: Sequence[Part],
    judgement: Judgement,
    story: tuple[Sequence[Event], frozenset[str]],
    concepts: Iterable[Concept] = (),
) -> DraftPage:
    """The page of a draft. story: what happened, and the names of everybody who wrote it. concepts: of the register."""
    events, writers = story
    mine = {part.name for part in parts if part.kind is PartKind.CONCEPT}
    dataset = next((part for part in parts if part.kind is PartKind.DATASET), None)
    return DraftPage(
        head=Head(f"Draft of {line.title}", crumbs=(Link("Your work", "/steward"),)),
        line=line,
        key=draft.key,
        revision=draft.revision,
        version=str(dataset.body.get("version") or "") if dataset is not None else "",
        standing=standing(draft, parts, judgement),
        description_url=addresses.draft_part(draft.key, dataset.id) if dataset is not None else "",
        tables=_tables(draft, parts),
        code_lists=_lines(draft, parts, PartKind.CODE_LIST, "codes"),
        concepts=_lines(draft, parts, PartKind.CONCEPT, "variables"),
        known_concepts=tuple((one.name, one.title) for one in concepts if one.name not in mine)
        if allows(Step.EDIT, draft, person, writers)
        else (),
        steps=frozenset(str(step) for step in Step if step is not Step.OPEN and allows(step, draft, person, writers)),
        writers=tuple(sorted(writers)),
        is_writer=person.name in writers,
        events=tuple(events[:MOST_EVENTS]),
    )


def _lines(draft: DraftRecord, parts: Iterable[Part], kind: PartKind, counted: str) -> tuple[PartLine, ...]:
    """The parts of a kind. counted: the list of theirs that tells how large they are."""
    return tuple(
        PartLine(
            part.name,
            str(part.body.get("title") or ""),
            addresses.draft_part(draft.key, part.id),
            len(held) if isinstance(held := part.body.get(counted), list) else 0,
            0,
        )
        for part in parts
        if part.kind is kind
    )


def _tables(draft: DraftRecord, parts: Sequence[Part]) -> tuple[PartLine, ...]:
    variables: dict[int | None, list[Part]] = {}
    for part in parts:
        if part.kind is PartKind.VARIABLE:
            variables.setdefault(part.parent, []).append(part)
    return tuple(
        PartLine(
            part.name,
            str(part.body.get("title") or ""),
            addresses.draft_part(draft.key, part.id),
            len(variables.get(part.id, ())),
            sum(not one.body.get("description") for one in variables.get(part.id, ())),
        )
        for part in parts
        if part.kind is PartKind.TABLE
    )


def standing(draft: DraftRecord, parts: Sequence[Part], judgement: Judgement) -> DraftStanding:
    """What would become of a draft, with the pages where it can be put right."""
    places = _places(draft, parts)
    told = judgement.difference
    changes = [one for one in told.changes if one.aspect is not Aspect.PROVENANCE] if told is not None else []
    changes.sort(key=lambda one: ("breaking", "additive", "editorial").index(str(one.weight)))
    errors, warnings, verdict = judgement.errors, judgement.warnings, judgement.verdict
    return DraftStanding(
        errors=tuple(_problem(one, places) for one in errors[:MOST_PROBLEMS]),
        warnings=tuple(_problem(one, places) for one in warnings[:MOST_PROBLEMS]),
        left_out=max(0, len(errors) - MOST_PROBLEMS) + max(0, len(warnings) - MOST_PROBLEMS),
        before=judgement.before,
        changes=tuple(_change(one) for one in changes[:MOST_CHANGES]),
        more_changes=max(0, len(changes) - MOST_CHANGES),
        proposed=judgement.proposed,
        unchanged=judgement.unchanged,
        passed=verdict.count(Result.PASSED) if verdict is not None else None,
        points=verdict.score.points if verdict is not None else None,
        score=tuple((str(one.need), one.points, one.weight) for one in verdict.score.parts)
        if verdict is not None
        else (),
        concepts=tuple(concept_lines(draft, one) for one in judgement.concepts),
    )


def _places(draft: DraftRecord, parts: Iterable[Part]) -> dict[tuple[str, str], Link]:
    """Pages of parts by their names, of concepts by where problems say that they are; of two of one name the first."""
    held = list(parts)
    tables = {part.id: part.name for part in held if part.kind is PartKind.TABLE}
    found: dict[tuple[str, str], Link] = {}
    for part in held:
        link = Link(part.name, addresses.draft_part(draft.key, part.id), physical=True)
        if part.kind is PartKind.DATASET:
            found[_WHOLE] = Link("Description", link.url)
        elif part.kind is PartKind.TABLE:
            found.setdefault((part.name, ""), link)
        elif part.kind is PartKind.VARIABLE:
            found.setdefault((tables.get(part.parent or 0, ""), part.name), link)
        elif part.kind is PartKind.CODE_LIST:
            found.setdefault(("", part.name), link)
        else:
            found.setdefault((place_of(part.name), ""), link)
    return found


def _problem(problem: Problem, places: Mapping[tuple[str, str], Link]) -> ProblemLine:
    outer = problem.file or problem.table
    place = places.get((outer, problem.variable)) or places.get((outer, ""), places.get(_WHOLE))
    return ProblemLine(problem.message, problem.remedy, place, problem.rule, f"/help/rules#{problem.rule}")


def _change(change: Change) -> ChangeLine:
    place = change.place
    thing = " ".join(filter(None, (place.code_list or place.table, place.code or place.variable))) or "the dataset"
    return ChangeLine(str(change.weight), thing, *in_words(change))
