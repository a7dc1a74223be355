"""What stewards wait for: opening a draft, its pages, saving a cell, and being told what stops it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from flask.testing import FlaskClient
from sqlalchemy import Engine

from catalogue import registry
from catalogue.app import create_app
from catalogue.delivery.services import EXTENSION
from catalogue.drafts.editing import Edit, save
from catalogue.drafts.handing_in import source_of
from catalogue.drafts.judging import judge
from catalogue.drafts.opening import open_draft
from catalogue.model.authority import Grant, Person, Role
from catalogue.model.drafts import PartKind
from catalogue.packages.limits import Limits
from catalogue.settings import load
from catalogue.store import drafts
from catalogue.store.drafts import DraftRecord
from catalogue.store.engine import reading
from catalogue.store.schema import upgrade
from tests import steward
from tests.benchmarks.stage import Stage
from tests.benchmarks.tables import Table, holds, median
from tests.samples import Sample, wide

ROWS = 2_000
ANNA = Person("anna", "Anna", (Grant(Role.STEWARD),))


def measure(stage: Stage) -> Iterator[Table]:
    """The one table of this subject."""
    rows = ROWS if stage.scale.repeats > 1 else ROWS // 10
    table = Table(
        "Drafts",
        ("what", "median s", "worst s", "target s", "holds"),
        f"One table of {rows} variables for the grid; {stage.scale.size} for what stops it.",
    )
    settings = load({"CATALOGUE_DATA": str(stage.new_folder("drafts")), "CATALOGUE_SECRET_KEY": "k" * 32})
    app = create_app(settings)
    engine: Engine = app.extensions[EXTENSION].engine
    upgrade(engine)
    registry.publish(engine, [], registry.Terms(organisations={"pub": {"name": "pub", "title": "Publisher"}}))
    steward.account(engine, "anna", *ANNA.grants)
    client = steward.signed_in(app, "anna")
    draft, opening = _opened(engine, "grid", _sample("grid", 1, rows))
    with reading(engine) as session:
        parts = drafts.parts(session, draft)
    grid = next(part.id for part in parts if part.kind is PartKind.TABLE)
    cell = next(part.id for part in parts if part.kind is PartKind.VARIABLE)
    repeats = range(stage.scale.repeats)
    _add(table, f"opening a draft of {rows} variables", [opening], 5.0)
    _add(table, "the page with the grid", [_page(client, draft, grid) for _ in repeats], 1.0)
    _add(table, "saving a cell, gate and index aside", [_save(engine, draft, cell, one) for one in repeats], 0.1)
    large, _ = _opened(engine, "large", _sample("large", stage.scale.tables, stage.scale.variables))
    _add(table, "what stops a large draft, nothing remembered", [_timed(lambda: judge(engine, large, Limits()))], 5.0)
    yield table
    engine.dispose()


def _add(table: Table, what: str, seconds: list[float], target: float) -> None:
    table.add(what, median(seconds), max(seconds), target, holds(median(seconds), target))


def _sample(slug: str, tables: int, variables: int) -> Sample:
    made = wide(slug, tables, variables)
    return Sample(slug, {**made.dataset, "publisher": "pub", "accessRights": "restricted"}, made.tables, made.release)


def _opened(engine: Engine, slug: str, sample: Sample) -> tuple[DraftRecord, float]:
    begin = time.perf_counter()
    draft = open_draft(engine, ANNA, slug, "pub", source_of(sample, origin="sample"))
    return draft, time.perf_counter() - begin


def _page(client: FlaskClient, draft: DraftRecord, grid: int) -> float:
    def ask() -> None:
        answer = client.get(f"/steward/drafts/{draft.key}/parts/{grid}")
        if answer.status_code != 200:
            raise RuntimeError(f"the page of the grid answers {answer.status_code}")

    return _timed(ask)


def _save(engine: Engine, draft: DraftRecord, cell: int, number: int) -> float:
    return _timed(lambda: save(engine, ANNA, draft.key, cell, [Edit("description", f"Said for the {number}. time.")]))


def _timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin
