"""Pages of pathways: picture, steps and nested table say the same, and places lead to what describes them."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from flask.testing import FlaskClient

from catalogue.model.pathways import Pathway, pathway_record
from catalogue.web.contexts.flow import Flow, flow
from tests.web.conftest import Get
from tests.web.sample_site import PATHWAYS

ROAD = pathway_record(PATHWAYS["road"], "")
RELEASE = "/datasets/court/releases/2.0.0"
SVG = "{http://www.w3.org/2000/svg}"


def drawn(pathway: Pathway = ROAD) -> Flow:
    """The picture of a pathway without pages behind its places."""
    names = [place.name for place in pathway.places]
    return flow(pathway, dict.fromkeys(names, "#x"), dict.fromkeys(names, ""), "/pathways/road")


def test_every_place_step_and_end_is_drawn_with_its_mark() -> None:
    picture = drawn()
    assert [box.texts[0].text for box in picture.boxes] == [
        "Papers", "Cases at the core", "Orders", "Counts", "Never", "Report",
    ]  # fmt: skip
    assert [step.number for step in picture.steps] == ["3a", "4", ""]
    assert [line.mark for line in picture.lines] == [
        "documented", "documented", "seen-in-code", "documented", "inferred", "documented", "inferred", "inferred",
        "inferred",
    ]  # fmt: skip
    assert [line.ends for line in picture.lines] == [False, True, True, False, False, True, True, False, True]
    assert [heading.text for heading in picture.headings] == ["Court", "Core"]


def test_a_name_of_the_databank_stands_without_schema_and_day() -> None:
    said = {box.texts[0].text: [text.text for text in box.texts[1:]] for box in drawn().boxes}
    assert said["Cases at the core"] == ["CASES"]
    assert said["Counts"] == []


def test_lines_lead_from_left_to_right_and_everything_is_inside() -> None:
    picture = drawn()
    for line in picture.lines:
        across = [float(number) for number in re.findall(r"-?[\d.]+", line.path)[::2]]
        assert across == sorted(across)
    for box in picture.boxes:
        assert 0 <= box.x <= box.x + box.width <= picture.width
        assert 0 <= box.y <= box.y + box.height <= picture.height
        assert all(0 < text.y < box.height for text in box.texts)
    top = min(box.y for box in picture.boxes)
    assert all(heading.y < top for heading in picture.headings)


def test_a_way_that_turns_in_a_circle_is_drawn() -> None:
    circle = drawn(pathway_record(PATHWAYS["guess"], ""))
    assert (len(circle.boxes), len(circle.steps), len(circle.lines)) == (1, 1, 2)


def test_the_page_tells_steps_places_caveats_and_sources(get: Get) -> None:
    page = get("/pathways/road")
    text = page.text
    assert "How it came." in text
    assert "A second paragraph." in text
    assert "It is late. Wait." in text
    assert "The keeper" in text
    assert "Perhaps it is done again." in text
    assert "By its name." in text
    assert "release 2.0.0, sealed" in text
    assert "live, no version" in text
    assert "1 January 1999" in text
    for anchor in ("step-load", "step-count", "step-again", "place-paper", "place-core", "place-report"):
        assert f'id="{anchor}"' in page.source
    assert 'id="source-code"' in page.source or 'id="code"' in page.source


def test_places_lead_to_what_describes_them(get: Get) -> None:
    links = get("/pathways/road").links
    assert f"{RELEASE}/tables/cases" in links
    assert f"{RELEASE}/tables/orders" in links
    assert "/datasets/counts" in links
    assert links.count("/datasets/court") >= 2  # the dataset that came this way, and a snapshot that nobody has


def test_the_nested_table_tells_each_place_once(get: Get) -> None:
    source = get("/pathways/road").source
    nested = source[source.index('id="nested"') :]
    rows = re.findall(r'<tr(?: id="([\w-]+)")?><th scope="row"(?: class="d(\d)")?>', nested)
    told = [(anchor.removeprefix("place-"), int(depth or 0)) for anchor, depth in rows]
    assert told == [
        ("never", 0),
        ("core", 1),
        ("paper", 2),
        ("report", 0),
        ("", 1),
        ("orders", 1),
        ("", 2),
        ("counted", 0),
        ("", 1),
        ("", 1),
    ]
    circle = get("/pathways/guess").source
    assert circle.count('id="place-one"') == 1


def test_a_dataset_and_a_table_say_how_their_data_came(get: Get) -> None:
    for path in ("/datasets/court", "/datasets/counts", f"{RELEASE}/tables/cases"):
        page = get(path)
        assert "How the data came here" in page.text, path
        assert "/pathways/road" in page.links
    assert "reads or makes it" not in get("/datasets/court").text
    assert "reads or makes it" in get("/datasets/counts").text
    assert "How the data came here" not in get(f"{RELEASE}/tables/case_people").text


def test_the_list_names_every_pathway_and_its_datasets(get: Get) -> None:
    page = get("/pathways")
    assert page.links.index("/pathways/road") < page.links.index("/pathways/guess")
    assert "Perhaps a way." in page.text
    assert "/pathways" in get("/datasets").links


def test_the_picture_stands_alone(browser: FlaskClient) -> None:
    response = browser.get("/pathways/road.svg")
    assert response.content_type == "image/svg+xml; charset=utf-8"
    tree = ET.fromstring(response.get_data(as_text=True))  # noqa: S314 - written by this site
    links = [link.get("href", "") for link in tree.iter(f"{SVG}a")]
    assert len(links) == 9
    assert all(link.startswith("http://127.0.0.1:8000/") for link in links)
    assert len([path for path in tree.iter(f"{SVG}path") if path.get("stroke-dasharray")]) == 5


def test_an_unknown_name_offers_near_ones_and_case_does_not_matter(browser: FlaskClient, get: Get) -> None:
    assert "/pathways/road" in get("/pathways/rood", 404).links
    response = browser.get("/pathways/ROAD")
    assert (response.status_code, response.headers["Location"]) == (301, "/pathways/road")
