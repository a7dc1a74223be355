"""The one gate for older and looser spellings: after it, descriptors are Data Package v2 in one way of writing.

Every function takes what a parser gave, of whatever shape, changes what it recognises and leaves the rest for the
profile to judge. Defaults that are written out are taken away, so that they say the same as leaving them out.
"""

from __future__ import annotations

import re
from typing import Any

_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_DIALECT_DEFAULTS: dict[str, Any] = {
    "delimiter": ",",
    "quoteChar": '"',
    "doubleQuote": True,
    "header": True,
    "headerRows": [1],
    "skipInitialSpace": False,
}
# Line ends are read in every form, and the others describe versions and names, not how to read.
_DIALECT_SPELLINGS = ("$schema", "profile", "lineTerminator", "csvddfVersion", "caseSensitiveHeader")
_UTF8 = {"utf-8", "utf8", "utf_8", "utf-8-sig"}
_YEARS = {"from", "to", "start", "end", "validFrom"}


def upgrade_package(descriptor: dict[str, Any]) -> dict[str, Any]:
    """A package descriptor of v1 or v2 in the spelling of v2."""
    _drop(descriptor, "$schema", "profile", "profiles")
    if isinstance(descriptor.get("id"), str) and _UUID.fullmatch(descriptor["id"]):
        descriptor["id"] = descriptor["id"].lower()
    licence = descriptor.pop("license", None)
    if licence is not None and "licenses" not in descriptor:
        descriptor["licenses"] = [{"name": licence} if isinstance(licence, str) else licence]
    for contributor in _groups(descriptor.get("contributors")):
        role = contributor.pop("role", None)
        if role is not None and "roles" not in contributor:
            contributor["roles"] = [role]
    for group in (*_groups(descriptor.get("sources")), *_groups(descriptor.get("contributors"))):
        _rename(group, "web", "path")
    _years(descriptor.get("temporal"))
    for caveat in _groups(descriptor.get("caveats")):
        _years(caveat.get("period"))
    for resource in _groups(descriptor.get("resources")):
        _upgrade_table(resource)
    for code_list in _groups(descriptor.get("codeLists")):
        upgrade_code_list(code_list)
    _one_source(descriptor)
    return descriptor


def upgrade_code_list(code_list: dict[str, Any]) -> dict[str, Any]:
    """A code list in one spelling. Whole numbers as codes become the texts that they are in data."""
    for code in _groups(code_list.get("codes")):
        if isinstance(code.get("notation"), str | int):
            code["notation"] = [code["notation"]]
        if _is_whole(code.get("code")):
            code["code"] = str(code["code"])
        if isinstance(code.get("notation"), list):
            code["notation"] = [str(item) if _is_whole(item) else item for item in code["notation"]]
        _drop_default(code, "status", "active")
        _years(code)
    _one_source(code_list)
    return code_list


def upgrade_concept(concept: dict[str, Any]) -> dict[str, Any]:
    """A concept in one spelling: terms and notations are texts, also those that look like numbers."""
    for key in ("terms", "termsCy", "ambiguousTerms", "notation"):
        if isinstance(concept.get(key), list):
            concept[key] = [str(item) if _is_whole(item) else item for item in concept[key]]
    _drop_default(concept, "ambiguous", default=False)
    _one_source(concept)
    return concept


def upgrade_pathway(pathway: dict[str, Any]) -> dict[str, Any]:
    """A pathway in one spelling: the name of a place alone is an end of a step, and a text alone a record of it."""
    for step in _groups(pathway.get("steps")):
        if _is_whole(step.get("number")):
            step["number"] = str(step["number"])
        for key, member in (("inputs", "place"), ("outputs", "place"), ("records", "title")):
            if isinstance(step.get(key), list):
                step[key] = [{member: item} if isinstance(item, str) else item for item in step[key]]
    for caveat in _groups(pathway.get("caveats")):
        _years(caveat.get("period"))
    _one_source(pathway)
    return pathway


def upgrade_organisation(organisation: dict[str, Any]) -> dict[str, Any]:
    """An organisation in one spelling."""
    _one_source(organisation)
    return organisation


def _upgrade_table(table: dict[str, Any]) -> None:
    _drop(table, "$schema", "profile", "profiles")
    _drop_default(table, "scheme", "file")
    _rename(table, "url", "path")
    path = table.get("path")
    if isinstance(path, list) and len(path) == 1:
        table["path"] = path[0]
    for key, spellings in (("format", {"csv"}), ("mediatype", {"text/csv"}), ("encoding", _UTF8)):
        if isinstance(table.get(key), str) and table[key].lower() in spellings:
            del table[key]
    _drop_default(table, "type", "table")
    _drop_default(table, "headerOnly", default=False)
    if "physicalName" not in table and isinstance(table.get("name"), str):
        table["physicalName"] = table["name"].upper()
    for caveat in _groups(table.get("caveats")):
        _years(caveat.get("period"))
    dialect = table.get("dialect")
    if isinstance(dialect, dict):
        _drop(dialect, *_DIALECT_SPELLINGS)
        for key, default in _DIALECT_DEFAULTS.items():
            _drop_default(dialect, key, default)
    if isinstance(table.get("schema"), dict):
        _upgrade_schema(table["schema"], table.get("name"))


def _upgrade_schema(schema: dict[str, Any], own_name: Any) -> None:
    _drop(schema, "$schema", "profile")
    for key in ("primaryKey", "fieldsMatch"):
        if isinstance(schema.get(key), str):
            schema[key] = [schema[key]]
    _drop_default(schema, "fieldsMatch", ["exact"])
    keys = schema.get("uniqueKeys")
    if isinstance(keys, list):
        schema["uniqueKeys"] = [[key] if isinstance(key, str) else key for key in keys]
    _plain_missing_values(schema)
    _drop_default(schema, "missingValues", [""])
    for foreign in _groups(schema.get("foreignKeys")):
        reference = foreign.get("reference")
        if isinstance(foreign.get("fields"), str):
            foreign["fields"] = [foreign["fields"]]
        if isinstance(reference, dict):
            if isinstance(reference.get("fields"), str):
                reference["fields"] = [reference["fields"]]
            if reference.get("resource") in (None, ""):
                reference["resource"] = own_name
    for field in _groups(schema.get("fields")):
        _upgrade_field(field)


def _upgrade_field(field: dict[str, Any]) -> None:
    if field.get("type") is None:
        field["type"] = "string"  # the standard's own default
    form = field.get("format")
    if isinstance(form, str) and form.startswith("fmt:"):
        field["format"] = form.removeprefix("fmt:")
    _drop_default(field, "format", "default")
    _drop_default(field, "availability", "core")
    _drop_default(field, "encrypted", default=False)
    constraints = field.get("constraints")
    if isinstance(constraints, dict):
        _drop_default(constraints, "required", default=False)
        _drop_default(constraints, "unique", default=False)
    _plain_missing_values(field)
    for caveat in _groups(field.get("caveats")):
        _years(caveat.get("period"))


def _plain_missing_values(group: dict[str, Any]) -> None:
    """Missing values are texts when none has a label, and all are groups when one has."""
    values = group.get("missingValues")
    if not isinstance(values, list) or not any(isinstance(value, dict) for value in values):
        return
    if any(isinstance(value, dict) and value.get("label") for value in values):
        group["missingValues"] = [{"value": value} if isinstance(value, str) else value for value in values]
    elif all(isinstance(value, str) or "value" in value for value in values):
        group["missingValues"] = [value if isinstance(value, str) else value["value"] for value in values]


def _years(group: Any) -> None:
    """An unquoted year in YAML is a whole number; here it is a date."""
    if isinstance(group, dict):
        for key in _YEARS & group.keys():
            if _is_whole(group[key]):
                group[key] = str(group[key])


def _one_source(value: Any) -> None:
    """A list of one source says what that source's name alone says."""
    if isinstance(value, dict):
        source = value.get("source")
        if isinstance(source, list) and len(source) == 1:
            value["source"] = source[0]
        for member in value.values():
            if isinstance(member, dict | list):
                _one_source(member)
    elif isinstance(value, list):
        for member in value:
            if isinstance(member, dict | list):
                _one_source(member)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _groups(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _drop(group: dict[str, Any], *keys: str) -> None:
    for key in keys:
        group.pop(key, None)


def _drop_default(group: dict[str, Any], key: str, default: Any) -> None:
    # `1 == True` in Python, and 1 is no way to say true.
    if group.get(key) == default and type(group.get(key)) is type(default):
        group.pop(key, None)


def _rename(group: dict[str, Any], old: str, new: str) -> None:
    if old in group and new not in group:
        group[new] = group.pop(old)
