"""A release as the difference reads it: its parts by name, and by digest so that equal parts need no reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.releases.diff.changes import Facts

CARRIED = "carried-forward"


@dataclass(frozen=True, slots=True)
class VariableSide:
    """A variable: its digest, and what is said of it."""

    digest: str
    facts: Facts

    @property
    def name(self) -> str:
        """Its name, letters as they are."""
        return str(self.facts["name"])


@dataclass(frozen=True, slots=True)
class TableSide:
    """A table without its variables, and these in the order of columns. digest: of both together."""

    digest: str
    facts: Facts
    variables: tuple[VariableSide, ...]

    @property
    def partly_known(self) -> bool:
        """True when there are columns of which not even the names are known."""
        return bool(self.facts.get("undocumentedColumns"))


@dataclass(frozen=True, slots=True)
class Side:
    """All that a release says. tables, code_lists: by name."""

    dataset: Facts
    tables: Mapping[str, TableSide]
    code_lists: Mapping[str, Facts]

    @property
    def known_by_name(self) -> frozenset[str]:
        """Tables of which no column is described."""
        return frozenset(str(one.get("name", "")) for one in self.dataset.get("undocumentedTables", ()))


def confirmed(chain: Sequence[Facts]) -> bool:
    """Whether somebody confirmed it for this release. chain: the thing and what it stands in, innermost first."""
    evidence: Any = next((facts["evidence"] for facts in chain if "evidence" in facts), None) or {}
    return bool(evidence.get("status") != CARRIED)


def side(content: Facts, objects: Mapping[str, Facts]) -> Side:
    """A release from its content document and the objects that this names, by digest."""

    def table(digest: str) -> TableSide:
        facts = dict(objects[digest])
        columns = facts.pop("variables", ())
        return TableSide(digest, facts, tuple(VariableSide(one, objects[one]) for one in columns))

    return Side(
        content["dataset"],
        {name: table(digest) for name, digest in content.get("tables", {}).items()},
        {name: objects[digest] for name, digest in content.get("codeLists", {}).items()},
    )
