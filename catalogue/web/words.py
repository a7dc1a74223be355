"""The site's words, each in one place. A mark, type or state that is not known here stands as it was written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from catalogue.model.dates import day
from catalogue.model.known import Known
from catalogue.model.records import Variable

_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})")
MARKS = {
    "documented": "Documented",
    "seen-in-code": "Seen in code",
    "inferred": "Inferred",
    "calculated": "Calculated",
}
EVIDENCE = {
    "confirmed": "Confirmed for this release",
    "seen-in-code": "Seen in published code for this release",
    "carried-forward": "Carried forward, not confirmed",
}
TYPES = {
    "any": "Any type",
    "array": "Array",
    "boolean": "True or false",
    "date": "Date",
    "datetime": "Date and time",
    "duration": "Duration",
    "geojson": "GeoJSON",
    "geopoint": "Point on the map",
    "integer": "Integer",
    "list": "List",
    "number": "Number",
    "object": "Object",
    "string": "Text",
    "time": "Time",
    "year": "Year",
    "yearmonth": "Year and month",
}
ACCESS = {"open": "Open", "restricted": "Restricted"}
KINDS = {
    "variable": ("variable", "variables"),
    "dataset": ("dataset", "datasets"),
    "table": ("table", "tables"),
    "codelist": ("code list", "code lists"),
    "concept": ("concept", "concepts"),
}
AVAILABILITY = {"core": "Core", "special": "Special access"}
APPROVAL = {
    "operator": "Published without a second person",
    "two-person": "Approved by a second person",
}
# What each part of the score counts: things told, of all; and how things told in part are said.
SCORE = {
    "definitions": "{} of {} variables have a definition that says more than their name",
    "codes": "{} of {} coded variables have every value explained",
    "missingness": "{} of {} variables say whether a value can be missing",
    "caveats": "{} of {} tables have a caveat of their own",
}
SCORE_HALF = {
    "definitions": "; {} more have an inferred meaning, which counts half",
    "codes": "; {} more have some, which counts half",
    "missingness": "",
    "caveats": "; {} more have a note, an open question or a caveat of the dataset, which counts half",
}
LINK_STATUS = {"live": "", "dead": "dead link", "unknown": "not checked"}
# Whether a version of a place in a pathway is kept.
KEEPING = {"live": "live, no version", "kept": "kept", "not-kept": "not kept"}
# How the meaning of a variable relates to a concept.
MATCHES = {
    "exact": "Means the same",
    "close": "Nearly the same",
    "partial": "One part of it",
    "broader": "Wider",
    "narrower": "Narrower",
}
CODE_STATUS = {"active": "In use", "retired": "Retired"}
# Words of a constraint before its value; a constraint that is only true or false has no value.
CONSTRAINTS = {
    "required": "never empty",
    "unique": "no value twice",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minimum": "{} or more",
    "maximum": "{} or less",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "pattern": "matches {}",
    "enum": "one of {}",
}

# How a run ended, or how far it is.
RUN_STATES = {
    "COMPLETE": "complete",
    "FAIL": "failed",
    "ABORT": "aborted",
    "START": "running",
    "RUNNING": "running",
    "OTHER": "state not known",
    "": "not reported",
}
# How it is known which version a run read, or that a run made a table.
HOW = {
    "version": "by version",
    "digest": "by digest",
    "time": "by time",
    "source": "source",
    "name": "by name",
    "run": "as its publisher says",
    "output": "as the run says",
}

# What was done to a column, by the subtypes that OpenLineage names.
TRANSFORMATIONS = {
    "IDENTITY": "taken over as it is",
    "TRANSFORMATION": "worked out of it",
    "AGGREGATION": "counted or added up",
    "JOIN": "joined by it",
    "GROUP_BY": "grouped by it",
    "FILTER": "chosen by it",
    "SORT": "sorted by it",
    "WINDOW": "worked out within it",
    "CONDITIONAL": "decided by it",
}

MEASURES = {
    "count": "Count of {}",
    "rate": "Rate {}",
    "mean": "Mean, in {}",
    "median": "Median, in {}",
    "share": "Share, in {}",
}
PERCENT = "%"
# What a source says of a figure that comes before it; anything else follows.
BEFORE = frozenset({"about", "at least", "at most", "over", "under"})


def plural(number: int, one: str, many: str = "") -> str:
    """A number with its noun: `1 variable`, `1,234 variables`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(items: Sequence[str], last: str = "and") -> str:
    """Items in a sentence: `a`, `a and b`, `a, b and c`."""
    if len(items) < 2:  # noqa: PLR2004 - two is where a list needs a word before its last item
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def bare_figure(value: Decimal, unit: str) -> str:
    """A published figure with separators and as many places as it was published with; a percentage has its sign."""
    return f"{value:,f}%" if unit == PERCENT else f"{value:,f}"


def figure(value: Decimal, unit: str) -> str:
    """A published figure with its unit: `13,556 applications`, `61%`, `9.2 per 10,000 children`."""
    return bare_figure(value, unit) if unit in {"", PERCENT} else f"{bare_figure(value, unit)} {unit}"


def qualified(text: str, qualifier: str) -> str:
    """A figure with what its source says of it: `about 40%`, `55 or more`."""
    if not qualifier:
        return text
    return f"{qualifier} {text}" if qualifier in BEFORE else f"{text} {qualifier}"


def measure(kind: str, unit: str) -> str:
    """What a figure measures: `Count of applications`, `Mean, in weeks`."""
    return MEASURES.get(kind, "{}").format(unit)


def mark(value: str) -> str:
    """A mark as a word."""
    return MARKS.get(value, value) or "Not marked"


def access(value: str) -> str:
    """Access rights as a word."""
    return ACCESS.get(value, value) or "Not known"


def keeping(value: str) -> str:
    """Whether a version of a place is kept, in words."""
    return KEEPING.get(value, value)


def match(value: str) -> str:
    """How a variable relates to a concept, as a word."""
    return MATCHES.get(value, value)


def run_state(value: str) -> str:
    """How a run ended, or how far it is, as a word."""
    return RUN_STATES.get(value, value.lower())


def moment(text: str) -> str:
    """A moment in UTC as it is read: `22 June 2023, 09:30`. Other text stays."""
    match = _MOMENT.match(text)
    return f"{day(match[1])}, {match[2]}" if match is not None else day(text)


def duration(started: str | None, ended: str | None) -> str:
    """How long something took, between two moments: `1 hour 5 minutes`, `12 seconds`; empty when not known."""
    try:
        seconds = round((datetime.fromisoformat(ended or "") - datetime.fromisoformat(started or "")).total_seconds())
    except ValueError:
        return ""
    if seconds < 0:
        return "ended before it began, by its clocks"
    units = (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))
    parts = []
    for name, size in units:
        count, seconds = divmod(seconds, size)
        parts += [plural(count, name)] if count else []
    return " ".join(parts[:2]) or "less than a second"


def how(value: str) -> str:
    """How a version or a maker is known, in a few words."""
    return HOW.get(value, value)


def transformation(kind: str, subtype: str) -> str:
    """What was done to a column, in words; as its run says it when it says it in words of its own."""
    return TRANSFORMATIONS.get(subtype, subtype.lower().replace("_", " ") or kind.lower()) or "not told"


def further(text: str, said: str) -> str:
    """A text, unless it says no more than what was said already."""
    return "" if text.casefold().rstrip(".") == said.casefold() else text


def of_type(value: str) -> str:
    """A type as a word."""
    return TYPES.get(value, value)


def role(variable: Variable, keys: Sequence[str]) -> str:
    """What a variable does in its table: key, part of a key, join, or neither. keys: the table's primary key."""
    parts = []
    if variable.is_primary_key:
        parts.append("primary key" if len(keys) == 1 else "part of the primary key")
    if variable.references:
        parts.append("foreign key")
    if not parts:
        return "Describes; not a key"
    return " and ".join(parts).capitalize()


def short_role(variable: Variable) -> str:
    """The same in a table cell, empty when it is no key."""
    names = ("key",) if variable.is_primary_key else ()
    return " and ".join((*names, *(("join",) if variable.references else ()))).capitalize()


def statistic(name: str) -> str:
    """What a figure of statistics is: `p25` is the 25th percentile. A name that has no words stands as it is."""
    known = {"mean": "Mean", "sd": "Standard deviation", "distinct": "Distinct values"}
    of_length = name.startswith("length p")
    place = name.removeprefix("length ").removeprefix("p")
    if place == name or not place.isdecimal():
        return known.get(name, name)
    ending = {"1": "st", "2": "nd", "3": "rd"}.get(place[-1], "th") if place not in {"11", "12", "13"} else "th"
    words = "Median" if place == "50" else f"{place}{ending} percentile"
    return f"{words} of the length in characters" if of_length else words


def constraints(variable: Variable) -> tuple[str, ...]:
    """What values must obey, in words; constraints without words here stand as they were written."""
    said = []
    for name, value in variable.constraints.items():
        if value is False:
            continue
        text = listed([str(item) for item in value], "or") if isinstance(value, list) else str(value)
        said.append(CONSTRAINTS.get(name, f"{name} {{}}").format(text))
    return tuple(said)


def evidence(known: Known) -> str:
    """Whether a fact holds for the release at hand, as a sentence without full stop; empty when nothing is said."""
    return EVIDENCE.get(known.evidence, known.evidence)


def approved(mode: str, authors: Sequence[str], approver: str) -> str:
    """How a release was approved, and by whom, as far as its seal says."""
    said = APPROVAL.get(mode, "Not recorded")
    if approver:
        said = f"Approved by a second person, {approver}"
    return f"{said}; written by {listed(list(authors))}" if authors else said
