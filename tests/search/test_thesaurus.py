"""Other words for the same thing: widened when they are sure, offered when they are not, and always said."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogue.search.document import SearchDocument
from catalogue.search.index import open_writer
from catalogue.search.result import Expansion, SearchRequest, SearchResult
from catalogue.search.searcher import Searcher
from catalogue.search.thesaurus import Thesaurus, key, spoken
from tests.search.samples import concept, court, names, searcher, variable

CONCEPTS = [
    concept(
        "care-order", "Care order", "CO", "section 31 order", "s31", "s.31", ambiguous=["CO"],
        welsh=["gorchymyn gofal"], notation=["C32A", "CA1989 s31"],
    ),
    concept("care-proceedings", "Care proceedings", "care application", notation=["CA1989 s31"]),
    concept("supervision", "Supervision order", "SO", "supervising", ambiguous=["SO"]),
    concept("date-received", "Date received", "receipt date", members=["cafcass_application/cap_receiptdate"]),
    concept("contact", "Contact", "access", "contact order"),
    concept("party", "Party", "contact", "service user"),
    concept("cms", "CMS, the earlier system", "CMS", "legacy system", ambiguous=["CMS", "legacy system"],
            other=[["CMS", "Child Maintenance Service"]]),
    concept("looked-after", "Looked-after child", "in care", "the child", "LAC"),
    concept("domestic-abuse", "Domestic abuse", "DA", "domestic violence"),
    concept("case-id", "Case id", members=["cafcass_hearing/cap_hearingid_e"]),
]  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """The small family court with some concepts."""
    return searcher(tmp_path_factory.mktemp("court") / "index", [*court(), *CONCEPTS])


def asked(index: Searcher, text: str, **more: frozenset[str]) -> SearchResult:
    """The answer to a question."""
    return index.search(SearchRequest(text, limit=50, **more))  # type: ignore[arg-type]


def synonyms(result: SearchResult) -> dict[str, tuple[str, str]]:
    """Typed terms with the terms added and the concept."""
    return {one.from_: (one.to, one.concept) for one in result.expanded if one.why == "synonym"}


@pytest.mark.parametrize(
    ("typed", "term", "concept"),
    [
        ("s31", "s31", "care-order"),
        ("s.31 hearing", "s.31", "care-order"),
        ("section 31", "section 31", "care-order"),
        ("care orders made", "care orders", "care-order"),
        ("GORCHYMYN GOFAL", "GORCHYMYN GOFAL", "care-order"),
        ("c32a", "c32a", "care-order"),
        ("service users", "service users", "party"),
        ("domestic violence", "domestic violence", "domestic-abuse"),
        ("date of receipt", "", ""),
        ("receipt of date", "receipt of date", "date-received"),
        ("LAC", "LAC", "looked-after"),
        ("hearing OR domestic abuse", "domestic abuse", "domestic-abuse"),
        ("care AND order", "care order", "care-order"),
        ("emergancy care ordr", "care order", "care-order"),
        ("supervised", "supervised", "supervision"),
    ],
)
def test_sure_terms_are_widened(index: Searcher, typed: str, term: str, concept: str) -> None:
    found = synonyms(asked(index, typed))
    assert {one: name for one, (_, name) in found.items()} == ({term: concept} if term else {})


def test_the_longest_term_counts(index: Searcher) -> None:
    assert synonyms(asked(index, "section 31 order")) == {
        "section 31 order": ("Care order, s31, gorchymyn gofal, C32A", "care-order")
    }
    assert set(synonyms(asked(index, "care application care order"))) == {"care application", "care order"}


@pytest.mark.parametrize(
    "typed",
    ['"care order"', "hearing -s31", "-(care order)", "label:s31", "name:s31", "code:s31", "table:s31",
     'care "order"', "care -order", "s3*", "care OR order", "CO", "access OR contact", "legacy system"],
)  # fmt: skip
def test_what_is_quoted_excluded_fielded_or_unsure_is_not_widened(index: Searcher, typed: str) -> None:
    widened = synonyms(asked(index, typed))
    assert set(widened) <= {"access"}, widened


def test_other_words_find_what_the_word_typed_does_not(index: Searcher) -> None:
    result = asked(index, "gorchymyn gofal")
    assert "order-type" in names(result.hits)
    assert {"care-order", "CAP_HEARINGOUTCOMETYPEIDNAME"} <= set(names(asked(index, "C32A").hits))
    assert result.hits[0].name == "care-order"


def test_a_term_can_be_taken_as_typed(index: Searcher) -> None:
    widened, narrow = asked(index, "c32a"), asked(index, "c32a", as_typed=frozenset({"c32a"}))
    assert synonyms(widened)
    assert narrow.expanded == ()
    assert narrow.total < widened.total
    assert asked(index, "c32a", exactly=frozenset({"c32a"})).expanded == ()
    both = asked(index, "domestic violence LAC", as_typed=frozenset({"LAC"}))
    assert set(synonyms(both)) == {"domestic violence"}


def test_variables_of_a_concept_come_first_whatever_they_are_called(tmp_path: Path) -> None:
    documents = [
        variable("OTHERDATE", "Date of some receipt"),
        variable("X1", "When it came in", "t"),
        concept("date-received", "Date received", "receipt date", members=["t/x1"]),
    ]
    result = searcher(tmp_path / "index", documents).search(SearchRequest("receipt date"))
    assert names(result.hits)[0] == "X1" or names(result.hits)[1] == "X1"
    found = next(hit for hit in result.hits if hit.name == "X1")
    assert [one.field for one in found.matched] == ["concept"]


def test_a_concept_can_be_asked_for(index: Searcher) -> None:
    assert set(names(asked(index, "concept:date-received").hits)) == {"date-received", "CAP_RECEIPTDATE"}
    assert names(asked(index, "concept:date-received").hits)[0] == "CAP_RECEIPTDATE"
    assert names(asked(index, 'concept:"receipt date" type:date').hits) == ["CAP_RECEIPTDATE"]
    assert "CAP_RECEIPTDATE" not in names(asked(index, "date -concept:date-received").hits)
    unknown = asked(index, "concept:nonsense")
    assert unknown.total == 0
    assert any("There is no concept “nonsense”" in one for one in unknown.warnings)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("CO", [("Care order", "Care order", "/concepts/care-order")]),
        ("CO date", [("Care order", "Care order date", "/concepts/care-order")]),
        ("DA", [("Domestic abuse", "Domestic abuse", "/concepts/domestic-abuse")]),
        ("contact", [("Contact", "concept:contact", "/concepts/contact"), ("Party", "Party", "/concepts/party")]),
        ("CA1989 s31", [("Care order", "Care order", "/concepts/care-order"),
                        ("Care proceedings", "Care proceedings", "/concepts/care-proceedings")]),
    ],
)  # fmt: skip
def test_each_meaning_of_an_unsure_term_is_offered(
    index: Searcher, typed: str, offered: list[tuple[str, str, str]]
) -> None:
    result = asked(index, typed)
    assert synonyms(result) == {}
    assert [(one.text, one.query, one.url) for one in result.suggestions if one.why == "meaning"] == offered


def test_a_meaning_that_is_no_concept_is_said_too(index: Searcher) -> None:
    result = asked(index, "CMS data")
    assert [(one.text, one.why, one.of) for one in result.suggestions] == [
        ("CMS, the earlier system", "meaning", "CMS"),
        ("Child Maintenance Service", "other-meaning", "CMS"),
    ]
    assert Expansion not in {type(one) for one in result.expanded}


def test_each_meaning_offered_leads_somewhere(index: Searcher) -> None:
    for typed in ("CO", "DA", "contact", "CA1989 s31", "SO"):
        for one in asked(index, typed).suggestions:
            assert asked(index, one.query).total, one


def test_a_hit_says_which_other_word_matched(index: Searcher) -> None:
    found = next(hit for hit in asked(index, "C32A").hits if hit.name == "CAP_HEARINGOUTCOMETYPEIDNAME")
    assert [(one.field, one.of) for one in found.matched][:1] == [("code", "C32A")]
    typed = next(hit for hit in asked(index, "care order").hits if hit.name == "CAP_HEARINGOUTCOMETYPEIDNAME")
    assert [(one.field, one.of) for one in typed.matched][:1] == [("code", "")]


def test_a_concept_says_which_of_its_terms_matched(index: Searcher) -> None:
    found = next(hit for hit in asked(index, "gofal").hits if hit.kind == "concept")
    assert [(one.field, "".join(text for text, _ in one.fragments)) for one in found.matched] == [
        ("synonym-cy", "gorchymyn gofal")
    ]


def test_facets_count_the_variables_of_concepts(index: Searcher) -> None:
    facet = {one.value: one.count for one in asked(index, "date").facets["concept"]}
    assert facet["date-received"] == 2
    narrowed = index.search(SearchRequest("", {"concept": ("date-received",)}))
    assert set(names(narrowed.hits)) == {"CAP_RECEIPTDATE", "date-received"}


def test_concepts_change_without_the_releases(tmp_path: Path) -> None:
    """New terms and members are in force with the next commit; old ones are gone."""
    index = tmp_path / "index"
    with open_writer(index) as writer:
        writer.put_release("1", "cafw", court())
        writer.set_standing("cafw", ["1"])
        writer.put_release("v@1", "", [concept("birth", "Birth", "arrival", members=["cafcass_alf/wob"])])
        writer.set_standing("", ["v@1"])
        writer.commit(1)
    found = Searcher.open(index)
    assert "WOB" in names(asked(found, "arrival").hits)
    with open_writer(index) as writer:
        writer.put_release("v@2", "", [concept("birth", "Birth", "nativity", members=["cafcass_contacts/wob"])])
        writer.set_standing("", ["v@2"])
        writer.commit(2)
    assert found.refresh()
    assert synonyms(asked(found, "arrival")) == {}
    assert next(hit.table for hit in asked(found, "nativity").hits if hit.name == "WOB") == "cafcass_contacts"
    at_day = found.search(SearchRequest("nativity", releases_in_force={"cafw": "1", "": "v@2"}))
    assert "WOB" in names(at_day.hits)


def test_keys_join_spellings_and_leave_meanings_apart() -> None:
    def of(text: str) -> tuple[str, ...]:
        return key(spoken(text))

    assert of("Discharge of care order") == of("discharge care orders")
    assert of("children's guardian") == of("Childrens guardian") == of("child guardian")
    assert of("s.31") == of("section 31")
    assert of("in care") != of("care")
    assert of("CAP_RECEIPTDATE") == ("cap_receiptdate",)


def test_no_concepts_no_harm() -> None:
    empty = Thesaurus((), {})
    assert empty.term(["care"]) is None
    assert empty.named("care") == ()
    assert len(empty.members("care")) == 0
    nameless = SearchDocument("concept", "concept:x", "x", "of the")
    assert Thesaurus([nameless], {}).term(["of", "the"]) is None
