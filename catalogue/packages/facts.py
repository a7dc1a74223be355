"""What a package says, as plain data in normal form: the same for every spelling of the same facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogue.errors import Problem


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """Facts of the release, which stand in its seal and not in its content. Dates are ISO texts of a real day.

    corrects: version of the release that it puts right.
    """

    version: str | None = None
    snapshot: str | None = None
    issued: str | None = None
    notes: str | None = None
    corrects: str | None = None


@dataclass(frozen=True, slots=True)
class Package:
    """A checked package.

    slug: the dataset's name.
    origin: the file it was read from, for messages; empty when it was made in memory.
    dataset: facts of the dataset as a whole, `id` among them if the package gives one.
    release: facts of the release.
    tables: sorted by name; each with `name`, `physicalName`, `variables` (in column order) and all further
        properties, unknown ones included; `data` (digest, bytes, rows) only when it holds rows.
    code_lists: those that stand in the package itself, by name.
    data: exact bytes of the CSV file by table, for tables that hold rows.
    warnings: what is allowed, but should be looked at.
    """

    slug: str
    dataset: Mapping[str, Any]
    tables: tuple[dict[str, Any], ...]
    release: ReleaseFacts = field(default_factory=ReleaseFacts)
    code_lists: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    data: Mapping[str, bytes] = field(default_factory=dict)
    origin: str = ""
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Each kind of vocabulary by name, checked and in normal form."""

    code_lists: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    organisations: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    concepts: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    pathways: Mapping[str, dict[str, Any]] = field(default_factory=dict)
