"""The first page of those who sign in."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.web.contexts.common import Head


@dataclass(frozen=True, slots=True)
class WorkPage:
    """What there is to do for who is signed in.

    head: what the page says of itself.
    """

    head: Head
