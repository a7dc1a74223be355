"""What is known of a column before anything is counted: its type, its codes, and whether it may be looked into."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalogue.releases.gate import holds_personal_data

NUMBERS = frozenset({"integer", "number", "year"})
DATES = frozenset({"date", "datetime"})
_BIRTH = re.compile(
    r"birth|(?:^|[^a-z])(?:dob|wob|born|geni)(?:$|[^a-z])|(?:dob|wob)(?:_e)?$|dyddiad_?geni", re.IGNORECASE
)
# Parts of names, taken apart at signs and at changes from small letters to capitals.
_IDENTIFYING = frozenset(
    {
        "id", "ids", "identifier", "guid", "uuid", "key", "nhs", "upn", "nino", "urn", "alf", "ralf", "e", "name",
        "forename", "surname", "firstname", "lastname", "email", "phone", "telephone", "mobile", "address", "postcode",
        "uprn",
    }
)  # fmt: skip
# Who it is that a name ends in: its values are people.
_PEOPLE = frozenset(
    {
        "advocate", "author", "barrister", "by", "clerk", "contact", "employee", "guardian", "judge", "magistrate",
        "manager", "member", "officer", "person", "practitioner", "recorder", "solicitor", "staff", "user", "worker",
    }
)  # fmt: skip
_PARTS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_ENDS = re.compile(r"(?:id|guid|postcode|_e)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """A column.

    type: `number`, `date`, `text`, or empty when nobody said. format: of dates, as strptime has it; empty for ISO 8601.
    codes: labels by code, None without a code list. withheld: why it is not looked into; empty when it is.
    missing: texts that stand for no value. former: names that it had in earlier releases. known: a package says so.
    """

    name: str
    type: str = ""
    format: str = ""
    codes: Mapping[str, str] | None = None
    withheld: str = ""
    missing: tuple[str, ...] = ("",)
    former: tuple[str, ...] = ()
    known: bool = field(default=False)


def by_name(name: str) -> Asked:
    """A column of which only the name is known."""
    return Asked(name, withheld=_telling_name(name))


def asked(table: Mapping[str, Any], code_lists: Mapping[str, Mapping[str, Any]]) -> dict[str, Asked]:
    """Columns of a package's table by name in lower case. table: in normal form, `variables` in order."""
    schema = table.get("schema", {})
    keys = {*schema.get("primaryKey", ()), *(one[0] for one in schema.get("uniqueKeys", ()) if len(one) == 1)}
    keys |= {name for foreign in schema.get("foreignKeys", ()) for name in foreign["fields"]}
    missing = _missing(schema.get("missingValues", ("",)))
    return {
        str(variable["name"]).lower(): _variable(variable, variable["name"] in keys, missing, code_lists)
        for variable in table["variables"]
    }


def _variable(
    facts: Mapping[str, Any],
    is_key: bool,  # noqa: FBT001
    missing: tuple[str, ...],
    code_lists: Mapping[str, Mapping[str, Any]],
) -> Asked:
    name, kind = str(facts["name"]), str(facts.get("type", "string"))
    found = code_lists.get(facts.get("codeList", ""))
    codes = None if found is None else {str(one["code"]): str(one.get("label", "")) for one in found.get("codes", ())}
    said = "number" if kind in NUMBERS else "date" if kind in DATES else "text"
    return Asked(
        name=name,
        type=said,
        format=str(facts.get("format", "")) if said == "date" and facts.get("format") not in {"default", "any"} else "",
        codes=codes or None,
        withheld=_why(facts, name, is_key=is_key, coded=bool(codes)),
        missing=_missing(facts["missingValues"]) if "missingValues" in facts else missing,
        former=tuple(facts.get("formerNames", ())),
        known=True,
    )


def _why(facts: Mapping[str, Any], name: str, *, is_key: bool, coded: bool) -> str:
    if facts.get("encrypted"):
        return "encrypted"
    if is_key:
        return "key"
    if _BIRTH.search(name) or _BIRTH.search(str(facts.get("title", ""))):
        return "date of birth"
    return "" if coded else _telling_name(name)


def _telling_name(name: str) -> str:
    if _BIRTH.search(name):
        return "date of birth"
    parts = [part.lower() for part in _PARTS.findall(name)]
    if _IDENTIFYING.intersection(parts) or _ENDS.search(name):
        return "identifier"
    return "person" if parts and parts[-1] in _PEOPLE else ""


_PERSON = re.compile(
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|HHJ|DDJ|DJ|Judge|Justice|Recorder|Sir|Dame)\.? [A-Z]|[A-Z][^\s,]+, [A-Z][^\s,]+$"
)


def tell_of_people(values: Iterable[str]) -> bool:
    """True when a value names or reaches somebody: with a title, as `Surname, Forename`, or as the gate knows it."""
    values = list(values)
    return any(map(_PERSON.match, values)) or holds_personal_data(values)


def _missing(values: Sequence[Any]) -> tuple[str, ...]:
    texts = [str(one.get("value", "") if isinstance(one, Mapping) else one).strip() for one in values]
    return tuple(dict.fromkeys(("", *texts)))
