"""POST /api/v1/packages: programs hand in a package, which becomes a release or a draft."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import request

from catalogue.api import links
from catalogue.api.body import JSON, read_body
from catalogue.api.operation import Noun
from catalogue.api.schemas.packages import DESCRIPTOR, ZIP, HandedInSchema
from catalogue.delivery.services import services
from catalogue.drafts.checking import checked, received
from catalogue.drafts.handing_in import hand_in
from catalogue.model.kinds import ApprovalMode
from catalogue.packages.limits import limits_of
from catalogue.people.tokens import Scope, authorise, person_of
from catalogue.registry.lineage import rules_of
from catalogue.registry.prepare import Wish

packages = Noun("packages", "Packages that programs hand in.")
ZIPPED = "application/zip"
ANSWERS = {
    202: (HandedInSchema, "It is sealed, or waits as a draft for a second person: `outcome` says which."),
    200: (HandedInSchema, "A sealed release, or a waiting draft, says the same already; nothing was written."),
}
NAMES = {JSON: "package.json", ZIPPED: "package.zip"}


@packages.post("/packages", {JSON: DESCRIPTOR, ZIPPED: ZIP}, ANSWERS, statuses=(409, 422))
def take_package(query: dict[str, Any]) -> Any:
    """Hand in a package

    A zip archive, or a descriptor alone, and a token of the scope `publish`. It is checked by all rules; `problems` of
    a refusal has each fault with its place, and nothing is kept. Where the publisher wants a second person it becomes
    a draft, which a reviewer approves; else it is sealed. `Location` leads to it.
    """
    del query
    settings, engine = services().settings, services().engine
    token = authorise(engine, request.headers.get("Authorization", ""), Scope.PUBLISH)
    limits = limits_of(settings)
    body = read_body(limits.zip_bytes if request.mimetype == ZIPPED else limits.descriptor_bytes, tuple(NAMES))
    package = checked(received(body, NAMES[request.mimetype], limits), limits, NAMES[request.mimetype])
    wish = Wish(usual=ApprovalMode(settings.approval), rules=rules_of(settings))
    told = hand_in(engine, person_of(engine, token), package, wish)
    path = f"/steward/drafts/{told.draft}" if told.draft else links.release(told.subject, told.version)
    url = links.page(path)
    answer = {
        "outcome": told.outcome,
        "dataset": told.subject,
        "version": told.version,
        "message": told.message,
        "serial": told.serial,
        "seal": told.digest or None,
        "url": url,
    }
    return answer, HTTPStatus.OK if told.outcome == "unchanged" else HTTPStatus.ACCEPTED, {"Location": url}
