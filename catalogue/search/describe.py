"""Search documents from plain records: what can be found of datasets, tables, variables, code lists and concepts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from catalogue.model.code_lists import Code, CodeList
from catalogue.model.concepts import Concept
from catalogue.model.known import Facts, Known, texts
from catalogue.model.records import DatasetFacts, Table, Variable
from catalogue.search.document import SearchDocument
from catalogue.text import to_plain


def release_documents(
    slug: str, facts: DatasetFacts, tables: Iterable[Table], code_lists: Mapping[str, CodeList]
) -> Iterator[SearchDocument]:
    """The dataset, its tables (undocumented ones too) and its variables as one release says them."""
    tables = list(tables)
    yield _dataset(slug, facts, tables)
    for table in tables:
        yield _table(slug, facts, table)
        for variable in table.variables:
            yield _variable(slug, facts, table, variable, code_lists.get(variable.code_list))
    for undocumented in facts.facts.get("undocumentedTables", ()):
        yield _undocumented(slug, facts, undocumented)


def code_list_document(code_list: CodeList) -> SearchDocument:
    """A code list: found by its title, its values and its labels in both languages."""
    return SearchDocument(
        kind="codelist",
        identity=f"codelist:{code_list.name}",
        name=code_list.name,
        label=code_list.title,
        definition=to_plain(code_list.description),
        codes=tuple((code.code, code.label, code.label_cy) for code in code_list.codes),
        notations=_notations(code_list.codes),
        dataset="",
        dataset_title="",
        table="",
        table_physical="",
        facets=(("kind", "codelist"), ("mark", code_list.mark)),
        year_from=None,
        year_to=None,
        url=f"/codelists/{code_list.name}",
        payload={"codes": len(code_list.codes), "complete": code_list.complete, "titleCy": code_list.title_cy},
    )


def concept_document(concept: Concept, keys: Mapping[str, str]) -> SearchDocument:
    """A concept: found by its title, its terms in both languages and its notation.

    keys: permanent identifier of each dataset by slug; members of datasets that are not here yet are left out.
    """
    here = [one for one in concept.variables if one.dataset in keys]
    return SearchDocument(
        kind="concept",
        identity=f"concept:{concept.name}",
        name=concept.name,
        label=concept.title,
        definition=to_plain(concept.description),
        meaning=to_plain(concept.inferred_meaning),
        notes=_words(concept.note),
        terms=(
            *((term, "en") for term in concept.terms),
            *((term, "cy") for term in concept.terms_cy),
            *((term, "notation") for term in concept.notation),
        ),
        facets=(("kind", "concept"), ("mark", concept.mark)),
        url=f"/concepts/{concept.name}",
        payload={
            "titleCy": concept.title_cy,
            "ambiguousTerms": list(concept.terms if concept.ambiguous else concept.ambiguous_terms),
            "otherMeanings": [list(one) for one in concept.other_meanings],
            "members": [variable_identity(keys[one.dataset], one.table, one.name) for one in here],
            "variables": [[one.dataset, one.table, one.name] for one in here],
            "inferredMeaning": to_plain(concept.inferred_meaning),
            "mark": concept.mark,
        },
    )


def variable_identity(key: str, table: str, name: str) -> str:
    """How the index names a variable over all releases: permanent identifier of its dataset, table, name."""
    return f"variable:{key}/{table}/{name.lower()}"


def _shared_facets(kind: str, slug: str, facts: DatasetFacts, known: Known) -> list[tuple[str, str]]:
    pairs = [
        ("kind", kind),
        ("dataset", slug),
        ("publisher", facts.publisher),
        ("nation", facts.place),
        ("access", facts.access_rights),
        ("mark", known.mark),
        ("evidence", known.evidence),
    ]
    return [pair for pair in pairs if pair[1]]


def _years(facts: DatasetFacts) -> tuple[int | None, int | None]:
    def year(text: str) -> int | None:
        return int(text[:4]) if text[:4].isdigit() else None

    return year(facts.start), year(facts.end)


def _words(*parts: str) -> str:
    return " ".join(to_plain(part) for part in parts if part)


def _notations(codes: Iterable[Code]) -> tuple[tuple[str, str], ...]:
    return tuple((code.code, notation) for code in codes for notation in code.notation)


def _caveat_words(caveats: Iterable[Any]) -> str:
    return _words(*(f"{caveat.title} {caveat.description}" for caveat in caveats))


def _dataset(slug: str, facts: DatasetFacts, tables: list[Table]) -> SearchDocument:
    first, last = _years(facts)
    series = [(str(one["name"]), str(one["title"])) for one in facts.facts.get("series", ())]
    return SearchDocument(
        kind="dataset",
        identity=f"dataset:{facts.key}",
        name=slug,
        label=facts.title,
        definition=to_plain(facts.description),
        codes=(),
        notes=_words(" ".join(facts.facts.get("keywords", ())), str(facts.facts.get("unitOfCount", "")))
        + " "
        + _caveat_words(facts.caveats),
        terms=tuple((title, "en") for _, title in series),
        dataset=slug,
        dataset_title=facts.title,
        table="",
        table_physical=str(facts.facts.get("physicalSchema", "")),
        facets=tuple(_shared_facets("dataset", slug, facts, facts.known)),
        year_from=first,
        year_to=last,
        url=f"/datasets/{slug}",
        payload={
            "tables": len(tables),
            "variables": sum(len(table.variables) for table in tables),
            "series": [list(one) for one in series],
        },
    )


def _table(slug: str, facts: DatasetFacts, table: Table) -> SearchDocument:
    first, last = _years(facts)
    return SearchDocument(
        kind="table",
        identity=f"table:{facts.key}/{table.name}",
        name=table.physical_name,
        label=table.title or table.physical_name,
        definition=to_plain(table.description),
        codes=(),
        notes=_words(table.grain) + " " + _caveat_words(table.caveats),
        dataset=slug,
        dataset_title=facts.title,
        table=table.name,
        table_physical=table.physical_name,
        facets=tuple(_shared_facets("table", slug, facts, table.known)),
        year_from=first,
        year_to=last,
        url=f"/datasets/{slug}/tables/{table.name}",
        payload={"grain": table.grain, "variables": len(table.variables), "mark": table.known.mark},
    )


def _variable(
    slug: str, facts: DatasetFacts, table: Table, variable: Variable, code_list: CodeList | None
) -> SearchDocument:
    first, last = _years(facts)
    codes = code_list.codes if code_list is not None else ()
    facets = [*_shared_facets("variable", slug, facts, variable.known), ("table", table.name), ("type", variable.type)]
    return SearchDocument(
        kind="variable",
        identity=variable_identity(facts.key, table.name, variable.name),
        name=variable.name,
        label=variable.label,
        definition=to_plain(variable.definition),
        codes=tuple((code.code, code.label, code.label_cy) for code in codes),
        notations=_notations(codes),
        meaning=to_plain(variable.inferred_meaning),
        notes=_words(variable.open_question, variable.note, *texts(variable.facts.get("formerNames")))
        + " "
        + _caveat_words(variable.caveats),
        dataset=slug,
        dataset_title=facts.title,
        table=table.name,
        table_physical=table.physical_name,
        table_title=table.title,
        facets=tuple(facets),
        year_from=first,
        year_to=last,
        url=f"/datasets/{slug}/variables/{table.name}/{quote(variable.name, safe='')}",
        payload={
            "type": variable.type,
            "mark": variable.known.mark,
            "evidence": variable.known.evidence,
            "inferredMeaning": to_plain(variable.inferred_meaning),
            "openQuestion": to_plain(variable.open_question),
            "codeList": variable.code_list,
            "codes": len(codes),
        },
    )


def _undocumented(slug: str, facts: DatasetFacts, item: Facts) -> SearchDocument:
    first, last = _years(facts)
    name = str(item["name"])
    mark = str(item.get("mark", facts.known.mark))
    facets = [pair for pair in _shared_facets("table", slug, facts, facts.known) if pair[0] not in {"mark", "evidence"}]
    return SearchDocument(
        kind="table",
        identity=f"table:{facts.key}/{name}",
        name=str(item.get("physicalName", name)),
        label=str(item.get("title", item.get("physicalName", name))),
        definition="",
        codes=(),
        notes=_words(str(item.get("note", ""))),
        dataset=slug,
        dataset_title=facts.title,
        table=name,
        table_physical=str(item.get("physicalName", name)),
        facets=(*facets, ("mark", mark)),
        year_from=first,
        year_to=last,
        url=f"/datasets/{slug}/tables/{name}",
        payload={"undocumented": True, "mark": mark},
    )
