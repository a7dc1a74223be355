"""A PostgreSQL server of the tests' own: a new cluster in a temporary folder, loopback only, ended afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binary(name: str) -> str:
    """Path of a PostgreSQL program. Raises FileNotFoundError that says what to install."""
    found = [str(path) for path in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))]
    path = found[-1] if found else shutil.which(name)
    if path is None:
        raise FileNotFoundError(f"{name} is not on this machine; install the system package postgresql")
    return path


def free_port() -> int:
    """A port on loopback that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


@contextmanager
def server() -> Iterator[str]:
    """Start a cluster of its own; gives the address of its empty database `postgres`.

    Not in pytest's folder: that is closed to other users again whenever another run of pytest starts.
    """
    with tempfile.TemporaryDirectory(prefix="catalogue-postgres-") as name:
        yield from _run(Path(name))


def _run(folder: Path) -> Iterator[str]:
    # PostgreSQL refuses to run as root, as tests in a container often do.
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if user:
        shutil.chown(folder, "postgres")
    cluster = folder / "cluster"
    environment = {**os.environ, "LC_ALL": "C"}

    def call(*words: str) -> None:
        # The server inherits what it is given, so its output must not be a pipe that somebody waits on.
        subprocess.run([*user, *words], check=True, stdout=subprocess.DEVNULL, env=environment, cwd=folder)

    owner = ["-U", "catalogue", "--auth=trust", "-E", "UTF8", "--no-sync"]
    call(binary("initdb"), "-D", str(cluster), *owner)
    port = free_port()
    options = f"-p {port} -h 127.0.0.1 -k '' -c fsync=off -c full_page_writes=off -c max_connections=50"
    control = [binary("pg_ctl"), "-D", str(cluster), "-w"]
    call(*control, "-o", options, "-l", str(cluster / "log"), "start")
    try:
        yield f"postgresql+psycopg://catalogue@127.0.0.1:{port}/postgres"
    finally:
        call(*control, "-m", "immediate", "stop")
