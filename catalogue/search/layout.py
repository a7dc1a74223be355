"""The index on disk: which files there are, and how one commit follows another.

    <index>/current                     name of the generation in use
    <index>/<generation>/whoosh/        states, as Whoosh keeps them: only ever added to
    <index>/<generation>/members/       which states a release holds, one small file each
    <index>/<generation>/state.json     which releases there are and which count; the last file of every commit

The whole folder is a cache that this program alone writes and reads. It holds pickles: never unpack one from elsewhere,
never put it into a backup; `catalogue reindex` builds it again.
"""

from __future__ import annotations

import json
import os
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from catalogue.errors import IndexUnavailableError
from catalogue.search.backend import Numbers

FORMAT = 4
VOCABULARY = ""  # the pseudo dataset of code lists and concepts, which has one release at a time
_GENERATION = re.compile(r"g\d{6,9}", re.ASCII)
REMEDY = "Run `catalogue reindex`; it builds the index again from the register."


@dataclass(slots=True)
class State:
    """What a commit says. `releases[dataset][release]` names the members file; `standing` is oldest to newest."""

    serial: int = 0
    stamp: str = ""
    next_member: int = 1
    releases: dict[str, dict[str, str]] = field(default_factory=dict)
    standing: dict[str, list[str]] = field(default_factory=dict)

    def to_json(self) -> str:
        """The state as the text of `state.json`."""
        record = {
            "format": FORMAT,
            "serial": self.serial,
            "stamp": self.stamp,
            "next_member": self.next_member,
            "releases": self.releases,
            "standing": self.standing,
        }
        return json.dumps(record, indent=1, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> State:
        """The state in the text of `state.json`. Raises ValueError for another format."""
        record = json.loads(text)
        found = record.get("format") if isinstance(record, dict) else None
        if found != FORMAT:
            raise ValueError(f"it has format {found}, this program reads {FORMAT}")
        return cls(record["serial"], record["stamp"], record["next_member"], record["releases"], record["standing"])


@dataclass(frozen=True, slots=True)
class Generation:
    """One complete index. A rebuild makes another one beside it."""

    folder: Path

    @property
    def whoosh(self) -> Path:
        """Folder of Whoosh's files."""
        return self.folder / "whoosh"

    @property
    def state_file(self) -> Path:
        """The file that makes a commit."""
        return self.folder / "state.json"

    def member_file(self, name: str) -> Path:
        """The file with the states of one release."""
        return self.folder / "members" / f"{name}.bin"

    def read_state(self) -> State:
        """The last commit. Raises IndexUnavailableError when it cannot be read."""
        try:
            return State.from_json(self.state_file.read_text(encoding="utf-8"))
        except (OSError, ValueError, KeyError) as error:
            raise IndexUnavailableError(
                f"The search index in {self.folder} cannot be read: {error}.", remedy=REMEDY
            ) from error

    def write_members(self, name: str, numbers: Iterable[int]) -> None:
        """Write the running numbers of a release's states: as differences, which are mostly 1, and compressed."""
        ordered = np.unique(np.fromiter(numbers, np.uint32))
        path = self.member_file(name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(zlib.compress(np.diff(ordered, prepend=np.uint32(0)).astype("<u4").tobytes()))

    def read_members(self, name: str) -> Numbers:
        """The running numbers of a release's states, ascending. Raises IndexUnavailableError."""
        path = self.member_file(name)
        try:
            steps = np.frombuffer(zlib.decompress(path.read_bytes()), "<u4")
        except (OSError, ValueError, zlib.error) as error:
            raise IndexUnavailableError(f"The search index cannot be read: {path}: {error}.", remedy=REMEDY) from error
        return np.cumsum(steps, dtype=np.uint32)


def pointer(index: Path) -> Path:
    """The file that names the generation in use."""
    return index / "current"


def current(index: Path) -> Generation:
    """The generation in use. Raises IndexUnavailableError when there is no index yet."""
    try:
        name = pointer(index).read_bytes().strip().decode("ascii", "replace")
    except OSError as error:
        raise IndexUnavailableError(
            "There is no search index yet.", remedy="It appears as soon as `catalogue work` has run; `serve` starts it."
        ) from error
    if _GENERATION.fullmatch(name) is None:
        raise IndexUnavailableError(f"{pointer(index)} does not name a generation.", remedy=REMEDY)
    return Generation(index / name)


def generations(index: Path) -> list[Path]:
    """Folders of all generations, whole or left over, oldest first."""
    return sorted(path for path in index.glob("g[0-9]*") if path.is_dir())


def next_generation(index: Path) -> Generation:
    """A generation that does not exist yet."""
    taken = [int(path.name[1:]) for path in generations(index) if path.name[1:].isdigit()]
    return Generation(index / f"g{max(taken, default=0) + 1:06d}")


def write_whole(path: Path, text: str) -> None:
    """Replace a file so that every reader sees all of the old or all of the new text, even after a crash."""
    fresh = path.with_name(path.name + ".new")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
