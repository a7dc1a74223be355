"""Package folders as stewards would write them, for tests that go through the front door."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from tests.samples import Sample, small


def descriptor(sample: Sample) -> dict[str, Any]:
    """The Data Package descriptor of a sample."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": sample.slug,
        **sample.dataset,
        "version": sample.release.version,
        "issued": sample.release.issued,
        "codeLists": list(sample.code_lists.values()),
        "resources": [
            {
                **{key: value for key, value in table.items() if key not in {"variables", "schema"}},
                "type": "table",
                "path": f"tables/{table['name']}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {"fields": table["variables"], **table.get("schema", {})},
            }
            for table in sample.tables
        ],
    }


def write(folder: Path, sample: Sample | None = None) -> Path:
    """Write a sample as a package folder; returns the folder."""
    sample = sample or small()
    (folder / "tables").mkdir(parents=True)
    (folder / "datapackage.json").write_text(json.dumps(descriptor(sample), indent=1), encoding="utf-8")
    for table in sample.tables:
        with (folder / "tables" / f"{table['name']}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerow([one["name"] for one in table["variables"]])
    return folder
