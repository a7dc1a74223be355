"""The passes over a table: a look at its first rows, what kind each column is, and what may be told of it.

Memory does not grow with the rows: quantiles and numbers of distinct values are sketches (t-digest and HyperLogLog),
and frequencies are counted only of columns that a code list bounds or that have few distinct values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from catalogue.errors import InvalidRequestError
from catalogue.progress import Progress, quiet
from catalogue.releases.disclosure import Protected, published, rule_name
from catalogue.releases.disclosure.published import Facts, Release
from catalogue.statistics import figures
from catalogue.statistics.asked import Asked, by_name, tell_of_people
from catalogue.statistics.figures import Spread
from catalogue.statistics.source import Source, opened

FORMAT = "catalogue-statistics/1"
# Rows that decide what a column may be; all rows then say whether it is.
LOOK = 20_000
# Columns of one pass: each takes some memory for its sketches.
TOGETHER = 100
# A column of which so many of its values are distinct tells rows apart.
NEARLY_UNIQUE = 0.9
Figures = dict[str, Any]
One = TypeVar("One")


@dataclass(frozen=True, slots=True)
class _Column:
    """A column on its way.

    c: its name in statements. kind: number, date, text or withheld. present: rows with a value. fitting: those whose
    value is of the kind. distinct: about how many values. whole: all of them are whole numbers.
    """

    c: str
    asked: Asked
    kind: str = "text"
    present: int = 0
    fitting: int = 0
    distinct: int = 0
    whole: bool = False

    @property
    def value(self) -> str:
        """Its text, or NULL where it stands for no value."""
        missing = ", ".join(map(_quoted, self.asked.missing))
        return f"(CASE WHEN trim({self.c}) IN ({missing}) THEN NULL ELSE trim({self.c}) END)"

    @property
    def number(self) -> str:
        """Its number, or NULL for what is none or not finite."""
        return f"(CASE WHEN isfinite(TRY_CAST({self.value} AS DOUBLE)) THEN TRY_CAST({self.value} AS DOUBLE) END)"

    @property
    def days(self) -> str:
        """Its days since 1970, or NULL for what is no date of the years 1 to 9999."""
        if self.asked.format:
            read = f"TRY_STRPTIME({self.value}, {_quoted(self.asked.format)})"
        else:
            read = f"TRY_CAST({self.value} AS TIMESTAMP)"
        return f"(CASE WHEN {read} BETWEEN '0001-01-01' AND '9999-12-31' THEN epoch({read}) / 86400 END)"


@dataclass(frozen=True, slots=True)
class _Told:
    """What holds for the figures of a table: its number of rows, the threshold, and what releases before told of it."""

    rows: int
    k: int
    table: Facts
    earlier: Sequence[Release]

    def before(self, column: _Column) -> list[Protected]:
        """Counts of a column as releases before told them, oldest first."""
        return published.told(self.earlier, self.table, {"name": column.asked.name, "formerNames": column.asked.former})


def profile(
    paths: Sequence[Path],
    name: str,
    k: int,
    known: Mapping[str, Asked] | None = None,
    *,
    former: Sequence[str] = (),
    earlier: Sequence[Release] = (),
    delimiter: str = "",
    progress: Progress = quiet,
) -> Figures:
    """Safe statistics of a table that stands in one or several files: `name`, `statistics`, `variables`.

    name: of the table. k: the threshold. known: what a package says, by name in lower case; a column that it does not
    name is refused. earlier: figures of releases before, oldest first. former: names of the table in them.

    Raises InvalidRequestError for files that cannot be read, telling no value of them, and for a table that differs by
    fewer than k rows from that of an earlier release: the two together would tell of these few.
    """
    with opened(paths, delimiter=delimiter) as source:
        if not source.row(["count(*)"], first=1)[0]:
            raise InvalidRequestError(
                f"{source.title} holds no rows.", remedy="Name the data. A header line alone says nothing of them."
            )
        columns = [_Column(f"c{number}", _asked(one, known, name)) for number, one in enumerate(source.names)]
        progress(f"{name}: looking at the first rows")
        columns = [one for some in _batched(columns, TOGETHER) for one in _looked(source, some)]
        found: list[_Column] = []
        rows = 0
        for some in _batched(columns, TOGETHER):
            progress(f"{name}: what each column holds", len(found), len(columns))
            rows, counted = _counted(source, some)
            found += counted
        about = _Told(rows, k, {"name": name, "formerNames": former}, earlier)
        if published.close(earlier, about.table, rows, k) is not None:
            raise InvalidRequestError(
                f"{source.title} holds fewer than {k} rows more or less than a release whose figures are published.",
                remedy="Figures of both would tell of these few, column by column. Leave this release without any.",
            )
        written: list[Figures] = []
        for some in _batched(found, TOGETHER):
            progress(f"{name}: what may be told of it", len(written), len(columns))
            written += _told(source, some, about)
        return {"name": name, "statistics": figures.rows_figure(rows, k), "variables": written}


def document(tables: Sequence[Figures], k: int, earlier: Sequence[str] = ()) -> Figures:
    """Statistics of tables as they are written to a file. earlier: names of releases whose figures were respected."""
    rule = rule_name(k, over_releases=bool(earlier))
    return {"format": FORMAT, "threshold": k, "rule": rule, "earlier": list(earlier), "tables": list(tables)}


def _asked(column: str, known: Mapping[str, Asked] | None, table: str) -> Asked:
    if known is None:
        return by_name(column)
    if column.lower() not in known:
        raise InvalidRequestError(
            f"The package's table {table!r} has no variable of the name that a column of the data has.",
            remedy="Name the table that the data belong to with --table, or describe the column in the package.",
        )
    return known[column.lower()]


def _looked(source: Source, columns: Sequence[_Column]) -> list[_Column]:
    """What each column may be, going by the first rows and by what was said of it."""
    asked = [part for one in columns for part in (f"count({one.value})", f"count({one.number})", f"count({one.days})")]
    answer = source.row(asked, first=LOOK)
    looked = []
    for one, (present, numbers, dates) in zip(columns, _batched(answer, 3), strict=True):
        guess = "number" if present == numbers else "date" if present == dates else "text"
        looked.append(_Column(one.c, one.asked, "withheld" if one.asked.withheld else one.asked.type or guess))
    return looked


def _counted(source: Source, columns: Sequence[_Column]) -> tuple[int, list[_Column]]:
    """Rows, and each column with what all rows say of its kind."""
    asked = ["count(*)"]
    for one in columns:
        fitting = {"number": one.number, "date": one.days}.get(one.kind, one.value)
        whole = f"count_if({fitting} = floor({fitting}))" if one.kind == "number" else "0"
        distinct = "0" if one.kind == "withheld" else f"approx_count_distinct({one.value})"
        asked += [f"count({one.value})", f"count({fitting})", distinct, whole]
    rows, *answer = source.row(asked)
    counted = []
    for one, (present, fitting, distinct, whole) in zip(columns, _batched(answer, 4), strict=True):
        # Unless a package says so, one value of another kind makes it a column of texts; NaN and inf are such values.
        kind = one.kind if one.asked.known or fitting == present or one.kind == "withheld" else "text"
        column = _Column(one.c, one.asked, kind, present, fitting, min(distinct, present), whole == fitting)
        counted.append(_unless_unique(column))
    return rows, counted


def _unless_unique(column: _Column) -> _Column:
    """A column that tells rows apart is withheld, whatever it is called; measurements may well differ in every row."""
    unique = column.distinct > figures.MOST_CATEGORIES and column.distinct >= NEARLY_UNIQUE * column.present
    if not unique or column.asked.codes is not None or not (column.kind == "text" or (column.whole and column.present)):
        return column
    why = Asked(column.asked.name, withheld="tells rows apart", missing=column.asked.missing)
    return _Column(column.c, why, "withheld", column.present)


def _told(source: Source, columns: Sequence[_Column], about: _Told) -> list[Figures]:
    """Statistics of each column."""
    asked = [_question(one, about.k) for one in columns]
    answer = source.row([part for parts in asked for part in parts])
    written, at = [], 0
    for one, parts in zip(columns, asked, strict=True):
        written.append(_statistics(one, answer[at : at + len(parts)], about))
        at += len(parts)
    return written


def _is_counted(column: _Column) -> bool:
    """True when values are counted one by one: a code list names them, or they are few."""
    few = column.kind in {"number", "text"} and column.distinct <= figures.MOST_CATEGORIES
    return column.kind != "withheld" and (column.asked.codes is not None or few)


def _question(column: _Column, k: int) -> list[str]:
    if column.kind == "withheld":
        return []
    if column.asked.codes is not None:
        codes = ", ".join(map(_quoted, column.asked.codes))
        return [f"histogram(CASE WHEN {column.value} IN ({codes}) THEN {column.value} END)"]
    if column.present < k:
        return []
    places = ", ".join(map(str, figures.QUANTILES))
    measured = {"number": column.number, "date": column.days}.get(column.kind, f"length({column.value})")
    asked = [f"approx_quantile({measured}, [{places}])"]
    if column.kind == "number":
        size, mean = f"abs({measured})", f"avg({measured})"
        furthest = f"greatest(max({measured}) - {mean}, {mean} - min({measured}))"
        squares = f"nullif(var_pop({measured}) * count({measured}), 0)"
        largest = f"max({size}) / nullif(sum({size}), 0)"
        asked += [mean, f"stddev_samp({measured})", largest, f"{furthest} ** 2 / {squares}"]
    if _is_counted(column):
        # A sketch that erred by a few still leaves few; a column of long texts is none to be counted.
        asked.append(f"histogram(left({column.value}, 61))")
    return asked


def _statistics(column: _Column, answer: Sequence[Any], about: _Told) -> Figures:
    rows, k, earlier = about.rows, about.k, about.before(column)
    missing = rows - column.present
    found: Mapping[str, int] = dict(answer[-1] or {}) if answer and _is_counted(column) else {}
    codes = column.asked.codes if column.kind != "withheld" else None
    kind, why, measured = column.kind, column.asked.withheld, list[Figures]()
    may_be_named = codes is None and figures.is_category(found, k)
    if codes is not None:
        listed = {**found, "": column.present - sum(found.values())}
        kind, table = "category", figures.categories({k: v for k, v in listed.items() if v}, missing, codes, k, earlier)
    elif may_be_named and not tell_of_people(found):
        kind, table = "category", figures.categories(found, missing, None, k, earlier)
    elif may_be_named:
        kind, why, table = "withheld", "names people", figures.presence(rows, column.present, k, earlier)
    else:
        table = figures.presence(rows, column.present, k, earlier)
        measured = _measured(column, answer, table, rows, k)
    told: Figures = {"kind": kind, "threshold": k, "mark": "calculated"}
    told |= {"why": why} if why else {}
    told |= {"counts": published.written(table, codes)}
    told |= {"figures": measured} if measured else {}
    return {"name": column.asked.name, "statistics": told}


def _measured(column: _Column, answer: Sequence[Any], table: Any, rows: int, k: int) -> list[Figures]:
    if not answer:
        return []
    measures = ("mean", "deviation", "largest", "furthest") if column.kind == "number" else ()
    spread = Spread(
        quantiles=figures.finite(answer[0]),
        whole=column.whole,
        few=column.distinct <= figures.MOST_CATEGORIES,
        **dict(zip(measures, answer[1:], strict=False)),
    )
    certain = min(figures.certain(table, rows), column.fitting)
    written = figures.spread_figures(spread, certain, k, date=column.kind == "date")
    if column.kind == "text":
        written = [{**one, "name": f"length {one['name']}"} for one in written]
    return [*figures.distinct_figure(column.distinct, rows, k), *written]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _batched(values: Sequence[One], size: int) -> Iterator[Sequence[One]]:
    """The values, so many at a time."""
    yield from (values[start : start + size] for start in range(0, len(values), size))
