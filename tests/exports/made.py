"""Selections made up for tests of exports, without a register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from catalogue.errors import Problem
from catalogue.exports.items import Item
from catalogue.exports.selection import Chosen, Selection, State
from catalogue.model.code_lists import code_list_record
from catalogue.model.records import dataset_facts, table_record
from catalogue.store.releases import DatasetRecord, ReleaseRecord

DATASET = {"id": "k", "title": "Made-up extract", "physicalSchema": "SAILMADEV", "accessRights": "restricted"}


def release(number: int = 1, version: str = "1.0.0", title: str = "Made-up extract") -> ReleaseRecord:
    """A release that stands."""
    return ReleaseRecord(
        id=number, dataset_key="k", slug="made", version=version, snapshot="2023-06-22", issued="2024-01-01",
        serial=number, recorded="", content="0" * 64, seal="a" * 64, facts=dataset_facts({**DATASET, "title": title}),
        sealed={}, code_lists={}, retraction={},
    )  # fmt: skip


def chosen(
    variables: Sequence[Mapping[str, Any]],
    table: str = "cases",
    at: ReleaseRecord | None = None,
    codes: Sequence[Mapping[str, Any]] = (),
    schema: Mapping[str, Any] | None = None,
) -> tuple[Chosen, ...]:
    """Variables of one table. Those that name a code list have these codes."""
    here = at or release()
    facts = {"name": table, "physicalName": table.upper(), "title": "Cases", "schema": schema or {}}
    record = table_record(facts, "b" * 64, [("c" * 64, one) for one in variables], here.facts)
    listed = code_list_record({"name": "list", "codes": list(codes)}, "d" * 64)
    return tuple(
        Chosen(
            Item(here.slug, here.version, table, one.name),
            DatasetRecord("k", here.slug, (here,)),
            here,
            State(here, replace(record, variables=()), one, listed if one.code_list and codes else None),
            None,
        )
        for one in record.variables
    )


def selection(*tables: Sequence[Chosen], faults: Sequence[Problem] = ()) -> Selection:
    """A selection of them."""
    return Selection(tuple(one for table in tables for one in table), tuple(faults))
