"""Answers to questions about lineage, on the wire."""

# ruff: noqa: N815 - the wire speaks camelCase, as Data Package descriptors do

from __future__ import annotations

import marshmallow as ma

from catalogue.api.schemas import base as field
from catalogue.api.schemas.base import Wire
from catalogue.api.schemas.runs import InputSchema, PhysicalSchema, TableOfReleaseSchema


class DaysSchema(Wire):
    """From a first to a last day, open where null."""

    first = field.day("First day.", null=True)
    last = field.day("Last day.", null=True)


class AskedCaveatSchema(Wire):
    """The caveat that was asked about."""

    name = field.text("Short name.")
    title = field.text("The warning in one sentence.")
    begins = field.text("First date it holds for.", null=True)
    ends = field.text("Last date it holds for.", null=True)


class ImpactedSchema(Wire):
    """A sealed release that was made from what was asked about."""

    release = field.part(TableOfReleaseSchema, "The release.")
    issued = field.day("When it was published to the world.")
    withdrawn = field.flag("True when it was withdrawn since.")
    run = field.text("UUID of the run that made it.")
    by = field.text(
        "What is known to have been used: `variable`; `table`, also for a variable when the runs do not tell of "
        "columns; `dataset`, `physical`, `run` or `commit`."
    )
    through = field.parts(TableOfReleaseSchema, "Releases in between; empty when it was used itself.")
    reads = field.parts(InputSchema, "The inputs that are what was asked about, as pinned.")
    begins = field.text("Begin of the period of its data.", null=True)
    ends = field.text("End of the period of its data.", null=True)
    periodKnown = field.flag("False when the period of its data is not known, so that no period leaves it out.")


class ImpactSchema(Wire):
    """Which sealed releases were made from something."""

    period = field.part(DaysSchema, "Releases whose data are known to be of another time are left out.")
    caveat = field.part(AskedCaveatSchema, "The caveat that was asked about.", null=True)
    releases = field.parts(ImpactedSchema, "In the order in which they were sealed.")


class StaleSchema(Wire):
    """A release in force that was made from a release that is no longer in force."""

    release = field.part(TableOfReleaseSchema, "The release.")
    input = field.part(TableOfReleaseSchema, "The release that it was made from.")
    tables = field.texts("The tables of it that were read.")
    withdrawn = field.flag("True when that one was withdrawn.")
    newest = field.part(TableOfReleaseSchema, "The release that is in force instead; null when none is.", null=True)


class StaleListSchema(Wire):
    """Stale inputs."""

    items = field.parts(StaleSchema, "In order of short names.")
    next = field.cursor()


class UnboundSchema(Wire):
    """A run that no seal names, or a release whose seal names no run that had been reported."""

    release = field.part(TableOfReleaseSchema, "The release; null for a run.", null=True)
    issued = field.day("When the release was published to the world.", null=True)
    run = field.text("UUID of the run; of a release, the one that was to be reported later.", null=True)
    runUrl = field.url("The record of the run.", null=True)
    job = field.part(PhysicalSchema, "The job that ran.", null=True)
    state = field.text("State of the run.", null=True)
    at = field.text("When the run ended or was last heard of, UTC.", null=True)


class UnboundListSchema(Wire):
    """Runs without release, or releases without run."""

    items = field.parts(UnboundSchema, "Runs newest first; releases in order of short names, oldest first.")
    next = field.cursor()


STATUSES = ("added", "removed", "changed", "same", "unknown")


class ChangedInputSchema(Wire):
    """An input of two releases: a table of a release, or data that no release holds."""

    status = field.choice("What became of it; `unknown` when no version is told.", *STATUSES)
    dataset = field.text("Identifier of the dataset that it is of.", null=True)
    slug = field.text("Name of that dataset.", null=True)
    table = field.text("The table.", null=True)
    namespace = field.text("Namespace of data.", null=True)
    name = field.text("Name of data, without the day of a snapshot.", null=True)
    from_ = ma.fields.List(
        ma.fields.String(),
        required=True,
        data_key="from",
        metadata={"description": "Versions that the first release read."},
    )
    to = field.texts("Versions that the second release read.")


class ChangeOfJobSchema(Wire):
    """Something of a job that differs."""

    what = field.text("`code`, `parameter`, `parameters withheld`, `engine`, `state`, `seconds` or `rows`.")
    name = field.text("Which: member of the code, name of the parameter, name of what was written.", null=True)
    from_ = ma.fields.String(
        required=True,
        allow_none=True,
        data_key="from",
        metadata={"description": "Behind the first release; null when it was not told."},
    )
    to = field.text("Behind the second release; null when it was not told.", null=True)


class ChangedJobSchema(Wire):
    """A job behind two releases."""

    job = field.part(PhysicalSchema, "The job.")
    status = field.choice("What became of it.", "added", "removed", "changed", "same")
    changes = field.parts(ChangeOfJobSchema, "What differs.")
    fromRun = field.text("UUID of its newest run behind the first release.", null=True)
    toRun = field.text("UUID of its newest run behind the second release.", null=True)


class LineageDiffSchema(Wire):
    """What differs in the lineage of two releases of a dataset."""

    from_ = ma.fields.Nested(
        TableOfReleaseSchema, required=True, data_key="from", metadata={"description": "The first release."}
    )
    to = field.part(TableOfReleaseSchema, "The second release.")
    fromRun = field.text("UUID of the run that made the first.", null=True)
    toRun = field.text("UUID of the run that made the second.", null=True)
    inputs = field.parts(ChangedInputSchema, "Inputs from outside.")
    jobs = field.parts(ChangedJobSchema, "Every job behind them.")


class VariableStateSchema(Wire):
    """What two releases say of a variable."""

    status = field.choice("`added` when the first release does not have it.", "added", "changed", "same")
    differs = field.texts("Properties that differ.")


class ColumnStepSchema(Wire):
    """A way in which a column was made that only one of two releases has."""

    status = field.choice("Which: `removed` of the first, `added` of the second.", "added", "removed")
    job = field.part(PhysicalSchema, "The job that does it.")
    source = field.text("The column that is read.")
    target = field.text("The column that is made.")
    kind = field.text("`DIRECT` or `INDIRECT`.", null=True)
    subtype = field.text("Such as `IDENTITY` or `AGGREGATION`.", null=True)
    description = field.text("How, as reported.", null=True)


class WhySchema(Wire):
    """Why a variable is not what it was: what differs on the way to it. What is the same is left out."""

    from_ = ma.fields.Nested(
        TableOfReleaseSchema, required=True, data_key="from", metadata={"description": "The first release."}
    )
    to = field.part(TableOfReleaseSchema, "The second release.")
    variable = field.text("The variable.")
    state = field.part(VariableStateSchema, "What the releases say of it.")
    columnsKnown = field.flag("False when the runs do not tell of columns: then of everything behind the releases.")
    inputs = field.parts(ChangedInputSchema, "Inputs that differ.")
    jobs = field.parts(ChangedJobSchema, "Jobs that differ.")
    steps = field.parts(ColumnStepSchema, "Ways in which columns are made that differ.")
