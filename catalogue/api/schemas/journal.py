"""The change feed and the way in on the wire."""

from __future__ import annotations

from catalogue.api.schemas import base as field
from catalogue.api.schemas.base import Wire
from catalogue.model.kinds import ChangeKind


class HeadSchema(Wire):
    """The end of the journal."""

    serial = field.whole("Serial of the last entry; 0 while there is none.")
    hash = field.digest("Its hash, which stands for everything before it.", null=True)


class ChangeSchema(Wire):
    """One journal entry."""

    id = field.text("The serial, as text.")
    url = field.url("Record of what it is about.")
    serial = field.whole("Gap-free number in order of commits.")
    kind = field.choice("What it records.", *(kind.value for kind in ChangeKind))
    subject = field.text("`<dataset id>@<version>`, `<dataset id>`, or `<kind>:<name>` of vocabulary.")
    dataset = field.text("Slug of the dataset today, if it is about one.", null=True)
    version = field.text("Version, if it is about a release.", null=True)
    digest = field.digest("The object that tells all of it.")
    object = field.url("That object, exact bytes.")
    recorded = field.text("When it was recorded, UTC.", format="date-time")
    previous = field.digest("Hash of the entry before; zeros for the first.")
    hash = field.digest("Hash of this entry.")


class ChangeListSchema(Wire):
    """Journal entries in order of serials."""

    items = field.parts(ChangeSchema, "The entries of this page.")
    next = field.cursor()
    head = field.part(HeadSchema, "The end of the journal at this moment.")


class EntrySchema(Wire):
    """The way into the API."""

    title = field.text("What this is.")
    version = field.text("Version of the program that answers.")
    head = field.part(HeadSchema, "The end of the journal at this moment.")
    datasets = field.url("All datasets.")
    variables = field.url("All variables of the releases in force.")
    codelists = field.url("All code lists.")
    concepts = field.url("All concepts.")
    organisations = field.url("All organisations.")
    pathways = field.url("All pathways.")
    changes = field.url("The change feed.")
    search = field.url("Search; give `q`.")
    suggest = field.url("Suggestions while typing; give `q`.")
    openapi = field.url("This API as an OpenAPI document.")
    docs = field.url("The same to read.")
    problems = field.url("What each problem means.")
