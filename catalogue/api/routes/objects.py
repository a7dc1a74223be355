"""/api/v1/objects: exact bytes by digest."""

from __future__ import annotations

import base64
from typing import Any

from flask import Response

from catalogue.api.operation import Noun
from catalogue.delivery.services import services
from catalogue.delivery.validators import IMMUTABLE, REVALIDATE
from catalogue.errors import NotFoundError
from catalogue.store.engine import reading
from catalogue.store.objects import get_public_object

objects = Noun("objects", "Exact bytes by digest: seals, contents, tables, variables, code lists, tombstones, data.")
DATA_KIND = "data"
DOCUMENT = {"type": "object", "description": "A document, RFC 8785 JSON; data files of open tables come as CSV."}


@objects.get("/objects/<digest>", DOCUMENT, statuses=(404,))
def read_object(query: dict[str, Any], digest: str) -> Response:
    """One object

    The exact bytes whose SHA-256 is `digest`; they never change. Objects of withdrawn releases stay, so that
    everything published can be verified for ever: a withdrawal says do not use, it does not unsay.
    """
    del query
    with reading(services().engine) as session:
        response = exact(digest, get_public_object(session, digest))
    response.headers["Cache-Control"] = f"{IMMUTABLE}, no-transform"
    return response


def exact(digest: str, found: tuple[str, bytes] | None) -> Response:
    """Stored bytes as they are, never coded, so that Repr-Digest is the digest they are known by.

    found: kind and bytes. Raises NotFoundError when there are none.
    """
    if found is None:
        raise NotFoundError(
            f"There is no object {digest[:100]!r}.", remedy="Digests are 64 lower-case hexadecimal digits; see a seal."
        )
    kind, body = found
    response = Response(body, mimetype="text/csv" if kind == DATA_KIND else "application/json")
    response.headers["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(digest)).decode()}:"
    response.headers["Cache-Control"] = f"{REVALIDATE}, no-transform"
    return response
