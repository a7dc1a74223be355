"""Which version a difference asks for, by Semantic Versioning 2.0.0."""

from __future__ import annotations

from catalogue.model.names import version_key
from catalogue.releases.diff.changes import Change, Difference, Weight

_PARTS = {Weight.BREAKING: "major", Weight.ADDITIVE: "minor", Weight.EDITORIAL: "patch"}


def proposed(previous: str, difference: Difference) -> str:
    """The least version after `previous` that says how grave the difference is; itself when there is none."""
    weight = difference.weight
    if weight is None:
        return previous
    major, minor, patch, _ = version_key(previous)
    if _promises_nothing(previous):
        return f"{major}.{minor}.{patch}"
    weight = _needed(major, weight)
    if weight is Weight.BREAKING:
        return f"{major + 1}.0.0"
    if weight is Weight.ADDITIVE:
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}"


def _promises_nothing(version: str) -> bool:
    """A version such as 1.0.0-draft: it is followed by the one that it announces, whatever changed."""
    return "-" in version


def _needed(major: int, weight: Weight) -> Weight:
    """Below 1.0.0 everything may change (item 4 of the specification): what breaks raises the minor version."""
    if major > 0:
        return weight
    return Weight.ADDITIVE if weight is Weight.BREAKING else Weight.EDITORIAL


def too_small(previous: str, version: str, difference: Difference) -> Change | None:
    """The change that asks for more than the step from `previous` to `version` says; None when it says enough."""
    weight = difference.weight
    if weight is None or _promises_nothing(previous) or version_key(version) <= version_key(previous):
        return None
    old, new = version_key(previous)[:3], version_key(version)[:3]
    step = Weight.BREAKING if new[0] > old[0] else Weight.ADDITIVE if new[1] > old[1] else Weight.EDITORIAL
    order = list(Weight)
    if order.index(step) <= order.index(_needed(old[0], weight)):
        return None
    return difference.gravest


def part(weight: Weight) -> str:
    """Which part of a version stands for a weight: `major`, `minor` or `patch`."""
    return _PARTS[weight]
