"""The error family: every refusal has a code, a title, a detail and a remedy. No HTTP in here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in something that was handed in.

    rule: short stable code such as `name-case`; every rule has a line in the manual.
    message: what is wrong, in one sentence that names the thing.
    remedy: what to do about it, in one sentence.
    file, table, variable: where; empty when the fault is not in one place.
    severity: `error` blocks, `warning` is listed.
    path: JSON Pointer into what was sent, such as `/3/run/runId`, or the place in a table, such as `row 12`; empty when
        it was neither.
    """

    rule: str
    message: str
    remedy: str = ""
    file: str = ""
    table: str = ""
    variable: str = ""
    severity: str = "error"
    path: str = ""

    def where(self) -> str:
        """The place of the fault for a reader: file, table, variable and path that are known, outermost first."""
        return " · ".join(part for part in (self.file, self.table, self.variable, self.path) if part)

    def sentence(self) -> str:
        """Place, message and remedy in one line."""
        place = self.where()
        return " ".join(part for part in (f"{place}:" if place else "", self.message, self.remedy) if part)


class CatalogueError(Exception):
    """Base of all refusals. `code` is stable and documented; `title` is the same for all of a kind."""

    code: ClassVar[str] = "catalogue-error"
    title: ClassVar[str] = "The request could not be met"

    def __init__(self, detail: str, *, remedy: str = "", problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.remedy = remedy
        self.problems = problems

    def __str__(self) -> str:
        return f"{self.detail} {self.remedy}".strip()


class NotFoundError(CatalogueError):
    """A thing that was asked for is not in the register. `near` holds names close to what was asked."""

    code = "not-found"
    title = "Not found"

    def __init__(self, detail: str, *, remedy: str = "", near: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(detail, remedy=remedy)
        self.near = near


class RetractedError(CatalogueError):
    """A release that was withdrawn. The tombstone tells why and what to use instead."""

    code = "retracted"
    title = "Withdrawn"


class PackageRefusedError(CatalogueError):
    """A package breaks rules; `problems` holds each of them and nothing was written."""

    code = "package-refused"
    title = "The package was refused"


class DictionaryRefusedError(CatalogueError):
    """A data dictionary cannot be read, or too little of it; `problems` tells why and nothing was written."""

    code = "dictionary-refused"
    title = "The data dictionary was refused"


class ConflictError(CatalogueError):
    """What is asked contradicts what is sealed, such as other content under a sealed version."""

    code = "conflict"
    title = "This contradicts what is there already"


class InvalidRequestError(CatalogueError):
    """A parameter, cursor, name or date that cannot be understood."""

    code = "invalid-request"
    title = "The request cannot be understood"


class UnauthenticatedError(CatalogueError):
    """Who asks did not say who it is, or said it with a token that is unknown, expired or revoked."""

    code = "unauthenticated"
    title = "Who asks is not known"


class ForbiddenError(CatalogueError):
    """Who asks is known and may not do this."""

    code = "forbidden"
    title = "This is not allowed"


class TooOftenError(CatalogueError):
    """It was tried too often, and has to wait. `seconds`: how long, rounded up."""

    code = "too-often"
    title = "Tried too often"

    def __init__(self, detail: str, *, remedy: str = "", seconds: int) -> None:
        super().__init__(detail, remedy=remedy)
        self.seconds = seconds


class TooLargeError(CatalogueError):
    """More bytes than a limit allows; reading stopped there."""

    code = "too-large"
    title = "Too large"


class UnsupportedMediaError(CatalogueError):
    """A body in a form or coding that the address does not take."""

    code = "unsupported-media-type"
    title = "The body is of a kind that is not taken here"


class OutboundError(CatalogueError):
    """Another host may not be asked, cannot be reached, or answers with something that cannot be used."""

    code = "outbound"
    title = "Another host could not be asked"


class SettingsError(CatalogueError):
    """A setting is missing or has a value that cannot be used."""

    code = "settings"
    title = "A setting is missing or wrong"


class StoreError(CatalogueError):
    """The database cannot be used as it is: absent, older or newer than this program, locked for too long."""

    code = "store"
    title = "The register's database cannot be used"


class IndexUnavailableError(CatalogueError):
    """The search index is not there yet or cannot be read; the worker will build it again."""

    code = "index-unavailable"
    title = "The search index is catching up"
