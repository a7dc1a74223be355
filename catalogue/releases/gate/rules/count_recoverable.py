"""Hidden counts that can be worked out of those beside them, or of earlier releases."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.releases.disclosure import gives_away
from catalogue.releases.disclosure.published import close, read, rows_of, told
from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity
from catalogue.releases.gate.subject import Place, Subject


def _check(subject: Subject) -> Iterator[Finding]:
    for table in subject.tables:
        rows = rows_of(table)
        if rows is not None and close(subject.earlier, table, rows, subject.threshold) is not None:
            message = (
                f"An earlier release has fewer than {subject.threshold} rows more or less: both tell of these few."
            )
            yield Finding(Place(str(table["name"]), key="statistics/rows"), message)
    for table, variable, place in subject.columns:
        counts = read(variable.get("statistics"), rows_of(table), subject.threshold)
        if counts is None:
            continue
        at = Place(place.table, place.variable, key="statistics/counts")
        if gives_away(counts):
            yield Finding(at, "A hidden count can be worked out of those beside it and the number of rows.")
        elif gives_away(counts, told(subject.earlier, table, variable)):
            yield Finding(at, "A count, hidden here or in an earlier release, can be worked out of the two releases.")


RULE = GateRule(
    code="count-recoverable",
    group=Group.DISCLOSURE,
    severity=Severity.ERROR,
    title="A hidden count of restricted data can be worked out.",
    why="Whoever adds and subtracts what is published, here and in earlier releases, would find what was hidden.",
    remedy="Leave the figures out, or let `catalogue profile` write them: it hides others too, and reads earlier ones.",
    check=_check,
    applies=lambda subject: not subject.is_open,
)
