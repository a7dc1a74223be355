"""The graph around a job or a dataset: jobs as their newest runs tell them, and what these read and wrote."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from catalogue.errors import InvalidRequestError, NotFoundError
from catalogue.protocols.marquez import names, shapes
from catalogue.protocols.marquez.reads import Reader
from catalogue.store import jobs, lineage, places
from catalogue.store.lineage import Input, Output
from catalogue.store.places import Place

Facts = dict[str, Any]
MOST_NODES = 2000


class Around:
    """Walks from one node in both directions, a job further at each step."""

    def __init__(self, session: Session, reader: Reader) -> None:
        self._session, self._reader = session, reader
        self._places: dict[int, Place] = {}
        self._jobs: set[int] = set()
        # (job, dataset, whether it wrote it)
        self._edges: set[tuple[int, int, bool]] = set()

    def of(self, text: str, depth: int) -> Facts:
        """The graph around a node of that identifier. Raises NotFoundError and InvalidRequestError."""
        job, place = self._start(text)
        level: set[int] = set()
        if place is not None:
            self._places[place.id] = place
            level = {place.id}
        else:
            level = self._run({job}, None)
        while level and depth > 0 and len(self._jobs) + len(self._places) < MOST_NODES:
            level = self._run(places.jobs_at(self._session, level) - self._jobs, level)
            depth -= 1
        return self._told()

    def _start(self, text: str) -> tuple[int, Place | None]:
        kind, ways = names.of_node(text)
        if kind not in {"job", "dataset"}:
            raise InvalidRequestError(
                f"{text[:100]!r} is no node.", remedy="Nodes are job:NAMESPACE:NAME and dataset:NAMESPACE:NAME."
            )
        for namespace, name in ways:
            try:
                if kind == "job":
                    return self._reader.jobs(namespace, name)[0].id, None
                return 0, self._reader.place(namespace, name)
            except NotFoundError:
                continue
        raise NotFoundError(f"There is no {kind} {text[:100]!r}.", remedy="Look at the lists, or search.")

    def _run(self, some: set[int], touched: set[int] | None) -> set[int]:
        """Put in jobs with what their newest runs read and wrote; returns the datasets that are new.

        touched: datasets of which a newest run must have read or written one, for the job to belong here.
        """
        newest = {run: job for job, run in places.newest_of_jobs(self._session, some).items()}
        edges: list[tuple[Input | Output, bool]] = [(one, False) for one in lineage.inputs_of(self._session, newest)]
        edges += [(one, True) for one in lineage.outputs_of(self._session, newest)]
        belong = {newest[one.run] for one, _ in edges if touched is None or one.physical in touched}
        self._jobs |= belong if touched is not None else some
        fresh = set()
        for one, wrote in edges:
            if newest[one.run] in belong:
                self._edges.add((newest[one.run], one.physical, wrote))
                if one.physical not in self._places:
                    self._places[one.physical] = Place(one.physical, one.namespace, one.name)
                    fresh.add(one.physical)
        return fresh

    def _told(self) -> Facts:
        records = [one for one in jobs.jobs(self._session) if one.id in self._jobs]
        told = {one.id: data for one, data in zip(records, self._reader.told_jobs(records), strict=True)}
        data = dict(zip(self._places, self._reader.told_places(self._places.values()), strict=True))
        job_ids = {number: names.node_id("job", one["namespace"], one["name"]) for number, one in told.items()}
        place_ids = {number: names.node_id("dataset", one["namespace"], one["name"]) for number, one in data.items()}
        nodes = {job_ids[number]: one for number, one in told.items()}
        nodes |= {place_ids[number]: one for number, one in data.items()}
        edges = {
            (job_ids[job], place_ids[place]) if wrote else (place_ids[place], job_ids[job])
            for job, place, wrote in self._edges
        }
        return shapes.graph(nodes, edges)
