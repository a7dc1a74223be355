"""A draft as a whole: how it stands, what happens to it, and its parts coming, going and moving."""

from __future__ import annotations

from flask import Response, make_response, render_template, request

from catalogue.delivery import signed_in
from catalogue.delivery.problems import STATUS
from catalogue.delivery.services import services
from catalogue.drafts import editing, review
from catalogue.drafts.document import put_together
from catalogue.drafts.found import part_of, seen
from catalogue.drafts.judging import Judgement, judge
from catalogue.drafts.review import Saying
from catalogue.drafts.standing import WRITING, Step
from catalogue.errors import CatalogueError, InvalidRequestError
from catalogue.model.drafts import PartKind
from catalogue.packages.limits import limits_of
from catalogue.packages.write import WrittenPackage, package_zip
from catalogue.registry.lineage import rules_of
from catalogue.registry.prepare import Wish
from catalogue.store import drafts
from catalogue.store.concepts import concepts
from catalogue.store.drafts import DraftRecord
from catalogue.store.engine import reading
from catalogue.store.releases import all_datasets
from catalogue.store.vocabulary import organisation_titles
from catalogue.web import addresses
from catalogue.web.contexts.draft import DraftPage, draft_line, draft_page, standing
from catalogue.web.keeping import private_redirect
from catalogue.web.steward.blueprint import steward

# What a form says of itself to come back to the page of a part, where it stands.
_KINDS = {kind.value: kind for kind in PartKind}


@steward.get("/drafts/<key>")
def draft(key: str) -> str:
    """What stops it, what it changes, its tables, what happened to it."""
    return render_template("steward/draft.html", page=_page(key), fault=None)


@steward.get("/drafts/<key>/standing")
def draft_standing(key: str) -> str:
    """The gate and the difference alone, for a page that asks for them after a save."""
    who, engine = signed_in.require(), services().engine
    with reading(engine) as session:
        found = seen(session, who, key)
        parts = drafts.parts(session, found)
    told = standing(found, parts, _judged(found))
    return render_template("steward/standing.html", standing=told, key=key)


@steward.post("/drafts/<key>/steps")
def take_step(key: str) -> Response | tuple[str, int]:
    """Submit, take back, comment, return, approve or abandon. A fault leaves the words in the form."""
    who, engine, settings = signed_in.require(), services().engine, services().settings
    try:
        saying = _saying()
        if saying.step is not Step.APPROVE:
            review.take(engine, who, key, saying)
            return private_redirect(f"{addresses.draft(key)}#activity")
        outcome = review.approve(engine, who, key, saying, limits_of(settings), Wish(rules=rules_of(settings)))
    except CatalogueError as error:
        if error.code == "not-found":
            raise
        return render_template("steward/draft.html", page=_page(key), fault=error), STATUS[error.code]
    if outcome.outcome != "sealed":
        return private_redirect(f"{addresses.draft(key)}#activity")
    return private_redirect(addresses.release(outcome.subject, outcome.version))


def _saying() -> Saying:
    name, revision = request.form.get("step", ""), request.form.get("revision", "")
    if name not in set(Step):
        raise InvalidRequestError("It is not said what to do with the draft.", remedy="Press one of the buttons.")
    number = int(revision) if revision.isascii() and revision.isdigit() else None
    if number is None and name in {Step.APPROVE, Step.SUBMIT}:
        raise InvalidRequestError("It is not said which state of the draft is meant.", remedy="Open the page again.")
    return Saying(Step(name), request.form.get("text", ""), number)


@steward.post("/drafts/<key>/parts")
def add_part(key: str) -> Response:
    """One more table, variable, code list or concept; leads to its page."""
    table = request.form.get("table", "")
    kind = _KINDS.get(request.form.get("kind", ""), PartKind.DATASET)
    part = editing.add(
        services().engine,
        signed_in.require(),
        key,
        kind,
        request.form.get("name", ""),
        int(table) if table.isascii() and table.isdigit() else None,
    )
    return private_redirect(addresses.draft_part(key, part.id))


@steward.post("/drafts/<key>/parts/<int:number>/remove")
def remove_part(key: str, number: int) -> Response:
    """Take a part out; leads to what it was a part of."""
    who, engine = signed_in.require(), services().engine
    with reading(engine) as session:
        parent = part_of(session, seen(session, who, key), number).parent
    editing.remove(engine, who, key, number)
    return private_redirect(addresses.draft_part(key, parent) if parent is not None else addresses.draft(key))


@steward.post("/drafts/<key>/parts/<int:number>/move")
def move_part(key: str, number: int) -> Response:
    """One place up or down among its siblings."""
    who, engine = signed_in.require(), services().engine
    with reading(engine) as session:
        found = seen(session, who, key)
        part = part_of(session, found, number)
        siblings = [one.id for one in drafts.parts(session, found, [part.kind]) if one.parent == part.parent]
    place = siblings.index(number)
    other = place - 1 if request.form.get("to") == "up" else place + 1
    if 0 <= other < len(siblings):
        editing.arrange(engine, who, key, [siblings[max(place, other)], siblings[min(place, other)]])
    return private_redirect(addresses.draft_part(key, part.parent or number))


@steward.get("/drafts/<key>/package.zip")
def draft_package(key: str) -> Response:
    """The draft as a package, as it stands: to be kept, or worked on elsewhere."""
    with reading(services().engine) as session:
        found = seen(session, signed_in.require(), key)
        files = put_together(found.slug, drafts.parts(session, found), drafts.files(session, found))
    held = dict(files.held)
    response = make_response(package_zip(WrittenPackage(held.pop(files.descriptor), held)))
    response.headers["Content-Type"] = "application/zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{found.slug}-draft.zip"'
    return response


def _page(key: str) -> DraftPage:
    who, engine = signed_in.require(), services().engine
    with reading(engine) as session:
        found = seen(session, who, key)
        parts = drafts.parts(session, found)
        story = drafts.events(session, found), drafts.writers(session, found, WRITING)
        titles = {one.slug: one.latest.facts.title for one in all_datasets(session) if one.latest is not None}
        line = draft_line(found, titles, organisation_titles(session))
        known = concepts(session)
    return draft_page(line, found, who, parts, _judged(found), story, known)


def _judged(found: DraftRecord) -> Judgement:
    settings = services().settings
    return judge(services().engine, found, limits_of(settings), settings.disclosure_threshold)
