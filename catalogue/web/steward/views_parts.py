"""One part of a draft: its form and its grid, and what a save answers to people and to the script of the page."""

from __future__ import annotations

from flask import Response, jsonify, make_response, render_template, request

from catalogue.delivery import signed_in
from catalogue.delivery.problems import STATUS, wants_page
from catalogue.delivery.services import services
from catalogue.drafts.concepts import drafted
from catalogue.drafts.editing import Saved, bring_forward, put_rows, save
from catalogue.drafts.found import part_of, seen
from catalogue.drafts.standing import Step, allows
from catalogue.errors import ForbiddenError, InvalidRequestError
from catalogue.model.drafts import DraftState, PartKind
from catalogue.packages.limits import limits_of
from catalogue.store import drafts
from catalogue.store.engine import reading
from catalogue.text import to_html
from catalogue.web import addresses
from catalogue.web.contexts.draft_concept import concept_beside
from catalogue.web.contexts.draft_part import Attempt, DraftPartPage, part_page
from catalogue.web.keeping import private_redirect
from catalogue.web.steward.blueprint import steward, takes
from catalogue.web.steward.forms import edits, tags

CLASH = 409
# A form of a table of codes is longer than other forms.
MOST_FORM_BYTES = 20_000_000
MOST_FORM_FIELDS = 50_000
MOST_PREVIEW = 100_000


@steward.get("/drafts/<key>/parts/<int:number>")
def draft_part(key: str, number: int) -> str:
    """The form of a part; of a table, the grid of its variables as well."""
    return render_template("steward/part.html", page=_page(key, number))


@steward.post("/drafts/<key>/parts/<int:number>")
@takes(lambda _: MOST_FORM_BYTES, MOST_FORM_FIELDS)
def save_part(key: str, number: int) -> Response | tuple[str, int] | tuple[Response, int]:
    """Write what the form says. What somebody else changed meanwhile is shown beside it, and nothing is lost."""
    who, engine, form = signed_in.require(), services().engine, request.form.to_dict()
    with reading(engine) as session:
        part = part_of(session, seen(session, who, key), number)
    try:
        saved = save(engine, who, key, number, edits(part, form))
    except (InvalidRequestError, ForbiddenError) as error:
        if not wants_page():
            raise
        return _again(key, number, Attempt(form, fault=error.detail, remedy=error.remedy)), STATUS[error.code]
    if not wants_page():
        return _told(saved), CLASH if saved.clashes else 200
    if saved.clashes:
        return _again(key, number, Attempt(form, saved.clashes)), CLASH
    return private_redirect(f"{addresses.draft_part(key, number)}#saved")


def _told(saved: Saved) -> Response:
    """What the script of the page needs to go on: the new tags, and what stood in the way."""
    clashes = [
        {"name": one.name, "theirs": one.theirs, "mine": one.mine, "by": one.by, "moment": one.moment}
        for one in saved.clashes
    ]
    return jsonify({"saved": not clashes, "revision": saved.revision, "was": tags(saved.part), "clashes": clashes})


def _again(key: str, number: int, attempt: Attempt) -> str:
    return render_template("steward/part.html", page=_page(key, number, attempt))


def _page(key: str, number: int, attempt: Attempt | None = None) -> DraftPartPage:
    who = signed_in.require()
    with reading(services().engine) as session:
        found = seen(session, who, key)
        part = part_of(session, found, number)
        siblings = [one for one in drafts.parts(session, found, [part.kind]) if one.parent == part.parent]
        variables = drafts.variables(session, found, number) if part.kind is PartKind.TABLE else []
        # What became of the register after a draft is closed is nothing that anybody can bring in.
        living = found.state in {DraftState.OPEN, DraftState.SUBMITTED}
        beside = next(map(concept_beside, drafted(session, [part])), None) if living else None
    editable = allows(Step.EDIT, found, who, ())
    return part_page(found, part, siblings, variables, editable=editable, attempt=attempt, beside=beside)


@steward.post("/drafts/<key>/parts/<int:number>/forward")
def bring_part_forward(key: str, number: int) -> Response:
    """Bring into a concept what others recorded since the draft took it over."""
    bring_forward(services().engine, signed_in.require(), key, number)
    return private_redirect(f"{addresses.draft_part(key, number)}#saved")


@steward.post("/drafts/<key>/parts/<int:number>/rows")
@takes(lambda settings: limits_of(settings).data_bytes + MOST_PREVIEW)
def send_rows(key: str, number: int) -> Response:
    """The CSV file of a table of open data, or none any more."""
    limits = limits_of(services().settings)
    sent = request.files.get("rows")
    body = sent.read(limits.data_bytes + 1) if sent is not None else b""
    if len(body) > limits.data_bytes:
        raise InvalidRequestError(f"The file holds more than {limits.data_bytes:,} bytes.", remedy="Split the table.")
    if not body and not request.form.get("remove"):
        raise InvalidRequestError("No file was sent.", remedy="Choose a CSV file first.")
    put_rows(services().engine, signed_in.require(), key, number, body or None)
    return private_redirect(addresses.draft_part(key, number))


@steward.post("/preview")
def preview() -> Response:
    """Markdown as a reader will see it, as a piece of a page."""
    text = request.form.get("text", "")
    if len(text) > MOST_PREVIEW:
        raise InvalidRequestError(f"The text is longer than {MOST_PREVIEW:,} characters.")
    return make_response(to_html(text))
