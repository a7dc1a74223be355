"""How releases of each publisher are approved, and changing that: one administrator proposes, another confirms."""

from __future__ import annotations

from flask import Response, render_template, request

from catalogue.delivery import signed_in
from catalogue.delivery.services import services
from catalogue.errors import InvalidRequestError
from catalogue.model.authority import Power
from catalogue.model.kinds import ApprovalMode
from catalogue.registry import approval
from catalogue.store import approvals
from catalogue.store.engine import reading
from catalogue.store.vocabulary import organisation_titles
from catalogue.web.contexts.approval import approval_page
from catalogue.web.keeping import private_redirect
from catalogue.web.steward.blueprint import steward

PAGE = "/steward/approval"


@steward.get("/approval")
def approval_modes() -> str:
    """The publishers that the person has a role for, how they approve, and what waits for a second person."""
    who, settings = signed_in.require(), services().settings
    with reading(services().engine) as session:
        titles = organisation_titles(session)
        seen = {name: title for name, title in titles.items() if who.may(Power.READ, name)}
        page = approval_page(who, seen, approvals.modes(session), approvals.proposals(session), settings.approval)
    return render_template("steward/approval.html", page=page)


@steward.post("/approval")
def change_approval() -> Response:
    """Propose another way, confirm what somebody else proposed, or drop it."""
    engine, who, publisher = services().engine, signed_in.require(), request.form.get("publisher", "")
    act, mode = request.form.get("act", ""), request.form.get("mode", "")
    if act == "propose" and mode in set(ApprovalMode):
        approval.propose(engine, who, publisher, ApprovalMode(mode))
    elif act == "confirm":
        approval.confirm(engine, who, publisher)
    elif act == "drop":
        approval.drop(engine, who, publisher)
    else:
        raise InvalidRequestError("It is not said what to do.", remedy="Press one of the buttons of the page.")
    return private_redirect(PAGE)
