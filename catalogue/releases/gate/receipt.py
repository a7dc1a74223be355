"""The receipt: by which rules a content was judged, what they said, and its score. It is sealed with the release.

There is no date, host or path in it, so that the same content judged by the same rules gives the same receipt.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalogue.releases.content import Part, part
from catalogue.releases.gate.rule import Finding
from catalogue.releases.gate.rules import RULE_SET
from catalogue.releases.gate.score import Score
from catalogue.releases.gate.subject import Subject
from catalogue.releases.gate.verdict import Judged, Result, Verdict

RECEIPT_FORMAT = "catalogue-receipt/1"
# Findings of one rule that a receipt keeps; the rest is counted.
MOST_KEPT = 5

Data = dict[str, Any]


def build_receipt(content: str, subject: Subject, verdict: Verdict, checked: Mapping[str, int]) -> Part:
    """The receipt of a verdict.

    content: digest of the content judged. checked: number of rules by group that the package had to pass before it
    came to the gate.
    """
    return part("receipt", content, data(content, subject, verdict, checked))


def data(content: str, subject: Subject, verdict: Verdict, checked: Mapping[str, int]) -> Data:
    """The receipt as plain data. A release with errors has none that is sealed, but it can be shown."""
    return {
        "format": RECEIPT_FORMAT,
        "content": content,
        "ruleSet": RULE_SET,
        "judged": {"lineage": str(subject.lineage), "threshold": subject.threshold},
        "package": [{"group": group, "rules": rules, "result": "passed"} for group, rules in checked.items()],
        "rules": [_judged(one) for one in verdict.judged],
        "counts": {
            "passed": verdict.count(Result.PASSED),
            "warned": verdict.count(Result.WARNED),
            "notApplicable": verdict.count(Result.NOT_APPLICABLE),
            "failed": verdict.count(Result.FAILED),
        },
        "score": _score(verdict.score),
    }


def _judged(one: Judged) -> Data:
    return {
        "code": one.rule.code,
        "group": str(one.rule.group),
        "severity": str(one.rule.severity),
        "result": str(one.result),
        "findings": len(one.findings),
        "first": [_finding(finding) for finding in one.findings[:MOST_KEPT]],
    }


def _finding(finding: Finding) -> Data:
    place = finding.place
    facts = {
        "table": place.table,
        "variable": place.variable,
        "codeList": place.code_list,
        "code": place.code,
        "key": place.key,
    }
    return {**{key: value for key, value in facts.items() if value}, "message": finding.message}


def _score(score: Score) -> Data:
    return {
        "points": score.points,
        "parts": [
            {
                "name": str(one.need),
                "weight": one.weight,
                "points": one.points,
                "told": one.told,
                "half": one.half,
                "of": one.of,
            }
            for one in score.parts
        ],
    }
