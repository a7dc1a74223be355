"""Matches and scores equal those of an independent computation, whatever else the index holds."""

from __future__ import annotations

import math
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.search.document import SearchDocument
from catalogue.search.executor import Executor
from catalogue.search.index import open_writer
from catalogue.search.plan import AllOf, AnyOf, Except, Form, Lookup, Most, loosened
from catalogue.search.query import parse
from catalogue.search.searcher import Searcher
from catalogue.search.tree import Meant, Word, Years
from catalogue.search.understand import resolver_of
from tests.search.brute import SILENT, STEMS, Ask, Brute, Thing
from tests.search.samples import court, searcher, variable

known = st.sampled_from(sorted(STEMS))
said = st.sampled_from(sorted(STEMS) + sorted(SILENT))
texts = st.lists(said, min_size=1, max_size=8)
names = st.lists(st.sampled_from(["order", "hearing", "child", "alpha", "beta", "wales"]), min_size=2, max_size=3)


@st.composite
def things(draw: st.DrawFn) -> tuple[SearchDocument, Thing]:
    """One thing as the index is told of it, and as the slow search sees it."""
    number = draw(st.integers(0, 10**9))
    label, definition, notes = draw(texts), draw(texts), draw(st.lists(said, max_size=5))
    codes = draw(st.lists(texts, max_size=3))
    name, table = draw(names), draw(names)
    identity = f"variable:x/{number}"
    document = SearchDocument(
        "variable",
        identity,
        "_".join(name).upper(),
        " ".join(label).capitalize(),
        definition=", ".join(definition) + ".",
        notes=" ".join(notes),
        codes=tuple((str(place), " ".join(text), "") for place, text in enumerate(codes)),
        dataset_title=" ".join(label[:2]),
        dataset="alpha-beta",
        table="_".join(table),
        table_physical="_".join(table).upper(),
    )
    values = [[str(place)] for place, _ in enumerate(codes)]
    thing = Thing(
        identity,
        {"label": [label], "definition": [definition], "notes": [notes], "code": values + codes,
         "dataset": [label[:2]]},
        {"name": [name], "table": [table], "dataset": [["alpha", "beta"]]},
    )  # fmt: skip
    return document, thing


fields = st.sampled_from(["", "", "label", "name", "code", "definition", "table", "dataset"])
leaves = st.one_of(
    st.builds(lambda word, field: Ask("word", (word,), field), known, fields),
    st.builds(lambda word, field: Ask("begin", (word[:3],), field), known, fields),
    st.builds(lambda two, field: Ask("phrase", tuple(two), field), st.lists(known, min_size=2, max_size=3), fields),
)
asks = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda one: Ask("not", inner=(one,)), inner),
        st.builds(lambda some: Ask("and", inner=tuple(some)), st.lists(inner, min_size=2, max_size=3)),
        st.builds(lambda some: Ask("or", inner=tuple(some)), st.lists(inner, min_size=2, max_size=3)),
    ),
    max_leaves=6,
)


def answer(index: Searcher, text: str) -> dict[str, float]:
    """Score by identity, without corrections and without falling back."""
    snapshot = index.snapshot
    executor = Executor(snapshot, snapshot.view(None))
    root = parse(text).root
    assert root is not None
    found = executor.run(resolver_of(snapshot, executor).plan(root))
    numbers = [number for number in range(snapshot.size) if found.mask[number]]
    return {snapshot.document(number).identity: float(found.scores[number]) for number in numbers}


@settings(max_examples=40, deadline=None)
@given(
    st.lists(things(), min_size=1, max_size=12, unique_by=lambda pair: pair[0].identity),
    st.lists(things(), max_size=4),
    st.lists(asks, min_size=1, max_size=8),
    st.integers(1, 3),
)
def test_matches_and_scores_equal_the_slow_way(
    seen: list[tuple[SearchDocument, Thing]],
    hidden: list[tuple[SearchDocument, Thing]],
    questions: list[Ask],
    batches: int,
) -> None:
    brute = Brute([thing for _, thing in seen])
    with TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        documents = [document for document, _ in seen]
        for batch in range(batches):
            with open_writer(index) as writer:
                writer.put_release(f"old{batch}", "x", [document for document, _ in hidden])
                writer.put_release(f"r{batch}", "x", documents[batch::batches])
                writer.put_release("all", "x", documents[: 1 + batch * len(documents) // batches])
                if batch == batches - 1:
                    writer.put_release("all", "x", documents)
                    writer.set_standing("x", ["all"])
                writer.commit(batch)
        searcher = Searcher.open(index)
        for question in questions:
            expected = brute.answer(question)
            found = answer(searcher, question.text())
            assert found.keys() == expected.keys(), question.text()
            for identity, score in expected.items():
                assert math.isclose(found[identity], score, rel_tol=1e-9, abs_tol=1e-9), question.text()


def test_the_slow_way_notices_a_wrong_weight() -> None:
    """A check that cannot fail proves nothing: other words give other scores."""
    thing = Thing("variable:x/1", {"label": [["order"]]}, {})
    other = Thing("variable:x/2", {"definition": [["order"]]}, {})
    scores = Brute([thing, other]).answer(Ask("word", ("order",)))
    assert scores["variable:x/1"] > scores["variable:x/2"]


def test_ways_to_say_a_thing_count_as_one_word(tmp_path: Path) -> None:
    index = searcher(tmp_path / "index", [variable("A", "special guardianship order"), variable("B", "SGO")])
    snapshot = index.snapshot
    executor = Executor(snapshot, snapshot.view(None))
    meant = Meant(Word("SGO"), "SGO", "special-guardianship-order", ("special guardianship order",))
    plan = resolver_of(snapshot, executor).plan(meant)
    found = executor.run(plan)
    scores = {snapshot.document(number).name: found.scores[number] for number in range(2)}
    assert found.mask.all()
    assert scores["B"] > scores["A"] > 0


def test_no_phrase_runs_from_one_text_into_the_next(tmp_path: Path) -> None:
    codes = (("care", "care", "order"), ("court", "court", ""))
    index = searcher(tmp_path / "index", [variable("A", codes=codes), variable("B", codes=(("1", "care order", ""),))])
    assert set(answer(index, '"care order"')) == {"variable:cafw/cafcass_hearing/b"}
    assert answer(index, '"order court"') == {}


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ((2001, 2004), {"cafw"}),
        ((2010, 2010), {"cafw", "CAP_HEARINGDATE"}),
        ((None, 2000), set()),
        ((2015, None), {"cafw"}),
        ((None, None), {"cafw", "CAP_HEARINGDATE", "CAP_RECEIPTDATE"}),
    ],
)
def test_years_overlap_and_unknown_years_do_not(
    tmp_path: Path, years: tuple[int | None, int | None], expected: set[str]
) -> None:
    snapshot = searcher(tmp_path / "index", court()).snapshot
    mask = Executor(snapshot, snapshot.view(None)).run(Years(*years)).mask
    assert {snapshot.document(int(number)).name for number in mask.nonzero()[0]} == expected


def test_an_open_end_covers_all_years_beyond_it(tmp_path: Path) -> None:
    documents = [variable("FROM", year_from=2010), variable("TO", year_to=2010)]
    snapshot = searcher(tmp_path / "index", documents).snapshot
    executor = Executor(snapshot, snapshot.view(None))

    def found(first: int | None, last: int | None) -> set[str]:
        mask = executor.run(Years(first, last)).mask
        return {snapshot.document(int(number)).name for number in mask.nonzero()[0]}

    assert found(2020, 2030) == {"FROM"}
    assert found(None, 1990) == {"TO"}
    assert found(2009, 2011) == {"FROM", "TO"}


def test_loosening_keeps_exclusions_and_years() -> None:
    care, order = Lookup((Form("words", "care"),)), Lookup((Form("words", "order"),))
    fixed = (Except(order), Years(2000, 2001))
    assert loosened(AllOf((care, order))) == Most((care, order))
    assert loosened(AllOf((*fixed, care, order))) == AllOf((*fixed, Most((care, order))))
    assert loosened(AllOf((*fixed, care))) is None
    assert loosened(care) is None
    assert loosened(AnyOf((AllOf((care, order)), care))) == AnyOf((Most((care, order)), care))
