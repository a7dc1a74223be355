"""Concepts as plain data."""

from __future__ import annotations

from collections.abc import Mapping

from catalogue.api import links
from catalogue.api.wire.common import Data, code_list_ref, dataset_ref, known, release_ref, sources
from catalogue.model.concepts import Concept, Difference, Member
from catalogue.model.records import Table
from catalogue.store.concepts import MemberState
from catalogue.store.crosswalk import Crosswalk, Pair, Shared
from catalogue.store.releases import DatasetRecord


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


def concept(record: Concept, states: Mapping[tuple[str, str, str], MemberState]) -> Data:
    """A concept with its variables and differences. states: what each variable says of itself, by its key."""
    return {
        **concept_summary(record),
        "note": known(record.note),
        "otherMeanings": [{"term": term, "meaning": meaning} for term, meaning in record.other_meanings],
        "related": list(record.related),
        "variables": [_member(one, states.get(one.key)) for one in record.variables],
        "differences": [_difference(one) for one in record.differences],
    }


def _member(record: Member, state: MemberState | None) -> Data:
    return {
        "dataset": record.dataset,
        "table": record.table,
        "name": record.name,
        "match": record.match,
        "note": known(record.note),
        "mark": known(record.mark),
        "sources": sources(record.sources),
        "page": links.page(links.variable_over_time(record.dataset, record.table, record.name)),
        "described": None if state is None else _described(state),
    }


def _described(state: MemberState) -> Data:
    release, table, variable = state.release, state.table, state.variable
    return {
        "release": release_ref(release),
        "inForce": state.latest,
        "url": links.record(links.variable(release.slug, release.version, table.name, variable.name)),
        "label": known(variable.label),
        "type": variable.type,
        "physicalType": known(variable.physical_type),
        "definition": known(variable.definition),
        "inferredMeaning": known(variable.inferred_meaning),
        "grain": known(table.grain),
        "codeList": code_list_ref(release, variable.code_list) if variable.code_list else None,
        "mark": known(variable.known.mark),
    }


def _difference(record: Difference) -> Data:
    return {
        "datasets": list(record.datasets),
        "title": known(record.title),
        "description": record.description,
        "mark": known(record.mark),
        "sources": sources(record.sources),
    }


def crosswalk(record: Crosswalk) -> Data:
    """Two datasets side by side."""
    path = f"/datasets/{record.left.slug}/crosswalk/{record.right.slug}"
    return {
        "id": f"crosswalk:{record.left.key}/{record.right.key}",
        "url": links.record(path),
        "page": links.page(path),
        "left": _side(record.left),
        "right": _side(record.right),
        "concepts": [_shared(one) for one in record.shared],
        "tables": [_pair(one) for one in record.pairs],
    }


def _side(record: DatasetRecord) -> Data:
    release = record.latest
    return {
        "dataset": dataset_ref(release or record.releases[-1]),
        "release": None if release is None else release_ref(release),
    }


def _shared(one: Shared) -> Data:
    path = f"/concepts/{one.concept.name}"
    return {
        "name": one.concept.name,
        "title": one.concept.title,
        "url": links.record(path),
        "page": links.page(path),
        "left": [_member(state.member, state) for state in one.left],
        "right": [_member(state.member, state) for state in one.right],
        "differences": [_difference(line) for line in one.differences],
    }


def _pair(pair: Pair) -> Data:
    return {"left": _table(pair.left), "right": _table(pair.right), "concepts": list(pair.concepts)}


def _table(table: Table | None) -> Data | None:
    if table is None:
        return None
    return {"name": table.name, "physicalName": table.physical_name, "grain": known(table.grain)}
