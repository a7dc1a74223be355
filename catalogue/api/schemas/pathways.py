"""Pathways on the wire."""

# ruff: noqa: N815 - the wire speaks camelCase, as Data Package descriptors do

from __future__ import annotations

from catalogue.api.schemas import base as field
from catalogue.api.schemas.base import Wire
from catalogue.api.schemas.common import CaveatSchema, DatasetRefSchema, ReleaseRefSchema, SourceSchema
from catalogue.model.vocabulary import Keeping


class PlaceDescribedSchema(Wire):
    """What of the register describes a place."""

    dataset = field.part(DatasetRefSchema, "The dataset.")
    release = field.part(
        ReleaseRefSchema,
        "The release of the place's snapshot, or the one in force when it names none; null when none stands.",
        null=True,
    )
    table = field.url(
        "Record of its table in that release; null when it names none or its columns are not known.",
        null=True,
    )


class PlaceSchema(Wire):
    """A system, file, table or publication in which the data stand."""

    name = field.text("What steps call it.", example="file-2")
    title = field.text("What a reader would call it.")
    description = field.text("What it is, Markdown; null when no source says it.", null=True)
    inferredMeaning = field.text("What we believe it is; not a description.", null=True)
    stage = field.text("Heading under which the picture shows it.", null=True)
    physicalName = field.text("Its name where it stands.", null=True)
    dataset = field.text("Slug of the dataset here that describes it.", null=True)
    table = field.text("Name of the table that describes it.", null=True)
    snapshot = field.day("The day that its data are of.", null=True)
    keeping = field.choice("Whether a version of it is kept; null when not known.", *Keeping, null=True)
    note = field.text("What else to know, Markdown.", null=True)
    mark = field.text("How it is known.", null=True)
    sources = field.parts(SourceSchema, "Where it is from.")
    described = field.part(PlaceDescribedSchema, "What describes it here; null when nothing does.", null=True)


class _Part(Wire):
    note = field.text("What else to know, Markdown.", null=True)
    mark = field.text("How this is known.", null=True)
    sources = field.parts(SourceSchema, "Where it is from.")


class EndSchema(_Part):
    """A place that a step reads or makes."""

    place = field.text("Name of the place.", example="file-2")


class RecordedSchema(_Part):
    """A fact or parameter of a step to record."""

    title = field.text("What is recorded.")


class StepSchema(Wire):
    """What somebody does that turns places into others."""

    name = field.text("Name of the step.", example="match")
    title = field.text("What is done.")
    number = field.text("Its number as those who do it or write of it count.", null=True, example="3a")
    actor = field.text("Who or what does it.", null=True)
    description = field.text("What it is, Markdown; null when no source says it.", null=True)
    inferredMeaning = field.text("What we believe it is; not a description.", null=True)
    inputs = field.parts(EndSchema, "The places that it reads.")
    outputs = field.parts(EndSchema, "The places that it makes.")
    records = field.parts(RecordedSchema, "Facts and parameters to record.")
    note = field.text("What else to know, Markdown.", null=True)
    mark = field.text("How it is known.", null=True)
    sources = field.parts(SourceSchema, "Where it is from.")


class PathwaySummarySchema(Wire):
    """A pathway without its places and steps."""

    id = field.text("`pathway:<name>`.")
    url = field.url("This record.")
    page = field.url("The same for people.")
    name = field.text("Name of the pathway.", example="sail-route")
    title = field.text("What it is called.")
    description = field.text("What it is, Markdown; null when no source says it.", null=True)
    inferredMeaning = field.text("What we believe it is; not a description.", null=True)
    datasets = field.texts("Slugs of the datasets whose data came this way.")
    placeCount = field.whole("How many places it has.")
    stepCount = field.whole("How many steps it has.")
    mark = field.text("How it is known.", null=True)
    sources = field.parts(SourceSchema, "Where it is from.")
    digest = field.digest("Digest of the state in force.")
    object = field.url("The state in force, exact bytes.")


class PathwaySchema(PathwaySummarySchema):
    """A pathway with its places and steps."""

    note = field.text("What else to know, Markdown.", null=True)
    places = field.parts(PlaceSchema, "Where the data stand on the way.")
    steps = field.parts(StepSchema, "What is done between the places, in the order in which it is told.")
    caveats = field.parts(CaveatSchema, "Warnings and dead ends.")


class PathwayListSchema(Wire):
    """Pathways as in force, in order of names."""

    items = field.parts(PathwaySummarySchema, "The pathways of this page.")
    next = field.cursor()
