"""How well questions are answered: the table of questions, its two halves, and the scores by type.

`python -m tests.search.quality INDEX` prints the scores of an index on disk, and what was not found at the top.
"""

from __future__ import annotations

import hashlib
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from catalogue.search.document import SearchDocument
from catalogue.search.result import Hit, SearchRequest
from catalogue.search.searcher import Searcher

QUESTIONS = Path(__file__).with_name("questions.yaml")
DEPTH = 10
TUNED, REPORTED = "tuned on", "reported"


@dataclass(frozen=True, slots=True)
class Question:
    """A question, what sort it is, the things that answer it, and which half it belongs to."""

    text: str
    type: str
    answers: frozenset[str]
    half: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the place of its first answer among the first ten, 0 when there is none."""

    question: Question
    place: int

    @property
    def score(self) -> float:
        """The reciprocal of the place."""
        return 1 / self.place if self.place else 0.0


def questions() -> list[Question]:
    """All of them. Within a type every other one, in an order that nobody chose, is in the half reported."""
    by_type: dict[str, list[Mapping[str, object]]] = defaultdict(list)
    for record in yaml.safe_load(QUESTIONS.read_text(encoding="utf-8")):
        by_type[record["type"]].append(record)
    found = []
    for kind, records in by_type.items():
        shuffled = sorted(records, key=lambda record: hashlib.sha256(str(record["q"]).encode()).digest())
        for place, record in enumerate(shuffled):
            answers = frozenset(one.lower() for one in record["answers"])  # type: ignore[attr-defined]
            found.append(Question(str(record["q"]), kind, answers, REPORTED if place % 2 else TUNED))
    return found


def answer_of(thing: Hit | SearchDocument) -> str:
    """A thing as the table of questions names it."""
    place = {"variable": f"{thing.dataset}/{thing.table}/{thing.name}", "table": f"{thing.dataset}/{thing.table}"}
    return f"{thing.kind}:{place.get(thing.kind, thing.name)}".lower()


def ask(searcher: Searcher) -> Callable[[str], list[set[str]]]:
    """The first ten hits of our search, each as what it is and as the code list that it uses."""

    def asked(text: str) -> list[set[str]]:
        hits = searcher.search(SearchRequest(text, limit=DEPTH)).hits
        return [{answer_of(hit), f"codelist:{hit.payload.get('codeList')}"} for hit in hits]

    return asked


def things(searcher: Searcher) -> set[str]:
    """Everything that can be found."""
    snapshot = searcher.snapshot
    return {answer_of(snapshot.document(int(number))) for number in snapshot.view(None).mask.nonzero()[0]}


def evaluate(found: Callable[[str], Sequence[set[str]]], asked: Iterable[Question]) -> list[Asked]:
    """Ask every question. Where a code list answers, a variable that uses it does."""
    results = []
    for one in asked:
        hits = list(found(one.text))[:DEPTH]
        results.append(Asked(one, next((place for place, hit in enumerate(hits, 1) if hit & one.answers), 0)))
    return results


def mean(results: Sequence[Asked]) -> float:
    """Mean reciprocal rank; 1 for no question."""
    return sum(one.score for one in results) / len(results) if results else 1.0


def table(results: Sequence[Asked]) -> str:
    """Scores by type and half."""
    lines = [f"{'type':12} {'questions':>9}  {TUNED:>8}  {REPORTED:>8}"]
    halves = [[one for one in results if one.question.half == half] for half in (TUNED, REPORTED)]
    kinds = list(dict.fromkeys(one.question.type for one in results))
    for kind in kinds:
        means = [mean([one for one in half if one.question.type == kind]) for half in halves]
        count = sum(one.question.type == kind for one in results)
        lines.append(f"{kind:12} {count:9}  {means[0]:8.3f}  {means[1]:8.3f}")
    lines.append(f"{'all':12} {len(results):9}  {mean(halves[0]):8.3f}  {mean(halves[1]):8.3f}")
    return "\n".join(lines)


def main() -> None:
    """Print scores, and the questions that are not answered by the first hit."""
    searcher = Searcher.open(Path(sys.argv[1]))
    here = things(searcher)
    answerable = [one for one in questions() if one.answers & here]
    results = evaluate(ask(searcher), answerable)
    print(table(results))
    for one in results:
        if one.place != 1 and (one.question.half == TUNED or "--all" in sys.argv):
            print(f"{one.place:3}  {one.question.type:10} {one.question.text}")
    missing = [one.text for one in questions() if not one.answers & here]
    print(f"{len(missing)} questions are about what is not here: {'; '.join(missing)}")


if __name__ == "__main__":
    main()
