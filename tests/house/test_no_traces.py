"""What is committed names no machine, no package host, no unfinished business, and swallows no error."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from catalogue.settings import PACKAGE

ROOT = PACKAGE.parent
# Put together from pieces, so that this file is not its own finding.
HOSTS = (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "com"), ("npmjs", "org"), ("anaconda", "org"))
INDEX_OPTION = "index-url"
MIRROR = "arti" + "factory"
FOLDERS = ("home", "Users", "root", "work", "tmp")
UNFINISHED = ("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")
PATTERNS: dict[str, re.Pattern[str]] = {
    "names a package registry": re.compile(
        rf"\b(?:{'|'.join(rf'{name}[.]{end}' for name, end in HOSTS)})\b|--(?:extra-)?{INDEX_OPTION}|{MIRROR}",
        re.IGNORECASE,
    ),
    # Not a part of a web address or of a longer path: `example.org/home/page` is nobody's machine.
    "names a folder of somebody's machine": re.compile(rf"(?<![\w.:/>}}-])/(?:{'|'.join(FOLDERS)})/\w"),
    "leaves something to be done": re.compile(rf"\b(?:{'|'.join(UNFINISHED)})\b"),
    "holds half of a merge": re.compile(r"^(?:<{7} |>{7} |={7}$)", re.MULTILINE),
}
BROAD = frozenset({"Exception", "BaseException"})


def tracked() -> list[Path]:
    """Every file that git knows or would take in, which is what a fresh clone holds."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    return sorted(path for name in set(listed.stdout.split("\0")) if name and (path := ROOT / name).is_file())


def traces(paths: Iterable[Path]) -> Iterator[str]:
    """One sentence for each trace: file, line, what it is."""
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for told, pattern in PATTERNS.items():
            for match in pattern.finditer(text):
                yield f"{path}:{text.count(chr(10), 0, match.start()) + 1} {told}: {match.group()!r}"
        if path.suffix == ".py":
            yield from (f"{path}:{line} swallows every error" for line in swallowed(text))


def swallowed(code: str) -> Iterator[int]:
    """Lines of handlers that catch everything and do nothing at all about it."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ExceptHandler) and _catches_all(node.type) and all(map(_is_nothing, node.body)):
            yield node.lineno
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("suppress"):
            yield from (node.lineno for argument in node.args if _catches_all(argument))


def _catches_all(caught: ast.expr | None) -> bool:
    if isinstance(caught, ast.Tuple):
        return any(map(_catches_all, caught.elts))
    return caught is None or (isinstance(caught, ast.Name) and caught.id in BROAD)


def _is_nothing(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Pass | ast.Continue) or (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    )


def test_nothing_that_is_committed_holds_a_trace() -> None:
    assert not list(traces(tracked()))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("requirements.txt", f"whoosh @ https://files.{'.'.join(HOSTS[1])}/packages/x"),
        ("constraints.txt", f"--{INDEX_OPTION} https://mirror.example.org"),
        ("README.md", f"See /{FOLDERS[0]}/somebody/notes"),
        ("Makefile", f"cp /{FOLDERS[3]}/main/x y"),
        ("script.sh", f"cd /{FOLDERS[4]}/build"),
        ("notes.md", f"{UNFINISHED[0]}: say more"),
        ("code.py", f"# {UNFINISHED[1]} later"),
        ("merge.md", f"a\n{'<' * 7} mine\nb"),
        ("code.py", "try:\n    f()\nexcept Exception:\n    pass\n"),
        ("code.py", "try:\n    f()\nexcept:\n    ...\n"),
        ("code.py", "for x in y:\n    try:\n        f()\n    except (ValueError, Exception):\n        continue\n"),
        ("code.py", "with contextlib.suppress(Exception):\n    f()\n"),
    ],
)
def test_a_planted_trace_is_found(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert len(list(traces([path]))) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("code.py", "try:\n    f()\nexcept ValueError:\n    pass\n"),
        ("code.py", "try:\n    f()\nexcept Exception:\n    log()\n    raise\n"),
        ("notes.md", "See /help/searching and https://example.org/home/page"),
        ("picture.png", "\x89PNG"),
    ],
)
def test_what_is_no_trace_passes(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="latin-1")
    assert not list(traces([path]))
