"""Code lists and organisations on the wire."""

# ruff: noqa: N815 - the wire speaks camelCase, as Data Package descriptors do

from __future__ import annotations

from catalogue.api.schemas import base as field
from catalogue.api.schemas.base import Wire
from catalogue.api.schemas.common import SourceSchema


class CodeSchema(Wire):
    """One value of a code list."""

    code = field.text("The value as it stands in the data.")
    label = field.text("What it means, in English.", null=True)
    labelCy = field.text("What it means, in Welsh; null when the source gives none.", null=True)
    description = field.text("More about it, Markdown.", null=True)
    inferredMeaning = field.text("What it probably means; not a label.", null=True)
    status = field.choice("Whether it is still given.", "active", "retired")
    notation = field.texts("Other spellings of the same code.")
    validFrom = field.text("First date it was given.", null=True)
    mark = field.text("How it is known.", null=True)
    sources = field.parts(SourceSchema, "Where it is from.")


class UseSchema(Wire):
    """A release that pins a state of the list, and the variables in it that take their values from the list."""

    dataset = field.text("Slug of the dataset.")
    version = field.text("Version of the release.")
    digest = field.digest("The pinned state.")
    url = field.url("The release's record.")
    variables = field.texts("The variables, as `table/NAME`.")


class CodeListSummarySchema(Wire):
    """A code list without its codes."""

    id = field.text("`codelist:<name>`.")
    url = field.url("This record.")
    page = field.url("The same for people.")
    name = field.text("Name of the list.", example="law-type")
    title = field.text("What it is called, in English.")
    titleCy = field.text("What it is called, in Welsh.", null=True)
    description = field.text("What it is of, Markdown.", null=True)
    complete = field.flag("True when it is known to hold every value.")
    mark = field.text("How it is known.", null=True)
    sources = field.parts(SourceSchema, "Where it is from.")
    digest = field.digest("Digest of the state in force.")
    object = field.url("The state in force, exact bytes.")
    codeCount = field.whole("How many codes it has.")


class CodeListSchema(CodeListSummarySchema):
    """A code list with its codes, and where it is used."""

    codes = field.parts(CodeSchema, "Its codes, in the order of the source.")
    usedBy = field.parts(UseSchema, "The releases that pin it, oldest first, withdrawn ones left out.")


class CodeListListSchema(Wire):
    """Code lists as in force, in order of names."""

    items = field.parts(CodeListSummarySchema, "The code lists of this page.")
    next = field.cursor()


class OrganisationSchema(Wire):
    """A body that publishes, keeps or describes data."""

    id = field.text("`organisation:<name>`.")
    url = field.url("This record.")
    page = field.url("The same for people.")
    name = field.text("Name of the record.")
    title = field.text("What it is called, in English.")
    titleCy = field.text("What it is called, in Welsh.", null=True)
    description = field.text("What it does, Markdown.", null=True)
    homepage = field.text("Its site.", null=True)
    digest = field.digest("Digest of the state in force.")
    object = field.url("The state in force, exact bytes.")
    facts = field.facts("Every property as recorded, word for word.")


class OrganisationListSchema(Wire):
    """Organisations as in force, in order of names."""

    items = field.parts(OrganisationSchema, "The organisations of this page.")
    next = field.cursor()
