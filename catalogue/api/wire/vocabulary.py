"""Code lists and organisations as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.api import links
from catalogue.api.wire.common import Data, known, sources
from catalogue.model.code_lists import Code, CodeList
from catalogue.model.organisations import Organisation
from catalogue.store.releases import ReleaseRecord


@dataclass(frozen=True, slots=True)
class Use:
    """A release that pins a state of a code list; variables as `table/NAME`."""

    release: ReleaseRecord
    digest: str
    variables: tuple[str, ...]


def code_list_summary(record: CodeList) -> Data:
    """A code list without its codes."""
    path = f"/codelists/{record.name}"
    return {
        "id": f"codelist:{record.name}",
        "url": links.record(path),
        "page": links.page(path),
        "name": record.name,
        "title": record.title,
        "titleCy": known(record.title_cy),
        "description": known(record.description),
        "complete": record.complete,
        "mark": known(record.mark),
        "sources": sources(record.sources),
        "digest": record.digest,
        "object": links.stored(record.digest),
        "codeCount": len(record.codes),
    }


def code_list(record: CodeList, uses: Sequence[Use]) -> Data:
    """A code list with its codes and its uses."""
    return {
        **code_list_summary(record),
        "codes": [_code(code) for code in record.codes],
        "usedBy": [_use(use) for use in uses],
    }


def _code(record: Code) -> Data:
    return {
        "code": record.code,
        "label": known(record.label),
        "labelCy": known(record.label_cy),
        "description": known(record.description),
        "inferredMeaning": known(record.inferred_meaning),
        "status": record.status,
        "notation": list(record.notation),
        "validFrom": known(record.valid_from),
        "mark": known(record.mark),
        "sources": sources(record.sources),
    }


def _use(use: Use) -> Data:
    return {
        "dataset": use.release.slug,
        "version": use.release.version,
        "digest": use.digest,
        "url": links.record(links.release(use.release.slug, use.release.version)),
        "variables": list(use.variables),
    }


def organisation(record: Organisation) -> Data:
    """An organisation."""
    path = f"/organisations/{record.name}"
    return {
        "id": f"organisation:{record.name}",
        "url": links.record(path),
        "page": links.page(path),
        "name": record.name,
        "title": record.title,
        "titleCy": known(record.title_cy),
        "description": known(record.description),
        "homepage": known(record.homepage),
        "digest": record.digest,
        "object": links.stored(record.digest),
        "facts": record.facts,
    }
