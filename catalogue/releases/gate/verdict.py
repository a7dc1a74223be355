"""Judging a release by every rule, and what the verdict says to a steward."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from catalogue.errors import Problem
from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity
from catalogue.releases.gate.rules import RULES
from catalogue.releases.gate.score import Score, score
from catalogue.releases.gate.subject import Place, Subject, subject

# Findings of one rule that a report lists; the rest is counted.
MOST_LISTED = 20


class Result(StrEnum):
    """What a rule says of a release."""

    PASSED = "passed"
    WARNED = "warned"
    FAILED = "failed"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True)
class Judged:
    """A rule, whether it found anything to look at, and what breaks it."""

    rule: GateRule
    applied: bool
    findings: tuple[Finding, ...]

    @property
    def result(self) -> Result:
        """What the rule says."""
        if not self.applied:
            return Result.NOT_APPLICABLE
        if not self.findings:
            return Result.PASSED
        return Result.FAILED if self.rule.severity is Severity.ERROR else Result.WARNED


@dataclass(frozen=True, slots=True)
class Verdict:
    """What all rules say of a release, and its score."""

    judged: tuple[Judged, ...]
    score: Score

    @property
    def failed(self) -> bool:
        """True when anything stops the release."""
        return self.count(Result.FAILED) > 0

    def count(self, result: Result) -> int:
        """How many rules have a result."""
        return sum(one.result is result for one in self.judged)

    def problems(self, origin: str = "") -> tuple[Problem, ...]:
        """The findings for a report, errors first; at most 20 of each rule. origin: the file that was judged."""
        found = [problem for one in self.judged for problem in _problems(one, origin)]
        return tuple(sorted(found, key=lambda one: one.severity != Severity.ERROR))


def judge(about: Subject) -> Verdict:
    """What all rules say of a release. Pure; a draft can ask as often as it likes."""
    return Verdict(tuple(_judge(rule, about) for rule in RULES), score(about))


def holds_personal_data(texts: Iterable[str]) -> bool:
    """True when a rule about personal data has something against one of these texts."""
    about = subject({"texts": list(texts)}, [], {})
    rules = (rule for rule in RULES if rule.group is Group.PERSONAL_DATA)
    return any(next(iter(rule.check(about)), None) is not None for rule in rules)


def _judge(rule: GateRule, about: Subject) -> Judged:
    if not rule.applies(about):
        return Judged(rule, applied=False, findings=())
    return Judged(rule, applied=True, findings=tuple(rule.check(about)))


def _problems(one: Judged, origin: str) -> Iterator[Problem]:
    rule = one.rule
    for finding in one.findings[:MOST_LISTED]:
        yield problem(rule.code, rule.severity, finding.place, finding.message, rule.remedy, origin)
    left_off = len(one.findings) - MOST_LISTED
    if left_off > 0:
        yield problem(rule.code, rule.severity, Place(), f"{left_off:,} more are not listed.", rule.remedy, origin)


def problem(code: str, severity: str, place: Place, message: str, remedy: str, origin: str) -> Problem:
    """A finding as a report tells it: code lists have no column of their own there, so that the message names them."""
    if place.code_list:
        code_part = f", code {place.code!r}" if place.code else ""
        message = f"Code list {place.code_list!r}{code_part}: {message}"
    if place.key:
        message = f"`{place.key}`: {message}"
    return Problem(code, message, remedy, origin, place.table, place.variable, severity)
