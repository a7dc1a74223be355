"""Where releases, tables and variables come from and what they feed, on the wire."""

# ruff: noqa: N815 - the wire speaks camelCase, as Data Package descriptors do

from __future__ import annotations

from catalogue.api.schemas import base as field
from catalogue.api.schemas.base import Wire
from catalogue.api.schemas.common import DatasetRefSchema, ReleaseRefSchema
from catalogue.api.schemas.runs import (
    HOW_MADE,
    HOW_READ,
    STATES,
    CodePlaceSchema,
    EngineSchema,
    InputSchema,
    JobTypeSchema,
    OutputSchema,
    ParameterSchema,
    PhysicalSchema,
    TableOfReleaseSchema,
)

PINNED = "True when the seal of a release says so; false for what was reported since, or is known by name alone."


class PinnedRunSchema(Wire):
    """The run that made a release, as the seal pins it."""

    id = field.text("UUID.")
    url = field.url("The run's record, as it is known now.")
    reported = field.flag("False when nothing was known of it yet when the release was sealed.")
    job = field.part(PhysicalSchema, "The job that ran.", null=True)
    state = field.text(f"{STATES}.", null=True)
    started = field.text("When it began, UTC.", null=True)
    ended = field.text("When it ended, UTC.", null=True)
    parent = field.text("UUID of the run that it is a part of.", null=True)
    nominalStart = field.text("Begin of the time that it stands for, UTC.", null=True)
    nominalEnd = field.text("End of the time that it stands for, UTC.", null=True)
    code = field.part(CodePlaceSchema, "Where its code stood.", null=True)
    parameters = field.parts(ParameterSchema, "Its parameters, those whose values are public.")
    parametersWithheld = field.whole("How many of its parameters are not public.")
    engine = field.part(EngineSchema, "What executed it.", null=True)
    jobType = field.part(JobTypeSchema, "What kind of job it is.", null=True)
    withheld = field.texts("Names of the facets that were reported and are not public.")
    outputs = field.parts(OutputSchema, "Which output each table of the release is.")
    inputs = field.parts(InputSchema, "What the runs that made the tables read.")
    upstream = field.url("Everything behind it, as pinned: exact bytes.", null=True)


class NodeSchema(Wire):
    """A run, a table of a release, or data that no release holds."""

    id = field.text("Twelve hexadecimal digits.")
    kind = field.choice("What it is.", "table", "data", "run")
    label = field.text("Its name.")
    namespace = field.text("Namespace of data.", null=True)
    version = field.text("Version, as it was used.", null=True)
    release = field.part(TableOfReleaseSchema, "The release that it is of.", null=True)
    run = field.text("UUID: of a run, or of the run that wrote the data.", null=True)
    runUrl = field.url("The record of that run.", null=True)
    state = field.text(f"Of a run: {STATES}.", null=True)
    code = field.part(CodePlaceSchema, "Of a run: where its code stood.", null=True)
    hop = field.whole("How many runs lie between it and the start.")
    more = field.flag("True when more lies behind it than is told; ask for a greater depth.")


class EdgeSchema(Wire):
    """Data went from one node to another."""

    source = field.text("Identifier of the node that they came from.")
    target = field.text("Identifier of the node that they went to.")
    how = field.text(
        f"Into a run. {HOW_READ} Out of a run. {HOW_MADE} `output` when it is no table of a release. "
        "Between a table and data: `name`."
    )
    pinned = field.flag(PINNED)


class GraphSchema(Wire):
    """Runs and data, as far as it was asked for."""

    start = field.texts("Identifiers of the nodes that were asked about.")
    nodes = field.parts(NodeSchema, "Nodes, as they are reached from the start.")
    edges = field.parts(EdgeSchema, "Edges, in the direction in which data go.")
    cut = field.flag("True when it was too large and is not told to its end.")


class ColumnNodeSchema(Wire):
    """A column of a table of a release, or of data that no release holds."""

    id = field.text("Twelve hexadecimal digits.")
    column = field.text("Its name; null for the whole table.", null=True)
    namespace = field.text("Namespace of data.", null=True)
    name = field.text("Name of the table or data.")
    version = field.text("Version of data, as it was used.", null=True)
    run = field.text("UUID of the run that wrote the data.", null=True)
    release = field.part(TableOfReleaseSchema, "The table of a release.", null=True)


class ColumnEdgeSchema(Wire):
    """A run made a column from a column."""

    source = field.text("Identifier of the column that it was made from.")
    target = field.text("Identifier of the column that was made.")
    run = field.text("UUID of the run.")
    kind = field.text("`DIRECT` or `INDIRECT`.", null=True)
    subtype = field.text("Such as `IDENTITY`, `TRANSFORMATION`, `AGGREGATION`, `FILTER`, `JOIN`.", null=True)
    description = field.text("How, as reported.", null=True)
    whole = field.flag("True when all of the output depends on it, as with a filter.")
    pinned = field.flag(PINNED)


class ColumnGraphSchema(Wire):
    """Columns, as far as it was asked for."""

    start = field.text("Identifier of the variable that was asked about.")
    nodes = field.parts(ColumnNodeSchema, "Columns, as they are reached from the start.")
    edges = field.parts(ColumnEdgeSchema, "Edges, in the direction in which values go.")
    cut = field.flag("True when it was too large and is not told to its end.")


class ReportedSchema(Wire):
    """Events of a run behind a release that came after the release was sealed. They changed nothing of its seal."""

    run = field.text("UUID of the run.")
    runUrl = field.url("The record of the run.")
    events = field.whole("How many came.")
    serial = field.whole("The last journal entry that brought some.")
    recorded = field.text("When that was, UTC.")


class LineageSchema(Wire):
    """Where a release, a table or a variable comes from, and what it feeds."""

    id = field.text("`<dataset id>@<version>`, then table and variable, if asked for.")
    url = field.url("This record.")
    dataset = field.part(DatasetRefSchema, "The dataset.")
    release = field.part(ReleaseRefSchema, "The release.")
    table = field.text("The table that was asked about.", null=True)
    variable = field.text("The variable that was asked about.", null=True)
    direction = field.choice("Which way was looked.", "up", "down", "both")
    depth = field.whole("How many runs far was looked.")
    asOf = field.day("What runs wrote until the end of this day; null for all.", null=True)
    asKnown = field.whole("What the register was told until this journal entry; null for all.", null=True)
    run = field.part(PinnedRunSchema, "The run, as the seal pins it; null when none is known.", null=True)
    upstream = field.part(GraphSchema, "Of a release or a table: what it was made from.", null=True)
    downstream = field.part(GraphSchema, "Of a release or a table: what was made from it, as reported.", null=True)
    columnsUpstream = field.part(ColumnGraphSchema, "Of a variable: what it was made from.", null=True)
    columnsDownstream = field.part(ColumnGraphSchema, "Of a variable: what was made from it, as reported.", null=True)
    reportedSince = field.parts(ReportedSchema, "What was reported of the runs behind it after it was sealed.")
