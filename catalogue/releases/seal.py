"""The seal: what binds a content to its version, dates, run and approval. Pure; `store` keeps what this builds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogue.releases.content import Part, part

SEAL_FORMAT = "catalogue-seal/1"
CHANGE_FORMAT = "catalogue-change/1"
ACT_FORMAT = "catalogue-act/1"
# What the first entry of the journal names as the entry before it.
GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class SealFacts:
    """Everything a seal says. Dates are ISO texts; digests 64 hexadecimal digits; `approval` tells who and how.

    corrects: version of the release that this one puts right.
    """

    dataset: str
    slug: str
    content: str
    version: str
    issued: str
    snapshot: str | None = None
    previous: str | None = None
    notes: str | None = None
    approval: Mapping[str, Any] = field(default_factory=dict)
    run: Mapping[str, Any] | None = None
    receipt: str | None = None
    corrects: str | None = None


def build_seal(facts: SealFacts) -> Part:
    """The seal document of a release. Absent facts are left out, so that new members never alter old seals."""
    return part(
        "seal",
        f"{facts.dataset}@{facts.version}",
        {
            "format": SEAL_FORMAT,
            "dataset": facts.dataset,
            "slug": facts.slug,
            "content": facts.content,
            "version": facts.version,
            "snapshot": facts.snapshot,
            "issued": facts.issued,
            "previous": facts.previous,
            "releaseNotes": facts.notes,
            "approval": facts.approval,
            "run": facts.run,
            "receipt": facts.receipt,
            "corrects": facts.corrects,
        },
    )


def change_hash(serial: int, kind: str, subject: str, object_digest: str, recorded: str, previous: str) -> str:
    """The hash that chains one journal entry to the one before it.

    serial: 1 for the first entry; recorded: UTC time in ISO 8601; previous: hash of the entry before, or GENESIS.
    """
    return part(
        "change",
        str(serial),
        {
            "format": CHANGE_FORMAT,
            "serial": serial,
            "kind": kind,
            "subject": subject,
            "digest": object_digest,
            "recorded": recorded,
            "previous": previous,
        },
    ).digest


def act_hash(values: Mapping[str, Any]) -> str:
    """The hash that chains an act to the one before it.

    values: all columns of the act but `hash` itself, as they are kept.
    """
    return part("act", str(values["serial"]), {"format": ACT_FORMAT, **values}).digest
