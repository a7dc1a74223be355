"""What several benchmarks need: a folder to work in, the generated package on disk, registers that hold something."""

from __future__ import annotations

import shutil
from functools import cached_property
from pathlib import Path

from catalogue.settings import SITE
from tests.benchmarks import processes
from tests.benchmarks.scale import Scale
from tests.benchmarks.synthetic import package
from tests.packages_on_disk import write


class Stage:
    """A folder of this run's own. What is made once is kept for the benchmarks after it."""

    def __init__(self, folder: Path, scale: Scale) -> None:
        self.folder = folder
        self.scale = scale
        self._made = 0

    def new_folder(self, name: str) -> Path:
        """The path of a folder that does not exist yet."""
        self._made += 1
        return self.folder / f"{self._made:03d}-{name}"

    @cached_property
    def package(self) -> Path:
        """The generated package as a folder with a JSON descriptor."""
        return write(self.folder / "package", package(self.scale.tables, self.scale.variables))

    @cached_property
    def large_register(self) -> Path:
        """Data folder of a register that holds the generated package, indexed."""
        data = self.folder / "large"
        processes.run(data, "publish", str(self.package))
        processes.run(data, "work", "--once")
        return data

    @cached_property
    def real_register(self) -> Path:
        """Data folder of a register that holds what comes with the program, indexed."""
        data = self.folder / "real"
        processes.run(data, "publish", str(SITE / "metadata"))
        processes.run(data, "work", "--once")
        return data

    def copy(self, data: Path, name: str) -> Path:
        """A copy of a data folder that nobody is using."""
        return Path(shutil.copytree(data, self.new_folder(name)))
