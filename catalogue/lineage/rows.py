"""What is asked of a run again and again, taken out of all that its events say. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from catalogue.lineage import fold
from catalogue.lineage.events import moment
from catalogue.lineage.fold import Folded
from catalogue.model.sail import parse

_DIGEST = re.compile(r"[0-9a-f]{64}")
LONGEST_COLUMN, LONGEST_TEXT, LONGEST_KIND, LONGEST_SUBTYPE = 200, 2000, 20, 40
LONGEST_VERSION = 500

Name = tuple[str, str]


# Thousands of these are made at a time; named tuples are made in a quarter of the time of dataclasses.
class Read(NamedTuple):
    """An input. `version` and `digest` are as the run names them, or empty; `via`: `inputs` or `columnLineage`."""

    dataset: Name
    version: str
    digest: str
    via: str


class Written(NamedTuple):
    """An output, in the same words."""

    dataset: Name
    version: str
    digest: str


class Column(NamedTuple):
    """A column of an output made from a column of an input; an empty `output_column` stands for the whole output."""

    output: Name
    output_column: str
    input: Name
    input_column: str
    kind: str
    subtype: str
    description: str


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run in short. Moments are UTC texts of one width."""

    job: Name
    parent: str | None
    state: str
    started: str | None
    ended: str | None
    read_at: str
    wrote_at: str
    inputs: tuple[Read, ...]
    outputs: tuple[Written, ...]
    columns: tuple[Column, ...]

    @property
    def complete(self) -> bool:
        """True when what it wrote is a version of its outputs: it ended well, and in nothing else before."""
        return self.state == "COMPLETE"


def job_key(namespace: str, name: str) -> str:
    """16 hexadecimal digits that stand for a job in addresses."""
    return hashlib.sha256(f"{namespace}\0{name}".encode()).hexdigest()[:16]


def table_of(name: str) -> str:
    """The table that a physical name is of, in lower case, without schema, folder, ending and day of a snapshot."""
    sail = parse(name)
    if sail is not None:
        return sail.at_core().table.lower()
    last = re.split(r"[./\\]", name.removesuffix(".csv").removesuffix(".parquet"))[-1]
    return re.sub(r"_\d{8}\Z", "", last).lower()


def run_row(folded: Folded) -> RunRow:
    """A run as its events tell it."""
    state, ended = ending(folded)
    started = folded["states"].get("START")
    namespace, name = folded["name"][2]
    outputs = {fold.named(key): told for key, told in folded["outputs"].items()}
    # Of two that differ in the description alone, or where a long name was cut, one holds whatever came first.
    columns = tuple({one[:-1]: one for one in sorted(_columns(outputs))}.values())
    return RunRow(
        job=(namespace, name),
        parent=_parent(fold.value(folded["run"], "parent")),
        state=state,
        started=started,
        ended=ended,
        read_at=started or folded["first"],
        wrote_at=ended or folded["last"],
        inputs=tuple(_inputs(folded["inputs"], columns, outputs)),
        outputs=tuple(_written(name, told) for name, told in outputs.items()),
        columns=columns,
    )


def ending(folded: Folded) -> tuple[str, str | None]:
    """State and moment of the end: the first end that was reported counts, whatever is reported after it."""
    states: Mapping[str, str] = folded["states"]
    ends = sorted((states[state], state) for state in fold.TERMINAL if state in states)
    if ends:
        return ends[0][1], ends[0][0]
    return max(states.items(), key=lambda pair: (pair[1], pair[0]), default=("OTHER", ""))[0], None


def _parent(parent: Mapping[str, Any]) -> str | None:
    return str(parent["run"]["runId"]).lower() if parent else None


def _inputs(inputs: Mapping[str, Any], columns: Iterable[Column], outputs: Mapping[Name, Any]) -> Iterator[Read]:
    """What was read: as said, and what columns of the outputs are said to be made from."""
    said = {fold.named(key): told for key, told in inputs.items()}
    for name, told in said.items():
        version, digest = identity(told, "inputFacets")
        yield Read(name, version, digest, "inputs")
    for name in dict.fromkeys(column.input for column in columns):
        if name not in said and name not in outputs:
            yield Read(name, "", "", "columnLineage")


def _written(name: Name, told: Mapping[str, Any]) -> Written:
    return Written(name, *identity(told, "outputFacets"))


def identity(told: Mapping[str, Any], own: str) -> tuple[str, str]:
    """Version and digest of a dataset that a run read or wrote, each empty when not told.

    The digest stands in a facet `digest` with a member `value` or `sha256`; a version of 64 hexadecimal digits is one.
    """
    version = _text(_facet(told, own, "version").get("datasetVersion"), LONGEST_VERSION)
    claimed = _facet(told, own, "digest")
    digest = str(claimed.get("sha256") or claimed.get("value") or "").lower()
    if not _DIGEST.fullmatch(digest):
        digest = version.lower() if _DIGEST.fullmatch(version.lower()) else ""
    return version, digest


def _facet(told: Mapping[str, Any], own: str, name: str) -> dict[str, Any]:
    """A facet of the dataset as this run saw it, else of the dataset itself."""
    return fold.value(told.get(own, {}), name) or fold.value(told["facets"], name)


def _columns(outputs: Mapping[Name, Any]) -> list[Column]:
    """Columns of outputs, one for each way in which an input column goes into an output column."""
    found: list[Column] = []
    for name, told in outputs.items():
        lineage = fold.value(told["facets"], "columnLineage")
        for column, facts in lineage.get("fields", {}).items():
            # As version 1-0 of the facet wrote it.
            old = {"type": facts.get("transformationType"), "description": facts.get("transformationDescription")}
            _add_edges(found, name, column, facts["inputFields"], old)
        _add_edges(found, name, "", lineage.get("dataset", ()), {})
    return found


def _add_edges(
    found: list[Column], output: Name, column: str, fields: Iterable[Mapping[str, Any]], old: Mapping[str, Any]
) -> None:
    """old: the way of fields that name none."""
    own = _text(column, LONGEST_COLUMN)
    for field in fields:
        source, name = (field["namespace"], field["name"]), _text(field["field"], LONGEST_COLUMN)
        for way in field.get("transformations") or (old,):
            kind, subtype = _text(way.get("type"), LONGEST_KIND), _text(way.get("subtype"), LONGEST_SUBTYPE)
            found.append(Column(output, own, source, name, kind, subtype, _text(way.get("description"), LONGEST_TEXT)))


def _text(value: Any, longest: int) -> str:
    """A text as a column of the database holds it: PostgreSQL takes no NUL."""
    if isinstance(value, str) and len(value) <= longest and "\0" not in value:
        return value
    return str(value or "").replace("\0", "\ufffd")[:longest]


def nominal(folded: Folded) -> tuple[str, str]:
    """The time that a run stands for, from and to, each empty when not told."""
    facet = fold.value(folded["run"], "nominalTime")
    return moment(str(facet.get("nominalStartTime", ""))), moment(str(facet.get("nominalEndTime", "")))
