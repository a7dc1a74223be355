"""Signing in through a provider, which is a real process, at the site, which is another: what holds, and every lie.

Nobody gets an account or a role from a provider; nothing is believed of it that was not signed for this sign-in.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, text

from catalogue.errors import OutboundError
from catalogue.people import accounts, oidc
from catalogue.people.accounts import THE_OPERATOR
from catalogue.settings import load
from catalogue.store.engine import open_engine, reading
from tests.docs.site import served, wait
from tests.empty import lay_out
from tests.people import oidc_provider
from tests.postgres import free_port

BACK = "/steward/sign-in/oidc/back"
PAGES = {"Accept": "text/html"}
ANNA: dict[str, Any] = {"sub": "4711", "email": "Anna@Example.org", "email_verified": True}


@dataclass(frozen=True)
class Scene:
    """A provider, a site that lets people sign in through it, and the site's register."""

    provider: str
    site: str
    engine: Engine

    def behave(self, fault: str = "", **claims: Any) -> None:
        """Say what the provider does from now on."""
        httpx.post(f"{self.provider}/behave", json={"fault": fault, "claims": claims})

    def browser(self) -> httpx.Client:
        """A browser that follows nothing by itself."""
        return httpx.Client(base_url=self.site, headers=PAGES, follow_redirects=False, trust_env=False)


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """Address of the provider."""
    port = free_port()
    with subprocess.Popen([sys.executable, oidc_provider.__file__, str(port)]) as process:
        try:
            wait(f"http://127.0.0.1:{port}/keys", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def site(provider: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Engine]]:
    """Address of the site, and its register."""
    settings = load({"CATALOGUE_DATA": str(tmp_path_factory.mktemp("site")), "CATALOGUE_SECRET_KEY": "k" * 32})
    engine = open_engine(settings.database_url, settings.lock_seconds)
    lay_out(engine)
    told = {
        "CATALOGUE_OIDC_ISSUER": provider,
        "CATALOGUE_OIDC_CLIENT_ID": oidc_provider.CLIENT,
        "CATALOGUE_OIDC_CLIENT_SECRET": oidc_provider.SECRET,
        "CATALOGUE_OIDC_TITLE": "Example Login",
        "CATALOGUE_OUTBOUND": provider,
    }
    with served(settings, told) as address:
        yield address, engine
    engine.dispose()


@pytest.fixture
def scene(provider: str, site: tuple[str, Engine]) -> Scene:
    """The provider tells the truth, and the register holds nobody."""
    address, engine = site
    with engine.begin() as connection:
        for table in ("identity", "account_role", "sign_in", "attempt", "account"):
            connection.execute(text(f"DELETE FROM {table}"))
    scene = Scene(provider, address, engine)
    scene.behave(**ANNA)
    return scene


def anna(scene: Scene, name: str = "anna", email: str = "anna@example.org") -> None:
    accounts.make(scene.engine, THE_OPERATOR, name, f"{name.title()} Morgan", (), email)


def away(browser: httpx.Client, back: str = "/steward/account") -> str:
    """Begin, pass the provider by, and give the address that it leads back to."""
    answer = browser.get("/steward/sign-in/oidc", params={"next": back})
    assert answer.status_code == 302, answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"
    there = httpx.get(answer.headers["Location"], follow_redirects=False)
    assert there.status_code == 302, there.text
    return there.headers["Location"]


def enter(scene: Scene, status: int = 303) -> httpx.Response:
    """The whole way in a new browser; the page that says no is in no case the one behind the door."""
    with scene.browser() as browser:
        answer = browser.get(away(browser))
        assert answer.status_code == status, answer.text
        inside = browser.get("/steward/account")
        assert inside.status_code == (200 if status == 303 else 302)
    return answer


def linked(scene: Scene) -> list[tuple[str, str]]:
    with reading(scene.engine) as session:
        found = session.execute(text("SELECT name, subject FROM identity JOIN account ON account.id = account_id"))
        return [(row[0], row[1]) for row in found]


def test_the_page_leads_there_and_back(scene: Scene) -> None:
    anna(scene)
    with scene.browser() as browser:
        page = browser.get("/steward/sign-in?next=/steward/account")
        assert "Sign in through Example Login" in page.text
        answer = browser.get(away(browser))
        assert answer.status_code == 303
        assert answer.headers["Location"] == "/steward/account"
        inside = browser.get("/steward/account")
        assert "Anna Morgan" in inside.text
        assert "You have no role yet" in inside.text
    assert linked(scene) == [("anna", "4711")]
    with reading(scene.engine) as session:
        done = session.execute(text("SELECT deed FROM act WHERE person = 'anna' ORDER BY serial DESC")).scalars()
        assert [*done][:3] == ["signed in", "removed password", "linked identity"]


def test_cookies_are_signed_short_lived_and_for_one_address(scene: Scene) -> None:
    with scene.browser() as browser:
        cookie = browser.get("/steward/sign-in/oidc").headers["Set-Cookie"]
    assert all(word in cookie for word in ("HttpOnly", "SameSite=Lax", "Path=/steward/sign-in/oidc", "Max-Age=600"))


@pytest.mark.parametrize(
    "fault",
    [
        *("nonce", "no-nonce", "audience", "audiences", "no-aud", "expired", "no-exp", "future", "issuer", "no-iss"),
        *(
            "party",
            "nobody",
            "number",
            "no-sub",
            "none",
            "symmetric",
            "key",
            "changed",
            "refused",
            "tokenless",
            "denied",
        ),
    ],
)
def test_a_provider_that_lies_lets_nobody_in(scene: Scene, fault: str) -> None:
    anna(scene)
    scene.behave(fault, **ANNA)
    answer = enter(scene, 401)
    assert "catalogue_sign_in" not in answer.headers.get("Set-Cookie", "")
    assert "Begin again" in answer.text
    assert linked(scene) == []


@pytest.mark.parametrize("fault", ["garbage", "endless"])
def test_a_provider_that_talks_nonsense_is_told_of(scene: Scene, fault: str) -> None:
    anna(scene)
    scene.behave(fault, **ANNA)
    enter(scene, 502)


def test_a_state_is_good_for_one_return_in_one_browser(scene: Scene) -> None:
    anna(scene)
    with scene.browser() as browser, scene.browser() as other:
        back = away(browser)
        kept = browser.cookies.get("catalogue_oidc")
        assert other.get(back).status_code == 401, "a browser that never left"
        assert other.get(away(browser)).status_code == 401
        away(other)
        assert other.get(back).status_code == 401, "a browser that left for another sign-in"
        back = away(browser)
        assert browser.get(back).status_code == 303
        assert browser.get(back).status_code == 401, "the same address again"
        assert kept is not None
        browser.cookies.set("catalogue_oidc", kept, path="/steward/sign-in/oidc")
        assert browser.get(back).status_code == 401, "with a cookie that was kept"


@pytest.mark.parametrize("query", ["", "?state=x&code=y", "?error=access_denied", "?state=%00&code=", "?code=%ff"])
def test_what_was_never_asked_for_is_refused(scene: Scene, query: str) -> None:
    with scene.browser() as browser:
        assert browser.get(BACK + query).status_code == 401
        browser.get("/steward/sign-in/oidc")
        assert browser.get(BACK + query).status_code == 401
        browser.cookies.set("catalogue_oidc", "forged.x.y", path="/steward/sign-in/oidc")
        assert browser.get(BACK + query).status_code == 401


def test_nobody_gets_an_account_by_signing_in(scene: Scene) -> None:
    answer = enter(scene, 401)
    assert "No open account here belongs to anna@example.org" in answer.text
    with reading(scene.engine) as session:
        assert session.execute(text("SELECT count(*) FROM account")).scalar_one() == 0


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "anna@example.org"},
        {"email": "anna@example.org", "email_verified": False},
        {"email": "anna@example.org", "email_verified": "true"},
        {"email": ["anna@example.org"], "email_verified": True},
        {"email_verified": True},
        # The sign of the kelvin, which is a k in lower case.
        {"email": "\u212aarl@example.org", "email_verified": True},
    ],
)
def test_an_address_that_is_not_verified_links_nobody(scene: Scene, claims: dict[str, Any]) -> None:
    anna(scene)
    anna(scene, "karl", "karl@example.org")
    scene.behave(sub="4711", **claims)
    enter(scene, 401)
    assert linked(scene) == []


def test_an_address_that_went_to_somebody_else_is_not_the_first_ones(scene: Scene) -> None:
    anna(scene)
    enter(scene)
    scene.behave(**{**ANNA, "sub": "4712"})
    enter(scene, 401)
    assert linked(scene) == [("anna", "4711")]


def test_a_linked_identity_needs_no_address(scene: Scene) -> None:
    anna(scene)
    accounts.link(scene.engine, THE_OPERATOR, "anna", scene.provider, "99")
    scene.behave(sub="99")
    enter(scene)
    accounts.close(scene.engine, THE_OPERATOR, "anna")
    enter(scene, 401)


def test_a_provider_that_nobody_allowed_is_not_asked(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oidc, "_discovered", {})
    stranger = oidc.Provider(scene.provider, "x", "", scene.site + BACK, ("https://login.example.org",))
    before = len(httpx.get(f"{scene.provider}/seen").json()["paths"])
    with pytest.raises(OutboundError, match="not among the hosts"):
        oidc.depart(stranger)
    assert len(httpx.get(f"{scene.provider}/seen").json()["paths"]) == before + 1, "but for this very question"


def test_a_provider_under_another_name_is_not_believed(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oidc, "_discovered", {})
    with pytest.raises(OutboundError, match="calls itself"):
        oidc.depart(oidc.Provider(f"{scene.provider}/", "x", "", scene.site + BACK, (scene.provider,)))


def test_a_site_without_a_provider_has_no_such_door(tmp_path: Path) -> None:
    settings = load({"CATALOGUE_DATA": str(tmp_path), "CATALOGUE_SECRET_KEY": "k" * 32})
    assert settings.oidc_issuer == ""
    assert "oidc_client_secret" not in repr(settings)
