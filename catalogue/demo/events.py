"""What a run of the pipeline reports: OpenLineage events, made and sent by the official client."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

import attr
from openlineage.client import OpenLineageClient
from openlineage.client import facet_v2 as facets
from openlineage.client.event_v2 import InputDataset, Job, OutputDataset, Run, RunEvent, RunState
from openlineage.client.transport import Transport
from openlineage.client.uuid import generate_new_uuid

from catalogue.demo.columns import Edge, Made, Name
from catalogue.demo.engine import VERSION as ENGINE_VERSION
from catalogue.demo.engine import Table
from catalogue.demo.steps import QUALITY, Parameters, Step
from catalogue.model.sail import schema_kind
from catalogue.settings import VERSION

PRODUCER = f"urn:cafcass-catalogue:{VERSION}"
JOBS = "sample-pipeline"
PIPELINE = "sample-pipeline"
# Where a physical dataset stands: the databank by its own names, published packages, and the files and tables before.
DATABANK, PUBLISHED, BEFORE = "sail://sample", "catalogue://sample", "duckdb://sample"
SHORT = 8


@attr.define
class DigestDatasetFacet(facets.DatasetFacet):
    """The digest of a dataset's content, which the standard has no facet for."""

    algorithm: str
    value: str

    @staticmethod
    def _get_schema() -> str:
        return "urn:cafcass-catalogue:facet:digest:1"


@dataclass(frozen=True, slots=True)
class Code:
    """Which code runs. version: of the program, or the commit of its checkout. kind: `package` or `git`."""

    kind: str
    version: str


@dataclass(frozen=True, slots=True)
class Started:
    """A run that has begun and not ended."""

    id: str
    job: str
    job_facets: Mapping[str, facets.JobFacet]
    run_facets: Mapping[str, facets.RunFacet]
    inputs: tuple[InputDataset, ...] = ()
    outputs: tuple[OutputDataset, ...] = ()


class Reporter:
    """Reports one run of the pipeline, and the run of each of its steps as a child of it."""

    def __init__(self, transport: Transport, parameters: Parameters, code: Code) -> None:
        self._client = OpenLineageClient(transport=transport)
        self._parameters, self._code = parameters, code
        self._last = datetime.min.replace(tzinfo=UTC)
        self.pipeline = Started(
            str(generate_new_uuid()), PIPELINE, self._job_facets(None), {**self._run_facets(), **_engine()}
        )

    def begin(self) -> None:
        """The pipeline begins."""
        self._emit(RunState.START, self.pipeline)

    def end(self) -> None:
        """All steps are done."""
        self._emit(RunState.COMPLETE, self.pipeline)

    def begin_step(self, step: Step, inputs: Iterable[Table], outputs: Iterable[Name]) -> Started:
        """A step begins: what it reads, in exactly which versions, and what it is about to write."""
        run = Started(
            str(generate_new_uuid()),
            f"{PIPELINE}.{step.name}",
            self._job_facets(step),
            {**self._run_facets(), **_engine(), "parent": self._parent()},
            tuple(self._input(table, judged=step is QUALITY) for table in inputs),
            tuple(OutputDataset(*place(name)) for name in outputs),
        )
        self._emit(RunState.START, run)
        return run

    def end_step(self, run: Started, outputs: Iterable[tuple[Table, Made]]) -> None:
        """A step is done: what it wrote, in which versions, and which column was made of which."""
        self._emit(RunState.COMPLETE, replace(run, outputs=tuple(self._output(table, made) for table, made in outputs)))

    def fail(self, runs: Iterable[Started], reason: str) -> None:
        """Runs end without a result."""
        for run in runs:
            self._emit(
                RunState.FAIL, run, {"errorMessage": facets.error_message_run.ErrorMessageRunFacet(reason, "SQL")}
            )

    def _emit(self, state: RunState, run: Started, more: Mapping[str, facets.RunFacet] | None = None) -> None:
        # Events of one run come one after the other even where the clock stands still.
        self._last = max(datetime.now(UTC), self._last)
        self._client.emit(
            RunEvent(
                eventTime=self._last.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
                eventType=state,
                run=Run(run.id, facets={**run.run_facets, **(more or {})}),
                job=Job(JOBS, run.job, facets=dict(run.job_facets)),
                inputs=list(run.inputs),
                outputs=list(run.outputs),
                producer=PRODUCER,
            )
        )

    def _run_facets(self) -> dict[str, facets.RunFacet]:
        nominal = datetime.combine(self._parameters.until, time(), UTC)
        told = facets.execution_parameters_run
        parameters = self._parameters.told().items()
        return {
            "nominalTime": facets.nominal_time_run.NominalTimeRunFacet(nominal.strftime("%Y-%m-%dT%H:%M:%SZ")),
            "executionParameters": told.ExecutionParametersRunFacet(
                [told.ExecutionParameter(key=key, name=key, value=value) for key, value in parameters]
            ),
        }

    def _parent(self) -> facets.RunFacet:
        parent = facets.parent_run
        return parent.ParentRunFacet(
            run=parent.Run(self.pipeline.id),
            job=parent.Job(JOBS, PIPELINE),
            root=parent.Root(parent.RootRun(self.pipeline.id), parent.RootJob(JOBS, PIPELINE)),
        )

    def _job_facets(self, step: Step | None) -> dict[str, facets.JobFacet]:
        path = step.path if step else "catalogue/demo/pipeline.py"
        says = "Case files on their way from the court to published statistics."
        if step:
            says = f"{step.says} In reality: {step.actor} ({step.mark})."
        found: dict[str, facets.JobFacet] = {
            "documentation": facets.documentation_job.DocumentationJobFacet(f"Synthetic sample. {says}"),
            "jobType": facets.job_type_job.JobTypeJobFacet("BATCH", "DUCKDB", "TASK" if step else "DAG"),
            "sourceCodeLocation": facets.source_code_location_job.SourceCodeLocationJobFacet(
                type=self._code.kind, url=f"{PRODUCER}:{path}", path=path, version=self._code.version
            ),
        }
        if step and step.sql:
            found["sql"] = facets.sql_job.SQLJobFacet(step.sql, "duckdb")
        return found

    def _facets(self, table: Table) -> dict[str, facets.DatasetFacet]:
        column = facets.schema_dataset.SchemaDatasetFacetFields
        return {
            "version": facets.dataset_version_dataset.DatasetVersionDatasetFacet(self.version(table)),
            "digest": DigestDatasetFacet("sha256", table.digest),
            "schema": facets.schema_dataset.SchemaDatasetFacet(
                [
                    column(name=name, type=kind, ordinal_position=place)
                    for place, (name, kind) in enumerate(table.columns.items(), start=1)
                ]
            ),
            "documentation": facets.documentation_dataset.DocumentationDatasetFacet(
                "Synthetic: made up by the sample pipeline. No row is about anybody."
            ),
        }

    def version(self, table: Table) -> str:
        """What a version of a table is called: the day of the run, and the first digits of its digest."""
        return f"{self._parameters.until.isoformat()}-{table.digest[:SHORT]}"

    def _input(self, table: Table, *, judged: bool) -> InputDataset:
        measured = facets.data_quality_metrics_input_dataset
        own: dict[str, facets.InputDatasetFacet] = {
            "inputStatistics": facets.input_statistics_input_dataset.InputStatisticsInputDatasetFacet(
                rowCount=table.rows, size=table.size
            ),
            "dataQualityMetrics": measured.DataQualityMetricsInputDatasetFacet(
                rowCount=table.rows,
                columnMetrics={name: measured.ColumnMetrics(nullCount=nulls) for name, nulls in table.nulls.items()},
            ),
        }
        if judged:
            own["dataQualityAssertions"] = _assertions(table)
        return InputDataset(*place(table.name), facets=self._facets(table), inputFacets=own)

    def _output(self, table: Table, made: Made) -> OutputDataset:
        measured = facets.data_quality_metrics_dataset
        written = facets.output_statistics_output_dataset.OutputStatisticsOutputDatasetFacet
        own: dict[str, facets.DatasetFacet] = {
            "columnLineage": _column_lineage(made),
            "dataQualityMetrics": measured.DataQualityMetricsDatasetFacet(
                rowCount=table.rows,
                columnMetrics={name: measured.ColumnMetrics(nullCount=nulls) for name, nulls in table.nulls.items()},
            ),
        }
        return OutputDataset(
            *place(table.name),
            facets={**self._facets(table), **own},
            outputFacets={"outputStatistics": written(rowCount=table.rows, size=table.size)},
        )


def place(name: Name) -> tuple[str, str]:
    """Namespace and name of a table in events."""
    schema, table = name
    if schema_kind(schema) is not None:
        return DATABANK, f"{schema}.{table}"
    return (PUBLISHED if schema.startswith("sample-") else BEFORE), f"{schema}.{table}"


def _assertions(table: Table) -> facets.InputDatasetFacet:
    """What the quality report holds against a table: identifiers are never empty, but for links that were not found."""
    tests = facets.data_quality_assertions_dataset
    identifiers = [name for name in table.columns if name.endswith("ID_E") or name == "ID"]
    return tests.DataQualityAssertionsDatasetFacet(
        [tests.Assertion("not_null", table.nulls[name] == 0, column=name) for name in identifiers]
    )


def _engine() -> dict[str, facets.RunFacet]:
    return {
        "processing_engine": facets.processing_engine_run.ProcessingEngineRunFacet(
            version=ENGINE_VERSION, name="DuckDB", openlineageAdapterVersion=VERSION
        )
    }


def _column_lineage(made: Made) -> facets.DatasetFacet:
    lineage = facets.column_lineage_dataset
    return lineage.ColumnLineageDatasetFacet(
        fields={name: lineage.Fields(inputFields=_fields(edges)) for name, edges in made.columns.items()},
        dataset=_fields(made.rows),
    )


def _fields(edges: Iterable[Edge]) -> list[facets.column_lineage_dataset.InputField]:
    lineage = facets.column_lineage_dataset
    ways: dict[tuple[Name, str], list[Edge]] = {}
    for edge in edges:
        ways.setdefault((edge.table, edge.column), []).append(edge)
    return [
        lineage.InputField(
            *place(table),
            column,
            [
                lineage.Transformation(
                    "DIRECT" if edge.direct else "INDIRECT", edge.subtype, edge.description, edge.masking
                )
                for edge in found
            ],
        )
        for (table, column), found in ways.items()
    ]
