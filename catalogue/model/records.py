"""Datasets, tables and variables as plain records: what pages, JSON, packages and the index are made from.

Built from sealed objects, hold no fact of their own, know no database. How each is known stands in `known`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.model.known import Caveat, Facts, Known, Source, caveats_of, known_of, sources_of, texts


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
