"""What there is to do for who is signed in, and opening a draft."""

from __future__ import annotations

from flask import Response, render_template, request

from catalogue.delivery import signed_in
from catalogue.delivery.problems import STATUS
from catalogue.delivery.services import services
from catalogue.drafts.found import seen_by
from catalogue.drafts.handing_in import source_of
from catalogue.drafts.opening import Source, open_draft
from catalogue.errors import CatalogueError, InvalidRequestError
from catalogue.model.authority import Person
from catalogue.model.drafts import DraftState
from catalogue.store import drafts, find
from catalogue.store.contents import contents
from catalogue.store.engine import reading
from catalogue.store.releases import all_datasets
from catalogue.store.vocabulary import organisation_titles
from catalogue.web import addresses
from catalogue.web.contexts.importing import opening_page
from catalogue.web.contexts.work import new_page, publishers_of, work_page
from catalogue.web.keeping import private_redirect
from catalogue.web.steward.blueprint import steward, takes
from catalogue.web.steward.views_files import looked_at, room_for_files, source_of_file


@steward.get("")
def home() -> str:
    """The first page after signing in: one's drafts, what waits for one's judgement, and what became of others."""
    who = signed_in.require()
    with reading(services().engine) as session:
        found = seen_by(session, who, *DraftState)
        written = {one.key: drafts.writers(session, one, ("opened", "edited", "submitted")) for one in found}
        datasets = all_datasets(session)
        publishers = organisation_titles(session)
    page = work_page(who, found, written, datasets, publishers)
    return render_template("steward/home.html", page=page)


@steward.get("/drafts/new")
def new_draft() -> str:
    """Where to begin: the last release of a dataset, a package or dictionary, or nothing."""
    return _form()


@steward.post("/drafts/new")
@takes(room_for_files)
def open_new() -> Response | str | tuple[str, int]:
    """Open a draft; of a dictionary, show first what it says. A fault leaves the form as it was filled in."""
    who = signed_in.require()
    try:
        if request.form.get("start") == "file":
            found = _from_file()
            if isinstance(found, str):
                return found
        else:
            found = _asked(who)
        draft = open_draft(services().engine, who, *found)
    except CatalogueError as error:
        return _form(error), STATUS[error.code]
    return private_redirect(addresses.draft(draft.key))


def _form(error: CatalogueError | None = None) -> str:
    who = signed_in.require()
    with reading(services().engine) as session:
        page = new_page(who, all_datasets(session), organisation_titles(session), request.form, error)
    return render_template("steward/new.html", page=page)


def _from_file() -> tuple[str, str, Source] | str:
    """Dataset, publisher and source of a package; of a dictionary the page that shows what it says."""
    slug, publisher = _named()
    sent = source_of_file(slug, request.form.get("title", "").strip(), publisher)
    if sent.dictionary is None:
        return sent.slug, publisher, sent.source
    page = opening_page(sent.dictionary, sent.source, sent.slug, publisher)
    return render_template("steward/import.html", page=page)


def _named() -> tuple[str, str]:
    return request.form.get("slug", "").strip(), request.form.get("publisher", "")


def _asked(who: Person) -> tuple[str, str, Source]:
    """Dataset, publisher and source that the form names."""
    start = request.form.get("start", "")
    if start == "release":
        return _from_release(who, request.form.get("dataset", ""), request.form.get("version", ""))
    slug, publisher = _named()
    if start == "shown":
        return slug, publisher, looked_at()
    if start == "nothing":
        return slug, publisher, Source(_beginning(request.form.get("title", "").strip() or slug))
    raise InvalidRequestError("It is not said what the draft starts from.", remedy="Choose one of the beginnings.")


def _beginning(title: str) -> dict[str, object]:
    """The least that a description needs to be filled in."""
    return {"title": title, "accessRights": "restricted"}


def _from_release(who: Person, slug: str, version: str) -> tuple[str, str, Source]:
    with reading(services().engine) as session:
        record = find.dataset(session, slug)
        release = find.release_of(record, version) if version else record.latest
        if release is None:
            raise InvalidRequestError(
                f"No release of {slug!r} stands.", remedy="Begin with a package, or with nothing."
            )
        held = contents(session, release)
    publisher = release.facts.publisher or next(iter(publishers_of(who)), "")
    return record.slug, publisher, source_of(held, base=release.version)
