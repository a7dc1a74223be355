"""Where a release comes from and what it feeds; the jobs and runs that made things."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, abort, render_template, request

from catalogue.delivery.services import services
from catalogue.registry.lineage import rules_of
from catalogue.store.engine import reading
from catalogue.web.contexts.jobs import job_page, jobs_page
from catalogue.web.contexts.lineage import LineagePage, lineage_page
from catalogue.web.contexts.lineage_asked import asked
from catalogue.web.contexts.lineage_picture import LineagePicture
from catalogue.web.contexts.run import run_page
from catalogue.web.routes import find_release, pages

RELEASE = "/datasets/<slug>/releases/<version>"
# Names of jobs are no longer than this.
LONGEST = 1000


@pages.get(f"{RELEASE}/lineage")
def lineage(slug: str, version: str) -> str:
    """Where a release comes from and what it feeds."""
    return render_template("datasets/lineage.html", page=_lineage(slug, version))


@pages.get(f"{RELEASE}/lineage.svg")
def lineage_picture(slug: str, version: str) -> Response:
    """The picture of its lineage alone."""
    page = _lineage(slug, version)
    if page.picture is None:
        abort(404, "Nothing is known that could be drawn.")
    drawn = _outside(page.picture, page.head.path)
    body = render_template("datasets/lineage.svg", picture=drawn, title=page.head.title)
    return Response(body.strip() + "\n", content_type="image/svg+xml; charset=utf-8")


@pages.get("/jobs")
def jobs() -> str:
    """The jobs whose runs are known."""
    with reading(services().engine) as session:
        namespace, name = (request.args.get(one, "")[:LONGEST] for one in ("namespace", "name"))
        page = jobs_page(session, namespace, name, rules_of(services().settings))
    return render_template("lineage/jobs.html", page=page)


@pages.get("/jobs/<key>")
def job(key: str) -> str:
    """A job and its runs."""
    with reading(services().engine) as session:
        page = job_page(session, key, rules_of(services().settings))
    return render_template("lineage/job.html", page=page)


@pages.get("/runs/<uuid>")
def run(uuid: str) -> str:
    """A run."""
    with reading(services().engine) as session:
        page = run_page(session, uuid, rules_of(services().settings))
    return render_template("lineage/run.html", page=page)


def _lineage(slug: str, version: str) -> LineagePage:
    wanted = asked(request.args)
    with reading(services().engine) as session:
        found = find_release(session, slug, version)
        return lineage_page(session, found.record, found.release, wanted, rules_of(services().settings))


def _outside(picture: LineagePicture, path: str) -> LineagePicture:
    """A picture that stands on its own: its links lead to the site wherever it is opened."""
    site = services().settings.base_url

    def absolute(url: str) -> str:
        return f"{site}{path}{url}" if url.startswith("#") else f"{site}{url}"

    return replace(
        picture,
        boxes=tuple(replace(one, url=absolute(one.url)) for one in picture.boxes),
        runs=tuple(replace(one, url=absolute(one.url)) for one in picture.runs),
    )
