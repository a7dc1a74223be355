"""Questions to the steward: the form, taking one in, and where its reader finds the answer."""

from __future__ import annotations

from flask import Response, make_response, render_template, request

from catalogue.delivery.headers import PRIVATE
from catalogue.delivery.services import services
from catalogue.delivery.signed_in import client_address
from catalogue.errors import InvalidRequestError, Problem, TooOftenError
from catalogue.people.networks import network
from catalogue.registry import questions
from catalogue.registry.notes import find_about
from catalogue.registry.questions import Asked, Limits, parts
from catalogue.store.engine import reading
from catalogue.web import addresses
from catalogue.web.contexts.ask import ask_page, asked_page
from catalogue.web.keeping import check_origin, private_redirect
from catalogue.web.routes import pages

# The field that nobody sees: what fills it in is a program that fills in everything.
TRAP = "website"


@pages.get("/ask")
def ask() -> str:
    """The form for a question about what `about` names."""
    return _form(request.args.get("about", ""))


@pages.post("/ask")
def take_question() -> Response:
    """Take a question, and lead to the address at which its answer is to be found."""
    check_origin()
    form = request.form
    if form.get(TRAP):
        raise InvalidRequestError(
            "A field that has to stay empty was filled in.", remedy="Send the form again without it."
        )
    asked = Asked(form.get("about", ""), form.get("text", ""), form.get("email", "").strip())
    settings = services().settings
    limits = Limits(settings.questions_address, settings.questions_day)
    sender = questions.sender_of(network(client_address()), settings.secret_key)
    try:
        secret = questions.ask(services().engine, asked, sender, limits)
    except InvalidRequestError as refused:
        return _refused(asked, refused.problems, 400)
    except TooOftenError as refused:
        return _refused(asked, (Problem("question", refused.detail, refused.remedy),), 429)
    return private_redirect(addresses.asked(secret))


@pages.get("/ask/<secret>")
def read_asked(secret: str) -> Response:
    """What became of a question; for whoever has its address, and kept by nobody in between."""
    question = questions.find_asked(services().engine, secret)
    with reading(services().engine) as session:
        page = asked_page(session, question)
    response = make_response(render_template("ask/asked.html", page=page))
    response.headers["Cache-Control"] = PRIVATE
    return response


def _refused(asked: Asked, faults: tuple[Problem, ...], status: int) -> Response:
    """The form again, with what was written in it and what is wrong with that."""
    response = make_response(_form(asked.about, faults, asked.text, asked.email), status)
    response.headers["Cache-Control"] = PRIVATE
    return response


def _form(about: str, faults: tuple[Problem, ...] = (), text: str = "", email: str = "") -> str:
    settings = services().settings
    with reading(services().engine) as session:
        found = find_about(session, *parts(about))
    taken = min(settings.questions_address, settings.questions_day) > 0
    page = ask_page(found, taken=taken, faults=faults, text=text, email=email)
    return render_template("ask/ask.html", page=page, trap=TRAP)
