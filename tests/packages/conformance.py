"""The official schemas, which tests use and the product does not: a folder that `CATALOGUE_CONFORMANCE` names."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from jsonschema import Draft7Validator

from tests.outside import CONFORMANCE

PROFILE = CONFORMANCE / "datapackage" / "2.0" / "datapackage.json"


def available() -> bool:
    """True when the official schema of Data Package 2.0 is on this machine."""
    return PROFILE.is_file()


@cache
def _official() -> Draft7Validator:
    return Draft7Validator(json.loads(PROFILE.read_text("utf-8")))


def official_faults(descriptor: dict[str, Any]) -> list[str]:
    """What the official schema has against a descriptor; nothing when the schema is not here, which a test reports."""
    return [error.message[:200] for error in _official().iter_errors(descriptor)] if available() else []
