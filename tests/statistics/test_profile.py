"""Statistics of data files: what is told, and what never is."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.releases.disclosure import exposed
from catalogue.statistics.asked import Asked, asked, by_name
from catalogue.statistics.profile import FORMAT, document, profile
from tests.packages.samples import LAW_TYPE
from tests.statistics.data import counts, every, figures, of_file, times, told, written

RULE = "k=10 with secondary suppression"


def test_categories_are_few_and_each_has_the_threshold(tmp_path: Path) -> None:
    found = told(tmp_path, {"LAW": times(("Public", 40), ("Private", 60), (None, 20))})["LAW"]
    assert found["kind"] == "category"
    assert counts(found) == {"Private": 60, "Public": 40, "missing": 20}
    assert {one["rule"] for one in found["counts"]} == {RULE}


def test_a_small_number_of_missing_rows_hides_another_count(tmp_path: Path) -> None:
    found = told(tmp_path, {"LAW": times(("Public", 40), ("Private", 60), (None, 3))})["LAW"]
    assert counts(found) == {"Private": 60, "Public": None, "missing": None}
    assert {"hidden": True, "name": "missing", "rule": RULE} in found["counts"]


def test_a_value_in_few_rows_stays_unnamed(tmp_path: Path) -> None:
    found = told(tmp_path, {"LAW": times(("Public", 40), ("Very rare", 9), ("Private", 60))})
    assert found["LAW"]["kind"] == "text"
    assert "Very rare" not in list(every(found))


def test_codes_of_a_list_are_named_and_no_other_value_is(tmp_path: Path) -> None:
    known = {"law": Asked("LAW", "text", codes={"Public": "Public law", "Private": "", "None": "No law"}, known=True)}
    values = {"LAW": times(("Public", 400), ("Private", 5), ("rare secret", 30), (None, 40))}
    found = told(tmp_path, values, known=known)["LAW"]
    assert counts(found) == {"Public": 400, "Private": None, "None": 0, "not in the code list": None, "missing": 40}
    assert found["counts"][0]["label"] == "Public law"
    assert "rare secret" not in list(every(found))


def test_of_many_codes_the_most_frequent_are_named(tmp_path: Path) -> None:
    codes = {f"{number:03d}": "" for number in range(80)}
    values = {"LA": times(*((code, 20 + at) for at, code in enumerate(codes)))}
    found = counts(told(tmp_path, values, known={"la": Asked("LA", "text", codes=codes, known=True)})["LA"])
    assert len(found) == 53
    assert found["other codes"] == sum(20 + at for at in range(30))
    assert [name for name in found if name.isdecimal()] == sorted(codes)[30:]


def test_numbers_have_quantiles_with_rows_on_each_side_and_no_ends(tmp_path: Path) -> None:
    found = told(tmp_path, {"DAYS": [one / 4 for one in range(1, 401)]})["DAYS"]
    assert found["kind"] == "number"
    assert set(figures(found)) == {"distinct", "p5", "p25", "p50", "p75", "p95", "mean", "sd"}
    assert figures(found)["p50"] == pytest.approx(50, abs=1)
    assert figures(found)["mean"] == pytest.approx(50.1)
    assert not {0.25, 100} & set(every(found))
    few = figures(told(tmp_path, {"DAYS": [one / 4 for one in range(1, 20)]})["DAYS"])
    assert not {"p50", "p25"} & set(few)


def test_a_mean_that_one_value_makes_is_not_told(tmp_path: Path) -> None:
    values = [one / 4 for one in range(1, 401)]
    assert "mean" in figures(told(tmp_path, {"SUM": values})["SUM"])
    assert "mean" not in figures(told(tmp_path, {"SUM": [*values, 1e9]})["SUM"])
    # Ones and noughts: the mean would be a count.
    flags = told(tmp_path, {"FLAG": times((0, 997), (1, 3))})["FLAG"]
    assert "mean" not in figures(flags)
    assert "distinct" not in figures(flags)


def test_dates_are_told_by_month_and_years_as_years(tmp_path: Path) -> None:
    dates = [f"20{10 + at % 10}-0{1 + at % 9}-1{at % 10}" for at in range(200)]
    found = told(tmp_path, {"RECEIVED": dates, "YEAR": [1930 + at % 83 for at in range(200)]})
    assert found["RECEIVED"]["kind"] == "date"
    assert all(len(str(value)) == 7 for name, value in figures(found["RECEIVED"]).items() if name.startswith("p"))
    assert 1960 < figures(found["YEAR"])["p50"] < 1985
    known = {"d": Asked("D", "date", format="%d/%m/%Y", known=True)}
    assert "p50" in figures(told(tmp_path, {"D": ["01/02/2019", "28/12/2020"] * 50}, known=known)["D"])


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("CASE_ID", "identifier"), ("caseId", "identifier"), ("ALF_E", "identifier"), ("PersonID", "identifier"),
        ("DOB", "date of birth"), ("WOB", "date of birth"), ("ChildBirthDate", "date of birth"),
        ("date_of_birth", "date of birth"), ("POSTCODE", "identifier"), ("FORENAME", "identifier"),
        ("LAW", ""), ("AGE", ""), ("MOTHER_AGE", ""), ("Hearing", ""),
    ],
)  # fmt: skip
def test_names_tell_what_is_not_looked_into(name: str, why: str) -> None:
    assert by_name(name).withheld == why


def test_what_tells_people_apart_is_counted_and_no_more(tmp_path: Path) -> None:
    found = told(
        tmp_path,
        {
            "DOB": [f"2001-01-{1 + at % 28:02d}" for at in range(300)],
            "NUMBER": range(300),
            "WORDS": [f"text of {at}" for at in range(300)],
        },
    )
    for one in found.values():
        assert one["kind"] == "withheld"
        assert set(one) == {"kind", "threshold", "mark", "why", "counts"}
        assert counts(one) == {"missing": 0, "with a value": 300}


def test_a_package_says_which_columns_are_keys_or_encrypted_and_what_is_missing() -> None:
    table = {
        "schema": {"primaryKey": ["A"], "missingValues": ["", "-1"], "foreignKeys": [{"fields": ["B"]}]},
        "variables": [
            {"name": "A", "type": "integer"},
            {"name": "B"},
            {"name": "C", "encrypted": True},
            {"name": "D", "type": "date", "title": "Week of birth"},
            {"name": "LAW_ID", "codeList": "law-type"},
            {"name": "SINCE", "type": "year"},
        ],
    }
    found = asked(table, {"law-type": LAW_TYPE})
    assert [one.withheld for one in found.values()] == ["key", "key", "encrypted", "date of birth", "", ""]
    assert found["law_id"].codes == {"Public": "Public law", "Private": "Private law"}
    assert found["since"].type == "number"
    assert found["since"].missing == ("", "-1")


def test_missing_values_of_a_package_are_missing(tmp_path: Path) -> None:
    known = {"n": Asked("N", "number", missing=("", "-1", "it's"), known=True)}
    found = told(tmp_path, {"N": times((" -1 ", 30), ("it's", 20), (None, 10), (5, 50), (7, 50))}, known=known)["N"]
    assert counts(found) == {"5": 50, "7": 50, "missing": 60}


def test_figures_of_numbers_are_of_the_numbers_alone(tmp_path: Path) -> None:
    """A package says number, and hardly any is: quantiles of five numbers are not told."""
    values = [*("?" * 500), 1.5, 2.5, 3.5, 4.5, 5.5]
    found = told(tmp_path, {"N": values}, known={"n": Asked("N", "number", known=True)})["N"]
    assert not any(name.startswith("p") or name in {"mean", "sd"} for name in figures(found))


def test_a_table_below_the_threshold_tells_nothing(tmp_path: Path) -> None:
    path = written(tmp_path / "t.csv", {"A": [1, 2, 3], "B": ["x", "x", "x"]})
    whole = profile([path], "t", 10)
    assert whole["statistics"] == {"hidden": True, "threshold": 10, "rule": RULE, "mark": "calculated"}
    assert all(count is None for one in whole["variables"] for count in counts(one["statistics"]).values())
    assert not any(figures(one["statistics"]) for one in whole["variables"])


def test_without_a_threshold_all_is_told(tmp_path: Path) -> None:
    assert counts(told(tmp_path, {"A": ["x", "y", "y"]}, k=0)["A"]) == {"x": 1, "y": 2, "missing": 0}


def test_several_files_make_one_table_and_parquet_says_the_same(tmp_path: Path) -> None:
    parts = [written(tmp_path / f"{at}.csv", {"LAW": times(("a", 20 + at), ("b", 30))}) for at in range(2)]
    whole = profile(parts, "t", 10)
    assert counts(whole["variables"][0]["statistics"]) == {"a": 41, "b": 60, "missing": 0}
    parquet = tmp_path / "t.parquet"
    duckdb.execute(f"COPY (FROM read_csv({[str(one) for one in parts]})) TO '{parquet}' (FORMAT parquet)")
    assert profile([parquet], "t", 10) == whole


def test_the_same_file_gives_the_same_figures(tmp_path: Path) -> None:
    path = written(tmp_path / "t.csv", {"N": [(at * 7919) % 10007 / 3 for at in range(20_000)]})
    assert json.dumps(profile([path], "t", 10)) == json.dumps(profile([path], "t", 10))


cells = st.one_of(st.none(), st.integers(0, 3), st.sampled_from(["x", "y", "2020-01-01", "nan", "-inf", "1e400"]))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(cells, st.integers(1, 40)), min_size=1, max_size=6), st.integers(2, 15))
def test_no_count_below_the_threshold_is_ever_written(tmp_path_factory, values, k) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    folder = tmp_path_factory.mktemp("t")
    path = written(folder / "t.csv", {"A": times(*values), "B": range(sum(count for _, count in values))})
    whole = document([profile([path], "t", k)], k)
    assert whole["format"] == FORMAT
    assert exposed(whole, k) == []
    rare = {str(value) for value, _ in values if sum(n for one, n in values if str(one) == str(value)) < k} - {"None"}
    codes = {one["code"] for one in whole["tables"][0]["variables"][0]["statistics"]["counts"] if "code" in one}
    assert not codes & rare


def test_odd_numbers_are_no_figures(tmp_path: Path) -> None:
    values = [*("nan", "inf", "-inf", "1e999") * 10, *(at / 7 for at in range(400))]
    found = of_file(written(tmp_path / "t.csv", {"N": values}))["N"]
    assert all(value == value and abs(value) < 1e6 for value in figures(found).values())  # noqa: PLR0124
    json.dumps(found, allow_nan=False)
