"""The program in the manual verifies a real site with the standard library alone, and sees every altered byte."""

from __future__ import annotations

import ast
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Engine

from catalogue import registry
from catalogue.settings import Settings
from tests.docs import manual
from tests.docs.site import fetch, served
from tests.samples import LAW_TYPE, Facts, Sample, table, variable

ROWS = b"AREA,CASES\nW01000001,12\n"
SEAL = "/api/v1/datasets/open-counts/releases/1.0.0/seal.json"


def program() -> str:
    """The verifier as it stands in the manual."""
    codes = [block.code for block in manual.blocks(manual.page("verifying")) if block.language == "python"]
    assert len(codes) == 2
    return codes[0]


def sample() -> Sample:
    """A release with every kind of object: a table with rows, one without, a code list."""
    data = {"digest": hashlib.sha256(ROWS).hexdigest(), "bytes": len(ROWS), "rows": 1}
    counts = {**table("counts", [variable("AREA"), variable("CASES")]), "data": data}
    del counts["headerOnly"]
    return Sample(
        "open-counts",
        {"title": "Counts", "accessRights": "open"},
        [counts, table("cases", [variable("LAW", codeList="law-type")])],
        Facts(),
        code_lists={"law-type": LAW_TYPE},
        data={"counts": ROWS},
    )


@pytest.fixture
def counts(engine: Engine, settings: Settings) -> Iterator[str]:
    """Address of a site that serves the sample."""
    registry.publish(engine, [sample()])
    engine.dispose()
    with served(settings) as address:
        yield address


@pytest.fixture
def verifier(tmp_path: Path) -> Path:
    """The verifier as a file."""
    path = tmp_path / "verify.py"
    path.write_text(program(), encoding="utf-8")
    return path


def run(verifier: Path, address: str) -> subprocess.CompletedProcess[str]:
    """Run the verifier without anything that is installed beside Python."""
    command = [sys.executable, "-I", "-S", str(verifier), address]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=verifier.parent)


@contextmanager
def altering(upstream: str, path: str) -> Iterator[str]:
    """A site that passes everything on and alters one letter of what stands at one path."""

    class Altering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = fetch(upstream + self.path)
            if self.path == path:
                body = altered(body)
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the base class has
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Altering)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def altered(body: bytes) -> bytes:
    """The same with one letter changed, still of the same form."""
    changed = body.replace(b"a", b"b", 1).replace(b"W0", b"W1", 1)
    assert changed != body
    return changed


def parts(site: str) -> dict[str, str]:
    """Path of one object of each kind that the seal vouches for, and of the seal and its record."""
    seal = json.loads(fetch(site + SEAL))
    content = json.loads(fetch(f"{site}/api/v1/objects/{seal['content']}"))
    counts = json.loads(fetch(f"{site}/api/v1/objects/{content['tables']['counts']}"))
    digests = {
        "receipt": seal["receipt"],
        "content": seal["content"],
        "table": content["tables"]["counts"],
        "code list": content["codeLists"]["law-type"],
        "variable": counts["variables"][1],
        "data": counts["data"]["digest"],
    }
    return {"seal": SEAL, **{kind: f"/api/v1/objects/{digest}" for kind, digest in digests.items()}}


def test_it_needs_the_standard_library_alone() -> None:
    names = [node for node in ast.walk(ast.parse(program())) if isinstance(node, ast.Import | ast.ImportFrom)]
    used = {alias.name.partition(".")[0] for node in names for alias in node.names}
    assert used
    assert used <= sys.stdlib_module_names


def test_every_part_of_a_release_holds(counts: str, verifier: Path) -> None:
    ended = run(verifier, counts + SEAL)
    assert ended.returncode == 0, ended.stderr
    lines = ended.stdout.splitlines()
    assert all(line.startswith("holds: ") for line in lines)
    # Seal, receipt, content, one code list, two tables, three variables, one data file.
    assert len(lines) == 10


def test_an_altered_copy_does_not_hold(counts: str, verifier: Path) -> None:
    for kind, path in parts(counts).items():
        with altering(counts, path) as copy:
            ended = run(verifier, copy + SEAL)
        assert ended.returncode == 1, f"{kind} was altered and nobody saw it"
        assert "should be" in ended.stderr, kind


def test_the_real_releases_hold(site: str, verifier: Path) -> None:
    releases = json.loads(fetch(f"{site}/api/v1/datasets/cafw/releases"))["items"]
    assert [release["version"] for release in releases] == ["1.0.0", "2.0.0"]
    for release in releases:
        ended = run(verifier, f"{release['url']}/seal.json")
        assert ended.returncode == 0, ended.stderr
        assert len(ended.stdout.splitlines()) > 100
