"""A message that stands on every page while something goes on behind the site: a small file in the data folder.

Whatever runs there writes it step by step; a message that nobody renews goes away by itself, unless it tells of a
failure.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from pathlib import Path

FILE = "notice.json"
# Something that runs says so more often than this, in seconds.
RENEWED = 120.0
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Notice:
    """What is said on every page. failed: that it went wrong, so that it stays until something is done about it."""

    text: str
    failed: bool = False


def write(data: Path, notice: Notice) -> None:
    """Say something on every page, in place of what was said before. data: the folder of the register."""
    data.mkdir(parents=True, exist_ok=True)
    written = data / f"{FILE}.{os.getpid()}"
    told = {"text": notice.text[:LONGEST], "failed": notice.failed, "at": time.time()}
    written.write_text(json.dumps(told), encoding="utf-8")
    written.replace(data / FILE)


def remove(data: Path) -> None:
    """Say nothing any more."""
    (data / FILE).unlink(missing_ok=True)


def read(data: Path) -> Notice | None:
    """What is to be said now, or None. A file that cannot be read says nothing."""
    try:
        told = json.loads((data / FILE).read_bytes())
        notice = Notice(str(told["text"]), bool(told["failed"]))
        age = time.time() - float(told["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return notice if notice.failed or 0 <= age < RENEWED else None
