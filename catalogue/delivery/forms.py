"""Where a form comes from, as the browser that sends it says."""

from __future__ import annotations

from flask import request

from catalogue.delivery.services import services


def sent_from_here() -> bool:
    """False for a form that a page of another site sent. Browsers say where one comes from; other programs need not."""
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin in {f"{request.scheme}://{request.host}", services().settings.base_url}
    return request.headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}
