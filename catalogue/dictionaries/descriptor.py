"""A dictionary as a descriptor of the catalogue's packages. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from catalogue.dictionaries import naming
from catalogue.dictionaries.dictionary import DictCodeList, Dictionary, DictTable, DictVariable
from catalogue.model.vocabulary import AccessRights, Mark
from catalogue.packages.facts import Package
from catalogue.packages.write import table_path

Facts = dict[str, Any]

# What the descriptor keeps of a dictionary for which packages have no name, by the dictionary's own words.
IMPORTED = "imported"
SOURCE = "dictionary"


def to_descriptor(
    dictionary: Dictionary,
    *,
    name: str = "",
    title: str = "",
    publisher: str = "",
    source: str = SOURCE,
    lists: str = "",
) -> Facts:
    """A package descriptor of what the dictionary says: restricted, documented by the file, every table header-only.

    name, title: of the dataset; without them they are made of the title of the dictionary, or of the name of its file.
    publisher: name of an organisation, or empty. source: what the facts cite in `sources`.
    lists: what names of code lists begin with; without it, the name of the dataset.
    """
    whole = title or dictionary.title or PurePath(dictionary.origin).stem or "Dictionary"
    own = name or naming.slug(dictionary.title or PurePath(dictionary.origin).stem)
    names = _list_names(dictionary, lists or own)
    entry = source_of(dictionary, source)
    tables = {table.physical_name.lower(): table for table in dictionary.tables}
    return _said(
        {
            "name": own,
            "title": whole,
            "description": dictionary.description,
            "publisher": publisher,
            "accessRights": AccessRights.RESTRICTED.value,
            "mark": Mark.DOCUMENTED.value,
            "source": source,
            "sources": [entry],
            "resources": [_table(table, names, tables) for table in dictionary.tables],
            "codeLists": [_code_list(one, names[one.name], entry) for one in dictionary.code_lists],
        }
    )


def source_of(dictionary: Dictionary, name: str = SOURCE) -> Facts:
    """The entry of `sources` that says which file the facts are from."""
    about = f"Data dictionary, read as {dictionary.format}."
    digest = f" SHA-256 of the file: {dictionary.digest}." if dictionary.digest else ""
    return {"name": name, "title": dictionary.origin, "description": about + digest}


def to_package(descriptor: Facts) -> Package:
    """The facts of a descriptor that `to_descriptor` made, for the writer of packages."""
    apart = {"name", "resources", "codeLists", "version", "snapshot", "issued", "releaseNotes"}
    return Package(
        slug=descriptor["name"],
        dataset={key: value for key, value in descriptor.items() if key not in apart},
        tables=tuple(_flat(table) for table in descriptor["resources"]),
        code_lists={one["name"]: one for one in descriptor.get("codeLists", ())},
    )


def _flat(table: Facts) -> Facts:
    schema = {key: value for key, value in table["schema"].items() if key != "fields"}
    facts = {key: value for key, value in table.items() if key not in {"schema", "path"}}
    return {**facts, "variables": table["schema"]["fields"], **({"schema": schema} if schema else {})}


def _list_names(dictionary: Dictionary, own: str) -> dict[str, str]:
    """Names of code lists with the dataset's name in front, so that they are no other dataset's lists by accident."""
    names: dict[str, str] = {}
    for one in dictionary.code_lists:
        names[one.name] = naming.free(naming.slug(f"{own}-{one.name}"), set(names.values()))
    return names


def _table(table: DictTable, lists: Mapping[str, str], tables: Mapping[str, DictTable]) -> Facts:
    schema = {
        "fields": [_variable(one, lists) for one in table.variables],
        "primaryKey": list(table.primary_key),
        "uniqueKeys": [list(key) for key in table.unique_keys],
        "foreignKeys": [
            {
                "fields": list(key.fields),
                "reference": {"resource": tables[key.table.lower()].name, "fields": list(key.targets)},
            }
            for key in table.foreign_keys
            if key.table.lower() in tables
        ],
    }
    return _said(
        {
            "name": table.name,
            "physicalName": table.physical_name,
            "physicalSchema": table.physical_schema,
            "title": table.title,
            "description": table.description,
            "path": table_path(table.name),
            "headerOnly": True,
            "schema": _said(schema),
            IMPORTED: dict(table.extra),
        }
    )


def _variable(variable: DictVariable, lists: Mapping[str, str]) -> Facts:
    labelled = any(one.label for one in variable.missing)
    return _said(
        {
            "name": variable.name,
            "title": variable.label,
            "type": variable.type,
            "physicalType": variable.physical_type,
            "description": variable.definition,
            "codeList": lists.get(variable.code_list, ""),
            "missingValues": [
                _said({"value": one.value, "label": one.label}) if labelled else one.value for one in variable.missing
            ],
            "constraints": dict(variable.constraints),
            "encrypted": variable.encrypted,
            "availability": variable.availability,
            "note": variable.note,
            "mark": Mark.INFERRED.value if variable.inferred else "",
            IMPORTED: {str(key): value for key, value in variable.extra.items()},
        }
    )


def _code_list(one: DictCodeList, name: str, source: Facts) -> Facts:
    codes = [
        _said({"code": code.code, "label": code.label, "labelCy": code.label_cy, "description": code.description})
        for code in one.codes
    ]
    return {
        "name": name,
        "title": one.title,
        "mark": Mark.DOCUMENTED.value,
        "source": source["name"],
        "sources": [source],
        "codes": codes,
    }


def _said(facts: Facts) -> Facts:
    """Facts without those that say nothing. False and 0 say something."""
    return {key: value for key, value in facts.items() if value not in ("", None, [], {}, ())}
