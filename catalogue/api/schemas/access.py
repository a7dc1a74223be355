"""How data are got, on the wire."""

# ruff: noqa: N815 - the wire speaks camelCase, as Data Package descriptors do

from __future__ import annotations

from catalogue.api.schemas import base as field
from catalogue.api.schemas.base import Wire
from catalogue.api.schemas.common import DatasetRefSchema, ReleaseRefSchema, SourceSchema


class SpecialVariableSchema(Wire):
    """A variable that comes only when it is asked for by name."""

    name = field.text("Physical name.")
    label = field.text("Its label.", null=True)
    url = field.url("Its record.")


class SpecialTableSchema(Wire):
    """A table with such variables."""

    table = field.text("Name of the table.")
    physicalName = field.text("Its physical name.")
    variables = field.parts(SpecialVariableSchema, "The variables.")


class FiveSafesSchema(Wire):
    """What is known under each of the Five Safes; null when nothing is."""

    projects = field.text("Which uses are approved, and by whom, Markdown.", null=True)
    people = field.text("Who may work with the data, Markdown.", null=True)
    settings = field.text("Where the work is done, Markdown.", null=True)
    data = field.text("What was done so that nobody can be recognised, Markdown.", null=True)
    outputs = field.text("What leaves, and who checks it, Markdown.", null=True)


class NameExampleSchema(Wire):
    """A name of this release, at the core and in a project."""

    what = field.choice("What is named.", "table", "column", "look-up table")
    core = field.text("Its name at the core.")
    project = field.text("Its name in the project.")


class ProjectViewSchema(Wire):
    """Names in a project, calculated by the naming rules of the databank for one project."""

    project = field.text("Number of the project that the names are worked out for.")
    schema = field.text("Schema of its views.")
    writable = field.text("Schema that it may write to.")
    examples = field.parts(NameExampleSchema, "Names of this release.")


class AccessLinkSchema(Wire):
    """Where to read on."""

    title = field.text("What it leads to.")
    path = field.text("Its address.", null=True)
    status = field.text("`live`, `dead` or `unknown`.")
    note = field.text("What to know of it, Markdown.", null=True)


class AccessSchema(Wire):
    """How the data of a dataset are got. Null is what nobody has published."""

    id = field.text("`<dataset id>/access`.")
    url = field.url("This record.")
    page = field.url("The same for people.")
    dataset = field.part(DatasetRefSchema, "The dataset.")
    release = field.part(ReleaseRefSchema, "The release that says it: the one in force.")
    accessRights = field.text("`restricted` or `open`.", null=True)
    eligibility = field.text("Who may apply, Markdown.", null=True)
    request = field.text("Where to apply, and with what, Markdown.", null=True)
    process = field.text("What to do, step by step, Markdown.", null=True)
    conditions = field.text("Conditions of use, Markdown.", null=True)
    leadTime = field.text("How long it takes.", null=True)
    contact = field.text("Whom to ask, Markdown.", null=True)
    note = field.text("What else to know, Markdown.", null=True)
    specialAccess = field.text("What is said of variables that must be asked for by name, Markdown.", null=True)
    specialVariables = field.parts(SpecialTableSchema, "These variables, by table.")
    fiveSafes = field.part(FiveSafesSchema, "How access is kept safe.")
    projectView = field.text("What is said of what a project sees, Markdown.", null=True)
    projectNames = field.part(ProjectViewSchema, "Worked examples; null when no naming rule applies.", null=True)
    links = field.parts(AccessLinkSchema, "Where to read on, and whether the addresses still lead there.")
    mark = field.text("How this is known.", null=True)
    sources = field.parts(SourceSchema, "Who says it.")
