"""Pages of published statistics: the figure first, then what it is not, and never a figure that is not there."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from catalogue.app import create_app
from catalogue.delivery.services import EXTENSION
from catalogue.packages.limits import limits_of
from catalogue.registry import Wish, publish, retract
from catalogue.registry.files import publish_paths
from catalogue.settings import SITE, load
from catalogue.store.engine import open_engine
from tests.empty import lay_out
from tests.http import counting
from tests.samples import Facts, Sample, table, variable
from tests.web.conftest import Get
from tests.web.html import Page
from tests.web.sample_site import SERIES, counts

MONTHLY = "/datasets/care-applications-monthly"
STATISTICS = (
    "care-applications-monthly",
    "care-applications-annual",
    "care-application-rates",
    "care-proceedings-duration",
    "family-court-timeliness",
    "private-law-cases",
    "children-and-open-cases",
)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The site over the statistics that come with the program, and no other dataset."""
    settings = load({"CATALOGUE_DATA": str(tmp_path_factory.mktemp("statistics")), "CATALOGUE_SECRET_KEY": "k" * 32})
    engine = open_engine(settings.database_url)
    lay_out(engine)
    metadata = SITE / "metadata"
    folders = [metadata / "packages" / name for name in STATISTICS]
    organisations = tmp_path_factory.mktemp("vocabulary")
    (organisations / "organisations").symlink_to(metadata / "organisations")
    publish_paths(engine, [organisations, *folders], limits_of(settings), Wish())
    engine.dispose()
    app = create_app(settings)
    yield app
    app.extensions[EXTENSION].engine.dispose()


@pytest.fixture
def read(published: Flask) -> Get:
    """Fetch a page of the statistics, which must answer 200 and have no fault."""
    client = published.test_client()
    client.environ_base["HTTP_ACCEPT"] = "text/html,*/*;q=0.8"

    def fetch(path: str, status: int = 200) -> Page:
        answer = client.get(path)
        assert answer.status_code == status, (path, answer.status_code)
        page = Page(answer.get_data(as_text=True))
        assert page.faults == [], path
        return page

    return fetch


def test_the_sentence_has_the_newest_figure_and_the_trap_comes_first(get: Get) -> None:
    page = get("/datasets/counts/series/cases")
    assert "Cases that began in the year: 130 cases in 2020." in page.text
    assert page.source.index("This counts cases, not people.") < page.source.index("<svg")
    assert "The axis starts at" in page.text


def test_every_series_has_a_page_a_picture_and_a_json_twin(published: Flask, read: Get) -> None:
    client = published.test_client()
    paths = [
        link
        for name in STATISTICS
        for page in (read(f"/datasets/{name}"), read(client.get(f"/datasets/{name}/releases/latest").location))
        for link in page.links
        if "/series/" in link
    ]
    assert len(paths) == 2 * 13
    for path in paths:
        page = read(path)
        assert len(page.all("h1")) == 1
        assert "publisher\N{RIGHT SINGLE QUOTATION MARK}s own rule" in page.text
        assert client.get(f"/api/v1{path}").status_code == 200
        drawn = client.get(f"{path}/chart.svg")
        assert drawn.status_code == (404 if path.endswith("/local") else 200)
        assert (drawn.mimetype == "image/svg+xml") == (drawn.status_code == 200)


def test_vintages_stand_over_one_another_and_nothing_is_filled_in(read: Get) -> None:
    page = read(f"{MONTHLY}/series/applications")
    # The newest figure, then each release from the oldest on.
    assert "July 2012 996 982 996 996 not held not held Documented" in page.text
    assert "August 2016 1,259 not held not held 1,260 1,259 not held Documented" in page.text
    assert "October 2015 to March 2016 not in the source we hold" in page.text
    assert "September 2017 not in the source we hold" in page.text
    assert "November 2017 to February 2018 not in the source we hold" in page.text
    assert "August 2016 1,260 release 2.0.0 1,259 release 3.0.0, 1 October 2017 \N{MINUS SIGN}1" in page.text
    assert "July 2012 982 release 1.0.0 996 release 1.1.0, 31 March 2015 +14" in page.text
    assert "13 revisions" in page.text


def test_a_release_gives_its_own_figures_alone(read: Get) -> None:
    page = read(f"{MONTHLY}/releases/2.0.0/series/applications")
    assert "The 22 figures behind this picture" in page.text
    assert "July 2012 996 Documented February 2017 release" in page.text
    assert "May 2014 to June 2014 not in the source we hold" in page.text
    assert "2010-11" not in page.source[page.source.index("<svg") : page.source.index("</svg>")]


def test_the_page_of_an_older_release_says_that_there_is_a_newer_one(read: Get) -> None:
    page = read(f"{MONTHLY}/releases/1.1.0/series/applications")
    assert "There is a newer release." in page.text
    assert f"{MONTHLY}/releases/4.0.0/series/applications" in page.links
    assert "There is a newer release." not in read(f"{MONTHLY}/series/applications").text


def test_nothing_is_drawn_beside_the_plot(read: Get) -> None:
    """What earlier releases give before the first or after the last period of a release is left out."""
    for version in ("1.0.0", "1.1.0", "2.0.0", "3.0.0", "4.0.0"):
        source = read(f"{MONTHLY}/releases/{version}/series/applications").source
        left = float(re.findall(r'class="axis" x1="([\d.]+)"', source)[0])
        for line in re.findall(r'<polyline[^>]* points="([^"]+)"', source[: source.index("</svg>")]):
            assert all(float(pair.split(",")[0]) >= left for pair in line.split()), version


def test_a_value_that_stands_beside_the_line_is_told_and_an_inferred_one_is_marked(read: Get) -> None:
    page = read("/datasets/care-proceedings-duration/series/weeks")
    assert "2022-23 Q4 46 47 Our data, 2024" in page.text
    assert "2024-25 Q2 40 none Inferred" in page.text
    assert "39 weeks in 2024-25 Q3, against a target of 26 weeks." in page.text
    assert 'class="open"' in page.source
    assert "47 in Our data, 2024</text>" in page.source


def test_what_a_source_says_of_a_figure_stays_with_it(read: Get) -> None:
    assert "55 or more" in read("/datasets/family-court-timeliness/series/mean-weeks-by-year").text
    assert "about 40%" in read("/datasets/family-court-timeliness/series/within-26-weeks").text


def test_too_many_lines_are_a_table_and_no_picture(read: Get) -> None:
    page = read("/datasets/care-application-rates/series/local")
    assert "16 lines cannot be told apart in one picture." in page.text
    assert "Lancashire 2018-19 16.16" in page.text
    assert "<svg" not in page.source


def test_a_table_page_shows_the_rows_that_an_open_package_holds(read: Get) -> None:
    page = read("/datasets/children-and-open-cases/releases/1.0.0/tables/wales")
    assert "11 rows, as published" in page.text
    assert "Parents in the most deprived fifth of areas 2011 to 2019 47.6 percent" in page.text
    assert "In every row: how it is known documented." in page.text
    long = read("/datasets/care-applications-monthly/releases/1.1.0/tables/figures")
    assert "60 rows, as published" in long.text
    assert "how it is known documented; publisher cafcass; source same-old-story" in long.text
    assert "note empty." in long.text
    assert "2015-03 1066" in long.text
    assert long.text.count("same-old-story") == 1, "what all rows share is told once"


def test_no_restricted_table_shows_rows(get: Get) -> None:
    assert 'id="rows"' not in get("/datasets/court/releases/2.0.0/tables/cases").source
    assert "2019 120" in get("/datasets/counts/releases/1.0.0/tables/counts").text


def test_a_long_table_shows_its_beginning(settings_engine: tuple[Flask, Engine]) -> None:
    app, engine = settings_engine
    body = "YEAR,CASES\r\n" + "".join(f"{year},{year}\r\n" for year in range(1800, 1950))
    _publish(engine, "1.0.0", body.encode(), rows=150)
    page = Page(app.test_client().get("/datasets/counts/releases/1.0.0/tables/counts").text)
    assert "The first 100 of 150 rows" in page.text
    assert "1899" in page.text
    assert "1900" not in page.text


def test_the_first_page_has_the_four_statistics_in_their_order(read: Get) -> None:
    page = read("/")
    told = (
        "Private law cases received by Cafcass, by year 43,875 cases 2018-19",
        "Care applications received by Cafcass, by year 13,556 applications 2018-19",
        "Rate of care applications, England 9.2 per 10,000 children 2013-14",
        "How long care applications take 39 weeks 2024-25 Q3; target 26 weeks",
    )
    places = [page.text.index(words) for words in told]
    assert places == sorted(places)
    assert "This counts cases, not applications and not children." in page.text
    assert "This counts applications, not cases and not children." in page.text


def test_all_vintages_come_as_one_file_that_no_spreadsheet_runs(published: Flask) -> None:
    answer = published.test_client().get(f"{MONTHLY}/series/applications/vintages.csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert len(rows) == 6 + 60 + 22 + 11 + 2
    assert [row["value"] for row in rows if row["period"] == "2012-07"] == ["982", "996", "996"]
    assert {row["source"] for row in rows if row["release"] == "1.1.0"} == {"chrismillsblog: “The same old story”"}


def test_a_formula_in_a_note_is_defused(settings_engine: tuple[Flask, Engine]) -> None:
    app, engine = settings_engine
    _publish(engine, "1.0.0", b"YEAR,CASES,note\r\n2019,120,=1+1\r\n")
    text = app.test_client().get("/datasets/counts/series/cases/vintages.csv").get_data(as_text=True)
    assert text.splitlines()[1].endswith(",'=1+1")


@pytest.fixture
def settings_engine(tmp_path: Path) -> Iterator[tuple[Flask, Engine]]:
    """A site over an empty register."""
    app = create_app(load({"CATALOGUE_DATA": str(tmp_path), "CATALOGUE_SECRET_KEY": "k" * 32}))
    engine: Engine = app.extensions[EXTENSION].engine
    lay_out(engine)
    yield app, engine
    engine.dispose()


def _publish(engine: Engine, version: str, body: bytes, slug: str = "counts", rows: int = 2) -> None:
    """Publish rows of the sample's counts as a release."""
    made = counts()
    columns = [variable(name) for name in body.decode().split("\r\n", 1)[0].split(",")]
    held = {**made.tables[0]["data"], "digest": _digest(body), "bytes": len(body), "rows": rows}
    figures = {**table("counts", columns, data=held), "headerOnly": False}
    dataset = {**made.dataset, "publisher": "", "series": [SERIES]}
    facts = Facts(version, issued=f"20{version[0]}0-01-01")
    publish(engine, [Sample(slug, dataset, [figures], facts, data={"counts": body})])


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def test_a_withdrawn_vintage_is_no_vintage(settings_engine: tuple[Flask, Engine]) -> None:
    app, engine = settings_engine
    client = app.test_client()
    _publish(engine, "1.0.0", b"YEAR,CASES\r\n2019,120\r\n")
    _publish(engine, "2.0.0", b"YEAR,CASES\r\n2019,125\r\n2020,130\r\n")
    page = Page(client.get("/datasets/counts/series/cases").text)
    assert "2019 120 release 1.0.0 125 release 2.0.0, 1 January 2020 +5" in page.text
    retract(engine, "counts", "1.0.0", "Wrong.")
    assert "release 1.0.0" not in client.get("/datasets/counts/series/cases").text
    assert client.get("/datasets/counts/releases/1.0.0/series/cases").status_code == 410
    assert client.get("/datasets/counts/releases/1.0.0/series/cases/chart.svg").status_code == 410
    retract(engine, "counts", "2.0.0", "Wrong as well.")
    assert client.get("/datasets/counts/series/cases").status_code == 404


def test_rows_that_an_older_gate_let_through_break_no_page(settings_engine: tuple[Flask, Engine]) -> None:
    app, engine = settings_engine
    _publish(engine, "1.0.0", b"YEAR,CASES\r\nnineteen,many\r\n")
    client = app.test_client()
    assert client.get("/datasets/counts/series/cases").status_code == 404
    assert client.get("/").status_code == 200
    assert "many" not in client.get("/").text


def test_a_misspelt_series_is_answered_with_its_neighbours(get: Get, browser: FlaskClient) -> None:
    assert "/datasets/counts/series/cases" in get("/datasets/counts/series/case", 404).links
    assert "/datasets/counts/releases/1.0.0/series/cases" in get("/datasets/counts/releases/1.0.0/series/x", 404).links
    assert browser.get("/datasets/counts/series/CASES").location == "/datasets/counts/series/cases"


def test_queries_do_not_grow_with_vintages_or_datasets(settings_engine: tuple[Flask, Engine]) -> None:
    app, engine = settings_engine
    client = app.test_client()
    spent: dict[str, list[int]] = {"/": [], "/datasets/counts/series/cases": []}
    for version in range(1, 5):
        _publish(engine, f"{version}.0.0", f"YEAR,CASES\r\n2019,{version}\r\n".encode())
        _publish(engine, "1.0.0", b"YEAR,CASES\r\n2019,1\r\n", f"counts-{version}")
        for path, numbers in spent.items():
            with counting(engine) as queries:
                assert client.get(path).status_code == 200
            numbers.append(len(queries))
    assert spent["/"][0] == spent["/"][-1]
    assert spent["/datasets/counts/series/cases"][0] == spent["/datasets/counts/series/cases"][-1]
