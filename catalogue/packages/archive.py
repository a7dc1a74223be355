"""The files of a package that lies in a zip archive. Members are read in memory, bounded, never unpacked to disk."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from catalogue.packages.faults import FileFaultError
from catalogue.packages.limits import Limits
from catalogue.packages.paths import path_fault
from catalogue.packages.rules import Rule

_END = b"PK\x05\x06"
_END_LENGTH = 22
_END64_LOCATOR = b"PK\x06\x07"
_END64_LOCATOR_LENGTH = 20
_MOST_COMMENT = 65_535
# A directory entry is 46 bytes and a name; generous, so that only a made-up directory is larger.
_MOST_ENTRY = 1_200
_RATIO_FROM = 1_000_000
_UNPACKERS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1
# What the library raises for archives that are damaged, or made to be.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    IndexError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


class Archive:
    """Files of one package inside an open zip file.

    The package may lie at the top, or in one folder. Everything the directory of the archive claims is checked
    before a member is read; while reading, more than it claims is refused too. Raises FileFaultError.
    """

    def __init__(self, stream: BinaryIO, name: str, limits: Limits, descriptors: Sequence[str]) -> None:
        self._name = name
        self._left = limits.zip_bytes
        self._check_directory(stream, limits)
        try:
            self._zip = zipfile.ZipFile(stream)
        except _BROKEN as error:
            raise self._broken(str(error)) from error
        infos = [info for info in self._zip.infolist() if not info.filename.endswith("/")]
        self._check_members(infos, limits)
        self._infos = {info.filename: info for info in infos}
        path = self._choose(descriptors)
        self._folder, _, self.descriptor = path.rpartition("/")

    def read(self, name: str, most: int) -> bytes:
        """The bytes of a member beside or below the descriptor, at most `most`. Raises FileFaultError."""
        info = self._infos.get(f"{self._folder}/{name}" if self._folder else name)
        if info is None:
            raise FileFaultError(Rule.FILE_MISSING, f"The archive holds no file {name!r}.", name=name)
        try:
            with self._zip.open(info) as member:
                data = member.read(most + 1) if info.file_size <= most else b""
        except _BROKEN as error:
            raise self._broken(f"{name!r}: {error}") from error
        if info.file_size > most or len(data) > most:
            raise FileFaultError(
                Rule.FILE_SIZE,
                f"{name!r} holds {max(info.file_size, len(data)):,} bytes; {most:,} are allowed.",
                "Split the package, or raise the limit in the settings.",
                name=name,
            )
        self._left -= len(data)
        if self._left < 0:
            raise FileFaultError(Rule.ZIP_LIMIT, "The archive unpacks to more than is allowed.")
        return data

    def _check_directory(self, stream: BinaryIO, limits: Limits) -> None:
        """Refuse a directory of too many members before the library builds an object for each."""
        size = stream.seek(0, os.SEEK_END)
        if size > limits.zip_bytes:
            raise FileFaultError(Rule.FILE_SIZE, f"The archive holds {size:,} bytes; {limits.zip_bytes:,} are allowed.")
        stream.seek(max(0, size - _MOST_COMMENT - _END_LENGTH - _END64_LOCATOR_LENGTH))
        tail = stream.read()
        start = tail.rfind(_END)
        if start < 0 or len(tail) < start + _END_LENGTH:
            raise self._broken("it has no directory")
        count, directory = struct.unpack_from("<HL", tail, start + 10)
        large = tail[max(0, start - _END64_LOCATOR_LENGTH) : start].startswith(_END64_LOCATOR)
        if large or count > limits.zip_members or directory > limits.zip_members * _MOST_ENTRY:
            raise FileFaultError(
                Rule.ZIP_LIMIT,
                f"The archive holds more than {limits.zip_members:,} files, or is of the large kind (zip64).",
                "Pack the descriptor and the files of its tables, and nothing else.",
            )

    def _check_members(self, infos: Sequence[zipfile.ZipInfo], limits: Limits) -> None:
        if len(infos) > limits.zip_members:
            raise FileFaultError(Rule.ZIP_LIMIT, f"The archive holds {len(infos):,} files.")
        if sum(info.file_size for info in infos) > limits.zip_bytes:
            raise FileFaultError(Rule.ZIP_LIMIT, f"The archive unpacks to more than {limits.zip_bytes:,} bytes.")
        seen: set[str] = set()
        for info in infos:
            self._check_name(info, seen)
            if info.compress_type not in _UNPACKERS or info.flag_bits & _ENCRYPTED:
                raise self._broken(f"{info.filename!r} is encrypted, or packed in a rare way")
            if info.file_size > _RATIO_FROM and info.file_size > info.compress_size * limits.zip_ratio:
                raise FileFaultError(
                    Rule.ZIP_LIMIT,
                    f"{info.filename!r} unpacks to more than {limits.zip_ratio} times its size.",
                    "Store that file in the archive without compression.",
                )

    @staticmethod
    def _check_name(info: zipfile.ZipInfo, seen: set[str]) -> None:
        name = info.filename
        reason = path_fault(name) or path_fault(info.orig_filename)
        if stat.S_ISLNK(info.external_attr >> 16):
            raise FileFaultError(Rule.FILE_LINK, f"{name!r} in the archive is a link.", "Pack the file itself.")
        if not reason and name.lower() in seen:
            reason = "is there twice, or differs from another name only by the case of letters"
        if reason:
            raise FileFaultError(Rule.ZIP_NAME, f"{name!r} in the archive {reason}.", "Pack the package again.")
        seen.add(name.lower())

    def _choose(self, descriptors: Sequence[str]) -> str:
        for candidates in (_named(self._infos, descriptors, 0), _named(self._infos, descriptors, 1)):
            if len(candidates) == 1:
                return candidates[0]
            if candidates:
                raise FileFaultError(
                    Rule.DESCRIPTOR_CHOICE,
                    f"The archive holds {' and '.join(candidates)}.",
                    "Pack one package into one archive.",
                )
        raise FileFaultError(
            Rule.FILE_MISSING,
            "The archive holds no descriptor.",
            f"Put one of these at its top: {', '.join(descriptors)}.",
        )

    def _broken(self, reason: str) -> FileFaultError:
        return FileFaultError(
            Rule.ZIP_BROKEN, f"{self._name!r} cannot be read as a zip archive: {reason}.", "Pack the package again."
        )


def _named(names: Iterable[str], wanted: Sequence[str], depth: int) -> list[str]:
    return sorted(name for name in names if name.count("/") == depth and name.rpartition("/")[2] in wanted)
