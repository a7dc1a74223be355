"""How data are got, as plain data."""

from __future__ import annotations

from dataclasses import asdict

from catalogue.api import links
from catalogue.api.wire.common import Data, dataset_ref, known, release_ref, sources
from catalogue.store.access import HowToGet, SpecialTable
from catalogue.store.releases import ReleaseRecord


def access(release: ReleaseRecord, how: HowToGet) -> Data:
    """How the data of a release are got."""
    path = f"{links.dataset(release.slug)}/access"
    said = how.access
    return {
        "id": f"{release.dataset_key}/access",
        "url": links.record(path),
        "page": links.page(path),
        "dataset": dataset_ref(release),
        "release": release_ref(release),
        "accessRights": known(said.rights),
        "eligibility": known(said.eligibility),
        "request": known(said.request),
        "process": known(said.process),
        "conditions": known(said.conditions),
        "leadTime": known(said.lead_time),
        "contact": known(said.contact),
        "note": known(said.note),
        "specialAccess": known(said.special),
        "specialVariables": [_special(release, table) for table in how.special],
        "fiveSafes": {name: known(answer) for name, answer in said.safes.items()},
        "projectView": known(said.project_view),
        "projectNames": asdict(how.view) if how.view is not None else None,
        "links": [
            {"title": one.title, "path": known(one.url), "status": one.status, "note": known(one.note)}
            for one in said.links
        ],
        "mark": known(said.mark),
        "sources": sources(said.sources),
    }


def _special(release: ReleaseRecord, table: SpecialTable) -> Data:
    return {
        "table": table.name,
        "physicalName": table.physical_name,
        "variables": [
            {
                "name": one.name,
                "label": known(one.label),
                "url": links.record(links.variable(release.slug, release.version, table.name, one.name)),
            }
            for one in table.variables
        ],
    }
