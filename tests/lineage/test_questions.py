"""Questions over a register with a history: impact, differences, reasons, stale inputs, what is unbound."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import Engine
from sqlmodel import Session

from catalogue import registry
from catalogue.errors import InvalidRequestError, NotFoundError
from catalogue.lineage.questions import differences, watch
from catalogue.lineage.questions.impact import Thing, alike, impact
from catalogue.lineage.questions.periods import Period, asked, period
from catalogue.store import find
from catalogue.store.engine import reading
from tests import events
from tests.http import counting
from tests.lineage import scene
from tests.samples import Facts, Sample, small, table, variable


@pytest.fixture
def register(engine: Engine) -> Engine:
    scene.fill(engine)
    return engine


def ask(engine: Engine, question: Callable[..., Any], *words: Any, **named: Any) -> Any:
    with reading(engine) as session:
        return question(session, *words, **named)


def hit(engine: Engine, thing: Thing, data: Period | None = None) -> list[tuple[str, str, str]]:
    told = ask(engine, impact, thing, data or Period())
    return [(one["release"]["slug"], one["release"]["version"], one["by"]) for one in told["releases"]]


def differ(session: Session, question: Callable[..., Any], *words: Any) -> Any:
    left, right = find.pair(session, find.dataset(session, "derived"))
    return question(session, left, right, *words, scene.RULES)


def extracts(engine: Engine) -> None:
    """A dataset of the databank with a caveat, a project's view of it, and releases made from that, of two periods."""
    caveat = {"name": "thin", "title": "Thin before April 2010.", "severity": "warning", "period": {"to": "2010-03"}}
    columns = [variable("ALF_E", description="A person.")]
    alf = table("alf", columns, caveats=[caveat])
    core = Sample("core", {"title": "Core", "physicalSchema": "SAILABCV"}, [alf], Facts("1.0.0", "2020-05-31"))
    registry.publish(engine, [core])
    for number, (name, start) in enumerate((("early", "2005-01-01"), ("late", "2015-01-01"), ("undated", "")), 1):
        source = "SAIL1661V.ABC_ALF_20200531"
        written = events.place(
            f"{name}.file", columns={"ID": [(source, "ALF_PE")], "NOTE": []} if name != "late" else None
        )
        made = events.ran(100 + number, "2021-01-01", job=name, inputs=[events.place(source)], outputs=[written])
        registry.accept(engine, events.body(*made))
        facts: dict[str, Any] = {"title": name, **({"temporal": {"start": start, "end": start}} if start else {})}
        file = table("file", [variable("ID", description=name), variable("NOTE", description=name)])
        wish = registry.Wish(run=events.uid(100 + number))
        registry.publish(engine, [Sample(name, facts, [file], Facts("1.0.0"))], wish=wish)


def test_impact_goes_from_release_to_release(register: Engine) -> None:
    assert hit(register, Thing(dataset="abc", version="1.0.0")) == [("derived", "1.0.0", "dataset")]
    assert hit(register, Thing(dataset="abc", table="cases")) == [
        ("derived", "1.0.0", "table"),
        ("derived", "2.0.0", "table"),
    ]
    assert hit(register, Thing(dataset="abc", table="people")) == []
    everything = [("abc", "1.0.0"), ("abc", "2.0.0"), ("derived", "1.0.0"), ("derived", "2.0.0")]
    assert [one[:2] for one in hit(register, Thing(physical="COURT.FILE"))] == everything
    told = ask(register, impact, Thing(physical="court.file"), Period())["releases"]
    assert [[other["slug"] for other in one["through"]] for one in told] == [[], [], ["abc"], ["abc"]]
    assert [[read["name"] for read in one["reads"]] for one in told[:2]] == [["court.file"]] * 2


def test_impact_by_variable_run_and_commit(register: Engine) -> None:
    variable = Thing(dataset="abc", table="cases", variable="law")
    assert hit(register, variable) == [("derived", "1.0.0", "variable"), ("derived", "2.0.0", "variable")]
    assert hit(register, Thing(dataset="abc", table="cases", variable="NOTHING")) == []
    assert hit(register, Thing(run=events.uid(2))) == [("abc", "2.0.0", "run"), ("derived", "2.0.0", "run")]
    assert hit(register, Thing(commit="commit1")) == [("derived", "1.0.0", "commit")]
    with pytest.raises(InvalidRequestError, match="too short"):
        hit(register, Thing(commit="c"))
    with pytest.raises(InvalidRequestError, match="Nothing"):
        hit(register, Thing())
    with pytest.raises(InvalidRequestError, match="needs `table`"):
        hit(register, Thing(dataset="abc", variable="LAW"))
    with pytest.raises(NotFoundError):
        hit(register, Thing(dataset="abd"))


def test_impact_of_a_table_of_the_databank_before_a_day(engine: Engine) -> None:
    extracts(engine)
    both = [("early", "1.0.0"), ("undated", "1.0.0")]
    for thing in (
        Thing(physical="ALF"),
        Thing(physical="SAILABCV.ALF"),
        Thing(physical="sail0042v.abc_alf_20200531"),
        Thing(dataset="core", table="ALF"),
    ):
        assert [one[:2] for one in hit(engine, thing, asked("", "2010-04"))] == both, thing
    assert len(hit(engine, Thing(physical="ALF"))) == 3
    told = ask(engine, impact, Thing(dataset="core", table="alf", caveat="thin"), Period())
    assert [one["release"]["slug"] for one in told["releases"]] == ["early", "undated"]
    assert [one["periodKnown"] for one in told["releases"]] == [True, False]
    assert told["period"] == {"first": "", "last": "2010-03-31"}
    with pytest.raises(NotFoundError, match="no caveat"):
        hit(engine, Thing(dataset="core", table="alf", caveat="thick"))


def test_a_variable_is_followed_under_the_name_of_the_project(engine: Engine) -> None:
    extracts(engine)
    assert hit(engine, Thing(dataset="core", table="alf", variable="alf_e")) == [
        ("early", "1.0.0", "variable"),
        ("late", "1.0.0", "table"),  # its run does not tell of columns
        ("undated", "1.0.0", "variable"),
    ]


def test_what_differs_between_two_releases(register: Engine) -> None:
    told = ask(register, differ, differences.difference)
    assert [(one["slug"], one["table"], one["status"], one["from"], one["to"]) for one in told["inputs"]] == [
        ("abc", "cases", "changed", ["1.0.0"], ["2.0.0"])
    ]
    derive = next(one for one in told["jobs"] if one["job"]["name"] == "derive")
    assert [(one["what"], one["name"], one["from"], one["to"]) for one in derive["changes"]] == [
        ("code", "version", "commit1", "commit2"),
        ("parameter", "threshold", "1", "2"),
        ("rows", scene.DERIVED, "50", "100"),
    ]
    assert [one["status"] for one in told["jobs"]] == ["changed", "same"]


def test_why_a_variable_is_not_what_it_was(register: Engine) -> None:
    told = ask(register, differ, differences.why, "CASES", "law")
    assert (told["variable"], told["state"]) == ("LAW", {"status": "changed", "differs": ["description"]})
    assert told["columnsKnown"]
    assert [one["job"]["name"] for one in told["jobs"]] == ["derive"]
    assert [(one["slug"], one["from"], one["to"]) for one in told["inputs"] if "slug" in one] == [
        ("abc", ["1.0.0"], ["2.0.0"])
    ]
    assert told["steps"] == []
    same = ask(register, differ, differences.why, "cases", "CASE_ID")
    assert same["state"]["status"] == "same"
    with pytest.raises(NotFoundError):
        ask(register, differ, differences.why, "cases", "NOTHING")


def test_without_columns_everything_behind_counts(engine: Engine) -> None:
    for number in (1, 2):
        made = events.ran(
            number,
            f"202{number}-01-01",
            inputs=[events.place("source", f"v{number}")],
            outputs=[events.place("x.cases")],
        )
        registry.accept(engine, events.body(*made))
        package = small("derived", f"{number}.0.0", f"202{number}-02-01", LAW=str(number))
        registry.publish(engine, [package], wish=registry.Wish(run=events.uid(number)))
    told = ask(engine, differ, differences.why, "cases", "LAW")
    assert not told["columnsKnown"]
    assert [(one["name"], one["from"], one["to"]) for one in told["inputs"]] == [("source", ["v1"], ["v2"])]


def test_stale_inputs(register: Engine) -> None:
    assert ask(register, watch.stale) == []
    scene.extract(register, 3)
    (one,) = ask(register, watch.stale)
    assert (one["release"]["version"], one["input"]["version"], one["newest"]["version"]) == ("2.0.0", "2.0.0", "3.0.0")
    registry.retract(register, "abc", "3.0.0", "It was wrong.")
    assert ask(register, watch.stale) == []
    registry.retract(register, "abc", "2.0.0", "It was wrong as well.")
    (one,) = ask(register, watch.stale)
    assert (one["withdrawn"], one["newest"]["version"]) == (True, "1.0.0")


def test_what_is_unbound(register: Engine) -> None:
    assert ask(register, watch.runs_without_release, scene.RULES) == []
    assert ask(register, watch.releases_without_run) == []
    registry.accept(register, events.body(*events.ran(90, "2024-01-01"), *events.ran(91, "2024-01-02")))
    registry.publish(register, [small("alone")])
    registry.publish(register, [small("waiting")], wish=registry.Wish(run=events.uid(99), run_later=True))
    runs = ask(register, watch.runs_without_release, scene.RULES)
    assert [one["id"] for one in runs] == [events.uid(91), events.uid(90)]
    after = (runs[0]["at"], runs[0]["id"])
    assert [one["id"] for one in ask(register, watch.runs_without_release, scene.RULES, after=after)] == [
        events.uid(90)
    ]
    releases = ask(register, watch.releases_without_run)
    assert [(one["release"]["slug"], one["run"]) for one in releases] == [("alone", ""), ("waiting", events.uid(99))]


def test_queries_do_not_grow_with_the_number_of_releases(register: Engine) -> None:
    questions: list[Callable[[], Any]] = [
        lambda: ask(register, impact, Thing(dataset="abc", table="cases"), Period()),
        lambda: ask(register, impact, Thing(dataset="abc", table="cases", variable="LAW"), Period()),
        lambda: ask(register, watch.stale),
        lambda: ask(register, watch.releases_without_run),
        lambda: ask(register, watch.runs_without_release, scene.RULES),
    ]

    def queries() -> list[int]:
        found = []
        for question in questions:
            question()
            with counting(register) as counted:
                question()
            found.append(len(counted))
        return found

    before = queries()
    for number in range(3, 9):
        scene.extract(register, number)
        scene.derive(register, number)
    assert queries() == before
    assert max(before) <= 4


@pytest.mark.parametrize(
    ("name", "asked_about", "same"),
    [
        ("SAIL1661V.ABC_ALF_20200531", "SAILABCV.ALF", True),
        ("SAIL1661V.ABC_ALF_20200531", "SAILABCV.ALF_20200531", True),
        ("SAIL1661V.ABC_ALF_20200531", "SAILABCV.ALF_20200601", False),
        ("SAIL1661V.ABC_ALF_20200531", "alf", True),
        ("SAIL1661V.ABC_ALF_20200531", "SAILXYZV.ALF", False),
        ("some.where.alf", "ALF", True),
        ("some.where.alf", "where.alf", False),
        ("half", "alf", False),
    ],
)
def test_names_that_mean_the_same(name: str, asked_about: str, same: object) -> None:
    assert alike(name, asked_about) is same


days = some.dates().map(lambda day: day.isoformat())


@given(days, days, days, days)
def test_periods_overlap_when_they_share_a_day(a: str, b: str, c: str, d: str) -> None:
    one, other = Period(min(a, b), max(a, b)), Period(min(c, d), max(c, d))
    assert one.overlaps(other) == other.overlaps(one) == (max(one.first, other.first) <= min(one.last, other.last))
    assert one.overlaps(Period())
    assert one.overlaps(Period(first=one.last))
    assert one.overlaps(Period(last=one.first))


def test_periods_are_read_as_people_write_them() -> None:
    assert period("2010", "2012-02") == Period("2010-01-01", "2012-02-29")
    assert asked("2005", "2010-04") == Period("2005-01-01", "2010-03-31")
    for text in ("April", "2010-13", "2010-02-30", "0000", "2010-00"):
        with pytest.raises(InvalidRequestError, match="no year, month or day"):
            period(text, text)
