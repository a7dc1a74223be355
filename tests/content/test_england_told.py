"""Every table and column that the facts name for England is described, with the mark that it has there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.content import domain, england_told
from tests.content.england import LOADED, Described, described

NEW, CMS = described("cafe-ecms", "2.0.0"), described("cafe-cms", "1.0.0")


@pytest.fixture(scope="module")
def text() -> str:
    """The facts. Without them nothing can be said, so that it is a failure."""
    if not domain.available():
        pytest.fail("the facts are not here; name their folder in CATALOGUE_DOMAIN")
    return domain.section("(a)")


def faults(told: dict[str, england_told.Told], newer: Described, older: Described) -> Iterator[str]:
    """One sentence for each table or column that is missing or bears another mark."""
    for name, table in told.items():
        release = newer if name.startswith("ECMS_") else older
        if table.named_only:
            if release.named.get(name, {}).get("mark") != table.mark:
                yield f"{name} is not listed as known by name"
            continue
        record = release.tables.get(name)
        if record is None or record.known.mark != table.mark:
            yield f"{name} is missing, or not {table.mark}"
            continue
        for column, mark in {**table.columns, LOADED: ""}.items():
            found = record.variable(column)
            if found is None or found.name != column:
                yield f"{name}.{column} is missing"
            elif mark and found.known.mark != mark:
                yield f"{name}.{column} is {found.known.mark}, not {mark}"


@pytest.mark.system
def test_every_column_stands_with_its_mark(text: str) -> None:
    told = england_told.tables(text)
    assert len(told) == 33
    assert sum(len(table.columns) for table in told.values()) > 150
    assert list(faults(told, NEW, CMS)) == []


@pytest.mark.system
def test_widths_are_those_that_the_facts_count(text: str) -> None:
    for name, table in england_told.tables(text).items():
        if table.counted is None or table.named_only:
            continue
        record = (NEW if name.startswith("ECMS_") else CMS).tables[name]
        later = [one for one in record.variables if one.known.mark == "seen-in-code"]
        # The one column that code shows of CMS_TBLCASE is counted by the facts among those of the dictionary.
        beside = 0 if name == "CMS_TBLCASE" else len(later)
        described_here = len(record.variables) - beside
        assert described_here + int(record.undocumented_columns.get("count", 0)) == table.counted, name


@pytest.mark.system
def test_every_lookup_stands_with_the_columns_named(text: str) -> None:
    lookups = england_told.lookups(text)
    assert len(lookups) == 34
    for name, columns in lookups.items():
        record = (NEW if name.startswith("ECMS_") else CMS).tables[name]
        assert record.known.mark == "seen-in-code", name
        assert set(columns) <= {one.name for one in record.variables}, name


@pytest.mark.system
def test_a_column_that_is_left_out_is_found(text: str) -> None:
    table = NEW.tables["ECMS_LEGALOUTPUTS"]
    less = replace(table, variables=tuple(one for one in table.variables if one.name != "DATEORDERED"))
    broken = Described(NEW.dataset, NEW.tables | {"ECMS_LEGALOUTPUTS": less}, NEW.named)
    assert list(faults(england_told.tables(text), broken, CMS)) == ["ECMS_LEGALOUTPUTS.DATEORDERED is missing"]


@pytest.mark.system
def test_a_table_that_is_left_out_and_a_mark_that_is_wrong_are_found(text: str) -> None:
    cases = CMS.tables["CMS_TBLCASE"]
    changed = tuple(
        replace(one, known=replace(one.known, mark="documented")) if one.name == "LOCALAUTHORITYREF" else one
        for one in cases.variables
    )
    tables = {name: table for name, table in CMS.tables.items() if name != "CMS_TBLEXPERT"}
    broken = Described(CMS.dataset, tables | {"CMS_TBLCASE": replace(cases, variables=changed)}, CMS.named)
    assert list(faults(england_told.tables(text), NEW, broken)) == [
        "CMS_TBLCASE.LOCALAUTHORITYREF is documented, not seen-in-code",
        "CMS_TBLEXPERT is missing, or not documented",
    ]
