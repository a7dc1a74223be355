"""Code lists and organisations on the wire."""

from __future__ import annotations

from catalogue.api.schemas.base import Wire, choice, cursor, digest, facts, flag, parts, text, texts, url, whole
from catalogue.api.schemas.common import SourceSchema


class CodeSchema(Wire):
    """One value of a code list."""

    code = text("The value as it stands in the data.")
    label = text("What it means, in English.", null=True)
    labelCy = text("What it means, in Welsh; null when the source gives none.", null=True)
    description = text("More about it, Markdown.", null=True)
    inferredMeaning = text("What it probably means; not a label.", null=True)
    status = choice("Whether it is still given.", "active", "retired")
    notation = texts("Other spellings of the same code.")
    validFrom = text("First date it was given.", null=True)
    mark = text("How it is known.", null=True)
    sources = parts(SourceSchema, "Where it is from.")


class UseSchema(Wire):
    """A release that pins a state of the list, and the variables in it that take their values from the list."""

    dataset = text("Slug of the dataset.")
    version = text("Version of the release.")
    digest = digest("The pinned state.")
    url = url("The release's record.")
    variables = texts("The variables, as `table/NAME`.")


class CodeListSummarySchema(Wire):
    """A code list without its codes."""

    id = text("`codelist:<name>`.")
    url = url("This record.")
    page = url("The same for people.")
    name = text("Name of the list.", example="law-type")
    title = text("What it is called, in English.")
    titleCy = text("What it is called, in Welsh.", null=True)
    description = text("What it is of, Markdown.", null=True)
    complete = flag("True when it is known to hold every value.")
    mark = text("How it is known.", null=True)
    sources = parts(SourceSchema, "Where it is from.")
    digest = digest("Digest of the state in force.")
    object = url("The state in force, exact bytes.")
    codeCount = whole("How many codes it has.")


class CodeListSchema(CodeListSummarySchema):
    """A code list with its codes, and where it is used."""

    codes = parts(CodeSchema, "Its codes, in the order of the source.")
    usedBy = parts(UseSchema, "The releases that pin it, oldest first, withdrawn ones left out.")


class CodeListListSchema(Wire):
    """Code lists as in force, in order of names."""

    items = parts(CodeListSummarySchema, "The code lists of this page.")
    next = cursor()


class OrganisationSchema(Wire):
    """A body that publishes, keeps or describes data."""

    id = text("`organisation:<name>`.")
    url = url("This record.")
    page = url("The same for people.")
    name = text("Name of the record.")
    title = text("What it is called, in English.")
    titleCy = text("What it is called, in Welsh.", null=True)
    description = text("What it does, Markdown.", null=True)
    homepage = text("Its site.", null=True)
    digest = digest("Digest of the state in force.")
    object = url("The state in force, exact bytes.")
    facts = facts("Every property as recorded, word for word.")


class OrganisationListSchema(Wire):
    """Organisations as in force, in order of names."""

    items = parts(OrganisationSchema, "The organisations of this page.")
    next = cursor()
