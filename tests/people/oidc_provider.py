"""A provider of OpenID Connect, as a process of its own: `python oidc_provider.py PORT`.

It signs in whoever `POST /behave` said last, without asking, and does the one thing wrong that was asked for: so a test
sees what the site makes of a provider that lies. It checks what providers check: client, redirect, PKCE, one use.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "catalogue", "the secret of the client"
KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
# What it does wrong, and whom it signs in.
behaviour: dict[str, Any] = {"fault": "", "claims": {}}
codes: dict[str, dict[str, str]] = {}
seen: list[str] = []


def coded(value: bytes) -> str:
    """Bytes as tokens write them."""
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def by_hand(algorithm: str, claims: dict[str, Any], key: bytes = b"") -> str:
    """A token that no library would make: signed by nobody, or with a shared secret that everybody knows."""
    head = {"alg": algorithm, "typ": "JWT", "kid": "one"}
    signed = ".".join(coded(json.dumps(one).encode()) for one in (head, claims))
    return f"{signed}.{coded(hmac.digest(key, signed.encode(), 'sha256')) if key else ''}"


def id_token(issuer: str, asked: dict[str, str]) -> str:
    """The token for a code, with the one fault that was asked for."""
    fault, now = behaviour["fault"], int(time.time())
    claims: dict[str, Any] = {
        "iss": issuer,
        "aud": CLIENT,
        "iat": now,
        "exp": now + 300,
        "nonce": asked["nonce"],
        "sub": "4711",
        **behaviour["claims"],
    }
    wrong: dict[str, dict[str, Any]] = {
        "nonce": {"nonce": "of another sign-in"},
        "audience": {"aud": "another client"},
        "audiences": {"aud": [CLIENT, "another client"]},
        "expired": {"iat": now - 900, "exp": now - 600},
        "future": {"iat": now + 900, "exp": now + 1200, "nbf": now + 900},
        "issuer": {"iss": "https://login.example.org"},
        "party": {"azp": "another client"},
        "nobody": {"sub": ""},
        "number": {"sub": 7},
    }
    claims |= wrong.get(fault, {})
    claims = {name: value for name, value in claims.items() if fault != f"no-{name}"}
    if fault == "none":
        return by_hand("none", claims)
    if fault == "symmetric":
        # Signed with what everybody knows: the public key, taken for a shared secret.
        return by_hand("HS256", claims, KEY.as_pem(private=False))
    signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, OTHER_KEY if fault == "key" else KEY)
    if fault == "changed":
        head, _, tail = signed.split(".")
        return f"{head}.{coded(json.dumps({**claims, 'sub': 'boss'}).encode())}.{tail}"
    return signed


class Provider(BaseHTTPRequestHandler):
    """Discovery, authorization, tokens, keys."""

    server: ThreadingHTTPServer

    @property
    def issuer(self) -> str:
        """Its own address."""
        return f"http://127.0.0.1:{self.server.server_port}"

    def do_GET(self) -> None:
        """Everything but tokens."""
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        seen.append(parts.path)
        if parts.path == "/.well-known/openid-configuration":
            self.tell(
                {
                    "issuer": self.issuer,
                    "authorization_endpoint": f"{self.issuer}/authorize",
                    "token_endpoint": f"{self.issuer}/token",
                    "jwks_uri": f"{self.issuer}/keys",
                    "code_challenge_methods_supported": ["S256"],
                }
            )
        elif parts.path == "/keys":
            self.tell(KeySet([KEY]).as_dict(private=False))
        elif parts.path == "/authorize":
            self.authorize(asked)
        elif parts.path == "/seen":
            self.tell({"paths": seen})
        else:
            self.tell({"error": "not_found"}, 404)

    def authorize(self, asked: dict[str, str]) -> None:
        """Sign somebody in without asking, and lead back."""
        wanted = {"client_id": CLIENT, "response_type": "code", "code_challenge_method": "S256"}
        if any(asked.get(name) != value for name, value in wanted.items()) or "openid" not in asked.get("scope", ""):
            self.tell({"error": "invalid_request"}, 400)
            return
        code = secrets.token_urlsafe(16)
        codes[code] = asked
        back = {"code": code, "state": asked["state"]}
        if behaviour["fault"] == "denied":
            back = {"error": "access_denied", "state": asked["state"]}
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(back)}")
        self.end_headers()

    def do_POST(self) -> None:
        """Tokens, and what to do wrong."""
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        if self.path == "/behave":
            behaviour.update({"fault": "", "claims": {}, **json.loads(body)})
            self.tell({})
            return
        given = {name: values[0] for name, values in parse_qs(body).items()}
        asked = codes.pop(given.get("code", ""), None)
        basic = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        challenge = coded(hashlib.sha256(given.get("code_verifier", "").encode()).digest())
        right = (
            asked is not None
            and self.headers.get("Authorization") == basic
            and challenge == asked["code_challenge"]
            and given.get("redirect_uri") == asked["redirect_uri"]
        )
        if not right or asked is None or behaviour["fault"] == "refused":
            self.tell({"error": "invalid_grant"}, 400)
        elif behaviour["fault"] == "tokenless":
            self.tell({"access_token": "x", "token_type": "Bearer"})
        elif behaviour["fault"] == "garbage":
            self.tell_bytes(b"<html>", 200)
        elif behaviour["fault"] == "endless":
            self.tell_bytes(b"[" * 3_000_000, 200)
        else:
            self.tell({"access_token": "x", "token_type": "Bearer", "id_token": id_token(self.issuer, asked)})

    def tell(self, value: object, status: int = 200) -> None:
        """Answer with JSON."""
        self.tell_bytes(json.dumps(value).encode(), status)

    def tell_bytes(self, body: bytes, status: int) -> None:
        """Answer with some bytes."""
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Provider).serve_forever()
