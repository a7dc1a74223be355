"""A real SMTP server on loopback that keeps what it is handed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from tests.postgres import free_port


@dataclass
class Post:
    """The server. mails: what it took, in order; refusal: what it answers instead of taking a mail, or empty."""

    address: str = ""
    mails: list[EmailMessage] = field(default_factory=list)
    to: list[list[str]] = field(default_factory=list)
    refusal: str = ""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd asks for it
        """Take a mail."""
        del server, session
        if self.refusal:
            return self.refusal
        mail = message_from_bytes(envelope.content, policy=default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.to.append(envelope.rcpt_tos)
        return "250 taken"


@contextmanager
def posted() -> Iterator[Post]:
    """Take mails until the block ends."""
    post = Post()
    controller = Controller(post, hostname="127.0.0.1", port=free_port())
    controller.start()
    post.address = f"smtp://127.0.0.1:{controller.port}"
    try:
        yield post
    finally:
        controller.stop()


def text(mail: EmailMessage) -> str:
    """What it says; AssertionError unless that is plain text alone."""
    assert mail.get_content_type() == "text/plain"
    content: str = mail.get_content()
    return content


def link(mail: EmailMessage, what: str) -> str:
    """The path of its link to `confirm` or `end`."""
    found = set(re.findall(rf"http://127\.0\.0\.1:\d+(/follow/{what}/\S+)", text(mail)))
    assert len(found) == 1
    return str(found.pop())
