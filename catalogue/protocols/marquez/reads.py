"""Reading jobs, runs and datasets by the names that are shown, and telling them in the shapes of Marquez.

A name is asked for as it is shown. It is looked for among the names that runs told, and only where those are shown in
just that way: nobody learns from an answer whether some local path is known here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlmodel import Session

from catalogue.errors import NotFoundError
from catalogue.lineage import openlineage_out
from catalogue.lineage.facts import PublicRules, named, public_name
from catalogue.protocols.marquez import shapes
from catalogue.store import find, jobs, lineage, places
from catalogue.store.jobs import JobRecord
from catalogue.store.lineage import LATEST, Input, RunRecord
from catalogue.store.places import Place

Facts = dict[str, Any]
MOST_FOUND = 1000


class Reader:
    """Reads for one request. site: public address of the catalogue."""

    def __init__(self, session: Session, rules: PublicRules, site: str) -> None:
        self._session, self._rules, self._site = session, rules, site

    # What there is.

    def namespaces(self) -> list[Facts]:
        """All namespaces of jobs and of datasets, in order of names."""
        spans: dict[str, list[str]] = {}
        for told in (places.job_spans(self._session), places.place_spans(self._session)):
            for name, span in told.items():
                spans.setdefault(public_name(name, self._rules), []).extend(filter(None, span))
        return [
            shapes.namespace(name, min(moments, default=""), max(moments, default=""))
            for name, moments in sorted(spans.items())
        ]

    def namespace(self, name: str) -> Facts:
        """One namespace. Raises NotFoundError with near ones."""
        known = {one["name"]: one for one in self.namespaces()}
        if name not in known:
            raise NotFoundError(
                f"There is no namespace {name[:100]!r}.",
                remedy="Look at the list of namespaces; a slash in a name is written %2F.",
                near=tuple((one, "/marquez/api/v1/namespaces") for one in find.near(name, known)),
            )
        return known[name]

    def jobs(self, namespace: str, name: str | None = None) -> list[JobRecord]:
        """The jobs of a namespace, or the one of a name. Raises NotFoundError."""
        found = [
            one
            for one in jobs.jobs(self._session)
            if public_name(one.namespace, self._rules) == namespace
            and name in {None, public_name(one.name, self._rules)}
        ]
        if not found and name is not None:
            raise NotFoundError(
                f"There is no job {name[:100]!r} in this namespace.", remedy="Look at the list of jobs."
            )
        if not found:
            self.namespace(namespace)
        return found

    def raw_namespaces(self, namespace: str) -> list[str]:
        """The namespaces of datasets that are shown so. Raises NotFoundError when no namespace is."""
        found = [one for one in places.place_spans(self._session) if public_name(one, self._rules) == namespace]
        if not found:
            self.namespace(namespace)
        return found

    def place(self, namespace: str, name: str) -> Place:
        """The dataset that is shown by these names. Raises NotFoundError."""
        spaces = self.raw_namespaces(namespace)
        exact = places.places_named(self._session, name)
        found = self._shown(exact, spaces, name) or self._shown(places.places(self._session, spaces), spaces, name)
        if found is None:
            raise NotFoundError(
                f"There is no dataset {name[:100]!r} in this namespace.", remedy="Look at the list of datasets."
            )
        return found

    def _shown(self, some: Iterable[Place], spaces: Collection[str], name: str) -> Place | None:
        shown = (one for one in some if one.namespace in spaces and public_name(one.name, self._rules) == name)
        return next(shown, None)

    # The same in shape.

    def event(self, run: RunRecord) -> Facts:
        """What is public of a run."""
        return openlineage_out.events(run, self._rules, self._site)[-1]

    def told_runs(self, records: Iterable[RunRecord]) -> list[Facts]:
        """Runs in shape. Two queries."""
        records = list(records)
        inputs = lineage.inputs_of(self._session, (one.id for one in records))
        sources = self._sources(inputs)
        return [shapes.run(one, self.event(one), sources.get(one.id, {})) for one in records]

    def _sources(self, inputs: Iterable[Input]) -> dict[int, dict[tuple[str, str], str]]:
        """Who wrote what runs read: UUID by run and by names as they are shown."""
        inputs = list(inputs)
        writers = lineage.runs(self._session, (one.source for one in inputs if one.source is not None))
        found: dict[int, dict[tuple[str, str], str]] = {}
        for one in inputs:
            if one.source is not None:
                name = named(one.namespace, one.name, self._rules)
                found.setdefault(one.run, {})[name["namespace"], name["name"]] = writers[one.source].uuid
        return found

    def told_jobs(self, records: Iterable[JobRecord]) -> list[Facts]:
        """Jobs in shape, each with its newest run. A few queries, however many there are."""
        records = list(records)
        newest = places.newest_of_jobs(self._session, (one.id for one in records))
        known = lineage.runs(self._session, newest.values())
        told = {one["id"]: one for one in self.told_runs(known.values())}
        found = []
        for one in records:
            run = known.get(newest.get(one.id, 0))
            event, latest = (self.event(run), told[run.uuid]) if run else ({}, None)
            found.append(shapes.job(named(one.namespace, one.name, self._rules), run, event, runs=latest))
        return found

    def told_places(self, some: Iterable[Place]) -> list[Facts]:
        """Datasets in shape, each as the newest run that wrote it tells it, or else the newest that read it."""
        some = list(some)
        about = places.newest_about(self._session, (one.id for one in some))
        known = lineage.runs(self._session, about.values())
        events = {number: self.event(run) for number, run in known.items()}
        found = []
        for one in some:
            name = named(one.namespace, one.name, self._rules)
            run = known.get(about.get(one.id, 0))
            event = events[run.id] if run else {}
            written = _part(event.get("outputs", ()), name)
            told = written or _part(event.get("inputs", ()), name)
            found.append(shapes.dataset(name, told, run if written else None))
        return found

    def versions(self, place: Place, limit: int, offset: int) -> tuple[list[Facts], int]:
        """The versions of a dataset, newest first, and how many there are."""
        writers, total = places.writers(self._session, place.id, limit, offset)
        name = named(place.namespace, place.name, self._rules)
        told = self.told_runs(writers)
        found = [
            shapes.version(name, _part(self.event(run)["outputs"], name), run, one)
            for run, one in zip(writers, told, strict=True)
        ]
        return found, total

    def version(self, place: Place, wanted: str) -> Facts:
        """One version of a dataset, by its UUID. Raises NotFoundError."""
        name = named(place.namespace, place.name, self._rules)
        writers, _ = places.writers(self._session, place.id, MOST_FOUND, 0)
        for run in writers:
            if shapes.version_id(name["namespace"], name["name"], run.uuid) == wanted.lower():
                (told,) = self.told_runs([run])
                return shapes.version(name, _part(self.event(run)["outputs"], name), run, told)
        raise NotFoundError(f"There is no version {wanted[:100]!r} of this dataset.", remedy="Look at its versions.")

    def events(self, namespace: str | None, limit: int, offset: int, span: tuple[str, str]) -> tuple[list[Facts], int]:
        """What is public of runs, newest first, one event each, and how many runs there are. span: from, and before."""
        numbers = None if namespace is None else [one.id for one in self.jobs(namespace)]
        after, before = span[0], span[1] or LATEST
        found, total = places.newest_runs(self._session, limit, offset, after=after, before=before, jobs=numbers)
        return [self.event(one) for one in found], total

    def search(self, words: str) -> list[tuple[str, Facts, str]]:
        """Kind, names and last moment of jobs and datasets whose names, as they are shown, hold some text."""
        lower = words.lower()
        found = [
            ("JOB", name, one.last)
            for one in jobs.jobs(self._session)
            if lower in (name := named(one.namespace, one.name, self._rules))["name"].lower()
        ]
        # What is shown in another way than it was told is not found: asking would tell what is withheld.
        some = places.places_with(self._session, words, MOST_FOUND)
        shown = [one for one in some if lower in public_name(one.name, self._rules).lower()]
        found += [("DATASET", one["id"], one["updatedAt"] or "") for one in self.told_places(shown)]
        return sorted(found, key=lambda one: (one[1]["name"], one[1]["namespace"], one[0]))


def _part(some: Iterable[Facts], name: Mapping[str, Any]) -> Facts:
    """What of an event is about the dataset of these names."""
    return next((one for one in some if (one["namespace"], one["name"]) == (name["namespace"], name["name"])), {})
