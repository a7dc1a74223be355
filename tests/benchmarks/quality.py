"""The questions that people ask, over HTTP on the real content: how well and how fast they are answered, ours beside
Datasette with SQLite's full-text search on the same variables.

Datasette holds variables alone, so beside it only questions that a variable answers are counted. Its own `_search`
lists matches in the order of their rows; it is asked with SQL that ranks them, which is the best it offers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from tests.benchmarks import addresses, processes
from tests.benchmarks.peer import code_texts, datasette
from tests.benchmarks.processes import Client
from tests.benchmarks.stage import Stage
from tests.benchmarks.tables import MILLI, Table, holds, median, p95
from tests.search.quality import DEPTH, REPORTED, Asked, Question, evaluate, mean, questions

SEARCH_MS, SUGGEST_MS, MEAN_RANK = 15.0, 8.0, 0.95
BEGINNING = 5  # letters of a question that are completed
SQL = (
    "select v.dataset, v.table_name, v.name, v.code_list from variables_fts f join variables v on v.id = f.rowid "
    f"where variables_fts match escape_fts(:q) order by rank limit {DEPTH}"
)
WARMING = 10
Ask = Callable[[str], list[set[str]]]


def measure(stage: Stage) -> Iterator[Table]:
    """How well every question is answered, then how fast."""
    asked = questions()
    with processes.serving(stage.real_register) as (port, _):
        client = Client(port)
        records = addresses.variables(client)
        with datasette(stage, records, code_texts(client)) as (their_port, _):
            their_client = Client(their_port)
            of_variables = [one for one in asked if any(answer.startswith("variable:") for answer in one.answers)]
            lists = {_name(one): (one["codeList"] or {}).get("name", "") for one in records}
            yield _ranks(evaluate(_catalogue(client, lists), asked), evaluate(_fts5(their_client, lists), of_variables))
            yield _speed(client, their_client, asked)
            their_client.close()
        client.close()


def _catalogue(client: Client, lists: Mapping[str, str]) -> Ask:
    def ask(text: str) -> list[set[str]]:
        record = client.ok(f"{addresses.API}/search?{urlencode({'q': text, 'limit': DEPTH})}").record()
        return [_names(lists, hit["kind"], hit["dataset"], hit["table"], hit["name"]) for hit in record["hits"]]

    return ask


def _fts5(client: Client, lists: Mapping[str, str]) -> Ask:
    def ask(text: str) -> list[set[str]]:
        record = client.ok(_fts5_path(text)).record()
        return [_names(lists, "variable", row["dataset"], row["table_name"], row["name"]) for row in record["rows"]]

    return ask


def _fts5_path(text: str) -> str:
    return f"/variables.json?{urlencode({'sql': SQL, 'q': text, '_shape': 'objects'})}"


def _names(lists: Mapping[str, str], kind: str, dataset: str, table: str, name: str) -> set[str]:
    """A hit as the table of questions names it, and the code list that it uses."""
    place = {"variable": f"{dataset}/{table}/{name}", "table": f"{dataset}/{table}"}
    own = f"{kind}:{place.get(kind, name)}".lower()
    return {own, f"codelist:{lists.get(own, '')}"}


def _name(record: Mapping[str, Any]) -> str:
    return f"variable:{record['dataset']['slug']}/{record['table']['name']}/{record['name']}".lower()


def _timed(client: Client, paths: Sequence[str]) -> list[float]:
    """Milliseconds of each request, the first few left out: by then every process has opened what it needs."""
    return [client.ok(path).seconds * MILLI for path in paths][WARMING:]


def _ranks(answers: Sequence[Asked], theirs: Sequence[Asked]) -> Table:
    table = Table(
        f"Answers to {len(answers)} questions",
        (
            "type", "questions", "MRR@10, half reported", "target", "holds", "a variable answers", "ours",
            "Datasette FTS5",
        ),
        "Mean reciprocal rank of the first answer among ten hits; the other half of the questions was tuned on. The "
        "last three columns are of all questions that a variable answers: Datasette has nothing but variables.",
    )  # fmt: skip
    for kind in (*dict.fromkeys(one.question.type for one in answers), ""):
        own = [one for one in answers if kind in {one.question.type, ""}]
        other = [one for one in theirs if kind in {one.question.type, ""}]
        asked = {one.question for one in other}
        reported = mean([one for one in own if one.question.half == REPORTED])
        overall = not kind
        table.add(
            kind or "all", len(own), reported, MEAN_RANK if overall else None,
            holds(MEAN_RANK, reported) if overall else None, len(other),
            *((mean([one for one in own if one.question in asked]), mean(other)) if other else (None, None)),
        )  # fmt: skip
    return table


def _speed(client: Client, their_client: Client, asked: Sequence[Question]) -> Table:
    table = Table(
        "Speed of answers: real content",
        ("request", "questions", "p50 ms", "p95 ms", "target ms", "holds"),
        "The same questions, each asked once over one keep-alive connection. Ours count facets, Datasette's do not.",
    )
    texts = [one.text for one in asked]
    search = [f"{addresses.API}/search?{urlencode({'q': text, 'limit': 20})}" for text in texts]
    begun = [f"{addresses.API}/suggest?{urlencode({'q': text[:BEGINNING]})}" for text in texts]
    rows = (
        ("search with facets, JSON", client, search, SEARCH_MS),
        ("search with facets, page", client, [f"/search?{urlencode({'q': text})}" for text in texts], None),
        ("suggest", client, begun, SUGGEST_MS),
        ("Datasette FTS5, JSON", their_client, [_fts5_path(text) for text in texts], None),
    )
    for name, who, paths, target in rows:
        times = _timed(who, paths)
        middle = median(times)
        table.add(name, len(times), middle, p95(times), target, None if target is None else holds(middle, target))
    return table
