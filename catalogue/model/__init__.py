"""The nouns. Importing this registers every table with SQLModel's metadata, which store and migrations rely on."""

from catalogue.model.dataset import Dataset, Release, SlugAlias
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
from catalogue.model.people import Token
from catalogue.model.table import (
    ReleaseCodeList,
    ReleaseTable,
    TableVariable,
    TableVersion,
    VariableVersion,
    VocabularyVersion,
)

__all__ = [
    "Change",
    "ColumnEdge",
    "Dataset",
    "Job",
    "LineageEvent",
    "Outbox",
    "PhysicalDataset",
    "Release",
    "ReleaseCodeList",
    "ReleaseRun",
    "ReleaseTable",
    "Run",
    "RunInput",
    "RunOutput",
    "SlugAlias",
    "StoredObject",
    "TableVariable",
    "TableVersion",
    "Token",
    "VariableVersion",
    "VocabularyVersion",
]
