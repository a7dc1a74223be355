"""The check of a package that is on no disk. What it needs is heavy, and is imported by the first that is checked."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from catalogue.model.known import Facts
from catalogue.packages.facts import Package
from catalogue.packages.files import DESCRIPTORS, Files
from catalogue.packages.limits import Limits


def checked(files: Files, limits: Limits, origin: str = "") -> Package:
    """The package, by all rules of packages. Raises PackageRefusedError with everything that breaks one."""
    # A web worker that nobody hands anything in to stays small.
    from catalogue.packages.read import read_in_memory  # noqa: PLC0415

    return read_in_memory(files, limits, origin)


def checked_concept(facts: Facts, limits: Limits, origin: str) -> Facts:
    """A concept in normal form, by all rules of concepts; see `packages.terms.checked_concept`."""
    from catalogue.packages import terms  # noqa: PLC0415

    return terms.checked_concept(facts, limits, origin)


def received(data: bytes, name: str, limits: Limits) -> Files:
    """The files of an archive, or of a descriptor alone; see `packages.received.files_of`."""
    from catalogue.packages.received import files_of  # noqa: PLC0415

    return files_of(data, name, limits)


def loosely(data: bytes, name: str, limits: Limits) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Descriptor and rows of what was received, right or not; see `packages.received.loose`."""
    from catalogue.packages.received import loose  # noqa: PLC0415

    return loose(received(data, name, limits), limits, name)


def is_package(data: bytes, name: str) -> bool:
    """Whether what was received looks like a package, and not like a dictionary."""
    if data[:2] == b"PK":
        try:
            names = zipfile.ZipFile(io.BytesIO(data)).namelist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            return False
        return any(one.rpartition("/")[2] in DESCRIPTORS for one in names)
    if name.lower().endswith((".yaml", ".yml")):
        return True
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and b'"resources"' in data
