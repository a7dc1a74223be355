"""The England extract: how much of it is described, and that nothing is described as more certain than it is."""

from __future__ import annotations

import pytest

from catalogue.model.records import Table, Variable
from tests.content.england import LOADED, RELEASES, Described, described

releases = pytest.mark.parametrize("release", [described(*one) for one in RELEASES], ids=lambda _: "")
OLD, NEW, CMS = (described(*one) for one in RELEASES)

# Columns by table: from the dictionary on the HDR UK Innovation Gateway (2020) for release 1.0.0 of the newer system
# and most tables of the older; from published code of the Nuffield Family Justice Observatory (2024) for the rest.
# The load date, which every table has, is counted; columns known by number only are not.
ECMS_2020 = {
    "ECMS_APPLICATIONS": 9,
    "ECMS_PERSONSONAPPLICATIONS": 10,
    "ECMS_PERSONRELATIONSHIPS": 6,
    "ECMS_LEGALOUTPUTS": 8,
    "ECMS_HEARINGS1": 10,
    "ECMS_CHILDREFERRALS": 9,
    "ECMS_SAFEGUARDINGREQUESTS": 10,
    "ECMS_ETHNICITIES": 5,
    "ECMS_LANGUAGES": 5,
    "ECMS_DISABILITIES": 5,
    "ECMS_PERSONSPECIALARRANGEMENTS": 4,
    "ECMS_CASEEXPERTS": 4,
    "ECMS_EXPERTS": 2,
    "ECMS_EXPERTSPECIALITIES": 4,
}
ECMS_2024 = ECMS_2020 | {
    "ECMS_APPLICATIONS": 13,
    "ECMS_CASES": 11,
    "ECMS_PEOPLE": 7,
    "ECMS_RELIGIONS": 5,
    "ECMS_NATIONALITIES": 5,
}
CMS_2019 = {
    "CMS_TBLCASE": 11,
    "CMS_TBLCASEAPPLICATION": 9,
    "CMS_TBLCASEAPPLICATIONMEMBER": 8,
    "CMS_TBLPERSON": 23,
    "CMS_TBLCRSPERSONRELATIONSHIP": 5,
    "CMS_TBLLEGALOUTPUT": 10,
    "CMS_TBLMEMBERRESOLUTION": 4,
    "CMS_TBLCASEREPORT": 15,
    "CMS_TBLCASEPARTICIPANT": 10,
    "CMS_TBLADDRESS": 5,
    "CMS_TBLEXPERT": 2,
}
# Tables of which the dictionary counts columns and names none.
NAMED = {
    "ECMS_ADDRESSES": 5,
    "ECMS_PERSONADDRESSES": 6,
    "ECMS_CASELOCALAUTHORITIES": 5,
    "ECMS_SOLICITORASSOCIATIONS": 6,
}
# What the dictionary says of a table's width, columns that could not be recovered included; in the older system one
# column of CMS_TBLCASE and three of CMS_TBLPERSON are known from code.
COUNTED = (
    (OLD, "ECMS_APPLICATIONS", 9, 0),
    (OLD, "ECMS_SAFEGUARDINGREQUESTS", 15, 0),
    (CMS, "CMS_TBLCASE", 16, 0),
    (CMS, "CMS_TBLPERSON", 20, 3),
    (CMS, "CMS_TBLLEGALOUTPUT", 10, 0),
    (CMS, "CMS_TBLCASEREPORT", 15, 0),
    (CMS, "CMS_TBLCASEPARTICIPANT", 16, 0),
)


def columns(tables: dict[str, Table]) -> dict[str, int]:
    return {name: len(table.variables) for name, table in tables.items()}


def variable(release: Described, table: str, name: str) -> Variable:
    found = release.tables[table].variable(name)
    assert found is not None, f"{table} has no {name}"
    return found


def caveats(holder: Table | Variable) -> dict[str, str]:
    return {caveat.name: caveat.period_to for caveat in holder.caveats}


@pytest.mark.parametrize(
    ("release", "expected", "lookups"),
    # 18 look-up tables of the newer system and 16 of the older are read by published code, none named in 2020.
    [(OLD, ECMS_2020, 0), (NEW, ECMS_2024, 18), (CMS, CMS_2019, 16)],
    ids=["cafe-ecms 1.0.0", "cafe-ecms 2.0.0", "cafe-cms 1.0.0"],
)
def test_tables_and_columns(release: Described, expected: dict[str, int], lookups: int) -> None:
    assert columns(release.main()) == expected
    assert len(release.tables) - len(expected) == lookups


def test_thirty_three_of_forty_three_tables_are_known_by_name() -> None:
    """27 from the dictionary, six from code, of the 43 that the Gateway counts in its last version."""
    documented = {*OLD.tables, *OLD.named} | {name for name, table in CMS.main().items() if _is(table, "documented")}
    named = {*NEW.main(), *NEW.named, *CMS.main()}
    assert (len(documented), len(named)) == (27, 33)
    assert documented < named
    for release in (NEW, CMS):
        assert "33 of 43" in release.fact("Tables known by name")
    assert "43" in OLD.fact("Tables catalogued")


def _is(table: Table, mark: str) -> bool:
    return table.known.mark == mark


@pytest.mark.parametrize(("release", "name", "counted", "beside"), COUNTED)
def test_columns_that_are_missing_here_are_counted(release: Described, name: str, counted: int, beside: int) -> None:
    table = release.tables[name]
    assert len(table.variables) - beside + int(table.undocumented_columns.get("count", 0)) == counted


@pytest.mark.parametrize("release", [OLD, NEW], ids=["1.0.0", "2.0.0"])
def test_guessed_columns_are_told_and_never_described(release: Described) -> None:
    assert set(release.named) == set(NAMED)
    for name, count in NAMED.items():
        item = release.named[name]
        assert f"counts {count} columns" in item["note"]
        assert item["mark"] == "documented"
    assert "`LSOA_2011_CODE`" in release.named["ECMS_PERSONADDRESSES"]["note"]
    assert not [one for _, one in release.variables() if one.name in {"LSOA_2011_CODE", "DATEFROM", "DATETO"}]


@releases
def test_every_variable_says_what_is_known_of_it(release: Described) -> None:
    for table, one in release.variables():
        where = f"{table.physical_name}.{one.name}"
        assert one.label, where
        assert one.facts.get("type"), where
        assert one.known.mark in {"documented", "seen-in-code", "inferred"}, where
        assert one.known.sources, where
        assert one.definition or one.inferred_meaning or one.open_question, where
        if one.known.mark == "inferred":
            assert not one.definition, where


@releases
def test_every_table_has_grain_and_load_date(release: Described) -> None:
    for name, table in release.tables.items():
        assert table.grain.startswith("one row per "), name
        assert table.variables[-1].name == LOADED or table.variable(LOADED) is not None, name
        assert table.header_only, name


@releases
def test_every_key_leads_somewhere_and_says_how_it_is_known(release: Described) -> None:
    by_name = {table.name: table for table in release.tables.values()}
    for table in release.tables.values():
        assert table.primary_key or table.undocumented_columns, table.name
        for reference in table.references:
            assert reference.mark, f"{table.name} {reference.fields}"
            target = by_name[reference.table or table.name]
            assert tuple(target.primary_key) == reference.target_fields, f"{table.name} {reference.fields}"


def test_the_dictionary_of_2020_tells_nothing_that_only_later_code_shows() -> None:
    assert not [one.name for _, one in OLD.variables() if one.known.mark == "seen-in-code"]
    assert not {"ECMS_CASES", "ECMS_PEOPLE", "ECMS_RELIGIONS", "ECMS_NATIONALITIES"} & {*OLD.tables, *OLD.named}


def test_the_snapshot_of_2024_confirms_nothing_that_code_does_not_show() -> None:
    for table, one in NEW.variables():
        where = f"{table.physical_name}.{one.name}"
        assert one.known.evidence in {"seen-in-code", "carried-forward"}, where
        if one.known.mark == "seen-in-code":
            assert one.known.evidence == "seen-in-code", where
    unread = {name for name, table in NEW.main().items() if not table.known.confirmed}
    assert unread == {
        "ECMS_HEARINGS1",
        "ECMS_CHILDREFERRALS",
        "ECMS_SAFEGUARDINGREQUESTS",
        "ECMS_PERSONSPECIALARRANGEMENTS",
        "ECMS_CASEEXPERTS",
        "ECMS_EXPERTS",
        "ECMS_EXPERTSPECIALITIES",
    }


def test_names_of_a_project_stay_where_no_source_gives_the_core_name() -> None:
    for table, name in (("ECMS_CASES", "ID_PE"), ("ECMS_PEOPLE", "ID_PE"), ("ECMS_PEOPLE", "ALF_PE")):
        assert f"`{name.removesuffix('_PE')}_E`" in variable(NEW, table, name).note
    assert "`CASEAPPLICATIONID_E`" in variable(CMS, "CMS_TBLCASEAPPLICATION", "CASEAPPLICATIONID_PE").note
    assert not [one.name for _, one in OLD.variables() if one.name.endswith("_PE")]


@pytest.mark.parametrize("release", [OLD, NEW], ids=["1.0.0", "2.0.0"])
def test_legal_outputs_have_a_first_day(release: Described) -> None:
    """The dictionary's own note: not to be used before April 2010."""
    assert caveats(release.tables["ECMS_LEGALOUTPUTS"])["not-before-april-2010"] == "2010-03-31"


def test_special_access_and_open_questions() -> None:
    for name in ("ETHNICITIES", "RELIGIONS", "NATIONALITIES", "LANGUAGES", "DISABILITIES"):
        assert {one.availability for one in NEW.tables[f"ECMS_{name}"].variables} == {"special"}
    assert variable(NEW, "ECMS_PEOPLE", "GENDER").availability == "core"
    assert variable(CMS, "CMS_TBLPERSON", "ETHNICREF").availability == "special"
    for release, table, name in (
        (NEW, "ECMS_APPLICATIONS", "DATECOMPLETED"),
        (NEW, "ECMS_HEARINGS1", "HEARINGDURATION"),
        (NEW, "ECMS_CASES", "HARM"),
        (CMS, "CMS_TBLCASE", "HARMBOX"),
    ):
        one = variable(release, table, name)
        assert one.open_question
        assert not one.definition
    assert "falls-back-to-closure" in caveats(variable(NEW, "ECMS_APPLICATIONS", "DATEAPPLICATIONCOMPLETED"))
    assert "Monday" in variable(NEW, "ECMS_PEOPLE", "WEEKOFBIRTH").definition


def test_grain_of_legal_outputs_is_told_on_both_sides() -> None:
    assert NEW.tables["ECMS_LEGALOUTPUTS"].grain == "one row per child, application and output"
    assert CMS.tables["CMS_TBLLEGALOUTPUT"].grain == "one row per case and output"
    assert "output-per-case" in caveats(CMS.tables["CMS_TBLLEGALOUTPUT"])


@releases
def test_the_way_to_the_final_order_of_a_child_is_told(release: Described) -> None:
    ways = {way["name"] for way in release.dataset.facts["joinPaths"]}
    assert {"final-order-per-child", "ethnicity-of-subject-child"} <= ways
    if release is not OLD:
        assert {"court-to-dfj-area", "parents-of-subject-child"} <= ways
