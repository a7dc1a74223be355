"""What the gate looks at: a release's description in normal form, its code lists resolved, its texts laid out once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Facts = Mapping[str, Any]


class Lineage(StrEnum):
    """What is known of the runs that made a release."""

    BOUND = "bound"
    """The seal names at least one run that was reported."""
    PROMISED = "promised"
    """The publisher named a run that is reported later."""
    MISSING = "missing"
    """Nobody named a run, and no reported run wrote the bytes of its tables."""
    UNASKED = "unasked"
    """It was not looked for, as in a draft."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands. A text about the dataset as a whole has neither table nor code list.

    key: the property as the descriptor spells it, entries of lists by their names, joined by `/`.
    """

    table: str = ""
    variable: str = ""
    code_list: str = ""
    code: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A text that somebody wrote. leaf: the last property on the way to it, such as `description`."""

    place: Place
    leaf: str
    value: str

    @property
    def top(self) -> str:
        """The first property on the way to it, such as `access`."""
        return self.place.key.partition("/")[0]

    @property
    def is_prose(self) -> bool:
        """True for sentences."""
        return self.leaf in PROSE

    @property
    def is_label(self) -> bool:
        """True for what stands as a heading or in a cell."""
        return self.leaf in LABELS


PROSE = frozenset(
    {
        "description", "inferredMeaning", "note", "openQuestion", "unitOfCount", "releaseNotes", "conditions",
        "process", "eligibility", "request", "specialAccess", "projectView", "trap", "projects", "people",
        "settings", "data", "outputs",
    }
)  # fmt: skip
LABELS = frozenset({"title", "titleCy", "label", "labelCy", "grain"})
# Names, words of closed sets, patterns and digests: texts that nobody reads as such, and other rules see to.
_NO_TEXT = frozenset(
    {
        "id", "name", "physicalName", "formerNames", "physicalSchema", "systemCode", "type", "physicalType", "format",
        "mark", "source", "status", "severity", "codeList", "availability", "mediatype", "encoding", "hash", "digest",
        "bytes", "rows", "path", "version", "pattern", "fields", "resource", "primaryKey", "rdfType", "variables",
        "publisher", "custodian", "accessRights", "mode", "measure", "kind", "codes",
    }
)  # fmt: skip
# A whole number of so many digits can be somebody's number, and is looked at as a text.
_LONG_NUMBER = 999_999


@dataclass(frozen=True, slots=True)
class Subject:
    """A release as the gate judges it.

    dataset: its facts. tables: in normal form, each with `name` and `variables`. code_lists: those that variables use,
    by name, as far as they are known. threshold: the least count of people that may be told. snapshot: ISO date or
    empty. texts: every text of all of it. whole: all texts in one, a line or more for each, so that a rule sees in one
    search that there is nothing for it. columns: every table with each of its variables and its place. uses: the first
    place that uses each code list. earlier: tables of each release of the dataset before, oldest first, those that were
    withdrawn too, as far as they tell figures.
    """

    dataset: Facts
    tables: Sequence[Facts]
    code_lists: Mapping[str, Facts]
    lineage: Lineage
    threshold: int
    snapshot: str
    texts: tuple[Text, ...]
    whole: str
    columns: tuple[tuple[Facts, Facts, Place], ...]
    uses: Mapping[str, Place]
    earlier: Sequence[Sequence[Facts]]

    @property
    def is_open(self) -> bool:
        """True when anybody may have the data; what does not say so counts as restricted."""
        return self.dataset.get("accessRights") == "open"


def subject(
    dataset: Facts,
    tables: Sequence[Facts],
    code_lists: Mapping[str, Facts],
    *,
    lineage: Lineage = Lineage.UNASKED,
    threshold: int = 10,
    snapshot: str = "",
    notes: str = "",
    earlier: Sequence[Sequence[Facts]] = (),
) -> Subject:
    """Lay out a release for the gate. notes: those of the release, which are sealed beside its content."""
    columns = tuple(
        (table, variable, Place(str(table["name"]), str(variable["name"])))
        for table in tables
        for variable in table["variables"]
    )
    uses: dict[str, Place] = {}
    for _, variable, place in columns:
        if "codeList" in variable:
            uses.setdefault(str(variable["codeList"]), place)
    texts = tuple(_texts(dataset, tables, code_lists, notes))
    whole = "\n".join(text.value for text in texts)
    return Subject(dataset, tables, code_lists, lineage, threshold, snapshot, texts, whole, columns, uses, earlier)


def _texts(dataset: Facts, tables: Sequence[Facts], code_lists: Mapping[str, Facts], notes: str) -> Iterator[Text]:
    yield from texts_of(dataset, Place())
    if notes:
        yield Text(Place(key="releaseNotes"), "releaseNotes", notes)
    for table in tables:
        name = str(table["name"])
        yield from texts_of(table, Place(name))
        for variable in table["variables"]:
            yield from texts_of(variable, Place(name, str(variable["name"])))
    for name, facts in code_lists.items():
        yield from texts_of(facts, Place(code_list=name))
        for code in facts.get("codes", ()):
            at = Place(code_list=name, code=str(code.get("code", "")))
            yield Text(Place(at.table, at.variable, name, at.code, "code"), "code", at.code)
            yield from texts_of({key: value for key, value in code.items() if key != "code"}, at)


def texts_of(facts: Facts, at: Place) -> Iterator[Text]:
    """The texts of one thing, those in groups and lists included, unknown properties too."""
    for key, value in facts.items():
        if key not in _NO_TEXT:
            yield from _leaves(value, at, key, key)


def _leaves(value: Any, at: Place, way: str, leaf: str) -> Iterator[Text]:
    if isinstance(value, str):
        yield Text(Place(at.table, at.variable, at.code_list, at.code, way), leaf, value)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in _NO_TEXT:
                yield from _leaves(inner, at, f"{way}/{key}", key)
    elif isinstance(value, list | tuple):
        yield from _entries(value, at, way, leaf)
    elif isinstance(value, int) and value > _LONG_NUMBER:
        yield Text(Place(at.table, at.variable, at.code_list, at.code, way), leaf, str(value))


def _entries(values: Iterable[Any], at: Place, way: str, leaf: str) -> Iterator[Text]:
    for number, value in enumerate(values, 1):
        named = isinstance(value, Mapping) and value.get("name")
        yield from _leaves(value, at, f"{way}/{named or number}", leaf)
