"""What readers send in Chromium: a question to the steward, until it is answered; an address, until it is forgotten."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from catalogue.delivery.services import EXTENSION
from catalogue.model.authority import Role
from tests import steward
from tests.clients.at_work import free_port, site_at_work
from tests.clients.browser.pages import OPTIONS, SIZES, WIDER
from tests.following.post import Post, link, posted
from tests.web.sample_site import open_site

pytestmark = pytest.mark.system

WAYS = pytest.mark.parametrize(
    ("size", "scheme", "script"),
    [("wide", "light", True), ("phone", "dark", False)],
    ids=["script", "no script, small and dark"],
)
Window = Callable[..., Any]


@pytest.fixture(scope="module")
def post() -> Iterator[Post]:
    with posted() as found:
        yield found


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory, post: Post) -> Iterator[str]:
    """Address of a site that takes questions, which Anna answers, and sends mail."""
    folder, port = tmp_path_factory.mktemp("counter"), free_port()
    app, _settings = open_site(folder)
    engine = app.extensions[EXTENSION].engine
    steward.account(engine, "anna", steward.role(Role.STEWARD))
    engine.dispose()
    mail = {
        "CATALOGUE_SMTP": post.address,
        "CATALOGUE_OUTBOUND": post.address,
        "CATALOGUE_MAIL_FROM": "catalogue@example.org",
        "CATALOGUE_WORK_SECONDS": "0.2",
        "CATALOGUE_QUESTIONS_ADDRESS": "50",
    }
    with site_at_work(folder, port, ["serve", "--port", str(port), "--workers", "1"], **mail) as address:
        yield address


@pytest.fixture
def window(chromium: Browser) -> Window:
    """A window of its own: nothing of another one's is known in it, and its pages complain of nothing."""

    @contextmanager
    def open_one(size: str, scheme: Any, *, script: bool) -> Iterator[Page]:
        width, height = SIZES[size]
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, java_script_enabled=script
        )
        page, complaints = context.new_page(), list[str]()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        yield page
        context.close()
        # A link that leads nowhere any more is told on the console as well.
        assert [one for one in complaints if "status of 404" not in one] == []

    return open_one


def look(page: Page, *, script: bool) -> None:
    """Nothing is wider than the screen, and nothing is in the way of whoever uses it otherwise."""
    if script:
        assert page.evaluate(WIDER) == 0
        found = Axe().run(page, options=OPTIONS)
        assert found.violations_count == 0, found.generate_report()


@WAYS
def test_a_question_until_it_is_answered(window: Window, counter: str, size: str, scheme: str, *, script: bool) -> None:
    words = f"Is LAW the law of the day? Asked {'with' if script else 'without'} script."
    with window(size, scheme, script=script) as reader, window(size, scheme, script=script) as anna:
        reader.goto(f"{counter}/datasets/court/releases/2.0.0/tables/cases/variables/LAW")
        reader.get_by_role("link", name="Ask the steward").click()
        look(reader, script=script)
        # By keyboard alone: the question, the address, the button; the field that must stay empty is not among them.
        reader.get_by_label("Your question").focus()
        reader.keyboard.type(words)
        reader.keyboard.press("Tab")
        reader.keyboard.type("reader@example.org")
        reader.keyboard.press("Tab")
        expect(reader.get_by_role("button", name="Send question")).to_be_focused()
        reader.keyboard.press("Enter")
        expect(reader.locator("h1")).to_have_text("Your question")
        expect(reader.locator("main")).to_contain_text("Not answered yet")
        expect(reader.locator("main")).to_contain_text(words)
        look(reader, script=script)
        anna.goto(f"{counter}/steward/questions")
        anna.fill("input[name=name]", "anna")
        anna.fill("input[name=password]", steward.PASSWORD)
        anna.click("main button")
        asked = anna.locator("section", has_text=words)
        look(anna, script=script)
        asked.get_by_label("The answer in one sentence").fill("It is that of the first order.")
        asked.get_by_label("The answer (Markdown)").fill("Later orders do not change it.")
        asked.get_by_role("button", name="Answer in public").click()
        expect(anna.locator(".note[role=status]")).to_contain_text("reader@example.org")
        look(anna, script=script)
        reader.reload()
        expect(reader.locator("main")).to_contain_text("Answered:")
        reader.locator("main .note a").click()
        expect(reader.locator("main")).to_contain_text("It is that of the first order.")
        expect(reader.locator("main")).to_contain_text(words)


@WAYS
def test_following_until_it_is_ended(
    window: Window, counter: str, post: Post, size: str, scheme: str, *, script: bool
) -> None:
    before = len(post.mails)
    with window(size, scheme, script=script) as page:
        page.goto(f"{counter}/datasets/court")
        page.get_by_label("E-mail address").fill(f"{'with' if script else 'without'}@example.org")
        page.get_by_label("How often").select_option("Once a day")
        page.get_by_label("How often").focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("Look into your mailbox")
        look(page, script=script)
    mail = arrived(post, before)
    with window(size, scheme, script=script) as page:
        page.goto(counter + link(mail, "confirm"))
        expect(page.locator("main")).to_contain_text("once a day at most")
        look(page, script=script)
        page.get_by_role("button", name="Confirm").click()
        expect(page.locator("h1")).to_have_text("You follow by e-mail")
        page.goto(counter + link(mail, "end"))
        page.get_by_role("button", name="End it").click()
        expect(page.locator("h1")).to_have_text("You follow no longer")
        look(page, script=script)
        gone = page.goto(counter + link(mail, "confirm"))
        assert gone is not None
        assert gone.status == 404
        expect(page.locator("main")).to_contain_text("This link leads nowhere any more")


def arrived(post: Post, before: int) -> EmailMessage:
    """The mail that the worker of the site sends before long."""
    end = time.monotonic() + 60
    while len(post.mails) == before:
        assert time.monotonic() < end, "no mail came"
        time.sleep(0.05)
    return post.mails[before]
