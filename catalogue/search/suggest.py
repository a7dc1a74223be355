"""Autocomplete: names, labels, codes and terms of concepts in which a word begins with what is being typed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from catalogue.search import names, query, schema, words
from catalogue.search.document import SearchDocument
from catalogue.search.executor import Executor
from catalogue.search.highlight import Highlighter, marks
from catalogue.search.plan import AllOf, Lookup, lookups
from catalogue.search.result import Suggestion
from catalogue.search.searcher import Searcher
from catalogue.search.snapshot import Snapshot
from catalogue.search.tree import And, Prefix, Word
from catalogue.search.understand import resolver_of

LENGTH = 100  # characters that are looked at
LOOKED_AT = 5  # things that are looked at for each suggestion wanted
WORDS = 8
PREFIX_FORMS = 100  # the most frequent words that begin so are enough, and quick to read
FIELDS = (schema.LABEL, schema.NAME, schema.CODE, schema.SYNONYM)


def suggest(searcher: Searcher, prefix: str, limit: int) -> tuple[Suggestion, ...]:
    """At most `limit` completions of what has been typed so far, the best first.

    The last word is taken as a beginning, words before it as whole ones; fewer than two letters give nothing, and there
    is no correction while typing. `why` is the kind of thing that is named so, or `code` for a label in a code list;
    `detail` is the term by which a concept, or the series by which a dataset, was found; `count` is how many of the
    things looked at carry it; `url` is set when it is only one.
    """
    typed = " ".join(prefix[:LENGTH].split())
    if limit < 1 or sum(map(str.isalnum, typed)) < query.SHORTEST_PREFIX or len(typed.split()) > WORDS:
        return ()
    return searcher.on_snapshot(lambda snapshot: tuple(_suggest(snapshot, typed, limit)))


def _suggest(snapshot: Snapshot, typed: str, limit: int) -> list[Suggestion]:
    view = snapshot.view(None)
    executor = Executor(snapshot, view)
    resolver = resolver_of(snapshot, executor, prefix_forms=PREFIX_FORMS)
    head, _, last = typed.rpartition(" ")
    node = And((*(Word(word) for word in head.split() if words.tokens(word)), Prefix(last)))
    plan = resolver.plan(node)
    if plan is None:
        return []
    plan = AllOf(tuple(Lookup(one.forms, one.sequences, one.names, FIELDS) for one in lookups(plan)))
    found = executor.run(plan)
    numbers = np.flatnonzero(found.mask)
    order = np.lexsort((snapshot.best_rank[numbers], -found.scores[numbers]))
    highlighter = Highlighter(snapshot.vocabulary, snapshot.thesaurus, plan)
    gathered: dict[tuple[str, bool], Suggestion] = {}
    for number in numbers[order[: limit * LOOKED_AT]]:
        document = snapshot.document(int(number))
        for one in _texts(int(number), document, highlighter, typed):
            _gather(gathered, one)
    begun = words.bare(typed)
    ranked = sorted(gathered.values(), key=lambda one: not _begins(one, begun))
    return ranked[:limit]


def _begins(one: Suggestion, begun: str) -> bool:
    return words.bare(one.text).startswith(begun) or words.bare(one.detail).startswith(begun)


def _gather(gathered: dict[tuple[str, bool], Suggestion], one: Suggestion) -> None:
    key = (words.bare(one.text), one.why == "concept")
    before = gathered.get(key)
    if before is None:
        gathered[key] = one
    elif before.url != one.url:
        gathered[key] = Suggestion(before.text, before.why, before.query, "", before.count + 1)


def _texts(number: int, document: SearchDocument, highlighter: Highlighter, typed: str) -> Iterator[Suggestion]:
    """What to offer of one thing: the text that has all words typed. A name comes first when one is being typed."""
    wants_name = names.has_shape(typed) or (typed.isupper() and " " not in typed)
    head, _, _ = typed.rpartition(" ")
    wanted = 1 + sum(any(form not in words.STOP for form in words.forms(word)) for word in head.split())
    matched = {one.field: one for one in highlighter.matched(number, document) if marks(one) >= wanted}
    for field in ("name", "label") if wants_name else ("label", "name"):
        if field in matched:
            text = document.name if field == "name" else document.label
            yield Suggestion(text, document.kind, _as_query(text), document.url, 1)
            return
    for one in highlighter.terms(document):
        if marks(one) >= wanted:
            said = "".join(fragment for fragment, _ in one.fragments)
            yield Suggestion(document.label, document.kind, _as_query(document.label), document.url, 1, detail=said)
            return
    for one in highlighter.codes(document):
        if one.field in {"code", "code-cy"} and marks(one) >= wanted:
            text = "".join(fragment for fragment, _ in one.fragments)
            yield Suggestion(text, "code", _as_query(text), document.url, 1)


def _as_query(text: str) -> str:
    """A text as a question for its words, without signs that the query language gives a meaning."""
    if " " not in text and names.has_shape(text):
        return text
    return " ".join(text[start:end] for _, start, end in words.tokens(text))
