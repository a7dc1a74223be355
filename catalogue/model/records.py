"""Plain records: what pages, JSON, packages and the index are made from. Built from sealed objects, hold no fact
of their own, know no database.

A variable that names no mark, source or evidence has its table's; a table its dataset's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.model.vocabulary import Mark

Facts = Mapping[str, Any]
_MARKS = tuple(str(mark) for mark in Mark)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact is from. `name` is what facts cite; `path` an address, if the source has one."""

    name: str
    title: str
    path: str = ""
    version: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """How a fact is known: a mark, its sources, and whether the evidence holds for this release."""

    mark: str
    sources: tuple[Source, ...]
    evidence: str
    evidence_note: str

    @property
    def confirmed(self) -> bool:
        """False when the fact is carried forward from an earlier release and nobody confirmed it for this one."""
        return self.evidence != "carried-forward"


@dataclass(frozen=True, slots=True)
class Caveat:
    """A warning with a period. Dates are ISO texts of a year, month or day; empty means open on that side."""

    name: str
    title: str
    description: str
    severity: str
    period_from: str
    period_to: str
    mark: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns of this table that name a row of another."""

    fields: tuple[str, ...]
    table: str
    target_fields: tuple[str, ...]
    note: str
    mark: str


@dataclass(frozen=True, slots=True)
class Variable:
    """One column of a table in a release. `facts` holds every property as sealed, unknown ones included."""

    name: str
    label: str
    type: str
    format: str
    physical_type: str
    definition: str
    inferred_meaning: str
    open_question: str
    note: str
    code_list: str
    constraints: Facts
    encrypted: bool
    availability: str
    is_primary_key: bool
    references: tuple[Reference, ...]
    known: Known
    caveats: tuple[Caveat, ...]
    position: int
    digest: str
    facts: Facts

    @property
    def defined(self) -> bool:
        """True when somebody has said what a value means; an inferred meaning is not a definition."""
        return bool(self.definition)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a release with its variables in column order."""

    name: str
    physical_name: str
    title: str
    description: str
    grain: str
    header_only: bool
    primary_key: tuple[str, ...]
    references: tuple[Reference, ...]
    undocumented_columns: Facts
    known: Known
    caveats: tuple[Caveat, ...]
    variables: tuple[Variable, ...]
    data: Facts
    digest: str
    facts: Facts

    def variable(self, name: str) -> Variable | None:
        """The variable of that name, in any case of letters."""
        wanted = name.lower()
        return next((variable for variable in self.variables if variable.name.lower() == wanted), None)


@dataclass(frozen=True, slots=True)
class DatasetFacts:
    """What a release says of its dataset as a whole."""

    key: str
    title: str
    description: str
    publisher: str
    custodian: str
    access_rights: str
    place: str
    start: str
    end: str
    temporal_note: str
    known: Known
    caveats: tuple[Caveat, ...]
    sources: tuple[Source, ...]
    facts: Facts


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


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body that publishes, keeps or describes data."""

    name: str
    title: str
    title_cy: str
    description: str
    homepage: str
    digest: str
    facts: Facts


def texts(value: Any) -> tuple[str, ...]:
    """A text or a list of texts as a tuple."""
    if value is None:
        return ()
    return (str(value),) if isinstance(value, str) else tuple(str(item) for item in value)


def sources_of(facts: Facts) -> tuple[Source, ...]:
    """The sources that a dataset or code list names."""
    return tuple(
        Source(
            str(item.get("name", "")),
            str(item.get("title", item.get("name", ""))),
            str(item.get("path", "")),
            str(item.get("version", "")),
            str(item.get("description", "")),
        )
        for item in facts.get("sources", ())
    )


def cited(value: Any, sources: Sequence[Source]) -> tuple[Source, ...]:
    """The sources that a `source` property names, in its order; an unlisted name stands for itself."""
    by_name = {source.name: source for source in sources}
    return tuple(by_name.get(name, Source(name, name)) for name in texts(value))


def known_of(chain: Sequence[Facts], sources: Sequence[Source]) -> Known:
    """Mark, sources and evidence of the innermost of `chain` (innermost first) that states each."""

    def first(key: str) -> Any:
        return next((facts[key] for facts in chain if key in facts), None)

    evidence = first("evidence") or {}
    return Known(
        str(first("mark") or ""),
        cited(first("source"), sources),
        str(evidence.get("status", "")),
        str(evidence.get("note", "")),
    )


def caveats_of(facts: Facts, sources: Sequence[Source]) -> tuple[Caveat, ...]:
    """The caveats of a dataset, table or variable: warnings first, of these limited periods, then the better known."""
    return tuple(sorted((_caveat(item, sources) for item in facts.get("caveats", ())), key=_urgency))


def _urgency(caveat: Caveat) -> tuple[bool, bool, int, str]:
    known = _MARKS.index(caveat.mark) if caveat.mark in _MARKS else len(_MARKS)
    return caveat.severity != "warning", not (caveat.period_from or caveat.period_to), known, caveat.name


def _caveat(item: Facts, sources: Sequence[Source]) -> Caveat:
    period = item.get("period", {})
    return Caveat(
        str(item.get("name", "")),
        str(item.get("title", "")),
        str(item.get("description", "")),
        str(item.get("severity", "warning")),
        str(period.get("from", "")),
        str(period.get("to", "")),
        str(item.get("mark", "")),
        cited(item.get("source"), sources),
    )


def references_of(schema: Facts) -> tuple[Reference, ...]:
    """The foreign keys of a table's schema."""
    return tuple(
        Reference(
            texts(item["fields"]),
            str(item["reference"].get("resource", "")),
            texts(item["reference"]["fields"]),
            str(item.get("note", "")),
            str(item.get("mark", "")),
        )
        for item in schema.get("foreignKeys", ())
    )


def dataset_facts(facts: Facts) -> DatasetFacts:
    """The dataset's own facts from the `dataset` member of a content document."""
    sources = sources_of(facts)
    temporal = facts.get("temporal", {})
    return DatasetFacts(
        key=str(facts["id"]),
        title=str(facts.get("title", facts["id"])),
        description=str(facts.get("description", "")),
        publisher=str(facts.get("publisher", "")),
        custodian=str(facts.get("custodian", "")),
        access_rights=str(facts.get("accessRights", "")),
        place=str(facts.get("spatial", {}).get("label", "")),
        start=str(temporal.get("start", "")),
        end=str(temporal.get("end", "")),
        temporal_note=str(temporal.get("note", "")),
        known=known_of([facts], sources),
        caveats=caveats_of(facts, sources),
        sources=sources,
        facts=facts,
    )


def table_record(facts: Facts, digest: str, variables: Sequence[tuple[str, Facts]], dataset: DatasetFacts) -> Table:
    """A table from its object and those of its variables, given as (digest, facts) in column order."""
    schema = facts.get("schema", {})
    keys = texts(schema.get("primaryKey"))
    references = references_of(schema)
    return Table(
        name=str(facts["name"]),
        physical_name=str(facts.get("physicalName", facts["name"])),
        title=str(facts.get("title", "")),
        description=str(facts.get("description", "")),
        grain=str(facts.get("grain", "")),
        header_only=bool(facts.get("headerOnly", False)),
        primary_key=keys,
        references=references,
        undocumented_columns=facts.get("undocumentedColumns", {}),
        known=known_of([facts, dataset.facts], dataset.sources),
        caveats=caveats_of(facts, dataset.sources),
        variables=tuple(
            _variable(item, variable_digest, position, keys, references, [item, facts, dataset.facts], dataset)
            for position, (variable_digest, item) in enumerate(variables)
        ),
        data=facts.get("data", {}),
        digest=digest,
        facts=facts,
    )


def _variable(
    facts: Facts,
    digest: str,
    position: int,
    keys: Sequence[str],
    references: Sequence[Reference],
    chain: Sequence[Facts],
    dataset: DatasetFacts,
) -> Variable:
    name = str(facts["name"])
    return Variable(
        name=name,
        label=str(facts.get("title", "")),
        type=str(facts.get("type", "any")),
        format=str(facts.get("format", "")),
        physical_type=str(facts.get("physicalType", "")),
        definition=str(facts.get("description", "")),
        inferred_meaning=str(facts.get("inferredMeaning", "")),
        open_question=str(facts.get("openQuestion", "")),
        note=str(facts.get("note", "")),
        code_list=str(facts.get("codeList", "")),
        constraints=facts.get("constraints", {}),
        encrypted=bool(facts.get("encrypted", False)),
        availability=str(facts.get("availability", "core")),
        is_primary_key=name in keys,
        references=tuple(reference for reference in references if name in reference.fields),
        known=known_of(chain, dataset.sources),
        caveats=caveats_of(facts, dataset.sources),
        position=position,
        digest=digest,
        facts=facts,
    )


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


def organisation_record(facts: Facts, digest: str) -> Organisation:
    """An organisation from its object."""
    return Organisation(
        name=str(facts["name"]),
        title=str(facts.get("title", facts["name"])),
        title_cy=str(facts.get("titleCy", "")),
        description=str(facts.get("description", "")),
        homepage=str(facts.get("homepage", "")),
        digest=digest,
        facts=facts,
    )
