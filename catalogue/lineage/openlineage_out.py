"""OpenLineage events out: a run as events that any consumer of OpenLineage can take, with what is public and no more.

Not the events that came in: these are written anew from what is known of the run, facet by facet and field by field,
so that nothing that nobody thought of can pass. What is withheld is named in a facet `withheld`. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from catalogue.lineage import facts, fold
from catalogue.lineage.facts import PublicRules
from catalogue.lineage.rows import Column, Name, Read, RunRow, Written, run_row
from catalogue.store.lineage import RunRecord

Facts = dict[str, Any]
SPEC = "https://openlineage.io/spec"
EVENT_SCHEMA = f"{SPEC}/2-0-2/OpenLineage.json#/$defs/RunEvent"
# Where the facets that the specification does not have are described.
SCHEMA_PATH = "/profiles/openlineage-1/facets.json"
# File of the specification, and its version, by facet; `rows` are a facet of their own for what is read and written.
OFFICIAL = {
    "parent": "1-2-0/ParentRunFacet",
    "nominalTime": "1-0-1/NominalTimeRunFacet",
    "executionParameters": "1-0-0/ExecutionParametersRunFacet",
    "processing_engine": "1-1-1/ProcessingEngineRunFacet",
    "sourceCodeLocation": "1-1-0/SourceCodeLocationJobFacet",
    "jobType": "2-0-4/JobTypeJobFacet",
    "version": "1-0-1/DatasetVersionDatasetFacet",
    "schema": "1-2-0/SchemaDatasetFacet",
    "columnLineage": "1-2-0/ColumnLineageDatasetFacet",
    "inputStatistics": "1-0-0/InputStatisticsInputDatasetFacet",
    "outputStatistics": "1-0-2/OutputStatisticsOutputDatasetFacet",
}
OWN = {"withheld": "WithheldFacet", "digest": "DigestDatasetFacet"}
_IN_ADDRESS = "/:@!$&'()*+,;=~%-._"


def events(run: RunRecord, rules: PublicRules, site: str) -> list[Facts]:
    """A run as events, oldest first: its start if it is known, then how it ended or what was heard of it last.

    The last one says everything that is public; the one before it only which run of which job began, and when.
    site: public address of the catalogue, which stands as the producer.
    """
    return _Events(run, rules, site).all()


class _Events:
    """The events of one run."""

    def __init__(self, run: RunRecord, rules: PublicRules, site: str) -> None:
        self._run, self._rules, self._site = run, rules, site
        self._row: RunRow = run_row(run.folded)
        self._told = facts.run_facts(run.folded, rules)

    def all(self) -> list[Facts]:
        state, states = self._row.state, self._run.folded["states"]
        job = facts.named(*self._row.job, self._rules)
        found = []
        if "START" in states and state != "START":
            found.append(self._event("START", states["START"], {"runId": self._run.uuid}, job))
        run = {"runId": self._run.uuid, "facets": self._run_facets()}
        last = self._event(state, states[state], run, {**job, "facets": self._job_facets()})
        columns: dict[Name, list[Column]] = defaultdict(list)
        for one in self._row.columns:
            columns[one.output].append(one)
        last["inputs"] = [self._input(one) for one in self._row.inputs]
        last["outputs"] = [self._output(one, columns[one.dataset]) for one in self._row.outputs]
        return [*found, last]

    def _event(self, state: str, time: str, run: Facts, job: Facts) -> Facts:
        return {
            "eventType": state,
            "eventTime": time,
            "run": run,
            "job": job,
            "producer": self._site,
            "schemaURL": EVENT_SCHEMA,
        }

    def _facets(self, told: Mapping[str, Facts | None]) -> Facts:
        """Facets of which something is known, each with who says so and by which specification."""
        return {name: {**self._base(name), **said} for name, said in told.items() if said}

    def _base(self, name: str) -> Facts:
        if name in OWN:
            return {"_producer": self._site, "_schemaURL": f"{self._site}{SCHEMA_PATH}#/$defs/{OWN[name]}"}
        version, _, file = OFFICIAL[name].partition("/")
        return {"_producer": self._site, "_schemaURL": f"{SPEC}/facets/{version}/{file}.json#/$defs/{file}"}

    def _run_facets(self) -> Facts:
        told = self._told
        nominal = {"nominalStartTime": told.get("nominalStart"), "nominalEndTime": told.get("nominalEnd")}
        engine = told.get("engine", {})
        withheld = {"facets": told.get("withheld"), "parameters": told.get("parametersWithheld")}
        return self._facets(
            {
                "parent": self._parent(),
                "nominalTime": _known(nominal) if told.get("nominalStart") else None,
                "executionParameters": _known({"parameters": told.get("parameters")}),
                "processing_engine": engine if "version" in engine else None,
                "withheld": _known(withheld),
            }
        )

    def _parent(self) -> Facts | None:
        """Which run this one is a part of, and of which job that is."""
        facet = fold.values(self._run.folded["run"]).get("parent") or {}
        job = facet.get("job") or {}
        if self._row.parent is None or not {"namespace", "name"} <= job.keys():
            return None
        named = facts.named(str(job["namespace"]), str(job["name"]), self._rules)
        return {"run": {"runId": self._row.parent}, "job": named}

    def _job_facets(self) -> Facts:
        code, kind = self._told.get("code", {}), self._told.get("jobType", {})
        location = {**code, "url": quote(code["url"], safe=_IN_ADDRESS)} if {"type", "url"} <= code.keys() else None
        complete = {"processingType", "integration"} <= kind.keys()
        return self._facets({"sourceCodeLocation": location, "jobType": kind if complete else None})

    def _input(self, one: Read) -> Facts:
        return self._dataset(one, self._run.folded["inputs"], "input", [])

    def _output(self, one: Written, columns: Iterable[Column]) -> Facts:
        return self._dataset(one, self._run.folded["outputs"], "output", columns)

    def _dataset(self, one: Read | Written, told: Facts, side: str, columns: Iterable[Column]) -> Facts:
        """A dataset that was read or written. side: `input` or `output`. columns: what its columns are made from."""
        # What only lineage of columns names has nothing else said of it.
        said = told.get(fold.key(*one.dataset), {"facets": {}})
        rows = facts.rows_of(said, self._rules)
        names = facts.schema_of(said)
        facets = self._facets(
            {
                "version": _known({"datasetVersion": one.version}),
                "digest": _known({"sha256": one.digest}),
                "schema": {"fields": [{"name": name} for name in names]} if names else None,
                "columnLineage": self._column_lineage(columns),
                "withheld": {"rowCount": rows} if isinstance(rows, str) else None,
            }
        )
        found = {**facts.named(*one.dataset, self._rules), "facets": facets}
        if isinstance(rows, int):
            found[f"{side}Facets"] = self._facets({f"{side}Statistics": {"rowCount": rows}})
        return found

    def _column_lineage(self, columns: Iterable[Column]) -> Facts | None:
        """What columns are made from, or the output as a whole; each way of making one stands by itself."""
        fields: dict[str, list[Facts]] = defaultdict(list)
        for one in columns:
            made = {**facts.named(*one.input, self._rules), "field": one.input_column}
            if one.kind:
                way = {"type": one.kind, "subtype": one.subtype, "description": one.description}
                made["transformations"] = [_known(way)]
            fields[one.output_column].append(made)
        whole = fields.pop("", [])
        found = {"fields": {name: {"inputFields": made} for name, made in fields.items()}}
        return {**found, **_known({"dataset": whole})} if fields or whole else None


def _known(told: Facts) -> Facts:
    """What is known."""
    return {name: value for name, value in told.items() if value}
