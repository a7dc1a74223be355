"""Serving a register on loopback as `catalogue serve` does, and asking it things with the standard library."""

from __future__ import annotations

import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from catalogue.commands.serve import server_command
from catalogue.settings import PACKAGE, Settings
from tests.postgres import free_port

START_SECONDS = 60.0


def fetch(address: str) -> bytes:
    """The body of a 200. Raises HTTPError for anything else."""
    with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - an address of loopback
        body: bytes = answer.read()
    return body


@contextmanager
def served(settings: Settings, more: Mapping[str, str] | None = None) -> Iterator[str]:
    """Run the production server over a register; gives its address. more: further settings, by their variables."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "CATALOGUE_DATA": str(settings.data),
        "CATALOGUE_SECRET_KEY": settings.secret_key,
        "CATALOGUE_BASE_URL": address,
        "PYTHONPATH": str(PACKAGE.parent),
        **(more or {}),
    }
    with subprocess.Popen(server_command("127.0.0.1", port, 1), env=environment) as server:
        try:
            wait(f"{address}/healthz", server)
            yield address
        finally:
            server.terminate()


def wait(address: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        assert server.poll() is None, "the server ended at once"
        try:
            fetch(address)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not come up")
