"""Tables and variables on the wire."""

from __future__ import annotations

import marshmallow as ma

from catalogue.api.schemas.base import (
    Wire,
    choice,
    cursor,
    digest,
    facts,
    flag,
    part,
    parts,
    text,
    texts,
    url,
    whole,
)
from catalogue.api.schemas.common import (
    CaveatSchema,
    CodeListRefSchema,
    DatasetRefSchema,
    EvidenceSchema,
    ReleaseRefSchema,
    SourceSchema,
    TableRefSchema,
)


class ReferenceSchema(Wire):
    """Columns of a table that name a row of another."""

    fields_ = ma.fields.List(
        ma.fields.String(),
        required=True,
        attribute="fields",
        data_key="fields",
        metadata={"description": "Columns of this table."},
    )
    table = text("The table that is named.")
    targetFields = texts("The columns of that table.")
    note = text("What to know about it, Markdown.", null=True)
    mark = text("How it is known.", null=True)


class VariableSummarySchema(Wire):
    """A variable in short."""

    id = text("`<dataset id>/<table>/<name>`.")
    url = url("Its record in this release.")
    name = text("Physical name, letters as in the database.")
    label = text("What it is called.", null=True)
    type = text("Type of its values.")
    definition = text("What one value means, Markdown.", null=True)
    inferredMeaning = text("What it probably means; not a definition.", null=True)
    codeList = text("Name of its code list.", null=True)
    mark = text("How it is known.", null=True)
    digest = digest("Digest of everything sealed about it; equal in releases where nothing changed.")


class TableSummarySchema(Wire):
    """A table of a release, without its variables."""

    id = text("`<dataset id>/<table>`.")
    url = url("This table's record.")
    page = url("The same for people.")
    dataset = part(DatasetRefSchema, "The dataset.")
    release = part(ReleaseRefSchema, "The release.")
    name = text("Lower-case physical name without schema and snapshot.", example="cafcass_alf")
    physicalName = text("Name in the database.", example="CAFCASS_ALF")
    title = text("What it is called.", null=True)
    description = text("What it holds, Markdown.", null=True)
    grain = text("What one row stands for.", null=True)
    headerOnly = flag("True when the package ships a header line and no row, because the data are restricted.")
    primaryKey = texts("Columns that name a row.")
    foreignKeys = parts(ReferenceSchema, "Columns that name rows of other tables.")
    undocumentedColumns = facts("What is known of columns that nobody has documented.", null=True)
    mark = text("How these facts are known.", null=True)
    evidence = part(EvidenceSchema, "Whether they are confirmed for this release.")
    sources = parts(SourceSchema, "Where they are from.")
    caveats = parts(CaveatSchema, "What to know before using the table.")
    variableCount = whole("How many variables it has.")
    digest = digest("Digest of everything sealed about it, its variables included.")
    facts = facts("Every property as sealed, word for word; variables by digest.")


class TableSchema(TableSummarySchema):
    """A table of a release with its variables in column order."""

    variables = parts(VariableSummarySchema, "Its variables in column order.")


class TableListSchema(Wire):
    """Tables of a release in order of names."""

    items = parts(TableSummarySchema, "The tables of this page.")
    next = cursor()


class VariableSchema(Wire):
    """One column of a table in a release."""

    id = text("`<dataset id>/<table>/<name>`: the same variable over all releases.")
    url = url("This record, in this release.")
    page = url("The same for people.")
    dataset = part(DatasetRefSchema, "The dataset.")
    release = part(ReleaseRefSchema, "The release that says this.")
    table = part(TableRefSchema, "The table.")
    name = text("Physical name, letters as in the database.", example="LSOA2001_CD")
    position = whole("Column of the table, counted from 0.")
    label = text("What it is called.", null=True)
    definition = text("What one value means, Markdown; null while nobody has said.", null=True)
    inferredMeaning = text("What it probably means, Markdown; not a definition.", null=True)
    openQuestion = text("What nobody could tell, Markdown.", null=True)
    note = text("Anything else, Markdown.", null=True)
    type = text("Type of its values, as Table Schema names types.", example="string")
    format = text("Format of its values, if not the usual one.", null=True)
    physicalType = text("Type in the database.", null=True, example="BIGINT")
    codeList = part(CodeListRefSchema, "The code list its values are from.", null=True)
    constraints = facts("What holds for its values.")
    encrypted = flag("True when values are encrypted.")
    availability = choice("Whether one gets it as a matter of course.", "core", "special")
    primaryKey = flag("True when it is part of the table's primary key.")
    foreignKeys = parts(ReferenceSchema, "The table's foreign keys that it is part of.")
    mark = text("How these facts are known: documented, seen-in-code, inferred or calculated.", null=True)
    evidence = part(EvidenceSchema, "Whether they are confirmed for this release.")
    sources = parts(SourceSchema, "Where they are from.")
    caveats = parts(CaveatSchema, "What to know before using it.")
    digest = digest("Digest of everything sealed about it; equal in releases where nothing changed.")
    facts = facts("Every property as sealed, word for word.")


class VariableListSchema(Wire):
    """Variables of the releases in force, in order of dataset identifier, table and name."""

    items = parts(VariableSchema, "The variables of this page.")
    next = cursor()
