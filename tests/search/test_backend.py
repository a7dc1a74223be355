"""The door to Whoosh: quiet under strict warnings, and shut to its limited search."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from catalogue.errors import IndexUnavailableError
from catalogue.search import backend
from catalogue.search.cache import OVERHEAD, ArrayCache

ROOT = Path(__file__).resolve().parents[2]
ROOM = ROOT / "catalogue" / "search"

WHOLE_LIFE = """
import gc, sys
from pathlib import Path
from catalogue.search.index import build_beside, open_writer
from catalogue.search.result import SearchRequest
from catalogue.search.searcher import Searcher
from tests.search.samples import court

index = Path(sys.argv[1])
for make in (open_writer, open_writer, build_beside):
    with make(index) as writer:
        writer.put_release(make.__name__, "cafw", court())
        writer.set_standing("cafw", [make.__name__])
        writer.commit(1)
        if make is build_beside:
            writer.swap()
    reader = Searcher.open(index)
    assert reader.search(SearchRequest("hearing")).total
    del reader
    gc.collect()
"""


def test_no_warning_reaches_anybody(tmp_path: Path) -> None:
    """Compiled anew with every warning an error, unclosed files included: indexing, searching and rebuilding."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path / "compiled")}
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", "-c", WHOLE_LIFE, str(tmp_path / "index")],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_only_this_module_knows_whoosh() -> None:
    for path in ROOM.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert path.name == "backend.py" or not any(name.split(".")[0] == "whoosh" for name in names), path


def test_occurrences_come_back(tmp_path: Path) -> None:
    folder = tmp_path / "whoosh"
    backend.create(folder, 4)
    for number in range(12):  # enough commits for Whoosh to merge segments
        batch = backend.Batch(folder)
        said = np.array([number, number + 1], "<u4").tobytes()
        terms = {"words": {"care": said, f"w{number}": said[:4]}, "parts": {}, "names": {}, "facets": {}}
        batch.add(terms, number.to_bytes(4, "little"), b"key", f'"{number}"')
        batch.commit()
    segments = backend.segments(folder, {})
    found = {}
    for segment in segments:
        facts = segment.column("facts")
        documents, values = segment.postings("words", "care")
        for place in range(segment.size):
            number = int.from_bytes(facts[place], "little")
            found[number] = values[documents == place].tolist()
            assert segment.document(place) == f'"{number}"'
        assert segment.lexicon("words")["care"] == segment.size
        assert segment.postings("words", "nothing")[0].tolist() == []
    assert found == {number: [number, number + 1] for number in range(12)}
    assert len(segments) < 12, "small segments are merged"
    again = backend.segments(folder, {segment.id: segment for segment in segments})
    assert [one is other for one, other in zip(segments, again, strict=True)] == [True] * len(segments)


def test_a_cancelled_batch_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "whoosh"
    backend.create(folder, 4)
    batch = backend.Batch(folder)
    batch.add({"words": {"care": backend.PRESENT}}, b"fact", b"", "{}")
    batch.cancel()
    assert backend.segments(folder, {}) == []


def test_no_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailableError, match="reindex"):
        backend.segments(tmp_path / "nowhere", {})


def test_the_version_is_known() -> None:
    assert backend.version().split(".")[0].isdigit()


def test_the_cache_lets_go_of_what_was_used_longest_ago() -> None:
    cache = ArrayCache(3 * (OVERHEAD + 80))
    for key in "abc":
        cache.put(key, (np.zeros(10),))
    assert cache.get("a") is not None
    cache.put("d", (np.zeros(10),))
    assert [key for key in "abcd" if cache.get(key) is not None] == ["a", "c", "d"]
    cache.put("huge", (np.zeros(10_000),))
    assert cache.get("huge") is None
    assert cache.size == 0
