"""A release, or a variable of one, as it is cited: the parts, and the sentence. Every style is written from these."""

from __future__ import annotations

import re
from dataclasses import dataclass

from catalogue.harvest.subject import Subject
from catalogue.model.dates import day
from catalogue.model.records import Table, Variable
from catalogue.store.releases import ReleaseRecord

CATALOGUE = "Cafcass data catalogue"
NO_DOI = "No DOI yet"
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Citation:
    """What a citation says.

    key: a short name that is the same in every style.
    author: who publishes the dataset; empty when nobody says.
    part: the variable and table cited, or empty for a whole release.
    doi: empty when there is none, which the sentence says.
    digest: of the release's seal, or of the variable.
    """

    key: str
    author: str
    issued: str
    part: str
    title: str
    version: str
    snapshot: str
    address: str
    doi: str
    digest: str

    @property
    def year(self) -> str:
        """Year of issue."""
        return self.issued[:4]

    @property
    def edition(self) -> str:
        """Version, and day of the snapshot if there is one: `release 2.0.0, snapshot 22 June 2023`."""
        return f"release {self.version}" + (f", snapshot {day(self.snapshot)}" if self.snapshot else "")

    @property
    def identity(self) -> str:
        """How to be sure that it is this very state, and whether it has a DOI."""
        return f"sha-256 {self.digest}. " + (f"DOI {self.doi}." if self.doi else f"{NO_DOI}.")

    @property
    def text(self) -> str:
        """The whole citation as a sentence. The day on which it was read is the reader's to add."""
        begin = f"{self.author} ({self.year}). " if self.author else ""
        year = "" if self.author else f" ({self.year})"
        part = f"{self.part}. In: " if self.part else ""
        return f"{begin}{part}{self.title}{year}, {self.edition}. {CATALOGUE}. {self.address}. {self.identity}"


def of_release(subject: Subject) -> Citation:
    """A release as it is cited."""
    return _citation(subject.release, subject.publisher, subject.page)


def of_variable(release: ReleaseRecord, publisher: str, table: Table, variable: Variable, address: str) -> Citation:
    """A variable as a release says it. address: its page in that release."""
    name = f"{variable.label} ({variable.name})" if variable.label else variable.name
    return _citation(
        release,
        publisher,
        address,
        part=f"{name}, variable of table {table.physical_name}",
        digest=variable.digest,
    )


def _citation(release: ReleaseRecord, publisher: str, address: str, part: str = "", digest: str = "") -> Citation:
    return Citation(
        key=f"{release.slug}-{release.version}",
        author=publisher,
        issued=release.issued,
        part=part,
        title=release.facts.title,
        version=release.version,
        snapshot=release.snapshot,
        address=address,
        doi=doi(release),
        digest=digest or release.seal,
    )


def doi(release: ReleaseRecord) -> str:
    """The DOI that a release states for its dataset; empty when it states none, or says that one is on its way."""
    for item in release.facts.facts.get("identifiers", ()):
        match = _DOI.fullmatch(str(item.get("value", "")).strip())
        if match is not None and "doi" in str(item.get("scheme", "")).lower():
            return match[1]
    return ""


def one_line(text: str) -> str:
    """A text without line ends, tabs and control characters, blanks folded: what formats of lines can hold."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
