"""Names in the SAIL Databank, on names that published code and documents really use."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.model import sail
from catalogue.model.sail import SailName, SchemaKind

CODES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=4)
TABLES = st.from_regex(r"[A-Z][A-Z0-9]{0,12}(_[A-Z][A-Z0-9]{0,8}){0,3}", fullmatch=True)
SNAPSHOTS = st.dates().map(lambda day: day.strftime("%Y%m%d").zfill(8))


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("SAILCAFWV.CAFCASS_HEARING_20230622", ("SAILCAFWV", "CAFCASS_HEARING", "20230622"), "core"),
        ("sailcafwv.cafcass_hearing", ("SAILCAFWV", "CAFCASS_HEARING", ""), "core"),
        ("SAILWLGPV.PATIENT", ("SAILWLGPV", "PATIENT", ""), "core"),
        (
            "SAILCAFEREFV.ECMS_LEGALOUTPUTTYPES_20240111",
            ("SAILCAFEREFV", "ECMS_LEGALOUTPUTTYPES", "20240111"),
            "reference",
        ),
        ("SAIL1409V.CAFW_CAFCASS_ALF_20230622", ("SAIL1409V", "CAFW_CAFCASS_ALF", "20230622"), "project"),
        ("SAILW1533V.MCAFCPAR", ("SAILW1533V", "MCAFCPAR", ""), "writable"),
        ("SAILX0675V.CHILDREN", ("SAILX0675V", "CHILDREN", ""), "shared"),
    ],
)
def test_full_names_come_apart(text: str, name: tuple[str, str, str], kind: str) -> None:
    found = sail.parse(text)
    assert found == SailName(*name)
    assert found.kind == kind
    assert str(found) == text.upper()


@pytest.mark.parametrize("text", ["", "CAFCASS_HEARING", "SAILCAFWV.", "SAILCAFWV.A B", "PUBLIC.CASES", "SAIL12V.X"])
def test_other_names_do_not(text: str) -> None:
    assert sail.parse(text) is None


def test_a_project_sees_the_names_that_its_published_code_uses() -> None:
    applications = SailName("SAILCAFEV", "ECMS_APPLICATIONS", "20240111")
    assert str(applications.in_project("1661")) == "SAIL1661V.CAFE_ECMS_APPLICATIONS_20240111"
    alf = SailName("SAILCAFWV", "CAFCASS_ALF", "20230622")
    assert str(alf.in_project("1409")) == "SAIL1409V.CAFW_CAFCASS_ALF_20230622"
    assert sail.project_schema("1533", writable=True) == "SAILW1533V"
    look_up = SailName("SAILCAFEREFV", "ECMS_COURTS", "20240111")
    assert look_up.in_project("1661") == look_up


@pytest.mark.parametrize("number", ["", "16", "16611", "x661", "١٦٦١"])
def test_a_project_has_four_digits(number: str) -> None:
    with pytest.raises(ValueError, match="four digits"):
        sail.project_schema(number)


@given(CODES, TABLES, SNAPSHOTS)
@settings(deadline=None)
def test_names_go_to_a_project_and_back(code: str, table: str, snapshot: str) -> None:
    name = SailName(f"SAIL{code}V", table, snapshot)
    if name.kind is SchemaKind.CORE:
        seen = name.in_project("1661")
        assert seen.kind is SchemaKind.PROJECT
        assert seen.at_core() == name
        assert sail.parse(str(seen)) == seen


@pytest.mark.parametrize(
    ("core", "project"),
    [("CASE_ID_E", "CASE_ID_PE"), ("ALF_E", "ALF_PE"), ("ID_E", "ID_PE"), ("GENDER", "GENDER"), ("_E", "_E")],
)
def test_columns_are_encrypted_anew(core: str, project: str) -> None:
    assert sail.project_column(core) == project
    assert sail.core_column(project) == core


def test_a_table_may_stand_in_a_schema_of_its_own() -> None:
    dataset = {"physicalSchema": "SAILCAFEV"}
    table = {"name": "ecms_courts", "physicalName": "ECMS_COURTS", "physicalSchema": "SAILCAFEREFV"}
    assert str(sail.table_name(dataset, table, "2024-01-11")) == "SAILCAFEREFV.ECMS_COURTS_20240111"
    assert str(sail.table_name(dataset, {"name": "x"}, "2024-01-11")) == "SAILCAFEV.x_20240111"
    assert str(sail.table_name(dataset, table | {"dated": False}, "2024-01-11")) == "SAILCAFEREFV.ECMS_COURTS"
    assert sail.table_name(dataset, table, "") is None
    assert sail.is_look_up(dataset, table)
    assert not sail.is_look_up(dataset, {"name": "x"})
    assert sail.table_name({}, {"name": "x"}, "2024-01-11") is None


def test_a_schema_of_another_databank_has_no_kind() -> None:
    elsewhere = SailName("RESEARCH", "CASES", "20240111")
    assert elsewhere.kind is None
    assert elsewhere.in_project("1661") == elsewhere == elsewhere.at_core()
