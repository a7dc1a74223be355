"""Tables of variables: columns by common names in any order, several tables, codes in cells, below and on sheets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.dictionaries.columns import NAMES, Role, roles_of, spelled
from catalogue.dictionaries.dictionary import DictCode, Missing
from catalogue.dictionaries.types import kind_of
from catalogue.dictionaries.values import codes_in
from catalogue.errors import DictionaryRefusedError
from tests.dictionaries.made import codes, only, read, rules, variable, written

WHOLE = """Office of examples;;;;;;;;
Version of 2020;;;;;;;;
Mandatory;Values;Data type;Description;Label;Field name;Table;Missing;Sensitive
Yes;;BIGINT;Names the case.;Case;CASE_ID;CASES;;yes
No;1=Male, 2=Female, -9=Not known;VARCHAR(1);How the child is recorded.;Sex;SEX;CASES;-9;no
;See appendix A;date;;Opened;OPENED;CASES;;
;;wobble;;;PERSON_ID;PEOPLE;;
"""


def test_columns_are_known_by_name_in_any_order(tmp_path: Path) -> None:
    found = read(WHOLE)
    assert [table.name for table in found.tables] == ["cases", "people"]
    assert variable(found, "CASE_ID").constraints == {"required": True}
    assert variable(found, "CASE_ID").extra == {"Sensitive": "yes"}
    sex = variable(found, "SEX")
    assert (sex.label, sex.definition, sex.type, sex.physical_type) == (
        "Sex", "How the child is recorded.", "string", "VARCHAR(1)",
    )  # fmt: skip
    assert sex.constraints == {"maxLength": 1}
    assert sex.missing == (Missing("-9", "Not known"),)
    assert codes(found, "SEX") == {"1": "Male", "2": "Female", "-9": "Not known"}
    assert variable(found, "OPENED").extra == {"Values": "See appendix A"}
    assert found.columns == ("Sensitive",)
    assert [one.text for one in found.unmapped] == ["Office of examples", "Version of 2020"]
    assert rules(found) == [("warning", "dict-values"), ("warning", "dict-type")]
    package = written(found, tmp_path)
    assert package.tables[0]["variables"][0]["imported"] == {"Sensitive": "yes"}


@pytest.mark.parametrize(("role", "name"), [(role, name) for role, names in NAMES.items() for name in names])
def test_every_name_of_a_column_is_known_however_it_is_spelled(role: Role, name: str) -> None:
    for heading in (name, name.upper(), name.replace(" ", "_"), f" {name.title()}: ", name.title().replace(" ", "")):
        assert role in roles_of([heading, "Colour"]), heading


def test_no_name_says_two_things() -> None:
    names = [name for names in NAMES.values() for name in names]
    assert len(names) == len(set(names))
    assert all(name == spelled(name) for name in names)


def test_of_two_columns_the_surer_one_is_taken_and_the_other_kept() -> None:
    found = read("Variable,Name,Description,Definition\nSEX,Sex,Long,Short\n")
    sex = variable(found, "SEX")
    assert (sex.label, sex.definition, sex.extra) == ("Sex", "Short", {"Description": "Long"})


def test_codes_in_rows_below_their_variable() -> None:
    found = read("Variable,Label,Values\nSEX,Sex,\n,Male,1\n,Female,2\nAGE,Age,\n")
    assert codes(found, "SEX") == {"1": "Male", "2": "Female"}
    assert variable(found, "AGE").code_list == ""


def test_codes_in_rows_that_repeat_their_variable(tmp_path: Path) -> None:
    found = read("Table,Variable,Type,Code,Code label\nT,SEX,int,1,Male\nT,SEX,int,2,Female\nT,AGE,int,,\n")
    assert [one.name for one in only(found).variables] == ["SEX", "AGE"]
    assert codes(found, "SEX") == {"1": "Male", "2": "Female"}
    assert not found.problems
    written(found, tmp_path)


def test_tables_under_headings_of_their_own() -> None:
    text = "Table: CASES\nVariable,Label\nA,a\nB,b\n\nTable: PEOPLE\nVariable,Label\nA,c\nDataset - OTHER\nC,d\n"
    found = read(text)
    assert [(table.name, [one.name for one in table.variables]) for table in found.tables] == [
        ("cases", ["A", "B"]), ("people", ["A"]), ("other", ["C"]),
    ]  # fmt: skip
    assert not found.problems
    plain = read("Variable,Label\nA,a\nPEOPLE,\nVariable,Label\nB,b\n", "cases.csv")
    assert [table.name for table in plain.tables] == ["cases", "people"]


def test_schema_and_snapshot_are_no_part_of_a_tables_name() -> None:
    found = read("Table,Variable\nSAILX.CASES_20230622,A\n")
    table = only(found)
    assert (table.name, table.physical_name, table.physical_schema) == ("cases", "CASES", "SAILX")


def test_tables_whose_names_would_be_one_are_told() -> None:
    found = read("Table,Variable\nONE.CASES,A\nTWO.CASES,A\n")
    assert [table.name for table in found.tables] == ["cases", "cases_2"]
    assert rules(found) == [("warning", "dict-name")]


def test_twins_are_errors_and_what_they_said_is_listed() -> None:
    found = read("Variable,Label,Values\nSEX,Sex,\nsex,Other,1=Male; 2=Female\nSEX,Third,\n")
    assert [one.name for one in only(found).variables] == ["SEX"]
    assert rules(found) == [("error", "dict-duplicate")] * 2
    assert [one.path for one in found.problems] == ["row 3", "row 4"]
    assert {one.text for one in found.unmapped} >= {"sex | Other", "1 = Male", "2 = Female", "SEX | Third"}
    assert not found.code_lists


def test_a_code_with_two_labels_has_none_and_both_are_listed(tmp_path: Path) -> None:
    found = read("Variable,Values\nSEX,1=Male; 2=Female; 1=Boy; 1=Lad; 2=Female\n")
    assert codes(found, "SEX") == {"1": "", "2": "Female"}
    assert [one.text for one in found.unmapped] == ["1 = Male", "1 = Boy", "1 = Lad"]
    assert rules(found) == [("error", "dict-code")]
    written(found, tmp_path)


def test_names_that_no_package_can_hold_are_made_to_fit_and_kept(tmp_path: Path) -> None:
    found = read('Variable,Label\nA/B,x\n=1+1,y\n"\u00a0C ",z\n/,w\n@,v\n')
    assert [one.name for one in only(found).variables] == ["A_B", "1+1", "C", "_"]
    assert variable(found, "A_B").extra == {"name": "A/B"}
    assert rules(found).count(("warning", "dict-name")) == 3
    assert rules(found)[-1] == ("error", "dict-name")
    written(found, tmp_path)


@pytest.mark.parametrize("text", ["-9", "'-9", "=1+1", "+1", "@x", "- none"])
def test_texts_that_look_like_formulas_survive(text: str, tmp_path: Path) -> None:
    found = read(f"Variable\tLabel\tDescription\tMissing\nA\t{text}\t{text}\t{text}\n")
    one = variable(found, "A")
    assert (one.label, one.definition, one.missing) == (text, text, (Missing(text),))
    (made,) = written(found, tmp_path).tables[0]["variables"]
    assert (made["title"], made["description"], made["missingValues"]) == (text, text, [text])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1=Yes; 2=No", [("1", "Yes"), ("2", "No")]),
        ("1 = Yes\n2 = No, or not", [("1", "Yes"), ("2", "No, or not")]),
        ("1: Yes | 2: No", [("1", "Yes"), ("2", "No")]),
        ("1 - Yes, 2 - No", [("1", "Yes"), ("2", "No")]),
        ("1=Yes, or so, 2=No", [("1", "Yes, or so"), ("2", "No")]),
        ("1 Yes\n2 No", [("1", "Yes"), ("2", "No")]),
        ("1) Yes; 2) No", [("1", "Yes"), ("2", "No")]),
        ("1, Yes | 2, No", [("1", "Yes"), ("2", "No")]),
        ("-9=Not known", [("-9", "Not known")]),
        ("-9 -> Not known", [("-9", "Not known")]),
        ("Held; Cancelled", [("Held", ""), ("Cancelled", "")]),
        ("See note: B", []),
        ("https://example.org/codes", []),
        ("0-100", []),
        ("=1+1", []),
        ("", []),
        ("Any number", []),
        ("Yes=1=x", [("Yes", "1=x")]),
    ],
)
def test_lists_of_codes_in_one_cell(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.code, one.label) for one in codes_in(text)] == expected


PLAIN = st.text("abcdefgh 0123456789", min_size=1, max_size=8).map(str.strip).filter(bool)


@given(st.lists(st.tuples(PLAIN, PLAIN), min_size=2, max_size=5))
def test_a_list_written_with_signs_is_read_as_it_was_meant(pairs: list[tuple[str, str]]) -> None:
    text = "; ".join(f"{code}={label}" for code, label in pairs)
    assert codes_in(text) == tuple(DictCode(code, label) for code, label in pairs)


@given(st.text(max_size=200))
def test_any_text_is_a_list_or_none_and_never_an_error(text: str) -> None:
    for one in codes_in(text):
        assert one.code in text
        assert one.label in text


def test_long_cells_take_no_long_time() -> None:
    for text in (" " * 90_000 + "x", "a " * 45_000, "=" * 90_000, "1=" + " " * 90_000 + "; 2=b", "," * 90_000):
        codes_in(text)


@pytest.mark.parametrize(
    ("said", "kind", "length"),
    [
        ("VARCHAR(20)", "string", 20), ("character varying (3)", "string", 3), ("Whole number", "integer", None),
        ("NUMBER(10,0)", "integer", None), ("decimal(10, 2)", "number", None), ("DATE", "date", None),
        ("dd/mm/yyyy", "date", None), ("timestamp with time zone", "datetime", None), ("Yes/No", "boolean", None),
        ("%td", "date", None), ("%8.0g", "number", None), ("A20", "string", None), ("F8.2", "number", None),
        ("F8.0", "integer", None), ("DATE11", "date", None), ("wobble", "", None), ("", "", None),
        ("int unsigned", "integer", None), ("(((", "", None),
    ],
)  # fmt: skip
def test_types_in_the_words_of_dictionaries(said: str, kind: str, length: int | None) -> None:
    found = kind_of(said)
    assert (found.type, found.length) == (kind, length)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "empty"),
        ("\x00\x00\x00", "empty"),
        ("Variable,Label\n", "describes no variable"),
        ('Variable,Label\nA,"b\n', "begins on line 2"),
        ('Variable,Label\n"A"x,b\n', "begins on line 2"),
        ("Variable" + ",x" * 1_000_000, "1,000,001 cells"),
        ("x\n" * 200, "No line names columns"),
    ],
)
def test_what_is_no_dictionary_is_refused_in_words(text: str, told: str) -> None:
    with pytest.raises(DictionaryRefusedError) as refused:
        read(text)
    assert told in str(refused.value)
    assert refused.value.remedy


def test_signs_that_no_text_may_hold_are_taken_out_and_told(tmp_path: Path) -> None:
    found = read("Variable,Label\nA,b\x00c\x07\n")
    assert variable(found, "A").label == "bc"
    assert rules(found) == [("warning", "dict-text")]
    assert "\\x07" in found.unmapped[0].text
    written(found, tmp_path)


LETTERS = "Variable,Label\nA,caf\u00e9\nB,na\u00efve\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings_of_spreadsheets_are_read(encoding: str) -> None:
    found = read(LETTERS.encode(encoding))
    assert variable(found, "A").label == "caf\u00e9"
    assert rules(found) == ([("warning", "dict-encoding")] if encoding == "cp1252" else [])


def test_lines_of_two_encodings_are_told_by_line() -> None:
    found = read("Variable,Label\nA,caf\u00e9\n".encode() + "B,na\u00efve\n".encode("cp1252") + b"C,\x81\n")
    assert (variable(found, "A").label, variable(found, "B").label) == ("caf\u00e9", "na\u00efve")
    assert [one.path for one in found.errors] == ["row 3", "row 4", "row 4"]


def test_codes_of_one_name_in_two_tables_are_two_lists() -> None:
    found = read(
        "Table,Variable,Label\nA,STATUS,s\nB,STATUS,s\n\n"
        "Table,Variable,Code,Code label\nA,STATUS,1,Open\nA,STATUS,2,Shut\nB,STATUS,1,Alive\nB,STATUS,2,Dead\n"
    )
    assert not found.problems
    lists = {one.name: [code.label for code in one.codes] for one in found.code_lists}
    assert [lists[table.variables[0].code_list] for table in found.tables] == [["Open", "Shut"], ["Alive", "Dead"]]


@pytest.mark.parametrize(
    "text",
    [
        "Variable,Label,Code,Code label,Note,Colour\nA,said1,1,said2,said3,said4\nA,said5,2,said6,said7,said8\n",
        "Variable,Label,Code,Code label,Note\nA,said1,1,said2,said3\n,said4,2,said5,said6\n",
        "Variable,Label\nA,said1,said2,said3\n",
        "Table,Table title,Variable\nT,said1,A\nT,said2,B\n",
        "Variable,Label,Value label\nA,said1,said2\n",
        """Code list,Code,Label,Code label,Note,Colour\nsaid1,said2,said3,said4,said5,said6\n
        Variable,Label,Code list\nA,said7,said1\n""",
        "Variable,Type,Unique,Length\nA,boolean,said1,said2\n",
    ],
)
def test_no_cell_is_dropped(text: str) -> None:
    told = repr(read(text))
    assert [word for word in re.findall(r"said\d", text) if word not in told] == []


def test_cells_beyond_the_headings_are_a_fault_of_their_row() -> None:
    found = read("Variable,Label\nA,One, and a comma too many\nB,b\n")
    assert [(one.severity, one.rule, one.path) for one in found.problems] == [("error", "dict-row", "row 2")]


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("0 - 100", ()),
        ("18 to 99", ()),
        ("0-100; 999", ()),
        ("0 - 100; 999 - Unknown", ()),
        ("Range: 0-100", ()),
        ("Format: dd/mm/yyyy", ()),
        ("1: Yes", ("1",)),
        ("1 - Yes", ("1",)),
        ("Y=Yes", ("Y",)),
        ("1 - Yes; 2 - No", ("1", "2")),
        ("1 One; 2 Two", ("1", "2")),
        ("Held; Cancelled", ("Held", "Cancelled")),
    ],
)
def test_ranges_and_formats_are_no_codes(text: str, listed: tuple[str, ...]) -> None:
    assert tuple(one.code for one in codes_in(text)) == listed


def test_signs_that_no_text_may_hold_are_taken_out_of_codes_and_headings_too(tmp_path: Path) -> None:
    found = read("Variable,Co\x00lour,Values,Missing\nA,red,1\x01=Yes; 2=No,-9\x02\n")
    (variable,) = only(found).variables
    assert (dict(variable.extra), variable.missing[0].value) == ({"Colour": "red"}, "-9")
    assert codes(found, "A") == {"1": "Yes", "2": "No"}
    written(found, tmp_path)


def test_a_cell_may_be_longer_than_python_reads_by_itself() -> None:
    found = read(f"Variable,Label\nA,{'x' * 140_000}\n")
    assert rules(found) == [("error", "dict-limit")]
    assert len(found.unmapped[0].text) == 140_000


def test_headings_in_brackets_are_no_json() -> None:
    assert only(read("[Variable],[Label]\nA,a\n")).variables[0].label == "a"


def test_a_length_that_no_column_has_is_no_length() -> None:
    (variable,) = only(read("Variable,Type\nA,VARCHAR(99999999999999999999999)\n")).variables
    assert dict(variable.constraints) == {}
