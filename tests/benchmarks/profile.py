"""`catalogue profile` of a large file, beside DuckDB's own SUMMARIZE of the same file with the same memory."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb

from tests.benchmarks.stage import Stage
from tests.benchmarks.tables import Table

MOST_MEMORY = 500
COLUMNS = """i AS CASE_ID, 'E' || hash(i)::VARCHAR AS ALF_E, (i % 7)::VARCHAR AS LAW,
    CASE WHEN hash(i) % 10 > 0 THEN ['M', 'F', 'U'][1 + (hash(i + 3) % 3)::INT] END AS SEX,
    DATE '2005-01-01' + (hash(i + 5) % 6000)::INT AS RECEIVED, hash(i + 7) % 120 AS AGE,
    (hash(i + 9) % 1000000) / 100.0 AS AMOUNT, 'made-up text ' || (hash(i + 11) % 100000) AS NOTE,
    (hash(i + 13) % 22)::VARCHAR AS LA, hash(i + 15) % 5000 AS DAYS,
    CASE WHEN hash(i + 17) % 3 > 0 THEN DATE '2010-01-01' + (hash(i + 19) % 3000)::INT END AS CLOSED,
    'W0' || (hash(i + 21) % 1900) AS LSOA"""
OURS = """
from pathlib import Path
from catalogue.statistics.profile import profile
found = profile([Path({path!r})], "large", 10)
assert found["statistics"]["rows"] == {rows}
"""
SUMMARIZE = """
import duckdb
connection = duckdb.connect(":memory:", config={{"threads": {threads}, "memory_limit": "256MB"}})
connection.execute("SET enable_progress_bar = false")
assert len(connection.execute("SUMMARIZE FROM read_csv(?)", [{path!r}]).fetchall()) == 12
"""


def measure(stage: Stage) -> Iterator[Table]:
    """Seconds and peak memory of a process that does nothing else, at two sizes: memory must not follow the rows."""
    table = Table(
        "Statistics of a data file",
        ("program", "rows", "CSV, MB", "seconds", "peak memory, MB", f"below {MOST_MEMORY} MB"),
        "12 columns: identifiers, codes, dates, numbers, texts. SUMMARIZE also gives least and greatest values, and"
        " protects nothing; it is asked with one thread, as the catalogue asks, and with two.",
    )
    for rows in (stage.scale.profile_rows // 5, stage.scale.profile_rows):
        path = stage.folder / "large.csv"
        duckdb.connect(config={"memory_limit": "1GB"}).execute(
            f"COPY (SELECT {COLUMNS} FROM range({rows}) AS t(i)) TO '{path}' (FORMAT csv, HEADER)"
        )
        size = path.stat().st_size / 1e6
        programs = {"catalogue profile": OURS.format(path=str(path), rows=rows)}
        for threads in (1, 2):
            programs[f"SUMMARIZE, threads: {threads}"] = SUMMARIZE.format(path=str(path), threads=threads)
        for name, program in programs.items():
            seconds, memory = _run(program)
            held = ("yes" if memory <= MOST_MEMORY else "NO") if name.startswith("catalogue") else ""
            table.add(name, rows, size, seconds, memory, held)
        path.unlink()
    yield table


def _run(program: str) -> tuple[float, float]:
    """Seconds that a program takes in a process of its own, and the most memory that it held, in MB."""
    # The child measures itself: what its parent knows of children is the largest of them all.
    ending = "\nimport resource\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", program + ending],
        cwd=Path(__file__).resolve().parents[2], capture_output=True, text=True, check=True,
    )  # fmt: skip
    return time.perf_counter() - start, int(done.stdout) / 1000
