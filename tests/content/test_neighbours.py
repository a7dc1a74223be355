"""The research-ready files, the core file of the Nuffield Family Justice Observatory, and the outline of FACO."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest

from catalogue.packages.limits import Limits
from catalogue.packages.read import Package, read_package, read_vocabulary
from catalogue.settings import SITE

Facts = Mapping[str, Any]

# Section a.4 of the facts that the catalogue was written from. Three files that it names in one line stand apart here,
# by what Pearson's code reads of each; the start of the case in `cohort` and `mother_father_case` is from there too.
UCL_LANCASTER = {
    "case": "case_id case_start_date case_status la_id first_court_id first_dfj_area_id first_circuit_id last_court_id "
    "last_dfj_area_id last_circuit_id hearing_first_date hearing_last_date hearing_count final_order_date "
    "any_final_order_dis_ono any_final_order_fao_so any_final_order_ro_sgo_cao any_final_order_co_sao "
    "any_final_order_po",
    "case_app": "case_id app_type_name",
    "case_adult": "case_id adult_id first_app_start_age address_imd_quintile",
    "hearing": "case_id hearing_date court_id",
    "cohort": "person_id duplicate_person_id case_id case_start_date la_code la_name ethnicity truncated_dob "
    "app_s31_start_age app_s31_end_date child_count adult_count has_father_party has_final_order has_epo "
    "child_born_within_case child_s31_start_age_0_3w child_s31_start_age_4_52w child_s31_start_age_1_4y "
    "child_s31_start_age_5_9y child_s31_start_age_10_15y child_s31_start_age_16_18y child_s31_start_age_19y_plus "
    "ever_incarcerated mother_postcode_1_truncated mother_postcode_2_truncated mother_postcode_3_truncated",
    "child_ages": "case_id mother_id child_id dob_m dob_y",
    "child_mother_rel": "case_id child_id mother_id n_mother",
    "mother_father_case": "case_id mother_id father_id case_start_date",
    "linkage_file": "person_id tokenid",
}
# Section a.4, end: what it names of the final file. The flags of disability and of legal orders are counted below.
NFJO_CORE = (
    "CASE_ID_PE PERSON_ID_PE APPLICATION_ID_PE num_applications APPLICATIONTYPE1_ID role_on_application "
    "ISSUBJECTPARTY ISOTHERPARTY DATEOFAPPLICATION DATERECEIVED DATENOTIFIED DATECOMPLETED DATEAPPLICATIONCOMPLETED "
    "GENDER dob age ETHNICITYTYPE_ID ethnicity_mis source_ethnicity RELIGIONTYPE_ID NATIONALITYTYPE_ID "
    "LANGUAGETYPE_ID hasdisability ALF_PE ALF2_PE CIRCUITREF_ID DJAREAREF_ID COURTLEVELREF_ID COURT_ID motherid "
    "motherdob mother_ethnicity fatherid num_nat_sib num_half_sib num_step_sib total_sib extendedfamily flag_norel "
    "HARM CLOSUREDATE REOPENDATE COURTFORM_ID LAWTYPE_ID LOCALAUTHORITY_ID"
)
# Section a.5: three tables of FACO with one column each, and four of the courts' case system.
FACO = {
    "cases": "case_number_hash",
    "events": "case_number_hash",
    "parties": "case_number_hash",
    "familyman_events": "event case_number event_model receipt_date entry_date error",
    "familyman_event_fields": "event field_model value",
    "familyman_roles": "role case_number role_model party delete_flag",
    "familyman_parties": "party dob gender",
}
DATASETS = ("ucl-lancaster", "nfjo-core", "faco")


@cache
def package(slug: str) -> Package:
    """Release 1.0.0 of a dataset."""
    return read_package(SITE / "metadata" / "packages" / slug / "1.0.0" / "datapackage.yaml", Limits())


def columns(slug: str) -> dict[str, list[str]]:
    """Names of the columns of each table."""
    return {table["name"]: [one["name"] for one in table["variables"]] for table in package(slug).tables}


def variables(slug: str) -> Iterator[tuple[Facts, Facts]]:
    """Each variable with its table."""
    for table in package(slug).tables:
        for variable in table["variables"]:
            yield table, variable


def variable(slug: str, table: str, name: str) -> Facts:
    """One variable."""
    return next(one for held, one in variables(slug) if (held["name"], one["name"]) == (table, name))


def test_the_research_ready_files_have_the_columns_of_their_sources() -> None:
    assert columns("ucl-lancaster") == {table: names.split() for table, names in UCL_LANCASTER.items()}


def test_the_core_file_has_the_columns_of_its_source() -> None:
    tables = columns("nfjo-core")
    assert list(tables) == ["06final_dataset_ecms"]
    names = tables["06final_dataset_ecms"]
    assert set(NFJO_CORE.split()) <= set(names)
    begin = names.index("hasdisability") + 1
    assert names[begin + 18] == "ALF_PE"
    assert all(name.endswith("x") for name in names[begin : begin + 18])
    # What is added to the facts: columns that the code orders or makes and never drops.
    added = set(names) - set(NFJO_CORE.split()) - set(names[begin : begin + 18])
    assert added == {
        *("NEWAPPLICATIONDATE", "REVOCATIONAPPLICANTTYPEID", "APPLICATIONREASON_ID", "COURTCOURTLEVELREF_ID"),
        *("num_parents", "count_mothers", "count_fathers", "fatherdob", "Rule16_4x", "S_7_Reportx", "MIAMx"),
        *(f"{who}_{what}" for who in ("mother", "father") for what in ("disability", "nationality", "language")),
        *("father_ethnicity", "mother_religion", "father_religion"),
    }


def test_the_core_file_names_the_steps_before_it() -> None:
    steps = [one["physicalName"] for one in package("nfjo-core").dataset["undocumentedTables"]]
    assert [step[:2] for step in steps] == ["01", "02", "03", "04", "05"]
    assert package("nfjo-core").release.snapshot == "2024-01-11"


def test_faco_is_held_apart_from_what_it_is_made_of() -> None:
    tables = columns("faco")
    assert {name: held for name, held in tables.items() if not name.startswith("fcsq_")} == {
        name: names.split() for name, names in FACO.items()
    }
    for table in package("faco").tables:
        own = table["name"] in {"cases", "events", "parties"}
        assert table["title"].startswith("FACO: ") is own
        assert ("It is not a table of FACO" in table["description"]) is not own
        assert table.get("mark", "documented") == ("documented" if own else "seen-in-code")


def test_the_branch_of_law_and_the_court_are_told_from_numbers() -> None:
    number = variable("faco", "familyman_events", "case_number")
    assert "fifth character" in number["note"]
    event = variable("faco", "familyman_events", "event")
    assert "first three digits" in event["note"]


@pytest.mark.parametrize(
    ("slug", "table", "name", "code_list"),
    [
        ("ucl-lancaster", "case", "case_status", "case-status-ucl"),
        ("ucl-lancaster", "case_app", "app_type_name", "application-type-public-law"),
        ("ucl-lancaster", "case_adult", "address_imd_quintile", "imd-quintile"),
        ("ucl-lancaster", "cohort", "ethnicity", "ethnicity-group"),
        ("nfjo-core", "06final_dataset_ecms", "role_on_application", "role"),
        ("nfjo-core", "06final_dataset_ecms", "ETHNICITYTYPE_ID", "ethnicity-ecms"),
        ("nfjo-core", "06final_dataset_ecms", "mother_religion", "religion-ecms"),
        ("nfjo-core", "06final_dataset_ecms", "ISSUBJECTPARTY", "true-false"),
        ("faco", "familyman_events", "event_model", "court-order-form"),
        ("faco", "familyman_roles", "role_model", "role-model-fcsq"),
        ("faco", "fcsq_ca_disps_all_children", "disp_type_code", "disposal-type"),
        ("faco", "fcsq_ca_apps_child", "order_type", "fcsq-order-type"),
        ("faco", "fcsq_court_lookup", "DFJ_New", "dfj-area"),
    ],
)
def test_code_lists_are_cited_where_they_apply(slug: str, table: str, name: str, code_list: str) -> None:
    assert variable(slug, table, name)["codeList"] == code_list
    assert code_list in read_vocabulary(SITE / "metadata", Limits()).code_lists


@pytest.mark.parametrize("slug", DATASETS)
def test_every_variable_says_what_is_known_of_it(slug: str) -> None:
    """A label, a type, a mark, a source, and a definition, an inferred meaning or an open question."""
    whole = package(slug).dataset
    for table, one in variables(slug):
        assert one["title"], one["name"]
        assert one["type"], one["name"]
        for key in ("mark", "source"):
            assert one.get(key) or table.get(key) or whole.get(key), (one["name"], key)
        assert any(one.get(key) for key in ("description", "inferredMeaning", "openQuestion")), one["name"]


@pytest.mark.parametrize("slug", DATASETS)
def test_the_notes_say_where_the_date_of_issue_is_from(slug: str) -> None:
    release = package(slug).release
    notes, year = str(release.notes), str(release.issued)[:4]
    assert "date of issue" in notes or "date given" in notes
    assert year in notes


def test_special_access_is_asked_for_sensitive_facts() -> None:
    special = {one["name"] for _, one in variables("nfjo-core") if one.get("availability") == "special"}
    assert {"ETHNICITYTYPE_ID", "RELIGIONTYPE_ID", "NATIONALITYTYPE_ID", "LANGUAGETYPE_ID", "hasdisability"} <= special
    assert {"mother_ethnicity", "father_language", "Dyslexiax"} <= special
    assert "GENDER" not in special
