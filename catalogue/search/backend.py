"""The one door to Whoosh: everything the room uses of it passes through here, in plain types.

Whoosh keeps the files: schema, segments, merging, atomic commits, stored documents, postings, locks. Matching and
scores are computed in `executor`. Whoosh's own `search(limit=N)` is never called: it can spin for ever and can leave
out parts of a score.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock as ThreadLock
from typing import Any, cast
from weakref import finalize

import numpy as np
import numpy.typing as npt

from catalogue.errors import IndexUnavailableError

with warnings.catch_warnings():
    # Whoosh 2.7.4 (2016) predates raw strings for its patterns, and newer Pythons say so when its files are first
    # compiled. What it would import later, inside functions, is imported here for the same reason.
    warnings.simplefilter("ignore", DeprecationWarning)
    warnings.simplefilter("ignore", SyntaxWarning)
    import whoosh
    import whoosh.filedb.compound
    import whoosh.matching.wrappers
    import whoosh.writing
    from whoosh.codec.whoosh3 import W3Codec
    from whoosh.columns import FixedBytesColumn, VarBytesColumn
    from whoosh.fields import COLUMN, STORED, FieldType, Schema
    from whoosh.filedb.filestore import FileStorage
    from whoosh.filedb.structfile import BufferFile
    from whoosh.formats import Format
    from whoosh.lang.porter2 import stem as porter2
    from whoosh.reading import TermNotFound

Numbers = npt.NDArray[np.uint32]
# Posting fields. `words` and `parts` hold occurrences (see `schema`), `names` and `facets` mere presence.
WORDS, PARTS, NAMES, FACETS = "words", "parts", "names", "facets"
FACTS, ORDER, DOCUMENT = "facts", "order", "document"
PRESENT = b"\0\0\0\0"
BLOCK = 1024  # postings of a term that are packed together
TRIES = 20  # to open an index that a writer is at work on


class _View(io.RawIOBase):
    """A stretch of a mapped file, read where it lies."""

    def __init__(self, view: memoryview) -> None:
        self._view = view
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        part = self._view[self._at : self._at + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: len(self._view)}[whence]
        self._at = max(0, start + offset)
        return self._at


class _MappedFile(BufferFile):  # type: ignore[misc] # Whoosh ships no types
    """A file inside a compound file. Whoosh's own class copies all of it into the memory of every process.

    Segments that are not compound would not be copied either, but are several files: a writer that merges them can
    delete one while a reader opens the other.
    """

    def __init__(self, buf: memoryview, name: str | None = None, onclose: Any = None) -> None:
        super().__init__(b"", name=name, onclose=onclose)
        self._buf = buf
        self.file = io.BufferedReader(_View(memoryview(buf)))


whoosh.filedb.compound.BufferFile = _MappedFile


@contextmanager
def damage_told() -> Iterator[None]:
    """Turn whatever Whoosh raises over damaged or missing files into IndexUnavailableError."""
    try:
        yield
    except IndexUnavailableError:
        raise
    except Exception as error:  # Whoosh raises bare ones, and unpickling garbage anything
        raise IndexUnavailableError(
            f"The search index cannot be read: {type(error).__name__}: {error}.",
            remedy="Run `catalogue reindex`; it builds the index again from the register.",
        ) from error


def version() -> str:
    """The version of the installed Whoosh distribution, such as `2.7.4`."""
    return ".".join(str(part) for part in whoosh.__version__[:3])


def stem(word: str) -> str:
    """English stem of a lower-case word (Porter 2)."""
    return str(porter2(word))


class Terms(FieldType):  # type: ignore[misc] # Whoosh ships no types
    """A field whose terms are given ready made: a mapping of term to occurrences, four bytes each."""

    def __init__(self) -> None:
        super().__init__(format=Format(), analyzer=None)

    def index(self, value: Mapping[str, bytes], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """What Whoosh puts into the posting lists: term, frequency, weight, payload."""
        for term, occurrences in value.items():
            count = len(occurrences) // 4
            yield term.encode(), count, float(count), occurrences


def create(folder: Path, facts_size: int) -> None:
    """An empty Whoosh index in a new folder; `facts_size` is the number of bytes of a document's facts."""
    fields = {name: Terms() for name in (WORDS, PARTS, NAMES, FACETS)}
    columns = {FACTS: COLUMN(FixedBytesColumn(facts_size)), ORDER: COLUMN(VarBytesColumn())}
    folder.mkdir(parents=True)
    FileStorage(str(folder)).create_index(Schema(**fields, **columns, **{DOCUMENT: STORED()}))


class Lock:
    """A lock file that one process can hold; the system lets go of it when the process ends in whatever way."""

    def __init__(self, folder: Path, name: str) -> None:
        self._lock = FileStorage(str(folder)).lock(name)

    def acquire(self) -> bool:
        """Take the lock; False when another one holds it."""
        return bool(self._lock.acquire(blocking=False))

    def release(self) -> None:
        """Let go."""
        self._lock.release()


class Batch:
    """Documents on their way into one segment; nothing of it is seen before `commit`."""

    def __init__(self, folder: Path) -> None:
        # Whoosh's block statistics serve its own matchers. Leaving them out, and taking larger blocks, halves the time
        # of a commit: for fields without lengths each posting costs a look at the file system otherwise.
        codec = W3Codec(blocklimit=BLOCK, compression=1)
        codec.length_stats = False
        self._writer = FileStorage(str(folder)).open_index().writer(codec=codec)

    def add(self, terms: Mapping[str, Mapping[str, bytes]], facts: bytes, order: bytes, document: str) -> None:
        """One document: occurrences by field, facts, sort key, and what to show."""
        self._writer.add_document(**terms, **{FACTS: facts, ORDER: order, DOCUMENT: document})

    def commit(self) -> None:
        """Make the segment visible to readers that open from now on; small older segments are merged into it."""
        self._writer.commit()

    def cancel(self) -> None:
        """Forget the documents."""
        self._writer.cancel()


class Segment:
    """One immutable run of documents, numbered from 0. Safe to use from several threads.

    Its file is mapped into memory, and let go of with the last snapshot that uses it; it may be deleted before.
    """

    def __init__(self, reader: Any) -> None:
        self.id: str = str(reader.segment().segment_id())
        self.size: int = int(reader.doc_count_all())
        self._reader = reader
        self._lock = ThreadLock()
        # Whoosh leaves files open when nobody closes its readers.
        finalize(self, reader.close).atexit = False

    @contextmanager
    def _reading(self) -> Iterator[Any]:
        """Whoosh's reader for one thread at a time: it moves a place in its files."""
        with self._lock, damage_told():
            yield self._reader

    def lexicon(self, field: str) -> dict[str, int]:
        """All terms of a field in code point order, and how many documents of the segment have each."""
        with self._reading() as reader:
            return {_text(term): info.doc_frequency() for term, info in reader.iter_field(field)}

    def postings(self, field: str, term: str) -> tuple[Numbers, Numbers]:
        """Document number and value of every occurrence of a term, ascending; empty arrays when there is none."""
        documents: list[int] = []
        payload: list[bytes] = []
        with self._reading() as reader:
            try:
                matcher = reader.postings(field, term)
            except TermNotFound:
                return np.empty(0, np.uint32), np.empty(0, np.uint32)
            while matcher.is_active():
                documents.append(matcher.id())
                payload.append(matcher.value())
                matcher.next()
            counts = [len(one) // 4 for one in payload]
            return np.repeat(np.array(documents, np.uint32), counts), np.frombuffer(b"".join(payload), "<u4")

    def column(self, field: str) -> list[bytes]:
        """The value of a column for each document."""
        with self._reading() as reader:
            return [bytes(value) for value in reader.column_reader(field)]

    def document(self, number: int) -> str:
        """What was stored to be shown."""
        with self._reading() as reader:
            return cast(str, reader.stored_fields(number)[DOCUMENT])


def _text(term: str | bytes) -> str:
    return term.decode() if isinstance(term, bytes) else term


def segments(folder: Path, known: Mapping[str, Segment]) -> list[Segment]:
    """The segments of the newest commit; those that are known by id already are taken from there.

    Raises IndexUnavailableError when the folder holds no index that can be read.
    """
    with damage_told():
        reader = _reader(folder)
        leaves = [leaf for leaf, _ in reader.leaf_readers()] if reader.doc_count_all() else []
        found = []
        for leaf in leaves:
            old = known.get(str(leaf.segment().segment_id()))
            if old is None:
                found.append(Segment(leaf))
            else:
                leaf.close()
                found.append(old)
        return found


def _reader(folder: Path) -> Any:
    """Whoosh's reader of the newest commit. A file just named may be gone: then there is a newer commit.

    Whoosh passes on that the file is missing; forks may say so with an error of their own.
    """
    fault: Exception
    for _ in range(TRIES):
        try:
            return FileStorage(str(folder)).open_index().reader()
        except (FileNotFoundError, whoosh.index.IndexError) as error:
            fault = error
    raise fault
