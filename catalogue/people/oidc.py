"""Signing in through a provider of OpenID Connect: authorization code with PKCE, and an ID token that is checked whole.

Whatever goes to the provider from here goes through `outbound`. A provider says who somebody is and nothing more: no
account and no role comes from it. Loaded when somebody signs in through one; no other request needs it.
"""

from __future__ import annotations

import hmac
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.client import DEFAULT_HEADERS, OAuth2Client
from authlib.oauth2.rfc6749.parameters import prepare_token_request
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from sqlalchemy import Engine
from sqlmodel import Session

from catalogue import outbound
from catalogue.errors import OutboundError, UnauthenticatedError
from catalogue.people import moments, signing_in
from catalogue.people.signing_in import Limits
from catalogue.registry.acts import record
from catalogue.settings import Settings
from catalogue.store import accounts
from catalogue.store.accounts import AccountRecord
from catalogue.store.engine import writing

# Signed with a private key: with anything symmetric, or with nothing, whoever knows the public key could sign.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"]
SCOPE = "openid email profile"
# Clocks of two machines differ by no more, in seconds.
LEEWAY = 60
# How long what a provider says of itself is taken as said, in seconds.
DISCOVERED_FOR = 300.0
OK = 200
LONGEST_SUBJECT = 255
_discovered: dict[str, tuple[float, Mapping[str, Any]]] = {}


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider, and what this site is to it.

    issuer: its address, exactly as its tokens say it. back: where it sends people back to. allowed: origins that may
    be spoken to.
    """

    issuer: str
    client_id: str
    client_secret: str
    back: str
    allowed: tuple[str, ...]

    @classmethod
    def of(cls, settings: Settings, back: str) -> Provider:
        """As the settings say."""
        return cls(settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret, back, settings.outbound)


@dataclass(frozen=True, slots=True)
class Journey:
    """What a browser keeps while it is away, so that only it can come back: three random texts, used once."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is to a provider.

    email: in lower case, when the provider says that it is verified, and it is ASCII; else empty.
    """

    issuer: str
    subject: str
    email: str


def depart(provider: Provider) -> tuple[str, Journey]:
    """Where to send a browser, and what it is to keep. Raises OutboundError when the provider cannot be asked."""
    told = _discover(provider)
    journey = Journey(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))
    client = OAuth2Client(
        None, provider.client_id, scope=SCOPE, redirect_uri=provider.back, code_challenge_method="S256"
    )
    address, _ = client.create_authorization_url(
        told["authorization_endpoint"],
        state=journey.state,
        code_verifier=journey.verifier,
        nonce=journey.nonce,
    )
    return str(address), journey


def arrive(provider: Provider, journey: Journey, state: str, code: str, now: datetime | None = None) -> Identity:
    """Who came back with a code. Raises UnauthenticatedError for what does not hold, OutboundError."""
    if not code or not hmac.compare_digest(journey.state.encode(), state.encode("utf-8", "surrogateescape")):
        raise _refused("what came back does not belong to what was asked")
    told = _discover(provider)
    token = _exchange(provider, told, journey, code)
    claims = _verified(token, _ask(provider, told["jwks_uri"]))
    # The nonce first, for the library passes one over when none is expected.
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), journey.nonce.encode()):
        raise _refused("its token was made for another sign-in")
    checked = CodeIDToken(
        claims,
        {},
        options={"iss": {"essential": True, "value": provider.issuer}, "aud": {"value": provider.client_id}},
        params={"nonce": journey.nonce, "client_id": provider.client_id},
    )
    try:
        checked.validate(now=int((now or moments.now()).timestamp()), leeway=LEEWAY)
    except (JoseError, ValueError, TypeError) as error:
        raise _refused(f"its token does not hold ({type(error).__name__})") from error
    return _identity(provider, claims)


def sign_in(engine: Engine, limits: Limits, identity: Identity, now: datetime | None = None) -> str:
    """The secret of a new sign-in of the account that an identity stands for. Raises UnauthenticatedError when none.

    An identity that stands for none yet is linked to the one open account that has its verified e-mail.
    """
    moment = now or moments.now()
    with writing(engine) as session:
        account = accounts.linked(session, identity.issuer, identity.subject) or _link(session, identity)
        if account is None or account.closed is not None:
            raise UnauthenticatedError(
                f"No open account here belongs to {identity.email or identity.subject}.",
                remedy=f"Ask an administrator for one, and to link it to {identity.subject!r}.",
            )
        if account.must_change:
            # Made for somebody who needs none: it would only wait to be found.
            accounts.set_password(session, account.id, None)
            record(session, account.name, "removed password", f"account:{account.name}")
        return signing_in.begin(session, account, limits, identity.issuer, moment)


def _link(session: Session, identity: Identity) -> AccountRecord | None:
    found = accounts.with_email(session, identity.email) if identity.email else []
    if len(found) != 1:
        return None
    # Who has another identity there already is somebody else: addresses are given to new people.
    if any(issuer == identity.issuer for issuer, _ in accounts.identities(session, found[0].id)):
        return None
    accounts.link(session, found[0].id, identity.issuer, identity.subject)
    told = {"issuer": identity.issuer, "subject": identity.subject, "by": "verified e-mail"}
    record(session, found[0].name, "linked identity", f"account:{found[0].name}", told)
    return found[0]


def _identity(provider: Provider, claims: Mapping[str, Any]) -> Identity:
    subject, email = claims.get("sub"), claims.get("email")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise _refused("its token names nobody")
    # Some letters beyond ASCII become ASCII in lower case, and so another's address.
    verified = claims.get("email_verified") is True and isinstance(email, str) and email.isascii()
    return Identity(provider.issuer, subject, str(email).lower() if verified else "")


def _verified(token: str, keys: Mapping[str, Any]) -> dict[str, Any]:
    """The claims of a token that one of the provider's keys signed."""
    try:
        return dict(jwt.decode(token, KeySet.import_key_set(dict(keys)), algorithms=ALGORITHMS).claims)  # type: ignore[arg-type]
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise _refused(f"its token is not signed as it should be ({type(error).__name__})") from error


def _exchange(provider: Provider, told: Mapping[str, Any], journey: Journey, code: str) -> str:
    """The ID token for a code."""
    methods = told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    how = "client_secret_basic" if "client_secret_basic" in methods else "client_secret_post"
    auth = ClientAuth(provider.client_id, provider.client_secret, how if provider.client_secret else "none")
    body = prepare_token_request("authorization_code", "", provider.back, code=code, code_verifier=journey.verifier)
    address, headers, body = auth.prepare("POST", told["token_endpoint"], dict(DEFAULT_HEADERS), body)
    answer = _ask(provider, address, body=body, headers=headers)
    token = answer.get("id_token")
    if not isinstance(token, str):
        raise _refused("it gave no token for the code")
    return token


def _discover(provider: Provider) -> Mapping[str, Any]:
    """What a provider says of itself: where it lets people sign in, gives tokens, and shows its keys."""
    at, told = _discovered.get(provider.issuer, (0.0, {}))
    if told and time.monotonic() - at < DISCOVERED_FOR:
        return told
    told = _ask(provider, f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    if told.get("issuer") != provider.issuer:
        raise OutboundError(
            f"The provider calls itself {told.get('issuer')!r}.",
            remedy="Set CATALOGUE_OIDC_ISSUER to exactly that, if it is the right one.",
        )
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        outbound.require(str(told.get(name, "")), provider.allowed)
    _discovered[provider.issuer] = (time.monotonic(), told)
    return told


def _ask(
    provider: Provider, address: str, *, body: str = "", headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The JSON object of an answer; a refusal of the provider's is one of ours."""
    with outbound.client(provider.allowed) as client:
        method = "POST" if body else "GET"
        request = outbound.request(client, method, address, content=body or None, headers=headers or {})
        status, answer = outbound.send(client, request)
    try:
        told = json.loads(answer)
    except (ValueError, RecursionError):
        told = None
    if body and status != OK:
        raise _refused("it does not take the code")
    if status != OK or not isinstance(told, dict):
        raise OutboundError(f"{address} answers {status}, and nothing that can be used.", remedy="Try again later.")
    return told


def _refused(why: str) -> UnauthenticatedError:
    return UnauthenticatedError(
        f"The provider's answer cannot be used: {why}.",
        remedy="Begin again from the sign-in page. If it goes on, tell the operator of this site.",
    )
