"""What a seal says of the runs behind a release, and the closure of runs behind those. Pure.

The member `run` of a seal names the run, its code and parameters, which output each table is, and which exact version
of each input was read. `upstream` is the digest of an object with every run back to sources or to other releases, whose
own seals take over from there. Only what is public stands in either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

LINEAGE_FORMAT = "catalogue-lineage/1"
Row = tuple[str, str, str, str, str, str]


def pinned_rows(seal: Mapping[str, Any]) -> Iterator[Row]:
    """(table, UUID, namespace, name, version, how) of each output that a seal names, as rows repeat it."""
    run = seal.get("run") or {}
    for one in run.get("outputs", ()):
        yield (
            str(one.get("table", "")),
            str(one["run"]),
            str(one.get("namespace", "")),
            str(one.get("name", "")),
            str(one.get("version", "")),
            str(one["how"]),
        )
