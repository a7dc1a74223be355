"""Every code that a refusal can carry has its place in the manual, where `type` and reports lead."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from catalogue.delivery.problems import HTTP_CODES, STATUS
from catalogue.settings import PACKAGE
from tests.docs import manual

FILES = sorted(PACKAGE.rglob("*.py"))


def nodes(paths: Iterable[Path]) -> Iterator[ast.AST]:
    """Everything in some files of code."""
    for path in paths:
        yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def codes(paths: Iterable[Path]) -> set[str]:
    """The codes that classes of errors give themselves, in whatever room they stand."""
    return {
        ast.literal_eval(line.value)
        for node in nodes(paths)
        if isinstance(node, ast.ClassDef) and node.name.endswith("Error")
        for line in node.body
        if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "code"
    }


def rules(paths: Iterable[Path]) -> set[str]:
    """Rules that code gives to problems by writing them out."""
    return {
        text.value
        for call in nodes(paths)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "Problem" and call.args
        for text in ast.walk(call.args[0])
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
    }


def test_every_problem_has_a_section() -> None:
    wanted = {*codes(FILES), *HTTP_CODES.values(), *STATUS, "bad-request"}
    assert sorted(wanted - manual.anchors(manual.page("problems"))) == []


def test_every_error_has_a_status_of_its_own() -> None:
    assert sorted(codes(FILES) ^ set(STATUS)) == []


def test_every_rule_outside_packages_is_told() -> None:
    """Those of the room `packages` are held to the manual by its own tests."""
    found = rules(path for path in FILES if "packages" not in path.relative_to(PACKAGE).parts)
    assert found, "no rule was found at all"
    told: set[str] = set()
    for text in (manual.page("rules"), manual.page("problems")):
        told |= manual.spans(text) | manual.anchors(text)
    assert sorted(found - told) == []


@pytest.mark.parametrize("code", ["Problem('planted', 'x')", "Problem('planted' if x else 'other', 'x')"])
def test_a_rule_that_nobody_told_of_is_found(tmp_path: Path, code: str) -> None:
    path = tmp_path / "planted.py"
    path.write_text(code, encoding="utf-8")
    assert "planted" in rules([path])


def test_a_code_that_nobody_told_of_is_found(tmp_path: Path) -> None:
    path = tmp_path / "planted.py"
    path.write_text("class PlantedError(CatalogueError):\n    code = 'planted'\n", encoding="utf-8")
    assert codes([path]) == {"planted"}
    assert "planted" not in manual.anchors(manual.page("problems"))
