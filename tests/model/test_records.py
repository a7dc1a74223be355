"""Records made from sealed facts."""

from __future__ import annotations

from itertools import permutations
from typing import Any

from catalogue.model.known import caveats_of

LATER = {"from": "2010-04"}
# In the order in which a reader should meet them.
CAVEATS: list[dict[str, Any]] = [
    {"name": "z-limited", "title": "Z.", "period": LATER, "mark": "seen-in-code"},
    {"name": "b-documented", "title": "B.", "mark": "documented"},
    {"name": "y-documented", "title": "Y.", "severity": "warning", "mark": "documented"},
    {"name": "a-seen", "title": "A.", "mark": "seen-in-code"},
    {"name": "a-unmarked", "title": "A."},
    {"name": "x-limited", "title": "X.", "severity": "notice", "period": LATER, "mark": "inferred"},
    {"name": "a-notice", "title": "A.", "severity": "notice", "mark": "documented"},
]


def test_caveats_come_in_order_of_urgency_however_they_are_sealed() -> None:
    names = [caveat["name"] for caveat in CAVEATS]
    for sealed in permutations(CAVEATS):
        assert [caveat.name for caveat in caveats_of({"caveats": sealed}, ())] == names
