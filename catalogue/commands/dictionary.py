"""`catalogue import-dictionary`: data dictionaries to a package folder."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from catalogue.commands.common import REFUSED, as_json, print_json, print_problems, problems_as_json, report_errors
from catalogue.dictionaries import into, recognise
from catalogue.dictionaries.dictionary import Dictionary
from catalogue.dictionaries.limits import DictionaryLimits, limits_of_dictionaries
from catalogue.dictionaries.merge import Choice, Conflict, Merged, Place
from catalogue.errors import CatalogueError, DictionaryRefusedError, InvalidRequestError, Problem
from catalogue.packages.limits import limits_of
from catalogue.settings import load

# Lines of what was not taken that are printed; the report beside the package holds all.
_MOST_PRINTED = 50
_SHOWN = 100


@click.command("import-dictionary")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--into", "folder", type=click.Path(path_type=Path), help="Folder of the package; by default its name.")
@click.option("--name", default="", help="Name of the dataset in addresses, instead of one made of its title.")
@click.option("--title", default="", help="Title of the dataset, instead of the dictionary's.")
@click.option("--publisher", default="", help="Name of the organisation that publishes the dataset.")
@click.option(
    "--format", "form", type=click.Choice(list(recognise.FORMATS)), help="Kind of the files, where it cannot be told."
)
@click.option("--database", help="Address of a SQLite or PostgreSQL database to describe; no row is read.")
@click.option("--schema", default="", help="Schema of the database; by default the user's own.")
@click.option("--leave-out", is_flag=True, help="Go on without rows that have errors; they are listed in the report.")
@click.option("--merge", "merging", is_flag=True, help="Merge into the package that the folder holds.")
@click.option("--theirs", is_flag=True, help="Where a written text differs, take that of the dictionary.")
@click.option("--mine", is_flag=True, help="Where a written text differs, keep it, and do not ask again.")
@click.option("--dry-run", is_flag=True, help="Tell what would be done, and write nothing.")
@as_json
@report_errors
def import_dictionary(  # noqa: PLR0913 - one option each
    files: tuple[Path, ...],
    folder: Path | None,
    name: str,
    title: str,
    publisher: str,
    form: str | None,
    database: str | None,
    schema: str,
    *,
    leave_out: bool,
    merging: bool,
    theirs: bool,
    mine: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Make a package of data dictionaries.

    FILES are tables of variables (CSV, Excel), structural metadata of the HDR UK Gateway, DDI-Codebook, files of Stata
    or SPSS, or a folder of CSV files. Several are one dataset. Values of data are never taken. Prints what was taken
    and what was not; exit code 1, and nothing written, when rows have errors or written texts differ undecided.
    """
    if bool(files) == bool(database) or (theirs and mine):
        raise click.UsageError("Give FILES or --database, and at most one of --mine and --theirs.")
    settings = load()
    dictionaries = _read(files, database, schema, form or "", limits_of_dictionaries(settings))
    there = into.existing(_required(folder), limits_of(settings)) if merging else into.NOTHING
    incoming = into.incoming_of(dictionaries, into.Wanted(name, title, publisher), there)
    target = folder or Path(str(incoming[0][1][Place("dataset")]["name"]))
    if not merging:
        into.require_free(target)
    merged = into.joined(there, incoming, Choice.THEIRS if theirs else Choice.MINE if mine else None)
    errors = [problem for one in dictionaries for problem in one.errors]
    stopped = bool(errors and not leave_out) or bool(merged.conflicts)
    written: list[str] = []
    if not stopped and not dry_run:
        written = into.write(target, into.package_of(merged, there), into.report(merged, dictionaries))
    if as_json:
        print_json(_as_json(dictionaries, merged, target, written))
    else:
        _tell(dictionaries, merged)
        click.echo(_outcome(target, errors, merged, written, leave_out=leave_out, merging=merging))
    if stopped:
        sys.exit(REFUSED)


def _required(folder: Path | None) -> Path:
    if folder is None:
        raise InvalidRequestError("`--merge` needs a folder.", remedy="Say which one with `--into`.")
    return folder


def _read(
    files: Sequence[Path], database: str | None, schema: str, form: str, limits: DictionaryLimits
) -> list[Dictionary]:
    """Every dictionary; when some are refused, all of those are told."""
    if database:
        from catalogue.dictionaries import database as reader  # noqa: PLC0415 - for this option alone

        return [reader.read(database, limits, schema)]
    found: list[Dictionary] = []
    problems: list[Problem] = []
    refused: list[CatalogueError] = []
    for path in files:
        try:
            found.append(_read_one(path, form, limits))
        except DictionaryRefusedError as error:
            refused.append(error)
            problems += error.problems
    if len(refused) == 1:
        raise refused[0]
    if refused:
        raise DictionaryRefusedError(
            f"{len(refused)} files were refused; nothing was written.", problems=tuple(problems)
        )
    return found


def _read_one(path: Path, form: str, limits: DictionaryLimits) -> Dictionary:
    if path.is_dir():
        from catalogue.dictionaries import folder as reader  # noqa: PLC0415 - for folders alone

        return reader.read_folder(path, limits)
    with path.open("rb") as stream:
        data = stream.read(limits.file_bytes + 1)
    return recognise.read(data, path.name, limits, form)


def _tell(dictionaries: Sequence[Dictionary], merged: Merged) -> None:
    for one in dictionaries:
        title = recognise.FORMATS[one.format].title if one.format in recognise.FORMATS else one.format.capitalize()
        click.echo(f"{one.origin}: {title}. {_counted(one)}")
        for table in one.tables:
            click.echo(f"  {table.name}: {len(table.variables):,} variables")
        if one.columns:
            click.echo(f"  kept under `imported`, because packages have no name for it: {', '.join(one.columns)}")
        for left in one.unmapped[:_MOST_PRINTED]:
            place = f"{left.place}: " if left.place else ""
            click.echo(f"  not taken: {place}{_short(left.text)} ({left.why})")
        if len(one.unmapped) > _MOST_PRINTED:
            click.echo(f"  and {len(one.unmapped) - _MOST_PRINTED:,} more that were not taken.")
        print_problems(one.problems)
    for conflict in merged.conflicts:
        click.echo(f"differs: {_place(conflict.place)} · {conflict.property}")
        click.echo(f"  mine:   {_short(conflict.mine)}\n  theirs: {_short(conflict.theirs)}")
    gone = [f"{_place(place)} · {name}" for place, name in merged.gone]
    for told in (*map(_place, merged.vanished), *gone):
        click.echo(f"no longer in the dictionary, and kept: {told}")


def _counted(one: Dictionary) -> str:
    warnings = len(one.problems) - len(one.errors)
    return (
        f"{len(one.tables):,} tables, {one.variables:,} variables, {len(one.code_lists):,} code lists; "
        f"{len(one.unmapped):,} not taken, {len(one.errors):,} errors, {warnings:,} warnings."
    )


def _outcome(
    target: Path, errors: Sequence[Problem], merged: Merged, written: Sequence[str], *, leave_out: bool, merging: bool
) -> str:
    if merged.conflicts:
        return (
            f"{len(merged.conflicts)} written texts differ from the dictionary; nothing was written. "
            "Choose with `--mine` or `--theirs`."
        )
    if errors and not leave_out:
        return "Rows have errors; nothing was written. Put them right, or go on without them with `--leave-out`."
    if not written:
        return f"Nothing was written; {target} would be."
    if merging:
        return f"{target}: {len(merged.added):,} parts are new, {len(merged.changed):,} changed."
    return f"{target} was written. Check it with `catalogue check {target} --version 1.0.0`."


def _place(place: Place) -> str:
    return " · ".join(part for part in (place.table, place.name) if part) or place.kind


def _short(value: Any) -> str:
    text = " ".join(str("" if value is None else value).split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _as_json(
    dictionaries: Sequence[Dictionary], merged: Merged, target: Path, written: Sequence[str]
) -> dict[str, Any]:
    return {
        "folder": str(target),
        "written": list(written),
        "dictionaries": [
            {
                "file": one.origin,
                "format": one.format,
                "sha256": one.digest,
                "tables": [{"name": table.name, "variables": len(table.variables)} for table in one.tables],
                "codeLists": len(one.code_lists),
                "columns": list(one.columns),
                "unmapped": [asdict(left) for left in one.unmapped],
                "problems": problems_as_json(one.problems),
            }
            for one in dictionaries
        ],
        "added": [_place(place) for place in merged.added],
        "changed": [_place(place) for place in merged.changed],
        "vanished": [_place(place) for place in merged.vanished],
        "conflicts": [_conflict(one) for one in merged.conflicts],
    }


def _conflict(one: Conflict) -> dict[str, Any]:
    return {"place": _place(one.place), "property": one.property, "mine": one.mine, "theirs": one.theirs}
