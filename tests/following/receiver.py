"""A real receiver on loopback that checks signatures by itself, as the specification of Standard Webhooks says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from tests.docs import manual

# What the manual gives to whoever receives messages.
(PROGRAM,) = (block.code for block in manual.blocks(manual.page("following")) if block.language == "python")
# What it answers: a status and an address to redirect to; it may wait before.
Answer = Callable[[int], tuple[int, str]]


@dataclass
class Got:
    """A request as it came."""

    path: str
    id: str
    timestamp: str
    signature: str
    body: bytes

    @property
    def message(self) -> dict[str, Any]:
        """What it says."""
        found: dict[str, Any] = json.loads(self.body)
        return found

    def verified(self, secret: str) -> bool:
        """Whether the program of the manual finds that it was signed with a secret, now."""
        found: dict[str, Any] = {}
        exec(PROGRAM, found)  # noqa: S102 - our own manual
        headers = {"Webhook-Id": self.id, "Webhook-Timestamp": self.timestamp, "Webhook-Signature": self.signature}
        return bool(found["verified"](secret, headers, self.body))


@dataclass
class Receiver:
    """A receiver. got: all requests, in order. answer: what the next ones get, by their number from 1."""

    address: str = ""
    got: list[Got] = field(default_factory=list)
    answer: Answer = lambda _number: (204, "")

    @property
    def serials(self) -> list[int]:
        """Serials of the entries that it was told of, repetitions included."""
        return [one.message["serial"] for one in self.got]


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Receive until the block ends."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            message, moment, signed = (
                str(self.headers[f"Webhook-{name}"]) for name in ("Id", "Timestamp", "Signature")
            )
            receiver.got.append(Got(self.path, message, moment, signed, body))
            status, location = receiver.answer(len(receiver.got))
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the base class has
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
