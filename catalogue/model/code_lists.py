"""Code lists: plain records from sealed objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.model.known import Facts, Source, cited, sources_of, texts


@dataclass(frozen=True, slots=True)
class Code:
    """One value of a code list. Labels are English and Welsh; empty when the source gives none."""

    code: str
    label: str
    label_cy: str
    description: str
    inferred_meaning: str
    status: str
    notation: tuple[str, ...]
    valid_from: str
    mark: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class CodeList:
    """A code list in one state."""

    name: str
    title: str
    title_cy: str
    description: str
    complete: bool
    mark: str
    codes: tuple[Code, ...]
    sources: tuple[Source, ...]
    digest: str
    facts: Facts


def code_list_record(facts: Facts, digest: str) -> CodeList:
    """A code list from its object."""
    sources = sources_of(facts)
    return CodeList(
        name=str(facts["name"]),
        title=str(facts.get("title", facts["name"])),
        title_cy=str(facts.get("titleCy", "")),
        description=str(facts.get("description", "")),
        complete=bool(facts.get("complete", False)),
        mark=str(facts.get("mark", "")),
        codes=tuple(_code(item, facts, sources) for item in facts.get("codes", ())),
        sources=sources,
        digest=digest,
        facts=facts,
    )


def _code(item: Facts, code_list: Facts, sources: Sequence[Source]) -> Code:
    return Code(
        code=str(item["code"]),
        label=str(item.get("label", "")),
        label_cy=str(item.get("labelCy", "")),
        description=str(item.get("description", "")),
        inferred_meaning=str(item.get("inferredMeaning", "")),
        status=str(item.get("status", "active")),
        notation=texts(item.get("notation")),
        valid_from=str(item.get("validFrom", "")),
        mark=str(item.get("mark", code_list.get("mark", ""))),
        sources=cited(item.get("source", code_list.get("source")), sources),
    )
