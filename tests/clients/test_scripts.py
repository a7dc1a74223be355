"""Starter scripts in the programs they are written for: R, PSPP and Python run them on made-up rows, and show labels.

Files of Stata and SPSS come from the same source through the command line, and read back with their labels.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyreadstat
import pytest
from click.testing import CliRunner

from catalogue import registry
from catalogue.cli import main
from catalogue.exports.formats import FORMATS
from catalogue.exports.selection import Selection
from catalogue.settings import Settings
from catalogue.store.engine import open_engine
from tests.empty import lay_out
from tests.exports.made import chosen, selection
from tests.samples import Sample, small, table, variable

pytestmark = pytest.mark.system

LABEL = 'Gŵyl y "Llys" it\'s `here` $x \\ 50% = 1/2'
LAW = [{"code": "Public", "label": 'Public law, it\'s "so"'}, {"code": "Private", "label": "Cyfraith bŵyd"}]
NUMBER = [{"code": "1", "label": "First"}, {"code": "99", "label": "Not known; see 'notes'"}]
SECONDS = 120


def made() -> Selection:
    """Every type, hostile labels, codes that are numbers and codes that are texts, missing codes."""
    numbers: list[dict[str, Any]] = [
        {"name": "CASE_ID_E", "title": "Case", "type": "integer", "encrypted": True},
        {"name": "KIND", "title": LABEL, "type": "integer", "codeList": "list", "missingValues": ["", "-9"]},
        {"name": "AMOUNT", "title": "Amount", "type": "number"},
        {"name": "DAY", "title": "Day", "type": "date"},
        {"name": "FLAG", "title": "Flag", "type": "boolean"},
    ]
    texts = [{"name": "LAW", "title": "Kind of law", "type": "string", "codeList": "list"}]
    return selection(chosen(numbers, "cases", codes=NUMBER), chosen(texts, "laws", codes=LAW))


ROWS = {
    "cases": [
        ["CASE_ID_E", "KIND", "AMOUNT", "DAY", "FLAG"],
        ["12345678901234567", "1", "1.25", "2020-02-29", "true"],
        ["12345678901234568", "99", "", "2021-12-31", "false"],
        ["3", "-9", "2", "", ""],
    ],
    "laws": [["LAW"], ["Public"], ["Private"], ["Other"]],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files as somebody would have them inside the trusted environment."""
    for name, rows in ROWS.items():
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return tmp_path


def run(program: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program of the machine where the files are."""
    found = shutil.which(program[0])
    assert found, f"{program[0]} is not installed"
    return subprocess.run(
        [found, *program[1:]],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
        encoding="utf-8",
    )


def script(folder: Path, form: str, more: str = "") -> Path:
    """The script in a file."""
    path = folder / f"script{FORMATS[form].suffix}"
    path.write_text(FORMATS[form].make(made()).decode() + more, encoding="utf-8")
    return path


R_MORE = """
stopifnot(identical(as.vector(cases$CASE_ID_E)[1], "12345678901234567"), attr(cases$CASE_ID_E, "label") == "Case")
stopifnot(is.integer(cases$KIND), is.na(cases$KIND[3]), cases$AMOUNT[1] == 1.25, cases$DAY[1] == as.Date("2020-02-29"))
stopifnot(isTRUE(as.vector(cases$FLAG[1])), identical(as.vector(cases$FLAG[2]), FALSE), is.na(cases$FLAG[3]))
cat(levels(as_labels(laws$LAW)), sep = "|")
cat("\\n", levels(as_labels(cases$KIND)), sep = "|")
"""


def test_r_runs_the_script_and_shows_the_labels(folder: Path) -> None:
    ended = run(["Rscript", "--vanilla", str(script(folder, "r", R_MORE))], folder)
    assert ended.returncode == 0, ended.stderr
    assert f"KIND: {LABEL}" in ended.stdout
    assert "99 = Not known; see 'notes'" in ended.stdout
    assert f"{LAW[0]['label']}|{LAW[1]['label']}|Other" in ended.stdout
    assert "|First|Not known; see 'notes'" in ended.stdout


def test_r_says_which_column_is_not_there(folder: Path) -> None:
    (folder / "laws.csv").write_text("LAWS\nPublic\n", encoding="utf-8")
    ended = run(["Rscript", "--vanilla", str(script(folder, "r"))], folder)
    assert ended.returncode != 0
    assert "laws.csv has no column LAW" in ended.stderr


PSPP_MORE = """
GET FILE="laws.sav".
LIST.
GET FILE="cases.sav".
LIST.
DISPLAY LABELS.
FREQUENCIES /VARIABLES=KIND.
"""


def test_pspp_runs_the_syntax_and_shows_the_labels(folder: Path) -> None:
    ended = run(["pspp", "-O", "format=csv", str(script(folder, "spss", PSPP_MORE))], folder)
    assert ended.returncode == 0, ended.stdout
    assert "error" not in ended.stdout.lower()
    assert "warning" not in ended.stdout.lower()
    shown = list(csv.reader(ended.stdout.splitlines()))
    assert any(LABEL in cell for row in shown for cell in row), ended.stdout
    values = {row[-1] for row in shown if row}
    assert {"First", "Not known; see 'notes'", *(one["label"] for one in LAW)} <= values, ended.stdout
    assert ["12345678901234567", "First", "1.2500", "2020/02/29", "true"] in shown or any(
        row[:1] == ["12345678901234567"] and "2020/02/29" in row for row in shown
    ), ended.stdout
    # Minus nine is declared missing: it is counted, and takes no part in the valid percentages.
    assert any("Missing" in row for row in shown), ended.stdout


def test_python_runs_the_script_and_shows_the_labels(folder: Path) -> None:
    check = (
        "\nrows = read('cases')\nassert rows[0]['CASE_ID_E'] == 12345678901234567\nassert rows[2]['KIND'] is None\n"
        "assert str(rows[0]['AMOUNT']) == '1.25' and rows[0]['DAY'] == date(2020, 2, 29) and rows[1]['FLAG'] is False\n"
        "assert label('laws', 'LAW', 'Other') == 'Other'\n"
    )
    ended = run([sys.executable, "-X", "utf8", str(script(folder, "python", check))], folder)
    assert ended.returncode == 0, ended.stderr
    assert f"KIND: {LABEL}" in ended.stdout
    assert f"Public = {LAW[0]['label']}" in ended.stdout
    assert "cases: SAILMADEV.CASES_20230622, 3 rows" in ended.stdout


BROKEN = {
    "r": (["Rscript", "--vanilla"], "describe(", 'describe("'),
    "spss": (["pspp", "-O", "format=csv"], "VALUE LABELS", "VALUE LABEL OF"),
    "python": ([sys.executable], '"columns":', '"colums":'),
}


@pytest.mark.parametrize("form", BROKEN)
def test_a_broken_script_is_found(folder: Path, form: str) -> None:
    """What the programs answer does tell a script that works from one that does not."""
    program, right, wrong = BROKEN[form]
    path = script(folder, form)
    text = path.read_text(encoding="utf-8")
    wrong_text = text.replace(right, wrong) if right in text else text.replace("'columns':", "'colums':")
    assert wrong_text != text
    path.write_text(wrong_text, encoding="utf-8")
    ended = run([*program, str(path)], folder)
    assert ended.returncode != 0 or "error" in ended.stdout.lower()


def published(settings: Settings) -> dict[str, str]:
    """A register of made-up datasets; gives the environment of a command."""
    engine = open_engine(settings.database_url)
    lay_out(engine)
    columns = [
        variable("KIND", title=LABEL, type="integer", codeList="kinds"),
        variable("LAW", title="Law " * 60, codeList="laws"),
        variable("DAY", title="Day", type="date"),
        variable("X" * 40, title="Long name"),
    ]
    lists = {
        "kinds": {"name": "kinds", "title": "Kinds", "codes": NUMBER},
        "laws": {"name": "laws", "title": "Laws", "codes": LAW},
    }
    sample = Sample("made", {"title": "Made up"}, [table("cases", columns)], code_lists=lists)
    registry.publish(engine, [sample, small()])
    engine.dispose()
    return {"CATALOGUE_DATA": str(settings.data)}


def exported(environment: dict[str, str], *words: str) -> Any:
    """Run the command."""
    return CliRunner().invoke(main, ["export", *words], env=environment)


def test_files_of_stata_and_spss_read_back_with_their_labels(settings: Settings, tmp_path: Path) -> None:
    environment = published(settings)
    for form in ("dta", "sav"):
        ended = exported(environment, "made@1.0.0/cases", "--format", form, "--output", str(tmp_path / f"x.{form}"))
        assert ended.exit_code == 0, ended.output
    _, sav = pyreadstat.read_sav(tmp_path / "x.sav", output_format="dict")
    assert sav.column_names_to_labels["KIND"] == LABEL
    values: dict[str, Any] = dict(sav.variable_value_labels)
    assert values["KIND"] == {float(one["code"]): one["label"] for one in NUMBER}
    assert values["LAW"] == {one["code"]: one["label"] for one in LAW}
    assert str(sav.original_variable_types["DAY"]).startswith("DATE")
    assert len(str(sav.column_names_to_labels["LAW"]).encode()) <= 255
    _, dta = pyreadstat.read_dta(tmp_path / "x.dta", output_format="dict")
    assert dta.column_names == ["KIND", "LAW", "DAY", "X" * 32]
    assert dta.column_names_to_labels["KIND"] == LABEL
    assert len(str(dta.column_names_to_labels["LAW"])) <= 80
    assert dta.variable_value_labels == {"KIND": {int(one["code"]): one["label"] for one in NUMBER}}


def test_a_file_holds_one_table(settings: Settings, tmp_path: Path) -> None:
    environment = published(settings)
    refused = exported(environment, "small@1.0.0", "--format", "dta", "--output", str(tmp_path / "x.dta"))
    assert refused.exit_code == 1
    assert "holds one table" in refused.output
    packed = tmp_path / "x.zip"
    assert exported(environment, "small@1.0.0", "--format", "sav", "--output", str(packed)).exit_code == 0
    assert packed.read_bytes()[:2] == b"PK"


def test_the_command_makes_every_form(settings: Settings, tmp_path: Path) -> None:
    environment = published(settings)
    for form in ("json", *FORMATS):
        out = tmp_path / form
        ended = exported(environment, "small@1.0.0/cases", "small@1.0.0/none", "--format", form, "--output", str(out))
        assert ended.exit_code == 0, ended.output
        assert "has no table none" in ended.output
        assert out.stat().st_size
    kept = tmp_path / "basket.json"
    shutil.copy(tmp_path / "json", kept)
    again = exported(environment, str(kept), "--format", "csv", "--output", str(tmp_path / "again.csv"))
    assert again.exit_code == 0, again.output
    assert (tmp_path / "again.csv").read_bytes() == (tmp_path / "csv").read_bytes()
    assert exported(environment, "none@1.0.0", "--format", "csv", "--output", str(tmp_path / "n")).exit_code == 1
