"""Concepts on the wire."""

# ruff: noqa: N815 - the wire speaks camelCase, as Data Package descriptors do

from __future__ import annotations

from catalogue.api.schemas import base as field
from catalogue.api.schemas.base import Wire
from catalogue.api.schemas.common import SourceSchema
from catalogue.model.vocabulary import Match


class OtherMeaningSchema(Wire):
    """What a term can mean that is no concept here."""

    term = field.text("The term.", example="CMS")
    meaning = field.text("What else it stands for.", example="Child Maintenance Service")


class MemberSchema(Wire):
    """A variable that measures the concept."""

    dataset = field.text("Slug of its dataset.", example="cafw")
    table = field.text("Name of its table.", example="cafcass_application")
    name = field.text("Its name.", example="CAP_RECEIPTDATE")
    match = field.choice("How its meaning relates to the concept.", *Match)
    note = field.text("What else to know, Markdown.", null=True)
    mark = field.text("How this is known.", null=True)
    sources = field.parts(SourceSchema, "Where it is from.")
    page = field.url("The variable over all releases, for people.")


class DifferenceSchema(Wire):
    """What differs in meaning between datasets."""

    datasets = field.texts("Slugs of the datasets that differ.")
    title = field.text("What differs, in a few words.", null=True)
    description = field.text("How it differs, Markdown.")
    mark = field.text("How this is known.", null=True)
    sources = field.parts(SourceSchema, "Where it is from.")


class ConceptSummarySchema(Wire):
    """A concept without its variables."""

    id = field.text("`concept:<name>`.")
    url = field.url("This record.")
    page = field.url("The same for people.")
    name = field.text("Name of the concept.", example="date-received")
    title = field.text("What it is called, in English.")
    titleCy = field.text("What it is called, in Welsh.", null=True)
    description = field.text("What it is, Markdown; null when no source says it.", null=True)
    inferredMeaning = field.text("What we believe it is; not a definition.", null=True)
    terms = field.texts("Ways to say it in English, besides the title.")
    termsCy = field.texts("Ways to say it in Welsh.")
    ambiguousTerms = field.texts("Terms that a search offers and never adds by itself.")
    notation = field.texts("Numbers of forms and sections of acts that stand for it.")
    variableCount = field.whole("How many variables measure it.")
    mark = field.text("How it is known.", null=True)
    sources = field.parts(SourceSchema, "Where it is from.")
    digest = field.digest("Digest of the state in force.")
    object = field.url("The state in force, exact bytes.")


class ConceptSchema(ConceptSummarySchema):
    """A concept with the variables that measure it, and what differs between them."""

    note = field.text("What else to know, Markdown.", null=True)
    otherMeanings = field.parts(OtherMeaningSchema, "What its terms can mean besides.")
    related = field.texts("Names of concepts that a reader may want instead.")
    variables = field.parts(MemberSchema, "The variables, in the order of the source.")
    differences = field.parts(DifferenceSchema, "What differs in meaning between datasets.")


class ConceptListSchema(Wire):
    """Concepts as in force, in order of names."""

    items = field.parts(ConceptSummarySchema, "The concepts of this page.")
    next = field.cursor()
