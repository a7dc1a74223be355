"""What a release says, as objects by digest: one for each variable, table and code list, one for the whole.

The content document names its tables and code lists by digest, and a table names its variables by digest. So
two releases share every part that is equal in both, and changing any value anywhere changes the digest on top.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.releases.canonical import digest, encode, normalise

CONTENT_FORMAT = "catalogue-content/1"


@dataclass(frozen=True, slots=True)
class Part:
    """One stored object: what kind of thing it is, its name, its canonical bytes and their digest."""

    kind: str
    name: str
    digest: str
    body: bytes


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table and its variables in column order."""

    part: Part
    variables: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """All objects of one release's content. `part` is the content document itself."""

    part: Part
    tables: tuple[TablePart, ...]
    code_lists: Mapping[str, str]

    def parts(self) -> Iterable[Part]:
        """Every object of the content, leaves first; the same object may come twice."""
        for table in self.tables:
            yield from table.variables
            yield table.part
        yield self.part


def part(kind: str, name: str, facts: Any) -> Part:
    """The canonical object of some facts. Raises NotCanonicalError for values JSON cannot carry exactly."""
    body = encode(normalise(facts))
    return Part(kind, name, digest(body), body)


def build_content(
    dataset: Mapping[str, Any], tables: Iterable[Mapping[str, Any]], code_lists: Mapping[str, str]
) -> Content:
    """Objects of a release.

    dataset: the facts of the dataset with its permanent `id`, and no version, date, run, receipt or host.
    tables: each with `name` and `variables` (mappings in column order); order of tables carries no meaning.
    code_lists: name to digest of every code list that a variable uses.
    """
    table_parts = tuple(_table_part(table) for table in sorted(tables, key=lambda table: str(table["name"])))
    content = part(
        "content",
        str(dataset["id"]),
        {
            "format": CONTENT_FORMAT,
            "dataset": dataset,
            "tables": {table.part.name: table.part.digest for table in table_parts},
            "codeLists": dict(code_lists),
        },
    )
    return Content(content, table_parts, dict(code_lists))


def _table_part(table: Mapping[str, Any]) -> TablePart:
    variables = tuple(part("variable", str(facts["name"]), facts) for facts in table["variables"])
    facts = {key: value for key, value in table.items() if key != "variables"}
    body = {**facts, "variables": [variable.digest for variable in variables]}
    return TablePart(part("table", str(table["name"]), body), variables)
