"""The command that hands out chosen variables as files."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalogue.commands.common import opened, report_errors
from catalogue.errors import InvalidRequestError, SettingsError
from catalogue.exports.asked import from_address
from catalogue.exports.formats import FORMATS
from catalogue.exports.items import file_body, read, read_file
from catalogue.exports.rows import left_out
from catalogue.exports.scripts import spss, stata
from catalogue.exports.scripts.common import codes_of, file_names, is_identifier, label_of, whole_codes
from catalogue.exports.selection import Group, Selection, State, select
from catalogue.store.engine import reading

if TYPE_CHECKING:
    from catalogue.dictionaries.statistical import Column

STATISTICAL = ("dta", "sav")
FORMS = ("json", *FORMATS, *STATISTICAL)
_NUMBERS = {"integer", "year", "number", "boolean"}
_NO_TIME = (1980, 1, 1, 0, 0, 0)


@click.command("export")
@click.argument("items", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(FORMS), required=True, help="What to make.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write.")
@report_errors
def export(items: tuple[str, ...], form: str, output: Path) -> None:
    """Write chosen variables as a table, a package, a script, or a file of Stata or SPSS.

    ITEMS are variables (`cafw@2.0.0/cafcass_alf/ALF_E`), whole tables (`cafw@2.0.0/cafcass_alf`), whole releases
    (`cafw@2.0.0`), or basket files. Files of Stata (`dta`) and SPSS (`sav`) hold one table; of several, `--output`
    must end in `.zip`. What cannot be found is told, and the rest is written.
    """
    files = [Path(item) for item in items if item.endswith(".json")]
    texts = [from_address(item) for item in items if not item.endswith(".json")]
    found = [read(texts), *(read_file(_body(path)) for path in files)]
    with opened() as (_, engine), reading(engine) as session:
        chosen = [item for one in found for item in one.items]
        selection = select(session, chosen, [fault for one in found for fault in one.faults])
    for reason in left_out(selection):
        click.echo(reason, err=True)
    if not selection.standing:
        raise InvalidRequestError("No variable of a release that stands is named.", remedy="See the list above.")
    output.write_bytes(_made(selection, form, output))
    click.echo(f"{len(selection.standing)} variables of {len(selection.groups)} tables in {output}.")


def _body(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InvalidRequestError(f"{path} cannot be read: {error.strerror}.", remedy="Check the path.") from error


def _made(selection: Selection, form: str, output: Path) -> bytes:
    if form == "json":
        return file_body([one.item for one in selection.standing], "")
    if form in FORMATS:
        return FORMATS[form].make(selection)
    groups = selection.groups
    if output.suffix != ".zip" and len(groups) > 1:
        raise InvalidRequestError(
            f"A .{form} file holds one table; these are variables of {len(groups)}.",
            remedy="Choose variables of one table, or let --output end in .zip.",
        )
    bodies = [_statistical(group, form) for group in groups]
    if output.suffix != ".zip":
        return bodies[0]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in zip(file_names(groups), bodies, strict=True):
            archive.writestr(zipfile.ZipInfo(name.replace(".csv", f".{form}"), _NO_TIME), body)
    return packed.getvalue()


def _statistical(group: Group, form: str) -> bytes:
    try:
        # Large, and of no use to any other command.
        from catalogue.dictionaries import statistical  # noqa: PLC0415
    except ImportError as error:
        raise SettingsError(
            f"Files of the kind .{form} need a library that is not installed.",
            remedy="Install the program with its extra `statistics`.",
        ) from error
    rules = stata.RULES if form == "dta" else spss.RULES
    names = rules.names(state.variable.name for state in group.states)
    columns = [_column(state, names[state.variable.name], form) for state in group.states]
    return statistical.written(columns, rules.fitted(group.physical), form)


def _column(state: State, name: str, form: str) -> Column:
    from catalogue.dictionaries.statistical import Column  # noqa: PLC0415 - as above

    rules = stata.RULES if form == "dta" else spss.RULES
    numeric = state.variable.type in _NUMBERS and not is_identifier(state)
    kind = state.variable.type if numeric or state.variable.type in {"date", "datetime"} else "string"
    labelled = whole_codes(state) or not numeric
    values = {code.code: rules.fitted_value(code.label or code.code) for code in codes_of(state)} if labelled else {}
    return Column(name, rules.fitted(label_of(state)), kind, values)
