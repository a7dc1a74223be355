"""Pathways as plain data."""

from __future__ import annotations

from collections.abc import Mapping

from catalogue.api import links
from catalogue.api.wire.common import Data, caveats, dataset_ref, known, release_ref, sources
from catalogue.model.pathways import End, Pathway, Place, Recorded, Step
from catalogue.store.pathways import Described


def pathway_summary(record: Pathway) -> Data:
    """A pathway without its places and steps."""
    path = f"/pathways/{record.name}"
    return {
        "id": f"pathway:{record.name}",
        "url": links.record(path),
        "page": links.page(path),
        "name": record.name,
        "title": record.title,
        "description": known(record.description),
        "inferredMeaning": known(record.inferred_meaning),
        "datasets": list(record.datasets),
        "placeCount": len(record.places),
        "stepCount": len(record.steps),
        "mark": known(record.mark),
        "sources": sources(record.sources),
        "digest": record.digest,
        "object": links.stored(record.digest),
    }


def pathway(record: Pathway, described: Mapping[str, Described]) -> Data:
    """A pathway with its places and steps. described: what of the register describes each place, by its name."""
    return {
        **pathway_summary(record),
        "note": known(record.note),
        "places": [_place(one, described.get(one.name)) for one in record.places],
        "steps": [_step(one) for one in record.steps],
        "caveats": caveats(record.caveats),
    }


def _place(record: Place, found: Described | None) -> Data:
    return {
        "name": record.name,
        "title": record.title,
        "description": known(record.description),
        "inferredMeaning": known(record.inferred_meaning),
        "stage": known(record.stage),
        "physicalName": known(record.physical_name),
        "dataset": known(record.dataset),
        "table": known(record.table),
        "snapshot": known(record.snapshot),
        "keeping": known(record.keeping),
        "note": known(record.note),
        "mark": known(record.mark),
        "sources": sources(record.sources),
        "described": None if found is None else _described(found),
    }


def _described(found: Described) -> Data:
    release = found.release
    return {
        "dataset": dataset_ref(release or found.record.releases[-1]),
        "release": None if release is None else release_ref(release),
        "table": links.record(links.table(release.slug, release.version, found.table))
        if release is not None and found.columns_known
        else None,
    }


def _step(record: Step) -> Data:
    return {
        "name": record.name,
        "title": record.title,
        "number": known(record.number),
        "actor": known(record.actor),
        "description": known(record.description),
        "inferredMeaning": known(record.inferred_meaning),
        "inputs": [_end(one) for one in record.inputs],
        "outputs": [_end(one) for one in record.outputs],
        "records": [_recorded(one) for one in record.records],
        "note": known(record.note),
        "mark": known(record.mark),
        "sources": sources(record.sources),
    }


def _end(record: End) -> Data:
    return {"place": record.place, **_how(record)}


def _recorded(record: Recorded) -> Data:
    return {"title": record.title, **_how(record)}


def _how(record: End | Recorded) -> Data:
    return {"note": known(record.note), "mark": known(record.mark), "sources": sources(record.sources)}
