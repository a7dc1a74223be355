"""The releases of the England extract as the register would hold them, for tests of what they say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from catalogue.model.records import DatasetFacts, Table, Variable, dataset_facts, table_record
from catalogue.packages.read import read_package
from catalogue.settings import SITE
from tests.packages.samples import LIMITS

LOADED = "AVAIL_FROM_DT"
RELEASES = (("cafe-ecms", "1.0.0"), ("cafe-ecms", "2.0.0"), ("cafe-cms", "1.0.0"))


@dataclass(frozen=True, slots=True)
class Described:
    """A release. tables: those with columns, named: those known by name only; both by physical name."""

    dataset: DatasetFacts
    tables: dict[str, Table]
    named: dict[str, dict[str, Any]]

    def variables(self) -> Iterator[tuple[Table, Variable]]:
        """Every variable with its table."""
        for table in self.tables.values():
            for variable in table.variables:
                yield table, variable

    def is_lookup(self, name: str) -> bool:
        """True for a table of the schema that holds look-ups."""
        return self.tables[name].facts.get("physicalSchema") == "SAILCAFEREFV"

    def main(self) -> dict[str, Table]:
        """The tables that are no look-ups."""
        return {name: table for name, table in self.tables.items() if not self.is_lookup(name)}

    def fact(self, label: str) -> str:
        """Value and note of a statement on the holding."""
        item = next(item for item in self.dataset.facts["facts"] if item["label"] == label)
        return f"{item['value']} {item.get('note', '')}"


@cache
def described(slug: str, version: str) -> Described:
    """Read a release from `metadata/`."""
    package = read_package(SITE / "metadata" / "packages" / slug / version / "datapackage.yaml", LIMITS)
    dataset = dataset_facts(dict(package.dataset))
    records = [table_record(facts, "", [("", one) for one in facts["variables"]], dataset) for facts in package.tables]
    named = {str(item["physicalName"]): item for item in package.dataset.get("undocumentedTables", ())}
    return Described(dataset, {record.physical_name: record for record in records}, named)
