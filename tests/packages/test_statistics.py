"""The published statistics hold the figures that were published: each vintage those of its own source, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest

from tests.content.domain import FACTS
from tests.outside import need
from tests.packages import domain
from tests.packages.statistics import figures, folders, rows

MONTHS = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar")
MONTHLY = "care-applications-monthly"
DURATION = "care-proceedings-duration"
TOTALS = {"2010-11": 9203, "2011-12": 10255, "2012-13": 11110, "2013-14": 10620, "2014-15": 11127}
QUARTERS = {
    "2010-11": (2152, 2384, 2246, 2421),
    "2011-12": (2379, 2608, 2556, 2712),
    "2012-13": (2550, 2862, 2779, 2919),
    "2013-14": (2755, 2548, 2618, 2699),
    "2014-15": (2558, 2831, 2822, 2916),
}
# Rows of each table of each release.
HELD = {
    (MONTHLY, "1.0.0"): {"figures": 6, "totals": 4},
    (MONTHLY, "1.1.0"): {"figures": 60, "totals": 5},
    (MONTHLY, "2.0.0"): {"figures": 22, "totals": 1},
    (MONTHLY, "3.0.0"): {"figures": 11, "totals": 2},
    (MONTHLY, "4.0.0"): {"figures": 2},
    (DURATION, "1.0.0"): {"figures": 20, "averages": 2},
    ("care-applications-annual", "1.0.0"): {"figures": 21, "related": 9},
    ("care-application-rates", "1.0.0"): {"national": 4, "local": 25},
    ("family-court-timeliness", "1.0.0"): {"figures": 35},
    ("private-law-cases", "1.0.0"): {"figures": 10, "months": 15, "related": 3},
    ("children-and-open-cases", "1.0.0"): {
        "children_in_year": 8,
        "new_cases": 2,
        "open_cases": 8,
        "public_law_months": 10,
        "wales": 11,
    },
}
VINTAGES = {
    "2012-04": {"1.0.0": 756, "1.1.0": 757, "2.0.0": 757},
    "2012-05": {"1.0.0": 982, "1.1.0": 984, "2.0.0": 984},
    "2012-06": {"1.0.0": 806, "1.1.0": 809, "2.0.0": 809},
    "2012-07": {"1.0.0": 982, "1.1.0": 996, "2.0.0": 996},
    "2012-08": {"1.0.0": 973, "1.1.0": 987, "2.0.0": 987},
    "2012-09": {"1.0.0": 875, "1.1.0": 879, "2.0.0": 879},
    "2014-04": {"1.1.0": 805, "2.0.0": 806, "3.0.0": 806},
    "2014-07": {"1.1.0": 1020, "2.0.0": 1022, "3.0.0": 1022},
    "2014-08": {"1.1.0": 901, "2.0.0": 903, "3.0.0": 903},
    "2014-09": {"1.1.0": 910, "2.0.0": 913},
    "2016-06": {"2.0.0": 1281, "3.0.0": 1284},
    "2016-07": {"2.0.0": 1305, "3.0.0": 1307},
    "2016-08": {"2.0.0": 1260, "3.0.0": 1259},
}


def month(year: str, name: str) -> str:
    """A month of a financial year as data have it: `2010-11` and `Jan` make `2011-01`."""
    place = MONTHS.index(name)
    return f"{int(year[:4]) + (place > MONTHS.index('Dec'))}-{(place + 3) % 12 + 1:02d}"


def months(year: str) -> list[str]:
    """The months of a financial year, April first."""
    return [month(year, name) for name in MONTHS]


def differing(held: dict[str, int], told: dict[str, int]) -> list[str]:
    """The periods in which two lists of figures do not say the same."""
    return sorted(period for period in held.keys() | told.keys() if held.get(period) != told.get(period))


@pytest.mark.parametrize(("release", "tables"), HELD.items(), ids=lambda one: "@".join(one) if len(one) == 2 else "")
def test_every_release_holds_so_many_figures(release: tuple[str, str], tables: dict[str, int]) -> None:
    dataset, version = release
    assert {table: len(rows(dataset, version, table)) for table in tables} == tables


@pytest.mark.parametrize("dataset", sorted({dataset for dataset, _ in HELD}))
def test_every_release_is_counted(dataset: str) -> None:
    for folder in folders(dataset):
        assert {path.stem for path in (folder / "tables").iterdir()} == set(HELD[dataset, folder.name])


def test_months_add_up_to_the_totals_that_were_printed() -> None:
    held = figures(MONTHLY, "1.1.0", "month", "applications")
    assert figures(MONTHLY, "1.1.0", "year", "applications", "totals") == TOTALS
    assert {year: sum(held[one] for one in months(year)) for year in TOTALS} == TOTALS


def test_months_add_up_to_the_quarters() -> None:
    held = figures(MONTHLY, "1.1.0", "month", "applications")
    for year, told in QUARTERS.items():
        assert tuple(sum(held[one] for one in months(year)[at : at + 3]) for at in (0, 3, 6, 9)) == told


def test_a_month_has_the_figure_of_each_vintage_that_gives_it_and_of_no_other() -> None:
    versions = [folder.name for folder in folders(MONTHLY)]
    held = {version: figures(MONTHLY, version, "month", "applications") for version in versions}
    for period, told in VINTAGES.items():
        assert {version: held[version][period] for version in versions if period in held[version]} == told, period


def test_no_vintage_holds_a_month_that_had_not_ended() -> None:
    ends = {"1.0.0": "2012-10", "1.1.0": "2015-04", "2.0.0": "2017-02", "3.0.0": "2017-10", "4.0.0": "2018-04"}
    for version, end in ends.items():
        assert max(figures(MONTHLY, version, "month", "applications")) < end


def test_the_later_months_are_those_of_the_publisher() -> None:
    later = figures(MONTHLY, "2.0.0", "month", "applications")
    assert [later[one] for one in months("2015-16")[:6]] == [956, 924, 1115, 1123, 941, 985]
    assert [later[one] for one in months("2016-17")[:6]] == [1226, 1160, 1281, 1305, 1260, 1229]
    latest = figures(MONTHLY, "3.0.0", "month", "applications")
    assert [latest[one] for one in months("2017-18")[:5]] == [1044, 1193, 1328, 1241, 1238]
    assert figures(MONTHLY, "4.0.0", "month", "applications") == {"2017-10": 1198, "2018-03": 1238}


def test_both_values_of_a_quarter_are_kept_and_the_inferred_label_is_marked() -> None:
    held = rows(DURATION, "1.0.0")
    assert [(row["weeks"], row["variant"]) for row in held if row["quarter"] == "2022-23 Q4"] == [
        ("46", "main"),
        ("47", "other"),
    ]
    assert [row["quarter"] for row in held if row["mark"] == "inferred"] == ["2024-25 Q2"]
    averages = {row["period"]: row["weeks"] for row in rows(DURATION, "1.0.0", "averages")}
    assert averages == {"2016-17": "29", "April 2019 to January 2020": "33"}


def _told_by_month(block: Iterable[list[str]]) -> dict[str, int]:
    (_, *years), *lines = block
    return {
        month(year, name): int(value)
        for name, *values in lines
        if name in MONTHS
        for year, value in zip(years, values, strict=True)
    }


def test_every_month_is_as_the_facts_have_it() -> None:
    need(FACTS)
    held = figures(MONTHLY, "1.1.0", "month", "applications")
    told = _told_by_month(domain.block("c.1"))
    assert len(told) == 60
    assert differing(held, told) == []
    _, *years = domain.block("c.1")[0]
    total = next(line for line in domain.block("c.1") if line[0] == "Total")
    assert dict(zip(years, map(int, total[1:]), strict=True)) == TOTALS


def test_every_vintage_is_as_the_facts_have_it() -> None:
    need(FACTS)
    versions = ("1.0.0", "1.1.0", "2.0.0", "3.0.0")
    told: dict[str, dict[str, int]] = {}
    for name, *values in domain.table("c.1"):
        short, year = name.split()
        period = f"{year}-{(MONTHS.index(short) + 3) % 12 + 1:02d}"
        told[period] = {
            version: int(value.split()[0]) for version, value in zip(versions, values, strict=True) if value
        }
    assert told == VINTAGES


def test_every_quarter_is_as_the_facts_have_it() -> None:
    need(FACTS)
    _, *lines = domain.block("c.4")
    told = {quarter: int(weeks) for quarter, weeks in lines} | {"2016-17 Q4": 31}
    assert len(told) == 19
    assert differing(figures(DURATION, "1.0.0", "quarter", "weeks"), told) == []


def _numbers(text: str) -> set[str]:
    """Every number of a text without separators of thousands: `12,741 involving` holds `12741`."""
    return {one.replace(",", "") for one in re.findall(r"(?<![\w.,/-])\d[\d,]*(?:\.\d+)?(?![\w/-])", text)}


def _held(dataset: str, columns: Iterable[str]) -> set[str]:
    (folder,) = folders(dataset)
    tables = [path.stem for path in (folder / "tables").iterdir()]
    held = [row for table in tables for row in rows(dataset, folder.name, table)]
    return {row[name] for row in held for name in columns if name in row}


@pytest.mark.parametrize(
    ("section", "dataset", "columns"),
    [
        ("c.2", "care-applications-annual", ("applications", "figure")),
        ("c.3", "care-application-rates", ("rate",)),
        ("c.5", "family-court-timeliness", ("value",)),
        ("c.6", "private-law-cases", ("cases", "figure")),
        ("c.7", "children-and-open-cases", ("figure",)),
    ],
)
def test_no_figure_is_held_that_the_facts_do_not_have(section: str, dataset: str, columns: tuple[str, ...]) -> None:
    need(FACTS)
    told = {float(one) for one in _numbers(domain.section(section) + WALES * (section == "c.7"))}
    assert {one for one in _held(dataset, columns) if float(one) not in told} == set()


# Of the first section of the facts, and of c.8.
WALES = "n=12,745 n=52,023 18,653 186,470 94 73 68 84 8,821 32,006 47.6"


@pytest.mark.parametrize(
    ("section", "dataset", "columns", "left_out"),
    [
        ("c.2", "care-applications-annual", ("applications", "figure"), set()),
        # What 38,513 was calculated from.
        ("c.6", "private-law-cases", ("cases", "figure"), {"53740", "15227"}),
        ("c.7", "children-and-open-cases", ("figure",), set()),
    ],
)
def test_no_figure_of_the_facts_is_left_out(
    section: str, dataset: str, columns: tuple[str, ...], left_out: set[str]
) -> None:
    need(FACTS)
    large = {one for one in _numbers(domain.section(section)) if float(one) >= 800 and not 1989 <= float(one) <= 2025}
    assert large - _held(dataset, columns) == left_out


def test_calculated_figures_are_those_of_the_facts() -> None:
    marked: dict[tuple[str, str], set[str]] = {}
    for (dataset, version), tables in HELD.items():
        for table in tables:
            for row in rows(dataset, version, table):
                if row["mark"] != "documented":
                    marked.setdefault((dataset, table), set()).add(next(iter(row.values())))
    assert marked == {
        (DURATION, "figures"): {"2024-25 Q2"},
        ("care-applications-annual", "figures"): {"2017-18"},
        ("family-court-timeliness", "figures"): {"2020", "2023 Q2", "2024 Q1", "2024 Q2"},
        ("private-law-cases", "months"): {"2021-04"},
        ("private-law-cases", "related"): {"April 2019 to January 2020"},
    }


def test_every_row_says_whose_it_is_and_where_it_was_read() -> None:
    for (dataset, version), tables in HELD.items():
        for table in tables:
            for row in rows(dataset, version, table):
                assert row["publisher"], (dataset, table)
                assert row["source"], (dataset, table)
                assert row["vintage"], (dataset, table)
                assert row["mark"] == "documented" or row["note"], (dataset, table, row)


def test_a_figure_that_was_mistyped_is_found() -> None:
    held = figures(MONTHLY, "1.1.0", "month", "applications")
    assert differing({**held, "2012-04": 775}, held) == ["2012-04"]
    assert differing({period: value for period, value in held.items() if period != "2015-03"}, held) == ["2015-03"]
