"""Tables of chosen variables: CSV, and a workbook of four sheets. No cell of either is a formula."""

from __future__ import annotations

import csv
import io
import zipfile

from catalogue.exports.rows import Sheet, caveat_rows, code_rows, left_out, source_rows, variable_rows
from catalogue.exports.selection import Selection
from catalogue.text import safe_cell

# The earliest time that a zip archive can state: the time of asking is no fact, and equal content has equal bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"
_CORE_BODY = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"></cp:coreProperties>'
)
# A spreadsheet takes no more in one cell.
_LONGEST_CELL = 32_767


def csv_file(selection: Selection) -> bytes:
    """The variables as CSV: RFC 4180, UTF-8, a header line."""
    names, rows = variable_rows(selection)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([safe_cell(row[name]) for name in names] for row in rows)
    return text.getvalue().encode()


def workbook(selection: Selection) -> bytes:
    """The variables, their codes, caveats and sources as sheets of a workbook. The same selection, the same bytes."""
    # A web worker loads it when somebody asks for a workbook, and not before.
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheets: dict[str, Sheet] = {
        "Variables": variable_rows(selection),
        "Codes": code_rows(selection),
        "Caveats": caveat_rows(selection),
        "Sources": source_rows(selection),
        "Left out": (("reason",), [{"reason": reason} for reason in left_out(selection)]),
    }
    for title, (names, rows) in sheets.items():
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "B2"
        for values in (names, *([row[name] for name in names] for row in rows)):
            cells = []
            for value in values:
                cell = WriteOnlyCell(sheet, value=value[:_LONGEST_CELL] or None)
                # Text is text, whatever it begins with, also after somebody has edited the cell.
                if value:
                    cell.data_type = "s"
                    cell.quotePrefix = True
                cells.append(cell)
            sheet.append(cells)
    body = io.BytesIO()
    book.save(body)
    return _without_times(body.getvalue())


def _without_times(body: bytes) -> bytes:
    """A workbook without the moment at which it was made."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            member = _CORE_BODY.encode() if name == _CORE else old.read(name)
            info = zipfile.ZipInfo(name, _NO_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, member)
    return packed.getvalue()
