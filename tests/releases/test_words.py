"""Changes in words, and as release notes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import markdown as to_html

from catalogue.releases.diff import Side, compare, data, markdown
from catalogue.releases.diff.words import key_words, spans, values
from tests.releases.sides import codes, release, releases, table, variable

TEXT = st.text("ab c.", max_size=12)


@given(TEXT, TEXT)
def test_what_stays_and_goes_was_there_and_what_stays_and_comes_is_there(one: str, other: str) -> None:
    told = spans(one, other)
    assert " ".join(text for kind, text in told if kind != "ins").split() == one.split()
    assert " ".join(text for kind, text in told if kind != "del").split() == other.split()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "completed by the court",
            "completed by Cafcass or the court",
            [("same", "completed by"), ("ins", "Cafcass or"), ("same", "the court")],
        ),
        ("one thing", "quite another matter", [("del", "one thing"), ("ins", "quite another matter")]),
        ("", "new", [("ins", "new")]),
        ("old", "", [("del", "old")]),
    ],
)
def test_texts_as_one(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    assert list(spans(before, after)) == expected


@pytest.mark.parametrize(
    ("before", "after", "name", "shown"),
    [
        ({}, {"physicalType": "CHAR(4)"}, "Physical type", ("", "CHAR(4)")),
        ({"title": "A"}, {"title": "B"}, "Label", ("A", "B")),
        ({}, {"constraints": {"required": True}}, "Constraint required", ("", "yes")),
        ({"caveats": [{"name": "c", "title": "T", "mark": "m"}]}, {}, "Caveat c", ("T", "")),
        (
            {"caveats": [{"name": "c", "title": "T", "source": "a"}]},
            {"caveats": [{"name": "c", "title": "T", "source": "b"}]},
            "Caveat c",
            ("a", "b"),
        ),
        ({"evidence": {"status": "dictionary"}}, {}, "Evidence", ("dictionary", "")),
    ],
)
def test_a_property_and_its_values(
    before: dict[str, object], after: dict[str, object], name: str, shown: tuple[str, str]
) -> None:
    sides = [release([table("t", [variable("A", **facts)])]) for facts in (before, after)]
    (change,) = compare(*sides).changes
    assert (key_words(change), values(change)) == (name, shown)


HOSTILE = "<script>alert(1)</script> [a](javascript:x) **b** `c` # d"


def test_release_notes_say_what_changed_and_stay_text() -> None:
    before = release(
        [table("t", [variable("LSOA2001", description="Area."), variable("LAW", codeList="list")])],
        {"list": codes("Yes")},
    )
    after = release(
        [
            table(
                "t",
                [
                    variable("LSOA2011", description="Area.", title=HOSTILE),
                    variable("LAW", codeList="list", evidence={"status": "carried-forward"}, mark="documented"),
                ],
            )
        ],
        {"list": codes("Yes", HOSTILE)},
        title=HOSTILE,
    )
    notes = markdown("1.0.0", "2.0.0", compare(before, after))
    lines = notes.splitlines()
    assert lines[0] == "## From 1.0.0 to 2.0.0"
    assert "- `t` `LSOA2001`: Removed: Area. *Programs that read the variable fail.*" in lines
    assert "- `t LSOA2001` → `t LSOA2011`: the same definition, type" in lines
    assert "In 2 places it is said otherwise how something is known." in lines
    assert "- `t`: `LAW`" in lines
    html = to_html(notes)
    assert "<script" not in html
    assert "javascript" not in html.split("href")[-1] or "href" not in html


def test_release_notes_of_nothing() -> None:
    one = release([table("t", [variable("A")])])
    assert markdown("1.0.0", "1.0.1", compare(one, one)) == "## From 1.0.0 to 1.0.1\n\nNothing differs.\n"


@given(releases(), releases())
def test_plain_data_are_json_and_count_every_change(one: Side, other: Side) -> None:
    told = json.loads(json.dumps(data(compare(one, other))))
    assert sum(told["counts"].values()) == len(told["changes"])
    assert told["weight"] in {*told["counts"], None}
