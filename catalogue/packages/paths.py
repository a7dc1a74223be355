"""Which paths may stand in a package."""

from __future__ import annotations

import re

_DRIVE = re.compile(r"[A-Za-z]:")
_MOST = 1_000


def path_fault(path: str) -> str:
    """Why a path may not stand in a package, or the empty text when it may.

    Allowed are relative paths with `/`, inside the package, of printable characters.
    """
    parts = path.split("/")
    reasons = (
        (not path or len(path) > _MOST, f"must have 1 to {_MOST} characters"),
        (not path.isprintable(), "holds characters that cannot be seen"),
        ("\\" in path, "holds a backslash"),
        ("://" in path or path.startswith("//"), "is an address, and nothing is fetched"),
        (path.startswith("/") or _DRIVE.match(path) is not None, "is absolute"),
        (path.startswith("~"), "begins with `~`"),
        (".." in parts, "leads out of the package"),
        (any(part in {"", "."} for part in parts), "has an empty step"),
    )
    return next((reason for broken, reason in reasons if broken), "")
