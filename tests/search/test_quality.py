"""Questions that people ask of the real content are answered at the top."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from catalogue.packages.limits import limits_of
from catalogue.registry import Wish
from catalogue.registry.files import publish_paths
from catalogue.search.result import SearchRequest
from catalogue.search.searcher import Searcher
from catalogue.settings import load
from catalogue.store.engine import open_engine
from catalogue.work import drain
from tests.empty import lay_out
from tests.search.quality import REPORTED, TUNED, Asked, ask, evaluate, mean, questions, table, things

FLOOR = {TUNED: 0.9, REPORTED: 0.9}
WORST_TYPE = 0.5


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, metadata: Path) -> Searcher:
    """An index of the metadata that comes with the program."""
    settings = load({"CATALOGUE_DATA": str(tmp_path_factory.mktemp("real"))})
    engine = open_engine(settings.database_url)
    lay_out(engine)
    publish_paths(engine, [metadata], limits_of(settings), Wish())
    drain(engine, settings.index_path)
    engine.dispose()
    return Searcher.open(settings.index_path)


@pytest.fixture(scope="module")
def results(real: Searcher) -> list[Asked]:
    """Every question that something here answers, asked."""
    here = things(real)
    return evaluate(ask(real), [one for one in questions() if one.answers & here])


def test_the_first_hits_answer(results: list[Asked], capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f"\nMean reciprocal rank of the first answer among ten hits\n{table(results)}")
    for half, floor in FLOOR.items():
        asked = [one for one in results if one.question.half == half]
        wrong = [one.question.text for one in asked if not one.place]
        assert mean(asked) >= floor, f"{half}: {mean(asked):.3f}; not among the first ten: {wrong}"


def test_no_type_of_question_is_left_behind(results: list[Asked]) -> None:
    for kind in {one.question.type for one in results}:
        assert mean([one for one in results if one.question.type == kind]) >= WORST_TYPE, kind


@pytest.mark.parametrize(
    ("asked", "dataset"),
    [
        ("how many care applications", "care-applications-monthly"),
        ("private law cases", "private-law-cases"),
        ("care application rate", "care-application-rates"),
        ("duration of care proceedings", "care-proceedings-duration"),
        ("26 weeks", "family-court-timeliness"),
    ],
)
def test_the_statistics_asked_for_first_come_first_and_name_their_series(
    real: Searcher, asked: str, dataset: str
) -> None:
    (hit,) = real.search(SearchRequest(asked, limit=1)).hits
    assert (hit.kind, hit.name) == ("dataset", dataset)
    assert hit.payload["series"]


def test_the_questions_are_many_and_split_evenly() -> None:
    asked = questions()
    assert len(asked) >= 160
    assert len({one.text for one in asked}) == len(asked)
    halves = Counter(one.half for one in asked)
    assert abs(halves[TUNED] - halves[REPORTED]) <= len({one.type for one in asked})
    assert asked == questions()


def test_a_search_that_answers_nothing_right_fails() -> None:
    """The measure can be missed: an empty answer and a wrong one score nothing, a late one little."""
    asked = questions()[:10]
    assert mean(evaluate(lambda _: [], asked)) == 0
    assert mean(evaluate(lambda _: [{"table:none/none"}] * 20, asked)) == 0
    answers = {one.text: set(one.answers) for one in asked}
    late = evaluate(lambda text: [set(), set(), set(), set(), answers[text]], asked)
    assert mean(late) == pytest.approx(0.2)
