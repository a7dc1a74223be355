"""Synthetic case files: made up by a seeded generator, the same bytes for the same seed. No line is about anybody.

Numbers of cases, months, durations and children follow `figures`; everything else is plausible at most. Names are
made of syllables, NHS numbers begin with 999, post codes with ZZ99, and areas are called by number.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from catalogue.demo import figures

LABEL = "Synthetic: made up by a program for the sample pipeline. No line of this file is about anybody."
# How many children live in each area, relative to the others; the last is so small that figures of it are withheld.
AREAS = (36, 22, 10, 3)
SYLLABLES = ("ba", "do", "fen", "gri", "ka", "lo", "mi", "nar", "pe", "quo", "ris", "su", "tal", "vo", "wex", "zi")
PUBLIC, PRIVATE = "C", "P"
CARE, SUPERVISION = 31, 32
PRIVATE_TYPES = (11, 12, 13, 14)
CARE_ORDERS, PRIVATE_ORDERS = (1, 2, 3, 4), (5, 6, 7, 8)
# Few applications are entered late; those are what a later run of the same extract adds.
LATE, LATE_DAYS = 0.04, (20, 120)
# Matching by names where there is no number is said of some; that half of the unmatched have no number is made up.
NUMBERED = 0.9

# File name to columns and their types in DuckDB.
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "court_applications": {
        "APPLICATION_NO": "INTEGER",
        "CASE_NO": "INTEGER",
        "LAW_TYPE": "VARCHAR",
        "APPLICATION_TYPE": "INTEGER",
        "AREA_ID": "INTEGER",
        "DATE_ISSUED": "DATE",
    },
    "court_parties": {
        "APPLICATION_NO": "INTEGER",
        "PARTY_NO": "INTEGER",
        "ROLE": "VARCHAR",
        "SURNAME": "VARCHAR",
        "FORENAME": "VARCHAR",
        "DATE_OF_BIRTH": "DATE",
        "GENDER": "INTEGER",
        "NHS_NUMBER": "VARCHAR",
        "ADDRESS_1": "VARCHAR",
        "POSTCODE": "VARCHAR",
    },
    "court_orders": {"APPLICATION_NO": "INTEGER", "ORDER_TYPE": "INTEGER", "DATE_MADE": "DATE"},
    "post_and_entry": {
        "APPLICATION_NO": "INTEGER",
        "DAYS_TO_RECEIPT": "INTEGER",
        "DAYS_TO_ENTRY": "INTEGER",
        "DAYS_TO_ORDER_ENTRY": "INTEGER",
    },
    "population": {
        "NHS_NUMBER": "VARCHAR",
        "SURNAME": "VARCHAR",
        "FORENAME": "VARCHAR",
        "DATE_OF_BIRTH": "DATE",
        "POSTCODE": "VARCHAR",
        "LSOA2011_CD": "VARCHAR",
    },
    "areas": {"AREA_ID": "INTEGER", "AREA_NAME": "VARCHAR", "CHILDREN": "INTEGER"},
    "application_types": {"ID": "INTEGER", "NAME": "VARCHAR", "LAWTYPE_ID": "INTEGER"},
    "legal_output_types": {"ID": "INTEGER", "NAME": "VARCHAR"},
}
APPLICATION_TYPES = (
    (CARE, "Care order (section 31)", 1),
    (SUPERVISION, "Supervision order (section 31)", 1),
    (11, "Child arrangements: live with", 2),
    (12, "Child arrangements: spend time with", 2),
    (13, "Prohibited steps", 2),
    (14, "Specific issue", 2),
)
ORDER_TYPES = (
    (1, "Care order"),
    (2, "Supervision order"),
    (3, "Special guardianship order"),
    (4, "No order"),
    (5, "Child arrangements order: live with"),
    (6, "Child arrangements order: spend time with"),
    (7, "Prohibited steps order"),
    (8, "No order, private law"),
)
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """What the lines of one case have in common. An application of care stands in a case of its own."""

    number: int
    law: str
    issued: date


def write(folder: Path, seed: int) -> dict[str, Path]:
    """Write all case files below a folder; gives their paths by name."""
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    for name, rows in case_files(seed).items():
        path = folder / f"synthetic_{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write(f"# {LABEL}\n")
            lines = csv.writer(file, lineterminator="\n")
            lines.writerow(COLUMNS[name])
            lines.writerows(rows)
        written[name] = path
    return written


def case_files(seed: int) -> dict[str, list[Row]]:
    """The rows of every case file by name."""
    chance = random.Random(seed)  # noqa: S311 - the same numbers again are what is wanted
    files: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    for case in _cases(chance):
        _add_case(files, case, chance)
    files["areas"] = [
        (place + 1, f"Sample area {place + 1:02}", round(figures.CHILDREN / figures.SCALE * weight / sum(AREAS)))
        for place, weight in enumerate(AREAS)
    ]
    files["application_types"] = list(APPLICATION_TYPES)
    files["legal_output_types"] = list(ORDER_TYPES)
    return files


def _cases(chance: random.Random) -> Iterator[Case]:
    """Every case in order of issue."""
    found: list[tuple[date, str]] = []
    for law, yearly in ((PUBLIC, figures.CARE_APPLICATIONS), (PRIVATE, figures.PRIVATE_CASES)):
        for year, count in yearly.items():
            for month, share in enumerate(figures.MONTHS):
                expected = count / figures.SCALE * share / sum(figures.MONTHS)
                first = date(year + (month + 3) // 12, (month + 3) % 12 + 1, 1)
                found += [(first + timedelta(chance.randrange(28)), law) for _ in range(_about(expected, chance))]
    for number, (issued, law) in enumerate(sorted(found), start=1):
        yield Case(number, law, issued)


def _about(expected: float, chance: random.Random) -> int:
    """A whole number around the one expected, spread as counts of independent events are."""
    return max(0, round(chance.gauss(expected, expected**0.5)))


def _add_case(files: dict[str, list[Row]], case: Case, chance: random.Random) -> None:
    area = chance.choices(range(1, len(AREAS) + 1), AREAS)[0]
    # Some private law cases come back with a second application; a case is counted once all the same.
    again = case.law == PRIVATE and chance.random() < 0.15  # noqa: PLR2004
    for _ in range(2 if again else 1):
        number = len(files["court_applications"]) + 1
        kind = _kind(case, chance)
        files["court_applications"].append((number, case.number, case.law, kind, area, case.issued))
        files["court_parties"] += _parties(files["population"], number, case, chance)
        made = case.issued + timedelta(_days(case, chance))
        order = chance.choice(CARE_ORDERS if case.law == PUBLIC else PRIVATE_ORDERS)
        files["court_orders"].append((number, order, made))
        files["post_and_entry"].append((number, chance.randrange(1, 4), _entry(chance), _entry(chance)))


def _kind(case: Case, chance: random.Random) -> int:
    if case.law == PUBLIC:
        return chance.choices((CARE, SUPERVISION), (9, 1))[0]
    return chance.choice(PRIVATE_TYPES)


def _days(case: Case, chance: random.Random) -> int:
    """How many days until the order: around the published mean, with a long tail to the right."""
    year = case.issued.year - (case.issued.month < 4)  # noqa: PLR2004 - financial years begin in April
    weeks = figures.CARE_WEEKS[year] if case.law == PUBLIC else 20.0
    return max(14, round(7 * chance.gammavariate(6.0, weeks / 6.0)))


def _entry(chance: random.Random) -> int:
    return chance.randrange(*LATE_DAYS) if chance.random() < LATE else chance.randrange(4)


def _parties(population: list[Row], application: int, case: Case, chance: random.Random) -> Iterator[Row]:
    """Children and adults of an application; most of them stand in the register that the third party matches with."""
    surname, postcode = _name(chance), f"ZZ99 {chance.randrange(10)}{chance.choice('AB')}Z"
    mean = figures.CARE_CHILDREN if case.law == PUBLIC else figures.PRIVATE_CHILDREN
    children = 1 + sum(chance.random() < (mean - 1) / 4 for _ in range(4))
    adults = ("respondent", "respondent") if case.law == PUBLIC else ("applicant", "respondent")
    for place, role in enumerate(("child",) * children + adults, start=1):
        years = chance.randrange(17) if role == "child" else chance.randrange(20, 46)
        born = case.issued - timedelta(365 * years + chance.randrange(30, 365))
        forename, gender = _name(chance), chance.choice((1, 2))
        nhs = f"999{application:06}{place}"
        if chance.random() < figures.MATCHED:
            population.append((nhs, surname, forename, born, postcode, f"X01{application % 1500:06}"))
        numbered = nhs if chance.random() < NUMBERED else ""
        yield (application, place, role, surname, forename, born, gender, numbered, f"{place} Synthetic Row", postcode)


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=3)).upper()
