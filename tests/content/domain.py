"""The facts that the catalogue was written from: a folder beside the program that `CATALOGUE_DOMAIN` names.

The section on code lists is prose for people. Each place below says where the values of one list stand in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.outside import DOMAIN

FOLDER = DOMAIN
FACTS = FOLDER / "cafcass-extracts.md"


def available() -> bool:
    """True when the facts are on this machine."""
    return FACTS.is_file()


def section(name: str) -> str:
    """One section of the facts, from its heading such as `(b)` to the next."""
    text = FACTS.read_text("utf-8")
    begin = text.index(f"## {name} ")
    return text[begin : text.index("\n## ", begin + 1)]


# All of a piece but what stands in brackets.
WHOLE = "(.+)"
WITH_BRACKETS = r"(\S.*)"
NUMBER = r"(\d+)"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the values of a list stand: between two texts, apart by what a separator matches.

    pattern: its group is the value in each piece. alias: values that the list words otherwise.
    """

    code_list: str
    after: str
    before: str
    separator: str = ";"
    pattern: str = WHOLE
    alias: tuple[tuple[str, str], ...] = ()


PLACES = (
    Place("role", "**ROLE** (D/C): ", ". CMS"),
    Place("member-type-cms", "bits (C): ", ' ("Adult', ",", NUMBER),
    Place("converted-type-cms", "CONVERTEDTYPE (", "). HMCTS", ",", '"(.+)"'),
    Place("role-hmcts", "HMCTS adds: ", ".\n", ","),
    Place("application-type-public-law", "labels as stored** (C, UCL): ", ". Others", ";", WITH_BRACKETS),
    Place("application-type-public-law", "in Cafcass text (D): ", ".\n"),
    Place("fcsq-order-type", "as public law** (C): ", ". Adoption codes", r", (?=[A-Z]+\b)", "([A-Z]+)"),
    Place("fcsq-adoption-order-type", "Adoption codes: ", ".\n", ","),
    Place("disposal-type", "**DISPOSAL_TYPE** (C): ", ".\n", ";", r"\d (.+)"),
    Place("final-order-group", "hierarchy low to high): ", ".\n", ";", "([^=]+)"),
    Place("legal-output-ecms", "examples in ECMS** (C): ", ". Analyst"),
    Place("legal-output-category", "legal order categories + ", ".\n", r"\+"),
    Place("case-final-reason", "**CASE_FINAL_REASON** (D, HMCTS): ", ". **CASE_STATE"),
    Place("case-state-hmcts", "**CASE_STATE** (D, HMCTS): ", ". UCL", ","),
    Place("case-status-ucl", "case_status = ", ".\n"),
    Place("hearing-type", "(D): CAFW: ", " ...", ","),
    Place("hearing-type-hmcts-public", "HMCTS public: ", ". Private law", ","),
    Place("hearing-type-hmcts-private", "Other. Private law: ", ". **HEARING_STATUS", ","),
    Place("hearing-status", "**HEARING_STATUS**: ", ".\n", "/"),
    Place(
        "report-type",
        "NFJO-FJDP): ",
        ".\n",
        ";|, (?=annex)",
        alias=(
            ("s7 addendum", "section 7 addendum"),
            ("child impact report 1 and 2", "child impact report 1"),
            ("other non-s7 report", "other non-section 7 report"),
            ("s16A risk assessment", "section 16a risk assessment"),
        ),
    ),
    Place("relationship-ecms", "(C ids, ECMS): ", ". CMS", r";|, (?=\d)", NUMBER),
    Place("relationship-cms", "CMS RELATIONSHIPREF ", ". HMCTS", ";", NUMBER),
    Place("relationship-hmcts", "HMCTS labels (D): ", ". CAFW", ","),
    Place("relationship", "Other. CAFW: ", ".\n", ","),
    Place("gender-england", "CAFE text ", " (+ unknown", "/"),
    Place("gender-code", "GNDR_CD ", "; HMCTS", "/"),
    Place("gender-hmcts", "HMCTS child: ", ".\n", ",", '"?([^="]+?)"? ='),
    Place("ethnicity-ecms", "**ETHNICITY**: ECMS ids ", " (C). Analysis", ",", NUMBER),
    Place("ethnicity-group", "Analysis groups: ", " (C, PEAR)", ","),
    Place("religion-ecms", "RELIGION ", "; NATIONALITY", "->", NUMBER),
    Place("nationality-ecms", "NATIONALITY ", "; LANGUAGE", "->", NUMBER),
    Place("language-ecms", "LANGUAGE ", "; DISABILITY", ",", NUMBER),
    Place("disability-ecms", "815 unknown; DISABILITY ", "family.", "[;,]", NUMBER),
    Place("disability-label", "**DISABILITY labels** (C): ", ".\n"),
    Place("alf-status", "**ALF_STATUS**: integer; ", ". Exact", r";|, (?=\d)", NUMBER),
    Place("harm-hmcts", "**RISK/HARM** (D, HMCTS): ", "; private law"),
    Place("harm-private-law", "private law list: ", " abuse.", ","),
    Place("miam-exemption", "**MIAM exemption** (D): ", ".\n"),
    Place("cafcass-officer-position", "**CAFCASS officer position** (D): ", ".\n"),
    Place("rag-duration-band", "CAF duration page): ", ".\n", ";", r"(\w+)"),
    Place("age-band-fcsq", "**AGE_BAND**: FCSQ ", " (C). Mothers", ","),
    Place("age-band-mother", "Mothers: ", ". Newborn", ","),
    Place("dfj-area", "44 incl. High Court): ", ". ECMS", "[,;]"),
    Place("la-wales", "social care codes): ", ". England", ",", r"\d{3} (.+)"),
    Place("la-wales", "social care codes): ", ". England", ",", NUMBER),
    Place("disclosure-rule", "| owner | rule | mark |\n|---|---|---|\n", "\nAlways", "\n", r"\| ([^|]+) \|.*\|.*\|"),
)


def values(text: str, place: Place) -> list[str]:
    """The values that stand at a place, in order. Raises ValueError when the place or a value is not found."""
    begin = text.index(place.after) + len(place.after)
    alias, found = dict(place.alias), []
    for piece in re.split(place.separator, text[begin : text.index(place.before, begin)]):
        match = re.search(place.pattern, _bare(piece) if place.pattern == WHOLE else piece)
        if match is None:
            raise ValueError(f"{place.code_list}: nothing like {place.pattern} in {piece!r}")
        value = match.group(1).strip()
        found.append(alias.get(value, value))
    return found


def _bare(piece: str) -> str:
    """A piece without what stands in brackets."""
    while (bare := re.sub(r"\([^()]*\)", "", piece)) != piece:
        piece = bare
    return piece.strip()


def forms(text: str) -> dict[str, list[str]]:
    """Numbers of the court order forms, each with the sections of statute that its line cites."""
    begin = text.index("as `notation`): ") + len("as `notation`): ")
    found: dict[str, list[str]] = {}
    for line in text[begin : text.index("\n", begin)].split(";"):
        first, *letters = line.split()[0].split("/")
        for other in (first, *letters):
            number = other if len(other) > 1 else first[:-1] + other
            found[number] = re.findall(r"s\.(\d+[A-Z]?)", line)
    return found


def orders(text: str) -> dict[str, str]:
    """Codes of the orders that the court service lists, each with its Welsh label or nothing."""
    found: dict[str, str] = {}
    for line in text[text.index("| code | English | Welsh |") :].split("\n")[2:]:
        if not line.startswith("|"):
            break
        codes, _, welsh = (cell.strip() for cell in line.strip("|").split("|"))
        found |= dict.fromkeys(codes.split(", "), "" if welsh.startswith("no Welsh") else welsh)
    return found


def absent(text: str, code_lists: Mapping[str, Mapping[str, Any]], places: Iterable[Place] = PLACES) -> list[str]:
    """Values of the text that stand neither as code, label nor notation in the list where they belong."""
    found = []
    for place in places:
        held = {_plain(one) for code in code_lists[place.code_list]["codes"] for one in spellings(code)}
        found += [f"{place.code_list}: {value}" for value in values(text, place) if _plain(value) not in held]
    return found


def spellings(code: Mapping[str, Any]) -> list[str]:
    """Everything that a code is written as."""
    return [str(code["code"]), str(code.get("label", "")), *code.get("notation", ())]


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().lower().removesuffix(" abuse")
