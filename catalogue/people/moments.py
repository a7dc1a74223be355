"""Moments as they are kept: UTC texts of one width, which compare as the moments do."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


def text(moment: datetime) -> str:
    """A moment as it is kept, to the microsecond."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def read(kept: str) -> datetime:
    """The moment that a text keeps."""
    return datetime.strptime(kept, "%Y-%m-%dT%H:%M:%S.%f%z")
