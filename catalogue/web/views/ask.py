"""Questions to the steward: the form, taking one in, and where its reader finds the answer."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from flask import Response, make_response, render_template, request

from catalogue.delivery.headers import PRIVATE
from catalogue.delivery.services import services
from catalogue.errors import InvalidRequestError, Problem, TooOftenError
from catalogue.registry import questions
from catalogue.registry.notes import find_about
from catalogue.registry.questions import Asked, Limits, parts
from catalogue.store.engine import reading
from catalogue.web import addresses
from catalogue.web.contexts.ask import ask_page, asked_page
from catalogue.web.keeping import check_origin, private_redirect
from catalogue.web.routes import pages

# What one household or office has of the addresses of IPv6.
IPV6_PREFIX = 64
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
    sender = questions.sender_of(network(_client()), settings.secret_key)
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


def _client() -> str:
    """The address that a request comes from. A server in front of this one, on the same machine, says which."""
    address = request.remote_addr or ""
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return told if told and _is_loopback(address) else address


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def network(address: str) -> str:
    """What limits are counted for: an address of IPv4, the network of one of IPv6; other texts stay."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(ip_network((found, IPV6_PREFIX), strict=False))
    return str(getattr(found, "ipv4_mapped", None) or found)
