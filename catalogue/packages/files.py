"""Getting at the bytes of a package: a folder, or an archive of one. No link is followed, nothing is read unbounded.

Nothing here goes to the network, and nothing is unpacked to disk.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from catalogue.errors import PackageRefusedError, Problem
from catalogue.packages.archive import Archive
from catalogue.packages.faults import FileFaultError
from catalogue.packages.limits import Limits
from catalogue.packages.rules import Rule

DESCRIPTORS = ("datapackage.yaml", "datapackage.yml", "datapackage.json")
DESCRIPTOR_SUFFIXES = (".yaml", ".yml", ".json")


class Files(Protocol):
    """The files of one package."""

    @property
    def descriptor(self) -> str:
        """Name of the descriptor."""
        ...

    def read(self, name: str, most: int) -> bytes:
        """The bytes of a file, at most `most` of them. Raises FileFaultError."""
        ...


class Folder:
    """The files of a package that lies in a folder. Names are relative, with `/`."""

    def __init__(self, root: Path, descriptor: str) -> None:
        self._root = root
        self.descriptor = descriptor

    def read(self, name: str, most: int) -> bytes:
        """The bytes of a file; links are refused at every step below the package's own folder."""
        try:
            return self._read(name.split("/"), most)
        except FileNotFoundError as error:
            raise FileFaultError(Rule.FILE_MISSING, f"There is no file {name!r}.", name=name) from error
        except (OSError, ValueError) as error:
            raise _fault_of(error, name) from error

    def _read(self, parts: list[str], most: int) -> bytes:
        folder = os.open(self._root, os.O_RDONLY | os.O_DIRECTORY)
        try:
            for part in parts[:-1]:
                inner = os.open(part, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
                os.close(folder)
                folder = inner
            # Non-blocking, so that a pipe in place of a file does not hang the check.
            file = os.open(parts[-1], os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
        finally:
            os.close(folder)
        with os.fdopen(file, "rb") as stream:
            return read_bounded(stream, "/".join(parts), most)


@dataclass(frozen=True, slots=True)
class InMemory:
    """The files of a package that is on no disk, by path."""

    descriptor: str
    held: Mapping[str, bytes]

    def read(self, name: str, most: int) -> bytes:
        """The bytes of a file, at most `most` of them. Raises FileFaultError."""
        data = self.held.get(name)
        if data is None:
            raise FileFaultError(Rule.FILE_MISSING, f"There is no file {name!r}.", name=name)
        if len(data) > most:
            raise FileFaultError(
                Rule.FILE_SIZE, f"{name!r} holds {len(data):,} bytes; {most:,} are allowed.", name=name
            )
        return data


def read_bounded(stream: BinaryIO, name: str, most: int) -> bytes:
    """All bytes of an open regular file, at most `most`. Raises FileFaultError before reading more than that."""
    state = os.fstat(stream.fileno())
    if not stat.S_ISREG(state.st_mode):
        raise FileFaultError(Rule.FILE_KIND, f"{name!r} is not an ordinary file.", name=name)
    data = stream.read(most + 1) if state.st_size <= most else b""
    if state.st_size > most or len(data) > most:
        raise FileFaultError(
            Rule.FILE_SIZE,
            f"{name!r} holds {max(state.st_size, len(data)):,} bytes; {most:,} are allowed.",
            "Split the package, or raise the limit in the settings.",
            name=name,
        )
    return data


def _fault_of(error: OSError | ValueError, name: str) -> FileFaultError:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.ELOOP:
        return FileFaultError(
            Rule.FILE_LINK,
            f"{name!r} is a link, or lies behind one.",
            "Put the file itself into the package.",
            name=name,
        )
    if number in {errno.ENOTDIR, errno.EISDIR}:
        return FileFaultError(Rule.FILE_KIND, f"{name!r} is not a file in a folder.", name=name)
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return FileFaultError(Rule.FILE_KIND, f"{name!r} cannot be read: {reason}.", name=name)


@contextmanager
def open_package(path: Path, limits: Limits) -> Iterator[Files]:
    """The files of the package at a path: its descriptor, the folder that holds it, or an archive (.zip).

    Raises FileFaultError when there is none, or more than one.
    """
    is_folder = os.path.isdir(path)  # noqa: PTH112 - unlike Path.is_dir, it is False for names that no file can have
    if path.suffix.lower() == ".zip" and not is_folder:
        with _open_file(path) as stream:
            yield Archive(stream, path.name, limits, DESCRIPTORS)
        return
    folder = path if is_folder else path.parent
    beside = [name for name in DESCRIPTORS if os.path.lexists(folder / name)]
    if is_folder and not beside:
        raise FileFaultError(
            Rule.FILE_MISSING,
            f"The folder {path.name!r} holds no descriptor.",
            f"Name it one of: {', '.join(DESCRIPTORS)}.",
        )
    if len(beside) > 1 and (is_folder or path.name in DESCRIPTORS):
        raise FileFaultError(
            Rule.DESCRIPTOR_CHOICE, f"The folder holds {' and '.join(beside)}.", "Keep one of them, so that both agree."
        )
    yield Folder(folder, beside[0] if is_folder else path.name)


@contextmanager
def _open_file(path: Path) -> Iterator[BinaryIO]:
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError as error:
        raise FileFaultError(Rule.FILE_MISSING, f"There is no file {path.name!r}.", name=path.name) from error
    except (OSError, ValueError) as error:
        raise _fault_of(error, path.name) from error
    with os.fdopen(opened, "rb") as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise FileFaultError(Rule.FILE_KIND, f"{path.name!r} is not an ordinary file.")
        yield stream


def find_packages(path: Path) -> list[Path]:
    """Descriptors of all packages at or below a path, sorted; a descriptor or an archive stands for itself.

    A folder gives one descriptor, however many it holds (reading it then says so). Links to folders are not
    followed, and folders whose names begin with a dot are passed over. Raises PackageRefusedError for a path that
    does not exist and for a folder that cannot be looked into.
    """
    if not os.path.lexists(path):
        raise _refused(path, "There is no such file or folder.")
    if not path.is_dir():
        return [path]
    found: list[Path] = []
    try:
        for folder, inner, names in os.walk(path, onerror=_stop):
            here = [name for name in DESCRIPTORS if name in names or name in inner]
            if here:
                found.append(Path(folder) / here[0])
            inner[:] = [name for name in inner if not name.startswith(".")]
    except OSError as error:
        raise _refused(Path(error.filename or path), f"The folder cannot be looked into: {error.strerror}.") from error
    return sorted(found)


def _stop(error: OSError) -> None:
    raise error


def _refused(path: Path, message: str) -> PackageRefusedError:
    problem = Problem(Rule.FILE_MISSING, message, "Check the path.", str(path))
    return PackageRefusedError(problem.sentence(), problems=(problem,))
