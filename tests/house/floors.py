"""The plan of the house as data, and the reader that holds imports against it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# Ground first. A room sees itself and the floors below, never its neighbours on the same floor.
FLOORS: tuple[frozenset[str], ...] = tuple(
    frozenset(floor.split())
    for floor in (
        "errors progress",
        "settings text outbound",
        "model",
        "store",
        "releases",
        "packages",
        "dictionaries statistics",
        "lineage",
        "search",
        "registry audit",
        "people",
        "drafts",
        "work following",
        "exports charts",
        "harvest",
        "delivery",
        "api protocols web",
        "demo",
        "app",
        "commands",
        "cli",
        "__main__",
    )
)
LEVEL = {room: level for level, floor in enumerate(FLOORS) for room in floor}

# Where a library lives. A library that is not here may be imported by any room.
HOMES: dict[str, frozenset[str]] = {
    library: frozenset(rooms.split())
    for library, rooms in {
        "sqlmodel": "model store",
        "sqlalchemy": "model store dictionaries",
        "alembic": "store",
        "frictionless": "packages",
        "jsonschema": "packages",
        "yaml": "packages",
        "rfc8785": "releases",
        "whoosh": "search",
        "numpy": "search",
        "markdown": "text",
        "nh3": "text",
        "flask": "delivery api protocols web app",
        "werkzeug": "delivery api protocols web app",
        "marshmallow": "api",
        "flask_smorest": "api",
        "webargs": "api",
        "jinja2": "web app",
        "brotli": "delivery",
        "prometheus_client": "web",
        "click": "commands cli",
        "tqdm": "commands",
        "pyreadstat": "dictionaries",
        "polars": "dictionaries",
        "lxml": "dictionaries",
        "openpyxl": "dictionaries exports",
        "igraph": "lineage",
        "jsonschema_rs": "lineage",
        "argon2": "people",
        "authlib": "people",
        "joserfc": "people",
        "cryptography": "audit",
        "httpx": "outbound",
        "duckdb": "demo statistics",
        "sqlglot": "demo",
        "openlineage": "demo",
        "rdflib": "harvest",
        "pandas": "",
    }.items()
}

# Names that a room above the database may hold: an engine or a session that it was handed and hands on, and errors
# that it tells in its own words. With none of them can a statement be written.
HANDED_ON = frozenset({"sqlmodel.Session", "sqlalchemy.Engine"})
HANDED_ON_MODULES = frozenset({"sqlalchemy.exc"})
DATABASE = frozenset({"sqlmodel", "sqlalchemy"})
STORE = "store"


@dataclass(frozen=True, slots=True)
class Import:
    """One imported name: `module` as written, `name` what is taken from it (empty for `import module`)."""

    module: str
    name: str
    line: int

    @property
    def library(self) -> str:
        """The top of the module's dotted name."""
        return self.module.partition(".")[0]

    @property
    def dotted(self) -> str:
        """Module and name together."""
        return f"{self.module}.{self.name}" if self.name else self.module


def room_of(path: Path, root: Path) -> str:
    """The room a file belongs to: the first part of its path below `catalogue`."""
    return path.relative_to(root).with_suffix("").parts[0]


def sources(root: Path) -> list[Path]:
    """Every Python file of the house but the map at its door, `catalogue/__init__.py`."""
    return sorted(path for path in root.rglob("*.py") if path != root / "__init__.py")


def imports(tree: ast.AST) -> Iterator[Import]:
    """Every import of a file, those inside functions included. A relative one comes out with leading dots."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, "", node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield from (Import(module, alias.name, node.lineno) for alias in node.names)


def faults(path: Path, root: Path) -> list[str]:
    """What in a file goes against the plan, one sentence each."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    here = room_of(path, root)
    if here not in LEVEL:
        return [f"{here} stands on no floor; add it to FLOORS and to the map in catalogue/__init__.py."]
    found = [fault for one in imports(tree) for fault in _import_faults(one, here)]
    return found + list(_session_faults(tree, here))


def _import_faults(one: Import, here: str) -> Iterator[str]:
    where = f"line {one.line}:"
    if one.module.startswith("."):
        yield f"{where} a relative import hides the floor."
    elif one.library == "catalogue":
        yield from (f"{where} {fault}" for fault in _floor_faults(one, here))
    elif one.library in HOMES and here not in HOMES[one.library] and not _handed_on(one):
        homes = ", ".join(sorted(HOMES[one.library])) or "no room"
        yield f"{where} {one.dotted} belongs in {homes}, not in {here}."


def _floor_faults(one: Import, here: str) -> Iterator[str]:
    _, _, rest = one.dotted.partition(".")
    there = rest.partition(".")[0]
    if not there or there == here:
        return
    if there not in LEVEL:
        yield f"{there} stands on no floor."
    elif LEVEL[there] == LEVEL[here]:
        yield f"{here} must not see its neighbour {there}."
    elif LEVEL[there] > LEVEL[here]:
        yield f"{here} must not see {there}, which stands above it."


def _handed_on(one: Import) -> bool:
    return one.dotted in HANDED_ON or one.module in HANDED_ON_MODULES


def _session_faults(tree: ast.AST, here: str) -> Iterator[str]:
    """A session is opened, asked and told in `store` alone; every other room passes on what it was given."""
    if here == STORE:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Session":
            yield f"line {node.lineno}: a Session is opened in store alone; use store.engine.reading or writing."
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "session":
            yield f"line {node.lineno}: session.{node.attr} is a statement to the database; give it a name in store."
