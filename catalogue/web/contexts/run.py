"""A run: what is public of it, what it read and wrote, and what is withheld."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from catalogue.errors import NotFoundError
from catalogue.lineage import facts, tell
from catalogue.lineage.facts import Facts, PublicRules
from catalogue.store import jobs, lineage
from catalogue.store.lineage import Bound, ColumnRecord, RunRecord
from catalogue.web import addresses, words
from catalogue.web.contexts.common import Head, Link
from catalogue.web.contexts.jobs import JOBS, release_link, released
from catalogue.web.contexts.lineage_lines import Code, code_of

MOST_COLUMNS = 300
NOMINAL = ("nominalStart", "nominalEnd")
MOST_CHILDREN = 200


@dataclass(frozen=True, slots=True)
class ReadLine:
    """Something that a run read.

    namespace: where the run says that it stands.
    name: its name.
    version: as the run names it, or empty.
    digest: as the run names it, or empty.
    rows: how many rows it read, as far as that is told, or empty.
    how: how the version was found, in words.
    run: the run that had written it, or None.
    release: the table of a release that it is, or None.
    derived: true when the run did not list it, and its columns say that it was read.
    """

    namespace: str
    name: str
    version: str
    digest: str
    rows: str
    how: str
    run: Link | None
    release: Link | None
    derived: bool


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """Something that a run wrote.

    namespace: where the run says that it stands.
    name: its name.
    version: as the run names it, or empty.
    digest: as the run names it, or empty.
    rows: how many rows it wrote, as far as that is told, or empty.
    releases: tables of releases that it became.
    """

    namespace: str
    name: str
    version: str
    digest: str
    rows: str
    releases: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class RunColumn:
    """A column that a run made from a column.

    output: what it wrote.
    column: its column; empty for the whole of it.
    input: what it read.
    source: its column.
    kind: what was done, in words.
    text: the transformation as the run tells it, or empty.
    """

    output: str
    column: str
    input: str
    source: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Relative:
    """The parent of a run, or a child.

    run: its page.
    job: name of its job; empty when it is not reported.
    state: how it ended, or how far it is.
    """

    run: Link
    job: str
    state: str


@dataclass(frozen=True, slots=True)
class RunPage:
    """A run.

    head: what the page says of itself.
    uuid: its number.
    reported: false when a release names it and no event of it has arrived.
    job: its job, or None when it is not reported.
    namespace: the namespace of its job.
    state: how it ended, or how far it is.
    started: when it began, or empty.
    ended: when it ended, or empty.
    duration: how long it took, or empty.
    nominal: the time that it is about, as it says, or empty.
    recorded: when the register was first told of it, or empty.
    code: where its code stands.
    engine: what it ran on, or empty.
    kind: what kind of job it is, or empty.
    parameters: public parameters, each with its value.
    parameters_withheld: how many others there are.
    parent: the run that started it, or None.
    children: runs that it started.
    inputs: what it read.
    outputs: what it wrote.
    releases: releases that it made as a whole.
    columns: which columns it made from which.
    column_count: how many of these there are, shown or not.
    withheld: names of the facets of which nothing is public.
    threshold: the least count of rows that is told.
    """

    head: Head
    uuid: str
    reported: bool
    job: Link | None
    namespace: str
    state: str
    started: str
    ended: str
    duration: str
    nominal: str
    recorded: str
    code: Code
    engine: str
    kind: str
    parameters: tuple[tuple[str, str], ...]
    parameters_withheld: int
    parent: Relative | None
    children: tuple[Relative, ...]
    inputs: tuple[ReadLine, ...]
    outputs: tuple[WrittenLine, ...]
    releases: tuple[Link, ...]
    columns: tuple[RunColumn, ...]
    column_count: int
    withheld: tuple[str, ...]
    threshold: int


def run_page(session: Session, uuid: str, rules: PublicRules) -> RunPage:
    """Read a run. At most a dozen queries, however much it read. Raises NotFoundError."""
    wanted = uuid.lower()
    run = lineage.runs_by_uuid(session, [wanted]).get(wanted)
    bound = lineage.bound_to(session, [wanted])
    if run is None and not bound:
        raise NotFoundError(
            f"No run has the number {uuid[:60]!r}.",
            remedy="Look at the jobs and their runs.",
            near=(("Jobs", "/jobs"),),
        )
    return _page(session, run, bound, rules) if run is not None else _named_only(wanted, bound, rules)


def _page(session: Session, run: RunRecord, bound: list[Bound], rules: PublicRules) -> RunPage:
    told = tell.run_facts(run, rules)
    found = lineage.inputs_of(session, [run.id])
    sources = lineage.runs(session, (one.source for one in found if one.source is not None))
    known = tell.released(session, found, rules)
    inputs = tell.input_facts(found, {**sources, run.id: run}, known, rules)
    written = lineage.outputs_of(session, [run.id])
    outputs = [tell.output_facts(one, run, rules) for one in written]
    names = {one.physical: one.name for one in found} | {one.physical: one.name for one in written}
    physical = {number: facts.public_name(name, rules) for number, name in names.items()}
    columns = lineage.columns_of(session, [run.id])
    engine = told.get("engine") or {}
    path = addresses.run(run.uuid)
    kind = told.get("jobType") or {}
    return RunPage(
        head=Head(f"Run of {told['job']['name']}", path, addresses.api(path), _crumbs(run, told)),
        uuid=run.uuid,
        reported=True,
        job=Link(told["job"]["name"], addresses.job(run.job_key), physical=True),
        namespace=told["job"]["namespace"],
        state=words.run_state(run.state),
        started=run.started or "",
        ended=run.ended or "",
        duration=words.duration(run.started, run.ended),
        nominal=words.listed([words.moment(told[one]) for one in NOMINAL if one in told], "to"),
        recorded=jobs.recorded(session, [run.serial]).get(run.serial, ""),
        code=code_of(told),
        engine=" ".join(str(engine[one]) for one in ("name", "version") if one in engine),
        kind=", ".join(str(kind[one]) for one in ("integration", "jobType", "processingType") if one in kind),
        parameters=tuple((str(one["key"]), str(one["value"])) for one in told.get("parameters", ())),
        parameters_withheld=int(told.get("parametersWithheld", 0)),
        parent=_parent(session, run, rules),
        children=tuple(_relative(one, rules) for one in lineage.children(session, [run.uuid])[:MOST_CHILDREN]),
        inputs=tuple(_read(one) for one in inputs),
        outputs=tuple(_written(outputs, bound)),
        releases=released(one for one in bound if not one.name).get(run.uuid, ()),
        columns=tuple(_column(one, physical) for one in columns[:MOST_COLUMNS]),
        column_count=len(columns),
        withheld=tuple(told.get("withheld", ())),
        threshold=rules.threshold,
    )  # fmt: skip


def _column(one: ColumnRecord, physical: Mapping[int, str]) -> RunColumn:
    kind = words.transformation(one.kind, one.subtype)
    output, read = (physical.get(number, "not told") for number in (one.output, one.input))
    return RunColumn(output, one.output_column, read, one.input_column, kind, words.further(one.description, kind))


def _named_only(uuid: str, bound: Iterable[Bound], rules: PublicRules) -> RunPage:
    """A run that releases name, and of which no event has arrived."""
    return RunPage(
        head=Head(f"Run {uuid}", addresses.run(uuid), "", (JOBS,)),
        uuid=uuid, reported=False, job=None, namespace="", state=words.run_state(""), started="", ended="",
        duration="", nominal="", recorded="", code=code_of({}), engine="", kind="", parameters=(),
        parameters_withheld=0, parent=None, children=(), inputs=(), outputs=(),
        releases=released(bound).get(uuid, ()), columns=(), column_count=0, withheld=(), threshold=rules.threshold,
    )  # fmt: skip


def _crumbs(run: RunRecord, told: Facts) -> tuple[Link, ...]:
    return JOBS, Link(told["job"]["name"], addresses.job(run.job_key), physical=True)


def _parent(session: Session, run: RunRecord, rules: PublicRules) -> Relative | None:
    if not run.parent:
        return None
    found = lineage.runs_by_uuid(session, [run.parent]).get(run.parent)
    if found is None:
        return Relative(Link(run.parent, "", physical=True), "", words.run_state(""))
    return _relative(found, rules)


def _relative(run: RunRecord, rules: PublicRules) -> Relative:
    job = facts.named(run.namespace, run.job, rules)["name"]
    return Relative(Link(run.uuid, addresses.run(run.uuid), physical=True), job, words.run_state(run.state))


def _read(told: Facts) -> ReadLine:
    release, run = told.get("release"), str(told.get("run", ""))
    return ReadLine(
        namespace=str(told["namespace"]),
        name=str(told["name"]),
        version=str(told.get("version", "")),
        digest=str(told.get("digest", "")),
        rows=_rows(told),
        how=words.how(str(told["how"])),
        run=Link(run, addresses.run(run), physical=True) if run else None,
        release=_release(release) if release else None,
        derived=bool(told.get("via")),
    )


def _release(told: Mapping[str, str]) -> Link:
    slug, version, table = told["slug"], told["version"], told["table"]
    url = addresses.table(slug, version, table) if table else addresses.release(slug, version)
    return Link(f"{table or slug} {version}" if not table else f"{table} of {slug} {version}", url)


def _written(outputs: Iterable[Facts], bound: Iterable[Bound]) -> Iterable[WrittenLine]:
    became: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for one in bound:
        became[one.namespace, one.name].append(release_link(one))
    for told in outputs:
        yield WrittenLine(
            namespace=str(told["namespace"]),
            name=str(told["name"]),
            version=str(told.get("version", "")),
            digest=str(told.get("digest", "")),
            rows=_rows(told),
            releases=tuple(became.get((told["namespace"], told["name"]), ())),
        )


def _rows(told: Facts) -> str:
    rows = told.get("rows")
    return "" if rows is None else f"{rows:,}" if isinstance(rows, int) else str(rows)
