"""The canonical form: the same facts have one digest, other facts another."""

from __future__ import annotations

import copy
import json
import random
import unicodedata
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from catalogue.releases.canonical import NotCanonicalError, digest, encode, normalise
from catalogue.releases.content import build_content

words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
values = st.recursive(
    st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False) | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)


def digest_of(facts: Any) -> str:
    return digest(encode(normalise(facts)))


def shuffled(value: Any, chance: random.Random) -> Any:
    """The same value with keys in another order and texts decomposed."""
    if isinstance(value, dict):
        items = [(unicodedata.normalize("NFC", key), shuffled(item, chance)) for key, item in value.items()]
        chance.shuffle(items)
        return dict(items)
    if isinstance(value, list):
        return [shuffled(item, chance) for item in value]
    return unicodedata.normalize("NFD", value) if isinstance(value, str) else value


@given(st.dictionaries(words.map(lambda key: unicodedata.normalize("NFC", key)), values, max_size=5), st.randoms())
def test_order_and_composition_of_characters_do_not_matter(facts: dict[str, Any], chance: random.Random) -> None:
    assert digest_of(facts) == digest_of(shuffled(facts, chance))


@given(st.dictionaries(st.text("abcdefgh", min_size=1), values, max_size=5))
def test_json_and_yaml_spell_the_same_facts(facts: dict[str, Any]) -> None:
    as_json = json.loads(json.dumps(facts))
    as_yaml = yaml.safe_load(yaml.safe_dump(facts, allow_unicode=True))
    assert digest_of(as_json) == digest_of(as_yaml) == digest_of(facts)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"description": "A b.\n"}, {"description": "  A b."}),
        ({"description": "one\r\ntwo"}, {"description": "one\ntwo"}),
        ({"title": "A", "note": None}, {"title": "A", "note": ""}),
        ({"title": "A", "caveats": []}, {"title": "A"}),
        ({"keywords": ["b", "a", "a"]}, {"keywords": ["a", "b"]}),
        ({"number": 1.0}, {"number": 1}),
    ],
)
def test_spellings_of_one_fact_are_one(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert digest_of(one) == digest_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"missingValues": []}, {}),
        ({"enum": ["a "]}, {"enum": ["a"]}),
        ({"code": "1 "}, {"code": "1"}),
        ({"code": "1"}, {"code": 1}),
        ({"codes": [1, 2]}, {"codes": [2, 1]}),
        ({"required": False}, {"required": True}),
        ({"name": "A"}, {"name": "a"}),
    ],
)
def test_other_facts_are_others(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert digest_of(one) != digest_of(other)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Paths of all values that are not containers."""
    if isinstance(value, dict):
        return [leaf for key, item in value.items() for leaf in leaves(item, (*path, key))]
    if isinstance(value, list):
        return [leaf for index, item in enumerate(value) for leaf in leaves(item, (*path, index))]
    return [path]


variable_facts: st.SearchStrategy[Any] = st.fixed_dictionaries({"name": words, "title": words, "description": words})
table_facts: st.SearchStrategy[Any] = st.fixed_dictionaries(
    {
        "name": st.text("abcdef", min_size=1, max_size=6),
        "grain": words,
        "variables": st.lists(variable_facts, max_size=3),
    }
)
content_facts: st.SearchStrategy[Any] = st.fixed_dictionaries(
    {
        "dataset": st.dictionaries(st.text("abcdefg", min_size=1, max_size=5), values, max_size=3),
        "tables": st.lists(table_facts, max_size=3, unique_by=lambda table: table["name"]),
    }
)


@given(content_facts, st.data())
def test_any_change_of_any_value_changes_the_content_digest(facts: dict[str, Any], data: st.DataObject) -> None:
    before: dict[str, Any] = {**facts, "dataset": {**facts["dataset"], "id": "d"}}
    paths = leaves(before)
    path = data.draw(st.sampled_from(paths))
    after = copy.deepcopy(before)
    holder: Any = after
    for step in path[:-1]:
        holder = holder[step]
    old = holder[path[-1]]
    holder[path[-1]] = f"{old}x" if isinstance(old, str) else "other than any number"
    digests = [build_content(one["dataset"], one["tables"], {}).part.digest for one in (before, after)]
    assert digests[0] != digests[1]


@given(content_facts, st.randoms())
def test_order_of_tables_does_not_matter(facts: dict[str, Any], chance: random.Random) -> None:
    dataset, tables = {**facts["dataset"], "id": "d"}, list(facts["tables"])
    before = build_content(dataset, tables, {}).part.digest
    chance.shuffle(tables)
    assert build_content(dataset, tables, {}).part.digest == before


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**60, {1, 2}, b"bytes"])
def test_what_json_cannot_carry_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonicalError):
        encode(normalise({"value": value}))
