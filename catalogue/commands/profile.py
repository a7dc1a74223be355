"""`catalogue profile`: safe statistics of data."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from catalogue.commands.common import as_json, print_json, progress_bar, report_errors
from catalogue.errors import CatalogueError, InvalidRequestError, NotFoundError, SettingsError
from catalogue.packages.limits import Limits, limits_of
from catalogue.packages.read import Package, Vocabulary, read_package, read_vocabulary
from catalogue.releases.disclosure import exposed, threshold
from catalogue.settings import load

VOCABULARY = ("organisations", "codelists")


@dataclass(frozen=True, slots=True)
class _Described:
    """A package with the vocabulary that lies around it."""

    package: Package
    vocabulary: Vocabulary

    @property
    def owners(self) -> list[Mapping[str, Any]]:
        """Who publishes or keeps the data."""
        names = [self.package.dataset.get(role) for role in ("publisher", "custodian")]
        found = (self.vocabulary.organisations.get(str(name)) for name in names if name)
        return [one for one in found if one is not None]

    def table(self, name: str) -> dict[str, Any]:
        """A table. Raises NotFoundError."""
        for table in self.package.tables:
            if table["name"] == name:
                return table
        raise NotFoundError(
            f"The package {self.package.slug!r} has no table {name!r}.",
            remedy=f"Name one with --table: {', '.join(str(one['name']) for one in self.package.tables[:20])}.",
        )


@click.command()
@click.argument("data", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--package", type=click.Path(path_type=Path), help="The package that describes the data.")
@click.option("--table", help="Name of the table; several files are then its parts. Without it each file is a table.")
@click.option("--threshold", "k", type=click.IntRange(0, 1000), help="A higher threshold than settings and owners ask.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the statistics to this file, as JSON.")
@click.option("--into", type=click.Path(path_type=Path), help="Write the figures into this package's datapackage.json.")
@as_json
@report_errors
def profile(
    data: tuple[Path, ...],
    package: Path | None,
    table: str | None,
    k: int | None,
    out: Path | None,
    into: Path | None,
    *,
    as_json: bool,
) -> None:
    """Safe statistics of data files: counts, missing values, quantiles and frequencies, under disclosure control.

    DATA are CSV (UTF-8, commas) or Parquet files. The threshold is the highest of the setting
    CATALOGUE_DISCLOSURE_THRESHOLD, of `disclosureThreshold` of the package's publisher and custodian, and of
    --threshold. Organisations and code lists are looked for in folders of these names above the package. Nothing of the
    data is kept, shown or written but what the rules allow; each figure names its rule.
    """
    _require_duckdb()
    from catalogue.statistics.profile import document  # noqa: PLC0415 - only once DuckDB is known to be there

    settings = load()
    limits = limits_of(settings)
    described = _described(package or into, limits)
    k = threshold(max(settings.disclosure_threshold, k or 0), *(described.owners if described else ()))
    with progress_bar(quiet=as_json) as progress:
        tables = [_profiled(files, name, k, described, progress) for name, files in _tables(data, table)]
    whole = document(tables, k)
    places = exposed(whole, k)
    if places:
        raise AssertionError(f"the statistics would break their own rule at {', '.join(places)}")
    if out is not None:
        _write(out, whole)
    if into is not None:
        from catalogue.statistics.descriptor import write_into  # noqa: PLC0415

        write_into(into, tables, limits)
    if as_json:
        print_json(whole)
    else:
        for line in _lines(whole):
            click.echo(line)


def _require_duckdb() -> None:
    if importlib.util.find_spec("duckdb") is None:
        raise SettingsError(
            "DuckDB, which reads the data, is not installed.",
            remedy="Install the catalogue with its extra: pip install 'cafcass-catalogue[statistics]'.",
        )


def _described(package: Path | None, limits: Limits) -> _Described | None:
    if package is None:
        return None
    above = next(
        (folder for folder in package.resolve().parents if any((folder / name).is_dir() for name in VOCABULARY)), None
    )
    vocabulary = read_vocabulary(above, limits) if above is not None else Vocabulary()
    return _Described(read_package(package, limits), vocabulary)


def _tables(data: Sequence[Path], table: str | None) -> list[tuple[str, list[Path]]]:
    """Name and files of each table."""
    if table is not None:
        return [(table, list(data))]
    names = [path.stem.lower() for path in data]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise InvalidRequestError(
            f"Two files are called {twice!r}.", remedy="Name the table of which they are parts with --table."
        )
    return [(name, [path]) for name, path in zip(names, data, strict=True)]


def _profiled(files: list[Path], name: str, k: int, described: _Described | None, progress: Any) -> dict[str, Any]:
    from catalogue.statistics.asked import asked  # noqa: PLC0415
    from catalogue.statistics.profile import profile as measured  # noqa: PLC0415

    if described is None:
        return measured(files, name, k, progress=progress)
    table = described.table(name)
    lists = {**described.vocabulary.code_lists, **described.package.code_lists}
    delimiter = str(table.get("dialect", {}).get("delimiter", ""))
    return measured(files, name, k, asked(table, lists), delimiter=delimiter, progress=progress)


def _write(path: Path, whole: Mapping[str, Any]) -> None:
    try:
        path.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise CatalogueError(f"{path} cannot be written: {error.strerror}.", remedy="Check the folder.") from error


def _lines(whole: Mapping[str, Any]) -> Iterator[str]:
    """The statistics for a reader: one line a variable, and one for each of its categories."""
    yield f"Rule of counts: {whole['rule']}."
    for table in whole["tables"]:
        yield ""
        yield f"{table['name']}: {_shown(table['statistics'], 'rows')} rows"
        for variable in table["variables"]:
            told = variable["statistics"]
            why = f" ({told['why']})" if "why" in told else ""
            figures = ", ".join(_figure(one) for one in told.get("figures", ()))
            yield f"  {variable['name']}: {told['kind']}{why}{f'; {figures}' if figures else ''}"
            for cell in told.get("counts", ()):
                label = f" {cell['label']}" if "label" in cell else ""
                yield f"    {_shown(cell, 'count'):>12}  {cell.get('code', cell.get('name'))}{label}"


def _shown(cell: Mapping[str, Any], key: str) -> str:
    return f"{cell[key]:,}" if key in cell else "hidden"


def _figure(one: Mapping[str, Any]) -> str:
    if "atLeast" in one:
        return f"{one['name']} at least {one['atLeast']:,}"
    value = one["value"]
    return f"{one['name']} {value if isinstance(value, str) else f'{value:,}'}"
