"""Search done the slow way: plain loops over plain words, straight from the definitions. Shares no code with the room.

Words are known beforehand, with their stems, so that no stemmer is needed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

STEMS = {
    "order": "order", "orders": "order", "hearing": "hearing", "hearings": "hearing", "child": "child",
    "children": "child", "report": "report", "reports": "report", "placement": "placement", "wales": "wales",
    "court": "court", "s31": "s31", "alpha": "alpha", "beta": "beta",
}  # fmt: skip
SILENT = {"of", "the", "in", "a"}
FIELDS = ("label", "name", "code", "definition", "notes", "dataset", "table")
WEIGHT = dict(zip(FIELDS, (8.0, 3.0, 1.5, 1.0, 0.3, 0.5, 0.5), strict=True))
THIN = dict(zip(FIELDS, (0.3, 0.3, 0.3, 0.75, 0.75, 0.3, 0.3), strict=True))
OTHER_ENDING = 0.8
K1 = 1.2


@dataclass(frozen=True)
class Thing:
    """A document as lists of words: per field one list for each running text, and names taken apart."""

    identity: str
    texts: dict[str, list[list[str]]]
    names: dict[str, list[list[str]]]

    def length(self, field: str) -> int:
        """Words of a field that count; every word of a name does."""
        said = sum(word not in SILENT for text in self.texts.get(field, []) for word in text)
        return said + sum(len(name) for name in self.names.get(field, []))


@dataclass(frozen=True)
class Ask:
    """A question: kind is word, phrase, begin, not, and, or."""

    kind: str
    words: tuple[str, ...] = ()
    field: str = ""
    inner: tuple[Ask, ...] = ()

    def text(self) -> str:
        """As it would be typed."""
        before = f"{self.field}:" if self.field else ""
        match self.kind:
            case "word":
                return before + self.words[0]
            case "begin":
                return before + self.words[0] + "*"
            case "phrase":
                return f'{before}"{" ".join(self.words)}"'
            case "not":
                return f"-({self.inner[0].text()})"
        joint = " OR " if self.kind == "or" else " "
        return joint.join(f"({one.text()})" if one.inner else one.text() for one in self.inner)


class Brute:
    """Answers over a set of things that may be seen."""

    def __init__(self, things: Sequence[Thing]) -> None:
        self.things = things
        self.average = {}
        for field in FIELDS:
            lengths = [thing.length(field) for thing in things if thing.length(field)]
            self.average[field] = sum(lengths) / len(lengths) if lengths else 1.0

    def answer(self, ask: Ask) -> dict[str, float]:
        """Score by identity of everything that matches."""
        everything = {thing.identity for thing in self.things}
        match ask.kind:
            case "not":
                return dict.fromkeys(everything - self.answer(ask.inner[0]).keys(), 0.0)
            case "and":
                parts = [self.answer(one) for one in ask.inner]
                shared = set.intersection(*(set(part) for part in parts))
                return {one: sum(part[one] for part in parts) for one in shared}
            case "or":
                parts = [self.answer(one) for one in ask.inner]
                anyone = set().union(*parts)
                return {one: sum(part.get(one, 0.0) for part in parts) for one in anyone}
        return self._scored({thing.identity: self._frequency(thing, ask) for thing in self.things})

    def _scored(self, frequency: dict[str, float]) -> dict[str, float]:
        found = {one: amount for one, amount in frequency.items() if amount > 0}
        rarity = math.log(1 + (len(self.things) - len(found) + 0.5) / (len(found) + 0.5))
        return {one: rarity * amount * (K1 + 1) / (amount + K1) for one, amount in found.items()}

    def _frequency(self, thing: Thing, ask: Ask) -> float:
        total = 0.0
        for field in [ask.field] if ask.field else FIELDS:
            fresh = 1 - THIN[field] + THIN[field] * thing.length(field) / self.average[field]
            for text in thing.texts.get(field, []) + thing.names.get(field, []):
                total += WEIGHT[field] / fresh * self._in_text(text, ask)
        return total

    def _in_text(self, text: list[str], ask: Ask) -> float:
        word = ask.words[0]
        if ask.kind == "begin":
            return float(sum(one.startswith(word) for one in text if one not in SILENT))
        if ask.kind == "word":
            kin = [one for one in text if one in STEMS and STEMS[one] == STEMS[word]]
            return sum(1.0 if one == word else OTHER_ENDING for one in kin)
        size = len(ask.words)
        starts = range(len(text) - size + 1)
        return float(sum(tuple(text[start : start + size]) == ask.words for start in starts))
