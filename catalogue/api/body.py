"""What a request sends: read as it comes, unpacked, and no further than a limit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import request

from catalogue.errors import TooLargeError, UnsupportedMediaError
from catalogue.lineage import bodies

JSON = "application/json"
GZIP = frozenset({"gzip", "x-gzip"})
PLAIN = frozenset({"", "identity"})


def read_body(most: int, media_types: Sequence[str] = (JSON,)) -> bytes:
    """The bytes of a body of one of some media types, at most `most` after unpacking.

    Raises UnsupportedMediaError for another media type or coding, TooLargeError, and InvalidRequestError for what is
    not gzip although it says so.
    """
    if request.mimetype not in media_types:
        raise UnsupportedMediaError(
            f"The body is {request.mimetype or 'of no type'!r}.",
            remedy=f"Send `Content-Type: {'` or `'.join(media_types)}`.",
        )
    coding = request.headers.get("Content-Encoding", "").strip().lower()
    if coding not in GZIP | PLAIN:
        raise UnsupportedMediaError(f"The coding {coding[:100]!r} is not taken.", remedy="Send it as gzip, or plain.")
    # The limit of this address in place of the one for forms. Packed, it cannot be larger than unpacked by much.
    request.max_content_length = most + bodies.CHUNK
    if (request.content_length or 0) > request.max_content_length:
        raise TooLargeError(f"The body has {request.content_length} bytes; at most {most} are taken.")
    chunks = _chunks()
    return bodies.collect(bodies.gunzip(chunks, most) if coding in GZIP else chunks, most)


def _chunks() -> Iterator[bytes]:
    while chunk := request.stream.read(bodies.CHUNK):
        yield chunk
