"""Beside Datasette: the same variables, the same requests, in the same run, taking turns.

Datasette serves them from one SQLite table with a full-text index. `content="variables"` stands in double quotes on
purpose: without them Datasette takes no notice of `_search` and answers quickly with everything, so the numbers of
hits are compared too.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psutil

from tests.benchmarks import addresses, processes
from tests.benchmarks.answers import MEGABYTE, workers
from tests.benchmarks.processes import Answer, Client
from tests.benchmarks.stage import Stage
from tests.benchmarks.tables import MILLI, Table, median, p95
from tests.postgres import free_port

COLUMNS = ("id", "dataset", "table_name", "name", "label", "definition", "type", "mark", "code_list", "codes")
HITS = 20
WARMING = 2
ROWS = "/variables/variables"
FACETS = [("_facet", "type"), ("_facet", "mark"), ("_facet", "table_name")]

Count = Callable[[Answer], int | None]


@dataclass(frozen=True, slots=True)
class Pair:
    """The same request to both: a path for each turn, and how to count what was found."""

    name: str
    ours: Sequence[str]
    theirs: Sequence[str]
    our_count: Count
    their_count: Count


def measure(stage: Stage) -> Iterator[Table]:
    """Answers of both, and the memory of both."""
    with processes.serving(stage.large_register) as (port, process):
        client = Client(port)
        records = addresses.variables(client)
        with datasette(stage, records, code_texts(client)) as (their_port, their_process):
            their_client = Client(their_port)
            table = Table(
                f"Beside Datasette {version('datasette')}: {len(records)} variables",
                (
                    "request", "turns", "catalogue p50 ms", "p95 ms", "Datasette p50 ms", "p95 ms ", "Datasette ÷ ours",
                    "our hits", "their hits",
                ),
                "Both servers run at once; each request goes to one and then to the other, every address once. "
                "Ours has two worker processes, Datasette one; one client asks, so only one of them works at a time.",
            )  # fmt: skip
            for pair in _pairs(records, stage.scale.requests):
                _add(table, client, their_client, pair)
            yield table
            yield _memory(process.pid, their_process.pid, stage.scale.requests)
            their_client.close()
        client.close()


@contextmanager
def datasette(stage: Stage, records: Sequence[dict[str, Any]], codes: Mapping[str, str]) -> Iterator[tuple[int, Any]]:
    """Datasette on loopback with those variables; gives its port and process."""
    file = stage.new_folder("datasette") / "variables.db"
    file.parent.mkdir()
    fill(file, records, codes)
    port, log = free_port(), file.with_suffix(".log")
    options = ["--host", processes.LOOPBACK, "--port", str(port), "--setting", "max_returned_rows", "1000"]
    command = [sys.executable, "-m", "datasette", "serve", str(file), *options]
    with processes.started(command, processes.environment(stage.folder), log) as process:
        processes.wait_for(port, f"{ROWS}.json?_size=1", process, log)
        yield port, process


def fill(file: Path, records: Sequence[dict[str, Any]], codes: Mapping[str, str]) -> None:
    """Write the SQLite file: one row a variable; a full-text index over name, label, definition and codes."""
    with closing(sqlite3.connect(file)) as database:
        columns = ", ".join(f"{name} TEXT" for name in COLUMNS[1:])
        database.execute(f"CREATE TABLE variables (id INTEGER PRIMARY KEY, {columns})")
        database.executemany(
            f"INSERT INTO variables VALUES ({', '.join('?' * len(COLUMNS))})",
            [_row(number, record, codes) for number, record in enumerate(records)],
        )
        for name in ("type", "mark", "table_name"):
            database.execute(f"CREATE INDEX variables_{name} ON variables ({name})")
        database.execute(
            "CREATE VIRTUAL TABLE variables_fts USING fts5"
            '(name, label, definition, codes, tokenize="porter", content="variables", content_rowid="id")'
        )
        database.execute("INSERT INTO variables_fts (variables_fts) VALUES ('rebuild')")
        database.commit()


def code_texts(client: Client) -> dict[str, str]:
    """Codes and labels of every code list, as one text each: our search looks into them, so theirs shall too."""
    names = [item["name"] for item in client.ok(f"{addresses.API}/codelists").record()["items"]]
    lists = {name: client.ok(f"{addresses.API}/codelists/{name}").record()["codes"] for name in names}
    return {
        name: "\n".join(f"{code['code']} {code['label'] or ''} {code['labelCy'] or ''}".strip() for code in codes)
        for name, codes in lists.items()
    }


def _row(number: int, record: dict[str, Any], codes: Mapping[str, str]) -> tuple[Any, ...]:
    code_list = (record["codeList"] or {}).get("name", "")
    return (
        number, record["dataset"]["slug"], record["table"]["name"], record["name"], record["label"],
        record["definition"], record["type"], record["mark"], code_list, codes.get(code_list, ""),
    )  # fmt: skip


def _pairs(records: Sequence[dict[str, Any]], count: int) -> list[Pair]:
    texts = addresses.queries(records, 3 * count)
    step = max(1, len(records) // (2 * count))
    numbers = list(range(0, len(records), step))
    json_numbers, page_numbers = numbers[:count], numbers[count : 2 * count] or numbers[:count]
    pages = ["/".join(records[number]["page"].split("/")[3:]) for number in range(len(records))]

    def total(answer: Answer) -> int:
        return int(answer.record()["total"])

    def filtered(answer: Answer) -> int:
        return int(answer.record()["filtered_table_rows_count"])

    def ours(path: str, asked: Sequence[str], **more: str) -> list[str]:
        return [f"{path}?{urlencode({'q': text, **more})}" for text in asked]

    def theirs(path: str, asked: Sequence[str], more: Sequence[tuple[str, str]] = ()) -> list[str]:
        return [f"{path}?{urlencode([('_search', text), ('_size', HITS), *more])}" for text in asked]

    plain, page = texts[:count], texts[count : 2 * count] or texts
    search = f"{addresses.API}/search"
    kind = {"kind": "variable", "limit": str(HITS)}
    return [
        Pair(
            "search with facets, JSON", ours(search, plain, **kind), theirs(f"{ROWS}.json", plain, FACETS),
            total, filtered,
        ),
        Pair(
            "search (ours with facets, theirs without), JSON", ours(search, page, **kind),
            theirs(f"{ROWS}.json", page), total, filtered,
        ),
        Pair(
            "search with facets, page", ours("/search", plain, kind="variable"), theirs(ROWS, plain, FACETS),
            _uncounted, _uncounted,
        ),
        Pair(
            "one variable, JSON", [f"{addresses.API}/{pages[number]}" for number in json_numbers],
            [f"{ROWS}/{number}.json?_shape=objects" for number in json_numbers], _uncounted, _uncounted,
        ),
        Pair(
            "one variable, page", [f"/{pages[number]}" for number in page_numbers],
            [f"{ROWS}/{number}" for number in page_numbers], _uncounted, _uncounted,
        ),
    ]  # fmt: skip


def _uncounted(_answer: Answer) -> None:
    return None


def _add(table: Table, client: Client, their_client: Client, pair: Pair) -> None:
    # The last two of each warm both sides up, so that no server is timed importing and opening what it needs.
    for our_path, their_path in zip(pair.ours[-WARMING:], pair.theirs[-WARMING:], strict=True):
        client.ok(our_path)
        their_client.ok(their_path)
    ours, theirs = [], []
    for our_path, their_path in zip(pair.ours[:-WARMING], pair.theirs[:-WARMING], strict=True):
        ours.append(client.ok(our_path))
        theirs.append(their_client.ok(their_path))
    counts = [sum(count(answer) or 0 for answer in answers) for count, answers in _counted(pair, ours, theirs)]
    if counts and 0 in counts:
        raise RuntimeError(f"{pair.name}: a side found nothing ({counts}); it did not search")
    our_times, their_times = ([answer.seconds * MILLI for answer in side] for side in (ours, theirs))
    table.add(
        pair.name, len(ours), median(our_times), p95(our_times), median(their_times), p95(their_times),
        median(their_times) / median(our_times), *(counts or (None, None)),
    )  # fmt: skip


def _counted(pair: Pair, ours: list[Answer], theirs: list[Answer]) -> list[tuple[Count, list[Answer]]]:
    if pair.our_count is _uncounted:
        return []
    return [(pair.our_count, ours), (pair.their_count, theirs)]


def _memory(supervisor: int, other: int, requests: int) -> Table:
    table = Table(
        "Memory beside Datasette",
        ("process", "USS MB", "RSS MB"),
        f"After the requests above, {requests} addresses of each kind.",
    )
    processes_now = {f"catalogue worker {number}": one for number, one in enumerate(workers(supervisor), 1)}
    for name, process in {**processes_now, "Datasette": psutil.Process(other)}.items():
        held = process.memory_full_info()
        table.add(name, held.uss / MEGABYTE, held.rss / MEGABYTE)
    return table
