"""All vintages of a series as one CSV file."""

from __future__ import annotations

import csv
import io

from catalogue.delivery.figures import Figures
from catalogue.model.known import cited
from catalogue.text import safe_cell

COLUMNS = (
    "series", "release", "issued", "line", "period", "period_label", "value", "unit", "qualifier", "main", "mark",
    "publisher", "source", "reported", "vintage", "note",
)  # fmt: skip


def vintages_csv(found: Figures) -> bytes:
    """Every figure of every release, oldest release first: one row for each, with the release that gives it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for release, vintage in zip(found.releases, found.vintages, strict=True):
        for point in vintage.points:
            told = (
                found.series.name,
                vintage.version,
                vintage.issued,
                point.line,
                point.period.text,
                point.period.label,
                format(point.value, "f"),
                found.series.unit,
                point.qualifier,
                "true" if point.main else "false",
                point.mark,
                point.publisher,
                "; ".join(source.title for source in cited(list(point.sources), release.facts.sources)),
                point.reported,
                point.vintage,
                point.note,
            )
            # The figure is a number and passes; every text could be a formula to a spreadsheet.
            writer.writerow(
                cell if name == "value" else safe_cell(cell) for name, cell in zip(COLUMNS, told, strict=True)
            )
    return text.getvalue().encode()
