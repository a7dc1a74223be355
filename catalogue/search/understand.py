"""From a question to what to look up, and what to say of how it was read.

The steps are rewrites of the question's tree: words that nothing here has are corrected, terms of concepts are widened,
words that only ask are set aside. What is set aside, and what the whole of a label says, moves hits and never adds any.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalogue.search import meaning, query, schema, sentence, words
from catalogue.search.executor import Executor
from catalogue.search.meaning import Unsure
from catalogue.search.plan import AllOf, AnyOf, Keyed, Lifted, Lookup, Plan, within
from catalogue.search.query import Question
from catalogue.search.resolve import Resolver
from catalogue.search.result import Expansion, Suggestion
from catalogue.search.sentence import COUNTING, DAYS, FIGURES, KINDS, MANY, Sentence
from catalogue.search.snapshot import Snapshot
from catalogue.search.spelling import Speller
from catalogue.search.thesaurus import Thesaurus, key, spoken
from catalogue.search.tree import And, InFacet, Meant, Node, Or, Word

# What a hit gains, as a share of the best score.
WHOLE_LABEL = 0.5  # its label is the question
WHOLE_CODE = 0.35  # the label of one of its codes is
OF_KIND = 0.3  # it is of the kind that the question names
ASKED = 0.03  # it has a word that only asks, too
A_DAY = 0.4  # it holds a day, and the question is when
STATISTIC = 0.5  # it is a dataset of published figures, and what it or one of its series is called says all of it
A_FIGURE = 0.4  # it is a published figure, and the question is how many
A_COUNT = 0.2  # it is a count, and the question is how many
A_COUNT_IS_CALLED = ("count", "many", "number")


@dataclass(frozen=True, slots=True)
class Understood:
    """What a question came to: what to look up, what was changed, what may have been meant, and what to warn of.

    words: how many telling words were asked for, side by side; 0 for a question that is anything but words.
    sentence: whether it is said as a sentence.
    """

    plan: Plan | None
    words: int = 0
    sentence: bool = False
    expanded: tuple[Expansion, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    warnings: tuple[str, ...] = ()


def understand(
    snapshot: Snapshot, executor: Executor, question: Question, exactly: frozenset[str], as_typed: frozenset[str]
) -> Understood:
    """What to look up for a question. exactly: forms that are neither corrected, widened nor tried in other endings;
    as_typed: forms whose terms are not widened."""
    if question.root is None:
        nothing = bool(question.text.strip()) and not question.warnings
        said = f"There is nothing to search for in {quoted(question.text)}. Everything is listed."
        return Understood(None, warnings=(said,) if nothing else ())
    resolver = resolver_of(snapshot, executor, exactly, related=sentence.is_said(question.text))
    silent = words.STOP | sentence.ASKING if isinstance(question.root, And) else words.STOP
    speller = Speller(snapshot.vocabulary, lambda form: executor.count(resolver.lookup(form)), silent)
    spelt = speller.correct(question.root, exactly, executor.is_name)
    read = meaning.look_up(
        _without(spelt.root, spelt.unknown, exactly), snapshot.thesaurus, executor.is_name, exactly | as_typed
    )
    asked = sentence.without_asking(read.root, question.text)
    plan = resolver.plan(asked.root)
    warnings = [f"Nothing here contains {quoted(word)}." for word in spelt.unknown] + resolver.warnings
    if plan is None:
        warnings.append(f"The words of {quoted(question.text)} are too common to search for. Everything is listed.")
    else:
        if keys := resolver.name_keys(question.text) if " " in question.text.strip() else ():
            plan = AnyOf((plan, Lookup(names=keys)))  # a name with blanks in it, as some sources have
        lifts = ((_statistic(plan), STATISTIC), *_lifts(asked, question, resolver))
        plan = Lifted(plan, lifts)
    return Understood(
        plan,
        sum(form not in words.STOP for form in words.forms(_plain(asked.root))),
        sentence=asked.said,
        expanded=(
            *(Expansion(one.typed, one.replaced, "spelling") for one in spelt.corrections),
            *(_synonym(one, snapshot.thesaurus) for one in _meant(read.root)),
        ),
        suggestions=(
            *(
                Suggestion(other, "spelling", query=question.text.replace(one.typed, other, 1))
                for one in spelt.corrections
                for other in one.others
            ),
            *_meanings(snapshot, question.text, read.unsure),
        ),
        warnings=tuple(dict.fromkeys(warnings))[: query.WARNINGS],
    )


def _without(root: Node, unknown: Iterable[str], exactly: frozenset[str]) -> Node:
    """Words side by side without those that nothing here has, which the answer says; those wanted exactly stay."""
    if not isinstance(root, And):
        return root
    gone = {word for word in unknown if exactly.isdisjoint(words.forms(word))}
    kept = tuple(one for one in root.nodes if not (isinstance(one, Word) and not one.field and one.text in gone))
    if not any(not isinstance(one, Word) or not words.STOP.issuperset(words.forms(one.text)) for one in kept):
        return root
    return kept[0] if len(kept) == 1 else And(kept)


def resolver_of(
    snapshot: Snapshot,
    executor: Executor,
    exactly: frozenset[str] = frozenset(),
    *,
    related: bool = False,
    **limits: int,
) -> Resolver:
    """A resolver of questions on a snapshot."""
    facets = {name: one.values for name, one in snapshot.facets.items()}
    return Resolver(
        snapshot.vocabulary, snapshot.thesaurus, facets, executor.is_name, exactly, related=related, **limits
    )


def quoted(text: str) -> str:
    """What was typed, as a message repeats it."""
    return f"“{query.shortened(text.strip())}”"


def _lifts(asked: Sentence, question: Question, resolver: Resolver) -> tuple[tuple[Plan, float], ...]:
    """What moves hits up that are found anyway."""
    lifts: list[tuple[Plan, float]] = []
    whole = {schema.whole_key(text) for text in (_plain(asked.root), _plain(question.root)) if text}
    for key_before, share in ((schema.WHOLE_LABEL, WHOLE_LABEL), (schema.WHOLE_CODE, WHOLE_CODE)):
        if whole:
            lifts.append((Keyed(tuple(sorted(key_before + one for one in whole))), share))
    kinds = {KINDS[one] for one in asked.asking if one in KINDS}
    lifts += [(InFacet("kind", kind), OF_KIND) for kind in sorted(kinds)]
    lifts += [(resolver.lookup(word), ASKED) for word in asked.asking]
    if MANY in asked.asking or not COUNTING.isdisjoint(asked.asking):
        lifts += [(resolver.lookup(word), A_COUNT) for word in A_COUNT_IS_CALLED]
    if MANY in asked.asking or not FIGURES.isdisjoint(words.forms(question.text)):
        lifts.append((InFacet("access", "open"), A_FIGURE))
    if asked.said and not DAYS.isdisjoint(words.forms(question.text)):
        lifts.append((InFacet("type", "date"), A_DAY))
    return tuple(lifts)


def _statistic(plan: Plan) -> Plan:
    """A dataset that is called by all the words, and whose figures are open."""
    called = within(plan, (schema.LABEL, schema.SYNONYM))
    return AllOf((InFacet("kind", "dataset"), InFacet("access", "open"), called))


def _plain(node: Node | None) -> str:
    """The words of a question that is nothing but words, else nothing."""
    match node:
        case Word(text, ""):
            return text
        case Meant(typed):
            return _plain(typed)
        case And(nodes):
            said = [_plain(one) for one in nodes]
            return " ".join(said) if all(said) else ""
        case Or((Word() as first, *_)):
            return _plain(first)
    return ""


def _meant(node: Node) -> Iterator[Meant]:
    match node:
        case Meant():
            yield node
        case And(nodes) | Or(nodes):
            for one in nodes:
                yield from _meant(one)


def _synonym(meant: Meant, thesaurus: Thesaurus) -> Expansion:
    concept = thesaurus.concept(meant.concept)
    welsh = concept.welsh if concept is not None else frozenset[str]()
    told = tuple((term, term in welsh) for term in meant.others)
    return Expansion(meant.text, ", ".join(meant.others), "synonym", meant.concept, told)


def _meanings(snapshot: Snapshot, text: str, unsure: Iterable[Unsure]) -> Iterator[Suggestion]:
    """Each meaning of terms that have several, with a question that asks for it."""
    for one in unsure:
        for concept in one.term.concepts:
            title = snapshot.thesaurus.term(spoken(concept.title))
            sure = title is not None and not title.ambiguous and key(spoken(concept.title)) != key(spoken(one.typed))
            instead = concept.title if sure else f"concept:{concept.name}"
            yield Suggestion(
                concept.title, "meaning", query=text.replace(one.typed, instead, 1), url=concept.url, of=one.typed
            )
        for elsewhere in one.term.elsewhere:
            instead = text.replace(one.typed, f'"{elsewhere}"', 1)
            yield Suggestion(elsewhere, "other-meaning", query=instead, of=one.typed)
