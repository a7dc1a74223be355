"""Content codings: gzip and Brotli, chosen by Accept-Encoding as RFC 9110 section 12.5.3 says.

Flask-Compress is not used: its gzip writes the time into the body, so that equal answers differ in bytes under one
strong ETag, and it takes `gzip;q=0` for a wish.
"""

from __future__ import annotations

import re
import zlib

import brotli  # type: ignore[import-untyped]

# The order is the server's preference among codings that a client likes equally.
CODINGS = ("br", "gzip")
IDENTITY = ""
SMALLEST = 500
_COMPRESSIBLE = re.compile(r"text/|image/svg\+xml|application/(?:[a-z0-9.+-]*(?:json|xml|javascript|yaml|bibtex)\b)")
_QUALITY = re.compile(r"\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*", re.IGNORECASE)


def choose(accept_encoding: str) -> str:
    """The coding to use for an Accept-Encoding header: `br`, `gzip`, or empty for none."""
    wishes = dict(_wish(part) for part in accept_encoding.lower().split(",") if part.strip())
    anything = wishes.get("*", 0.0)
    best = max(CODINGS, key=lambda coding: wishes.get(coding, anything))
    liking = wishes.get(best, anything)
    return best if liking > 0 and liking >= wishes.get("identity", 0.0) else IDENTITY


def _wish(part: str) -> tuple[str, float]:
    coding, _, parameter = part.partition(";")
    match = _QUALITY.fullmatch(parameter) if parameter else None
    return coding.strip(), (float(match.group(1)) if match else 1.0 if not parameter else 0.0)


def worthwhile(media_type: str, body: bytes) -> bool:
    """True for text of some length; packed formats and short answers gain nothing."""
    return len(body) >= SMALLEST and _COMPRESSIBLE.match(media_type) is not None


def encode(body: bytes, coding: str) -> bytes:
    """The body in a coding. The same body always gives the same bytes."""
    if coding == "br":
        return bytes(brotli.compress(body, quality=5))
    # zlib's own gzip wrapper writes no time of day, which `gzip.compress` does.
    packer = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    return packer.compress(body) + packer.flush()
