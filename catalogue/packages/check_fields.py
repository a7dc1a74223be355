"""Rules about type, format, constraints and categories of variables that Table Schema states and readers rely on."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from catalogue.packages.check_facts import is_date
from catalogue.packages.check_names import Variable, tables_of, variables_of
from catalogue.packages.rules import Findings, Rule, shown

_FORMATS = {
    "string": {"email", "uri", "binary", "uuid"},
    "geopoint": {"array", "object"},
    "geojson": {"topojson"},
}
_PATTERNED = {"date", "time", "datetime"}
_DIRECTIVE = re.compile(r"%[a-zA-Z]")
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_ORDERED = {"required", "unique", "enum", *_BOUNDS}
_COUNTED = {"required", "unique", "enum", "minLength", "maxLength"}
_PLAIN = {"required", "unique", "enum"}
# What both the standard and its reference implementation know for each type.
_CONSTRAINTS = {
    "string": _COUNTED | {"pattern"},
    "object": _COUNTED,
    "array": _COUNTED,
    "boolean": {"required", "enum"},
    "duration": _PLAIN,
    "geopoint": _PLAIN,
    "geojson": _PLAIN,
    "any": _PLAIN,
}
_CATEGORICAL = {"string", "integer"}
_LONGEST_PATTERN = 1_000


def check_fields(document: dict[str, Any], findings: Findings) -> None:
    """Format, constraints and categories of every variable fit its type."""
    for table_name, table in tables_of(document):
        for name, variable in variables_of(table):
            if not {"format", "constraints", "categories", "categoriesOrdered"} & variable.keys():
                continue
            checks = (
                (Rule.FIELD_FORMAT, _format_fault(variable)),
                (Rule.FIELD_CONSTRAINT, _constraints_fault(variable)),
                (Rule.FIELD_CATEGORIES, _categories_fault(variable)),
            )
            for rule, (message, remedy) in checks:
                if message:
                    findings.add(rule, message, remedy, table=table_name, variable=name)


_NONE = ("", "")


def _format_fault(variable: Variable) -> tuple[str, str]:
    form, kind = variable.get("format"), str(variable.get("type", ""))
    if form is None or not kind or form in _FORMATS.get(kind, ()):
        return _NONE
    if kind in _PATTERNED and (form == "any" or _DIRECTIVE.search(form)):
        return _NONE
    allowed = ", ".join(sorted(_FORMATS.get(kind, {"default"})))
    if kind in _PATTERNED:
        allowed = "any, or a pattern such as `%d/%m/%Y`"
    return f"The format {shown(form)} is none of the type {kind}.", f"Leave `format` out, or use: {allowed}."


def _constraints_fault(variable: Variable) -> tuple[str, str]:
    """The first thing wrong with a variable's constraints."""
    constraints, kind = variable.get("constraints"), str(variable.get("type", ""))
    if not constraints or not kind:
        return _NONE
    allowed = _CONSTRAINTS.get(kind, _ORDERED)
    for name in constraints:
        if name not in allowed:
            return f"The constraint `{name}` is none of the type {kind}.", f"Use: {', '.join(sorted(allowed))}."
    if constraints.get("minLength", 0) > constraints.get("maxLength", float("inf")):
        return "`minLength` is greater than `maxLength`.", "Exchange them."
    return _pattern_fault(constraints) or _values_fault(variable, constraints, kind) or _NONE


def _pattern_fault(constraints: dict[str, Any]) -> tuple[str, str] | None:
    pattern = constraints.get("pattern")
    if pattern is None:
        return None
    if len(pattern) > _LONGEST_PATTERN:
        return f"The pattern has more than {_LONGEST_PATTERN:,} characters.", "Shorten it."
    try:
        with warnings.catch_warnings():
            # Python warns of patterns that later versions will read in another way.
            warnings.simplefilter("error", FutureWarning)
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError, FutureWarning) as error:
        return f"The pattern {shown(pattern)} is no regular expression: {error}.", "Correct it."
    return None


def _values_fault(variable: Variable, constraints: dict[str, Any], kind: str) -> tuple[str, str] | None:
    """What is wrong with values that constraints name. Their form is known only where the format is the usual one."""
    read = _READERS.get(kind, _anything) if "format" not in variable else _anything
    remedy = f"Write values of the type {kind}."
    bounds: dict[str, Any] = {}
    for name in _BOUNDS:
        if name in constraints:
            bounds[name] = read(constraints[name])
            if bounds[name] is None:
                return f"`{name}` is {shown(constraints[name])}, which is no value of the type {kind}.", remedy
    if (fault := _list_fault(constraints.get("enum"), read, "enum")) is not None:
        return fault, remedy
    low = [bounds[name] for name in ("minimum", "exclusiveMinimum") if name in bounds]
    high = [bounds[name] for name in ("maximum", "exclusiveMaximum") if name in bounds]
    if read is not _anything and any(one > other for one in low for other in high):
        return "The least value allowed is above the greatest.", "Exchange them."
    return None


def _list_fault(values: list[Any] | None, read: Callable[[Any], Any], what: str) -> str | None:
    """Why a list of values is not allowed: all must be of the type, of one JSON type, and different."""
    if values is None:
        return None
    if not values:
        return f"`{what}` is empty."
    for value in values:
        if read(value) is None:
            return f"`{what}` holds {shown(value)}, which is no value of the type."
    if len({type(value) for value in values}) > 1:
        return f"`{what}` mixes texts with other values."
    if len({repr(value) for value in values}) < len(values):
        return f"`{what}` holds a value twice."
    return None


def _categories_fault(variable: Variable) -> tuple[str, str]:
    kind, categories = str(variable.get("type", "")), variable.get("categories")
    if categories is None:
        fault = "`categoriesOrdered` stands without `categories`." if "categoriesOrdered" in variable else ""
        return fault, "Add the categories, or leave it out."
    if kind not in _CATEGORICAL:
        return f"A variable of the type {kind} has no categories.", "Use the type string or integer, or a code list."
    labelled = [item for item in categories if isinstance(item, dict)]
    if labelled and len(labelled) < len(categories):
        return "`categories` mixes values with and without labels.", "Write each as a group of `value` and `label`."
    if any("value" not in item or not isinstance(item.get("label", ""), str) for item in labelled):
        return "A category has no `value`, or a label that is no text.", "Write `value`, and a text as `label`."
    values = [item["value"] for item in labelled] if labelled else categories
    wanted = str if kind == "string" else int
    if any(not isinstance(value, wanted) or isinstance(value, bool) for value in values):
        return f"A category is no value of the type {kind}.", f"Write values of the type {kind}."
    twice = _list_fault(values, _anything, "categories")
    return (twice, "List each category once.") if twice else _NONE


def _anything(value: Any) -> Any:
    return value if value is not None else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _integer(value: Any) -> Decimal | None:
    number = None if isinstance(value, float) else _number(value)
    return number if number is not None and number == number.to_integral_value() else None


def _boolean(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _parsed(parse: Callable[[str], Any]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        try:
            return parse(value) if isinstance(value, str) else None
        except ValueError:
            return None

    return read


def _day(text: str) -> date:
    # Python also reads 20230622 and week dates, which the standard does not.
    if not is_date(text, whole=True):
        raise ValueError(text)
    return date.fromisoformat(text)


def _zoned(moment: Any) -> Any:
    """A time that can be compared with any other: without a zone it counts as UTC."""
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _year(value: Any) -> int | None:
    text = str(value)
    return int(text) if isinstance(value, int | str) and re.fullmatch(r"-?[0-9]{4}", text) else None


def _holder(kind: type) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        return value if isinstance(value, str | kind) else None

    return read


_READERS: dict[str, Callable[[Any], Any]] = {
    "string": _text,
    "number": _number,
    "integer": _integer,
    "boolean": _boolean,
    "date": _parsed(_day),
    "time": _parsed(lambda text: _zoned(time.fromisoformat(text))),
    "datetime": _parsed(lambda text: _zoned(datetime.fromisoformat(text))),
    "year": _year,
    "yearmonth": _parsed(lambda text: datetime.strptime(text, "%Y-%m")),  # noqa: DTZ007 - a month has no zone
    "duration": _text,
    "object": _holder(dict),
    "array": _holder(list),
    "geojson": _holder(dict),
    "geopoint": _holder(object),
}
