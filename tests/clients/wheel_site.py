"""What a wheel must show: the whole site inside it, in one place, and the demo served with it. Standard library only.

Run by wheel.sh from an empty folder, with the Python of a virtual environment that holds nothing but the wheel and
what it needs: `wheel_site.py CHECKOUT WHEEL CATALOGUE`.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PARTS = ("templates", "static", "metadata")
PLACE = "catalogue/site"
READ = {".json", ".sql", ".yaml"}
# From starting the command to the last of the answers below.
SECONDS = 10.0
CATCHING_UP = 503  # the index is still being made
PAUSE = 0.05
WORD = "gender"


def contents(checkout: Path, wheel: Path) -> str:
    """Compare the wheel with the checkout. Raises AssertionError that names what differs."""
    expected = {
        f"{PLACE}/{file.relative_to(checkout).as_posix()}": file.read_bytes()
        for part in PARTS
        for file in (checkout / part).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    # What the program reads besides its own code, such as the SQL of the sample pipeline.
    beside = {
        file.relative_to(checkout).as_posix(): file.read_bytes()
        for file in (checkout / "catalogue").rglob("*")
        if file.suffix in READ and "site" not in file.relative_to(checkout).parts
    }
    assert {name.rpartition(".")[2] for name in beside} == {suffix[1:] for suffix in READ}
    expected |= beside
    with zipfile.ZipFile(wheel) as opened:
        held = {name: opened.read(name) for name in opened.namelist() if not name.endswith("/")}
    for part in PARTS:
        assert any(name.startswith(f"{PLACE}/{part}/") for name in expected), f"the checkout has no {part}"
    absent = sorted(expected.keys() - held.keys())
    assert not absent, f"not in the wheel: {absent[:5]} and so on, {len(absent)} in all"
    changed = sorted(name for name, body in expected.items() if held[name] != body)
    assert not changed, f"other in the wheel than in the checkout: {changed[:5]}"
    inside = {name for name in held if name.startswith(f"{PLACE}/")}
    site = expected.keys() - beside.keys()
    assert inside == site, f"in the wheel alone: {sorted(inside - site)[:5]}"
    elsewhere = sorted(name for name in held if name.split("/")[0] in PARTS or name.split("/")[0] == "tests")
    assert not elsewhere, f"a second place: {elsewhere[:5]}"
    return f"{len(inside)} files of the site in {PLACE}, as in the checkout"


@contextmanager
def demo(command: str, port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`catalogue demo` in this folder while the block lasts."""
    with log.open("wb") as said:
        arguments = [command, "demo", "--port", str(port), "--data", "d"]
        process = subprocess.Popen(arguments, stdout=said, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def fetch(address: str, process: subprocess.Popen[bytes], until: float) -> bytes:
    """The body of a 200, asked for again while nobody listens or the index is being made.

    Raises AssertionError when time is up.
    """
    last: object = "nobody asked"
    while time.monotonic() < until:
        assert process.poll() is None, f"the demo ended with {process.returncode}"
        try:
            with urllib.request.urlopen(address, timeout=SECONDS) as answer:  # noqa: S310 - our own http address
                body: bytes = answer.read()
                return body
        except urllib.error.HTTPError as error:
            if error.code == CATCHING_UP:
                last = error
                time.sleep(PAUSE)
                continue
            raise AssertionError(f"{address} answers {error.code}: {error.read()[:500]!r}") from error
        except OSError as error:
            last = error
        time.sleep(PAUSE)
    raise AssertionError(f"{address} did not answer within {SECONDS:g} s: {last}")


def serves(command: str) -> str:
    """Start the demo and read the home page, a hit and a package. Raises AssertionError with what the demo printed."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    site, log = f"http://127.0.0.1:{port}", Path("demo.log")
    begin = time.monotonic()
    until = begin + SECONDS
    try:
        with demo(command, port, log) as process:
            assert b"<html" in fetch(f"{site}/", process, until), "the home page is no page"
            first = time.monotonic() - begin
            style = fetch(f"{site}/", process, until).decode().partition('rel="stylesheet"')[2]
            address = style.partition('href="')[2].partition('"')[0]
            assert address, "the home page names no style sheet"
            assert b"{" in fetch(f"{site}{address}", process, until), "the style sheet is empty"

            def record(path: str) -> dict[str, Any]:
                answer: dict[str, Any] = json.loads(fetch(f"{site}{path}", process, until))
                return answer

            found = record(f"/api/v1/search?q={WORD}&kind=variable")
            assert found["total"] > 0, f"a search for {WORD} finds nothing"
            page = found["hits"][0]["page"].removeprefix(site)
            results = fetch(f"{site}/search?q={WORD}", process, until).decode()
            assert f'href="{page}"' in results, f"the page of results does not lead to {page}"
            assert WORD.encode() in fetch(f"{site}{page}", process, until).lower(), f"{page} does not say {WORD}"
            dataset = record("/api/v1/datasets")["items"][0]
            files = f"/datasets/{dataset['slug']}/releases/{dataset['latest']['version']}/files"
            table = record(f"{files}/datapackage.json")["resources"][0]
            header = fetch(f"{site}{files}/{table['path']}", process, until).decode()
            assert table["schema"]["fields"][0]["name"] in header, f"{table['path']} is not the file of its table"
            took = time.monotonic() - begin
    except AssertionError:
        sys.stderr.write(log.read_text(encoding="utf-8", errors="replace"))
        raise
    assert took <= SECONDS, f"the demo took {took:.1f} s, more than {SECONDS:g} s"
    return f"home page after {first:.1f} s, a hit and a package after {took:.1f} s"


def main(checkout: str, wheel: str, command: str) -> None:
    """Both checks, with a line of what was seen for each."""
    assert not any(Path.cwd().iterdir()), "the folder is not empty"
    print(f"{Path(wheel).name}: {contents(Path(checkout), Path(wheel))}")
    print(f"{Path(wheel).name}: {serves(command)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
