"""Kinds of journal entries and of vocabulary, named once."""

from __future__ import annotations

from enum import StrEnum


class ChangeKind(StrEnum):
    """What a journal entry records."""

    RELEASE = "release"
    RETRACTION = "retraction"
    RENAME = "rename"
    VOCABULARY = "vocabulary"
    NOTE = "note"
    RUNS = "runs"
    APPROVAL = "approval"


# What a feed shows unless asked for more: runs arrive by the thousand and have their own pages.
DEFAULT_FEED_KINDS = tuple(kind.value for kind in ChangeKind if kind is not ChangeKind.RUNS)


# Kinds of stored objects that no address ever shows: events as they were sent hold SQL, paths and names of machines.
EVENTS_KIND = "events"
PRIVATE_OBJECT_KINDS = frozenset({EVENTS_KIND})


class VocabularyKind(StrEnum):
    """The vocabularies, each versioned by digest."""

    CODE_LIST = "codelist"
    CONCEPT = "concept"
    ORGANISATION = "organisation"
    PATHWAY = "pathway"


class ApprovalMode(StrEnum):
    """How releases of a publisher are approved: by whoever runs the register, or by a second person."""

    OPERATOR = "operator"
    TWO_PERSON = "two-person"
