"""A large dataset of made-up variables: labels that differ, definitions of usual length, code lists, marks, caveats.

It describes no real data. The words are few, as in real dictionaries, so that searches find many variables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from tests.samples import Facts, Sample

SLUG = "synthetic"
SUBJECTS = (
    "child", "applicant", "respondent", "guardian", "case", "hearing", "application", "order",
    "placement", "court", "practitioner", "referral", "assessment", "report", "party", "sibling",
)  # fmt: skip
ASPECTS = (
    "date", "type", "outcome", "identifier", "ethnicity", "gender", "status", "reason",
    "number", "duration", "area", "relationship", "priority", "source", "stage", "disability",
)  # fmt: skip
QUALITIES = ("first", "latest", "recorded", "planned", "actual", "previous", "main", "secondary")
MOMENTS = (
    "at the start of the case", "when the order was made", "on the day of the hearing", "at referral",
    "at the end of the case", "when the report was filed", "at the last review", "on transfer",
)  # fmt: skip
ORIGINS = (
    "Entered by the practitioner from the application form.",
    "Taken over from the court's own record; empty where the court gave none.",
    "Worked out when the extract is made, so that it may differ from what was known at the time.",
    "Kept as first entered; later corrections stand in the table of changes.",
)
CODED = frozenset({"type", "outcome", "ethnicity", "gender", "status", "reason", "stage", "disability"})
TYPES = {"date": ("date", "DATE"), "number": ("integer", "INTEGER"), "duration": ("integer", "SMALLINT")}
CODES = 12
# Odd, so that stepping by it meets every combination of the words above once before any comes again.
STEP = 7919
SOURCES = [
    {"name": "dictionary", "title": "Made-up dictionary", "version": "3"},
    {"name": "code", "title": "Made-up research code"},
]

Wording = Callable[[int, int], int]


def as_first_published(_table: int, _position: int) -> int:
    """The wording of every variable in the first release."""
    return 0


def scattered(release: int, scale_variables: int) -> Wording:
    """Each release rewords one variable in every table: the worst case, as no table stays as it was."""

    def wording(_table: int, position: int) -> int:
        return _last_turn(release, position, scale_variables)

    return wording


def concentrated(release: int, scale_tables: int) -> Wording:
    """Each release rewords all variables of one table, table after table."""

    def wording(table: int, _position: int) -> int:
        return _last_turn(release, table, scale_tables)

    return wording


def _last_turn(release: int, place: int, places: int) -> int:
    """The last release up to this one whose turn it was to reword `place`; 0 when there was none."""
    turns = release - (release - place) % places
    return max(turns, 0)


def package(tables: int, variables: int, release: int = 0, wording: Wording = as_first_published) -> Sample:
    """One release of the dataset, in normal form."""
    return Sample(
        SLUG,
        {
            "title": "A large made-up dataset",
            "description": "Made up to measure with. It describes no data.",
            "accessRights": "restricted",
            "sources": SOURCES,
            "mark": "documented",
            "source": "dictionary",
        },
        [_table(number, variables, wording) for number in range(tables)],
        Facts(version=f"1.{release}.0", issued=(date(2001, 1, 1) + timedelta(days=release)).isoformat()),
        code_lists={f"synthetic-{aspect}": _code_list(aspect) for aspect in sorted(CODED)},
    )


def words(index: int) -> tuple[str, str, str, str]:
    """Quality, aspect, subject and moment of a variable: another combination for each index."""
    turn = index * STEP
    turn, quality = divmod(turn, len(QUALITIES))
    turn, aspect = divmod(turn, len(ASPECTS))
    turn, subject = divmod(turn, len(SUBJECTS))
    return QUALITIES[quality], ASPECTS[aspect], SUBJECTS[subject], MOMENTS[turn % len(MOMENTS)]


def _table(number: int, variables: int, wording: Wording) -> dict[str, Any]:
    subject = SUBJECTS[number % len(SUBJECTS)]
    name = f"{subject}_{number:03d}"
    return {
        "name": name,
        "physicalName": name.upper(),
        "title": f"{subject.capitalize()} records, part {number}",
        "description": f"What is recorded of each {subject}, part {number}.",
        "grain": f"one row per {subject}",
        "headerOnly": True,
        "variables": [
            _variable(number * variables + position, wording(number, position)) for position in range(variables)
        ],
    }


def _variable(index: int, wording: int) -> Mapping[str, Any]:
    quality, aspect, subject, moment = words(index)
    reworded = f" Wording of release 1.{wording}.0." if wording else ""
    kind, physical = TYPES.get(aspect, ("string", "VARCHAR(40)"))
    facts: dict[str, Any] = {
        "name": f"{subject[:4]}_{aspect}_{quality}_{index:05d}".upper(),
        "title": f"{quality.capitalize()} {aspect} of the {subject} {moment}",
        "type": kind,
        "physicalType": physical,
        "description": f"The {quality} {aspect} known of the {subject} {moment}. {ORIGINS[index % 4]}{reworded}",
    }
    if aspect in CODED:
        facts["codeList"] = f"synthetic-{aspect}"
    if index % 7 == 0:
        facts["constraints"] = {"required": True}
    if index % 11 == 0:
        facts |= {"mark": "seen-in-code", "source": "code"}
    if index % 31 == 0:
        caveat = f"Not complete before {2000 + index % 15}."
        facts["caveats"] = [{"name": "early-years", "title": caveat, "severity": "notice"}]
    return facts


def _code_list(aspect: str) -> dict[str, Any]:
    return {
        "name": f"synthetic-{aspect}",
        "title": f"Made-up {aspect}",
        "description": f"Values of {aspect} in the made-up dataset.",
        "complete": True,
        "codes": [
            {"code": str(number), "label": f"{aspect.capitalize()} {number} {QUALITIES[number % 8]}"}
            for number in range(1, CODES + 1)
        ],
    }
