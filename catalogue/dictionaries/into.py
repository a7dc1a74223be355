"""Dictionaries into a package folder: a new one, or merged into one that is there.

Beside the descriptor lies `import.json`: how each property came in, what was not taken, and what was wrong. Without it,
or where a property was changed by hand since, what stands in the folder counts as written by a person.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePath
from typing import Any

import orjson

from catalogue.dictionaries import naming
from catalogue.dictionaries.descriptor import SOURCE, to_descriptor, to_package
from catalogue.dictionaries.dictionary import Dictionary
from catalogue.dictionaries.leaves import flat
from catalogue.dictionaries.merge import (
    Choice,
    Facts,
    How,
    Merged,
    Origins,
    Part,
    Place,
    assembled,
    decide_all,
    digest,
    merge,
    parts_of,
    with_origins,
)
from catalogue.errors import ConflictError, InvalidRequestError
from catalogue.packages.facts import Package
from catalogue.packages.files import DESCRIPTORS
from catalogue.packages.limits import Limits
from catalogue.packages.read import read_package
from catalogue.packages.upgrade import upgrade_package
from catalogue.packages.write import DESCRIPTOR, WrittenPackage, write_package
from catalogue.releases.canonical import normalise

REPORT = "import.json"
_MOST_REPORT = 200_000_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the dataset is to be called; empty texts leave it to the dictionary."""

    name: str = ""
    title: str = ""
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class Existing:
    """A package that is there, with what `import.json` says of it. `package` is None where there is none yet."""

    package: Package | None
    parts: Mapping[Place, Part]

    @property
    def dataset(self) -> Facts:
        """Facts of the dataset that is there."""
        part = self.parts.get(Place("dataset"))
        return part.facts if part else {}


def incoming_of(
    dictionaries: Sequence[Dictionary], wanted: Wanted, there: Existing
) -> list[tuple[str, dict[Place, Facts]]]:
    """What each dictionary says, by parts and in normal form, with its file's name.

    All of them are about one dataset: the one that is there, or one that the first of them names. A dictionary that is
    not the source of the whole says nothing of the dataset, and is cited by its tables.
    """
    found: list[tuple[str, dict[Place, Facts]]] = []
    name, title = there.package.slug if there.package else wanted.name, wanted.title
    whole = str(there.dataset.get("source", "")) if there.package else SOURCE
    sources = {str(one.get("title")): str(one["name"]) for one in there.dataset.get("sources", ())}
    known = {place.key for place in there.parts}
    for dictionary in dictionaries:
        source = sources.get(dictionary.origin) or naming.free(SOURCE, set(sources.values()))
        sources[dictionary.origin] = source
        said = {"name": name, "title": title, "publisher": wanted.publisher, "source": source}
        parts = _parts(to_descriptor(dictionary, **said))
        dataset = parts[Place("dataset")]
        name, title = str(dataset["name"]), str(dataset["title"])
        if any(_clash(parts, others) for _, others in found):
            stem = naming.slug(f"{name}-{PurePath(dictionary.origin).stem}")
            parts = _parts(to_descriptor(dictionary, **{**said, "name": name}, lists=stem))
        found.append((dictionary.origin, parts if source == whole else _beside(parts, source, known)))
        known |= {place.key for place in parts}
    return found


def _parts(descriptor: Facts) -> dict[Place, Facts]:
    """Parts of a descriptor in the spelling in which packages are read, so that the same facts are the same."""
    normal: Facts = normalise(upgrade_package(descriptor)) or {}
    # Where its file lies is no fact of a table.
    return {
        place: {key: value for key, value in facts.items() if key != "path"}
        for place, facts in parts_of(normal).items()
    }


def _clash(parts: Mapping[Place, Facts], others: Mapping[Place, Facts]) -> bool:
    """True when two dictionaries give one name to lists of different codes."""
    return any(
        place.kind == "codelist" and place in others and others[place].get("codes") != facts.get("codes")
        for place, facts in parts.items()
    )


def _beside(parts: Mapping[Place, Facts], source: str, known: Collection[Place]) -> dict[Place, Facts]:
    """Parts of a dictionary that is one source among others: it is cited by what is new, at the outermost part.

    What is there already goes on citing what it cites; `import.json` tells what came from where, property by property.
    """
    found: dict[Place, Facts] = {}
    for place, facts in parts.items():
        apart = {"source", "sources"} if place.kind == "codelist" and place.key in known else set()
        cited = place.key not in known and (place.kind == "table" or Place("table", place.table).key in known)
        own = {key: value for key, value in facts.items() if key not in apart}
        if place.kind == "dataset":
            own = {key: facts[key] for key in ("name", "sources")}
        found[place] = {**own, "source": source} if cited and place.kind in {"table", "variable"} else own
    return found


def existing(folder: Path, limits: Limits) -> Existing:
    """The package in a folder. Raises PackageRefusedError when it breaks rules: it is put right before it is merged."""
    package = read_package(folder, limits)
    document = {
        **package.dataset,
        "name": package.slug,
        **_release(package),
        "resources": [_resource(table) for table in package.tables],
        "codeLists": [{**facts, "name": name} for name, facts in package.code_lists.items()],
    }
    parts = parts_of(document)
    return Existing(package, with_origins(parts, _as_edited(parts, _kept_origins(folder))))


def _release(package: Package) -> Facts:
    said = package.release
    found = {"version": said.version, "snapshot": said.snapshot, "issued": said.issued, "releaseNotes": said.notes}
    return {key: value for key, value in found.items() if value}


def _resource(table: Mapping[str, Any]) -> Facts:
    schema = {**table.get("schema", {}), "fields": table["variables"]}
    return {**{key: value for key, value in table.items() if key not in {"variables", "schema"}}, "schema": schema}


def _kept_origins(folder: Path) -> dict[Place, Origins]:
    try:
        data = (folder / REPORT).read_bytes()[:_MOST_REPORT]
        entries = orjson.loads(data)["origins"]
        return {Place(*one["place"]): one["properties"] for one in entries}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InvalidRequestError(
            f"{REPORT} in {folder.name!r} cannot be read: {error}.",
            remedy="Put it right, or take it away: then everything in the folder counts as written by hand.",
        ) from error


def _as_edited(parts: Mapping[Place, Facts], origins: Mapping[Place, Origins]) -> dict[Place, Origins]:
    """Origins in which a property that is no longer what was imported counts as written."""
    found: dict[Place, Origins] = {}
    for place, own in origins.items():
        values = flat(parts.get(place, {}))
        found[place] = {name: _edited(name, entry, values) for name, entry in own.items()}
    return found


def _edited(name: str, entry: Mapping[str, Any], values: Facts) -> dict[str, Any]:
    plain = {key: value for key, value in entry.items() if key != "digest"}
    if "digest" in entry and (name not in values or digest(name, values[name]) != entry["digest"]):
        return {**plain, "how": How.WRITTEN.value, "from": ""}
    return plain


def joined(there: Existing, incoming: Sequence[tuple[str, dict[Place, Facts]]], choice: Choice | None) -> Merged:
    """Everything merged, one file after the other, into what is there. choice: decides every conflict, or None."""
    whole = Merged(dict(there.parts))
    said = {place.key for _, parts in incoming for place in parts}
    for origin, parts in incoming:
        step = merge(whole.parts, parts, origin)
        if choice is not None:
            step = decide_all(step, choice, origin)
        whole = Merged(
            step.parts,
            (*whole.conflicts, *step.conflicts),
            tuple(dict.fromkeys((*whole.added, *step.added))),
            tuple(dict.fromkeys((*whole.changed, *step.changed))),
            # What one file does not have, another one of the same import may.
            tuple(dict.fromkeys((*whole.vanished, *(one for one in step.vanished if one.key not in said)))),
            (*whole.gone, *step.gone),
        )
    return whole


def package_of(merged: Merged, there: Existing) -> Package:
    """The facts of merged parts, with the release and the rows of the package that was there."""
    package = to_package(assembled({place: part.facts for place, part in merged.parts.items()}))
    before = there.package
    return replace(package, release=before.release, data=before.data) if before else package


def report(merged: Merged, dictionaries: Sequence[Dictionary]) -> bytes:
    """`import.json`: origins with digests of what was imported, and what each dictionary left."""
    entries = [
        {
            "place": list(place),
            "properties": {name: _entry(name, own, flat(part.facts)) for name, own in part.origins.items()},
        }
        for place, part in merged.parts.items()
        if part.origins
    ]
    whole = {
        "about": "How the facts of datapackage.json came in; read by `catalogue import-dictionary --merge`.",
        "files": [
            {
                "file": one.origin,
                "format": one.format,
                "sha256": one.digest,
                "unmapped": [asdict(left) for left in one.unmapped],
                "problems": [problem.sentence() for problem in one.problems],
            }
            for one in dictionaries
        ],
        "origins": entries,
    }
    return orjson.dumps(whole, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _entry(name: str, own: Mapping[str, Any], values: Facts) -> dict[str, Any]:
    known = own.get("how") == How.IMPORTED and name in values
    return {**own, "digest": digest(name, values[name])} if known else dict(own)


NOTHING = Existing(None, {})


def require_free(folder: Path) -> None:
    """Raise ConflictError when a folder is there and holds anything: nothing is overwritten."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConflictError(
            f"{folder} is there already; nothing was written.",
            remedy="Choose another folder with `--into`, or merge into this one with `--merge`.",
        )


def write(folder: Path, package: Package, about: bytes) -> list[str]:
    """Write a package folder, its descriptor last; names of the files.

    A descriptor of another kind, such as YAML, is kept beside it under another name: a package has one descriptor.
    """
    written: WrittenPackage = write_package(package)
    files = {**written.files, REPORT: about, DESCRIPTOR: written.descriptor}
    for name, body in files.items():
        _put(folder / name, body)
    for other in DESCRIPTORS:
        if other != DESCRIPTOR and (folder / other).is_file():
            (folder / other).rename(folder / f"{other}.before")
            files[f"{other}.before"] = b""
    return list(files)


def _put(path: Path, body: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".import-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(body)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
        raise
