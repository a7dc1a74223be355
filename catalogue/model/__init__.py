"""The nouns. Importing this registers every table with SQLModel's metadata, which store and migrations rely on."""

from catalogue.model.dataset import Dataset, Release, SlugAlias
from catalogue.model.drafts import Draft, DraftEvent, DraftFile, DraftPart
from catalogue.model.followers import Follower
from catalogue.model.heads import SignedHead
from catalogue.model.journal import Change, Outbox, StoredObject
from catalogue.model.lineage import (
    ColumnEdge,
    Job,
    LineageEvent,
    PhysicalDataset,
    ReleaseRun,
    Run,
    RunInput,
    RunOutput,
)
from catalogue.model.notes import Note, Question
from catalogue.model.people import (
    Account,
    AccountRole,
    Act,
    ApprovalProposal,
    Attempt,
    Identity,
    PublisherApproval,
    SignIn,
    Token,
)
from catalogue.model.table import (
    ReleaseCodeList,
    ReleaseTable,
    TableVariable,
    TableVersion,
    VariableVersion,
    VocabularyVersion,
)
from catalogue.model.webhooks import Webhook

__all__ = [
    "Account",
    "AccountRole",
    "Act",
    "ApprovalProposal",
    "Attempt",
    "Change",
    "ColumnEdge",
    "Dataset",
    "Draft",
    "DraftEvent",
    "DraftFile",
    "DraftPart",
    "Follower",
    "Identity",
    "Job",
    "LineageEvent",
    "Note",
    "Outbox",
    "PhysicalDataset",
    "PublisherApproval",
    "Question",
    "Release",
    "ReleaseCodeList",
    "ReleaseRun",
    "ReleaseTable",
    "Run",
    "RunInput",
    "RunOutput",
    "SignIn",
    "SignedHead",
    "SlugAlias",
    "StoredObject",
    "TableVariable",
    "TableVersion",
    "Token",
    "VariableVersion",
    "VocabularyVersion",
    "Webhook",
]
