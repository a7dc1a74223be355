"""Dictionaries inside files of Stata and SPSS: names, labels, value labels, missing values and formats, and no row."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from catalogue.dictionaries import bounded
from catalogue.dictionaries.build import Builder
from catalogue.dictionaries.dictionary import DictCode, Dictionary, DictVariable, Fault, Missing
from catalogue.dictionaries.limits import DictionaryLimits
from catalogue.dictionaries.types import kind_of

_WHOLE = frozenset({"int8", "int16", "int32"})
_CHILD = "catalogue.dictionaries.data_child"


def read(data: bytes, name: str, limits: DictionaryLimits) -> Dictionary:
    """The dictionary. Raises DictionaryRefusedError for a file that is cut short, broken or too much to read."""
    kind = "sav" if data.startswith(b"$FL") else "por" if b"SPSS PORT FILE" in data[:600] else "dta"
    builder = Builder(name, "stata" if kind == "dta" else "spss", limits, data)
    facts = _described(data, kind, builder)
    builder.title = builder.text(facts.get("file_label") or "", "file label")
    builder.description = builder.text(" ".join(facts.get("notes") or ()), "notes")
    if facts.get("guessed_encoding"):
        message = f"The file does not say its encoding; it was read as {facts['guessed_encoding']}."
        builder.warn(Fault.ENCODING, message, "Check accented letters of its labels.")
    draft = builder.table(facts.get("table_name") or PurePath(name).stem)
    for number, column in enumerate(facts["column_names"], start=1):
        variable = _variable(column, f"column {number}", draft.name, facts, builder)
        builder.variable(draft, variable)
    return builder.finish()


def _described(data: bytes, kind: str, builder: Builder) -> dict[str, Any]:
    """What the child process reads."""
    name = f"file.{'zsav' if data.startswith(b'$FL3') else kind}"
    try:
        ended = bounded.run(_CHILD, data, name, [kind], builder.limits)
    except subprocess.TimeoutExpired as error:
        message = f"Reading it takes more than {builder.limits.seconds * 2} seconds."
        raise builder.refuse(message, "Save its first row alone, with all labels.") from error
    told = ended.stderr.decode("utf-8", "replace").strip().splitlines()
    if ended.returncode:
        reason = told[-1] if told and ended.returncode > 0 else "its reader broke off"
        message = f"It cannot be read: {reason.rstrip('.')}. It may have been cut short."
        remedy = "Save it again in the program that wrote it, and copy all of it. Its reader comes with the extra "
        raise builder.refuse(message, f"{remedy}`statistics` of this package.", Fault.SYNTAX)
    facts: dict[str, Any] = json.loads(ended.stdout)
    return facts


def _variable(column: str, place: str, table: str, facts: Mapping[str, Any], builder: Builder) -> DictVariable:
    where = {"table": table, "variable": column, "place": place}
    label = (facts["column_names_to_labels"] or {}).get(column) or ""
    pairs = (facts["labels"] or {}).get(column, [])
    codes = [DictCode(code, builder.text(text, place)) for code, text in pairs]
    form = (facts["original_variable_types"] or {}).get(column) or ""
    stored = (facts["readstat_variable_types"] or {}).get(column) or ""
    extra: dict[str, Any] = {}
    measure = (facts["variable_measure"] or {}).get(column) or ""
    if measure not in {"", "unknown"}:
        builder.column("measure")
        extra["measure"] = measure
    if stored:
        builder.column("storage")
        extra["storage"] = stored
    return DictVariable(
        column,
        label=builder.text(label, place),
        type=_kind(form, stored),
        physical_type=form,
        missing=_missing(column, facts, dict(pairs), extra),
        code_list=builder.code_list(codes, label or column, column, **where),
        extra=extra,
        place=place,
    )


def _kind(form: str, stored: str) -> str:
    """The type: a format can make a day of a number, and a number of whole ones is whole."""
    if stored == "string":
        return "string"
    found = kind_of(form).type
    if stored in _WHOLE and found == "number":
        return "integer"
    return found if found and found != "string" else "integer" if stored in _WHOLE else "number"


def _missing(
    column: str, facts: Mapping[str, Any], labels: dict[str, str], extra: dict[str, Any]
) -> tuple[Missing, ...]:
    """Missing values. Of a range, the labelled codes inside it; the range itself is kept as it stands."""
    found: list[Missing] = []
    for low, high in (facts["missing"] or {}).get(column, ()):
        if low == high:
            found.append(Missing(low, labels.get(low, "")))
            continue
        extra["missing range"] = f"{low} to {high}"
        found += [Missing(code, label) for code, label in labels.items() if _inside(code, low, high)]
    for letter in (facts["missing_user_values"] or {}).get(column, ()):
        found.append(Missing(f".{letter}", labels.get(letter, "")))
    return tuple(dict.fromkeys(found))


def _inside(code: str, low: str, high: str) -> bool:
    try:
        return float(low) <= float(code) <= float(high)
    except ValueError:
        return False
