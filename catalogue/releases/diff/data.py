"""A difference as plain data with the keys of descriptors; null for what is not said."""

from __future__ import annotations

from typing import Any

from catalogue.releases.diff.changes import Change, Difference, Place, Rename, Weight

Data = dict[str, Any]


def data(difference: Difference) -> Data:
    """All of a difference."""
    return {
        "weight": difference.weight,
        "counts": {str(weight): len(difference.of_weight(weight)) for weight in Weight},
        "changes": [_change(one) for one in difference.changes],
        "renames": [_rename(one) for one in difference.renames],
        "unconfirmed": [_place(one) for one in difference.unconfirmed],
    }


def _change(one: Change) -> Data:
    return {
        **_place(one.place),
        "subject": one.subject,
        "kind": one.kind,
        "key": one.key or None,
        "aspect": one.aspect,
        "before": one.before,
        "after": one.after,
        "weight": one.weight,
        "reason": one.reason,
    }


def _rename(one: Rename) -> Data:
    return {**_place(one.place), "likeness": one.likeness, "why": one.why}


def _place(one: Place) -> Data:
    return {
        "table": one.table or None,
        "variable": one.variable or None,
        "codeList": one.code_list or None,
        "code": one.code or None,
        "wasTable": one.was_table or None,
        "wasVariable": one.was_variable or None,
    }
