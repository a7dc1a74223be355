"""Which sealed releases were made from something: a table, a variable, data, a run, a commit; or are hit by a caveat.

Seals are read in the order in which they were sealed: a release can only pin what was there before it, so one pass
finds what was made from it at any remove.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from catalogue.errors import InvalidRequestError, NotFoundError
from catalogue.lineage.questions.columns_used import Used, used_in
from catalogue.lineage.questions.common import Datasets, Facts, datasets, release_ref, with_releases
from catalogue.lineage.questions.mentions import Sealed, sealed
from catalogue.lineage.questions.periods import Period, period
from catalogue.lineage.rows import table_of
from catalogue.model.known import Caveat
from catalogue.store import find
from catalogue.store.physical import sail_name
from catalogue.store.releases import DatasetRecord, ReleaseRecord


@dataclass(frozen=True, slots=True)
class Thing:
    """What may have been used. Empty members ask for nothing; what is given must all hold.

    dataset: slug. version: of the release that was used; empty for any. table, variable: of that dataset. physical: a
    name as runs give it, with or without schema and day, or the name of a table in any dataset. run: UUID. commit: its
    beginning is enough. caveat: name of one of the dataset, table or variable; its period is then asked about as well.
    """

    dataset: str = ""
    version: str = ""
    table: str = ""
    variable: str = ""
    physical: str = ""
    run: str = ""
    commit: str = ""
    caveat: str = ""


LEAST_COMMIT = 4
# What a sealed release has of the thing itself, without the releases that it was made from.
Test = Callable[[Sealed], bool]


@dataclass(slots=True)
class _Hit:
    """A release that was made from the thing. through: the releases in between; empty when it was itself."""

    release: ReleaseRecord
    by: str
    through: list[ReleaseRecord]
    reads: list[Facts]


def impact(session: Session, thing: Thing, data: Period) -> Facts:
    """The sealed releases that were made from something, at any remove, in the order in which they were sealed.

    data: only releases whose data are of this period; those whose period is not known stay, and say so. A few queries,
    however many releases there are. Raises NotFoundError and InvalidRequestError.
    """
    known = datasets(session)
    _check(thing)
    record = find.dataset(session, thing.dataset) if thing.dataset else None
    caveat = _caveat(session, record, thing) if record is not None and thing.caveat else None
    if caveat is not None:
        data = _both(data, period(caveat.period_from, caveat.period_to))
    hits = _hits(session, known, record, thing)
    told = [one for hit in hits if (one := _told(hit, data, known)) is not None]
    return {
        "period": {"first": data.first, "last": data.last},
        "caveat": _of_caveat(caveat) if caveat is not None else None,
        "releases": told,
    }


def _check(thing: Thing) -> None:
    if not any((thing.dataset, thing.physical, thing.run, thing.commit)):
        raise InvalidRequestError(
            "Nothing is asked about.", remedy="Name a dataset, a physical name, a run or a commit; see the manual."
        )
    for part, needed in (("version", "dataset"), ("table", "dataset"), ("variable", "table"), ("caveat", "dataset")):
        if getattr(thing, part) and not getattr(thing, needed):
            raise InvalidRequestError(f"`{part}` needs `{needed}`.", remedy=f"Give `{needed}` as well.")
    if thing.commit and len(thing.commit) < LEAST_COMMIT:
        raise InvalidRequestError("The commit is too short.", remedy=f"Give at least {LEAST_COMMIT} characters.")


def _hits(session: Session, known: Datasets, record: DatasetRecord | None, thing: Thing) -> list[_Hit]:
    releases = sealed(session, known)
    if record is not None and thing.variable:
        versions = {one.version for one in record.releases if thing.version in {"", one.version}}
        used = used_in(session, [one.release for one in releases], record.key, versions, thing.table, thing.variable)
        tests = _tests(thing, None)
        return _variable_hits([one for one in releases if all(test(one) for test in tests)], used, record, thing)
    tests = _tests(thing, record)
    by = "table" if thing.table else "dataset" if thing.dataset else "physical" if thing.physical else "run"
    if thing.commit and by == "run" and not thing.run:
        by = "commit"
    found: dict[tuple[str, str], _Hit] = {}
    for one in releases:
        direct = all(test(one) for test in tests)
        through = [found[key].release for key in sorted({table[:2] for table in one.mentions.tables}) if key in found]
        if direct or through:
            reads = [read for read in one.mentions.reads if _reads(read, thing, record)] if direct else []
            hit = _Hit(one.release, by, [] if direct else through, reads)
            found[one.release.dataset_key, one.release.version] = hit
    return list(found.values())


def _variable_hits(
    releases: Iterable[Sealed], used: Mapping[int, Used], record: DatasetRecord, thing: Thing
) -> list[_Hit]:
    found = []
    for one in releases:
        use = used.get(one.release.id)
        if use is not None:
            reads = [read for read in one.mentions.reads if _reads(read, thing, record)]
            found.append(_Hit(one.release, "variable" if use.certain else "table", list(use.through), reads))
    return found


def _tests(thing: Thing, record: DatasetRecord | None) -> list[Test]:
    tests: list[Test] = []
    if record is not None:
        tests.append(lambda one: any(_is(table, record.key, thing) for table in one.mentions.tables))
    if thing.physical:
        tests.append(
            lambda one: (
                any(alike(name, thing.physical) for _, name in one.mentions.data)
                or any(alike(table, thing.physical) for _, _, table in one.mentions.tables)
            )
        )
    if thing.run:
        tests.append(lambda one: thing.run.lower() in one.runs)
    if thing.commit:
        tests.append(lambda one: any(commit.startswith(thing.commit) for commit in one.mentions.commits))
    return tests


def _is(table: tuple[str, str, str], key: str, thing: Thing) -> bool:
    named, version, name = table
    return named == key and thing.version in {"", version} and (not thing.table or name in {"", thing.table.lower()})


def _reads(read: Facts, thing: Thing, record: DatasetRecord | None) -> bool:
    """Whether an input is the thing itself."""
    told = read.get("release")
    if record is not None and told:
        return _is((told["dataset"], told["version"], told.get("table", "")), record.key, thing)
    return bool(thing.physical) and alike(read["name"], thing.physical)


def alike(name: str, asked: str) -> bool:
    """Whether a physical name is the one asked about: the same; the same table of the databank, at the core or in a
    project's view, on any day when none is asked about; or, for a bare name, a table of that name. Letters in any case.
    """
    if name.lower() == asked.lower():
        return True
    wanted, found = sail_name(asked), sail_name(name)
    if wanted is not None:
        return (
            found is not None
            and (found.schema, found.table) == (wanted.schema, wanted.table)
            and wanted.snapshot in {"", found.snapshot}
        )
    return "." not in asked and "/" not in asked and table_of(name) == asked.lower()


def _told(hit: _Hit, data: Period, known: Datasets) -> Facts | None:
    """A hit as plain data; None when its data are of another time."""
    begins, ends = hit.release.facts.start, hit.release.facts.end
    its = period(begins, ends)
    if data and its and not its.overlaps(data):
        return None
    told: Facts = {
        "release": release_ref(hit.release),
        "issued": hit.release.issued,
        "withdrawn": hit.release.withdrawn,
        "run": str(hit.release.sealed["run"]["id"]),
        "by": hit.by,
        "through": [release_ref(one) for one in hit.through],
        "reads": with_releases(hit.reads, known),
        "begins": begins,
        "ends": ends,
        "periodKnown": bool(its),
    }
    return told


def _both(one: Period, other: Period) -> Period:
    lasts = [last for last in (one.last, other.last) if last]
    return Period(max(one.first, other.first), min(lasts, default=""))


def _caveat(session: Session, record: DatasetRecord, thing: Thing) -> Caveat:
    """The caveat of that name, in the release that is asked about or the newest that has it. Raises NotFoundError."""
    names: set[str] = set()
    for release in reversed(record.releases):
        if thing.version not in {"", release.version}:
            continue
        found = {one.name: one for one in _caveats(session, release, thing)}
        if thing.caveat in found:
            return found[thing.caveat]
        names |= set(found)
    raise NotFoundError(
        f"There is no caveat {thing.caveat[:100]!r} of it.",
        remedy="Look at its page.",
        near=tuple((one, f"/datasets/{record.slug}") for one in find.near(thing.caveat, names)),
    )


def _caveats(session: Session, release: ReleaseRecord, thing: Thing) -> list[Caveat]:
    if not thing.table:
        return list(release.facts.caveats)
    try:
        if not thing.variable:
            return list(find.table(session, release, thing.table).caveats)
        holder, variable = find.variable(session, release, thing.table, thing.variable)
    except NotFoundError:
        return []
    return [*variable.caveats, *holder.caveats]


def _of_caveat(caveat: Caveat) -> Facts:
    return {
        "name": caveat.name,
        "title": caveat.title,
        "begins": caveat.period_from,
        "ends": caveat.period_to,
    }
