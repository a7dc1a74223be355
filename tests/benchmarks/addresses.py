"""What is asked for: addresses of a running site by kind, read from its own API, different ones of each kind."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from tests.benchmarks.processes import Client

API = "/api/v1"
PAGE = 1000
SEED = 20231122
_WORD = re.compile(r"[A-Za-z]{4,}")


@dataclass(frozen=True, slots=True)
class Kind:
    """Addresses of one kind. `promised` tells whether the promise on pages and search speaks of them."""

    name: str
    paths: tuple[str, ...]
    promised: bool = True


def variables(client: Client) -> list[dict[str, Any]]:
    """All variables in force, as records."""
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = client.ok(f"{API}/variables?{urlencode({'limit': PAGE, **({'cursor': cursor} if cursor else {})})}")
        record = page.record()
        found += record["items"]
        cursor = record["next"] or ""
        if not cursor:
            return found


def queries(records: Sequence[dict[str, Any]], count: int) -> list[str]:
    """Different searches of two words that stand together in a label: each finds at least one variable."""
    chance = random.Random(SEED)  # noqa: S311 - repeatable, not secret
    pairs = {
        " ".join(sorted(dict.fromkeys(word.lower() for word in _WORD.findall(record["label"] or "")), key=len)[-2:])
        for record in records
    }
    known = sorted(pair for pair in pairs if " " in pair)
    chance.shuffle(known)
    return known[:count]


def kinds(client: Client, count: int) -> list[Kind]:
    """Every kind of request that the benchmarks know, with up to `count` different addresses of each."""
    records = variables(client)
    chosen = random.Random(SEED).sample(records, min(count, len(records)))  # noqa: S311 - repeatable, not secret
    release = _release(chosen[0])
    tables = sorted({_table(record) for record in records})[:count]
    lists = [item["name"] for item in client.ok(f"{API}/codelists").record()["items"]][:count]
    pages = [f"{_table(record)}/variables/{quote(record['name'])}" for record in chosen]
    texts = queries(records, 3 * count)
    plain, narrowed, asked = texts[:count], texts[count : 2 * count] or texts, texts[2 * count :] or texts
    facet = _facet(client)
    return [
        Kind("home page", _numbered("/", count)),
        Kind("dataset page", _numbered(release.partition("/releases/")[0], count)),
        Kind("release page", _numbered(release, count)),
        Kind("table page", tuple(tables)),
        Kind("variable page", tuple(pages)),
        Kind("variable over time", tuple(_over_time(chosen))),
        Kind("code list page", tuple(f"/codelists/{name}" for name in lists)),
        Kind("search page, two words", _searches("/search", plain)),
        Kind("search page, a facet chosen", _searches("/search", narrowed, facet)),
        Kind("API search, two words", _searches(f"{API}/search", plain)),
        Kind("API search, a facet chosen", _searches(f"{API}/search", narrowed, facet)),
        Kind("API search, prefix", _searches(f"{API}/search", sorted({f"{text[:4].strip()}*" for text in asked}))),
        Kind("API search, one word", _searches(f"{API}/search", sorted({text.split()[0] for text in asked})[:count])),
        Kind("API suggest", _searches(f"{API}/suggest", sorted({text[:5].strip() for text in asked})[:count])),
        Kind("API variable", tuple(f"{API}{path}" for path in pages)),
        Kind("API table", tuple(f"{API}{table}" for table in tables)),
        Kind("API code list", tuple(f"{API}/codelists/{name}" for name in lists)),
        Kind("API changes", tuple(f"{API}/changes?since={serial}" for serial in range(min(count, 5)))),
        Kind("API variables, 1000 a page", (f"{API}/variables?limit={PAGE}",), promised=False),
        Kind("datapackage.json", (f"{release}/files/datapackage.json",), promised=False),
        Kind("package.zip", (f"{release}/package.zip",), promised=False),
    ]


def _numbered(path: str, count: int) -> tuple[str, ...]:
    """One page under different queries that it takes no notice of, so that each is made anew."""
    return tuple(f"{path}?n={number}" for number in range(count))


def _release(record: dict[str, Any]) -> str:
    """Page of the release that holds a variable."""
    return f"/datasets/{record['dataset']['slug']}/releases/{record['release']['version']}"


def _table(record: dict[str, Any]) -> str:
    """Page of the table that holds a variable."""
    return f"{_release(record)}/tables/{record['table']['name']}"


def _over_time(records: Iterable[dict[str, Any]]) -> Iterable[str]:
    for record in records:
        yield f"/datasets/{record['dataset']['slug']}/variables/{record['table']['name']}/{quote(record['name'])}"


def _searches(path: str, texts: Iterable[str], chosen: tuple[str, str] | None = None) -> tuple[str, ...]:
    more = [chosen] if chosen else []
    return tuple(f"{path}?{urlencode([('q', text), *more])}" for text in texts)


def _facet(client: Client) -> tuple[str, str]:
    """A facet of which several values occur, and the most frequent of them."""
    facets = client.ok(f"{API}/search?q=date&kind=variable").record()["facets"]
    for name in ("type", "mark", "table"):
        values = facets.get(name, [])
        if len(values) > 1:
            return name, str(max(values, key=lambda value: int(value["count"]))["value"])
    raise RuntimeError(f"no facet of a search for `date` has two values: {sorted(facets)}")
