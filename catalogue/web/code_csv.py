"""The codes of a list as a table of values."""

from __future__ import annotations

from collections.abc import Iterable

from catalogue.model.code_lists import Code, CodeList
from catalogue.text import to_plain
from catalogue.web.values import as_csv

COLUMNS = (
    "code", "label", "labelCy", "description", "inferredMeaning", "notation", "status", "validFrom", "mark", "source"
)  # fmt: skip


def codes_csv(code_list: CodeList) -> bytes:
    """Every code of a list, one row for each in their order; several notations or sources have `; ` between."""
    return as_csv([COLUMNS, *_rows(code_list.codes)])


def _rows(codes: Iterable[Code]) -> Iterable[tuple[str, ...]]:
    for code in codes:
        yield (
            code.code,
            code.label,
            code.label_cy,
            to_plain(code.description),
            to_plain(code.inferred_meaning),
            "; ".join(code.notation),
            code.status,
            code.valid_from,
            code.mark,
            "; ".join(source.title for source in code.sources),
        )
