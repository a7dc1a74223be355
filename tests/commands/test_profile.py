"""`catalogue profile` through the front door, and its figures on their way to pages and JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from catalogue.cli import main
from catalogue.packages.read import read_package
from catalogue.releases.disclosure import exposed
from tests.packages.samples import LIMITS, good, write
from tests.statistics.data import times, written

Run = Callable[..., Result]
COLUMNS: dict[str, list[object]] = {
    "CASE_ID": list(range(200)),
    "LAW": times(("Public", 120), ("Private", 77), (None, 3)),
    "RECEIVED": [f"2019-0{1 + at % 9}-01" for at in range(200)],
    "OPENED": [f"2020-0{1 + at % 9}-01" for at in range(200)],
}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command with settings of its own."""
    monkeypatch.setenv("CATALOGUE_DATA", str(tmp_path / "data"))
    for name in ("CATALOGUE_DATABASE_URL", "CATALOGUE_SECRET_KEY", "CATALOGUE_DISCLOSURE_THRESHOLD"):
        monkeypatch.delenv(name, raising=False)

    def call(*words: str) -> Result:
        return CliRunner().invoke(main, list(words))

    return call


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Made-up cases as the good package describes them."""
    return written(tmp_path / "cases.csv", COLUMNS)


def package(folder: Path, *, kept_by: dict[str, Any] | None = None) -> Path:
    """The good package as JSON, in a folder as stewards have them. kept_by: what its custodian states."""
    if kept_by is not None:
        (folder / "organisations").mkdir(parents=True)
        for name, facts in (("sail", kept_by), ("cafcass", {})):
            text = yaml.safe_dump({"name": name, "title": name.upper(), **facts})
            (folder / "organisations" / f"{name}.yaml").write_text(text)
    place = folder / "packages" / "small" / "1.0.0"
    return write(place, good()).parent


def of(whole: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Statistics of the variables of the one table."""
    (table,) = whole["tables"]
    return {one["name"]: one["statistics"] for one in table["variables"]}


def test_statistics_are_printed_and_written(run: Run, data: Path, tmp_path: Path) -> None:
    result = run("profile", str(data), "--out", str(tmp_path / "out.json"))
    assert result.exit_code == 0, result.output
    assert "Rule of counts: k=10 with secondary suppression." in result.stdout
    assert "cases: 200 rows" in result.stdout
    assert "hidden  missing" in result.stdout
    assert "77" not in result.stdout
    whole = json.loads((tmp_path / "out.json").read_text())
    assert whole["format"] == "catalogue-statistics/1"
    assert whole["rule"] == "k=10 with secondary suppression"
    assert exposed(whole, 10) == []
    assert json.loads(run("profile", str(data), "--json").stdout) == whole


def test_a_package_says_what_columns_are(run: Run, data: Path, tmp_path: Path) -> None:
    result = run("profile", str(data), "--package", str(package(tmp_path)), "--json")
    assert result.exit_code == 0, result.output
    found = of(json.loads(result.stdout))
    assert found["CASE_ID"]["why"] == "encrypted"
    assert [one.get("label") for one in found["LAW"]["counts"]] == ["Public law", "Private law", None, None]
    refused = run("profile", str(data), "--package", str(tmp_path / "packages"), "--table", "cases")
    assert refused.exit_code == 1
    other = run("profile", str(data), "--package", str(package(tmp_path / "again")), "--table", "nowhere")
    assert other.exit_code == 1
    assert "cases, people" in other.stderr


@pytest.mark.parametrize(("setting", "owner", "wish", "k"), [("10", 0, "", 10), ("5", 20, "", 20), ("5", 3, "7", 7)])
def test_the_highest_threshold_holds(
    run: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str, owner: int, wish: str, k: int
) -> None:
    monkeypatch.setenv("CATALOGUE_DISCLOSURE_THRESHOLD", setting)
    folder = package(tmp_path, kept_by={"disclosureThreshold": owner})
    words = ["--threshold", wish] if wish else []
    result = run("profile", str(data), "--package", str(folder), "--json", *words)
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["threshold"] == k


def test_figures_go_into_a_package_that_stays_one(run: Run, data: Path, tmp_path: Path) -> None:
    folder = package(tmp_path)
    before = json.loads((folder / "datapackage.json").read_text())
    result = run("profile", str(data), "--into", str(folder))
    assert result.exit_code == 0, result.output
    after = json.loads((folder / "datapackage.json").read_text())
    cases = after["resources"][0]
    assert cases.pop("statistics")["rows"] == 200
    statistics = [field.pop("statistics") for field in cases["schema"]["fields"]]
    shown = {one.get("code", one.get("name")): one.get("count") for one in statistics[1]["counts"]}
    assert shown == {"Public": 120, "Private": None, "not in the code list": 0, "missing": None}
    assert after == before
    assert read_package(folder, LIMITS).tables[0]["statistics"]["rows"] == 200
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []
    assert run("profile", str(data), "--into", str(folder)).exit_code == 0


def cases(folder: Path, law: dict[str | None, int]) -> Path:
    """Made-up cases with so many of each law."""
    rows = times(*law.items())
    columns: dict[str, list[object]] = {"CASE_ID": list(range(len(rows))), "LAW": rows}
    columns |= {name: ["2019-01-01"] * len(rows) for name in ("RECEIVED", "OPENED")}
    return written(folder / "cases.csv", columns)


def law(statistics: dict[str, Any]) -> dict[str, int | None]:
    """Counts of the column of laws."""
    return {one.get("code", one.get("name")): one.get("count") for one in statistics["LAW"]["counts"]}


def test_what_earlier_releases_hid_stays_hidden_and_the_gate_agrees(run: Run, tmp_path: Path) -> None:
    """Private was hidden beside the missing ones; told now that it is 21, it was no more than that before."""
    home, out = tmp_path / "home", tmp_path / "first.json"
    folder = package(home, kept_by={})
    first = run("profile", str(cases(tmp_path, {"Public": 100, "Private": 20, None: 4})), "--into", str(folder),
                "--out", str(out))  # fmt: skip
    assert first.exit_code == 0, first.output
    assert "Earlier releases: none with figures is known." in first.stdout
    data = cases(tmp_path, {"Public": 110, "Private": 21, None: 12})
    alone = {"Public": 110, "Private": 21, "not in the code list": 0, "missing": 12}
    assert law(of(json.loads(run("profile", str(data), "--package", str(folder), "--json").stdout))) == alone

    named = json.loads(run("profile", str(data), "--package", str(folder), "--earlier", str(out), "--json").stdout)
    assert {name for name, count in law(of(named)).items() if count is None} == {"Private", "missing"}
    assert named["earlier"] == [str(out)]
    assert {one["rule"] for one in of(named)["LAW"]["counts"]} == {"k=10 with secondary suppression over releases"}

    assert run("publish", str(home)).exit_code == 0
    document = json.loads((folder / "datapackage.json").read_text())
    (folder / "datapackage.json").write_text(json.dumps({**document, "version": "1.1.0"}))
    recorded = json.loads(run("profile", str(data), "--into", str(folder), "--json").stdout)
    assert recorded["earlier"] == ["small 1.0.0"]
    assert recorded["tables"] == named["tables"]
    assert run("publish", str(home)).exit_code == 0
    # Withdrawn, it was published all the same.
    assert run("retract", "small", "1.0.0", "--reason", "Made up.").exit_code == 0
    careless = json.loads((folder / "datapackage.json").read_text())
    counts = careless["resources"][0]["schema"]["fields"][1]["statistics"]["counts"]
    for one, count in zip(counts, alone.values(), strict=True):
        one.pop("hidden", None)
        one["count"] = count
    (folder / "datapackage.json").write_text(json.dumps({**careless, "version": "1.2.0"}))
    refused = run("publish", str(home))
    assert refused.exit_code == 1
    assert "[count-recoverable]" in refused.stderr


def test_what_are_no_earlier_figures_is_refused(run: Run, data: Path, tmp_path: Path) -> None:
    files = {"text.json": "no JSON", "list.json": "[]", "other.json": '{"format": "x"}', "deep.json": "[" * 100_000,
             "nameless.json": '{"format": "catalogue-statistics/1", "tables": [{"name": "t", "variables": [1]}]}',
             "empty.json": '{"format": "catalogue-statistics/1", "tables": []}'}  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).write_text(text)
        result = run("profile", str(data), "--earlier", str(tmp_path / name))
        assert result.exit_code == 1, name
        assert name in result.stderr
    assert run("profile", str(data), "--earlier", str(tmp_path / "none.json")).exit_code == 1
    assert "holds no figures" in run("profile", str(data), "--earlier", str(package(tmp_path))).stderr


def test_the_register_knows_the_threshold_of_an_owner(run: Run, data: Path, tmp_path: Path) -> None:
    """A package that was sent alone, without the folders around it."""
    home, alone = package(tmp_path / "home", kept_by={"disclosureThreshold": 30}), package(tmp_path / "alone")
    before = run("profile", str(data), "--package", str(alone), "--json")
    assert json.loads(before.stdout)["threshold"] == 10
    assert "organisation 'sail'" in before.stderr
    assert run("publish", str(home.parents[2])).exit_code == 0
    after = run("profile", str(data), "--package", str(alone), "--json")
    assert json.loads(after.stdout)["threshold"] == 30
    assert after.stderr == ""
    # And so does the gate.
    document = json.loads((alone / "datapackage.json").read_text())
    document["resources"][0]["statistics"] = {"rows": 20, "threshold": 10, "rule": "k=10"}
    (alone / "datapackage.json").write_text(json.dumps({**document, "version": "2.0.0"}))
    assert "[count-below-threshold]" in run("publish", str(alone)).stderr


def test_no_register_is_made(run: Run, data: Path, tmp_path: Path) -> None:
    assert run("profile", str(data), "--package", str(package(tmp_path))).exit_code == 0
    assert not (tmp_path / "data").exists()


def test_what_cannot_be_written_is_told_before_anything_is_counted(run: Run, data: Path, tmp_path: Path) -> None:
    before = data.read_bytes()
    (tmp_path / "link.json").symlink_to(data)
    for out in (data, tmp_path / "link.json", tmp_path, tmp_path / "nowhere" / "out.json"):
        result = run("profile", str(tmp_path / "unread.csv"), str(data), "--out", str(out))
        assert result.exit_code == 1
        assert str(out) in result.stderr
    assert data.read_bytes() == before
    (tmp_path / "out.json").write_text("as it was")
    result = run("profile", str(data), "--out", str(tmp_path / "out.json"), "--into", str(tmp_path))
    assert result.exit_code == 1
    assert (tmp_path / "out.json").read_text() == "as it was"


def test_nothing_of_the_data_tells_a_terminal_what_to_do(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path / "t.csv", {"A\x1b[2J": ["v\x1b[31m"] * 30})
    assert "\x1b" not in run("profile", str(path)).stdout


def test_figures_do_not_go_into_yaml(run: Run, data: Path, tmp_path: Path) -> None:
    folder = package(tmp_path)
    (folder / "datapackage.json").rename(folder / "datapackage.yaml")
    before = (folder / "datapackage.yaml").read_bytes()
    result = run("profile", str(data), "--into", str(folder))
    assert result.exit_code == 1
    assert "--out" in result.stderr
    assert (folder / "datapackage.yaml").read_bytes() == before


def test_two_files_of_one_name_need_a_table(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    files = [str(written(tmp_path / name, {"A": ["x"] * 20})) for name in ("t.csv", "a/t.csv")]
    assert "Two files" in run("profile", *files).stderr
    assert "t: 40 rows" in run("profile", *files, "--table", "t").stdout


def test_without_duckdb_it_says_what_to_install(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    result = run("profile", str(data))
    assert result.exit_code == 3
    assert "cafcass-catalogue[statistics]" in result.stderr
