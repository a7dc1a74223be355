"""Concepts as plain data."""

from __future__ import annotations

from catalogue.api import links
from catalogue.api.wire.common import Data, known, sources
from catalogue.model.concepts import Concept, Difference, Member


def concept_summary(record: Concept) -> Data:
    """A concept without its variables."""
    path = f"/concepts/{record.name}"
    return {
        "id": f"concept:{record.name}",
        "url": links.record(path),
        "page": links.page(path),
        "name": record.name,
        "title": record.title,
        "titleCy": known(record.title_cy),
        "description": known(record.description),
        "inferredMeaning": known(record.inferred_meaning),
        "terms": list(record.terms),
        "termsCy": list(record.terms_cy),
        "ambiguousTerms": list(record.terms if record.ambiguous else record.ambiguous_terms),
        "notation": list(record.notation),
        "variableCount": len(record.variables),
        "mark": known(record.mark),
        "sources": sources(record.sources),
        "digest": record.digest,
        "object": links.stored(record.digest),
    }


def concept(record: Concept) -> Data:
    """A concept with its variables and differences."""
    return {
        **concept_summary(record),
        "note": known(record.note),
        "otherMeanings": [{"term": term, "meaning": meaning} for term, meaning in record.other_meanings],
        "related": list(record.related),
        "variables": [_member(one) for one in record.variables],
        "differences": [_difference(one) for one in record.differences],
    }


def _member(record: Member) -> Data:
    return {
        "dataset": record.dataset,
        "table": record.table,
        "name": record.name,
        "match": record.match,
        "note": known(record.note),
        "mark": known(record.mark),
        "sources": sources(record.sources),
        "page": links.page(links.variable_over_time(record.dataset, record.table, record.name)),
    }


def _difference(record: Difference) -> Data:
    return {
        "datasets": list(record.datasets),
        "title": known(record.title),
        "description": record.description,
        "mark": known(record.mark),
        "sources": sources(record.sources),
    }
