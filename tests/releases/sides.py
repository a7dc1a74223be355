"""Releases as the difference reads them: built by hand, and made up by hypothesis."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from catalogue.releases.content import build_content, part
from catalogue.releases.diff import Side, side

Fact = dict[str, Any]


def release(tables: Iterable[Fact] = (), code_lists: Mapping[str, Fact] | None = None, **dataset: Any) -> Side:
    """A release as it is sealed and read again. tables: each with `name` and `variables`."""
    lists = {name: part("codelist", name, facts) for name, facts in (code_lists or {}).items()}
    content = build_content(
        {"id": "the-dataset", **dataset}, tables, {name: state.digest for name, state in lists.items()}
    )
    objects = {one.digest: json.loads(one.body) for one in (*content.parts(), *lists.values())}
    return side(objects[content.part.digest], objects)


def table(name: str, variables: Sequence[Fact], **facts: Any) -> Fact:
    """A table."""
    return {"name": name, "variables": list(variables), **facts}


def variable(name: str, **facts: Any) -> Fact:
    """A variable, a text unless told otherwise."""
    return {"name": name, "type": "string", **facts}


def codes(*labels: str, **facts: Any) -> Fact:
    """A code list with codes from 1 on."""
    return {"name": "list", "codes": [{"code": str(n), "label": label} for n, label in enumerate(labels, 1)], **facts}


def _maybe(values: Mapping[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Fact]:
    return st.fixed_dictionaries({}, optional=dict(values))


_WORD = st.sampled_from(["a", "b", "A case.", "a case", "Not a case"])
_CAVEATS = st.lists(
    st.fixed_dictionaries({"name": _WORD, "title": _WORD}), unique_by=lambda one: one["name"], max_size=2
)
_VARIABLE = _maybe(
    {
        "title": _WORD,
        "description": _WORD,
        "format": _WORD,
        "codeList": st.sampled_from(["x", "y"]),
        "constraints": _maybe({"required": st.just(True), "enum": st.lists(_WORD, min_size=1, unique=True)}),
        "caveats": _CAVEATS,
        "evidence": st.sampled_from([{"status": "carried-forward"}, {"status": "dictionary"}]),
        "newProperty": st.integers(0, 2),
    }
)
_KEYS = st.fixed_dictionaries(
    {"fields": st.just(["A"]), "reference": st.fixed_dictionaries({"resource": _WORD, "fields": st.just(["B"])})}
)
_TABLE = _maybe(
    {
        "grain": _WORD,
        "undocumentedColumns": st.just({"count": 1}),
        "caveats": _CAVEATS,
        "schema": _maybe(
            {
                "primaryKey": st.sampled_from([["A"], ["B"]]),
                "foreignKeys": st.lists(_KEYS, unique_by=lambda one: json.dumps(one, sort_keys=True), max_size=2),
            }
        ),
    }
)
_CODE_LIST = st.dictionaries(
    st.sampled_from(["1", "2", "-9"]), st.fixed_dictionaries({"label": _WORD}, optional={"status": _WORD}), min_size=1
)


@st.composite
def releases(draw: st.DrawFn) -> Side:
    """A release of some dataset, small, with names and values that come again in others."""
    tables = []
    for name in draw(st.lists(st.sampled_from(["t", "u"]), unique=True)):
        names = draw(st.lists(st.sampled_from(["A", "B", "C"]), unique=True, min_size=1))
        tables.append(table(name, [variable(one, **draw(_VARIABLE)) for one in names], **draw(_TABLE)))
    lists = {
        name: {"name": name, "codes": [{"code": code, **facts} for code, facts in draw(_CODE_LIST).items()]}
        for name in ("x", "y")
    }
    dataset = draw(_maybe({"title": _WORD, "caveats": _CAVEATS, "temporal": _maybe({"start": _WORD, "note": _WORD})}))
    return release(tables, lists, **dataset)
