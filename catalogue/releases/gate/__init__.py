"""The gate: what every release is judged by before it is sealed, the receipt of that, and its score.

Pure: a description in, a verdict out. `judge` is the way in; each rule is a file of its own in `rules`.
"""

from catalogue.releases.gate.receipt import build_receipt, data
from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity
from catalogue.releases.gate.rules import RULE_SET, RULES
from catalogue.releases.gate.score import WEIGHTS, Need
from catalogue.releases.gate.subject import Lineage, Place, Subject, subject
from catalogue.releases.gate.verdict import Result, Verdict, holds_personal_data, judge, problem

__all__ = [
    "RULES",
    "RULE_SET",
    "WEIGHTS",
    "Finding",
    "GateRule",
    "Group",
    "Lineage",
    "Need",
    "Place",
    "Result",
    "Severity",
    "Subject",
    "Verdict",
    "build_receipt",
    "data",
    "holds_personal_data",
    "judge",
    "problem",
    "subject",
]
