"""What the sample pipeline makes: the same bytes again, identifiers by stage, nothing below the threshold."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from catalogue.demo import figures, generate, pipeline, release
from catalogue.demo.columns import trace
from catalogue.demo.steps import STEPS
from catalogue.packages.read import read_package
from catalogue.packages.write import write_package
from tests.demo.conftest import EARLY, Ran, ran
from tests.packages.samples import LIMITS
from tests.packages.test_write import accepted_by_others, unpacked


def rows(early: Ran, package: str, table: str) -> list[dict[str, str]]:
    """The rows of a published table."""
    text = (early.packages / package / "tables" / f"{table}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.*"))}


def test_the_same_seed_gives_the_same_bytes(early: Ran, tmp_path: Path) -> None:
    again = ran(EARLY, tmp_path)
    assert {name: table.digest for name, table in again.result.tables.items()} == {
        name: table.digest for name, table in early.result.tables.items()
    }
    assert contents(again.packages) == contents(early.packages)


def test_another_seed_gives_other_files() -> None:
    assert generate.case_files(1) != generate.case_files(2)


def test_case_files_are_labelled_and_about_nobody(early: Ran) -> None:
    files = sorted((early.packages.parent / "files").glob("*.csv"))
    assert len(files) == len(generate.COLUMNS)
    for file in files:
        assert file.name.startswith("synthetic_")
        assert file.read_text(encoding="utf-8").startswith("# Synthetic: ")
    parties = generate.case_files(EARLY.seed)["court_parties"]
    assert all(str(row[7]).startswith("999") for row in parties if row[7])
    assert all(str(row[9]).startswith("ZZ99") for row in parties)


def test_case_files_follow_the_published_figures() -> None:
    files = generate.case_files(EARLY.seed)
    cases = {(row[1], row[2]): row[5] for row in files["court_applications"]}
    for law, published in (("C", figures.CARE_APPLICATIONS), ("P", figures.PRIVATE_CASES)):
        counted = Counter(
            issued.year - (issued.month < 4)
            for (_, of), issued in cases.items()
            if of == law and isinstance(issued, date)
        )
        for year, count in published.items():
            expected = count / figures.SCALE
            assert abs(counted[year] - expected) < 5 * expected**0.5
    assert 30_000 < sum(map(len, files.values())) < 90_000


def test_packages_are_synthetic_in_every_title_and_valid(early: Ran, tmp_path: Path) -> None:
    for slug in release.DATASETS:
        folder = early.packages / slug
        text = (folder / "datapackage.yaml").read_text(encoding="utf-8")
        assert "\ntitle: 'Synthetic sample: " in text
        package = read_package(folder / "datapackage.yaml", LIMITS)
        assert package.warnings == ()
        assert all("(synthetic)" in table["title"] for table in package.tables)
        assert accepted_by_others(unpacked(write_package(package), tmp_path / slug)) == []


def test_identifiers_change_from_stage_to_stage(early: Ran) -> None:
    tables, day = early.result.tables, EARLY.snapshot
    assert "NHS_NUMBER" in tables["file_1", "PEOPLE"].columns
    assert not {"NHS_NUMBER", "SURNAME", "DATEOFBIRTH"} & {
        column for (schema, _), table in tables.items() if schema not in BEFORE_SPLIT for column in table.columns
    }
    assert {"SYSTEM_ID", "ALF"} <= set(tables["file_3", "PEOPLE"].columns)
    core, view = (
        tables["SAILSMPLV", f"SAMPLE_PERSONSONAPPLICATIONS_{day}"],
        tables["SAIL0000V", f"SMPL_SAMPLE_PERSONSONAPPLICATIONS_{day}"],
    )
    assert {"SYSTEM_ID_E", "ALF_E"} <= set(core.columns)
    assert {"SYSTEM_ID_PE", "ALF_PE"} <= set(view.columns)
    assert core.rows == view.rows
    assert core.nulls["ALF_E"] == view.nulls["ALF_PE"]


BEFORE_SPLIT = {"files", "court", "case_system", "extract", "file_1"}


def test_the_match_rate_is_that_of_the_real_extract(early: Ran) -> None:
    people = early.result.tables["file_3", "PEOPLE"]
    assert abs(1 - people.nulls["ALF"] / people.rows - figures.MATCHED) < 0.02


def test_nothing_rests_on_fewer_than_the_threshold(early: Ran) -> None:
    """Counted again from the case files, by hand, for the areas: the smallest cells that are published."""
    counted = areas(EARLY.until)
    shown = rows(early, "sample-care-application-rates", "local")
    assert {(row["area"], row["year"]) for row in shown} == set(counted)
    hidden = defaultdict(list)
    for row in shown:
        cell = counted[row["area"], row["year"]]
        assert bool(row["rate"]) == (row["status"] == "shown")
        assert (row["status"] == "below-threshold") == (cell < EARLY.threshold)
        if row["status"] != "shown":
            hidden[row["year"]].append(cell)
    assert hidden
    # Nobody finds a hidden figure by taking those shown from the total of the year: at least two are hidden in it.
    assert all(len(cells) > 1 for cells in hidden.values())


def areas(until: date) -> dict[tuple[str, str], int]:
    """Care applications by area and financial year, as far as they were entered."""
    files = generate.case_files(EARLY.seed)
    names = {row[0]: str(row[1]) for row in files["areas"]}
    days = {row[0]: (row[1], row[2]) for row in files["post_and_entry"]}
    counted: Counter[tuple[str, str]] = Counter()
    for number, _, law, _, area, issued in files["court_applications"]:
        assert isinstance(issued, date)
        post, entry = (int(str(one)) for one in days[number])
        received = date.fromordinal(issued.toordinal() + post)
        if law == "C" and received.toordinal() + entry <= until.toordinal():
            year = received.year - (received.month < 4)
            counted[names[area], f"{year}-{(year + 1) % 100:02}"] += 1
    return dict(counted)


def test_a_higher_threshold_hides_more(early: Ran, tmp_path: Path) -> None:
    strict = ran(replace(EARLY, threshold=15), tmp_path)
    for package, table in (("sample-care-applications", "months"), ("sample-care-application-rates", "local")):
        before, after = (Counter(row["status"] for row in rows(one, package, table)) for one in (early, strict))
        assert after["shown"] < before["shown"]


def test_a_later_run_changes_figures_that_were_entered_late(early: Ran, tmp_path: Path) -> None:
    later = ran(replace(EARLY, until=date(2016, 3, 31)), tmp_path)
    before = {row["month"]: row["cases"] for row in rows(early, "sample-private-law-cases", "months")}
    after = {row["month"]: row["cases"] for row in rows(later, "sample-private-law-cases", "months")}
    assert before.keys() < after.keys()
    changed = [month for month in before if before[month] != after[month]]
    assert changed
    assert min(changed) >= "2014-10"


def test_every_statement_is_read_as_lineage() -> None:
    """A step that would make a table in a way that is not understood is an error, never a table without lineage."""
    with pytest.raises(Exception, match="nothing_here"):
        trace("CREATE TABLE a.b AS SELECT x.nothing_here FROM a.c AS x", {("a", "c"): ("d",)})
    for step in STEPS[1:]:
        assert step.sql.count("CREATE ") == step.sql.count("\nSELECT") - step.sql.count("UNION ALL")
        assert step.says


def test_the_code_is_named_by_its_commit_or_its_version() -> None:
    told = pipeline.code()
    assert (told.kind, len(told.version)) == ("git", 40) or told.kind == "package"
