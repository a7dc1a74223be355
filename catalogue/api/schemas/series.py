"""Series of published statistics on the wire."""

# ruff: noqa: N815 - the wire speaks camelCase, as Data Package descriptors do

from __future__ import annotations

from catalogue.api.schemas import base as field
from catalogue.api.schemas.base import Wire
from catalogue.api.schemas.common import CaveatSchema, DatasetRefSchema, ReleaseRefSchema, SourceSchema


class SeriesSummarySchema(Wire):
    """A series without its figures."""

    id = field.text("`<dataset id>/series/<name>`.")
    url = field.url("The series with its figures.")
    page = field.url("The same for people.")
    dataset = field.part(DatasetRefSchema, "The dataset.")
    name = field.text("Name of the series.", example="applications")
    title = field.text("What it is called.")
    definition = field.text("What one figure counts or measures, Markdown.", null=True)
    unit = field.text("What is counted, as it is said after a number.", null=True, example="weeks")
    measure = field.text("`count`, `rate`, `mean`, `median` or `share`.", null=True)
    periodKind = field.text("What a period is: `month`, `financial-year` and so on.", example="financial-quarter")
    table = field.text("The table that holds the figures.")
    trap = field.text("What the figure must not be taken for, Markdown.", null=True)
    headline = field.whole("Its place on the first page; null when it is not there.", null=True)


class SeriesListSchema(Wire):
    """Series of a dataset in order of names."""

    items = field.parts(SeriesSummarySchema, "The series of this page.")
    next = field.cursor()


class TargetSchema(Wire):
    """A value that the figures are measured against."""

    value = field.number("The value.")
    label = field.text("What it is called.")
    mark = field.text("How it is known.", null=True)
    sources = field.texts("Names of its sources.")


class BreakSchema(Wire):
    """A period from which on the figures are not like those before."""

    period = field.text("The first period after the break.")
    title = field.text("What it is called.")
    description = field.text("What happened, Markdown.", null=True)


class PointSchema(Wire):
    """One published figure."""

    line = field.text("The line that it belongs to; null when the series has one line.", null=True)
    period = field.text("The period as the data write it.", example="2022-23 Q4")
    label = field.text("The period as people read it.")
    value = field.number("The figure.")
    asPublished = field.text("The figure with as many places as it was published with.", example="32.0")
    qualifier = field.text("What the source says of it, such as `about`; null when it is exact.", null=True)
    main = field.flag("True when it makes the line; false for another value published for the same period.")
    mark = field.text("How it is known: documented, calculated or inferred.", null=True)
    publisher = field.text("The body that counted it.", null=True)
    sources = field.texts("Names of its sources, among the `sources` of its vintage.")
    reported = field.text("Day, month or year in which it was reported; null when that is not known.", null=True)
    vintage = field.text("The report that it stands in, in words.", null=True)
    note = field.text("What else must be known of it.", null=True)


class VintageSchema(Wire):
    """What one release gives. A period that is absent is not in the source of that release: no zero, not removed."""

    release = field.part(ReleaseRefSchema, "The release.")
    points = field.parts(PointSchema, "Its figures, in order of lines and periods.")
    sources = field.parts(SourceSchema, "Every source that the release names.")


class NewestSchema(Wire):
    """The newest figure of a period over all vintages shown."""

    version = field.text("The release that gives it.")
    point = field.part(PointSchema, "The figure.")


class RevisionSchema(Wire):
    """A figure that a later release gives with another value."""

    line = field.text("The line that it belongs to; null when the series has one line.", null=True)
    period = field.text("The period as the data write it.")
    before = field.number("The figure as it was.")
    beforeVersion = field.text("The release that gave it so.")
    after = field.number("The figure as it became.")
    afterVersion = field.text("The release that gave it so.")
    change = field.number("By how much it changed.")
    issued = field.day("When the later figure was published.")


class SeriesSchema(SeriesSummarySchema):
    """A series with its figures: over all vintages, or of one release."""

    release = field.part(ReleaseRefSchema, "The newest of the releases shown, which declares the series as it is here.")
    target = field.part(TargetSchema, "What the figures are measured against.", null=True)
    breaks = field.parts(BreakSchema, "Where the series breaks.")
    mark = field.text("How the series is known.", null=True)
    caveats = field.parts(CaveatSchema, "What to know before using it.")
    newest = field.parts(NewestSchema, "Of each period the newest figure.")
    vintages = field.parts(VintageSchema, "What each release gives, oldest first.")
    revisions = field.parts(RevisionSchema, "What changed from one vintage to the next, oldest first.")
