"""One descriptor file as plain data, or nothing when it is too broken to look further."""

from __future__ import annotations

from typing import Any

from catalogue.packages.limits import Limits
from catalogue.packages.rules import Findings, Rule
from catalogue.packages.syntax import parse
from catalogue.packages.values import check_values


def read_document(data: bytes, name: str, limits: Limits, findings: Findings) -> dict[str, Any] | None:
    """The group of properties that a JSON or YAML file holds; None after noting why there is none to go on with.

    Raises SyntaxFaultError for bytes that cannot be parsed.
    """
    value = parse(data, name, limits, findings)
    check_values(value, limits, findings)
    if not isinstance(value, dict):
        findings.add(
            Rule.PROPERTY_TYPE,
            "The file must hold a group of properties.",
            "Begin with lines such as `name: …` and `title: …`.",
        )
    return value if isinstance(value, dict) and not findings.failed else None
