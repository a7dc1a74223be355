"""Publishing: vocabulary and releases, in one transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import Session

from catalogue.errors import ConflictError, ForbiddenError, PackageRefusedError, Problem
from catalogue.lineage.pinned import pinned_rows
from catalogue.model import Dataset, Release
from catalogue.model.kinds import ApprovalMode, ChangeKind, VocabularyKind
from catalogue.model.timeline import order
from catalogue.progress import Progress, quiet
from catalogue.registry.approval import mode_of
from catalogue.registry.differences import refuse_small_step
from catalogue.registry.gate import pass_gate, sealed_receipt, warnings_in
from catalogue.registry.journal import Outcome, append, new_object
from catalogue.registry.lineage import bind
from catalogue.registry.prepare import Package, Prepared, Terms, Wish, prepare
from catalogue.releases.canonical import digest
from catalogue.releases.content import Part
from catalogue.releases.seal import SealFacts, build_seal
from catalogue.store import vocabulary, write
from catalogue.store.engine import rehearsing, writing
from catalogue.store.objects import NewObject, digests, object_ids, put_objects
from catalogue.store.releases import DatasetRecord, dataset_by_key


def publish(
    engine: Engine,
    packages: Sequence[Package],
    terms: Terms | None = None,
    *,
    wish: Wish | None = None,
    progress: Progress = quiet,
    also: Callable[[Session, list[Outcome]], None] | None = None,
) -> list[Outcome]:
    """Seal packages, and record vocabulary before them, in one transaction.

    Content equal to that of the dataset's latest release, or to that of the same version, writes nothing and says
    so. `progress` is told each step. also: what belongs to the same transaction; when it raises, nothing is written.
    Raises PackageRefusedError when a package cannot be resolved against the
    register, ConflictError when it contradicts what is sealed; then nothing at all is written.
    """
    terms, wish = terms or Terms(), wish or Wish()
    prepared = prepare(engine, packages, terms, wish, progress)
    with writing(engine) as session:
        outcomes = _write(session, prepared, terms, wish, progress)
        if also is not None:
            also(session, outcomes)
        return outcomes


def rehearse(
    engine: Engine, packages: Sequence[Package], terms: Terms, wish: Wish, progress: Progress = quiet
) -> list[Outcome]:
    """Do all that `publish` does, and undo it: what publishing would refuse is raised, and nothing is written."""
    prepared = prepare(engine, packages, terms, wish, progress)
    with rehearsing(engine) as session:
        return _write(session, prepared, terms, wish, progress)


def _write(
    session: Session, prepared: Sequence[Prepared], terms: Terms, wish: Wish, progress: Progress
) -> list[Outcome]:
    """Record vocabulary and seal packages. Raises PackageRefusedError with what is wrong with any of them."""
    outcomes = [
        _record_term(session, kind, name, state, terms.after.get(name) if kind is VocabularyKind.CONCEPT else None)
        for kind, name, state in terms.states()
    ]
    refusals: list[PackageRefusedError] = []
    for number, item in enumerate(prepared):
        progress(f"sealing {item.package.slug} {item.version}", number, len(prepared))
        try:
            outcomes.append(_seal(session, item, wish))
        except PackageRefusedError as refused:
            refusals.append(refused)
    if refusals:
        problems = (
            *(problem for refused in refusals for problem in refused.problems),
            *(problem for outcome in outcomes for problem in outcome.warnings),
        )
        raise PackageRefusedError(" ".join(refused.detail for refused in refusals), problems=problems)
    return outcomes


def _record_term(session: Session, kind: VocabularyKind, name: str, state: Part, after: str | None = None) -> Outcome:
    """Record a state of vocabulary unless it is the one in force.

    after: digest of the state that it has to follow, empty for none; None asks nothing. Raises ConflictError.
    """
    subject = f"{kind.value}:{name}"
    states = vocabulary.history(session, kind, name)
    if states and states[-1].digest == state.digest:
        return Outcome(subject, "", "unchanged", f"{subject} is as recorded; nothing was written.", None, state.digest)
    if after is not None and after != (states[-1].digest if states else ""):
        raise ConflictError(
            f"Somebody recorded another state of the {kind.value} {name!r} after this one was begun.",
            remedy="Look at what they changed, bring it in, and try again.",
        )
    object_id = put_objects(session, [new_object(state)])[state.digest]
    serial = append(session, ChangeKind.VOCABULARY, subject, state.digest, object_id)
    write.add_vocabulary(session, kind, name, object_id, serial)
    return Outcome(subject, "", "recorded", f"{subject} recorded.", serial, state.digest)


def _seal(session: Session, item: Prepared, wish: Wish) -> Outcome:
    row = _dataset(session, item)
    releases = write.releases_of(session, row.id or 0) if row is not None else []
    unchanged = _unchanged(session, item, releases)
    if unchanged is not None:
        return unchanged
    held = dataset_by_key(session, item.key) if row is not None else None
    if held is not None and wish.may is not None and not wish.may(held.publisher, held.slug):
        raise ForbiddenError(
            f"{held.slug!r} is a dataset of the publisher {held.publisher!r}, for whom you may not do this.",
            remedy="Choose another name for a dataset of your own, or ask an administrator there for a role.",
        )
    if _needs_another(session, item, held, wish):
        if wish.instead is None:
            raise _alone(item)
        return wish.instead(session, item)
    refuse_small_step(session, item, releases)
    corrects = _corrected(item, wish, releases)
    for name, state in item.inline.items():
        if not vocabulary.history(session, VocabularyKind.CODE_LIST, name):
            _record_term(session, VocabularyKind.CODE_LIST, name, state)
    if row is None:
        row = write.add_dataset(session, item.key, item.package.slug)
    facts = item.package.release
    issued = facts.issued or datetime.now(UTC).date().isoformat()
    previous = digests(session, [releases[-1].seal_id])[releases[-1].seal_id] if releases else None
    binding = bind(
        session,
        f"{row.slug} {item.version}",
        {one.part.name: _digests(item, one.part.name) for one in item.content.tables},
        wish.run,
        later=wish.run_later,
        rules=wish.rules,
    )
    passed = pass_gate(session, item, binding, wish)
    seal = build_seal(
        SealFacts(
            dataset=item.key,
            slug=row.slug,
            content=item.content.part.digest,
            version=item.version,
            issued=issued,
            snapshot=facts.snapshot,
            previous=previous,
            notes=wish.notes or facts.notes,
            approval=wish.approval,
            run=binding.run,
            receipt=passed.receipt.digest,
            corrects=corrects,
        )
    )
    beside = [passed.receipt] if binding.upstream is None else [passed.receipt, binding.upstream]
    put_objects(session, [new_object(one) for one in beside])
    serial = _write_release(session, row, item, seal, issued)
    return Outcome(
        row.slug,
        item.version,
        "sealed",
        f"{row.slug} {item.version} sealed as {seal.digest[:12]}.",
        serial,
        seal.digest,
        json.loads(passed.receipt.body),
        passed.warnings,
    )


def _needs_another(session: Session, item: Prepared, held: DatasetRecord | None, wish: Wish) -> bool:
    """Whether a release takes a second person, and had none.

    Whoever the dataset belongs to so far is asked as well: else a package that names another publisher, or none, would
    take it from them alone.
    """
    publishers = {str(item.package.dataset.get("publisher", "")), *([held.publisher] if held is not None else [])}
    two = any(mode_of(session, one, wish.usual) is ApprovalMode.TWO_PERSON for one in publishers)
    return two and wish.approval.get("mode") != ApprovalMode.TWO_PERSON


def _alone(item: Prepared) -> PackageRefusedError:
    publisher = item.package.dataset.get("publisher", "")
    problem = Problem(
        "second-person",
        f"Releases of the publisher {publisher!r} are approved by a second person.",
        "Hand it in as a draft, and let a reviewer approve it.",
        item.package.origin,
    )
    return PackageRefusedError(f"{item.package.slug} {item.version} needs a second person.", problems=(problem,))


def _corrected(item: Prepared, wish: Wish, releases: Sequence[Release]) -> str | None:
    """The version that a release puts right, or None. Raises PackageRefusedError for one that there is not."""
    corrects = wish.corrects or item.package.release.corrects
    if not corrects:
        return None
    remedy = ""
    if corrects not in {one.version for one in releases}:
        remedy = f"Name one of: {', '.join(one.version for one in releases) or 'none is sealed yet'}."
    elif not (wish.notes or item.package.release.notes):
        remedy = "Say in `releaseNotes`, or with --notes, what was wrong; the page of the corrected release shows it."
    if not remedy:
        return corrects
    what = f"{item.package.slug} {item.version} cannot correct {corrects!r} like this."
    problem = Problem("corrects", what, remedy, item.package.origin)
    raise PackageRefusedError(what, problems=(problem,))


def _digests(item: Prepared, table: str) -> list[str]:
    """By which a run may know a table: the bytes of its rows, and the content of the release."""
    data = item.package.data.get(table)
    return [*([digest(data)] if data is not None else []), item.content.part.digest]


def _dataset(session: Session, item: Prepared) -> Dataset | None:
    """The row of the package's dataset, or None for a new one. Identifier and slug must agree."""
    slug = item.package.slug
    by_key = write.dataset_row(session, item.key)
    by_slug = write.slug_owner(session, slug)
    if by_key is None and by_slug is None:
        return None
    if by_key is None or (by_slug is not None and by_slug.key != item.key):
        raise ConflictError(
            f"{item.package.origin}: the name {slug!r} belongs to dataset {by_slug.key if by_slug else ''}, "
            f"but the package says `id: {item.key}`.",
            remedy="Correct `id`, or choose another name.",
        )
    if by_slug is None:
        raise ConflictError(
            f"{item.package.origin}: the dataset {item.key} is named {by_key.slug!r} here, the package says {slug!r}.",
            remedy=f"Run `catalogue rename {by_key.slug} {slug}`, or correct `name`.",
        )
    return by_key


def _unchanged(session: Session, item: Prepared, releases: Sequence[Release]) -> Outcome | None:
    """The outcome when there is nothing to seal. Raises ConflictError for other content under a sealed version."""
    if not releases:
        return None
    contents = digests(session, [release.content_id for release in releases])
    seals = digests(session, [release.seal_id for release in releases])
    same_version = next((one for one in releases if one.version == item.version), None)
    latest = max((one for one in releases if one.retraction_id is None), key=order, default=None)
    content = item.content.part.digest
    if same_version is not None and contents[same_version.content_id] != content:
        raise ConflictError(
            f"{item.package.origin}: version {item.version} of {item.package.slug!r} is sealed with other content.",
            remedy="Give the package a new version. Sealed releases never change.",
        )
    for equal in (same_version, latest):
        if equal is not None and contents[equal.content_id] == content:
            receipt = sealed_receipt(session, seals[equal.seal_id])
            return Outcome(
                item.package.slug,
                equal.version,
                "unchanged",
                f"{item.package.slug} {item.version} says the same as release {equal.version}; nothing was written.",
                None,
                seals[equal.seal_id],
                receipt,
                warnings_in(receipt, item.package.origin) if receipt else (),
            )
    return None


def _write_release(session: Session, row: Dataset, item: Prepared, seal: Part, issued: str) -> int:
    """Objects, rows and journal entry of a release; returns its serial."""
    content = item.content
    objects = put_objects(
        session,
        [
            *(new_object(one) for one in content.parts()),
            *(new_object(one) for one in item.inline.values()),
            *(NewObject(digest(body), "data", body) for body in item.package.data.values()),
            new_object(seal),
        ],
    )
    lists = object_ids(session, content.code_lists.values())
    variables = write.variable_states(
        session, {objects[one.digest]: one.name for table in content.tables for one in table.variables}
    )
    tables = write.table_states(
        session,
        {
            objects[table.part.digest]: (
                table.part.name,
                [variables[objects[one.digest]] for one in table.variables],
            )
            for table in content.tables
        },
    )
    subject = f"{item.key}@{item.version}"
    serial = append(session, ChangeKind.RELEASE, subject, seal.digest, objects[seal.digest])
    sealed = Release(
        dataset_id=row.id or 0,
        version=item.version,
        snapshot=item.package.release.snapshot,
        issued=issued,
        serial=serial,
        content_id=objects[content.part.digest],
        seal_id=objects[seal.digest],
    )
    write.pin(
        session,
        write.add_release(session, sealed),
        sorted(tables.values()),
        {name: lists[state] for name, state in content.code_lists.items()},
        pinned_rows(json.loads(seal.body)),
    )
    return serial
