"""Compared variables as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from catalogue.api import links
from catalogue.api.wire import tables
from catalogue.api.wire.common import Data, known
from catalogue.exports.comparison import CodeRow, aligned_codes, differing
from catalogue.exports.items import Item, query
from catalogue.exports.selection import Selection


def comparison(selection: Selection, measured: Mapping[Item, Sequence[str]]) -> Data:
    """Everything about a comparison. measured: names of the concepts that each variable measures."""
    chosen = [(one.item, one.state) for one in selection.chosen if one.state is not None]
    states = [state for _, state in chosen]
    return {
        "page": links.written(f"/compare?{query([item for item, _ in chosen])}" if chosen else "/compare"),
        "items": [
            {
                "item": item.written,
                "variable": tables.variable(state.release, state.table, state.variable),
                "concepts": list(measured[item]),
            }
            for item, state in chosen
        ],
        "differs": sorted(differing(states)) if states else [],
        "codes": [_code(row) for row in aligned_codes(states)],
        "withdrawn": [one.item.written for one in selection.withdrawn],
        "faults": [{"message": one.message, "remedy": known(one.remedy)} for one in selection.faults],
    }


def _code(row: CodeRow) -> Data:
    return {
        "code": row.code,
        "differs": row.differs,
        "labels": [
            {"label": known(code.label), "labelCy": known(code.label_cy)} if code else None for code in row.entries
        ],
    }
