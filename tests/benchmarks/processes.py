"""Real processes on loopback: commands that run to their end, servers that are always ended, one keep-alive client."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalogue.settings import SETTINGS
from tests.postgres import free_port

ROOT = Path(__file__).resolve().parents[2]
LOOPBACK = "127.0.0.1"
GRACE = 15.0
PATIENCE = 120.0
TIMEOUT = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered, and how long it took from the first byte sent to the last one read, in seconds."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes
    seconds: float

    def record(self) -> dict[str, Any]:
        """The body as a JSON object."""
        value: dict[str, Any] = json.loads(self.body)
        return value


class Client:
    """One connection that is kept alive, as a browser or a harvester keeps it. Never follows a redirect."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection(LOOPBACK, port, timeout=TIMEOUT)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """One GET. A connection that the server closed while it was idle is opened again, outside the time taken."""
        if self._connection.sock is None:
            self._connection.connect()
        begin = time.perf_counter()
        try:
            self._connection.request("GET", path, headers=dict(headers or {}))
            response = self._connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self._connection.close()
            self._connection.connect()
            begin = time.perf_counter()
            self._connection.request("GET", path, headers=dict(headers or {}))
            response = self._connection.getresponse()
        body = response.read()
        return Answer(response.status, response.headers, body, time.perf_counter() - begin)

    def ok(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """One GET that must answer 200. Raises RuntimeError with the answer otherwise."""
        answer = self.get(path, headers)
        if answer.status != http.client.OK:
            raise RuntimeError(f"GET {path} answers {answer.status}: {answer.body[:500]!r}")
        return answer

    def close(self) -> None:
        """Give the connection up."""
        self._connection.close()


def environment(data: Path, port: int = 8000) -> dict[str, str]:
    """The environment of a catalogue that lives in `data`: nothing of this machine's own settings."""
    ours = {setting.name for setting in SETTINGS}
    return {
        **{name: value for name, value in os.environ.items() if name not in ours},
        "CATALOGUE_DATA": str(data),
        "CATALOGUE_BASE_URL": f"http://{LOOPBACK}:{port}",
        "CATALOGUE_SECRET_KEY": "benchmark" * 4,
    }


def catalogue(*words: str) -> list[str]:
    """The command line of the catalogue, run with this Python."""
    return [sys.executable, "-m", "catalogue", *words]


def run(data: Path, *words: str) -> float:
    """Run a command of the catalogue to its end; returns seconds. Raises RuntimeError with what it said."""
    begin = time.perf_counter()
    done = subprocess.run(
        catalogue(*words), cwd=ROOT, env=environment(data), capture_output=True, text=True, check=False
    )
    took = time.perf_counter() - begin
    if done.returncode != 0:
        raise RuntimeError(f"catalogue {' '.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return took


@contextmanager
def started(command: Sequence[str], env: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is ended with the block, whatever happens. What it prints goes to `log`."""
    with log.open("wb") as said:
        process = subprocess.Popen(
            command, cwd=ROOT, env=dict(env), stdout=said, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(port: int, path: str, process: subprocess.Popen[bytes], log: Path) -> Answer:
    """The first 200 of an address. Raises RuntimeError with the process's words when it ends or none comes."""
    until = time.monotonic() + PATIENCE
    last = "nobody listens"
    while process.poll() is None and time.monotonic() < until:
        client = Client(port)
        try:
            answer = client.get(path)
        except OSError as error:
            last = str(error)
        else:
            if answer.status == http.client.OK:
                return answer
            last = f"{answer.status} {answer.body[:200]!r}"
        finally:
            client.close()
        time.sleep(0.02)
    raise RuntimeError(f"{path} on port {port}: {last}\n{log.read_text(encoding='utf-8', errors='replace')}")


@contextmanager
def serving(data: Path, *, workers: int = 2) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """`catalogue serve` on a free port; gives the port and the supervising process."""
    port = free_port()
    log = data.with_suffix(".log")
    command = catalogue("serve", "--port", str(port), "--workers", str(workers))
    with started(command, environment(data, port), log) as process:
        wait_for(port, "/readyz", process, log)
        yield port, process
