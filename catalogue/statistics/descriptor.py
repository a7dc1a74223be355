"""Figures written into a package: the property `statistics` of its tables and variables."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from catalogue.errors import InvalidRequestError
from catalogue.packages.limits import Limits
from catalogue.packages.read import read_package

NAME = "datapackage.json"


def descriptor_of(package: Path) -> Path:
    """The file of a package that figures are written into. Raises InvalidRequestError for a package in YAML."""
    path = package if package.name == NAME else package / NAME
    if not path.is_file():
        raise InvalidRequestError(
            f"{package} holds no {NAME}.",
            remedy="Figures are written into JSON alone: comments of a YAML file would be lost. Write them to a file"
            " with --out, and take them over by hand as `statistics` of tables and variables.",
        )
    return path


def write_into(package: Path, tables: Sequence[Mapping[str, Any]], limits: Limits) -> Path:
    """Write the figures of tables into a package's `datapackage.json`, in place of those that it had; the path of it.

    The package is checked before the file takes the place of the one before. Raises InvalidRequestError for a package
    in YAML, whose comments and layout would be lost, and PackageRefusedError for what the check finds.
    """
    path = descriptor_of(package)
    read_package(path, limits)
    document = json.loads(path.read_text(encoding="utf-8-sig"))
    for table in tables:
        _into_table(document, table)
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    put(path, text, lambda draft: read_package(draft, limits, origin=str(path)))
    return path


def put(path: Path, text: str, check: Callable[[Path], object] = Path.is_file) -> None:
    """Write a file whole or not at all. check: raises for what must not take its place; it is handed a draft of it."""
    draft = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix or '.json'}")
    try:
        draft.write_text(text, encoding="utf-8")
        check(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _into_table(document: dict[str, Any], told: Mapping[str, Any]) -> None:
    found = next((one for one in document["resources"] if one["name"] == told["name"]), None)
    if found is None:
        raise InvalidRequestError(f"The package has no table {told['name']!r}.", remedy="Name the table with --table.")
    found["statistics"] = told["statistics"]
    statistics = {str(one["name"]).lower(): one["statistics"] for one in told["variables"]}
    for field in found["schema"]["fields"]:
        field.pop("statistics", None)
        if field["name"].lower() in statistics:
            field["statistics"] = statistics[field["name"].lower()]
