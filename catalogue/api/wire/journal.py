"""Journal entries, signed heads and the way in as plain data."""

from __future__ import annotations

from catalogue.api import links
from catalogue.api.wire.common import Data
from catalogue.audit.heads import keys_of, of_row
from catalogue.errors import NotFoundError
from catalogue.model import SignedHead
from catalogue.settings import VERSION
from catalogue.store.journal import Head


def head(at: Head) -> Data:
    """The end of the journal."""
    return {"serial": at.serial, "hash": at.hash}


def signed(row: SignedHead) -> Data:
    """A signed head."""
    return {"id": str(row.id), "url": links.record("/journal/head"), **of_row(row).document()}


def key(row: SignedHead) -> Data:
    """The key that signed a head. Raises NotFoundError when what stands beside it is no key."""
    found = keys_of([row])
    if not found:
        raise NotFoundError("What stands beside the newest head is no key.", remedy="Run `catalogue verify`.")
    (own,) = found
    return {"id": own.id, "url": links.record("/journal/key"), "publicKey": own.base64, "pem": own.pem}


def entry(at: Head) -> Data:
    """The way in."""
    return {
        "title": "Cafcass data catalogue",
        "version": VERSION,
        "head": head(at),
        "datasets": links.record("/datasets"),
        "variables": links.record("/variables"),
        "codelists": links.record("/codelists"),
        "concepts": links.record("/concepts"),
        "organisations": links.record("/organisations"),
        "pathways": links.record("/pathways"),
        "changes": links.record("/changes"),
        "search": links.record("/search"),
        "suggest": links.record("/suggest"),
        "openapi": links.page("/api/openapi.json"),
        "docs": links.page("/api/docs"),
        "problems": links.page("/help/problems"),
    }
