"""The page on which people sign in."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.web.contexts.common import Head


@dataclass(frozen=True, slots=True)
class SignInPage:
    """The page on which people sign in.

    head: what the page says of itself.
    fault: what went wrong with the attempt before, or empty.
    remedy: what to do about it, or empty.
    name: what was given as name.
    back: the page to come back to.
    provider: where else people can sign in, in words; empty when nowhere.
    provider_url: the address that leads there.
    """

    head: Head
    fault: str
    remedy: str
    name: str
    back: str
    provider: str
    provider_url: str
