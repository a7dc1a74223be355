"""What differs between what stands behind two releases: inputs, and jobs with code, parameters and counts. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from catalogue.lineage.questions.common import Facts
from catalogue.model.sail import parse

Changed = tuple[str, str, str | None, str | None]
CODE = ("url", "version", "branch", "tag", "path", "type")


def inputs(left: Iterable[Facts], right: Iterable[Facts]) -> list[Facts]:
    """Inputs that came, went, or were read in another version; those that are the same are among them.

    A table of a release is the same input in every version, a table of the databank on every day of a snapshot.
    status: `added`, `removed`, `changed`, `same`, or `unknown` when no version is told.
    """
    sides = [_by_subject(side) for side in (left, right)]
    found = []
    for subject in sorted({*sides[0], *sides[1]}):
        versions = [sorted(side.get(subject, {})) for side in sides]
        told = next(iter((sides[1].get(subject) or sides[0][subject]).values()))
        found.append(
            {
                **_subject(told, subject),
                "status": _status(subject in sides[0], subject in sides[1], *versions),
                "from": [one for one in versions[0] if one],
                "to": [one for one in versions[1] if one],
            }
        )
    return found


def _status(before: bool, after: bool, left: list[str], right: list[str]) -> str:  # noqa: FBT001
    if not before or not after:
        return "added" if after else "removed"
    if left != right:
        return "changed"
    return "unknown" if left == [""] else "same"


def _by_subject(reads: Iterable[Facts]) -> dict[tuple[str, ...], dict[str, Facts]]:
    found: dict[tuple[str, ...], dict[str, Facts]] = defaultdict(dict)
    for one in reads:
        release = one.get("release")
        if release:
            found["table", release["dataset"], release.get("table", "")][release["version"]] = one
            continue
        sail = parse(one["name"])
        name = f"{sail.at_core().schema}.{sail.at_core().table}" if sail is not None else one["name"]
        version = one.get("version") or one.get("digest") or (sail.snapshot if sail is not None else "")
        found["data", one["namespace"], name][version] = one
    return found


def _subject(told: Facts, subject: tuple[str, ...]) -> Facts:
    if subject[0] == "data":
        return {"namespace": subject[1], "name": subject[2]}
    release = told["release"]
    named = {"dataset": release["dataset"], "slug": release["slug"]}
    return {**named, "table": release["table"]} if release.get("table") else named


def jobs(left: Iterable[Facts], right: Iterable[Facts], rows: Mapping[str, Mapping[str, Any]]) -> list[Facts]:
    """Jobs that came, went, or ran differently, by namespace and name; the newest run of each stands for it.

    left, right: runs. rows: of each run, number of rows by name of what it wrote.
    """
    sides = [_by_job(side) for side in (left, right)]
    found = []
    for job in sorted({*sides[0], *sides[1]}):
        one, other = sides[0].get(job), sides[1].get(job)
        changes = list(_changes(one, other, rows)) if one is not None and other is not None else []
        told: Facts = {
            "job": {"namespace": job[0], "name": job[1]},
            "status": "added" if one is None else "removed" if other is None else "changed" if changes else "same",
            "changes": [
                {"what": what, "name": name, "from": before, "to": after} for what, name, before, after in changes
            ],
        }
        runs = {"fromRun": one["id"] if one else "", "toRun": other["id"] if other else ""}
        found.append({**told, **{name: uuid for name, uuid in runs.items() if uuid}})
    return found


def _by_job(runs: Iterable[Facts]) -> dict[tuple[str, str], Facts]:
    found: dict[tuple[str, str], Facts] = {}
    for one in sorted(runs, key=lambda one: (one.get("started") or "", one["id"])):
        if "job" in one:
            found[one["job"]["namespace"], one["job"]["name"]] = one
    return found


def _changes(one: Facts, other: Facts, rows: Mapping[str, Mapping[str, Any]]) -> Iterator[Changed]:
    if one["id"] == other["id"]:
        return
    pairs = [
        *(("code", name, *((side.get("code") or {}).get(name) for side in (one, other))) for name in CODE),
        *_parameters(one, other),
        *(("engine", name, *((side.get("engine") or {}).get(name) for side in (one, other)))
          for name in ("name", "version")),
        ("state", "", one.get("state"), other.get("state")),
        ("seconds", "", seconds(one), seconds(other)),
        *_rows(rows.get(one["id"], {}), rows.get(other["id"], {})),
    ]  # fmt: skip
    for what, name, before, after in pairs:
        old, new = (None if value is None else str(value) for value in (before, after))
        if old != new:
            yield str(what), str(name), old, new


def _parameters(one: Facts, other: Facts) -> Iterator[tuple[str, str, Any, Any]]:
    sides = [{item["key"]: item["value"] for item in side.get("parameters", ())} for side in (one, other)]
    for key in sorted({*sides[0], *sides[1]}):
        yield "parameter", key, sides[0].get(key), sides[1].get(key)
    withheld = [side.get("parametersWithheld", 0) for side in (one, other)]
    yield "parameters withheld", "", *withheld


def _rows(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[tuple[str, str, Any, Any]]:
    for name in sorted({*one, *other}):
        yield "rows", name, one.get(name), other.get(name)


def seconds(run: Facts) -> str | None:
    """How long a run took, in seconds to the tenth; None when that is not known."""
    if not (run.get("started") and run.get("ended")):
        return None
    took = datetime.fromisoformat(run["ended"]) - datetime.fromisoformat(run["started"])
    return f"{took.total_seconds():.1f}"
