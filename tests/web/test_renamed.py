"""A renamed variable: one page for all of its names, found by each of them."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from catalogue import registry
from catalogue.registry import notes
from catalogue.registry.notes import NewNote
from catalogue.settings import Settings
from catalogue.work import drain
from tests import http
from tests.samples import Facts, Sample, table, variable
from tests.web.html import Page

BASE = "/datasets/d/variables/t"
NEW = f"{BASE}/LSOA2011_CD"


@pytest.fixture
def client(settings: Settings) -> Iterator[FlaskClient]:
    """A site with a variable that was renamed in the second of three releases, and withdrawn in none."""
    app, engine = http.site(settings)
    for number, columns in enumerate(
        (
            [variable("LSOA2001_CD", title="Area", description="Small area.")],
            [variable("LSOA2011_CD", title="Area", description="Small area.", formerNames=["LSOA2001_CD"])],
            [
                variable("LSOA2011_CD", title="Area", description="Small area.", formerNames=["LSOA2001_CD"]),
                variable("MORE"),
            ],
        )
    ):
        facts = Facts(f"{number + 1}.0.0", issued=f"202{number}-01-01")
        registry.publish(engine, [Sample("d", {"title": "D"}, [table("t", columns)], facts)])
    drain(engine, settings.index_path)
    yield app.test_client()
    engine.dispose()
    gc.collect()


def read(client: FlaskClient, path: str) -> Page:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200, (path, answer.status_code)
    page = Page(answer.get_data(as_text=True))
    assert page.faults == []
    return page


def test_its_page_shows_every_release_with_the_name_there(client: FlaskClient) -> None:
    page = read(client, NEW)
    assert "Former names LSOA2001_CD" in page.text.replace("_ ", "_")
    assert "/datasets/d/releases/1.0.0/tables/t/variables/LSOA2001_CD" in page.links
    assert "/datasets/d/releases/3.0.0/tables/t/variables/LSOA2011_CD" in page.links
    assert "3.0.0 January 2022 Unchanged" in page.text
    assert "2.0.0 January 2021 Renamed from LSOA2001_CD" in page.text.replace("_ ", "_")
    assert "Breaking Renamed from LSOA2001_CD Programs must use the new name." in page.text.replace("_ ", "_")


@pytest.mark.parametrize(
    ("path", "target", "status"),
    [
        (f"{BASE}/LSOA2001_CD", NEW, 302),
        (f"{BASE}/lsoa2011_cd", NEW, 301),
        ("/datasets/d/releases/2.0.0/tables/t/variables/LSOA2001_CD",
         "/datasets/d/releases/2.0.0/tables/t/variables/LSOA2011_CD", 302),
    ],
)  # fmt: skip
def test_a_former_name_leads_there_for_now(client: FlaskClient, path: str, target: str, status: int) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (status, target)


def test_the_release_that_had_the_former_name_keeps_its_page(client: FlaskClient) -> None:
    page = read(client, "/datasets/d/releases/1.0.0/tables/t/variables/LSOA2001_CD")
    assert "/datasets/d/releases/2.0.0/tables/t/variables/LSOA2011_CD" in page.links


def test_a_search_for_the_former_name_finds_it(client: FlaskClient) -> None:
    hits = client.get("/api/v1/search?q=LSOA2001_CD&kind=variable").get_json()["hits"]
    assert {hit["name"] for hit in hits} == {"LSOA2001_CD", "LSOA2011_CD"}


def test_what_changed_names_both(client: FlaskClient) -> None:
    page = read(client, "/datasets/d/compare/1.0.0...2.0.0")
    assert "Renamed from LSOA2001_CD" in page.text.replace("_ ", "_")


@pytest.fixture
def reused(settings: Settings) -> Iterator[FlaskClient]:
    """A site with a variable that was renamed, and a later one that has the name it gave up; each with a note."""
    app, engine = http.site(settings)
    area, lsoa = variable("AREA", description="Small area."), variable("LSOA", formerNames=["AREA"])
    for number, columns in enumerate(([area], [lsoa], [lsoa, variable("AREA", description="Square metres.")]), 1):
        facts = Facts(f"{number}.0.0", issued=f"202{number}-01-01")
        registry.publish(engine, [Sample("d", {"title": "D"}, [table("t", columns)], facts)])
        if number != 2:
            said = NewNote("caveat", "d", f"Said of {number}.0.0.", "Look.", table="t", variable="AREA")
            notes.add(engine, said)
    drain(engine, settings.index_path)
    yield app.test_client()
    engine.dispose()
    gc.collect()


RELEASES = "/datasets/d/releases"


@pytest.mark.parametrize(
    ("path", "versions", "note", "former"),
    [
        (f"{BASE}/AREA", ["3.0.0"], "Said of 3.0.0.", True),
        (f"{BASE}/AREA?release=1.0.0", ["1.0.0", "2.0.0", "3.0.0"], "Said of 1.0.0.", False),
        (f"{BASE}/LSOA", ["1.0.0", "2.0.0", "3.0.0"], "Said of 1.0.0.", False),
        (f"{RELEASES}/1.0.0/tables/t/variables/AREA", ["1.0.0", "2.0.0", "3.0.0"], "Said of 1.0.0.", True),
        (f"{RELEASES}/3.0.0/tables/t/variables/LSOA", ["1.0.0", "2.0.0", "3.0.0"], "Said of 1.0.0.", False),
        (f"{RELEASES}/3.0.0/tables/t/variables/AREA", ["3.0.0"], "Said of 3.0.0.", True),
    ],
)
def test_a_name_that_is_used_again_is_a_new_variable_with_a_page_and_notes_of_its_own(
    reused: FlaskClient, path: str, versions: list[str], note: str, *, former: bool
) -> None:
    answer = reused.get(path, follow_redirects=True)
    page = Page(answer.get_data(as_text=True))
    strip = page.text.partition("Across releases")[2]
    told = [number for number in ("1.0.0", "2.0.0", "3.0.0") if f"{number} January" in strip]
    absent = strip.count("Not described in this release")
    assert (told, 3 - bool(absent) * 2) == (["1.0.0", "2.0.0", "3.0.0"], len(versions))
    assert [title for title in ("Said of 1.0.0.", "Said of 3.0.0.") if title in page.text] == [note]
    assert ("Another variable had this name" in page.text) is former
    assert page.faults == []
    if path.startswith("/datasets/d/releases"):
        record = reused.get(f"/api/v1{path}").get_json()
        assert [one["title"] for one in record["notes"]] == [note]


def test_links_to_notes_lead_to_the_variable_that_they_are_about(reused: FlaskClient) -> None:
    told = reused.get("/api/v1/datasets/d/notes").get_json()["items"]
    links = [link for link in read(reused, "/datasets/d/timeline").links if "#note-" in link]
    pages = [one["page"].removeprefix("http://127.0.0.1:8000") for one in told]
    assert sorted(links) == sorted(pages)
    for one, link in zip(told, pages, strict=True):
        text = reused.get(link.partition("#")[0], follow_redirects=True).get_data(as_text=True)
        assert f'id="note-{one["serial"]}"' in text
