"""Jobs whose runs are known, and the runs of one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from catalogue.errors import NotFoundError
from catalogue.lineage import facts
from catalogue.lineage.facts import PublicRules
from catalogue.store import jobs, lineage
from catalogue.store.lineage import Bound
from catalogue.web import addresses, words
from catalogue.web.contexts.common import Head, Link
from catalogue.web.contexts.lineage_lines import Code, code_of

MOST_JOBS = 300
MOST_RUNS = 100
JOBS = Link("Jobs", "/jobs")


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job in the list.

    url: its page.
    namespace: its namespace, as it is shown.
    name: its name, as it is shown.
    runs: how many runs are known.
    last: moment of the newest, or empty.
    """

    url: str
    namespace: str
    name: str
    runs: int
    last: str


@dataclass(frozen=True, slots=True)
class JobsPage:
    """The jobs whose runs are known.

    head: what the page says of itself.
    namespace: the namespace that the list is narrowed to, or empty.
    name: what names must contain, or empty.
    namespaces: all namespaces.
    jobs: the jobs.
    found: how many there are that fit.
    total: how many there are.
    """

    head: Head
    namespace: str
    name: str
    namespaces: tuple[str, ...]
    jobs: tuple[JobLine, ...]
    found: int
    total: int


@dataclass(frozen=True, slots=True)
class JobRun:
    """A run in the list of its job.

    url: its page.
    uuid: its number.
    state: how it ended, or how far it is.
    started: when it began, or empty.
    ended: when it ended, or empty.
    duration: how long it took, or empty.
    code: where its code stands.
    releases: tables of releases that it made.
    """

    url: str
    uuid: str
    state: str
    started: str
    ended: str
    duration: str
    code: Code
    releases: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class JobPage:
    """A job and its runs.

    head: what the page says of itself.
    namespace: its namespace, as it is shown.
    name: its name, as it is shown.
    total: how many runs are known.
    runs: the newest of them, the newest first.
    """

    head: Head
    namespace: str
    name: str
    total: int
    runs: tuple[JobRun, ...]


def jobs_page(session: Session, namespace: str, name: str, rules: PublicRules) -> JobsPage:
    """Read the list of jobs. One query.

    namespace, name: what to narrow it to. Both are held against names as they are shown, so that nobody can ask for
    what is not shown.
    """
    lines = [
        JobLine(addresses.job(one.key), told["namespace"], told["name"], one.runs, one.last)
        for one in jobs.jobs(session)
        for told in [facts.named(one.namespace, one.name, rules)]
    ]
    fitting = [
        one
        for one in lines
        if (not namespace or one.namespace == namespace) and name.lower().strip() in one.name.lower()
    ]
    return JobsPage(
        head=Head("Jobs", addresses.jobs(namespace, name), addresses.api(addresses.jobs(namespace, name))),
        namespace=namespace,
        name=name,
        namespaces=tuple(sorted({one.namespace for one in lines})),
        jobs=tuple(fitting[:MOST_JOBS]),
        found=len(fitting),
        total=len(lines),
    )


def job_page(session: Session, key: str, rules: PublicRules) -> JobPage:
    """Read a job and its newest runs. Four queries. Raises NotFoundError."""
    found = jobs.jobs(session, key.lower())
    if not found:
        raise NotFoundError(
            f"No job has the number {key[:40]!r}.", remedy="Look at the list of jobs.", near=(("Jobs", "/jobs"),)
        )
    job = found[0]
    path = addresses.job(job.key)
    told = facts.named(job.namespace, job.name, rules)
    runs = jobs.newest_runs(session, job.id, MOST_RUNS)
    made = released(lineage.bound_to(session, (one.uuid for one in runs)))
    return JobPage(
        head=Head(f"Job {told['name']}", path, addresses.api(path), (JOBS,)),
        namespace=told["namespace"],
        name=told["name"],
        total=job.runs,
        runs=tuple(
            JobRun(
                url=addresses.run(one.uuid),
                uuid=one.uuid,
                state=words.run_state(one.state),
                started=one.started or "",
                ended=one.ended or "",
                duration=words.duration(one.started, one.ended),
                code=code_of(facts.run_facts(one.folded, rules)),
                releases=made.get(one.uuid, ()),
            )
            for one in runs
        ),
    )


def released(bound: Iterable[Bound]) -> dict[str, tuple[Link, ...]]:
    """The tables of releases that runs made, by UUID."""
    found: dict[str, list[Link]] = defaultdict(list)
    for one in bound:
        found[one.run].append(release_link(one))
    return {uuid: tuple(links) for uuid, links in found.items()}


def release_link(one: Bound) -> Link:
    """A table of a release, or a release that a run made as a whole."""
    if not one.table:
        return Link(f"{one.slug} {one.release}", addresses.release(one.slug, one.release))
    return Link(f"{one.table} of {one.slug} {one.release}", addresses.table(one.slug, one.release, one.table))
