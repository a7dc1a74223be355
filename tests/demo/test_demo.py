"""`catalogue demo` as people run it: the site first, the sample behind a line on every page, and all of it once."""

from __future__ import annotations

import json
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.clients.at_work import GOING, free_port, site_at_work, wait_for_sample

# From the site's first answer until the sample is made.
SECONDS = 60.0


def fetch(address: str) -> bytes:
    """The body of an answer."""
    with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - our own server
        body: bytes = answer.read()
    return body


def head(address: str) -> int:
    """The serial of the last journal entry."""
    told: dict[str, Any] = json.loads(fetch(f"{address}/readyz"))
    return int(told["head"])


@pytest.mark.slow
def test_the_sample_is_made_behind_the_site_and_once(tmp_path: Path) -> None:
    port = free_port()
    words = ["demo", "--port", str(port), "--data", str(tmp_path / "data")]
    with site_at_work(tmp_path, port, words) as address:
        begin, said = time.monotonic(), b""
        while GOING not in said:
            assert time.monotonic() - begin < SECONDS
            said = fetch(f"{address}/datasets")
        assert wait_for_sample(address) < SECONDS
        made = head(address)
    with site_at_work(tmp_path, port, words) as address:
        assert wait_for_sample(address) < 1
        end = time.monotonic() + 10
        while time.monotonic() < end:
            assert head(address) == made
            time.sleep(1)
