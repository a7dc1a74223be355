"""The real site as a process of its own, for clients that speak HTTP."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from catalogue.settings import PACKAGE

START_SECONDS = 60.0
STOP_SECONDS = 20.0
SAMPLE_SECONDS = 180.0
NOT_YET = 404
GOING, FAILED = b"The sample pipeline is running", b"The sample pipeline failed"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def site_at_work(folder: Path, port: int, words: Sequence[str], **more: str) -> Iterator[str]:
    """Run `catalogue` with some words until the block ends; the address of the site, once it is ready.

    more: settings besides those that every site has.
    """
    address = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "CATALOGUE_DATA": str(folder),
        "CATALOGUE_SECRET_KEY": "k" * 32,
        "CATALOGUE_BASE_URL": address,
        "PYTHONPATH": str(PACKAGE.parent),
        **more,
    }
    log = folder / "server.log"
    with log.open("wb") as output:
        command = [sys.executable, "-m", "catalogue", *words]
        server = subprocess.Popen(command, env=environment, cwd=folder, stdout=output, stderr=output)
    try:
        _wait_until_ready(address, server, log)
        yield address
    finally:
        server.terminate()
        server.wait(STOP_SECONDS)


def wait_for_sample(address: str) -> float:
    """Wait until the demonstration has made its sample; gives the seconds that it took from now on."""
    begin = time.monotonic()
    latest = f"{address}/datasets/sample-private-law-cases/releases/1.1.0"
    while True:
        took = time.monotonic() - begin
        try:
            with urllib.request.urlopen(latest, timeout=30) as answer:  # noqa: S310 - our own server
                if GOING not in answer.read():
                    return took
        except urllib.error.HTTPError as error:
            if error.code != NOT_YET or FAILED in error.read():
                raise
        assert took < SAMPLE_SECONDS, "the sample was not made"
        time.sleep(0.2)


def _wait_until_ready(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):  # noqa: S310 - our own server
                return
        except OSError:
            told = log.read_text(encoding="utf-8")
            assert server.poll() is None, told
            assert time.monotonic() < end, told
            time.sleep(0.2)
