"""How messages to webhooks are signed: as Standard Webhooks 1.0.0 asks, with HMAC-SHA256.

A secret that signs cannot be kept as a digest, and one that is kept can be read. So it is not kept: it is made from
the secret key of the site and a salt, and whoever has the database or a backup alone has no secret.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from catalogue.errors import SettingsError

PREFIX = "whsec_"
PURPOSE = b"catalogue webhook\0"
CHECK_DIGITS = 16
LEAST_BYTES = 32


def secret_of(site_key: str, salt: str) -> bytes:
    """The secret of a webhook. Raises SettingsError when the site has no key to make it from."""
    key = site_key.encode()
    if len(key) < LEAST_BYTES:
        raise SettingsError(
            f"CATALOGUE_SECRET_KEY has {len(key)} bytes; the secrets of webhooks are made from it.",
            remedy=f"Set it to the one that the site is served with, at least {LEAST_BYTES} bytes.",
        )
    return hmac.digest(key, PURPOSE + salt.encode(), "sha256")


def shown(secret: bytes) -> str:
    """A secret as receivers are given it."""
    return PREFIX + base64.b64encode(secret).decode()


def check(secret: bytes) -> str:
    """By what a secret is recognised: it tells nothing of it."""
    return hashlib.sha256(secret).hexdigest()[:CHECK_DIGITS]


def headers(secret: bytes, message: str, timestamp: int, body: bytes) -> dict[str, str]:
    """What goes with a message. message: its id, the same at every attempt; timestamp: Unix seconds of this one."""
    signed = hmac.digest(secret, f"{message}.{timestamp}.".encode() + body, "sha256")
    return {
        "Content-Type": "application/json",
        "Webhook-Id": message,
        "Webhook-Timestamp": str(timestamp),
        "Webhook-Signature": f"v1,{base64.b64encode(signed).decode()}",
    }
