"""The receipt of a release: by which rules it was judged before it was sealed, what they said, and its score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from catalogue.model.known import Facts
from catalogue.releases.gate import RULES
from catalogue.store.releases import ReleaseRecord
from catalogue.web import addresses, words
from catalogue.web.contexts.common import Link

_TITLES = {rule.code: rule.title for rule in RULES}


@dataclass(frozen=True, slots=True)
class ScorePart:
    """A part of the score that applies.

    label: what researchers need, in a word.
    points: how many points it gives.
    weight: how many it can give.
    sentence: what was counted, in words.
    """

    label: str
    points: int
    weight: int
    sentence: str


@dataclass(frozen=True, slots=True)
class GateFinding:
    """One finding that a receipt keeps.

    place: the table or variable with its page, or None when it is about the release or a code list.
    where: code list, code and property, or empty.
    message: what was found.
    """

    place: Link | None
    where: str
    message: str


@dataclass(frozen=True, slots=True)
class GateWarning:
    """A rule that warned.

    title: what a finding of it means.
    rule: its code, with its section of the manual.
    findings: the first of its findings.
    more: how many more there are.
    """

    title: str
    rule: Link
    findings: tuple[GateFinding, ...]
    more: int


@dataclass(frozen=True, slots=True)
class GateReceipt:
    """The receipt of a release.

    url: its exact bytes.
    package: number of rules that the package had to pass before the gate.
    passed: number of rules of the gate that found nothing.
    warned: number of rules that found something.
    idle: number of rules that had nothing to look at.
    points: the score, 0 to 100; None when nothing can be told.
    parts: the parts of the score.
    warnings: rules that warned.
    """

    url: str
    package: int
    passed: int
    warned: int
    idle: int
    points: int | None
    parts: tuple[ScorePart, ...]
    warnings: tuple[GateWarning, ...]


def gate_receipt(release: ReleaseRecord, receipt: Facts | None) -> GateReceipt | None:
    """The receipt as its page tells it; None for a release that was sealed before there were any."""
    if receipt is None:
        return None
    counts, score = receipt["counts"], receipt["score"]
    return GateReceipt(
        url=addresses.api(f"{addresses.release(release.slug, release.version)}/receipt.json"),
        package=sum(one["rules"] for one in receipt["package"]),
        passed=counts["passed"],
        warned=counts["warned"],
        idle=counts["notApplicable"],
        points=score.get("points"),
        parts=tuple(_parts(score["parts"])),
        warnings=tuple(_warning(release, one) for one in receipt["rules"] if one["result"] == "warned"),
    )


def _parts(parts: list[dict[str, Any]]) -> Iterator[ScorePart]:
    for one in parts:
        if one["weight"]:
            told, half, of = (f"{one[key]:,}" for key in ("told", "half", "of"))
            partly = words.SCORE_HALF[one["name"]].format(half) if one["half"] else ""
            sentence = words.SCORE[one["name"]].format(told, of)
            yield ScorePart(one["name"].capitalize(), one["points"], one["weight"], f"{sentence}{partly}.")


def _warning(release: ReleaseRecord, one: Facts) -> GateWarning:
    found = tuple(_finding(release, finding) for finding in one.get("first", ()))
    code = str(one["code"])
    rule = Link(code, f"/help/gate#{code}")
    return GateWarning(_TITLES.get(code, code), rule, found, one["findings"] - len(found))


def _finding(release: ReleaseRecord, one: Facts) -> GateFinding:
    table, variable = one.get("table", ""), one.get("variable", "")
    place = None
    if variable:
        url = addresses.variable(release.slug, release.version, table, variable)
        place = Link(f"{table} · {variable}", url)
    elif table:
        place = Link(table, addresses.table(release.slug, release.version, table))
    where = ", ".join(
        f"{what} {one[key]}"
        for key, what in (("codeList", "code list"), ("code", "code"), ("key", "property"))
        if one.get(key)
    )
    return GateFinding(place, where, one["message"])
