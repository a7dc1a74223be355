"""Finding what an address names, or saying kindly that it is not there: near names, tombstones, redirects."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from sqlmodel import Session

from catalogue.errors import NotFoundError
from catalogue.model.code_lists import CodeList
from catalogue.model.concepts import Concept
from catalogue.model.kinds import VocabularyKind
from catalogue.model.organisations import Organisation
from catalogue.model.pathways import Pathway
from catalogue.model.records import Table, Variable
from catalogue.model.timeline import in_force, order
from catalogue.store import lineage, releases, tables, vocabulary
from catalogue.store.lineage import RunRecord
from catalogue.store.releases import DatasetRecord, ReleaseRecord
from catalogue.store.tombstones import require_standing

NEAR = 5


def near(wanted: str, names: Iterable[str]) -> list[str]:
    """Up to five names that look like the one wanted, the closest first; letters in any case."""
    by_key = {name.lower(): name for name in names}
    return [by_key[key] for key in difflib.get_close_matches(wanted.lower(), by_key, NEAR, 0.55)]


def dataset(session: Session, slug: str) -> DatasetRecord:
    """The dataset that has or had this slug; when `.slug` differs, the address has moved.

    Raises NotFoundError with near slugs.
    """
    found = releases.dataset_by_slug(session, slug)
    if found is None:
        slugs = [one.slug for one in releases.all_datasets(session)]
        raise NotFoundError(
            f"There is no dataset {slug!r}.",
            remedy="Look at the list of datasets, or search.",
            near=tuple((name, f"/datasets/{name}") for name in near(slug, slugs)),
        )
    return found


def dataset_of_key(session: Session, key: str) -> DatasetRecord:
    """The dataset of a permanent identifier. Raises NotFoundError."""
    found = releases.dataset_by_key(session, key)
    if found is None:
        raise NotFoundError(f"There is no dataset with the identifier {key!r}.", remedy="Look at the list of datasets.")
    return found


def release(session: Session, slug: str, version: str) -> tuple[DatasetRecord, ReleaseRecord]:
    """A dataset and the release of a version, of a snapshot date, or `latest`.

    Compare `.version` with what was asked to see whether to redirect. A withdrawn release is returned like any
    other: look at `.withdrawn`. Raises NotFoundError with the versions there are.
    """
    record = dataset(session, slug)
    return record, release_of(record, version)


def release_of(record: DatasetRecord, version: str) -> ReleaseRecord:
    """The same of a dataset that is at hand."""
    found = record.latest if version == "latest" else record.release(version) or record.by_snapshot(version)
    if found is None:
        raise NotFoundError(
            f"Dataset {record.slug!r} has no release {version!r}.",
            remedy="Choose one of its releases.",
            near=tuple(
                (f"{record.slug} {one.version}", f"/datasets/{record.slug}/releases/{one.version}")
                for one in reversed(record.releases)
            ),
        )
    return found


def pair(
    session: Session, record: DatasetRecord, left: str = "", right: str = ""
) -> tuple[ReleaseRecord, ReleaseRecord]:
    """Two standing releases of a dataset to compare: the one in force and the one before it, unless versions are given.

    Raises NotFoundError when there is no such release, or none before, and RetractedError.
    """
    second = release_of(record, right or "latest")
    first = release_of(record, left) if left else in_force(one for one in record.releases if order(one) < order(second))
    if first is None:
        raise NotFoundError(
            f"No release of {record.slug!r} stands before {second.version}.", remedy="Name both releases."
        )
    for one in (first, second):
        require_standing(session, one)
    return first, second


def table(session: Session, of: ReleaseRecord, name: str) -> Table:
    """A table of a release, letters in any case. Raises NotFoundError with near names."""
    found = tables.table(session, of, name)
    if found is None:
        base = f"/datasets/{of.slug}/releases/{of.version}/tables"
        names = tables.table_names(session, [of])[of.id]
        raise NotFoundError(
            f"Release {of.version} of {of.slug!r} has no table {name!r}.",
            remedy=f"It has {len(names)} tables.",
            near=tuple((one, f"{base}/{one}") for one in near(name, names)),
        )
    return found


def variable(session: Session, of: ReleaseRecord, table_name: str, name: str) -> tuple[Table, Variable]:
    """A variable and its table, letters in any case. Raises NotFoundError with near names."""
    holder = table(session, of, table_name)
    found = holder.variable(name)
    if found is None:
        base = f"/datasets/{of.slug}/releases/{of.version}/tables/{holder.name}/variables"
        names = [one.name for one in holder.variables]
        raise NotFoundError(
            f"Table {holder.physical_name} of {of.slug!r} {of.version} has no variable {name!r}.",
            remedy=f"It has {len(names)} variables.",
            near=tuple((one, f"{base}/{one}") for one in near(name, names)),
        )
    return holder, found


def code_list(session: Session, name: str) -> CodeList:
    """A code list as in force. Raises NotFoundError with near names."""
    found = vocabulary.code_list(session, name.lower())
    if found is None:
        raise _missing(
            session, VocabularyKind.CODE_LIST, name, "code list", "codelists", "list of code lists, or search"
        )
    return found


def concept(session: Session, name: str) -> Concept:
    """A concept as in force. Raises NotFoundError with near names."""
    found = vocabulary.concept(session, name.lower())
    if found is None:
        raise _missing(session, VocabularyKind.CONCEPT, name, "concept", "concepts", "list of concepts, or search")
    return found


def organisation(session: Session, name: str) -> Organisation:
    """An organisation as in force. Raises NotFoundError with near names."""
    found = vocabulary.organisation(session, name.lower())
    if found is None:
        kind = VocabularyKind.ORGANISATION
        raise _missing(session, kind, name, "organisation", "organisations", "list of organisations")
    return found


def run(session: Session, uuid: str) -> RunRecord:
    """A run by its UUID, letters in any case. Raises NotFoundError."""
    found = lineage.runs_by_uuid(session, [uuid.lower()]).get(uuid.lower())
    if found is None:
        raise NotFoundError(
            f"There is no run {uuid[:100]!r}.", remedy="It may not be reported yet; look at the runs of a release."
        )
    return found


def pathway(session: Session, name: str) -> Pathway:
    """A pathway as in force. Raises NotFoundError with near names."""
    found = vocabulary.pathway(session, name.lower())
    if found is None:
        raise _missing(session, VocabularyKind.PATHWAY, name, "pathway", "pathways", "list of pathways")
    return found


def _missing(session: Session, kind: VocabularyKind, name: str, noun: str, path: str, where: str) -> NotFoundError:
    """What to say of a name that no vocabulary of a kind has. path: its list in addresses; where: where to look."""
    names = vocabulary.states_in_force(session, kind)
    return NotFoundError(
        f"There is no {noun} {name!r}.",
        remedy=f"Look at the {where}.",
        near=tuple((one, f"/{path}/{one}") for one in near(name, names)),
    )
