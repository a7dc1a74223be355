"""Content codings: what clients like is what they get, and equal bodies stay equal bytes."""

from __future__ import annotations

import gzip

import brotli  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.delivery import encoding


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("br", "br"),
        ("gzip, br", "br"),
        ("GZIP", "gzip"),
        ("gzip;q=0", ""),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.2, gzip;q=0.9", "gzip"),
        ("*", "br"),
        ("*;q=0", ""),
        ("br;q=0, *", "gzip"),
        ("identity, gzip;q=0.5", ""),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("zstd, deflate", ""),
        ("gzip;q=nonsense", ""),
        ("gzip;q=9", ""),
        (",,;;q=,", ""),
    ],
)
def test_coding_follows_the_wishes(header: str, coding: str) -> None:
    assert encoding.choose(header) == coding


@given(st.text(max_size=200))
def test_any_header_gives_a_known_coding(header: str) -> None:
    assert encoding.choose(header) in {"", *encoding.CODINGS}


@given(st.binary(max_size=4000))
def test_coding_can_be_undone_and_is_always_the_same(body: bytes) -> None:
    assert gzip.decompress(encoding.encode(body, "gzip")) == body
    assert brotli.decompress(encoding.encode(body, "br")) == body
    assert all(encoding.encode(body, coding) == encoding.encode(body, coding) for coding in encoding.CODINGS)


def test_gzip_carries_no_time_of_day() -> None:
    assert encoding.encode(b"x" * 1000, "gzip")[4:8] == b"\0\0\0\0"


@pytest.mark.parametrize(
    ("media_type", "wanted"),
    [
        ("text/html", True),
        ("text/csv", True),
        ("application/json", True),
        ("application/problem+json", True),
        ("application/ld+json", True),
        ("image/svg+xml", True),
        ("application/zip", False),
        ("image/png", False),
        ("application/octet-stream", False),
    ],
)
def test_only_text_is_worth_it(media_type: str, wanted: bool) -> None:  # noqa: FBT001
    assert encoding.worthwhile(media_type, b"x" * encoding.SMALLEST) is wanted
    assert not encoding.worthwhile(media_type, b"x" * (encoding.SMALLEST - 1))
