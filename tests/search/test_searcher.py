"""The searcher: names first, then words; honest about what it did; never more than it can bear."""

from __future__ import annotations

import gc
import random
import shutil
import threading
import time
import warnings
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.errors import CatalogueError, IndexUnavailableError, InvalidRequestError
from catalogue.search import layout
from catalogue.search.index import open_writer
from catalogue.search.result import Expansion, SearchRequest
from catalogue.search.searcher import Searcher
from tests.search.samples import court, names, searcher, table, variable, write
from tests.search.test_query import HOSTILE


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """The small family court."""
    return searcher(tmp_path_factory.mktemp("court") / "index", court())


@pytest.mark.parametrize(
    "typed",
    [
        "CAFCASS_HEARING", "cafcass_hearing", "SAILCAFWV.CAFCASS_HEARING_20230622", "CAFW_CAFCASS_HEARING",
        "sail1234v.cafw_cafcass_hearing_20230622", "SAILW0987V.CAFW_CAFCASS_HEARING_20230622", '"CAFCASS_HEARING"',
        "name:CAFCASS_HEARING",
    ],
)  # fmt: skip
def test_a_table_is_found_in_all_spellings(index: Searcher, typed: str) -> None:
    hits = index.search(SearchRequest(typed)).hits
    assert (hits[0].kind, hits[0].name) == ("table", "CAFCASS_HEARING")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("cap_hearingid_e", "CAP_HEARINGID_E"),
        ("CAP_HEARINGID_PE", "CAP_HEARINGID_E"),
        ("CAFCASS_HEARING.CAP_HEARINGID_PE", "CAP_HEARINGID_E"),
        ("SAIL1234V.CAFW_CAFCASS_HEARING_20230622.CAP_HEARINGID_PE", "CAP_HEARINGID_E"),
        ("lsoa2001_cd", "LSOA2001_CD"),
        ("wob", "WOB"),
        ("cafw", "cafw"),
        ("law-type", "law-type"),
    ],
)
def test_a_name_comes_first(index: Searcher, typed: str, name: str) -> None:
    result = index.search(SearchRequest(typed))
    assert result.hits[0].name == name
    assert result.expanded == ()


def test_a_column_of_one_table_comes_alone(index: Searcher) -> None:
    hits = index.search(SearchRequest("cafcass_contacts.wob")).hits
    assert [(hit.table, hit.name) for hit in hits] == [("cafcass_contacts", "WOB")]


def test_a_name_among_words(index: Searcher) -> None:
    assert names(index.search(SearchRequest("LSOA2001_CD person")).hits) == ["LSOA2001_CD"]


def test_a_name_with_blanks(tmp_path: Path) -> None:
    found = searcher(tmp_path / "index", [variable("Case Id"), variable("X", "Case id case id case id")])
    assert names(found.search(SearchRequest("case id")).hits)[0] == "Case Id"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("hearing outcome type", "CAP_HEARINGOUTCOMETYPEIDNAME"),
        ("receipt date", "CAP_RECEIPTDATE"),
        ("type of outcome", "CAP_HEARINGOUTCOMETYPEIDNAME"),
        ("weeks of birth", "WOB"),
        ("law types", "CAP_LAWTYPENAME"),
        ("lsoa", "LSOA2001_CD"),
        ("small-area", "LSOA2001_CD"),
        ("gyhoeddus", "CAP_LAWTYPENAME"),
        ("CAP_HEARINGDA", "CAP_HEARINGDATE"),
        ("hearing identifies", "CAP_HEARINGID_E"),
    ],
)
def test_words_find_their_thing(index: Searcher, text: str, name: str) -> None:
    assert name in names(index.search(SearchRequest(text)).hits)[:2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("table:cafcass_alf", {"CAFCASS_ALF", "LSOA2001_CD", "WOB"}),
        ("table:SAIL1234V.CAFW_CAFCASS_ALF_20230622", {"CAFCASS_ALF", "LSOA2001_CD", "WOB"}),
        ("table:application type:date", {"CAP_RECEIPTDATE"}),
        ("name:wob", {"WOB"}),
        ("label:hearing", {"CAFCASS_HEARING", "CAP_HEARINGID_E", "CAP_HEARINGDATE"}),
        ("code:supervision kind:codelist", {"order-type"}),
        ("definition:monday", {"WOB"}),
        ("code:1 kind:variable", {"CAP_HEARINGOUTCOMETYPEIDNAME"}),
        ("2001..2004", {"cafw"}),
        ('"date of hearing"', {"CAP_HEARINGDATE"}),
        ('"hearing of date"', set()),
        ('"hearings"', {"CAFCASS_HEARING"}),
        ("hearing -date -table:cafcass_hearing", set()),
        ("kind:table -linkage", {"CAFCASS_HEARING"}),
        ("linkage OR monday", {"CAFCASS_ALF", "WOB"}),
    ],
)
def test_the_query_language(index: Searcher, text: str, expected: set[str]) -> None:
    assert set(names(index.search(SearchRequest(text, limit=100)).hits)) == expected


def test_any_of_the_words_when_nothing_has_all(index: Searcher) -> None:
    result = index.search(SearchRequest("monday linkage", limit=100))
    assert result.expanded == (Expansion("monday linkage", "any of the words", "any-word"),)
    assert set(names(result.hits)) == {"WOB", "CAFCASS_ALF"}
    chosen = index.search(SearchRequest("monday linkage", limit=100, any_word=True))
    assert chosen.expanded == ()
    assert chosen.hits == result.hits


def test_what_has_more_of_the_words_comes_first_when_nothing_has_all(tmp_path: Path) -> None:
    labels = ("Adoption", "Adoption hearing", "Hearing", "Venue", "Venue in use")
    documents = [variable(f"V{place}", label) for place, label in enumerate(labels)]
    found = searcher(tmp_path / "index", documents).search(SearchRequest("adoption hearing venue"))
    assert names(found.hits)[0] == "V1"
    assert found.total == len(labels)


def test_words_that_nothing_has_are_said_and_left_out(index: Searcher) -> None:
    result = index.search(SearchRequest("qqqq monday"))
    assert names(result.hits) == ["WOB"]
    assert result.warnings == ("Nothing here contains “qqqq”.",)
    assert result.expanded == ()
    assert index.search(SearchRequest("qqqq")).total == 0


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("which variable tells me when the hearing took place?", "CAP_HEARINGDATE"),
        ("what is the week of birth", "WOB"),
        ("is there any information about the law type?", "CAP_LAWTYPENAME"),
        ("which table holds hearings", "CAFCASS_HEARING"),
        ("how do I find the codes of the law type", "law-type"),
    ],
)
def test_words_that_only_ask_are_not_searched_for(index: Searcher, typed: str, name: str) -> None:
    result = index.search(SearchRequest(typed))
    assert name in names(result.hits)[:2]
    assert {(one.why, one.to) for one in result.expanded} <= {("any-word", "the words that say most")}


def test_codes_are_found_by_their_other_notations(tmp_path: Path) -> None:
    council = variable("A", codes=(("Cardiff", "", ""), ("Swansea", "", "")), notations=(("Swansea", "670"),))
    (hit,) = searcher(tmp_path / "index", [council]).search(SearchRequest("code:670")).hits
    assert [(one.field, one.code, one.fragments) for one in hit.matched] == [
        ("code-value", "Swansea", (("670", True),))
    ]


def test_a_nation_can_be_said_in_words(tmp_path: Path) -> None:
    documents = [
        variable("A", "Gender", facets=(("nation", "Wales"),)),
        variable("B", "Gender", facets=(("nation", "England"),)),
    ]
    assert names(searcher(tmp_path / "index", documents).search(SearchRequest("gender in wales")).hits) == ["A"]


def test_filters_do_not_make_it_fall_back(index: Searcher) -> None:
    result = index.search(SearchRequest("week birth", {"type": ("string",)}))
    assert (result.total, result.expanded) == (0, ())
    assert [one.why for one in result.suggestions] == ["filters"]


def test_words_that_say_nothing(index: Searcher) -> None:
    assert names(index.search(SearchRequest("the week of the birth")).hits) == ["WOB", "WOB"]
    result = index.search(SearchRequest("of the"))
    assert result.total == len(court())
    assert result.warnings == ("The words of “of the” are too common to search for. Everything is listed.",)


def test_nothing_asked_lists_everything(index: Searcher) -> None:
    result = index.search(SearchRequest("", limit=100))
    assert [hit.kind for hit in result.hits] == ["variable"] * 8 + ["table"] * 2 + ["dataset"] + ["codelist"] * 2
    assert result.warnings == ()
    assert index.search(SearchRequest("😀")).warnings == (
        "There is nothing to search for in “😀”. Everything is listed.",
    )


def test_exactly_is_without_other_endings(index: Searcher) -> None:
    assert index.search(SearchRequest("hearings")).total > 1
    found = index.search(SearchRequest("hearings", exactly=frozenset({"hearings"})))
    assert names(found.hits) == ["CAFCASS_HEARING"]


def test_pages_join_to_the_whole(index: Searcher) -> None:
    for text in ("", "hearing", "order OR date"):
        whole = index.search(SearchRequest(text, limit=100)).hits
        pages = [hit for offset in range(0, len(whole) + 2, 2)
                 for hit in index.search(SearchRequest(text, limit=2, offset=offset)).hits]  # fmt: skip
        assert tuple(pages) == whole
    assert index.search(SearchRequest("hearing", limit=0)).hits == ()


@pytest.mark.parametrize(("limit", "offset"), [(-1, 0), (10**9, 0), (10, -1)])
def test_an_impossible_page_is_refused(index: Searcher, limit: int, offset: int) -> None:
    with pytest.raises(InvalidRequestError, match="limit is"):
        index.search(SearchRequest("x", limit=limit, offset=offset))


MORE_HOSTILE = [
    *HOSTILE, "x" * 1_000_000, " OR ".join(["care"] * 10_000), "\x00", "*a*", "field:", "a* b* c*", "%s{}${x}",
    "' or 1=1",
]  # fmt: skip


@pytest.mark.parametrize("text", MORE_HOSTILE, ids=range(len(MORE_HOSTILE)))
def test_hostile_questions_end_soon(index: Searcher, text: str) -> None:
    start = time.process_time()
    request = SearchRequest(text, {text[:50]: (text[:50],)}, exactly=frozenset({text[:100]}))
    if len(text) > 10_000:
        with pytest.raises(InvalidRequestError, match=r"characters long; at most 4,000 are read. Ask with fewer words"):
            index.search(request)
    else:
        with suppress(InvalidRequestError):
            index.search(request)
    assert time.process_time() - start < 2


def test_many_words_are_bounded_in_time(index: Searcher) -> None:
    start = time.process_time()
    index.search(SearchRequest(" ".join(f"haering{number}x" for number in range(290))))
    index.search(SearchRequest(" ".join("haerings" + "abcdefghij"[n % 10] * 3 for n in range(290))))
    assert time.process_time() - start < 4


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60), st.sampled_from(["best", "name", "table"]))
def test_any_text_gets_an_answer(index: Searcher, text: str, sort: str) -> None:
    result = index.search(SearchRequest(text, sort=sort))  # type: ignore[arg-type] # drawn by hand
    assert result.total >= len(result.hits)


def test_no_index_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailableError, match="no search index yet"):
        Searcher.open(tmp_path / "nowhere")


def test_an_empty_index_answers(tmp_path: Path) -> None:
    with open_writer(tmp_path) as writer:
        writer.commit(5)
    empty = Searcher.open(tmp_path)
    assert empty.serial == 5
    for text in ("", "care order", '"a b"', "ca*", "-x", "2001..2002"):
        result = empty.search(SearchRequest(text))
        assert (result.total, result.hits, result.facets) == (0, (), {})


def test_damage_is_told_and_nothing_else(tmp_path: Path) -> None:
    """Cut or garbled at any place, an index is answered from, or told to be unreadable."""
    whole = tmp_path / "whole"
    write(whole, court())
    chance = random.Random(7)  # noqa: S311 - places, not secrets
    files = sorted(path.relative_to(whole) for path in whole.rglob("*") if path.is_file())
    told = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # Whoosh leaves a damaged file to the garbage collector
        for number in range(40):
            broken = tmp_path / f"broken{number}"
            shutil.copytree(whole, broken)
            victim = broken / chance.choice(files)
            content = victim.read_bytes()
            place = chance.randrange(len(content) + 1)
            victim.write_bytes(content[:place] + (b"\xff" + content[place + 1 :] if number % 2 else b""))
            told += unreadable(broken)
        gc.collect()
    assert told > 10


def unreadable(index: Path) -> bool:
    """True when the index is told to be unreadable and what to do, False when it answers."""
    try:
        Searcher.open(index).search(SearchRequest("hearing"))
    except IndexUnavailableError as fault:
        return bool(fault.remedy)
    return False


def test_an_unreadable_commit_leaves_the_old_answers(tmp_path: Path) -> None:
    write(tmp_path, court())
    reader = Searcher.open(tmp_path)
    layout.current(tmp_path).state_file.write_text("{")
    assert not reader.refresh()
    assert reader.search(SearchRequest("week")).total == 2
    shutil.rmtree(tmp_path)
    assert not reader.refresh()
    assert reader.search(SearchRequest("week")).total == 2


def test_a_view_whose_files_are_gone_is_answered_from_the_next_commit(tmp_path: Path) -> None:
    write(tmp_path, [variable("A", "before")])
    reader = Searcher.open(tmp_path)
    write(tmp_path, [variable("A", "after")], serial=2)  # puts the same release again: its old members file goes
    result = reader.search(SearchRequest(releases_in_force={"cafw": "1.0.0"}))
    assert [hit.label for hit in result.hits] == ["after"]
    assert reader.serial == 2


def test_many_threads_get_the_same_answers(index: Searcher) -> None:
    texts = ["hearing", "week of birth", '"care order"', "hea*", "order OR date", "haering", "CAP_HEARINGID_PE"] * 4
    expected = {text: index.search(SearchRequest(text)) for text in texts}
    fresh = Searcher.open(index.snapshot.generation.folder.parent, cache_bytes=2000)
    wrong: list[str] = []

    def ask(seed: int) -> None:
        order = list(texts)
        random.Random(seed).shuffle(order)  # noqa: S311 - an order, not a secret
        try:
            wrong.extend(text for text in order if fresh.search(SearchRequest(text)) != expected[text])
        except CatalogueError as fault:
            wrong.append(str(fault))

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_the_cache_keeps_to_its_bytes(tmp_path: Path) -> None:
    write(tmp_path, [*court(), *(table(f"t{number}", f"Table {number}") for number in range(200))])
    reader = Searcher.open(tmp_path, cache_bytes=20_000)
    for number in range(200):
        reader.search(SearchRequest(f"table {number}"))
    assert 0 < reader.snapshot.cache.size <= 20_000
