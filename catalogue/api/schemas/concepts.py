"""Concepts on the wire."""

# ruff: noqa: N815 - the wire speaks camelCase, as Data Package descriptors do

from __future__ import annotations

from catalogue.api.schemas import base as field
from catalogue.api.schemas.base import Wire
from catalogue.api.schemas.common import CodeListRefSchema, DatasetRefSchema, ReleaseRefSchema, SourceSchema
from catalogue.model.vocabulary import Match


class OtherMeaningSchema(Wire):
    """What a term can mean that is no concept here."""

    term = field.text("The term.", example="CMS")
    meaning = field.text("What else it stands for.", example="Child Maintenance Service")


class DescribedSchema(Wire):
    """What a variable says of itself in the newest release that stands and holds it."""

    release = field.part(ReleaseRefSchema, "That release.")
    inForce = field.flag("False when the release in force no longer holds the variable.")
    url = field.url("The variable's record in that release.")
    label = field.text("What it is called.", null=True)
    type = field.text("Its type.")
    physicalType = field.text("Its type in the database.", null=True)
    definition = field.text("What a value means, Markdown.", null=True)
    inferredMeaning = field.text("What it probably means; not a definition.", null=True)
    grain = field.text("What one row of its table is.", null=True)
    codeList = field.part(CodeListRefSchema, "The list that its values are from.", null=True)
    mark = field.text("How the variable is known.", null=True)


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
    described = field.part(DescribedSchema, "The variable; null when no release that stands holds it.", null=True)


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


class SideSchema(Wire):
    """One of two datasets."""

    dataset = field.part(DatasetRefSchema, "The dataset.")
    release = field.part(ReleaseRefSchema, "Its release in force; null when all are withdrawn.", null=True)


class SharedSchema(Wire):
    """A concept that one of two datasets or both hold."""

    name = field.text("Name of the concept.")
    title = field.text("What it is called.")
    url = field.url("The concept's record.")
    page = field.url("The same for people.")
    left = field.parts(MemberSchema, "Its variables in the first dataset; none seen when empty.")
    right = field.parts(MemberSchema, "Its variables in the second dataset; none seen when empty.")
    differences = field.parts(DifferenceSchema, "What differs in meaning between the two.")


class GrainSchema(Wire):
    """A table and what one row of it is."""

    name = field.text("Name of the table.")
    physicalName = field.text("Its name in the database.")
    grain = field.text("What one row is.", null=True)


class PairSchema(Wire):
    """Two tables that share concepts, or one without a counterpart. The pairing is calculated."""

    left = field.part(GrainSchema, "The table of the first dataset.", null=True)
    right = field.part(GrainSchema, "The table of the second dataset.", null=True)
    concepts = field.texts("Titles of the concepts that both hold.")


class CrosswalkSchema(Wire):
    """Two datasets side by side, by the concepts that their variables measure."""

    id = field.text("`crosswalk:<dataset id>/<dataset id>`.")
    url = field.url("This record.")
    page = field.url("The same for people.")
    left = field.part(SideSchema, "The first dataset.")
    right = field.part(SideSchema, "The second dataset.")
    concepts = field.parts(SharedSchema, "Concepts of both, those that differ first, then of either alone.")
    tables = field.parts(PairSchema, "Their tables, paired by the concepts that they share.")
