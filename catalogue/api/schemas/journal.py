"""The change feed, signed heads and the way in on the wire."""

# ruff: noqa: N815 - the wire speaks camelCase, as Data Package descriptors do

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


class ActsEndSchema(Wire):
    """The end of the private record of acts, of which nothing else is public."""

    serial = field.whole("How many acts there are.")
    hash = field.digest("Hash of the last one; zeros when there is none.")


class SignedFactsSchema(Wire):
    """What is signed."""

    format = field.text("`catalogue-head/1`.")
    serial = field.whole("Serial of the last journal entry.")
    hash = field.digest("Its hash; zeros when there was none.")
    acts = field.part(ActsEndSchema, "The end of the private record of acts.")
    signed = field.text("When it was signed, UTC.", format="date-time")
    key = field.text("The key that signed: first 16 hexadecimal digits of the SHA-256 of its 32 bytes.")


class SignedHeadSchema(Wire):
    """The end of the journal at a moment, signed."""

    id = field.text("Number of this head, as text.")
    url = field.url("Where the newest one stands.")
    head = field.part(SignedFactsSchema, "What is signed, as RFC 8785 JSON.")
    signature = field.text("Ed25519 signature in base64.")


class SignedHeadListSchema(Wire):
    """Signed heads, oldest first."""

    items = field.parts(SignedHeadSchema, "The heads of this page.")
    next = field.cursor()


class KeySchema(Wire):
    """A public key of the kind Ed25519."""

    id = field.text("As heads name it.")
    url = field.url("Where the key of the newest head stands.")
    publicKey = field.text("Its 32 bytes in base64.")
    pem = field.text("The same as OpenSSL reads it.")


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
