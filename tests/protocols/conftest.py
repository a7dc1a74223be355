"""The fixtures of HTTP tests."""

from __future__ import annotations

from tests.http import client, filled, open_site, register, wired

__all__ = ["client", "filled", "open_site", "register", "wired"]
