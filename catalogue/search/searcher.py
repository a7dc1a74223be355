"""The front door of the room: open an index, ask it questions, from any number of threads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from threading import Lock
from typing import Self, TypeVar

import numpy as np

from catalogue.errors import IndexUnavailableError, InvalidRequestError
from catalogue.search import backend, facets, layout, query, words
from catalogue.search.cache import ArrayCache
from catalogue.search.executor import Executor, Found
from catalogue.search.highlight import Highlighter
from catalogue.search.plan import Plan, loosened
from catalogue.search.query import Question
from catalogue.search.result import Expansion, Hit, SearchRequest, SearchResult, Suggestion
from catalogue.search.snapshot import LoadedSegment, Mask, Ranks, Snapshot, View
from catalogue.search.understand import Understood, understand

__all__ = ["SearchRequest", "SearchResult", "Searcher"]

CACHE_BYTES = 16_000_000
HITS = 1000  # of one answer
FEW, MANY_WORDS = 3, 4

Answer = TypeVar("Answer")
Stamp = tuple[tuple[int, int, int], tuple[int, int, int]]


class Searcher:
    """Answers questions from the newest commit it has looked at. Safe to share between threads."""

    def __init__(self, index: Path, *, max_terms: int, max_length: int, cache_bytes: int) -> None:
        self._index = index
        self._max_terms = max_terms
        self._max_length = max_length
        self._cache = ArrayCache(cache_bytes)
        self._lock = Lock()
        self._unreadable: Stamp | None = None
        self._stamp, self._snapshot = self._load({})

    @classmethod
    def open(
        cls,
        index: Path,
        *,
        max_terms: int = query.TERMS,
        max_length: int = query.LENGTH,
        cache_bytes: int = CACHE_BYTES,
    ) -> Self:
        """Open the index in a folder. Raises IndexUnavailableError when there is none, or none that can be read."""
        return cls(index, max_terms=max_terms, max_length=max_length, cache_bytes=cache_bytes)

    @property
    def serial(self) -> int:
        """The journal entry that answers stand for."""
        return self._snapshot.state.serial

    @property
    def snapshot(self) -> Snapshot:
        """The commit that is being answered from, as arrays. For `suggest`, tests and measurements."""
        return self._snapshot

    def refresh(self) -> bool:
        """Take up a newer commit, if there is one; True when there was. Costs two looks at the file system.

        An index that has become unreadable leaves the searcher as it is: old answers are better than none, and
        `serial` tells how old they are.
        """
        look = self._look()
        if look is None or look in {self._stamp, self._unreadable} or not self._lock.acquire(blocking=False):
            return False  # nothing new, or another thread is at it
        try:
            return self._take_up(look)
        finally:
            self._lock.release()

    def _take_up(self, look: Stamp) -> bool:
        known = {one.segment.id: one for one in self._snapshot.loaded}
        try:
            self._stamp, self._snapshot = self._load(known)
        except IndexUnavailableError:
            self._unreadable = look  # not tried again before it changes
            return False
        return True

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer a question.

        Raises InvalidRequestError for a question with too many terms or characters, a year that is none, or an
        impossible page.
        """
        if not 0 <= request.limit <= HITS or request.offset < 0:
            raise InvalidRequestError(
                f"limit is {request.limit} and offset {request.offset}.",
                remedy=f"Ask for 0 to {HITS} hits from an offset of 0 or more.",
            )
        question = query.parse(request.text, terms=self._max_terms, length=self._max_length)
        return self.on_snapshot(lambda snapshot: _answer(snapshot, request, question))

    def on_snapshot(self, work: Callable[[Snapshot], Answer]) -> Answer:
        """Do work on the current snapshot; once more on a newer one if files it needs have been cleared away."""
        snapshot = self._snapshot
        try:
            return work(snapshot)
        except IndexUnavailableError:
            with self._lock:
                look = self._look()
                if self._snapshot is snapshot and (look in {None, self._stamp} or not self._take_up(look)):
                    raise
            return work(self._snapshot)

    def _look(self) -> Stamp | None:
        """What the files of the newest commit look like; None while there are none."""
        look = _stamp(self._index, self._snapshot.generation)
        if look is not None and look[0] == self._stamp[0]:
            return look
        try:
            return _stamp(self._index, layout.current(self._index))  # another generation
        except IndexUnavailableError:
            return None

    def _load(self, known: Mapping[str, LoadedSegment]) -> tuple[Stamp, Snapshot]:
        """The newest commit. When a writer clears it away meanwhile, there is another one, and that is taken."""
        while True:
            generation = layout.current(self._index)
            stamp = _stamp(self._index, generation)
            try:
                if stamp is not None:
                    return stamp, self._load_once(generation, known)
                fault = IndexUnavailableError(f"{generation.state_file} is missing.", remedy=layout.REMEDY)
            except IndexUnavailableError as error:
                fault = error
            if _stamp(self._index, layout.current(self._index)) == stamp:
                raise fault

    def _load_once(self, generation: layout.Generation, known: Mapping[str, LoadedSegment]) -> Snapshot:
        # The state first: Whoosh may hold more than it names by then, which stays hidden, but never less.
        state = generation.read_state()
        segments = backend.segments(generation.whoosh, {name: one.segment for name, one in known.items()})
        loaded = [known.get(segment.id) or LoadedSegment(segment) for segment in segments]
        snapshot = Snapshot(generation, state, loaded, self._cache)
        snapshot.view(None)
        # Made before anybody asks, so that the first question of a snapshot takes no longer than the others.
        _ = snapshot.thesaurus
        return snapshot


def _answer(snapshot: Snapshot, request: SearchRequest, question: Question) -> SearchResult:
    view = snapshot.view(request.releases_in_force)
    executor = Executor(snapshot, view)
    exactly, as_typed = _all_forms(request.exactly), _all_forms(request.as_typed)
    understood = understand(snapshot, executor, question, exactly, as_typed)
    plan, found, fell_back = _find(executor, understood, any_word=request.any_word)
    narrowed = facets.narrow(snapshot, executor, found.mask, request.filters)
    page = _page(snapshot, narrowed.mask, found, request, ranked=plan is not None)
    highlighter = Highlighter(snapshot.vocabulary, snapshot.thesaurus, plan)
    expanded = list(understood.expanded)
    if fell_back:
        expanded.append(Expansion(request.text.strip(), fell_back, "any-word"))
    total = int(np.count_nonzero(narrowed.mask))
    return SearchResult(
        total=total,
        hits=tuple(_hit(snapshot, highlighter, number, float(found.scores[number])) for number in page),
        facets=narrowed.facets,
        facets_left_out=narrowed.left_out,
        years=facets.histogram(snapshot, narrowed.mask),
        expanded=tuple(expanded),
        suggestions=tuple(_suggestions(request, understood, total, int(np.count_nonzero(found.mask)))),
        reading=question.reading,
        warnings=(*question.warnings, *understood.warnings, *_missing(view)),
        serial=snapshot.state.serial,
    )


def _find(executor: Executor, understood: Understood, *, any_word: bool) -> tuple[Plan | None, Found, str]:
    """What a question finds; when nothing has all its words, what has any of them. The last says that this was so.

    The same when few things have all of many words: in a long question they meet by chance, in a note or a caveat. A
    sentence is weighed at once: people say more than records do.
    """
    plan = understood.plan
    looser = loosened(plan) if plan is not None else None
    if any_word and looser is not None:
        return looser, executor.run(looser), ""
    if understood.sentence and looser is not None:
        return looser, executor.run(looser), "the words that say most"
    found = executor.run(plan)
    count = int(np.count_nonzero(found.mask))
    if looser is not None and (not count or (count < FEW and understood.words >= MANY_WORDS)):
        more = executor.run(looser)
        if more.mask.any():
            return looser, more, "most of the words" if count else "any of the words"
    return plan, found, ""


def _page(snapshot: Snapshot, mask: Mask, found: Found, request: SearchRequest, *, ranked: bool) -> list[int]:
    """Document numbers of the page that was asked for."""
    numbers = np.flatnonzero(mask)
    end = request.offset + request.limit
    if request.sort != "best":
        rank: Ranks = snapshot.table_rank if request.sort == "table" else snapshot.name_rank
        order = numbers[np.argsort(rank[numbers])]
    else:
        scores = found.scores[numbers]
        if ranked and len(numbers) > 4 * end > 0:
            # Only what can be on the page needs to be put in order.
            least = np.partition(scores, len(scores) - end)[len(scores) - end]
            numbers, scores = numbers[scores >= least], scores[scores >= least]
        order = numbers[np.lexsort((snapshot.best_rank[numbers], -scores))]
    return [int(number) for number in order[request.offset : end]]


def _hit(snapshot: Snapshot, highlighter: Highlighter, number: int, score: float) -> Hit:
    document = snapshot.document(number)
    return Hit(
        kind=document.kind,
        identity=document.identity,
        name=document.name,
        label=document.label,
        definition=document.definition,
        dataset=document.dataset,
        dataset_title=document.dataset_title,
        table=document.table,
        table_physical=document.table_physical,
        url=document.url,
        payload=document.payload,
        score=score,
        matched=highlighter.matched(number, document),
    )


def _suggestions(request: SearchRequest, understood: Understood, total: int, unfiltered: int) -> list[Suggestion]:
    found = list(understood.suggestions)
    if not total and unfiltered:
        found.append(Suggestion("Search without the filters", "filters", query=request.text, count=unfiltered))
    return found


def _missing(view: View) -> list[str]:
    return [f"Release {release} of {dataset} is not in the search index yet." for dataset, release in view.missing]


def _all_forms(asked: Iterable[str]) -> frozenset[str]:
    return frozenset(form for word in asked for form in (*words.forms(word), *words.part_forms(word)))


def _stamp(index: Path, generation: layout.Generation) -> Stamp | None:
    """What tells a commit from the one that follows it; None when its files are not there."""
    try:
        return _file(layout.pointer(index)), _file(generation.state_file)
    except OSError:
        return None


def _file(path: Path) -> tuple[int, int, int]:
    """What tells a file from the one that replaces it."""
    found = path.stat()
    return found.st_ino, found.st_mtime_ns, found.st_size
