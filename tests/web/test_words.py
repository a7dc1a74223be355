"""The site's words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from catalogue.model.known import Known
from catalogue.model.records import Reference, Variable, dataset_facts, table_record
from catalogue.web import words


def _variable(**facts: Any) -> Variable:
    dataset = dataset_facts({"id": "x"})
    return table_record({"name": "t"}, "", [("", {"name": "A", **facts})], dataset).variables[0]


def test_numbers_agree_with_their_nouns() -> None:
    assert words.plural(1, "code list") == "1 code list"
    assert words.plural(0, "variable") == "0 variables"
    assert words.plural(1234, "body", "bodies") == "1,234 bodies"


def test_lists_read_as_sentences() -> None:
    assert words.listed([]) == ""
    assert words.listed(["a"]) == "a"
    assert words.listed(["a", "b"], "or") == "a or b"
    assert words.listed(["a", "b", "c"]) == "a, b and c"


def test_what_has_no_word_here_stands_as_it_was_written() -> None:
    assert words.mark("seen-in-code") == "Seen in code"
    assert words.mark("overheard") == "overheard"
    assert words.mark("") == "Not marked"
    assert words.of_type("hologram") == "hologram"
    assert words.access("") == "Not known"


def test_a_role_names_keys_and_joins() -> None:
    plain = _variable()
    reference = Reference(("A",), "other", ("B",), "", "")
    assert words.role(plain, ()) == "Describes; not a key"
    assert words.role(replace(plain, is_primary_key=True), ("A",)) == "Primary key"
    assert words.role(replace(plain, is_primary_key=True), ("A", "B")) == "Part of the primary key"
    both = replace(plain, is_primary_key=True, references=(reference,))
    assert words.role(both, ("A",)) == "Primary key and foreign key"
    assert words.short_role(both) == "Key and join"
    assert words.short_role(plain) == ""


def test_constraints_are_said_in_words() -> None:
    said = words.constraints(
        _variable(constraints={"required": True, "unique": False, "minimum": 1, "enum": ["a", "b"], "odd": 3})
    )
    assert said == ("never empty", "1 or more", "one of a or b", "odd 3")


@pytest.mark.parametrize(
    ("status", "said"),
    [("carried-forward", "Carried forward, not confirmed"), ("", ""), ("hearsay", "hearsay")],
)
def test_evidence_promises_no_more_than_it_holds(status: str, said: str) -> None:
    assert words.evidence(Known("documented", (), status, "")) == said
