"""Headers of every answer: what a browser may do with it, who else may read it, and the request's number."""

from __future__ import annotations

import re
import secrets

from flask import Flask, Response, g, request

from catalogue.delivery.services import services

# Everything comes from this site; nothing is written inline, nothing is framed, nothing is sent elsewhere.
_POLICY = (
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "frame-src 'none'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)
SECURITY = {
    "Content-Security-Policy": "; ".join(_POLICY),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
HSTS = "max-age=31536000"
# For the eyes of one person: nobody in between may keep it, nor the browser once it is left.
PRIVATE = "private, no-store"
# Addresses of those who sign in.
STEWARD = "/steward"
# What harvesters inside a browser may read from any site: the API, package files, faces, profiles.
_SHARED = re.compile(
    r"/api(?:/|\Z)|/profiles/|/marquez/"
    r"|/datasets/[^/]+/releases/[^/]+/(?:files/|faces/|package\.zip\Z|datapackage\.json\Z)"
)
_SHARED_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Disposition, ETag, Link, Location, Repr-Digest, X-Request-ID",
}
_PREFLIGHT_HEADERS = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def is_shared(path: str) -> bool:
    """True for addresses that scripts of any site may read."""
    return _SHARED.match(path) is not None


def request_id() -> str:
    """The number of this request: in its log lines, in its answer, and quoted when something goes wrong."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(8)
    return str(g.request_id)


def add_headers(response: Response) -> Response:
    """Add to an answer what every answer carries."""
    response.headers.update(SECURITY)
    response.headers["X-Request-ID"] = request_id()
    if services().settings.base_url.startswith("https://"):
        response.headers["Strict-Transport-Security"] = HSTS
    if is_shared(request.path):
        response.headers.update(_SHARED_HEADERS)
        if request.method == "OPTIONS":
            response.headers.update(_PREFLIGHT_HEADERS)
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = _cache_rule(response.status_code)
    return response


def _cache_rule(status: int) -> str:
    """For answers that do not say themselves who may keep them."""
    signed = "Authorization" in request.headers or request.path.startswith(STEWARD)
    if request.method not in {"GET", "HEAD", "OPTIONS"} or signed:
        return PRIVATE
    # A fault or a refusal may be over at the next moment; redirects and tombstones are asked for again as well.
    return "no-store" if status >= 500 else "public, no-cache"  # noqa: PLR2004


def init_app(app: Flask) -> None:
    """Add the headers to every answer, errors included."""
    app.after_request(add_headers)
