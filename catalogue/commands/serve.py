"""Commands that run the site: demo, serve."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from catalogue import registry, work
from catalogue.audit import keys
from catalogue.commands.common import opened, print_problems, progress_bar, report_errors
from catalogue.commands.sample import INSTALL, forget, missing, sample_command, tell_of_end
from catalogue.errors import SettingsError
from catalogue.packages.limits import limits_of
from catalogue.registry.files import publish_paths
from catalogue.settings import SITE, Settings, load

SECRET_BYTES = 32
# A worker that keeps dying is started again, but not faster than this.
RESTART_SECONDS = 2.0
GRACE_SECONDS = 10.0
DEMO_WORKERS = 2
LISTENING_SECONDS = 30.0
# Who asked what, the answer's status, bytes and milliseconds, and the number that a problem page tells people to quote.
ACCESS_LOG = "%(h)s %(m)s %(U)s %(s)s %(B)s %(M)sms %({x-request-id}o)s"

port_option = click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port.")
workers_option = click.option(
    "--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes that answer requests."
)


@click.command()
@port_option
@workers_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@report_errors
def serve(port: int, workers: int, host: str) -> None:
    """Serve the register with a production server, and keep its search index up to date."""
    settings = load()
    if len(settings.secret_key.encode()) < SECRET_BYTES:
        raise SettingsError(
            f"CATALOGUE_SECRET_KEY has {len(settings.secret_key.encode())} bytes.",
            remedy=f"Set it to at least {SECRET_BYTES} random bytes, for example from `openssl rand -hex 32`.",
        )
    with opened(create=True):
        pass
    make_signing_key(settings)
    server = subprocess.Popen(server_command(host, port, workers, access_log=True))  # noqa: S603 - our own words
    sys.exit(supervise(server, host, port))


@click.command()
@port_option
@click.option(
    "--data", type=click.Path(file_okay=False, path_type=Path), help="Folder to keep it in; default: instance/demo."
)
@report_errors
def demo(port: int, data: Path | None) -> None:
    """Publish the metadata that comes with the program and serve it on this machine alone.

    The sample pipeline runs behind the site, where the extra `demo` is installed.
    """
    folder = data or Path(os.environ.get("CATALOGUE_DATA", "instance")) / "demo"
    os.environ["CATALOGUE_DATA"] = str(folder)
    os.environ.setdefault("CATALOGUE_BASE_URL", f"http://127.0.0.1:{port}")
    os.environ.setdefault("CATALOGUE_SECRET_KEY", demo_key(folder))
    with _coming_up("127.0.0.1", port) as server:
        _publish(folder)
        if lacking := missing():
            click.echo(f"Without the sample pipeline, for want of {', '.join(lacking)}: {INSTALL}")
        _tell(server)
        aside = () if lacking else sample_command(port)
        sys.exit(supervise(server, "127.0.0.1", port, meanwhile=_index, aside=aside))


def _publish(folder: Path) -> None:
    with opened(create=True) as (settings, engine), progress_bar() as progress:
        wish = registry.Wish()
        reading, outcomes = publish_paths(engine, [SITE / "metadata"], limits_of(settings), wish, progress)
    make_signing_key(settings)
    print_problems(reading.problems)
    sealed = [outcome for outcome in outcomes if outcome.outcome == "sealed"]
    click.echo(f"{len(reading.packages)} releases, {len(sealed)} of them sealed just now, in {folder}.")
    click.echo(f"Open {os.environ['CATALOGUE_BASE_URL']} in a browser. Ctrl-C ends it.")


@contextmanager
def _coming_up(host: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server that imports all it needs while something else is done, and answers nobody before it is told."""
    command = server_command(host, port, DEMO_WORKERS, site="when_told")
    server = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 - our own words
    try:
        yield server
    finally:
        _end(server)


def _tell(server: subprocess.Popen[bytes]) -> None:
    """Let it answer. One that has ended already is seen by whoever supervises it."""
    if server.stdin is not None:
        with suppress(BrokenPipeError):
            server.stdin.write(b"go\n")
            server.stdin.close()


def _index() -> None:
    with opened() as (settings, engine):
        work.drain(engine, settings.index_path)


def demo_key(folder: Path) -> str:
    """A secret key of the demonstration's own, made once and readable by its owner alone."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "secret.key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(SECRET_BYTES))
    return path.read_text(encoding="ascii")


def make_signing_key(settings: Settings) -> None:
    """Make the key that signs the end of the journal, unless there is one, and say so."""
    if keys.make(settings.signing_key):
        click.echo(
            f"Made {settings.signing_key}, the key that signs the end of the journal. It is in no backup; "
            "`catalogue journal key` prints its public half, to keep elsewhere.",
            err=True,
        )


def supervise(
    server: subprocess.Popen[bytes],
    host: str,
    port: int,
    *,
    meanwhile: Callable[[], None] = lambda: None,
    aside: Sequence[str] = (),
) -> int:
    """Run the worker beside a server until a signal or the server's end; returns the server's exit code.

    meanwhile: what is done while the server's processes come up, before the worker starts. aside: a command that runs
    once beside them.
    """
    stopping = False

    def stop(_signal: int, _frame: object) -> None:
        nonlocal stopping
        stopping = True

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, stop)
    meanwhile()
    # What comes next would only keep the processor from the server that somebody waits for.
    patience = time.monotonic() + LISTENING_SECONDS
    while not stopping and server.poll() is None and time.monotonic() < patience and not _listens(host, port):
        time.sleep(0.05)
    worker = subprocess.Popen(worker_command())  # noqa: S603 - our own words
    sample = subprocess.Popen(aside, stdout=subprocess.DEVNULL) if aside else None  # noqa: S603 - our own words
    started = time.monotonic()
    while not stopping and server.poll() is None:
        if worker.poll() is not None and time.monotonic() - started > RESTART_SECONDS:
            click.echo(f"The index worker ended with {worker.returncode}; starting it again.", err=True)
            worker, started = subprocess.Popen(worker_command()), time.monotonic()  # noqa: S603
        if sample is not None and not stopping and sample.poll() is not None:
            tell_of_end(load().data, sample.returncode)
            sample = None
        time.sleep(0.1)
    for process in (server, worker, sample):
        if process is not None:
            _end(process)
    if sample is not None:
        forget(load().data)
    return 0 if stopping else server.returncode


def _listens(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), 1.0).close()
    except OSError:
        return False
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def server_command(
    host: str, port: int, workers: int, *, access_log: bool = False, site: str = "from_environment"
) -> Sequence[str]:
    """The production server: a few processes with a few threads each, and limits on what a request may be.

    site: the function of `catalogue.app` that makes it.
    """
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    options = {
        "bind": address,
        "workers": str(workers),
        "worker-class": "gthread",
        "threads": "4",
        "timeout": "60",
        "graceful-timeout": "5",
        "limit-request-line": "8190",
        "limit-request-fields": "60",
        "log-level": "warning",
    }
    if access_log:
        options |= {"access-logfile": "-", "access-logformat": ACCESS_LOG}
    flags = [part for name, value in options.items() for part in (f"--{name}", value)]
    # The site is made once and then shared by the processes: it opens nothing before its first request.
    return [sys.executable, "-m", "gunicorn", "--preload", *flags, f"catalogue.app:{site}()"]


def worker_command() -> Sequence[str]:
    """The worker that keeps the index up to date."""
    return [sys.executable, "-m", "catalogue", "work"]
