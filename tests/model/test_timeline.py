"""As-of answers do not depend on the order in which releases were recorded."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from catalogue.model.timeline import in_force


@dataclass(frozen=True)
class One:
    issued: str
    version: str
    withdrawn: bool = False


START = date(2020, 1, 1)
dates = st.integers(0, 60).map(lambda days: START + timedelta(days=days))
releases = st.lists(
    st.builds(
        One,
        dates.map(date.isoformat),
        st.tuples(st.integers(0, 3), st.integers(0, 12)).map(lambda pair: f"{pair[0]}.{pair[1]}.0"),
        st.booleans(),
    ),
    max_size=8,
    unique_by=lambda one: one.version,
)


@given(releases, dates, st.randoms())
def test_order_of_recording_does_not_matter(known: list[One], day: date, chance: random.Random) -> None:
    other = list(known)
    chance.shuffle(other)
    assert in_force(known, day) == in_force(other, day)
    assert in_force(known) == in_force(other)


@given(releases, dates)
def test_the_answer_is_the_newest_that_stands(known: list[One], day: date) -> None:
    found = in_force(known, day)
    standing = [one for one in known if not one.withdrawn and one.issued <= day.isoformat()]
    assert (found is None) == (not standing)
    if found is not None:
        assert found in standing
        assert all(one.issued <= found.issued for one in standing)
