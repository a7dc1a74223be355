"""Good packages of many shapes, and other spellings of the same facts."""

from __future__ import annotations

import copy
import random
import unicodedata
from typing import Any

from hypothesis import strategies as st

from tests.packages.samples import Facts

SIGNS = st.characters(
    exclude_categories=["Cs", "Cc", "Cn", "Co"], exclude_characters="\ufffe\uffff"
)  # what a person may write, composed or not
WORDS = st.text(SIGNS, min_size=1, max_size=12).filter(lambda text: bool(text.strip()))
PROSE = st.lists(WORDS, min_size=1, max_size=3).map("\n\n".join)
SLUGS = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,3})?", fullmatch=True)
TABLES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
VARIABLES = st.text(st.characters(categories=["L", "Nd"], include_characters="_ .'\",;"), min_size=1, max_size=8).map(
    lambda text: "V" + unicodedata.normalize("NFC", text.strip())
)
MARKS = st.sampled_from(["documented", "seen-in-code", "calculated"])
DATES = st.sampled_from(["2001", "2010-04", "2020-02-29", "1999-12-31"])
JSON = st.recursive(
    st.booleans() | st.integers(-1000, 1000) | st.floats(-1e6, 1e6, allow_nan=False) | WORDS,
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(WORDS, inner, min_size=1, max_size=3),
    max_leaves=5,
)
CONSTRAINTS: dict[str, list[Facts]] = {
    "string": [{"minLength": 1, "maxLength": 9}, {"enum": ["a", "b"]}, {"pattern": "[a-z]+"}, {"unique": True}],
    "integer": [{"minimum": 1, "maximum": 9}, {"enum": [1, 2]}, {"required": True}],
    "number": [{"minimum": 0.5}, {"exclusiveMaximum": "9.5"}],
    "date": [{"minimum": "2001-01-01"}, {"enum": ["2001-01-01"]}],
    "boolean": [{"required": True}, {"enum": [True]}],
    "any": [{"required": True}],
    "year": [{"minimum": 2001}],
}


CITED: st.SearchStrategy[str | list[str]] = st.one_of(st.just("one"), st.just(["one", "two"]))


@st.composite
def rules_of_values(draw: st.DrawFn, kind: str) -> Facts:
    """Format, constraints and categories that fit a type."""
    made: Facts = {}
    if draw(st.booleans()):
        made["constraints"] = copy.deepcopy(draw(st.sampled_from(CONSTRAINTS[kind])))
    if kind == "date" and draw(st.booleans()):
        made = {"format": "%d/%m/%Y"}
    if kind in {"string", "integer"} and draw(st.booleans()):
        values: list[Any] = ["a", "b"] if kind == "string" else [1, 2]
        made["categories"] = draw(st.sampled_from([values, [{"value": values[0], "label": "One"}]]))
    return made


@st.composite
def variables(draw: st.DrawFn, name: str, lists: list[str]) -> Facts:
    """One variable."""
    kind = draw(st.sampled_from(sorted(CONSTRAINTS)))
    made: Facts = {"name": name, "type": kind}
    if draw(st.booleans()):
        made["title"] = draw(WORDS)
    if draw(st.booleans()):
        made[draw(st.sampled_from(["description", "inferredMeaning"]))] = draw(PROSE)
    made.update(draw(rules_of_values(kind)))
    if draw(st.booleans()) and lists:
        made["codeList"] = draw(st.sampled_from(lists))
    for key, value in (
        ("physicalType", "BIGINT"),
        ("encrypted", True),
        ("availability", "special"),
        ("evidence", {"status": "carried-forward"}),
        ("missingValues", ["-99", ""]),
    ):
        if draw(st.integers(0, 4)) == 0:
            made[key] = copy.deepcopy(value)
    if draw(st.integers(0, 4)) == 0:
        made["source"] = draw(CITED)
        made["mark"] = draw(MARKS)
    if draw(st.integers(0, 4)) == 0:
        made[f"x-{draw(SLUGS)}"] = draw(JSON)
    return made


@st.composite
def tables(draw: st.DrawFn, name: str, lists: list[str]) -> Facts:
    """One header-only table."""
    names = draw(st.lists(VARIABLES, min_size=1, max_size=5, unique_by=lambda text: text.lower()))
    schema: Facts = {"fields": [draw(variables(one, lists)) for one in names]}
    if draw(st.booleans()):
        schema["primaryKey"] = names[:2]
    if draw(st.booleans()):
        schema["foreignKeys"] = [{"fields": names[:1], "reference": {"resource": name, "fields": names[-1:]}}]
    if draw(st.booleans()):
        schema["missingValues"] = draw(st.sampled_from([["-"], [], [{"value": "-9", "label": "Not asked"}]]))
    made: Facts = {"name": name, "path": f"tables/{name}.csv", "headerOnly": True, "schema": schema}
    if draw(st.booleans()):
        made["grain"] = draw(WORDS)
    if draw(st.booleans()):
        made["caveats"] = draw(caveats())
    return made


@st.composite
def caveats(draw: st.DrawFn) -> list[Facts]:
    """Caveats of one owner."""
    return [
        {"name": name, "title": draw(WORDS), "description": draw(PROSE), "period": {"from": draw(DATES)}}
        for name in draw(st.lists(SLUGS, min_size=1, max_size=3, unique=True))
    ]


@st.composite
def code_lists(draw: st.DrawFn, name: str) -> Facts:
    """One code list."""
    codes = draw(st.lists(WORDS, min_size=1, max_size=4, unique_by=lambda one: unicodedata.normalize("NFC", one)))
    return {
        "name": name,
        "title": draw(WORDS),
        "complete": draw(st.booleans()),
        "codes": [{"code": code, "label": draw(WORDS)} for code in codes],
    }


@st.composite
def packages(draw: st.DrawFn) -> Facts:
    """A package that breaks no rule."""
    lists = draw(st.lists(SLUGS, max_size=2, unique=True))
    names = draw(st.lists(TABLES, min_size=1, max_size=4, unique=True))
    made: Facts = {
        "name": draw(SLUGS),
        "title": draw(WORDS),
        "version": draw(st.sampled_from(["1.0.0", "2.1.0-rc.1"])),
        "issued": "2020-02-29",
        "mark": draw(MARKS),
        "source": draw(CITED),
        "sources": [{"name": "one", "title": draw(WORDS)}, {"name": "two", "title": draw(WORDS)}],
        "contributors": [{"title": draw(WORDS), "roles": [draw(WORDS)]}],
        "keywords": draw(st.lists(WORDS, min_size=1, max_size=3)),
        "resources": [draw(tables(name, lists)) for name in names],
    }
    if lists:
        made["codeLists"] = [draw(code_lists(name)) for name in lists]
    if draw(st.booleans()):
        made.update({"description": draw(PROSE), "caveats": draw(caveats()), "releaseNotes": draw(PROSE)})
    if draw(st.booleans()):
        made.update({"id": str(draw(st.uuids())), "snapshot": "2020-01-31", "facts": [{"label": "Size", "value": 17}]})
    if draw(st.booleans()):
        made[f"x-{draw(SLUGS)}"] = draw(JSON)
    return made


UNORDERED = {"caveats", "foreignKeys", "keywords", "sources", "resources", "codeLists"}
PROFILES = "https://datapackage.org/profiles/2.0"
PROSE_KEYS = {"title", "description", "inferredMeaning", "label", "grain", "releaseNotes"}


def respelled(package: Facts, seed: int) -> Facts:
    """The same facts in another spelling: older, longer, shuffled, composed in another way."""
    chance = random.Random(seed)  # noqa: S311 - a test's dice
    made = copy.deepcopy(package)
    if chance.random() < 0.5:
        made.update({"$schema": f"{PROFILES}/datapackage.json", "created": "2020-01-01T00:00:00Z"})
    else:
        made["profile"] = "tabular-data-package"
        for contributor in made.get("contributors", ()):
            contributor["role"] = contributor.pop("roles")[0]
    if "id" in made and chance.random() < 0.5:
        made["id"] = made["id"].upper()
    for table in made["resources"]:
        _respell_table(table, chance)
    for code_list in made.get("codeLists", ()):
        for code in code_list["codes"]:
            if chance.random() < 0.5:
                code["status"] = "active"
    respelled_values: Facts = _respell_values(made, "", chance)
    return respelled_values


def _respell_table(table: Facts, chance: random.Random) -> None:
    schema = table["schema"]
    more = (
        (table, {"profile": "tabular-data-resource", "encoding": "UTF8", "format": "CSV", "mediatype": "text/csv"}),
        (table, {"physicalName": table["name"].upper(), "path": [table["path"]], "type": "table"}),
        (table, {"dialect": {"delimiter": ",", "header": True, "lineTerminator": "\r\n"}}),
        (schema, {"$schema": f"{PROFILES}/tableschema.json", "fieldsMatch": ["exact"]}),
    )
    for owner, spelled in more:
        if chance.random() < 0.5:
            owner.update(spelled)
    if len(schema.get("primaryKey", ())) == 1 and chance.random() < 0.5:
        schema["primaryKey"] = schema["primaryKey"][0]
    for foreign in schema.get("foreignKeys", ()):
        if chance.random() < 0.5:
            foreign["fields"] = foreign["fields"][0]
            foreign["reference"] = {"resource": "", "fields": foreign["reference"]["fields"][0]}
    if "missingValues" not in schema and chance.random() < 0.5:
        schema["missingValues"] = chance.choice([[""], [{"value": ""}]])
    for field in schema["fields"]:
        _respell_variable(field, chance)


def _respell_variable(field: Facts, chance: random.Random) -> None:
    defaults = {"format": "default", "availability": "core", "encrypted": False}
    field.update({key: value for key, value in defaults.items() if key not in field and chance.random() < 0.3})
    if field["type"] == "string" and chance.random() < 0.5:
        del field["type"]
    if chance.random() < 0.3:
        field.setdefault("constraints", {}).setdefault("required", False)
    if isinstance(field.get("source"), str) and chance.random() < 0.5:
        field["source"] = [field["source"]]


def _respell_values(value: Any, key: str, chance: random.Random) -> Any:
    """Shuffled properties and unordered lists, decomposed letters, other line ends, blank space, empty values."""
    if isinstance(value, str):
        text = unicodedata.normalize("NFD", value) if chance.random() < 0.5 and key != "path" else value
        if key in PROSE_KEYS:
            text = text.replace("\n", chance.choice(["\n", "\r\n", "\r"])) + chance.choice(["", "\n", "  "])
        return text
    if isinstance(value, list):
        items = [_respell_values(item, "", chance) for item in value]
        if key in UNORDERED:
            chance.shuffle(items)
        return items
    if isinstance(value, dict):
        members = [(name, _respell_values(member, name, chance)) for name, member in value.items()]
        if "resources" in value and chance.random() < 0.5:
            members += [("homepage", None), ("unitOfCount", " "), ("identifiers", []), ("spatial", {})]
        chance.shuffle(members)
        return dict(members)
    return value
