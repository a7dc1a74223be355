"""The writer: one at a time, all at once, nothing lost to a crash."""

from __future__ import annotations

import gc
import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from catalogue.errors import IndexUnavailableError, InvalidRequestError
from catalogue.search import layout
from catalogue.search.index import IndexBusyError, build_beside, committed, open_writer
from catalogue.search.result import SearchRequest
from catalogue.search.searcher import Searcher
from tests.search.samples import court, names, variable, write

ROOT = Path(__file__).resolve().parents[2]


def found(searcher: Searcher, text: str = "") -> set[str]:
    """Names of everything that a question finds."""
    return set(names(searcher.search(SearchRequest(text, limit=1000)).hits))


def test_only_new_states_are_added(tmp_path: Path) -> None:
    index = tmp_path / "index"
    documents = court()
    with open_writer(index) as writer:
        assert writer.put_release("1.0.0", "cafw", documents) == len(documents)
        assert writer.put_release("1.1.0", "cafw", documents) == 0
        changed = [replace(documents[0], label="Another"), *documents[1:]]
        assert writer.put_release("2.0.0", "cafw", changed) == 1
        writer.set_standing("cafw", ["1.0.0", "1.1.0", "2.0.0"])
        writer.commit(3)
    with open_writer(index) as writer:
        assert writer.serial == 3
        assert set(writer.releases("cafw")) == {"1.0.0", "1.1.0", "2.0.0"}
        assert writer.put_release("2.1.0", "cafw", changed) == 0
    assert Searcher.open(index).snapshot.size == len(documents) + 1


def test_of_two_documents_with_one_identity_the_later_counts(tmp_path: Path) -> None:
    first, second = variable("A", "First"), variable("A", "Second")
    write(tmp_path / "index", [first, second])
    hits = Searcher.open(tmp_path / "index").search(SearchRequest()).hits
    assert [hit.label for hit in hits] == ["Second"]


def test_nothing_is_seen_before_the_commit(tmp_path: Path) -> None:
    index = tmp_path / "index"
    write(index, [variable("OLD")])
    reader = Searcher.open(index)
    with open_writer(index) as writer:
        writer.put_release("2.0.0", "cafw", [variable("NEW")])
        writer.set_standing("cafw", ["2.0.0"])
        assert not reader.refresh()
        assert found(reader) == found(Searcher.open(index)) == {"OLD"}
        writer.commit(2)
        assert found(reader) == {"OLD"}, "a reader stands still until it refreshes"
        assert reader.refresh()
    assert found(reader) == {"NEW"}
    assert reader.serial == 2
    assert not reader.refresh()


def test_what_is_not_committed_is_forgotten(tmp_path: Path) -> None:
    index = tmp_path / "index"
    write(index, [variable("OLD")])
    with open_writer(index) as writer:
        writer.put_release("2.0.0", "cafw", [variable("NEW")])
        writer.set_standing("cafw", ["2.0.0"])
    assert found(Searcher.open(index)) == {"OLD"}
    with open_writer(index) as writer:
        assert writer.put_release("2.0.0", "cafw", [variable("NEW")]) == 1


def test_one_writer_may_commit_again_and_again(tmp_path: Path) -> None:
    index = tmp_path / "index"
    with open_writer(index) as writer:
        for serial in range(1, 13):
            writer.put_release(str(serial), "cafw", [variable(f"V{serial}")])
            writer.set_standing("cafw", writer.releases("cafw"))
            writer.commit(serial)
            state = committed(index)
            assert state is not None
            assert state.serial == serial
    assert found(Searcher.open(index)) == {f"V{serial}" for serial in range(1, 13)}


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    index = tmp_path / "index"
    with open_writer(index):
        with pytest.raises(IndexBusyError, match=r"Another process is writing the search index in .*index"):
            open_writer(index)
        with pytest.raises(IndexBusyError):
            build_beside(index)
    with open_writer(index):
        pass


def test_another_process_is_refused_until_the_writer_dies(tmp_path: Path) -> None:
    index = tmp_path / "index"
    code = (
        "import sys, time; from pathlib import Path; from catalogue.search.index import open_writer;"
        "writer = open_writer(Path(sys.argv[1])); print('open', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(index)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(IndexBusyError):
            open_writer(index)
        other.kill()
    open_writer(index).close()


def test_standing_names_only_what_was_put(tmp_path: Path) -> None:
    with open_writer(tmp_path / "index") as writer:
        writer.put_release("1.0.0", "cafw", court())
        with pytest.raises(InvalidRequestError, match=r"Release '9.9.9' of dataset 'cafw'"):
            writer.set_standing("cafw", ["1.0.0", "9.9.9"])


def test_old_vocabulary_is_not_kept(tmp_path: Path) -> None:
    with open_writer(tmp_path / "index") as writer:
        for serial in (1, 2):
            writer.put_release(f"vocabulary@{serial}", layout.VOCABULARY, [variable(f"V{serial}")])
            writer.set_standing(layout.VOCABULARY, [f"vocabulary@{serial}"])
            writer.commit(serial)
        assert writer.releases(layout.VOCABULARY) == ("vocabulary@2",)
    members = layout.current(tmp_path / "index").folder / "members"
    assert len(list(members.iterdir())) == 1


def test_a_rebuild_is_seen_only_when_swapped_in(tmp_path: Path) -> None:
    index = tmp_path / "index"
    write(index, [variable("OLD")])
    reader = Searcher.open(index)
    with build_beside(index) as writer:
        assert writer.serial == 0
        writer.put_release("1.0.0", "cafw", [variable("NEW")])
        writer.set_standing("cafw", ["1.0.0"])
        with pytest.raises(IndexUnavailableError, match="not been committed"):
            writer.swap()
        writer.commit(9)
        assert not reader.refresh()
        assert found(Searcher.open(index)) == {"OLD"}
        writer.swap()
        assert found(reader, "OLD") == {"OLD"}, "the old index is read on, though its files are gone"
    assert reader.refresh()
    assert found(reader) == {"NEW"}
    assert reader.serial == 9
    assert len(layout.generations(index)) == 1


def test_a_rebuild_that_died_is_cleared_away(tmp_path: Path) -> None:
    index = tmp_path / "index"
    write(index, [variable("OLD")])
    with build_beside(index) as writer:
        writer.put_release("1.0.0", "cafw", [variable("NEW")])
        writer.commit(9)
    assert len(layout.generations(index)) == 2
    with open_writer(index):
        assert len(layout.generations(index)) == 1
    assert found(Searcher.open(index)) == {"OLD"}


def test_rebuilding_while_others_search(tmp_path: Path) -> None:
    """Readers in other threads see the old or the new index whole, and never an error."""
    index = tmp_path / "index"
    write(index, [variable(f"OLD{number}", "pelican") for number in range(20)], serial=0)
    reader = Searcher.open(index)
    stop = threading.Event()
    faults: list[BaseException] = []
    totals: set[int] = set()

    def search() -> None:
        while not stop.is_set():
            try:
                reader.refresh()
                totals.add(reader.search(SearchRequest("pelican")).total)
                totals.add(Searcher.open(index).search(SearchRequest("pelican", {"from": ("1990",)})).total)
            except BaseException as fault:  # noqa: BLE001 - whatever it is, the test must hear of it
                faults.append(fault)
                return

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for serial in range(1, 9):
        with build_beside(index) as writer:
            writer.put_release("1.0.0", "cafw", [variable(f"V{serial}_{n}", "pelican") for n in range(20 + serial)])
            writer.set_standing("cafw", ["1.0.0"])
            writer.commit(serial)
            writer.swap()
    stop.set()
    for thread in threads:
        thread.join()
    assert faults == []
    assert totals <= {0, *range(20, 29)}
    reader.refresh()
    assert reader.serial == 8


def test_opening_while_a_writer_commits_and_merges(tmp_path: Path) -> None:
    """Whoosh deletes segments that it has merged; a reader that is just opening them takes the next commit."""
    index = tmp_path / "index"
    write(index, [variable("V0", "pelican")], serial=0)
    stop = threading.Event()
    faults: list[BaseException] = []
    totals: list[int] = []

    def search() -> None:
        while not stop.is_set():
            try:
                totals.append(Searcher.open(index).search(SearchRequest("pelican")).total)
            except BaseException as fault:  # noqa: BLE001 - whatever it is, the test must hear of it
                faults.append(fault)
                return

    threads = [threading.Thread(target=search) for _ in range(2)]
    for thread in threads:
        thread.start()
    for serial in range(1, 61):
        with open_writer(index) as writer:
            writer.put_release(str(serial), "cafw", [variable(f"V{serial}", "pelican")])
            writer.set_standing("cafw", writer.releases("cafw"))
            writer.commit(serial)
    stop.set()
    for thread in threads:
        thread.join()
    assert faults == []
    assert max(totals) > 1
    assert set(totals) <= set(range(1, 62))


def open_files() -> int:
    """Files that this process holds open or mapped from an index."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def test_refreshing_leaves_no_file_open(tmp_path: Path) -> None:
    index = tmp_path / "index"
    write(index, [variable("V0")], serial=0)
    reader = Searcher.open(index)
    before = open_files()
    counts = []
    for serial in range(1, 41):
        with open_writer(index) as writer:
            writer.put_release(str(serial), "cafw", [variable(f"V{serial}")])
            writer.set_standing("cafw", writer.releases("cafw"))
            writer.commit(serial)
        assert reader.refresh()
        assert reader.search(SearchRequest()).total == serial + 1
        counts.append(len(reader.snapshot.loaded))
    assert max(counts) < 12, "Whoosh merges small segments"
    gc.collect()
    assert open_files() <= before + max(counts)


KILLED = """
import sys
from pathlib import Path
from catalogue.search.index import build_beside, open_writer
from tests.search.samples import variable

index, serial = Path(sys.argv[1]), int(sys.argv[2])
print("go", flush=True)
while True:
    serial += 1
    documents = [variable(f"V{number}", f"Label {number} pelican", notes=f"of {serial // 4}") for number in range(40)]
    with (build_beside if serial % 5 == 0 else open_writer)(index) as writer:
        writer.put_release(str(serial), "cafw", [*documents, variable(f"ONLY{serial}", "walrus")])
        writer.set_standing("cafw", [str(serial)])
        writer.commit(serial)
        if serial % 5 == 0:
            writer.swap()
    print(serial, flush=True)
"""


@pytest.mark.parametrize("kills", [6, pytest.param(15, marks=pytest.mark.slow)])
def test_killed_at_any_moment_it_reads_and_writes_on(tmp_path: Path, kills: int) -> None:
    """kill -9 in the middle of writing, over and over: the last commit is whole, and the next writer works.

    The moment is reckoned from the start or from a commit: on a busy machine the first one takes as long as it takes.
    """
    index = tmp_path / "index"
    chance = random.Random(20231123)  # noqa: S311 - moments, not secrets
    last = 0
    for attempt in range(kills):
        with subprocess.Popen(
            [sys.executable, "-c", KILLED, str(index), str(last)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            for _ in range(1 + attempt % 3):
                assert writer.stdout.readline(), "the writer failed"
            time.sleep(chance.uniform(0.005, 0.25))
            os.kill(writer.pid, signal.SIGKILL)
        state = committed(index)
        if state is None:
            assert last == 0, "a commit was lost"
            continue
        serial = state.serial
        assert serial >= last
        last = serial
        reader = Searcher.open(index)
        assert reader.serial == serial
        assert found(reader, "walrus") == {f"ONLY{serial}"}
        assert reader.search(SearchRequest("pelican")).total == 40
    assert last > 0
    with open_writer(index) as after:
        after.put_release("after", "cafw", [variable("AFTER")])
        after.set_standing("cafw", ["after"])
        after.commit(last + 1)
    assert found(Searcher.open(index)) == {"AFTER"}
    files = [path.name for path in layout.current(index).whoosh.iterdir()]
    assert len(files) < 40, f"files of dead writers pile up: {files}"
