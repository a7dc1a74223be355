"""Tables and variables on the wire."""

# ruff: noqa: N815 - the wire speaks camelCase, as Data Package descriptors do

from __future__ import annotations

import marshmallow as ma

from catalogue.api.schemas import base as field
from catalogue.api.schemas.base import Wire
from catalogue.api.schemas.common import (
    CaveatSchema,
    CodeListRefSchema,
    DatasetRefSchema,
    EvidenceSchema,
    ReleaseRefSchema,
    SourceSchema,
    TableRefSchema,
)
from catalogue.api.schemas.notes import NoteSchema


class ReferenceSchema(Wire):
    """Columns of a table that name a row of another."""

    fields_ = ma.fields.List(
        ma.fields.String(),
        required=True,
        data_key="fields",
        metadata={"description": "Columns of this table."},
    )
    table = field.text("The table that is named.")
    targetFields = field.texts("The columns of that table.")
    note = field.text("What to know about it, Markdown.", null=True)
    mark = field.text("How it is known.", null=True)


class VariableSummarySchema(Wire):
    """A variable in short."""

    id = field.text("`<dataset id>/<table>/<name>`.")
    url = field.url("Its record in this release.")
    name = field.text("Physical name, letters as in the database.")
    label = field.text("What it is called.", null=True)
    type = field.text("Type of its values.")
    definition = field.text("What one value means, Markdown.", null=True)
    inferredMeaning = field.text("What it probably means; not a definition.", null=True)
    codeList = field.text("Name of its code list.", null=True)
    mark = field.text("How it is known.", null=True)
    digest = field.digest("Digest of everything sealed about it; equal in releases where nothing changed.")


class TableSummarySchema(Wire):
    """A table of a release, without its variables."""

    id = field.text("`<dataset id>/<table>`.")
    url = field.url("This table's record.")
    page = field.url("The same for people.")
    dataset = field.part(DatasetRefSchema, "The dataset.")
    release = field.part(ReleaseRefSchema, "The release.")
    name = field.text("Lower-case physical name without schema and snapshot.", example="cafcass_alf")
    physicalName = field.text("Name in the database.", example="CAFCASS_ALF")
    title = field.text("What it is called.", null=True)
    description = field.text("What it holds, Markdown.", null=True)
    grain = field.text("What one row stands for.", null=True)
    headerOnly = field.flag("True when the package ships a header line and no row, because the data are restricted.")
    primaryKey = field.texts("Columns that name a row.")
    foreignKeys = field.parts(ReferenceSchema, "Columns that name rows of other tables.")
    undocumentedColumns = field.facts("What is known of columns that nobody has documented.", null=True)
    mark = field.text("How these facts are known.", null=True)
    evidence = field.part(EvidenceSchema, "Whether they are confirmed for this release.")
    sources = field.parts(SourceSchema, "Where they are from.")
    caveats = field.parts(CaveatSchema, "What to know before using the table.")
    variableCount = field.whole("How many variables it has.")
    digest = field.digest("Digest of everything sealed about it, its variables included.")
    facts = field.facts("Every property as sealed, word for word; variables by digest.")


class TableSchema(TableSummarySchema):
    """A table of a release with its variables in column order."""

    variables = field.parts(VariableSummarySchema, "Its variables in column order.")
    notes = field.parts(NoteSchema, "Notes that stand about it and about its dataset, its own first.")


class TableListSchema(Wire):
    """Tables of a release in order of names."""

    items = field.parts(TableSummarySchema, "The tables of this page.")
    next = field.cursor()


class VariableSchema(Wire):
    """One column of a table in a release."""

    id = field.text("`<dataset id>/<table>/<name>`: the same variable over all releases.")
    url = field.url("This record, in this release.")
    page = field.url("The same for people.")
    dataset = field.part(DatasetRefSchema, "The dataset.")
    release = field.part(ReleaseRefSchema, "The release that says this.")
    table = field.part(TableRefSchema, "The table.")
    name = field.text("Physical name, letters as in the database.", example="LSOA2011_CD")
    position = field.whole("Column of the table, counted from 0.")
    label = field.text("What it is called.", null=True)
    definition = field.text("What one value means, Markdown; null while nobody has said.", null=True)
    inferredMeaning = field.text("What it probably means, Markdown; not a definition.", null=True)
    openQuestion = field.text("What nobody could tell, Markdown.", null=True)
    note = field.text("Anything else, Markdown.", null=True)
    type = field.text("Type of its values, as Table Schema names types.", example="string")
    format = field.text("Format of its values, if not the usual one.", null=True)
    physicalType = field.text("Type in the database.", null=True, example="BIGINT")
    codeList = field.part(CodeListRefSchema, "The code list its values are from.", null=True)
    constraints = field.facts("What holds for its values.")
    encrypted = field.flag("True when values are encrypted.")
    availability = field.choice("Whether one gets it as a matter of course.", "core", "special")
    primaryKey = field.flag("True when it is part of the table's primary key.")
    foreignKeys = field.parts(ReferenceSchema, "The table's foreign keys that it is part of.")
    mark = field.text("How these facts are known: documented, seen-in-code, inferred or calculated.", null=True)
    evidence = field.part(EvidenceSchema, "Whether they are confirmed for this release.")
    sources = field.parts(SourceSchema, "Where they are from.")
    caveats = field.parts(CaveatSchema, "What to know before using it.")
    digest = field.digest("Digest of everything sealed about it; equal in releases where nothing changed.")
    facts = field.facts("Every property as sealed, word for word.")


class VariableRecordSchema(VariableSchema):
    """One column of a table in a release, with what was noted since the release was sealed."""

    notes = field.parts(NoteSchema, "Notes that stand about it, its table and its dataset, its own first.")


class VariableListSchema(Wire):
    """Variables of the releases in force, in order of dataset identifier, table and name."""

    items = field.parts(VariableSchema, "The variables of this page.")
    next = field.cursor()
