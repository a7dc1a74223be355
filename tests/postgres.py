"""A PostgreSQL server of the tests' own: a new cluster in a temporary folder, loopback only, ended afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
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
def server(folder: Path) -> Iterator[str]:
    """Start a cluster in `folder`; gives the address of its empty database `postgres`."""
    # PostgreSQL refuses to run as root, as tests in a container often do.
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    cluster = folder / "cluster"
    if user:
        shutil.chown(folder, "postgres")
    environment = {**os.environ, "LC_ALL": "C"}
    subprocess.run(
        [*user, binary("initdb"), "-D", str(cluster), "-U", "catalogue", "--auth=trust", "-E", "UTF8", "--no-sync"],
        check=True,
        capture_output=True,
        env=environment,
        cwd=folder,
    )
    port = free_port()
    options = f"-p {port} -h 127.0.0.1 -k '' -c fsync=off -c full_page_writes=off -c max_connections=50"
    control = [*user, binary("pg_ctl"), "-D", str(cluster), "-w", "-o", options, "-l", str(cluster / "log")]
    subprocess.run([*control, "start"], check=True, stdout=subprocess.DEVNULL, env=environment, cwd=folder)
    try:
        yield f"postgresql+psycopg://catalogue@127.0.0.1:{port}/postgres"
    finally:
        stop = [*user, binary("pg_ctl"), "-D", str(cluster), "-m", "immediate", "stop"]
        subprocess.run(stop, check=True, stdout=subprocess.DEVNULL, env=environment, cwd=folder)
