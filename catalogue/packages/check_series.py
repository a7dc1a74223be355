"""Rules about series of published statistics: what they are read from is there, and the rows can be read as figures."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from catalogue.model.vocabulary import Mark
from catalogue.packages.check_names import tables_of, variables_of
from catalogue.packages.rules import Findings, Rule, shown
from catalogue.releases.periods import PeriodError, period
from catalogue.releases.series import Point, Series, SeriesError, declared, points

Facts = dict[str, Any]


def check_series(document: Facts, findings: Findings) -> None:
    """Series name tables and variables of the package, each series once."""
    tables = {name: {key for key, _ in variables_of(table)} for name, table in tables_of(document)}
    taken: set[str] = set()
    for one in document.get("series", ()):
        series, table = shown(one.get("name", "")), str(one.get("table", ""))
        if series in taken:
            findings.add(Rule.NAME_DUPLICATE, f"The series {series} stands twice.", "Rename one of them.")
        taken.add(series)
        if table not in tables:
            findings.add(
                Rule.KEY_TABLE,
                f"The series {series} is in {shown(table)}, which is no table here.",
                "Correct the name of the table.",
            )
            continue
        for name in _variables(one):
            if name not in tables[table]:
                findings.add(
                    Rule.KEY_FIELD,
                    f"The series {series} names {shown(name)}, which is no variable of {table!r}.",
                    "Correct the name; capitals count.",
                    table=table,
                )


def _variables(series: Facts) -> list[str]:
    named = [series.get("period", {}).get("variable"), *(series.get(key) for key in ("value", "variant", "lines"))]
    return [str(name) for name in (*named, *series.get("where", ())) if name is not None]


def check_series_rows(document: Facts, data: Mapping[str, bytes], findings: Findings) -> None:
    """The rows of every series can be read as figures. data: bytes of the tables that hold rows."""
    tables = dict(tables_of(document))
    sources = {str(source.get("name", "")) for source in document.get("sources", ())}
    for series in declared(document):
        _check_rows(series, tables[series.table], data, sources, findings)


def _check_rows(
    series: Series, table: Facts, data: Mapping[str, bytes], sources: Collection[str], findings: Findings
) -> None:
    if series.table not in data:
        findings.add(
            Rule.SERIES_ROWS,
            f"The series {shown(series.name)} is read from a table that holds no rows.",
            "Only a table with rows, in a package that says `accessRights: open`, holds a series.",
            table=series.table,
        )
        return
    try:
        found = points(series, data[series.table], table.get("dialect"))
        for stop in series.breaks:
            period(series.kind, stop.period)
    except (SeriesError, PeriodError) as fault:
        findings.add(
            Rule.SERIES_ROWS,
            f"The series {shown(series.name)} cannot be read: {fault}",
            "Correct the row, or the `period`, `value`, `where` and `variant` of the series.",
            table=series.table,
        )
        return
    if not any(point.main for point in found):
        findings.add(
            Rule.SERIES_ROWS,
            f"The series {shown(series.name)} has no figure in its line.",
            "Correct `where` and `variant`: no row is as they say.",
            table=series.table,
        )
    _check_known(series, found, sources, findings)


def _check_known(series: Series, found: Iterable[Point], sources: Collection[str], findings: Findings) -> None:
    """Sources and marks that rows name are those of the package and of the catalogue."""
    unknown = sorted({name for point in found for name in point.sources} - set(sources))
    for name in unknown:
        findings.add(
            Rule.SOURCE_UNKNOWN,
            f"A row names the source {shown(name)}, which is not listed in `sources`.",
            "Add it there with a title, or correct the name.",
            table=series.table,
        )
    for mark in sorted({point.mark for point in found} - {one.value for one in Mark} - {""}):
        findings.add(
            Rule.SERIES_ROWS,
            f"A row has the mark {shown(mark)}.",
            f"Use one of: {', '.join(one.value for one in Mark)}.",
            table=series.table,
        )
