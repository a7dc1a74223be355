"""How long work tells how far it is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told at each step: what is being done, how much of it is done, and of how much (None: not known)."""

    def __call__(self, step: str, done: int = 0, total: int | None = None) -> None: ...


def quiet(step: str, done: int = 0, total: int | None = None) -> None:
    """Nobody listens."""
