"""Datasets and releases on the wire."""

from __future__ import annotations

from catalogue.api.schemas.base import (
    Wire,
    cursor,
    day,
    digest,
    facts,
    part,
    parts,
    text,
    texts,
    url,
    whole,
)
from catalogue.api.schemas.common import (
    CaveatSchema,
    CodeListRefSchema,
    DatasetRefSchema,
    EvidenceSchema,
    ReleaseRefSchema,
    SourceSchema,
    WithdrawalSchema,
)


class DatasetSchema(Wire):
    """A dataset: a series of releases, described as its latest standing release describes it."""

    id = text("Permanent identifier; never changes, whatever the dataset is called.")
    url = url("This record.")
    page = url("The same for people.")
    slug = text("Name in addresses today; older names redirect.", example="cafw")
    title = text("What it is called.")
    description = text("What it holds, Markdown.", null=True)
    publisher = text("Organisation that publishes it.", null=True)
    custodian = text("Organisation that keeps it.", null=True)
    keywords = texts("Keywords, as the steward gave them.")
    accessRights = text("`restricted` or `open`.", null=True)
    spatial = facts("Where the data are of: `label` and `code`.", null=True)
    temporal = facts("When the data are of: `start`, `end`, and how that is known.", null=True)
    unitOfCount = text("What one should say one counts, Markdown.", null=True)
    mark = text("How these facts are known.", null=True)
    evidence = part(EvidenceSchema, "Whether they are confirmed for the latest release.")
    sources = parts(SourceSchema, "Every source that the dataset's facts cite.")
    caveats = parts(CaveatSchema, "What to know before using any of it.")
    latest = part(ReleaseRefSchema, "The release in force; null when all are withdrawn.", null=True)
    releases = whole("How many releases there are, withdrawn ones included.")
    releasesUrl = url("All releases.")
    variablesUrl = url("All variables of the release in force.")
    facts = facts("Every property of the dataset as sealed in the latest release, word for word.")


class DatasetListSchema(Wire):
    """Datasets in order of permanent identifiers."""

    items = parts(DatasetSchema, "The datasets of this page.")
    next = cursor()


class ApprovalSchema(Wire):
    """How a release was approved."""

    mode = text("`operator` or `two-person`.", null=True)
    statement = text("The same in words.")


class ReleaseSchema(Wire):
    """One sealed version of a dataset."""

    id = text("`<dataset id>@<version>`.")
    url = url("This record; 410 with a tombstone once the release is withdrawn.")
    page = url("The same for people.")
    dataset = part(DatasetRefSchema, "The dataset.")
    version = text("Semantic version.", example="2.0.0")
    title = text("What the release calls the dataset.")
    snapshot = day("What the data are of.", null=True)
    issued = day("When it was published to the world.")
    recorded = text("When it was recorded here, UTC.", format="date-time")
    serial = whole("Its journal entry.")
    content = digest("Digest of what it says.")
    seal = digest("Digest of its seal.")
    previous = digest("Seal of the release that was recorded before it.", null=True)
    approval = part(ApprovalSchema, "How it was approved.")
    releaseNotes = text("What the steward says of it, Markdown.", null=True)
    withdrawn = part(WithdrawalSchema, "Its tombstone, or null while it stands.", null=True)
    tables = whole("How many tables it describes.")
    undocumentedTables = whole("How many tables are known by name only.")
    codeLists = parts(CodeListRefSchema, "The code lists it pins.")
    evidence = part(EvidenceSchema, "Whether its facts are confirmed for this very release.")
    tablesUrl = url("Its tables.")
    package = url("Its Data Package descriptor.")
    zip = url("The whole package in one file.")
    sealUrl = url("The seal, exact bytes.")
    contentUrl = url("The content document, exact bytes.")


class ReleaseListSchema(Wire):
    """Releases of a dataset, oldest first by (issued, version), withdrawn ones included."""

    items = parts(ReleaseSchema, "The releases of this page.")
    next = cursor()
