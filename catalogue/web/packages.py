"""Packages as they are handed out: written from the sealed objects when asked for, and kept while there is room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from sqlmodel import Session

from catalogue.errors import NotFoundError
from catalogue.model.known import Facts
from catalogue.model.records import Table
from catalogue.packages.write import DESCRIPTOR, package_zip, table_path, write_package
from catalogue.store import tables
from catalogue.store.find import near
from catalogue.store.objects import get_object
from catalogue.store.releases import ReleaseRecord
from catalogue.web import addresses

KEPT_BYTES = 6_000_000


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """Facts of a release as a descriptor states them."""

    version: str
    snapshot: str
    issued: str
    notes: str
    corrects: str


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that the package of a release is written from."""

    slug: str
    dataset: Facts
    release: ReleaseFacts
    tables: Sequence[Facts]
    code_lists: Mapping[str, Facts]
    data: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Package:
    """A package in bytes: its files by path, the descriptor among them, and all of them in one archive."""

    files: Mapping[str, bytes]
    zip: bytes

    @property
    def size(self) -> int:
        """Bytes in memory."""
        return len(self.zip) + sum(len(body) for body in self.files.values())


class Shelf:
    """The packages that were asked for last. A seal and a name always give the same package, so none grows old."""

    def __init__(self, most: int = KEPT_BYTES) -> None:
        self._packages: OrderedDict[tuple[str, str], Package] = OrderedDict()
        self._most, self._held = most, 0
        self._lock = Lock()

    def get(self, key: tuple[str, str]) -> Package | None:
        """The package of a seal under a name, if it is still here."""
        with self._lock:
            found = self._packages.get(key)
            if found is not None:
                self._packages.move_to_end(key)
            return found

    def put(self, key: tuple[str, str], package: Package) -> None:
        """Keep a package, unless it is larger than the whole shelf; older ones make room."""
        with self._lock:
            if package.size > self._most or key in self._packages:
                return
            self._packages[key] = package
            self._held += package.size
            while self._held > self._most:
                self._held -= self._packages.popitem(last=False)[1].size


_shelf = Shelf()


def package_of(session: Session, release: ReleaseRecord) -> Package:
    """The package of a release. Three queries, and one for each table that holds rows; none when it is kept."""
    # A renamed dataset's packages carry its new name.
    key = (release.seal, release.slug)
    package = _shelf.get(key)
    if package is None:
        written = write_package(_contents(session, release))
        package = Package({DESCRIPTOR: written.descriptor, **written.files}, package_zip(written))
        _shelf.put(key, package)
    return package


def package_file(session: Session, release: ReleaseRecord, path: str) -> bytes:
    """One file of a release's package. Raises NotFoundError with near paths."""
    files = package_of(session, release).files
    if path not in files:
        raise NotFoundError(
            f"The package of {release.slug!r} {release.version} has no file {path!r}.",
            remedy=f"It has {len(files)} files; {DESCRIPTOR} lists them.",
            near=tuple((one, addresses.package_file(release.slug, release.version, one)) for one in near(path, files))
            or ((DESCRIPTOR, addresses.package_file(release.slug, release.version, DESCRIPTOR)),),
        )
    return files[path]


def _contents(session: Session, release: ReleaseRecord) -> Contents:
    held = tables.tables(session, release)
    return Contents(
        slug=release.slug,
        dataset=release.facts.facts,
        release=ReleaseFacts(release.version, release.snapshot, release.issued, release.notes, release.corrects),
        tables=[_table(table) for table in held],
        code_lists={name: one.facts for name, one in tables.pinned_code_lists(session, release).items()},
        data={table.name: _rows(session, table) for table in held if table.data},
    )


def _table(table: Table) -> Facts:
    return {**table.facts, "variables": [variable.facts for variable in table.variables]}


def _rows(session: Session, table: Table) -> bytes:
    found = get_object(session, str(table.data["digest"]))
    if found is None:
        raise NotFoundError(f"The rows of {table_path(table.name)} are not in the register.")
    return found[1]
