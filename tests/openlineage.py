"""Made-up OpenLineage events by number, for tests that need many of them, or odd ones."""

from __future__ import annotations

from typing import Any

from tests import events

Fact = dict[str, Any]


def event(number: int = 1, kind: str = "COMPLETE", second: int = 0, job: str = "job", **members: Any) -> Fact:
    """An event of a run. second: of 1 January 2024. members: further ones, or others than usual."""
    time = f"2024-01-01T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z"
    return {**events.event(number, kind, time, job=job), **members}


def pair(number: int, columns: int = 8) -> list[Fact]:
    """START and COMPLETE of a run that makes one table of another one, column by column."""
    before, after = f"table_{number % 200}", f"table_{(number + 1) % 200}"
    names = [f"COLUMN_{place}" for place in range(columns)]
    schema = events.facet(fields=[{"name": name, "type": "VARCHAR"} for name in names])
    made = events.place(after, str(number), columns={name: [(before, name)] for name in names})
    second, job = 2 * number % 40_000, f"job_{number % 50}"
    return [
        event(number, "START", second, job),
        event(number, "COMPLETE", second + 1, job, inputs=[events.place(before, schema=schema)], outputs=[made]),
    ]
