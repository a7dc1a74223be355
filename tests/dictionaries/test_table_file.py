"""Tables of variables: columns by common names in any order, several tables, codes in cells, below and on sheets."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogue.dictionaries.columns import NAMES, Role, header_of, spelled
from catalogue.dictionaries.dictionary import Missing
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
