"""Physical datasets and jobs as lists, and the newest run of each, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from catalogue.store import jobs, places
from catalogue.store.engine import reading
from catalogue.store.lineage import LATEST
from tests import events
from tests.protocols.scene import LOCAL, ODD, fill


@pytest.fixture
def register(any_engine: Engine) -> Engine:
    """Four runs of three jobs."""
    fill(any_engine)
    return any_engine


def test_spans_are_those_of_what_was_told(register: Engine) -> None:
    with reading(register) as session:
        assert places.job_spans(session) == {"test": ("2020-01-01T09:00:00.000000Z", "2020-03-01T09:00:01.500000Z")}
        (span,) = places.place_spans(session).values()
    assert span == ("2020-01-01T10:00:00.000000Z", "2020-02-02T10:00:00.000000Z")


def test_lists_are_paged_in_order_of_names(register: Engine) -> None:
    with reading(register) as session:
        names = [one.name for one in places.places(session, [events.SPACE])]
        assert sorted(names) == sorted([LOCAL, "abc.cases", "court.file", ODD])
        assert [one.name for one in places.places(session, [events.SPACE], 2, 1)] == names[1:3]
        assert places.count_places(session, [events.SPACE]) == 4
        assert places.places(session, []) == []
        assert [one.name for one in places.places_with(session, "CASES", 9)] == ["abc.cases"]
        assert places.places_with(session, "%", 9)[0].name == ODD


def test_the_newest_run_tells_of_each(register: Engine) -> None:
    with reading(register) as session:
        known = {one.name: one for one in jobs.jobs(session)}
        newest = places.newest_of_jobs(session, (one.id for one in known.values()))
        newest_views = places.runs_of_job(session, known["view"].id, 9, 0)
        assert [one.uuid for one in newest_views] == [events.uid(3), events.uid(2)]
        assert newest[known["view"].id] == newest_views[0].id
        listed, total = places.newest_runs(session, 2, 0, after="", before=LATEST)
        assert ([one.uuid for one in listed], total) == ([events.uid(4), events.uid(3)], 4)
        (odd,) = places.places_named(session, ODD)
        writers, count = places.writers(session, odd.id, 1, 1)
        assert ([one.uuid for one in writers], count) == ([events.uid(2)], 2)
        (source,) = places.places_named(session, "court.file")
        about = places.newest_about(session, [odd.id, source.id])
        assert about[odd.id] == newest_views[0].id
        assert about[source.id] == newest[known["extract"].id]
        assert places.jobs_at(session, [odd.id]) == {known["view"].id, known["derive"].id}
