"""Back-filling: in whatever order releases are published, every as-of answer ends the same."""

from __future__ import annotations

import random
import tempfile
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue import registry
from catalogue.model.timeline import in_force
from catalogue.store import find
from catalogue.store.engine import open_engine, reading
from tests.empty import lay_out
from tests.samples import small

START = date(2020, 1, 1)
MONTHS = [START + timedelta(days=30 * month) for month in range(8)]
planned = st.lists(
    st.tuples(st.sampled_from(MONTHS), st.integers(0, 9)), min_size=2, max_size=4, unique_by=lambda pair: pair[1]
)


def answers(order: list[tuple[date, int]]) -> list[tuple[str, str] | None]:
    """Publish in this order; which (version, content) is in force at the end of each month."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'register.db'}")
        lay_out(engine)
        for issued, minor in order:
            registry.publish(
                engine, [small(version=f"1.{minor}.0", issued=issued.isoformat(), LAW=f"As worded in 1.{minor}.0.")]
            )
        with reading(engine) as session:
            releases = find.dataset(session, "small").releases
        engine.dispose()
    found = [in_force(releases, month) for month in MONTHS]
    return [(one.version, one.content) if one is not None else None for one in found]


@given(planned, st.randoms())
@settings(max_examples=15, deadline=None)
def test_as_of_does_not_depend_on_the_order_of_publishing(plan: list[tuple[date, int]], chance: random.Random) -> None:
    other = list(plan)
    chance.shuffle(other)
    assert answers(plan) == answers(other)
