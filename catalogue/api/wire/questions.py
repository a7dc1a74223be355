"""Answers to questions about lineage on the wire."""

from __future__ import annotations

from catalogue.api import links
from catalogue.api.wire.common import Data, known
from catalogue.api.wire.runs import Facts, all_of, read, release


def impact(told: Facts) -> Data:
    """Which sealed releases were made from something."""
    caveat = told["caveat"]
    return {
        "period": all_of(told["period"], "first", "last"),
        "caveat": {**caveat, **all_of(caveat, "begins", "ends")} if caveat else None,
        "releases": [
            {
                **one,
                "release": release(one["release"]),
                "through": [release(other) for other in one["through"]],
                "reads": [read(other) for other in one["reads"]],
                **all_of(one, "begins", "ends"),
            }
            for one in told["releases"]
        ],
    }


def stale(told: Facts) -> Data:
    """A release with a stale input."""
    newest = told["newest"]
    return {
        **told,
        "release": release(told["release"]),
        "input": release(told["input"]),
        "newest": release(newest) if newest else None,
    }


def unbound_run(told: Facts) -> Data:
    """A run without release."""
    return {
        "release": None,
        "issued": None,
        "run": told["id"],
        "runUrl": links.record(links.run(told["id"])),
        "job": dict(told["job"]),
        "state": told["state"],
        "at": told["at"],
    }


def unbound_release(told: Facts) -> Data:
    """A release without run."""
    run = known(told["run"])
    nothing = dict.fromkeys(("job", "state", "at"))
    return {
        "release": release(told["release"]),
        "issued": told["issued"],
        "run": run,
        "runUrl": links.record(links.run(run)) if run else None,
        **nothing,
    }


def difference(told: Facts) -> Data:
    """What differs in the lineage of two releases."""
    return {
        "from": release(told["from"]),
        "to": release(told["to"]),
        **all_of(told, "fromRun", "toRun"),
        **_parts(told),
    }


def why(told: Facts) -> Data:
    """Why a variable is not what it was."""
    return {
        "from": release(told["from"]),
        "to": release(told["to"]),
        "variable": told["variable"],
        "state": told["state"],
        "columnsKnown": told["columnsKnown"],
        **_parts(told),
        "steps": [{**one, **all_of(one, "kind", "subtype", "description")} for one in told["steps"]],
    }


def _parts(told: Facts) -> Data:
    return {
        "inputs": [{**one, **all_of(one, "dataset", "slug", "table", "namespace", "name")} for one in told["inputs"]],
        "jobs": [
            {
                **one,
                "changes": [{**change, "name": known(change["name"])} for change in one["changes"]],
                **all_of(one, "fromRun", "toRun"),
            }
            for one in told["jobs"]
        ],
    }
