"""What a steward fills in, part by part: every property that has a field of its own, in the order of the page.

What has none stays in the field of further properties, as JSON, so that nothing that a package says is out of reach.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from catalogue.model.drafts import PartKind
from catalogue.model.vocabulary import (
    AccessRights,
    Availability,
    CodeStatus,
    EvidenceStatus,
    Mark,
    Match,
    Severity,
    Word,
)


class Kind(StrEnum):
    """How a field is filled in."""

    LINE = "line"
    PROSE = "prose"
    CHOICE = "choice"
    YES = "yes"
    LINES = "lines"
    JSON = "json"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Field:
    """One field.

    path: the property, with dots for members of a group. label: as the page says it. help: what to write.
    choices: value and word of each, for CHOICE; the empty one is always there. columns: fields of each entry, for ROWS.
    blank: how many empty entries the page offers, for ROWS.
    """

    path: str
    label: str
    kind: Kind = Kind.LINE
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    columns: tuple[Field, ...] = ()
    blank: int = 0

    @property
    def top(self) -> str:
        """The property of the part that holds it."""
        return self.path.partition(".")[0]


def _words(words: type[Word]) -> tuple[tuple[str, str], ...]:
    return tuple((word.value, word.label) for word in words)


TYPES = tuple(
    (name, name)
    for name in (
        "string", "integer", "number", "boolean", "date", "time", "datetime", "year", "yearmonth", "duration", "any",
    )
)  # fmt: skip
CAVEATS = Field(
    "caveats",
    "Caveats",
    Kind.ROWS,
    "What a reader must know before using it: the danger first, then what to do, then when it holds.",
    columns=(
        Field("title", "Danger or instruction, in one sentence"),
        Field("description", "What to do about it (Markdown)", Kind.PROSE),
        Field("severity", "Severity", Kind.CHOICE, choices=_words(Severity)),
        Field("period.from", "From"),
        Field("period.to", "To"),
        Field("name", "Short name"),
        Field("mark", "How known", Kind.CHOICE, choices=_words(Mark)),
    ),
    blank=1,
)
SOURCES = Field(
    "sources",
    "Sources",
    Kind.ROWS,
    "Where the facts are from. Variables and caveats cite them by name.",
    columns=(
        Field("name", "Name"),
        Field("title", "Title"),
        Field("path", "Address"),
        Field("version", "Version"),
        Field("description", "Description"),
    ),
    blank=1,
)
_HOW_KNOWN = (
    Field("mark", "How known", Kind.CHOICE, "Left empty, it is that of the table or dataset.", choices=_words(Mark)),
    Field("source", "Sources", Kind.LINES, "Names of entries of the dataset's sources, one on a line."),
    Field(
        "evidence.status",
        "Does it hold for this snapshot?",
        Kind.CHOICE,
        "Carried forward means that nobody confirmed it for this release.",
        choices=_words(EvidenceStatus),
    ),
    Field("evidence.note", "Note on the evidence"),
)
# How an entry of a concept is known; left empty, as the concept is.
_OF_ENTRY = (
    Field("mark", "How known", Kind.CHOICE, choices=_words(Mark)),
    Field("source", "Cited sources", Kind.LINES),
)
FIELDS: Mapping[PartKind, tuple[Field, ...]] = {
    PartKind.DATASET: (
        Field("title", "Title"),
        Field("description", "Description", Kind.PROSE, "What the dataset holds, for whom and why. Markdown."),
        Field("version", "Version", help="Three numbers, as 2.1.0. The comparison proposes one."),
        Field("snapshot", "Snapshot", help="Day of which the data are, as 2023-06-22; empty when there is none."),
        Field("issued", "Issued", help="Day of publication; empty means the day on which it is sealed."),
        Field("releaseNotes", "Release notes", Kind.PROSE, "What a reader of the last release should know. Markdown."),
        Field("corrects", "Corrects", help="Version of a release that it puts right; the notes say how."),
        Field("publisher", "Publisher", help="Name of an organisation of the register."),
        Field("custodian", "Custodian", help="Organisation that keeps the data and gives access."),
        Field(
            "accessRights",
            "Access",
            Kind.CHOICE,
            "Restricted tables never hold rows here.",
            choices=_words(AccessRights),
        ),
        Field("unitOfCount", "Unit of count", Kind.PROSE, "What one should say that one counts. Markdown."),
        Field("temporal.start", "Covers from", help="A day, month or year."),
        Field("temporal.end", "Covers to"),
        Field("spatial.label", "Place"),
        Field("keywords", "Keywords", Kind.LINES, "One on a line."),
        Field("access.conditions", "Who may have the data, and for what", Kind.PROSE),
        Field("access.request", "How to apply", Kind.PROSE),
        Field("access.leadTime", "How long it takes"),
        *_HOW_KNOWN,
        SOURCES,
        CAVEATS,
    ),
    PartKind.TABLE: (
        Field("name", "Name", help="Lower case, as in addresses."),
        Field("physicalName", "Physical name", help="As it stands in the database."),
        Field("title", "Title"),
        Field("description", "Description", Kind.PROSE, "Markdown."),
        Field("grain", "One row is", help="As: one row per case."),
        Field("headerOnly", "Holds no rows here", Kind.YES, "Tables of restricted data never do."),
        Field("schema.primaryKey", "Primary key", Kind.LINES, "Names of variables, one on a line."),
        Field("schema.foreignKeys", "References to other tables", Kind.JSON),
        Field("formerNames", "Former names", Kind.LINES, "What it was called in earlier releases."),
        *_HOW_KNOWN,
        CAVEATS,
    ),
    PartKind.VARIABLE: (
        Field("name", "Name", help="As it stands in the data, in its case of letters."),
        Field("title", "Label"),
        Field("description", "Definition", Kind.PROSE, "What one value means, as a source says it. Markdown."),
        Field("inferredMeaning", "Inferred meaning", Kind.PROSE, "What you believe when no source says it."),
        Field("openQuestion", "Open question", Kind.PROSE),
        Field("type", "Type", Kind.CHOICE, choices=TYPES),
        Field("format", "Format", help="As %d/%m/%Y for dates; empty for the usual one."),
        Field("physicalType", "Physical type", help="As CHARACTER(9) or BIGINT."),
        Field("codeList", "Code list", help="Name of a code list of the register or of this draft."),
        Field("missingValues", "Values that mean missing", Kind.LINES, "One on a line, exactly as they stand."),
        Field("encrypted", "Encrypted", Kind.YES),
        Field("availability", "Availability", Kind.CHOICE, choices=_words(Availability)),
        Field("constraints", "Constraints", Kind.JSON, 'As {"required": true, "minimum": 0}.'),
        Field("note", "Note", Kind.PROSE),
        Field("formerNames", "Former names", Kind.LINES, "What it was called in earlier releases, one on a line."),
        *_HOW_KNOWN,
        CAVEATS,
    ),
    PartKind.CODE_LIST: (
        Field("name", "Name", help="Lower case, as in addresses."),
        Field("title", "Title"),
        Field("description", "Description", Kind.PROSE, "Markdown."),
        Field("complete", "Complete", Kind.YES, "Every value that the data hold is in the list."),
        Field(
            "codes",
            "Codes",
            Kind.ROWS,
            "A value exactly as it stands in the data, and what it means. Without value, an entry is left out.",
            columns=(
                Field("code", "Value"),
                Field("label", "Label"),
                Field("labelCy", "Welsh label"),
                Field("description", "Description"),
                Field("status", "Status", Kind.CHOICE, choices=_words(CodeStatus)),
            ),
            blank=5,
        ),
        *_HOW_KNOWN[:2],
    ),
    PartKind.CONCEPT: (
        Field("title", "Title"),
        Field("titleCy", "Welsh title", help="As a source gives it."),
        Field("description", "Definition", Kind.PROSE, "What it is, as a source says it. Markdown."),
        Field("inferredMeaning", "Inferred meaning", Kind.PROSE, "What you believe when no source says it."),
        Field("note", "Note", Kind.PROSE),
        Field("terms", "Terms", Kind.LINES, "Ways to say it, one on a line: a search for one finds the others."),
        Field("termsCy", "Welsh terms", Kind.LINES, "One on a line."),
        Field("ambiguousTerms", "Ambiguous terms", Kind.LINES, "Terms above that can mean something else too."),
        Field("ambiguous", "Every term is ambiguous", Kind.YES, "A search offers it, and never adds it by itself."),
        Field(
            "otherMeanings",
            "Other meanings",
            Kind.ROWS,
            "What a term can mean that is no concept here.",
            columns=(Field("term", "Term"), Field("meaning", "Meaning")),
            blank=1,
        ),
        Field("notation", "Notation", Kind.LINES, "Numbers of forms and sections of acts, one on a line, as C32A."),
        Field("related", "Related concepts", Kind.LINES, "Names of concepts, one on a line."),
        Field(
            "variables",
            "Variables",
            Kind.ROWS,
            "What measures it, in any release. Match: the same, nearly, one part of it, wider or narrower.",
            columns=(
                Field("dataset", "Dataset"),
                Field("table", "Table"),
                Field("name", "Variable"),
                Field("match", "Match", Kind.CHOICE, choices=_words(Match)),
                Field("note", "Note", Kind.PROSE),
                *_OF_ENTRY,
            ),
            blank=2,
        ),
        Field(
            "differences",
            "Differences",
            Kind.ROWS,
            "What differs in meaning between datasets: their names, one on a line, and what to do about it.",
            columns=(
                Field("datasets", "Datasets", Kind.LINES),
                Field("title", "What differs"),
                Field("description", "How, and what to do (Markdown)", Kind.PROSE),
                *_OF_ENTRY,
            ),
            blank=1,
        ),
        Field("mark", "How known", Kind.CHOICE, "Of all here that says nothing else.", choices=_words(Mark)),
        Field("source", "Cited sources", Kind.LINES, "Names of entries of the sources below, one on a line."),
        replace(SOURCES, help="Where the facts are from. The concept, variables and differences cite them by name."),
    ),
}


def further(kind: PartKind, body: Mapping[str, object]) -> dict[str, object]:
    """The properties of a part that have no field of their own."""
    named = {field.top for field in FIELDS[kind]}
    return {name: value for name, value in sorted(body.items()) if name not in named and name != "data"}
