"""`catalogue profile`: safe statistics of data."""

from __future__ import annotations

import importlib.util
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from catalogue.commands.common import as_json, opened_if_any, print_json, progress_bar, report_errors
from catalogue.errors import InvalidRequestError, NotFoundError, SettingsError
from catalogue.packages.limits import Limits, limits_of
from catalogue.packages.read import Package, Vocabulary, read_package, read_vocabulary
from catalogue.registry.figures import earlier_figures, owners_of, threshold_of
from catalogue.releases.disclosure import exposed, threshold
from catalogue.releases.disclosure.published import Release
from catalogue.settings import load
from catalogue.store import vocabulary
from catalogue.store.engine import reading

VOCABULARY = ("organisations", "codelists")


@dataclass(frozen=True, slots=True)
class _Described:
    """A package with the vocabulary that lies around it."""

    package: Package
    vocabulary: Vocabulary

    @property
    def owners(self) -> dict[str, Mapping[str, Any]]:
        """Who publishes or keeps the data, by name, as far as the vocabulary around the package knows them."""
        known = self.vocabulary.organisations
        return {name: known[name] for name in owners_of(self.package.dataset) if name in known}

    def table(self, name: str) -> dict[str, Any]:
        """A table. Raises NotFoundError."""
        for table in self.package.tables:
            if table["name"] == name:
                return table
        raise NotFoundError(
            f"The package {self.package.slug!r} has no table {name!r}.",
            remedy=f"Name one with --table: {', '.join(str(one['name']) for one in self.package.tables[:20])}.",
        )


@dataclass(frozen=True, slots=True)
class _Known:
    """What holds for all tables: the threshold, the package that describes them, figures of releases before by name."""

    k: int
    described: _Described | None
    earlier: Mapping[str, Release]


@click.command()
@click.argument("data", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--package", type=click.Path(path_type=Path), help="The package that describes the data.")
@click.option("--table", help="Name of the table; several files are then its parts. Without it each file is a table.")
@click.option("--threshold", "k", type=click.IntRange(0, 1000), help="A higher threshold than settings and owners ask.")
@click.option(
    "--earlier",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Figures of an earlier release that is "
    "in no register: a statistics file or a package. May be given several times, the oldest first.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Write the statistics to this file, as JSON.")
@click.option("--into", type=click.Path(path_type=Path), help="Write the figures into this package's datapackage.json.")
@as_json
@report_errors
def profile(
    data: tuple[Path, ...],
    package: Path | None,
    table: str | None,
    k: int | None,
    earlier: tuple[Path, ...],
    out: Path | None,
    into: Path | None,
    *,
    as_json: bool,
) -> None:
    """Safe statistics of data files: counts, missing values, quantiles and frequencies, under disclosure control.

    DATA are CSV (UTF-8, commas) or Parquet files. The threshold is the highest of the setting
    CATALOGUE_DISCLOSURE_THRESHOLD, of `disclosureThreshold` of the package's publisher and custodian, and of
    --threshold. Organisations and code lists are looked for in folders of these names above the package, organisations
    in the register too. Figures of earlier releases, which the register holds or --earlier names, are respected: none
    is written that would give a hidden count of theirs away. Nothing of the data is kept, shown or written but what the
    rules allow; each figure names its rule.
    """  # fmt: skip
    _require_duckdb()
    from catalogue.statistics.descriptor import descriptor_of, put, write_into  # noqa: PLC0415 - not without DuckDB
    from catalogue.statistics.profile import document  # noqa: PLC0415

    limits = limits_of(load())
    # What stands in the way of writing is told before hours of counting.
    if into is not None:
        descriptor_of(into)
    if out is not None:
        _check_out(out, data)
    known = _known(_described(package or into, limits), k or 0, earlier, limits)
    with progress_bar(quiet=as_json) as progress:
        tables = [_profiled(files, name, known, progress) for name, files in _tables(data, table)]
    whole = document(tables, known.k, list(known.earlier))
    places = exposed(whole, known.k)
    if places:
        raise AssertionError(f"the statistics would break their own rule at {', '.join(places)}")
    if into is not None:
        write_into(into, tables, limits)
    if out is not None:
        put(out, json.dumps(whole, ensure_ascii=False, indent=1) + "\n")
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


def _known(described: _Described | None, wish: int, files: Sequence[Path], limits: Limits) -> _Known:
    """What the folders around the package, the register and the files named say of threshold and earlier figures."""
    from catalogue.statistics.earlier import read_figures  # noqa: PLC0415

    before: dict[str, Release] = {}
    with opened_if_any() as (settings, engine):
        k = threshold(max(settings.disclosure_threshold, wish), *(described.owners.values() if described else ()))
        if described is not None:
            unknown = [name for name in owners_of(described.package.dataset) if name not in described.owners]
            if engine is not None:
                with reading(engine) as session:
                    k = threshold_of(session, described.package.dataset, k)
                    unknown = [name for name in unknown if vocabulary.organisation(session, name) is None]
                    slug = described.package.slug
                    told = earlier_figures(session, slug)
                before |= {f"{slug} {version}": tables for version, tables in told.items()}
            for name in unknown:
                click.echo(f"Nothing is known of the organisation {name!r}, nor of a threshold of its own.", err=True)
    return _Known(k, described, before | {str(path): read_figures(path, limits) for path in files})


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


def _profiled(files: list[Path], name: str, known: _Known, progress: Any) -> dict[str, Any]:
    from catalogue.statistics.asked import asked  # noqa: PLC0415
    from catalogue.statistics.profile import profile as measured  # noqa: PLC0415

    earlier, described = list(known.earlier.values()), known.described
    if described is None:
        return measured(files, name, known.k, earlier=earlier, progress=progress)
    table = described.table(name)
    return measured(
        files,
        name,
        known.k,
        asked(table, {**described.vocabulary.code_lists, **described.package.code_lists}),
        former=table.get("formerNames", ()),
        earlier=earlier,
        delimiter=str(table.get("dialect", {}).get("delimiter", "")),
        progress=progress,
    )


def _check_out(out: Path, data: Sequence[Path]) -> None:
    """Raises InvalidRequestError for a file that cannot be written, or that is one of the data."""
    if out.is_dir() or not os.access(out.resolve().parent, os.W_OK):
        raise InvalidRequestError(f"{out} cannot be written.", remedy="Name a file in a folder that you may write to.")
    if out.exists() and any(path.exists() and out.samefile(path) for path in data):
        raise InvalidRequestError(f"{out} is one of the data files.", remedy="Name another file for the statistics.")


def _lines(whole: Mapping[str, Any]) -> Iterator[str]:
    """The statistics for a reader: one line a variable, and one for each of its categories."""
    yield f"Rule of counts: {whole['rule']}."
    yield f"Earlier releases: {', '.join(whole['earlier']) or 'none with figures is known'}."
    for table in whole["tables"]:
        yield ""
        yield f"{table['name']}: {_shown(table['statistics'], 'rows')} rows"
        for variable in table["variables"]:
            told = variable["statistics"]
            why = f" ({told['why']})" if "why" in told else ""
            figures = ", ".join(_figure(one) for one in told.get("figures", ()))
            yield f"  {_plain(variable['name'])}: {told['kind']}{why}{f'; {figures}' if figures else ''}"
            for cell in told.get("counts", ()):
                label = f" {cell['label']}" if "label" in cell else ""
                yield f"    {_shown(cell, 'count'):>12}  {_plain(cell.get('code', cell.get('name')))}{label}"


def _plain(text: str) -> str:
    """A text of the data without what would tell a terminal to do something."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)


def _shown(cell: Mapping[str, Any], key: str) -> str:
    return f"{cell[key]:,}" if key in cell else "hidden"


def _figure(one: Mapping[str, Any]) -> str:
    if "atLeast" in one:
        return f"{one['name']} at least {one['atLeast']:,}"
    value = one["value"]
    return f"{one['name']} {value if isinstance(value, str) else f'{value:,}'}"
