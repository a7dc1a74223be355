"""How grave it is when a property appears, goes, or says something else. Each rule is one line of a table.

The weights follow Semantic Versioning 2.0.0 for a description of data: its interface is what programs and readers rely
on, which is names, types, codes, keys, what a row is and what a value means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from catalogue.releases.diff.changes import Aspect, Subject, Weight

BREAKING, ADDITIVE, EDITORIAL = Weight.BREAKING, Weight.ADDITIVE, Weight.EDITORIAL
Judged = tuple[Weight, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """told: when the later release alone says it; gone: when the earlier one alone does; other: when both do.

    words: the value is prose, in which spelling, punctuation and layout mean nothing.
    """

    aspect: Aspect
    told: Judged
    gone: Judged
    other: Judged
    words: bool = False


def whatever(aspect: Aspect, weight: Weight, reason: str, *, words: bool = False) -> Rule:
    """A rule that makes no difference between appearing, going and changing."""
    judged = weight, reason
    return Rule(aspect, judged, judged, judged, words)


def _bound(verb: str) -> Rule:
    return Rule(
        Aspect.COVERAGE,
        (ADDITIVE, f"When the data {verb} is said now."),
        (ADDITIVE, f"When the data {verb} is said no longer."),
        (ADDITIVE, "The data cover more time."),
    )


SPELLING: Judged = EDITORIAL, "Spelling, punctuation or layout alone."
UNKNOWN = whatever(Aspect.OTHER, EDITORIAL, "No rule knows this property; it is shown as it stands.")
_DEFINED = Rule(
    Aspect.DEFINITION,
    (ADDITIVE, "What it means is said now."),
    (BREAKING, "What it means is said no longer."),
    (ADDITIVE, "It is defined in other words. Read them before values of both releases are used together."),
    words=True,
)
_DESCRIBED = Rule(
    Aspect.DEFINITION,
    (EDITORIAL, "It is described now."),
    (EDITORIAL, "It is described no longer."),
    (EDITORIAL, "It is described in other words."),
    words=True,
)
_LABEL = whatever(Aspect.LABEL, EDITORIAL, "Labels are for reading; names and values stay.", words=True)
_READING = whatever(Aspect.READING, BREAKING, "Cells are read by another rule: the same cell may be another value.")
SOURCED = whatever(Aspect.PROVENANCE, EDITORIAL, "How it is known, not what it is.")
PROVENANCE = frozenset({"mark", "source", "evidence"})
_PHYSICAL = Rule(
    Aspect.TYPE,
    (ADDITIVE, "Its type in the database is said now."),
    (EDITORIAL, "Its type in the database is said no longer."),
    (BREAKING, "The database holds another type."),
)
_PLACED = whatever(Aspect.NAME, BREAKING, "The name by which programs find it in the database is another.")
_KEYS = Rule(
    Aspect.KEYS,
    (ADDITIVE, "A key is stated now."),
    (BREAKING, "A key is stated no longer; joins and counts may have to be checked."),
    (BREAKING, "Another key is stated; joins and counts may have to be checked."),
)
CONSTRAINT = Rule(
    Aspect.CONSTRAINTS,
    (ADDITIVE, "Values are promised to keep to it now."),
    (BREAKING, "Values are no longer promised to keep to it."),
    (BREAKING, "Values keep to another rule; checks written for the one may fail with the other."),
)
CAVEAT = Rule(
    Aspect.CAVEATS,
    (ADDITIVE, "There is one warning more to heed."),
    (ADDITIVE, "The warning is given no longer."),
    (ADDITIVE, "The warning says something else."),
)
_CATEGORIES = Rule(
    Aspect.CODES,
    (ADDITIVE, "Which values occur is said now."),
    (BREAKING, "Which values occur is said no longer."),
    (BREAKING, "Other values occur."),
)
CODE_LIST_OF_VARIABLE = Rule(
    Aspect.CODES,
    (ADDITIVE, "What its codes mean is said now."),
    (BREAKING, "What its codes mean is said no longer."),
    (BREAKING, "Its codes are of another list, in which they differ."),
)
SAME_CODES: Judged = EDITORIAL, "The list has another name; every code that was there means the same."
UNKNOWN_CODES: Judged = BREAKING, "Its codes are of another list, and what they mean in one of the two is not known."
RENAMED: Judged = BREAKING, "Programs must use the new name."

SHORTER: Judged = BREAKING, "The data cover less time."

VARIABLE: Mapping[str, Rule] = {
    "title": _LABEL,
    "description": _DEFINED,
    "inferredMeaning": Rule(
        Aspect.DEFINITION,
        (ADDITIVE, "What it seems to mean is said now; it is no definition."),
        (EDITORIAL, "What it seems to mean is said no longer; it was no definition."),
        (ADDITIVE, "It seems to mean something else; neither is a definition."),
        words=True,
    ),
    "type": whatever(Aspect.TYPE, BREAKING, "Its values are read as another type."),
    "format": whatever(Aspect.TYPE, BREAKING, "Its values are written in another form."),
    "physicalType": _PHYSICAL,
    "encrypted": whatever(Aspect.ACCESS, BREAKING, "Whether its values can be read has changed."),
    "availability": whatever(Aspect.ACCESS, BREAKING, "Who gets it has changed."),
    "categories": _CATEGORIES,
    "categoriesOrdered": whatever(Aspect.CODES, BREAKING, "Whether its values have an order has changed."),
    "missingValues": whatever(Aspect.READING, BREAKING, "Other values count as missing."),
    "trueValues": _READING,
    "falseValues": _READING,
    "decimalChar": _READING,
    "groupChar": _READING,
    "bareNumber": _READING,
    "rdfType": whatever(Aspect.DEFINITION, EDITORIAL, "The term of another vocabulary for it."),
    "openQuestion": whatever(Aspect.DEFINITION, EDITORIAL, "What is asked about it, not what is known.", words=True),
    "note": _DESCRIBED,
    "example": whatever(Aspect.DEFINITION, EDITORIAL, "An example, not a rule."),
    "mark": SOURCED,
    "source": SOURCED,
    "evidence": SOURCED,
    "formerNames": whatever(Aspect.NAME, EDITORIAL, "Which names it had before; today's is what counts."),
}

TABLE: Mapping[str, Rule] = {
    "title": _LABEL,
    "description": _DESCRIBED,
    "grain": Rule(
        Aspect.DEFINITION,
        (ADDITIVE, "What a row stands for is said now."),
        (BREAKING, "What a row stands for is said no longer."),
        (BREAKING, "A row stands for something else, as far as words tell; counts of rows do not compare."),
        words=True,
    ),
    "physicalName": _PLACED,
    "physicalSchema": _PLACED,
    "dated": _PLACED,
    "type": whatever(Aspect.TYPE, BREAKING, "It is another kind of resource."),
    "format": _READING,
    "mediatype": _READING,
    "encoding": _READING,
    "dialect": _READING,
    "schema/missingValues": whatever(Aspect.READING, BREAKING, "Other values count as missing."),
    "schema/fieldsMatch": _READING,
    "schema/primaryKey": _KEYS,
    "schema/uniqueKeys": _KEYS,
    "schema/foreignKeys": _KEYS,
    "headerOnly": whatever(Aspect.ACCESS, BREAKING, "Whether its rows come with the package has changed."),
    "data": whatever(Aspect.DATA, ADDITIVE, "Its rows are others: figures were added, revised or taken out."),
    "undocumentedColumns": whatever(Aspect.EXISTENCE, ADDITIVE, "How many columns are known by number alone."),
    "licenses": whatever(Aspect.ACCESS, BREAKING, "It may be used under other terms."),
    "mark": SOURCED,
    "source": SOURCED,
    "evidence": SOURCED,
    "formerNames": whatever(Aspect.NAME, EDITORIAL, "Which names it had before; today's is what counts."),
}

DATASET: Mapping[str, Rule] = {
    "title": _LABEL,
    "description": _DESCRIBED,
    "unitOfCount": whatever(Aspect.DEFINITION, ADDITIVE, "What is to be counted is said in other words.", words=True),
    "temporal/start": _bound("begin"),
    "temporal/end": _bound("end"),
    "temporal": whatever(Aspect.COVERAGE, EDITORIAL, "What is said of the time that the data cover.", words=True),
    "spatial": whatever(Aspect.COVERAGE, BREAKING, "The data are of another area."),
    "accessRights": whatever(Aspect.ACCESS, BREAKING, "Who may use it has changed."),
    "access": whatever(Aspect.ACCESS, ADDITIVE, "How to apply, or what is allowed, is said otherwise.", words=True),
    "licenses": whatever(Aspect.ACCESS, BREAKING, "It may be used under other terms."),
    "physicalSchema": _PLACED,
    "systemCode": _PLACED,
    "series": whatever(Aspect.DATA, ADDITIVE, "What is said of a published series."),
    "undocumentedTables": whatever(Aspect.EXISTENCE, ADDITIVE, "Which tables are known by name alone has changed."),
    "joinPaths": whatever(Aspect.KEYS, ADDITIVE, "The ways from table to table are told otherwise."),
    "facts": whatever(Aspect.OTHER, EDITORIAL, "A fact about the dataset as a whole."),
    "keywords": whatever(Aspect.OTHER, EDITORIAL, "Words to find it by."),
    "contributors": SOURCED,
    "sources": SOURCED,
    "publisher": SOURCED,
    "custodian": SOURCED,
    "homepage": whatever(Aspect.OTHER, EDITORIAL, "An address elsewhere."),
    "image": whatever(Aspect.OTHER, EDITORIAL, "A picture."),
    "identifiers": whatever(Aspect.OTHER, EDITORIAL, "Names that others give it."),
    "mark": SOURCED,
    "source": SOURCED,
    "evidence": SOURCED,
}

CODE_LIST: Mapping[str, Rule] = {
    "title": _LABEL,
    "titleCy": _LABEL,
    "description": _DESCRIBED,
    "complete": whatever(Aspect.CODES, ADDITIVE, "Whether all codes are known is said otherwise."),
    "mark": SOURCED,
    "source": SOURCED,
    "sources": SOURCED,
}

CODE: Mapping[str, Rule] = {
    "label": Rule(
        Aspect.CODES,
        (ADDITIVE, "What the code means is said now."),
        (BREAKING, "What the code means is said no longer."),
        (BREAKING, "The same code has another meaning, as far as words tell."),
        words=True,
    ),
    "labelCy": _LABEL,
    "description": _DESCRIBED,
    "inferredMeaning": whatever(Aspect.CODES, ADDITIVE, "What the code seems to mean is said otherwise.", words=True),
    "status": whatever(Aspect.CODES, ADDITIVE, "Whether the code is in use is said otherwise."),
    "notation": whatever(Aspect.CODES, ADDITIVE, "How others write the code is said otherwise."),
    "validFrom": whatever(Aspect.CODES, ADDITIVE, "Since when the code is used is said otherwise."),
    "mark": SOURCED,
    "source": SOURCED,
}


def _existence(aspect: Aspect, come: str, gone: str) -> Rule:
    """For a thing as a whole, which comes or goes and does nothing else."""
    return Rule(aspect, (ADDITIVE, come), (BREAKING, gone), (BREAKING, gone))


EXISTENCE: Mapping[Subject, Rule] = {
    Subject.TABLE: _existence(Aspect.EXISTENCE, "There is one table more.", "Programs that read the table fail."),
    Subject.VARIABLE: _existence(
        Aspect.EXISTENCE, "There is one variable more.", "Programs that read the variable fail."
    ),
    Subject.CODE: _existence(
        Aspect.CODES, "There is one value more that can occur.", "Programs that look for the code find nothing."
    ),
}
DESCRIBED: Judged = ADDITIVE, "It may have been there before: no column of the table, or not all, had been described."
UNDESCRIBED: Judged = BREAKING, "It may still be there: no column of the table, or not all, is described now."
REORDERED: Judged = EDITORIAL, "Columns stand in another order; names and values stay."
REORDERED_CODES: Judged = EDITORIAL, "Codes are listed in another order; they mean the same."
