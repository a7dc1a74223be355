"""What the registry takes, and resolving it against the register before the lock is taken. Writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import Engine
from sqlmodel import Session

from catalogue.errors import PackageRefusedError, Problem
from catalogue.lineage.facts import PublicRules
from catalogue.model.kinds import ApprovalMode, VocabularyKind
from catalogue.model.names import dataset_identifier, is_version
from catalogue.packages.write import Writable
from catalogue.progress import Progress, quiet
from catalogue.registry.journal import Outcome
from catalogue.releases.content import Content, Part, build_content, part
from catalogue.store import vocabulary, write
from catalogue.store.engine import reading


class Package(Writable, Protocol):
    """What the registry takes: a checked package in normal form, whoever read it. `origin` names it in messages."""

    @property
    def origin(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person who publishes adds to the package: another version, notes, how it is approved.

    approval: what the seal says of it, `mode` at least. usual: the mode of publishers for whom the journal says none.
    instead: what becomes of a package that needs a second person and has none; without it such a package is refused.
    corrects: version of the release that it puts right. run: UUID of the run that made it; run_later: whether that run
    may be reported afterwards. rules: what a seal may say of runs. may: whether who publishes may do it for a publisher
    and a dataset: asked of the publisher that the dataset has so far; without it nobody is asked.
    """

    version: str | None = None
    notes: str | None = None
    approval: Mapping[str, Any] = field(default_factory=lambda: {"mode": ApprovalMode.OPERATOR.value})
    usual: ApprovalMode = ApprovalMode.OPERATOR
    instead: Callable[[Session, Prepared], Outcome] | None = None
    corrects: str | None = None
    run: str | None = None
    run_later: bool = False
    rules: PublicRules = field(default_factory=PublicRules)
    may: Callable[[str, str], bool] | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """Vocabulary to record before the packages: facts by name, for each kind.

    after: of concepts that may follow one state alone, by name: its digest, or the empty text when there must be none.
    """

    code_lists: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    organisations: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    concepts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    pathways: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)

    def states(self) -> Iterable[tuple[VocabularyKind, str, Part]]:
        """Kind, name and object of each."""
        for kind, terms in (
            (VocabularyKind.CODE_LIST, self.code_lists),
            (VocabularyKind.CONCEPT, self.concepts),
            (VocabularyKind.ORGANISATION, self.organisations),
            (VocabularyKind.PATHWAY, self.pathways),
        ):
            for name, facts in sorted(terms.items()):
                yield kind, name, part(kind.value, name, facts)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A package whose objects are built, so that the lock is held for rows alone."""

    package: Package
    key: str
    version: str
    content: Content
    inline: Mapping[str, Part]


@dataclass(frozen=True, slots=True)
class _Register:
    """What the register holds that packages may refer to.

    code_lists: digest by name, as in force. organisations: names. keys: permanent identifier by slug.
    pinned: for packages whose version is sealed already, the code lists as that release pins them.
    """

    code_lists: Mapping[str, str]
    organisations: frozenset[str]
    keys: Mapping[str, str]
    pinned: Mapping[tuple[str, str], Mapping[str, str]]


def prepare(
    engine: Engine, packages: Sequence[Package], terms: Terms, wish: Wish, progress: Progress = quiet
) -> list[Prepared]:
    """Resolve packages against the register and build their objects. Writes nothing.

    Raises PackageRefusedError that names every reference without a target.
    """
    register = _look_up(engine, packages, terms, wish)
    problems: list[Problem] = []
    prepared: list[Prepared] = []
    for number, package in enumerate(packages):
        progress(f"preparing {package.slug} {package.release.version or ''}".rstrip(), number, len(packages))
        inline = {name: part("codelist", name, facts) for name, facts in package.code_lists.items()}
        version = wish.version or package.release.version or ""
        # A list that changed since does not change what is sealed: the same version keeps the states it pinned.
        available = {
            **register.code_lists,
            **register.pinned.get((package.slug, version), {}),
            **{name: state.digest for name, state in inline.items()},
        }
        problems += _unresolved(package, version, available, register.organisations)
        if not problems:
            prepared.append(_prepare_one(package, version, register.keys, available, inline))
    if problems:
        raise PackageRefusedError(f"{len(problems)} references of the packages lead nowhere.", problems=tuple(problems))
    return prepared


def _look_up(engine: Engine, packages: Sequence[Package], terms: Terms, wish: Wish) -> _Register:
    keys: dict[str, str] = {}
    pinned: dict[tuple[str, str], Mapping[str, str]] = {}
    with reading(engine) as session:
        lists = {
            name: state.digest for name, state in vocabulary.states_in_force(session, VocabularyKind.CODE_LIST).items()
        }
        organisations = frozenset(vocabulary.states_in_force(session, VocabularyKind.ORGANISATION))
        for package in packages:
            owner = write.slug_owner(session, package.slug)
            if owner is not None:
                version = wish.version or package.release.version or ""
                keys[package.slug] = owner.key
                pinned[package.slug, version] = write.sealed_code_lists(session, owner.id or 0, version)
    lists.update({name: state.digest for kind, name, state in terms.states() if kind is VocabularyKind.CODE_LIST})
    return _Register(lists, organisations | set(terms.organisations), keys, pinned)


def _prepare_one(
    package: Package, version: str, known: Mapping[str, str], available: Mapping[str, str], inline: Mapping[str, Part]
) -> Prepared:
    key = str(package.dataset.get("id") or known.get(package.slug) or dataset_identifier(package.slug))
    used = {name: available[name] for name in sorted(code_lists_of(package))}
    content = build_content({**package.dataset, "id": key}, package.tables, used)
    return Prepared(package, key, version, content, {name: inline[name] for name in inline if name in used})


def code_lists_of(package: Package) -> dict[str, tuple[str, str]]:
    """Code lists that variables use, with the first place that does."""
    return {
        str(variable["codeList"]): (str(table["name"]), str(variable["name"]))
        for table in reversed(package.tables)
        for variable in reversed(table["variables"])
        if variable.get("codeList")
    }


def _unresolved(
    package: Package, version: str, code_lists: Mapping[str, str], organisations: frozenset[str]
) -> Iterable[Problem]:
    if not version or not is_version(version):
        yield Problem(
            "version-missing" if not version else "version-format",
            "The release has no version." if not version else f"{version!r} is not a semantic version.",
            "Write `version: 1.0.0` in the descriptor, or give --version.",
            package.origin,
        )
    for name, (table, variable) in sorted(code_lists_of(package).items()):
        if name not in code_lists:
            yield Problem(
                "codelist-unknown",
                f"The code list {name!r} is neither in the package nor in the register.",
                f"Add it under `codeLists`, or as metadata/codelists/{name}.yaml, or correct the name.",
                package.origin,
                table,
                variable,
            )
    for role in ("publisher", "custodian"):
        name = str(package.dataset.get(role, ""))
        if name and name not in organisations:
            yield Problem(
                "organisation-unknown",
                f"The {role} {name!r} is not in the register.",
                f"Add it as metadata/organisations/{name}.yaml, or correct the name.",
                package.origin,
            )
