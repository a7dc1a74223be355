"""Jobs and runs on the wire."""

# ruff: noqa: N815 - the wire speaks camelCase, as Data Package descriptors do

from __future__ import annotations

import marshmallow as ma

from catalogue.api.schemas import base as field
from catalogue.api.schemas.base import Wire

STATES = "`START`, `RUNNING`, `OTHER`, or how it ended: `COMPLETE`, `FAIL`, `ABORT`"
HOW_READ = (
    "How it is known who wrote it: by `version`, by `digest`, by `time` (the newest that was complete when it was "
    "read), by `name` (it is named like a table of a release), or `source`: no run is known to have written it."
)
HOW_MADE = "How it is known that the run made the table: by `digest`, by `name`, or `run` when a publisher said so."


class PhysicalSchema(Wire):
    """A job, or a table, view or file, as runs name it."""

    namespace = field.text("Its namespace; a local path is replaced.")
    name = field.text("Its name.")


class TableOfReleaseSchema(Wire):
    """A release, or a table of it."""

    id = field.text("`<dataset id>@<version>`.")
    slug = field.text("Name of the dataset.")
    version = field.text("Version of the release.")
    table = field.text("Name of the table; null for the release as a whole.", null=True)
    url = field.url("Its record.")


class RunRefSchema(Wire):
    """A run in short."""

    id = field.text("UUID.")
    url = field.url("Its record.")
    job = field.part(PhysicalSchema, "The job that ran.")
    state = field.text(f"{STATES}.")
    started = field.text("When it began, UTC.", null=True)
    ended = field.text("When it ended, UTC.", null=True)


class JobSchema(Wire):
    """What is run again and again."""

    id = field.text("16 hexadecimal digits, made of namespace and name.")
    url = field.url("Its record.")
    page = field.url("The same for people.")
    namespace = field.text("Its namespace; a local path is replaced.")
    name = field.text("Its name.")
    runs = field.whole("How many runs of it are known.")
    last = field.text("When the newest of them ended or was last heard of, UTC.", null=True)


class JobDetailSchema(JobSchema):
    """A job with its newest runs."""

    newest = field.parts(RunRefSchema, "Its newest runs, newest first; at most 50.")


class JobListSchema(Wire):
    """Jobs."""

    items = field.parts(JobSchema, "In order of namespace and name.")
    next = field.cursor()


class CodePlaceSchema(Wire):
    """Where the code of a job stood."""

    type = field.text("Such as `git`.", null=True)
    url = field.text("Address of the repository, without user or query.", null=True)
    version = field.text("Commit.", null=True)
    branch = field.text("Branch.", null=True)
    tag = field.text("Tag.", null=True)
    path = field.text("Path within the repository.", null=True)


class ParameterSchema(Wire):
    """A parameter of a run."""

    key = field.text("Its name.")
    value = field.text("Its value.")


class EngineSchema(Wire):
    """What executed a run."""

    name = field.text("Its name.", null=True)
    version = field.text("Its version.", null=True)


class JobTypeSchema(Wire):
    """What kind of job it is."""

    processingType = field.text("`BATCH` or `STREAMING`.", null=True)
    integration = field.text("Such as `DUCKDB` or `DBT`.", null=True)
    jobType = field.text("Such as `QUERY`.", null=True)


class RunFactsSchema(RunRefSchema):
    """What is public of a run."""

    parent = field.text("UUID of the run that it is a part of.", null=True)
    nominalStart = field.text("Begin of the time that it stands for, UTC.", null=True)
    nominalEnd = field.text("End of the time that it stands for, UTC.", null=True)
    code = field.part(CodePlaceSchema, "Where its code stands.", null=True)
    parameters = field.parts(ParameterSchema, "Its parameters, those whose values are public.")
    parametersWithheld = field.whole("How many of its parameters are not public.")
    engine = field.part(EngineSchema, "What executed it.", null=True)
    jobType = field.part(JobTypeSchema, "What kind of job it is.", null=True)
    withheld = field.texts("Names of the facets that were reported and are not public.")


class InputSchema(Wire):
    """What a run read."""

    reader = field.text("UUID of the run.")
    namespace = field.text("Namespace of what it read.")
    name = field.text("Name of what it read.")
    version = field.text("Version, as the run named it.", null=True)
    digest = field.text("SHA-256, as the run named it.", null=True)
    rows = field.whole("Rows, when told and not fewer than the rule allows.", null=True)
    rowsNote = field.text("Why there is no number, such as `fewer than 10`.", null=True)
    how = field.text(HOW_READ)
    via = field.text("`columnLineage` when only its columns say that it was read.", null=True)
    run = field.text("UUID of the run that wrote it.", null=True)
    release = field.part(TableOfReleaseSchema, "The table of a release that it is.", null=True)


class OutputSchema(Wire):
    """What a run wrote."""

    run = field.text("UUID of the run.")
    namespace = field.text("Namespace of what it wrote.", null=True)
    name = field.text("Name of what it wrote; null when only the release as a whole is said to come from the run.",
                      null=True)  # fmt: skip
    version = field.text("Version, as the run named it.", null=True)
    digest = field.text("SHA-256, as the run named it.", null=True)
    rows = field.whole("Rows, when told and not fewer than the rule allows.", null=True)
    rowsNote = field.text("Why there is no number, such as `fewer than 10`.", null=True)
    how = field.text(f"{HOW_MADE} Null when it is no table of a release.", null=True)
    release = field.part(TableOfReleaseSchema, "The table of a release that it is.", null=True)


class ColumnMadeSchema(Wire):
    """A run made a column from a column."""

    run = field.text("UUID of the run.")
    output = field.part(PhysicalSchema, "What it wrote.")
    outputColumn = field.text("The column; null when all of the output depends on it, as with a filter.", null=True)
    input = field.part(PhysicalSchema, "What it read.")
    inputColumn = field.text("The column that it was made from.")
    kind = field.text("`DIRECT` or `INDIRECT`.", null=True)
    subtype = field.text("Such as `IDENTITY`, `TRANSFORMATION`, `AGGREGATION`, `FILTER`, `JOIN`.", null=True)
    description = field.text("How, as reported.", null=True)


class RunSchema(RunFactsSchema):
    """A run with what it read and wrote."""

    page = field.url("The same for people.")
    jobUrl = field.url("The job's record.")
    serial = field.whole("The journal entry that first told of it.")
    recorded = field.text("When that was, UTC.", null=True)
    parentRun = field.part(RunRefSchema, "The run that it is a part of, if that was reported.", null=True)
    children = field.parts(RunRefSchema, "The runs that are parts of it.")
    inputs = field.parts(InputSchema, "What it read.")
    outputs = field.parts(OutputSchema, "What it wrote.")
    columns = field.parts(ColumnMadeSchema, "Which columns it made from which.")
    releases = ma.fields.List(
        ma.fields.Nested(TableOfReleaseSchema),
        required=True,
        metadata={"description": "Releases that are said to come from it, without any output that could be matched."},
    )
