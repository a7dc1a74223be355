"""The change feed and the way in on the wire."""

from __future__ import annotations

from catalogue.api.schemas.base import Wire, choice, cursor, digest, part, parts, text, url, whole
from catalogue.model.kinds import ChangeKind


class HeadSchema(Wire):
    """The end of the journal."""

    serial = whole("Serial of the last entry; 0 while there is none.")
    hash = digest("Its hash, which stands for everything before it.", null=True)


class ChangeSchema(Wire):
    """One journal entry."""

    id = text("The serial, as text.")
    url = url("Record of what it is about.")
    serial = whole("Gap-free number in order of commits.")
    kind = choice("What it records.", *(kind.value for kind in ChangeKind))
    subject = text("`<dataset id>@<version>`, `<dataset id>`, or `<kind>:<name>` of vocabulary.")
    dataset = text("Slug of the dataset today, if it is about one.", null=True)
    version = text("Version, if it is about a release.", null=True)
    digest = digest("The object that tells all of it.")
    object = url("That object, exact bytes.")
    recorded = text("When it was recorded, UTC.", format="date-time")
    previous = digest("Hash of the entry before; zeros for the first.")
    hash = digest("Hash of this entry.")


class ChangeListSchema(Wire):
    """Journal entries in order of serials."""

    items = parts(ChangeSchema, "The entries of this page.")
    next = cursor()
    head = part(HeadSchema, "The end of the journal at this moment.")


class EntrySchema(Wire):
    """The way into the API."""

    title = text("What this is.")
    version = text("Version of the program that answers.")
    head = part(HeadSchema, "The end of the journal at this moment.")
    datasets = url("All datasets.")
    variables = url("All variables of the releases in force.")
    codelists = url("All code lists.")
    organisations = url("All organisations.")
    changes = url("The change feed.")
    search = url("Search; give `q`.")
    suggest = url("Suggestions while typing; give `q`.")
    openapi = url("This API as an OpenAPI document.")
    docs = url("The same to read.")
    problems = url("What each problem means.")
