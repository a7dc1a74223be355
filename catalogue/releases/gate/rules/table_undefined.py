"""A table of bare names."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.releases.gate.meaning import is_told
from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity
from catalogue.releases.gate.subject import Place, Subject


def _check(subject: Subject) -> Iterator[Finding]:
    for table in subject.tables:
        variables = table["variables"]
        if variables and not any(is_told(variable) for variable in variables):
            yield Finding(
                Place(str(table["name"])),
                f"None of the {len(variables):,} variables has a definition, an inferred meaning or an open question."
                if len(variables) > 1
                else "Its one variable has no definition, no inferred meaning and no open question.",
            )


RULE = GateRule(
    code="table-undefined",
    group=Group.COMPLETENESS,
    severity=Severity.ERROR,
    title="Not one variable of a table is explained.",
    why="A list of bare names describes nothing; a table of which only names are known is told as such elsewhere.",
    remedy="Define what is known, ask what is not as `openQuestion`, or list the table in `undocumentedTables`.",
    check=_check,
    applies=lambda subject: bool(subject.tables),
)
