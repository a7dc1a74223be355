"""From the tree of a question to what to look up: stems, parts of names, beginnings, spellings of physical names.

Other words for a concept have been put into the tree before, see `meaning`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from catalogue.search import families, legal, names, schema, words
from catalogue.search.backend import PARTS, WORDS
from catalogue.search.plan import AllOf, AnyOf, Except, Form, Keyed, Lookup, Members, Plan, Sequence
from catalogue.search.plan import Meant as ConceptPlan
from catalogue.search.thesaurus import Thesaurus
from catalogue.search.tree import And, InFacet, Leaf, Meant, Node, Not, OfConcept, Or, Phrase, Prefix, Word, Years
from catalogue.search.vocabulary import Vocabulary

INFLECTED = 0.8  # how much another ending of the same word counts
RELATED = 0.6  # how much another word of its family counts
RUN_TOGETHER = 0.8  # how much a word inside a run-together name counts
SECTION_ALONE = 0.5  # how much a section counts where one of its subsections was asked for
PREFIX_FORMS = 1000  # a beginning stands for at most so many forms, the most frequent ones

QUOTED = 40  # characters of a value that a message repeats

_FIELDS = {
    "": (),
    "name": (schema.NAME,),
    "label": (schema.LABEL,),
    "table": (schema.TABLE,),
    "dataset": (schema.DATASET,),
    "code": (schema.CODE,),
    "definition": (schema.DEFINITION,),
}
# What people call the types.
_TYPES = {"text": "string", "character": "string", "float": "number", "decimal": "number", "int": "integer",
          "whole number": "integer", "bool": "boolean", "flag": "boolean", "timestamp": "datetime"}  # fmt: skip


class Resolver:
    """Resolves questions against one vocabulary.

    thesaurus: the concepts that can be named. facets: values and labels by facet.
    is_name: whether something that may be seen has this name key.
    exactly: forms that stand for themselves alone, without other endings.
    prefix_forms: how many forms a beginning may stand for. related: whether words of one family stand for each other.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        thesaurus: Thesaurus,
        facets: Mapping[str, Iterable[tuple[str, str]]],
        is_name: Callable[[str], bool],
        exactly: frozenset[str] = frozenset(),
        prefix_forms: int = PREFIX_FORMS,
        *,
        related: bool = False,
    ) -> None:
        self._related = related
        self._prefix_forms = prefix_forms
        self._vocabulary = vocabulary
        self._thesaurus = thesaurus
        self._facets = facets
        self._is_name = is_name
        self._exactly = exactly
        self.warnings: list[str] = []

    def plan(self, root: Node) -> Plan | None:
        """What to look up, without words of no meaning; None when only such words were asked for."""
        pruned = self._pruned(root)
        if pruned is None:
            return None
        alone = isinstance(pruned, Word) or (isinstance(pruned, Meant) and isinstance(pruned.typed, Word))
        return self._plan(pruned, alone=alone and not self._related)

    def _pruned(self, node: Node) -> Node | None:
        match node:
            case And(nodes) | Or(nodes):
                kept = [one for one in map(self._pruned, nodes) if one is not None]
                return None if not kept else kept[0] if len(kept) == 1 else type(node)(tuple(kept))
            case Not(inner):
                kept_inner = self._pruned(inner)
                return None if kept_inner is None else Not(kept_inner)
            case Word(text, field) | Phrase(text, field):
                return None if self._says_nothing(text, field) else node
            case Meant(typed):
                kept_typed = self._pruned(typed)
                return None if kept_typed is None else replace(node, typed=kept_typed)
        return node

    def _says_nothing(self, text: str, field: str) -> bool:
        if field in {"name", "code"} or any(form not in words.STOP for form, _, _ in words.tokens(text)):
            return False
        return not self.name_keys(text)

    def _plan(self, node: Node, *, alone: bool = False) -> Plan:
        match node:
            case And(nodes):
                return AllOf(tuple(self._plan(one) for one in nodes))
            case Or(nodes):
                return AnyOf(tuple(self._plan(one) for one in nodes))
            case Not(inner):
                return Except(self._plan(inner))
        return self._leaf(node, alone=alone)

    def _leaf(self, node: Leaf | Meant, *, alone: bool) -> Plan:
        plan: Plan
        match node:
            case Years():
                plan = node
            case InFacet():
                plan = self._in_facet(node)
            case Meant():
                plan = self._meant(self._plan(node.typed, alone=alone), node.others, node.concept, node.text)
            case OfConcept(value):
                plan = self._of_concept(value)
            case Word():
                plan = self._word(node, alone=alone)
            case Phrase():
                plan = self._phrase(node)
            case Prefix():
                plan = self._prefix(node)
        return plan

    def lookup(self, form: str) -> Lookup:
        """One word in any field."""
        return Lookup(self.word_forms(form))

    def word_forms(self, form: str) -> tuple[Form, ...]:
        """What one word stands for: itself, its other endings, names that contain it."""
        if form in self._exactly:
            return Form(WORDS, form), Form(PARTS, form)
        known = self._vocabulary
        text = (Form(WORDS, one, 1.0 if one == form else INFLECTED) for one in known.kin_in_text(form))
        whole = (Form(PARTS, one, 1.0 if one == form else INFLECTED) for one in known.kin_in_names(form))
        inside = (Form(PARTS, one, RUN_TOGETHER, form) for one in known.run_together(form))
        return *text, *whole, *inside, *(self._relatives(form) if self._related else ())

    def _relatives(self, form: str) -> Iterator[Form]:
        known = self._vocabulary
        for stem in sorted(families.relatives(form)):
            yield from (Form(WORDS, one, RELATED) for one in known.kin_in_text(stem))
            yield from (Form(PARTS, one, RELATED) for one in known.kin_in_names(stem))

    def name_keys(self, text: str) -> tuple[str, ...]:
        """The key of the physical name that a text stands for, or nothing."""
        return next(((key,) for key in names.spellings(text) if self._is_name(key)), ())

    def _word(self, word: Word, *, alone: bool) -> Plan:
        text, fields = word.text, _FIELDS[word.field]
        if word.field == "dataset" and (slug := self._value("dataset", text)):
            return InFacet("dataset", slug)
        forms, parts = words.forms(text), _parts(text)
        telling = [form for form in forms if form and form not in words.STOP] or [form for form in forms if form]
        # A name with a word beside it, such as `table.column`, is meant as a whole.
        single = self.word_forms(telling[0]) if len(telling) == 1 and "" not in forms else ()
        shape = names.has_shape(text)
        keys = self.name_keys(text) if (shape or alone) and word.field in {"", "name"} else ()
        if single and len(parts) <= 1:
            return Lookup(single, names=keys, fields=fields)
        sequences = self._sequences(forms, parts)
        if not single and legal.is_reference(text):
            single = tuple(replace(form, weight=form.weight * SECTION_ALONE) for form in self.word_forms(forms[0]))
        if shape and word.field == "table":
            spelt = (words.part_forms(key) for key in names.spellings(text) if "." not in key)
            sequences += tuple(self._steps(PARTS, list(enumerate(one)), self._kin_in_names) for one in spelt if one)
        whole = Lookup(single, sequences, keys, fields)
        if not shape or keys:
            return whole
        # A name that nothing has as a whole: what begins with it, or has all its parts, is the next best.
        begun = self._prefix(Prefix(text, word.field))
        each = tuple(Lookup(self.word_forms(part), fields=fields) for part in dict.fromkeys(parts))
        return AnyOf((whole, begun, AllOf(each)))

    def _sequences(self, forms: list[str], parts: list[str]) -> tuple[Sequence, ...]:
        found = []
        said = [(place, form) for place, form in enumerate(forms) if form and form not in words.STOP]
        if len(said) > 1:
            found.append(self._steps(WORDS, said, self._kin_in_text))
        if len(parts) > 1:
            found.append(self._steps(PARTS, list(enumerate(parts)), self._kin_in_names))
        return tuple(found)

    def _steps(self, space: str, said: list[tuple[int, str]], kin: Callable[[str], tuple[str, ...]]) -> Sequence:
        first = said[0][0]
        return Sequence(space, tuple((place - first, kin(form)) for place, form in said))

    def _kin_in_text(self, form: str) -> tuple[str, ...]:
        return (form,) if form in self._exactly else self._vocabulary.kin_in_text(form)

    def _kin_in_names(self, form: str) -> tuple[str, ...]:
        return (form,) if form in self._exactly else self._vocabulary.kin_in_names(form)

    def _phrase(self, phrase: Phrase) -> Lookup:
        """Quoted words are meant as they stand, without other endings."""
        fields = _FIELDS[phrase.field]
        said = [(place, form) for place, form in enumerate(words.forms(phrase.text)) if form]
        telling = [(place, form) for place, form in said if form not in words.STOP] or said
        parts = _parts(phrase.text)
        if len(telling) == 1 and len(parts) <= 1:
            return Lookup((Form(WORDS, telling[0][1]), Form(PARTS, telling[0][1])), fields=fields)
        sequences = [self._steps(WORDS, telling, lambda form: (form,))] if telling else []
        if len(parts) > 1:
            sequences.append(self._steps(PARTS, list(enumerate(parts)), lambda form: (form,)))
        return Lookup(sequences=tuple(sequences), names=self._phrase_names(phrase), fields=fields)

    def _phrase_names(self, phrase: Phrase) -> tuple[str, ...]:
        return self.name_keys(phrase.text) if names.has_shape(phrase.text) and phrase.field in {"", "name"} else ()

    def _prefix(self, prefix: Prefix) -> Lookup:
        """The last word is a beginning; words before it in the same chunk must stand right before."""
        fields = _FIELDS[prefix.field]
        forms, parts = words.forms(prefix.text), _parts(prefix.text)
        known = self._vocabulary
        in_text = self._limited(known.begin_in_text(forms[-1]) if forms and forms[-1] else [], prefix.text)
        in_names = self._limited(known.begin_in_names(parts[-1]) if parts else [], prefix.text)
        found = [Form(WORDS, one) for one in in_text] if len(forms) == 1 else []
        sequences = []
        if len(forms) > 1 and in_text:
            said = [(place, form) for place, form in enumerate(forms[:-1]) if form and form not in words.STOP]
            first = said[0][0] if said else len(forms) - 1
            head = tuple((place - first, self._kin_in_text(form)) for place, form in said)
            sequences.append(Sequence(WORDS, (*head, (len(forms) - 1 - first, in_text))))
        if len(parts) > 1:
            steps = tuple((place, self._kin_in_names(part)) for place, part in enumerate(parts[:-1]))
            sequences.append(Sequence(PARTS, (*steps, (len(parts) - 1, in_names))))
        elif parts:
            inside = known.run_together_begin(parts[-1])
            found += [Form(PARTS, one, inside=inside.get(one, "")) for one in in_names]
            found += [Form(PARTS, one, RUN_TOGETHER, inside[one]) for one in inside if one not in in_names]
        return Lookup(tuple(found), tuple(sequences), fields=fields)

    def _limited(self, forms: list[str], typed: str) -> tuple[str, ...]:
        if len(forms) <= self._prefix_forms:
            return tuple(forms)
        self.warnings.append(
            f"{len(forms):,} words begin with {typed}. We searched for the {self._prefix_forms:,} most frequent of "
            "them; more letters help."
        )
        return self._vocabulary.most_frequent(forms, self._prefix_forms)

    def _in_facet(self, wanted: InFacet) -> InFacet:
        value = self._value(wanted.facet, wanted.value)
        if not value and wanted.facet in self._facets:
            known = ", ".join(sorted({one for one, _ in self._facets[wanted.facet]}))
            self.warnings.append(f"Nothing here is of {wanted.facet} {wanted.value[:QUOTED]}. There are {known}.")
        return InFacet(wanted.facet, value or wanted.value)

    def _value(self, facet: str, text: str) -> str:
        """The value of a facet that a text names, by itself or by its label; empty when there is none."""
        wanted = words.bare(text)
        wanted = _TYPES.get(wanted, wanted) if facet == "type" else wanted
        found = self._facets.get(facet, ())
        return next((value for value, label in found if wanted in {words.bare(value), words.bare(label)}), "")

    def _meant(self, typed: Plan, others: Iterable[str], concept: str, text: str) -> ConceptPlan:
        return ConceptPlan(typed, _together(map(self._term, others)), concept, text)

    def _term(self, term: str) -> Lookup:
        """A term of a concept, in any ending."""
        forms = words.forms(term)
        if len(forms) == 1 and forms[0]:
            return Lookup(self.word_forms(forms[0]))
        return Lookup(sequences=self._sequences(forms, _parts(term)))

    def _of_concept(self, value: str) -> Plan:
        concepts = self._thesaurus.named(value)
        if not concepts:
            self.warnings.append(f"There is no concept “{value}”. Try its terms without concept:.")
            return Keyed(())
        found = [self._meant(Members(one.name), one.others, one.name, value) for one in concepts]
        return found[0] if len(found) == 1 else AnyOf(tuple(found))


def _parts(text: str) -> list[str]:
    return words.part_forms(legal.joined(text))


def _together(lookups: Iterable[Lookup]) -> Lookup:
    """Several lookups as one, so that a thing that says it in two ways does not count twice."""
    found = list(lookups)
    return Lookup(
        forms=tuple(dict.fromkeys(form for one in found for form in one.forms)),
        sequences=tuple(dict.fromkeys(sequence for one in found for sequence in one.sequences)),
    )
