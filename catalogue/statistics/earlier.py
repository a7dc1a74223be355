"""Figures that were published before, read from files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from catalogue.errors import InvalidRequestError
from catalogue.packages.limits import Limits
from catalogue.packages.read import read_package
from catalogue.releases.disclosure.published import Release
from catalogue.statistics.descriptor import NAME
from catalogue.statistics.profile import FORMAT

_REMEDY = "Name what `catalogue profile --out` wrote for an earlier release, or a package that holds figures."


def read_figures(path: Path, limits: Limits) -> Release:
    """The tables of an earlier release with their figures: a statistics file, or a package that holds some.

    Raises InvalidRequestError for what is neither, and PackageRefusedError for a package that breaks a rule.
    """
    is_package = path.suffix != ".json" or path.name == NAME
    tables = list(read_package(path, limits).tables) if is_package else _tables(path)
    if not any("statistics" in variable for table in tables for variable in table["variables"]):
        raise InvalidRequestError(f"{path} holds no figures of an earlier release.", remedy=_REMEDY)
    return tables


def _tables(path: Path) -> list[dict[str, Any]]:
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InvalidRequestError(f"{path} cannot be read: {error.strerror}.", remedy=_REMEDY) from error
    except (ValueError, RecursionError):
        document = None
    tables = document.get("tables") if isinstance(document, dict) and document.get("format") == FORMAT else None
    if not isinstance(tables, list) or not all(map(_is_table, tables)):
        raise InvalidRequestError(f"{path} is no statistics file of the form {FORMAT}.", remedy=_REMEDY)
    return tables


def _is_table(value: Any) -> bool:
    """True for a table of a statistics file: with a name, and variables that have one."""
    variables = value.get("variables") if isinstance(value, dict) and "name" in value else None
    return isinstance(variables, list) and all(isinstance(one, dict) and "name" in one for one in variables)
