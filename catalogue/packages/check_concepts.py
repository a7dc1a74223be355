"""Rules about concepts: what they name exists, and nothing stands in them twice."""

from __future__ import annotations

from typing import Any

from catalogue.packages.check_facts import check_meaning, check_sources
from catalogue.packages.check_names import check_duplicates
from catalogue.packages.rules import Findings, Rule, shown

Facts = dict[str, Any]


def check_concept(concept: Facts, findings: Findings) -> None:
    """Terms, members and differences of a concept; whether a member exists is for the register to say."""
    members, differences = concept.get("variables", ()), concept.get("differences", ())
    check_meaning(concept, concept.get("mark"), findings, what="The concept")
    check_sources(concept, (*members, *differences), findings)
    for key in ("terms", "termsCy", "ambiguousTerms"):
        check_duplicates(map(_same, concept.get(key, ())), f"The term of `{key}`", findings)
    places = [f"{one.get('dataset')}/{one.get('table')}/{one.get('name')}" for one in members]
    check_duplicates(places, "The variable", findings)
    terms = {_same(term) for term in concept.get("terms", ())}
    for term in concept.get("ambiguousTerms", ()):
        if _same(term) not in terms:
            findings.add(
                Rule.CONCEPT_TERM,
                f"The ambiguous term {shown(term)} is none of the terms.",
                "Add it to `terms` as well, or correct its spelling.",
            )


def _same(term: str) -> str:
    """What two spellings of a term have in common. Capitals count: `DoL` and `DOL` are two ways to write one."""
    return " ".join(str(term).split())
