"""The forms that chosen variables are handed out in, by the name that stands in addresses and on the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from catalogue.exports import markdown, package, tables
from catalogue.exports.scripts import python, r, spss, sql, stata
from catalogue.exports.selection import Selection

ZIP = "application/zip"
TEXT = "text/plain; charset=utf-8"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Format:
    """A form: its name, what it is called, its media type, the end of its file's name, and what makes it."""

    name: str
    title: str
    media_type: str
    suffix: str
    make: Callable[[Selection], bytes]

    def file_name(self, selection: Selection) -> str:
        """What the file is called: after the one table or release it is about, else simply a basket."""
        groups = selection.groups
        releases = {f"{group.release.slug}-{group.release.version}" for group in groups}
        parts = [*releases] if len(releases) == 1 else ["basket"]
        parts += [groups[0].table.name] if len(groups) == 1 else []
        return f"{'-'.join(parts)}{self.suffix}"


def _script(make: Callable[[Selection], str]) -> Callable[[Selection], bytes]:
    return lambda selection: make(selection).encode()


FORMATS = {
    one.name: one
    for one in (
        Format("csv", "CSV", "text/csv; charset=utf-8", ".csv", tables.csv_file),
        Format("xlsx", "Excel", SPREADSHEET, ".xlsx", tables.workbook),
        Format("datapackage", "Data Package", ZIP, ".zip", package.data_package),
        Format("markdown", "Markdown", "text/markdown; charset=utf-8", ".md", _script(markdown.document)),
        Format("r", "R", TEXT, ".R", _script(r.script)),
        Format("python", "Python", TEXT, ".py", _script(python.script)),
        Format("stata", "Stata", TEXT, ".do", _script(stata.script)),
        Format("spss", "SPSS", TEXT, ".sps", _script(spss.script)),
        Format("sql", "SQL", TEXT, ".sql", _script(sql.script)),
    )
}
# Those that read data where they lie, and those that are looked at.
SCRIPTS = ("r", "python", "stata", "spss", "sql")
DOCUMENTS = ("csv", "xlsx", "datapackage", "markdown")
