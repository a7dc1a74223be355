"""What would become of a draft if it were sealed now: rules it breaks, what it changes, the version it asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Engine
from sqlmodel import Session

from catalogue.drafts.checking import checked
from catalogue.drafts.concepts import ConceptChange, changes_of, drafted, problems_of
from catalogue.drafts.content import content_of
from catalogue.drafts.document import put_together
from catalogue.errors import PackageRefusedError, Problem
from catalogue.model import Release
from catalogue.model.kinds import VocabularyKind
from catalogue.model.names import is_version
from catalogue.model.timeline import order
from catalogue.packages.facts import Package
from catalogue.packages.files import InMemory
from catalogue.packages.limits import Limits
from catalogue.registry import differences
from catalogue.registry.gate import subject_of
from catalogue.registry.prepare import Terms, Wish, prepare
from catalogue.releases import gate
from catalogue.releases.canonical import NotCanonicalError
from catalogue.releases.content import Content
from catalogue.releases.content import Part as Built
from catalogue.releases.diff import Difference, proposed
from catalogue.store import drafts, journal, vocabulary, write
from catalogue.store.drafts import DraftRecord, Part
from catalogue.store.engine import reading
from catalogue.store.kept import Kept
from catalogue.store.objects import digests

FIRST_VERSION = "1.0.0"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What there is to say of a draft as it stands.

    problems: errors first. before: version of the release that it is compared with, empty for a first one.
    difference: to that release; None when there is none, or the draft is too broken to compare. proposed: the least
    version that says what changed. unchanged: true when it says what `before` says already. verdict: that of the gate;
    None while the draft is no package yet. concepts: what it changes in them.
    """

    problems: tuple[Problem, ...]
    before: str
    difference: Difference | None
    proposed: str
    unchanged: bool = False
    verdict: gate.Verdict | None = None
    concepts: tuple[ConceptChange, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What blocks."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What is allowed, but should be looked at."""
        return tuple(problem for problem in self.problems if problem.severity != "error")


# By draft, its revision and the end of the journal: all that a judgement depends on.
_KEPT: Kept[Judgement] = Kept(64)


def judge(engine: Engine, draft: DraftRecord, limits: Limits, threshold: int = 10) -> Judgement:
    """Judge a draft as it stands. Writes nothing, takes no lock. threshold: least count of people that may be told."""
    with reading(engine) as session:
        head = journal.head(session)

    def work(_missing: list[str]) -> Mapping[str, Judgement]:
        with reading(engine) as session:
            parts, rows = drafts.parts(session, draft), drafts.files(session, draft)
            package, problems = _read(put_together(draft.slug, parts, rows), limits)
            verdict = _at_the_gate(session, package, threshold) if package is not None else None
            concepts = drafted(session, parts)
            changes = tuple(changes_of(session, draft, concepts))
            version = package.release.version if package is not None else None
            judged = _compared(session, draft, parts, version, aside=bool(changes))
            shared = list(problems_of(session, draft, parts, concepts, limits))
        if package is not None:
            problems += _unresolved(engine, package)
        problems += verdict.problems() if verdict is not None else ()
        found = sorted((*problems, *judged.problems, *shared), key=lambda problem: problem.severity != "error")
        return {key: replace(judged, problems=tuple(found), verdict=verdict, concepts=changes)}

    key = f"{draft.key} {draft.revision} {head.hash}"
    return _KEPT.all([key], work)[key]


def _at_the_gate(session: Session, package: Package, threshold: int) -> gate.Verdict:
    states = vocabulary.states_in_force(session, VocabularyKind.CODE_LIST)
    known = {name: state.digest for name, state in states.items()}
    return gate.judge(subject_of(session, package, known, threshold=threshold))


def _compared(
    session: Session, draft: DraftRecord, parts: Sequence[Part], version: str | None, *, aside: bool
) -> Judgement:
    """What a draft changes of the release in force, and what is wrong with its version.

    aside: true when it changes something beside the release, which can be approved with the release as it is.
    """
    releases = _releases(session, draft.slug)
    latest = max((one for one in releases if one.retraction_id is None), key=order, default=None)
    if latest is None:
        return Judgement((), "", None, FIRST_VERSION)
    sealed = digests(session, [latest.content_id])[latest.content_id]
    try:
        content, inline = content_of(session, draft, parts)
    except NotCanonicalError:
        return Judgement((), latest.version, None, "")
    difference = differences.against(session, sealed, content, inline)
    same = content.part.digest == sealed
    as_it_is = aside and same and version == latest.version
    steps = [] if as_it_is else _steps(session, version or "", releases, content, inline)
    return Judgement(tuple(steps), latest.version, difference, proposed(latest.version, difference), same)


def _read(files: InMemory, limits: Limits) -> tuple[Package | None, list[Problem]]:
    """The package, unless it breaks a rule, and what there is to say of it. Places name tables and variables alone."""
    try:
        package = checked(files, limits)
    except PackageRefusedError as refused:
        return None, [replace(problem, file="") for problem in refused.problems]
    return package, [replace(problem, file="") for problem in package.warnings]


def _unresolved(engine: Engine, package: Package) -> list[Problem]:
    try:
        prepare(engine, [package], Terms(), Wish())
    except PackageRefusedError as refused:
        return list(refused.problems)
    return []


def _releases(session: Session, slug: str) -> list[Release]:
    owner = write.slug_owner(session, slug)
    return write.releases_of(session, owner.id or 0) if owner is not None else []


def _steps(
    session: Session, version: str, releases: Iterable[Release], content: Content, inline: Iterable[Built]
) -> list[Problem]:
    """What is wrong with the draft's version, seen from the release before it."""
    releases = list(releases)
    if not is_version(version):
        return []
    taken = next((one for one in releases if one.version == version), None)
    if taken is not None:
        return [Problem("version-taken", f"Version {version} is sealed already.", "Give the draft a new version.")]
    before = differences.step_before(version, releases)
    if before is None:
        return []
    sealed = digests(session, [before.content_id])[before.content_id]
    problem = differences.small_step(before.version, version, differences.against(session, sealed, content, inline))
    return [problem] if problem is not None else []
