"""What a run made becomes packages: descriptors filled in, tables beside them, published on the register's own path."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from string import Template

from sqlalchemy import Engine

from catalogue.demo import figures
from catalogue.demo.pipeline import Result
from catalogue.demo.steps import CODE, CORE, PUBLICATION, Parameters
from catalogue.packages.limits import limits_of
from catalogue.registry import Outcome, Wish
from catalogue.registry.files import publish_paths
from catalogue.registry.lineage import rules_of
from catalogue.settings import Settings
from catalogue.store import write
from catalogue.store.engine import reading

TEMPLATES = Path(__file__).with_name("packages")
EXTRACT = "sample-extract"
STATISTICS = (
    "sample-private-law-cases",
    "sample-care-applications",
    "sample-care-application-rates",
    "sample-care-proceedings-duration",
)
DATASETS = (EXTRACT, *STATISTICS)
ORGANISATION = "sample-pipeline"
# A table that tells of the extract and is none of it.
REPORT = "sample_qualityreport"
# The folder of what is recorded beside the packages.
VOCABULARY = "vocabulary"


def is_published(engine: Engine, version: str) -> bool:
    """True when the register holds this release of all the sample's datasets."""
    with reading(engine) as session:
        for slug in DATASETS:
            row = write.slug_owner(session, slug)
            if row is None or version not in {one.version for one in write.releases_of(session, row.id or 0)}:
                return False
    return True


def publish(engine: Engine, settings: Settings, result: Result, work: Path, version: str) -> list[Outcome]:
    """Write the packages of a run and publish them, each bound to the step that made it.

    The extract comes first: statistics are made of it. Raises what publishing raises.
    """
    folder = write_packages(result, work, version)
    outcomes: list[Outcome] = []
    for step, slugs in ((CORE, (EXTRACT,)), (PUBLICATION, STATISTICS)):
        wish = Wish(run=result.runs[step.name], rules=rules_of(settings))
        paths = [folder / VOCABULARY, *(folder / slug for slug in slugs)]
        outcomes += publish_paths(engine, paths, limits_of(settings), wish)[1]
    return outcomes


def write_packages(result: Result, work: Path, version: str) -> Path:
    """Write descriptors beside the tables that the run left, and those of the extract with header lines alone."""
    folder = work / "packages"
    for slug in DATASETS:
        text = (TEMPLATES / f"{slug}.yaml").read_text(encoding="utf-8")
        _write(folder / slug / "datapackage.yaml", Template(text).substitute(_words(result.parameters, version)))
    for name, columns in _core(result):
        _write(folder / EXTRACT / "tables" / f"{name}.csv", f"{','.join(columns)}\n")
    organisation = (TEMPLATES / "organisation.yaml").read_text(encoding="utf-8")
    _write(folder / VOCABULARY / "organisations" / f"{ORGANISATION}.yaml", organisation)
    return folder


def _core(result: Result) -> Iterable[tuple[str, Iterable[str]]]:
    """Tables of the extract as the stand-in of the databank holds them, by their names without schema and day."""
    ending = f"_{result.parameters.snapshot}"
    for (schema, table), facts in result.tables.items():
        name = table.removesuffix(ending).lower()
        if schema == f"SAIL{CODE}V" and name != REPORT:
            yield name, facts.columns


def _words(parameters: Parameters, version: str) -> dict[str, str]:
    return {
        "version": version,
        "until": parameters.until.isoformat(),
        "month": f"{parameters.until:%Y-%m}",
        "day": parameters.day,
        "seed": str(parameters.seed),
        "threshold": str(parameters.threshold),
        "scale": str(figures.SCALE),
    }


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
