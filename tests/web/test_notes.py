"""Notes beside what they are about, on pages."""

from __future__ import annotations

from tests.web.conftest import Get

RELEASE = "/datasets/court/releases/2.0.0"
LAW = f"{RELEASE}/tables/cases/variables/LAW"


def test_a_caveat_stands_among_the_caveats_with_its_day_and_its_author(get: Get) -> None:
    earlier = "/datasets/court/releases/1.1.0/tables/cases/variables/LAW"
    for path in (LAW, "/datasets/court/variables/cases/LAW", earlier):
        section = get(path).source.partition('id="caveats"')[2].partition("</section>")[0]
        assert "Count `orders` apart." in section
        assert "They <em>are</em> kept elsewhere." in section
        assert "Until 2012." in section
        assert "signed off by A. Steward; about <code>LAW</code> in all releases" in section
        # That of the dataset, after its own; its severity is a notice.
        assert section.index("Ask first.") > section.index("Count `orders`")


def test_what_was_replaced_or_withdrawn_is_shown_no_more(get: Get) -> None:
    assert "Old word." not in get(LAW).source
    assert "Not so." not in get("/datasets/court/releases/1.1.0").source


def test_a_note_of_one_release_stands_in_that_one_alone(get: Get) -> None:
    assert "The grain is wrong." in get(f"{RELEASE}/tables/cases").text
    assert "The grain is wrong." not in get("/datasets/court/releases/1.1.0/tables/cases").text
    over_time = get("/datasets/court/variables/cases/LAW").text
    assert "about cases in release 2.0.0" in over_time


def test_answers_stand_with_their_question_and_no_markup_of_the_reader(get: Get) -> None:
    page = get(f"{RELEASE}/tables/cases/variables/BARE")
    section = page.source.partition('id="answers"')[2].partition("</section>")[0]
    assert "It is not known." in section
    assert "<b>really</b>" not in section
    assert "really" in section
    assert "answers" not in get("/datasets/court/variables/cases/GUESSED").ids


def test_pages_of_what_is_around_list_the_notes_within(get: Get) -> None:
    for path in ("/datasets/court", RELEASE, f"{RELEASE}/tables/cases"):
        page = get(path)
        assert "/datasets/court/variables/cases/law?release=2.0.0#note-" in page.source.lower(), path
    table = get(f"{RELEASE}/tables/orders").text
    assert "It has another name." in table


def test_every_link_to_a_note_leads_to_it(get: Get) -> None:
    links = {link for path in ("/datasets/court", "/datasets/court/timeline") for link in get(path).links}
    noted = sorted(link for link in links if "#note-" in link)
    assert len(noted) >= 4
    for link in noted:
        path, _, anchor = link.partition("#")
        if not path.startswith("/datasets/court/tables/"):
            assert anchor in get(path).ids, link


def test_the_timeline_tells_all_in_order_of_the_journal(get: Get) -> None:
    page = get("/datasets/court/timeline")
    words = ["Renamed", "Note withdrawn", "Erratum", "Answer", "Release", "Withdrawn"]
    lines = page.text.partition("What was said ")[2]
    places = [lines.index(f"{word} ") for word in words]
    assert places == sorted(places)
    assert "From court-of-old to court" in page.text
    assert "A table was missing." in page.text
    assert "the operator of this catalogue" in page.text
    assert "Does not stand any more." in page.text
    # What a withdrawn release said of itself is told no more.
    assert "Notes of 1.0.0." not in page.text
    assert "entry 7 Withdrawn since; what it said is not shown." in page.text


def test_the_timeline_counts_what_changed_as_the_comparison_does(get: Get) -> None:
    page = get("/datasets/court/timeline")
    assert "Since 1.1.0: 1 breaking, 3 additive, 1 editorial" in page.text
    for weight in ("breaking", "additive", "editorial"):
        assert f"/datasets/court/compare/1.1.0...2.0.0?weight={weight}" in page.links
    # Before 1.1.0 there is a withdrawn release alone, which is compared with nothing.
    assert "Since 1.0.0" not in page.text


def test_a_release_says_what_superseded_it_and_since_when(get: Get) -> None:
    text = get("/datasets/court/releases/1.1.0").text
    assert "Superseded since 14 August 2023 by release 2.0.0. It is the one in force." in text
    assert "Superseded since" not in get(RELEASE).text


def test_a_tombstone_says_who_withdrew_it(get: Get) -> None:
    assert "by the operator of this catalogue" in get("/datasets/court/releases/1.0.0", 410).text
