"""The rows of the published statistics, as the packages hold them."""

from __future__ import annotations

import csv
from pathlib import Path

from catalogue.settings import SITE

PACKAGES = SITE / "metadata" / "packages"
Row = dict[str, str]


def rows(dataset: str, version: str, table: str = "figures") -> list[Row]:
    """The rows of a table of a release."""
    path = PACKAGES / dataset / version / "tables" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def figures(dataset: str, version: str, key: str, value: str, table: str = "figures") -> dict[str, int]:
    """The main figure of each period, without what else is published of it."""
    found = [row for row in rows(dataset, version, table) if row.get("variant", "main") == "main"]
    assert len({row[key] for row in found}) == len(found), "a period has two main figures"
    return {row[key]: int(row[value]) for row in found}


def folders(dataset: str) -> list[Path]:
    """The releases of a dataset, oldest first."""
    return sorted((PACKAGES / dataset).iterdir())
