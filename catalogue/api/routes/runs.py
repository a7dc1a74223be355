"""/api/v1/jobs and /api/v1/runs."""

from __future__ import annotations

from typing import Any

from catalogue.api import listing
from catalogue.api.operation import Noun
from catalogue.api.query import Name, PageQuery
from catalogue.api.schemas.runs import JobDetailSchema, JobListSchema, RunSchema
from catalogue.api.wire import runs as wire
from catalogue.delivery.services import services
from catalogue.lineage.questions import runs as questions
from catalogue.registry.lineage import rules_of
from catalogue.store.engine import reading

jobs = Noun("jobs", "What is run again and again, as OpenLineage events tell it.")
runs = Noun("runs", "Runs of jobs: what each read, what it wrote, which code did it. Only what is public is told.")


class JobQuery(PageQuery):
    """Which jobs."""

    namespace = Name(1000, "Only of this namespace, as it is shown.", "sail")
    name = Name(1000, "Only of this name, as it is shown.", "derive")


@jobs.get("/jobs", JobListSchema, query=JobQuery)
def list_jobs(query: dict[str, Any]) -> listing.Page:
    """Jobs

    In order of namespace and name.
    """
    begin = listing.begin("jobs", query, (str, str, str))
    with reading(services().engine) as session:
        found = questions.jobs(
            session,
            rules_of(services().settings),
            namespace=query.get("namespace", ""),
            name=query.get("name", ""),
        )

    def place(one: dict[str, Any]) -> tuple[str, str, str]:
        return one["namespace"], one["name"], one["id"]

    shown = listing.after(found, place, begin, listing.limit(query))
    return listing.page("jobs", query, shown, place, wire.job)


@jobs.get("/jobs/<job>", JobDetailSchema, statuses=(404,))
def read_job(query: dict[str, Any], job: str) -> dict[str, Any]:
    """One job

    With its newest runs.
    """
    del query
    with reading(services().engine) as session:
        return wire.job_detail(questions.job(session, job, rules_of(services().settings)))


@runs.get("/runs/<uuid>", RunSchema, statuses=(404,))
def read_run(query: dict[str, Any], uuid: str) -> dict[str, Any]:
    """One run

    What is public of it, which exact versions it read and how that is known, what it wrote and which release that
    became, and which columns it made from which. What is withheld is named.
    """
    del query
    with reading(services().engine) as session:
        return wire.run(questions.run(session, uuid, rules_of(services().settings)))
