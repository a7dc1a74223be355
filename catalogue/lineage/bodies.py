"""Bodies of events as bytes: unpacked with a limit, and recorded files brought into the form that is sent."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import orjson

from catalogue.errors import InvalidRequestError, TooLargeError

# What zlib is told for the gzip format, header and checksum included.
_GZIP = zlib.MAX_WBITS | 16
_MAGIC = b"\x1f\x8b"
CHUNK = 64 * 1024


def collect(chunks: Iterable[bytes], most: int) -> bytes:
    """The chunks put together. Raises TooLargeError as soon as they are more than `most` bytes."""
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > most:
            raise _too_large(most)
    return bytes(body)


def gunzip(chunks: Iterable[bytes], most: int) -> Iterable[bytes]:
    """The chunks unpacked from gzip, members one after another.

    No more than `most` bytes are ever unpacked. Raises TooLargeError beyond them, InvalidRequestError when it is not
    gzip, or ends in the middle.
    """
    unpacker, told = zlib.decompressobj(_GZIP), 0
    for chunk in chunks:
        rest = chunk
        while rest:
            if unpacker.eof:
                unpacker = zlib.decompressobj(_GZIP)
            try:
                # One byte more than may be: that there is one is all that need be known.
                part = unpacker.decompress(rest, most - told + 1)
            except zlib.error as error:
                raise InvalidRequestError(
                    f"What was sent is not gzip: {error}.", remedy="Send it again, or without Content-Encoding."
                ) from error
            told += len(part)
            if told > most:
                raise _too_large(most)
            yield part
            rest = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    if not unpacker.eof:
        raise InvalidRequestError("What was sent as gzip ends in the middle.", remedy="Send all of it.")


def recorded(content: bytes, most: int) -> bytes:
    """A file of recorded events as a body: one event, an array of them, or one a line; packed with gzip or not.

    The bytes of each event stay as they are. Raises TooLargeError, and InvalidRequestError that names the line.
    """
    chunks = (content[start : start + CHUNK] for start in range(0, len(content), CHUNK))
    body = collect(gunzip(chunks, most) if content.startswith(_MAGIC) else chunks, most).strip()
    lines = [(number, line.strip()) for number, line in enumerate(body.split(b"\n"), 1) if line.strip()]
    if len(lines) < 2 or _is_json(body):  # noqa: PLR2004 - what is in one line needs no putting together
        return body
    for number, line in lines:
        if not _is_json(line):
            raise InvalidRequestError(
                f"Line {number} is not JSON.", remedy="Give one event, an array of events, or one event a line."
            )
    return b"[" + b",\n".join(line for _, line in lines) + b"]"


def _is_json(text: bytes) -> bool:
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError:
        return False
    return True


def _too_large(most: int) -> TooLargeError:
    return TooLargeError(f"There are more than {most} bytes.", remedy="Send it in parts.")
