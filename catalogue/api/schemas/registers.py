"""Datasets and releases on the wire."""

# ruff: noqa: N815 - the wire speaks camelCase, as Data Package descriptors do

from __future__ import annotations

from catalogue.api.schemas import base as field
from catalogue.api.schemas.base import Wire
from catalogue.api.schemas.common import (
    CaveatSchema,
    CodeListRefSchema,
    DatasetRefSchema,
    EvidenceSchema,
    ReleaseRefSchema,
    SourceSchema,
    WithdrawalSchema,
)
from catalogue.api.schemas.notes import NoteSchema


class DatasetSchema(Wire):
    """A dataset: a series of releases, described as its latest standing release describes it."""

    id = field.text("Permanent identifier; never changes, whatever the dataset is called.")
    url = field.url("This record.")
    page = field.url("The same for people.")
    slug = field.text("Name in addresses today; older names redirect.", example="cafw")
    title = field.text("What it is called.")
    description = field.text("What it holds, Markdown.", null=True)
    publisher = field.text("Organisation that publishes it.", null=True)
    custodian = field.text("Organisation that keeps it.", null=True)
    keywords = field.texts("Keywords, as the steward gave them.")
    accessRights = field.text("`restricted` or `open`.", null=True)
    spatial = field.facts("Where the data are of: `label` and `code`.", null=True)
    temporal = field.facts("When the data are of: `start`, `end`, and how that is known.", null=True)
    unitOfCount = field.text("What one should say one counts, Markdown.", null=True)
    mark = field.text("How these facts are known.", null=True)
    evidence = field.part(EvidenceSchema, "Whether they are confirmed for the latest release.")
    sources = field.parts(SourceSchema, "Every source that the dataset's facts cite.")
    caveats = field.parts(CaveatSchema, "What to know before using any of it.")
    latest = field.part(ReleaseRefSchema, "The release in force; null when all are withdrawn.", null=True)
    releases = field.whole("How many releases there are, withdrawn ones included.")
    releasesUrl = field.url("All releases.")
    variablesUrl = field.url("All variables of the release in force.")
    accessUrl = field.url("How the data are got.")
    facts = field.facts("Every property of the dataset as sealed in the latest release, word for word.")


class DatasetRecordSchema(DatasetSchema):
    """A dataset with what was noted about it since its releases were sealed."""

    notes = field.parts(NoteSchema, "Notes about it as a whole that stand, oldest first.")
    notesUrl = field.url("All notes about it and about what is in it, withdrawn ones included.")
    timelineUrl = field.url("All that happened to it.")


class DatasetListSchema(Wire):
    """Datasets in order of permanent identifiers."""

    items = field.parts(DatasetSchema, "The datasets of this page.")
    next = field.cursor()


class ApprovalSchema(Wire):
    """How a release was approved."""

    mode = field.text("`operator` or `two-person`.", null=True)
    statement = field.text("The same in words.")
    authors = field.texts("Accounts that wrote it, as far as the seal says.")
    approvedBy = field.text("Account of the second person who approved it.", null=True)


class FaceSchema(Wire):
    """A release in the form of another program."""

    name = field.text("Name in addresses.", example="lock")
    title = field.text("What it is called among downloads.")
    mediaType = field.text("Media type of its bytes.")
    url = field.url("Its bytes.")


class ReleaseRunSchema(Wire):
    """The run that the seal of a release names."""

    id = field.text("UUID of the run.")
    url = field.url("Its record; 404 until the run is reported.")
    outputs = field.whole(
        "How many tables are pinned as outputs of it or of runs beside it; 0 for the release as a whole."
    )


class ScorePartSchema(Wire):
    """A part of the score of a release."""

    name = field.text("`definitions`, `codes`, `missingness` or `caveats`.")
    weight = field.whole("The most points it can give; 0 when there is nothing to tell.")
    points = field.whole("The points that it gives.")
    told = field.whole("How many things are told in full.")
    half = field.whole("How many are told in part, which counts half.")
    of = field.whole("How many things there are.")


class ScoreSchema(Wire):
    """How much of what a researcher needs is told."""

    points = field.whole("0 to 100; null for a release without variables.", null=True)
    parts = field.parts(ScorePartSchema, "What it is the sum of.")


class SupersededSchema(Wire):
    """The release that took the place of another."""

    version = field.text("Version of the next release that stands, by (issued, version).")
    since = field.day("When that was issued.")


class ReleaseSchema(Wire):
    """One sealed version of a dataset."""

    id = field.text("`<dataset id>@<version>`.")
    url = field.url("This record; 410 with a tombstone once the release is withdrawn.")
    page = field.url("The same for people.")
    dataset = field.part(DatasetRefSchema, "The dataset.")
    version = field.text("Semantic version.", example="2.0.0")
    title = field.text("What the release calls the dataset.")
    snapshot = field.day("What the data are of.", null=True)
    issued = field.day("When it was published to the world.")
    recorded = field.text("When it was recorded here, UTC.", format="date-time")
    serial = field.whole("Its journal entry.")
    content = field.digest("Digest of what it says.")
    seal = field.digest("Digest of its seal.")
    previous = field.digest("Seal of the release that was recorded before it.", null=True)
    run = field.part(ReleaseRunSchema, "The run that made it, as its seal pins it; null when none is known.", null=True)
    approval = field.part(ApprovalSchema, "How it was approved.")
    releaseNotes = field.text("What the steward says of it, Markdown.", null=True)
    corrects = field.text("Version of the release that it puts right; `releaseNotes` say what was wrong.", null=True)
    withdrawn = field.part(WithdrawalSchema, "Its tombstone, or null while it stands.", null=True)
    score = field.part(
        ScoreSchema, "What the gate counted before it was sealed; null when it was sealed before that.", null=True
    )
    tables = field.whole("How many tables it describes.")
    undocumentedTables = field.whole("How many tables are known by name only.")
    codeLists = field.parts(CodeListRefSchema, "The code lists it pins.")
    evidence = field.part(EvidenceSchema, "Whether its facts are confirmed for this very release.")
    tablesUrl = field.url("Its tables.")
    package = field.url("Its Data Package descriptor.")
    zip = field.url("The whole package in one file.")
    sealUrl = field.url("The seal, exact bytes.")
    receiptUrl = field.url("What the gate said of it, exact bytes; null when that is not recorded.", null=True)
    contentUrl = field.url("The content document, exact bytes.")
    faces = field.parts(FaceSchema, "The release in other forms: citations, the lock file, where it comes from.")


class ReleaseRecordSchema(ReleaseSchema):
    """One sealed version with what came after it."""

    notes = field.parts(NoteSchema, "Notes about it as a whole that stand, oldest first.")
    superseded = field.part(SupersededSchema, "What superseded it; null for the release in force.", null=True)
    correctedBy = field.texts("Versions of the releases that put something right in it.")


class ReleaseListSchema(Wire):
    """Releases of a dataset, oldest first by (issued, version), withdrawn ones included."""

    items = field.parts(ReleaseSchema, "The releases of this page.")
    next = field.cursor()
