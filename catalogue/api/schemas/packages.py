"""What a program hands in, and what became of it."""

from __future__ import annotations

from typing import Any

from catalogue.api.schemas import base as field
from catalogue.api.schemas.base import Wire

DESCRIPTOR: dict[str, Any] = {
    "type": "object",
    "description": "A Data Package descriptor, version 2 or 1. Its tables then hold no rows.",
    "required": ["name", "resources"],
    "properties": {
        "name": {"type": "string", "description": "The dataset."},
        "version": {"type": "string", "description": "The release."},
        "resources": {"type": "array", "items": {"type": "object"}, "description": "Its tables."},
    },
}
ZIP: dict[str, Any] = {
    "type": "string",
    "format": "binary",
    "description": "A zip archive of a descriptor and the files of its tables.",
}


class HandedInSchema(Wire):
    """What became of a package."""

    outcome = field.text("`sealed`, `draft` when a second person has to approve it, or `unchanged`.")
    dataset = field.text("Name of the dataset.")
    version = field.text("The version that it has or would have.")
    message = field.text("The same in words.")
    serial = field.whole("The journal entry of a release; null when none was written.", null=True)
    seal = field.text("Digest of the seal of the release; null for a draft.", null=True)
    url = field.url("The release, or the page of the draft for those who may see it.")
