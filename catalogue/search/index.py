"""The writer of the search index: one at a time, everything visible at once, nothing lost by a crash.

States are only ever added. A release is a list of the states it holds, so publishing the hundredth release of 10,000
unchanged variables writes one small file. Retracting one changes which releases count, and no state.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from catalogue.errors import CatalogueError, IndexUnavailableError, InvalidRequestError
from catalogue.search import backend, layout, schema
from catalogue.search.document import SearchDocument, digest


class IndexBusyError(CatalogueError):
    """Another process is writing the index."""

    code = "index-busy"
    title = "The search index is being written"


class IndexWriter:
    """Writes one generation of the index; a context manager that discards what was not committed.

    Open it with `open_writer` or `build_beside`. Raises IndexBusyError when another writer is at work, and
    IndexUnavailableError when the index there is cannot be read.
    """

    def __init__(self, index: Path, *, beside: bool) -> None:
        index.mkdir(parents=True, exist_ok=True)
        self._index = index
        self._beside = beside
        self._lock = backend.Lock(index, "writer.lock")
        if not self._lock.acquire():
            raise IndexBusyError(
                f"Another process is writing the search index in {index}.",
                remedy="Wait until it is done, or stop it; `catalogue serve` runs one worker by itself.",
            )
        try:
            self._open()
        except BaseException:
            self._lock.release()
            raise

    def _open(self) -> None:
        in_use = layout.current(self._index) if layout.pointer(self._index).exists() else None
        for folder in layout.generations(self._index):
            if in_use is None or folder != in_use.folder:
                shutil.rmtree(folder)  # left over from a rebuild or a first build that did not come to its end
        self._batch: backend.Batch | None = None
        if in_use is None or self._beside:
            self._generation = layout.next_generation(self._index)
            backend.create(self._generation.whoosh, schema.FACTS.itemsize)
            self._state = layout.State()
        else:
            self._generation = in_use
            self._state = in_use.read_state()
        self._known = self._states()

    def _states(self) -> dict[int, int]:
        """Running number by state, of all states in the index."""
        known: dict[int, int] = {}
        for segment in backend.segments(self._generation.whoosh, {}):
            facts = read_facts(segment)
            known.update(zip(facts["state"].tolist(), facts["number"].tolist(), strict=True))
        return known

    @property
    def serial(self) -> int:
        """The journal serial of the last commit; 0 before the first."""
        return self._state.serial

    def releases(self, dataset: str) -> tuple[str, ...]:
        """The releases of a dataset that have been put, in no particular order."""
        return tuple(self._state.releases.get(dataset, ()))

    def put_release(self, release: str, dataset: str, documents: Iterable[SearchDocument]) -> int:
        """Say what a release holds; the number of states that were new. Putting a release again replaces it.

        Of two documents with one identity the later counts. The release is not shown before `set_standing` names it.
        """
        numbers: dict[str, int] = {}
        before = len(self._known)
        for document in documents:
            numbers[document.identity] = self._number(document)
        name = f"{self._state.next_member:06d}"
        self._state.next_member += 1
        self._generation.write_members(name, numbers.values())
        self._state.releases.setdefault(dataset, {})[release] = name
        return len(self._known) - before

    def _number(self, document: SearchDocument) -> int:
        text = document.to_json()
        state = int.from_bytes(digest(text), "little")
        number = self._known.get(state)
        if number is None:
            if self._batch is None:
                self._batch = backend.Batch(self._generation.whoosh)
            number = len(self._known)
            entry = schema.entry(document, text, state, number)
            self._batch.add(entry.terms, entry.facts, entry.order, entry.document)
            self._known[state] = number
        return number

    def set_standing(self, dataset: str, releases: Sequence[str]) -> None:
        """Say which releases of a dataset count, oldest to newest, withdrawn ones left out.

        Raises InvalidRequestError for a release that has not been put.
        """
        unknown = [release for release in releases if release not in self._state.releases.get(dataset, {})]
        if unknown:
            raise InvalidRequestError(
                f"Release {unknown[0]!r} of dataset {dataset!r} is not in the search index.",
                remedy="Put its documents first.",
            )
        self._state.standing[dataset] = list(releases)
        if dataset == layout.VOCABULARY:  # it has no history that anybody could ask for
            held = self._state.releases.get(dataset, {})
            self._state.releases[dataset] = {release: held[release] for release in releases}

    def commit(self, serial: int, stamp: str = "") -> None:
        """Make everything since the last commit visible at once.

        serial: the journal entry it stands for. stamp: that entry's hash, which tells one register from another.
        """
        if self._batch is not None:
            self._batch.commit()
            self._batch = None
        self._state.serial = serial
        self._state.stamp = stamp
        # The one moment at which readers see the new state. Whoosh may hold more than it names: that stays hidden.
        layout.write_whole(self._generation.state_file, self._state.to_json())
        if not self._beside:
            self._point_here()
            self._remove_unused_members()

    def swap(self) -> None:
        """Make a committed rebuild the current index and remove older ones; readers of those go on undisturbed."""
        if not self._generation.state_file.exists():
            raise IndexUnavailableError("The rebuilt index has not been committed.", remedy="Commit it, then swap.")
        self._beside = False
        self._point_here()
        for folder in layout.generations(self._index):
            if folder != self._generation.folder:
                shutil.rmtree(folder)

    def _point_here(self) -> None:
        path = layout.pointer(self._index)
        name = self._generation.folder.name
        if not path.exists() or path.read_text(encoding="utf-8").strip() != name:
            layout.write_whole(path, name + "\n")

    def _remove_unused_members(self) -> None:
        used = {name for releases in self._state.releases.values() for name in releases.values()}
        for path in self._generation.folder.glob("members/*.bin"):
            if path.stem not in used:
                path.unlink()

    def close(self) -> None:
        """Discard what was not committed and let the next writer in."""
        if self._batch is not None:
            self._batch.cancel()
            self._batch = None
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_writer(index: Path) -> IndexWriter:
    """A writer on the index in use; the first one makes it."""
    return IndexWriter(index, beside=False)


def build_beside(index: Path) -> IndexWriter:
    """A writer on a new, empty index that nobody sees before `swap`."""
    return IndexWriter(index, beside=True)


def committed(index: Path) -> layout.State | None:
    """The last commit of the index in use; None when there is no index whose state can be read.

    Reads two small files and loads nothing: for a worker that looks often.
    """
    try:
        return layout.current(index).read_state()
    except IndexUnavailableError:
        return None


def read_facts(segment: backend.Segment) -> np.ndarray[tuple[int], np.dtype[np.void]]:
    """The facts of every document of a segment."""
    return np.frombuffer(b"".join(segment.column(backend.FACTS)), schema.FACTS)
