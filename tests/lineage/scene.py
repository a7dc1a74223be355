"""A register with a history: two releases of an extract, a view, two releases that are made from them.

court file → extract → `abc` 1.0.0 and 2.0.0 (table cases) → view → derive → `derived` 1.0.0 and 2.0.0 (table cases).
Each release of `derived` reads the release of `abc` of its own number; the second was made by another commit with
another parameter.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine

from catalogue import registry
from catalogue.lineage.facts import PublicRules
from tests import events
from tests.samples import small

RULES = PublicRules(parameters=frozenset({"threshold"}))
COURT, EXTRACT, VIEW, DERIVED = "court.file", "abc.cases", "view.cases", "derived.cases"


def same(source: str, *names: str) -> dict[str, Any]:
    """Columns that are taken over as they are."""
    return {name: [(source, name)] for name in names}


def code(commit: str) -> dict[str, Any]:
    """The facet that names a commit."""
    return {"sourceCodeLocation": events.facet(type="git", url="https://code.example/repo", version=commit)}


def extract(engine: Engine, number: int) -> None:
    """Release `number`.0.0 of `abc`."""
    day, issued = f"20{10 + number}-01-01", f"20{10 + number}-02-01"
    written = events.place(EXTRACT, f"v{number}", rows=100 * number, columns=same(COURT, "CASE_ID", "LAW"))
    made = events.ran(number, day, job="extract", inputs=[events.place(COURT)], outputs=[written])
    registry.accept(engine, events.body(*made))
    wish = registry.Wish(run=events.uid(number), rules=RULES)
    registry.publish(engine, [small("abc", f"{number}.0.0", issued, LAW=f"As of {number}.")], wish=wish)


def derive(engine: Engine, number: int) -> None:
    """Release `number`.0.0 of `derived`, made from the same number of `abc`."""
    day, issued = f"20{20 + number}-01-01", f"20{20 + number}-02-01"
    view = events.place(VIEW, f"w{number}", columns=same(EXTRACT, "CASE_ID", "LAW"))
    source = events.place(EXTRACT, f"v{number}")
    seen = events.ran(10 + number, day, job="view", inputs=[source], outputs=[view])
    parameters = {"executionParameters": events.facet(parameters=[{"key": "threshold", "value": str(number)}])}
    written = events.place(DERIVED, f"d{number}", rows=50 * number, columns=same(VIEW, "CASE_ID", "LAW"))
    made = events.ran(
        20 + number, f"20{20 + number}-01-02", job="derive", inputs=[events.place(VIEW, f"w{number}")],
        outputs=[written], run_facets=parameters, job_facets=code(f"commit{number}"),
    )  # fmt: skip
    registry.accept(engine, events.body(*seen, *made))
    wish = registry.Wish(run=events.uid(20 + number), rules=RULES)
    package = small("derived", f"{number}.0.0", issued, LAW=f"Kind of law, as of {number}.")
    registry.publish(engine, [package], wish=wish)


def fill(engine: Engine) -> None:
    """All four releases."""
    for number in (1, 2):
        extract(engine, number)
    for number in (1, 2):
        derive(engine, number)
