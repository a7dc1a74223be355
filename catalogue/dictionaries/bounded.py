"""Programs of our own that read what strangers sent: each alone, within limits of time and memory, and no more."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from catalogue.dictionaries.limits import DictionaryLimits
from catalogue.settings import PACKAGE


def run(
    module: str, data: bytes, name: str, words: Sequence[str], limits: DictionaryLimits
) -> subprocess.CompletedProcess[bytes]:
    """What `python -m MODULE FILE SECONDS BYTES WORDS…` printed and how it ended.

    It has the data as a file of that name, its limits, and nothing of this process's surroundings. Raises
    subprocess.TimeoutExpired after twice the seconds that it may work.
    """
    with tempfile.TemporaryDirectory(prefix="catalogue-dictionary-") as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        command = [sys.executable, "-m", module, str(path), str(limits.seconds), str(limits.memory_bytes), *words]
        surroundings = {"PYTHONPATH": str(PACKAGE.parent), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
        return subprocess.run(  # noqa: S603 - our own program, with a path that we made
            command,
            capture_output=True,
            timeout=limits.seconds * 2,
            env={**surroundings, "OPENBLAS_NUM_THREADS": "1"},
            cwd=folder,
            check=False,
        )


def confine(seconds: str, memory: str) -> None:
    """For such a program, before it looks at anything: the limits within which it works from now on."""
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
