"""Starter scripts under hostile labels: whatever a description says, it stays a label, a comment or a name.

Each language is read back by a small reader of its own quoting rules; Python by Python itself. Real programs run the
scripts in `tests/clients`.
"""

from __future__ import annotations

import ast
import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.errors import Problem
from catalogue.exports.formats import FORMATS, SCRIPTS
from catalogue.exports.scripts import python, r, spss, sql, stata
from catalogue.exports.scripts.common import Rules
from catalogue.exports.selection import Selection
from catalogue.model.names import is_variable_name
from tests.exports.made import chosen, release, selection

PATIENT = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NASTY = st.text(
    st.one_of(st.sampled_from("\"'`$\\\n\r\t\u2028\u0085;.,*/#-+=&%{}()[]<>ŵâ💥 "), st.characters(codec="utf-8")),
    max_size=300,
).map(lambda text: text.replace("\0", ""))
NAMES = st.lists(
    st.text(st.sampled_from("abcXYZ019_-. '\"`$;#=éŵ"), min_size=1, max_size=80).filter(is_variable_name),
    min_size=1,
    max_size=5,
    unique_by=str.lower,
)


def made(label: str, code: str, code_label: str, names: list[str] | None = None, kind: str = "string") -> Selection:
    """A table whose every text is given."""
    variables = [
        {"name": name, "title": label, "type": kind, "codeList": "list", "missingValues": ["", code]}
        for name in names or ["V"]
    ]
    return selection(
        chosen(variables, codes=[{"code": code, "label": code_label}], at=release(title=label)),
        faults=[Problem("basket-item", code_label)],
    )


ALL_LANGUAGES = pytest.mark.parametrize("form", SCRIPTS)


@ALL_LANGUAGES
@given(NASTY, NASTY, NASTY, NAMES)
@PATIENT
def test_nothing_escapes_from_a_script(form: str, label: str, code: str, code_label: str, names: list[str]) -> None:
    """The script is as long, in lines, as with harmless texts: no content begins a line of its own."""
    body = FORMATS[form].make(made(label, code, code_label, names)).decode()
    assert "\r" not in body
    assert not set("\u2028\u2029\u0085\x0b\x0c\0") & set(body)
    READERS[form](body)


def _read_python(body: str) -> None:
    tree = ast.parse(body)
    # Nothing but the statements of the script itself.
    kinds = {type(one).__name__ for one in tree.body}
    assert kinds <= {"Import", "ImportFrom", "Assign", "FunctionDef", "If"}


def _read_r(body: str) -> None:
    assert body.isascii()
    for line in body.splitlines():
        plain = re.sub(r'"(?:[^"\\]|\\.)*"', "", line)
        assert plain.split("#")[0].count('"') == 0, line


def _read_spss(body: str) -> None:
    for line in body.splitlines():
        assert len(line.encode()) <= 251 or line.startswith("*"), line
        if line.startswith("*"):
            assert line.endswith("."), line
        else:
            assert re.sub(r"'(?:[^']|'')*'", "", line).replace('/DELIMITERS=","', "").count("'") == 0, line


def _read_stata(body: str) -> None:
    for line in body.splitlines():
        if line.startswith("//"):
            assert not line.endswith("///") or line == "//"
            continue
        plain = re.sub(r"`\"(?:(?!\"').)*\"'", "", line)
        assert "`" not in plain, line
        assert "$" not in plain.replace("${folder}", ""), line


def _read_sql(body: str) -> None:
    for line in body.splitlines():
        plain = re.sub(r'"(?:[^"]|"")*"', "", line.split(" -- ", 1)[0].split("  -- ", 1)[0])
        assert line.startswith("--") or re.fullmatch(
            r"(SELECT|FROM [\w.]* ?AS t\d;|\s+t\d\.\w*,?)?", plain.rstrip(), re.ASCII
        ), line


READERS = {"python": _read_python, "r": _read_r, "spss": _read_spss, "stata": _read_stata, "sql": _read_sql}


def test_the_readers_can_find_something() -> None:
    for form, broken in {
        "python": "import os\nprint(1)",
        "r": 'x <- "a"b"',
        "spss": "VALUE LABELS V 'a' 'it's'.",
        "stata": "label variable V `\"a\"' `b'",
        "sql": "SELECT\n    t1.V; DROP TABLE x",
    }.items():
        with pytest.raises(AssertionError):
            READERS[form](broken)


@given(NASTY, NASTY)
@PATIENT
def test_python_reads_back_the_very_label(label: str, code: str) -> None:
    body = python.script(made(label, code, label, ["V"]))
    space: dict[str, object] = {}
    exec(compile(body, "script", "exec"), space)  # noqa: S102 - it is what readers do with it
    table = next(iter(space["TABLES"].values()))  # type: ignore[attr-defined]
    about = table["columns"]["V"]
    assert about["label"] == " ".join("".join(c if c.isprintable() else " " for c in label).split()) or "V"
    assert list(about["codes"]) == [code]


RULES = pytest.mark.parametrize("rules", [r.RULES, stata.RULES, spss.RULES, python.RULES, sql.RULES])


@RULES
@given(names=st.lists(st.text(min_size=1, max_size=200), min_size=1, max_size=12, unique=True))
@PATIENT
def test_names_are_taken_and_differ(rules: Rules, names: list[str]) -> None:
    found = rules.names(names)
    assert len({one.lower() for one in found.values()}) == len(names)
    for one in found.values():
        assert len(one.encode()) <= rules.name
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_.]*", one)
        assert one.lower() not in rules.reserved
        assert not one.endswith(".")


@RULES
def test_a_name_that_is_taken_stays(rules: Rules) -> None:
    assert rules.names(["CAP_CASEID_E", "b"]) == {"CAP_CASEID_E": "CAP_CASEID_E", "b": "b"}


@RULES
@given(text=NASTY.map(lambda one: one * 5))
@PATIENT
def test_labels_are_cut_to_what_is_taken(rules: Rules, text: str) -> None:
    label = rules.fitted(text)
    assert label.isprintable()
    assert (len(label.encode()) if rules.in_bytes else len(label)) <= rules.label


def test_long_labels_are_cut_where_the_language_says() -> None:
    long = "Gŵyl " * 100
    body = stata.script(made(long, "1", long, kind="integer"))
    label = re.search(r"label variable V `\"(.*)\"'", body)
    assert label
    assert len(label.group(1)) <= 80
    assert label.group(1).endswith("…")


def test_stata_shortens_names_and_says_so() -> None:
    names = ["CAP_" + "X" * 40 + "1", "CAP_" + "X" * 40 + "2"]
    body = stata.script(made("Label", "1", "One", names))
    assert f"{names[0]} is called {names[0][:32]} here" in body
    assert f"{names[1]} is called {names[1][:30]}_2 here" in body


def test_what_each_language_does_with_codes() -> None:
    numbers = made("Label", "7", "Seven", kind="integer")
    texts = made("Label", "yes", "It's so")
    assert "label define V_codes" in stata.script(numbers)
    assert "//   yes = It's so" in stata.script(texts).replace("// yes", "//   yes")
    assert "VALUE LABELS V\n  7 'Seven'." in spss.script(numbers)
    assert "VALUE LABELS V\n  'yes' 'It''s so'." in spss.script(texts)
    assert "MISSING VALUES V (7)." in spss.script(numbers)
    assert 'c("yes"),\n  c("It\'s so")' in r.script(texts)
    assert "1 codes: yes = It's so; missing: yes" in sql.script(texts)


@ALL_LANGUAGES
def test_every_script_says_what_it_rests_on(form: str) -> None:
    body = FORMATS[form].make(made("Made-up extract", "1", "One")).decode()
    for said in ("Made-up extract (made) 1.0.0, issued 2024-01-01, snapshot 2023-06-22", "a" * 64, "Left out: One"):
        assert said in body
    assert "the trusted research environment" in body
    assert "SAILMADEV.CASES_20230622" in body


@ALL_LANGUAGES
def test_a_script_for_open_tables_sends_nobody_into_the_trusted_environment(form: str) -> None:
    at = release()
    at = replace(at, facts=replace(at.facts, access_rights="open"))
    body = FORMATS[form].make(selection(chosen([{"name": "V"}], at=at))).decode()
    assert "The tables are open" in body
    assert "trusted research environment" not in body


def test_sql_hints_at_joins_and_project_views() -> None:
    key = {"fields": ["CASE_ID_E"], "reference": {"resource": "cases", "fields": ["CASE_ID_E"]}, "note": "Not unique."}
    cases = chosen([{"name": "CASE_ID_E", "type": "integer"}], "cases")
    people = chosen([{"name": "CASE_ID_E", "type": "integer"}], "people", schema={"foreignKeys": [key]})
    body = sql.script(selection(cases, people))
    assert "-- t2 JOIN t1 ON t2.CASE_ID_E = t1.CASE_ID_E  (Not unique.)".replace("  (", " (") in body
    assert "SAIL0000V.MADE_CASES_20230622" in body
    assert "There CASE_ID_E is CASE_ID_PE" in body


def test_names_that_are_no_plain_names_are_quoted() -> None:
    assert sql.identifier("CAP_X") == "CAP_X"
    assert sql.identifier('a "b"; --') == '"a ""b""; --"'
