"""Where a release comes from in the words of W3C PROV, before any way of writing it.

Only what the seal pins is said, and what the register knows of the release itself: a release that no run is known of
is a collection of tables that somebody published. Data that no release holds have a UUID of their own, worked out of
namespace, name and the run that wrote them, so that they are the same in the document of every release.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from catalogue.harvest.subject import Subject

Facts = Mapping[str, Any]
# Own words are explained in the manual.
VOCABULARY = "/help/provenance#"
NAMESPACES = {"prov": "http://www.w3.org/ns/prov#", "dcterms": "http://purl.org/dc/terms/"}
_FAMILY = uuid.uuid5(uuid.NAMESPACE_URL, "cafcass-catalogue/lineage")
Type = Literal["name", "text", "dateTime", "date", "anyURI", "integer"]
Roles = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """A value of an attribute: a text of a type; a `name` is the identifier of something, with its prefix."""

    text: str
    type: Type = "text"


Attributes = list[tuple[str, Value]]


@dataclass(frozen=True, slots=True)
class Relation:
    """How things relate. kind: of `RELATIONS`; ends: what stands in its roles, None for what is not known."""

    kind: str
    ends: tuple[str | None, ...]
    attributes: tuple[tuple[str, Value], ...] = ()


# The roles of each kind of relation, by the names that PROV-JSON has for them; the first two are what it is between.
RELATIONS: dict[str, Roles] = {
    "wasGeneratedBy": ("entity", "activity", "time"),
    "used": ("activity", "entity"),
    "wasDerivedFrom": ("generatedEntity", "usedEntity", "activity"),
    "wasAssociatedWith": ("activity", "agent", "plan"),
    "wasAttributedTo": ("entity", "agent"),
    "specializationOf": ("specificEntity", "generalEntity"),
    "alternateOf": ("alternate1", "alternate2"),
    "hadMember": ("collection", "entity"),
}


@dataclass(slots=True)
class Provenance:
    """Entities, activities and agents by identifier, and how they relate. prefixes: of identifiers."""

    prefixes: dict[str, str]
    entities: dict[str, Attributes] = field(default_factory=dict)
    activities: dict[str, Attributes] = field(default_factory=dict)
    agents: dict[str, Attributes] = field(default_factory=dict)
    # A dictionary, so that what is said twice stands once, in the order in which it was said.
    relations: dict[Relation, None] = field(default_factory=dict)

    def relate(self, kind: str, *ends: str | None, attributes: Attributes | None = None) -> None:
        """Say how things relate, once."""
        self.relations.setdefault(Relation(kind, ends, tuple(attributes or ())))


def of_release(subject: Subject) -> Provenance:
    """What is known of where a release comes from."""
    found = Provenance(
        {
            **NAMESPACES,
            "cat": f"{subject.site}{VOCABULARY}",
            "release": f"{subject.site}/datasets/",
            "organisation": f"{subject.site}/organisations/",
            "run": f"{subject.site}/runs/",
            "id": "urn:uuid:",
        }
    )
    release = _released(subject, found)
    _Runs(subject, found, release).tell()
    return found


def _released(subject: Subject, found: Provenance) -> str:
    """The release, its tables, its publisher and the release before it; returns its identifier."""
    one = subject.release
    release = release_name(one.slug, one.version)
    found.entities[release] = [
        ("prov:label", Value(f"{one.facts.title}, release {one.version}")),
        ("prov:type", Value("prov:Collection", "name")),
        *_texts({"dcterms:identifier": f"{one.dataset_key}@{one.version}", "cat:version": one.version}),
        ("dcterms:issued", Value(one.issued, "date")),
        *([("cat:snapshot", Value(one.snapshot, "date"))] if one.snapshot else ()),
        ("cat:page", Value(subject.page, "anyURI")),
        *_texts({"cat:content": one.content, "cat:seal": one.seal}),
    ]
    for name in subject.table_names:
        table = release_name(one.slug, one.version, name)
        found.entities[table] = [("prov:label", Value(name))]
        found.relate("hadMember", release, table)
    if one.facts.publisher:
        publisher = f"organisation:{one.facts.publisher}"
        found.agents[publisher] = [
            ("prov:label", Value(subject.publisher)),
            ("prov:type", Value("prov:Organization", "name")),
        ]
        found.relate("wasAttributedTo", release, publisher)
    if subject.previous:
        before = release_name(one.slug, subject.previous)
        found.entities[before] = [("prov:label", Value(f"Release {subject.previous}"))]
        revision: Attributes = [("prov:type", Value("prov:Revision", "name"))]
        found.relate("wasDerivedFrom", release, before, None, attributes=revision)
    return release


class _Runs:
    """The runs that a seal pins, what they read and what they wrote."""

    def __init__(self, subject: Subject, found: Provenance, release: str) -> None:
        self._subject, self._found, self._release = subject, found, release
        self._pinned: Facts = subject.release.sealed.get("run") or {}
        closure = subject.closure
        told = [*closure.get("runs", ()), *([self._pinned] if self._pinned else ())]
        self._runs: dict[str, Facts] = {one["id"]: one for one in told}
        self._outputs: Iterable[Facts] = closure.get("outputs", ())
        self._read: dict[str, dict[str, Facts]] = defaultdict(dict)
        for one in closure.get("inputs", ()):
            self._read[one["reader"]][self._input(one)] = one
        # Of an output whose columns are known: the inputs that they are made from.
        self._made_from: dict[tuple[str, str, str], set[tuple[str, str]]] = defaultdict(set)
        for one in closure.get("columns", ()):
            self._made_from[one["run"], one["output"]["namespace"], one["output"]["name"]].add(_place(one["input"]))
        self._left_out = closure.get("cut", 0)

    def tell(self) -> None:
        """Put them in."""
        if self._left_out:
            self._found.entities[self._release].append(("cat:runsLeftOut", Value(str(self._left_out), "integer")))
        for uuid_ in sorted(self._runs):
            self._run(uuid_)
        for reader, inputs in sorted(self._read.items()):
            for entity, one in sorted(inputs.items()):
                said = _texts({"cat:how": one.get("how"), "cat:rows": one.get("rows"), "cat:via": one.get("via")})
                self._found.relate("used", self._run(reader), entity, attributes=said)
        for one in self._outputs:
            entity = self._data(one, one["run"])
            self._generated(entity, one["run"], {"cat:rows": one.get("rows")})
            self._derived(entity, one)
        for one in self._pinned.get("outputs", ()):
            self._table(one)

    def _table(self, one: Facts) -> None:
        """A table of the release, or the release as a whole, that a run made."""
        if not one.get("table"):
            self._generated(self._release, one["run"], {"cat:how": one["how"]})
            return
        record = self._subject.release
        table = release_name(record.slug, record.version, one["table"])
        self._generated(table, one["run"], {"cat:how": one["how"], "cat:rows": one.get("rows")})
        self._found.relate("alternateOf", table, self._data(one, one["run"]))
        self._derived(table, one)

    def _generated(self, entity: str, run: str, said: Facts) -> None:
        ended = self._runs.get(run, {}).get("ended")
        self._found.relate("wasGeneratedBy", entity, self._run(run), ended, attributes=_texts(said))

    def _derived(self, entity: str, output: Facts) -> None:
        """An output comes from what its columns are made from; when these are not told, from all that was read."""
        places = self._made_from.get((output["run"], *_place(output)))
        for source, one in sorted(self._read[output["run"]].items()):
            if (places is None or _place(one) in places) and source != entity:
                self._found.relate("wasDerivedFrom", entity, source, f"run:{output['run']}")

    def _input(self, one: Facts) -> str:
        """What a run read: a table of a release, or data in the version that is known."""
        release = one.get("release")
        if not release:
            entity = self._data(one, one.get("run", ""))
            if "run" in one:
                self._generated(entity, one["run"], {})
            return entity
        slug = self._subject.slugs.get(release["dataset"], release["slug"])
        entity = release_name(slug, release["version"], release.get("table", ""))
        said = " ".join(filter(None, (release.get("table"), "of", slug, release["version"])))
        self._found.entities.setdefault(entity, [("prov:label", Value(said.removeprefix("of ")))])
        return entity

    def _data(self, one: Facts, run: str) -> str:
        """Data that a run wrote, or else data of a version; when neither is known, data whatever their version."""
        facts = {"cat:namespace": one["namespace"], "cat:name": one["name"]}
        general = identifier("data", *_place(one))
        self._found.entities.setdefault(general, [("prov:label", Value(one["name"])), *_texts(facts)])
        version = str(one.get("version", ""))
        if not run and not version:
            return general
        entity = identifier("data", *_place(one), run or version)
        if entity not in self._found.entities:
            label = f"{one['name']}, version {version}" if version else one["name"]
            exact = {**facts, "cat:version": version, "cat:digest": one.get("digest")}
            self._found.entities[entity] = [("prov:label", Value(label)), *_texts(exact)]
            self._found.relate("specializationOf", entity, general)
        return entity

    def _run(self, run: str) -> str:
        """A run, with its job as the plan and its code as the agent; returns its identifier."""
        activity = f"run:{run}"
        if activity in self._found.activities:
            return activity
        told = self._runs.get(run, {"id": run})
        job = told.get("job") or {}
        self._found.activities[activity] = [
            ("prov:label", Value(str(job.get("name") or run))),
            *[
                (name, Value(str(told[key]), "dateTime"))
                for name, key in (
                    ("prov:startTime", "started"),
                    ("prov:endTime", "ended"),
                    ("cat:nominalStart", "nominalStart"),
                    ("cat:nominalEnd", "nominalEnd"),
                )
                if told.get(key)
            ],
            *_about(told),
        ]
        plan = self._plan(job) if job else None
        agent = self._code(told["code"]) if told.get("code") else None
        if plan or agent:
            self._found.relate("wasAssociatedWith", activity, agent, plan)
        return activity

    def _plan(self, job: Facts) -> str:
        plan = identifier("job", *_place(job))
        self._found.entities[plan] = [
            ("prov:label", Value(job["name"])),
            ("prov:type", Value("prov:Plan", "name")),
            *_texts({"cat:namespace": job["namespace"], "cat:name": job["name"]}),
        ]
        return plan

    def _code(self, code: Facts) -> str:
        """The software that ran: the code at its address, in its version."""
        parts = [str(code.get(name, "")) for name in ("url", "path", "version", "tag", "branch")]
        agent = identifier("code", *parts)
        label = "@".join(filter(None, (parts[0] or parts[1] or "code", next(filter(None, parts[2:]), ""))))
        address: Attributes = [("cat:repository", Value(parts[0], "anyURI"))] if parts[0] else []
        self._found.agents[agent] = [
            ("prov:label", Value(label)),
            ("prov:type", Value("prov:SoftwareAgent", "name")),
            *address,
            *_texts({f"cat:{name}": code.get(name) for name in ("path", "version", "tag", "branch")}),
        ]
        return agent


def _about(told: Facts) -> Attributes:
    """State, engine, parameters and what is withheld of a run."""
    engine = told.get("engine") or {}
    reported = told.get("reported", True)
    found = _texts(
        {
            "cat:state": told.get("state"),
            "cat:reported": None if reported else "no",
            "cat:engine": " ".join(filter(None, (engine.get("name"), engine.get("version")))),
            "cat:parametersWithheld": told.get("parametersWithheld"),
        }
    )
    if told.get("parent"):
        found.append(("dcterms:isPartOf", Value(f"run:{told['parent']}", "name")))
    found += [("cat:parameter", Value(f"{one['key']}={one['value']}")) for one in told.get("parameters", ())]
    return found + [("cat:withheld", Value(str(name))) for name in told.get("withheld", ())]


def _texts(facts: Facts) -> Attributes:
    """Attributes that are known: whole numbers as numbers, everything else as text."""
    return [
        (name, Value(str(value), "integer" if isinstance(value, int) else "text"))
        for name, value in facts.items()
        if value not in {None, ""}
    ]


def _place(one: Facts) -> tuple[str, str]:
    return str(one["namespace"]), str(one["name"])


def release_name(slug: str, version: str, table: str = "") -> str:
    """The identifier of a release, or of a table of it: its page."""
    return f"release:{slug}/releases/{version}" + (f"/tables/{table}" if table else "")


def identifier(*parts: str) -> str:
    """The identifier of something that has no page, always the same for the same parts."""
    return f"id:{uuid.uuid5(_FAMILY, chr(0).join(parts))}"
