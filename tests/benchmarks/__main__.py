"""`python -m tests.benchmarks`: run the benchmarks and print their tables as each is done."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from catalogue.settings import VERSION
from tests.benchmarks import (
    answers,
    differences,
    drafts,
    gate,
    growth,
    lineage,
    peer,
    profile,
    publishing,
    quality,
    starting,
    traces,
)
from tests.benchmarks.scale import FULL, QUICK
from tests.benchmarks.stage import Stage
from tests.benchmarks.tables import Table

SUBJECTS: dict[str, Callable[[Stage], Iterator[Table]]] = {
    "publishing": publishing.measure,
    "growth": growth.measure,
    "starting": starting.measure,
    "answers": answers.measure,
    "peer": peer.measure,
    "quality": quality.measure,
    "lineage": lineage.measure,
    "traces": traces.measure,
    "differences": differences.measure,
    "gate": gate.measure,
    "drafts": drafts.measure,
    "profile": profile.measure,
}


def main(words: Sequence[str]) -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help=f"of: {', '.join(SUBJECTS)}; default: all")
    parser.add_argument("--quick", action="store_true", help="small numbers: shows that all of it works, no more")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the tables there too, numbers unrounded")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="work in this new folder and leave it")
    wanted = parser.parse_args(words)
    unknown = sorted(set(wanted.subjects) - set(SUBJECTS))
    if unknown:
        parser.error(f"there is no subject {', '.join(unknown)}; there are {', '.join(SUBJECTS)}")
    scale = QUICK if wanted.quick else FULL
    with tempfile.TemporaryDirectory(prefix="catalogue-benchmarks-") as temporary:
        folder = wanted.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        stage = Stage(folder, scale)
        print(f"{machine()['text']}.\n", flush=True)
        tables = []
        for name in wanted.subjects or SUBJECTS:
            for table in SUBJECTS[name](stage):
                tables.append(table)
                print(table.markdown(), flush=True)
    if wanted.json is not None:
        document = {"machine": machine(), "quick": wanted.quick, "tables": [table.plain() for table in tables]}
        wanted.json.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")


def machine() -> dict[str, Any]:
    """What the numbers were measured with, without anything that names this very machine."""
    cores, python = os.cpu_count() or 1, platform.python_version()
    text = f"Catalogue {VERSION}, Python {python}, {cores} cores, {platform.system()}"
    return {"catalogue": VERSION, "python": python, "cores": cores, "system": platform.system(), "text": text}


if __name__ == "__main__":
    main(sys.argv[1:])
