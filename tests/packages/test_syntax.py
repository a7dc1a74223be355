"""YAML and JSON give the same plain data, and YAML gives steward's words as they were written."""

from __future__ import annotations

import json
import unicodedata

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from catalogue.packages.faults import SyntaxFaultError
from catalogue.packages.limits import Limits
from catalogue.packages.rules import Findings, Rule
from catalogue.packages.syntax import FORBIDDEN, parse
from catalogue.packages.values import check_values
from tests.packages.samples import noted

LIMITS = Limits()
# What YAML itself cannot hold unescaped is escaped by its writer; what no descriptor may hold is left out.
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=20)
PLAIN = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**53) + 1, 2**53 - 1),
        st.floats(allow_nan=False, allow_infinity=False),
        TEXT,
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


def parsed(text: str | bytes, name: str = "a.yaml") -> object:
    """What a file of this content holds; no finding is expected."""
    findings = Findings(name)
    value = parse(text.encode() if isinstance(text, str) else text, name, LIMITS, findings)
    assert not findings.failed
    return value


def composed(value: object) -> object:
    """The same value with the names of properties composed, as parsing does."""
    return json.loads(json.dumps(value, ensure_ascii=False), object_pairs_hook=_composed_pairs)


def _composed_pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    return {unicodedata.normalize("NFC", key): value for key, value in pairs}


@given(st.dictionaries(TEXT, PLAIN, min_size=1, max_size=5))
def test_json_comes_back_as_it_went(value: dict[str, object]) -> None:
    findings = Findings("a.json")
    data = json.dumps(value, ensure_ascii=False).encode()
    assert parse(data, "a.json", LIMITS, findings) == composed(value)


@given(st.dictionaries(TEXT, PLAIN, min_size=1, max_size=5), st.booleans())
def test_yaml_written_by_a_tool_says_the_same_as_json(value: dict[str, object], flow: bool) -> None:  # noqa: FBT001
    text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=flow, width=40)
    # The writer spells floats as 1.0e+20, which JSON reads too.
    assert parse(text.encode(), "a.yaml", LIMITS, Findings("a.yaml")) == composed(value)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Yes", "Yes"), ("no", "no"), ("on", "on"), ("Off", "Off"), ("y", "y"),
        ("2023-06-22", "2023-06-22"), ("2023-06-22 10:00:00", "2023-06-22 10:00:00"), ("12:30", "12:30"),
        ("190:20:30", "190:20:30"), ("01", "01"), ("0o17", "0o17"), ("017", "017"), ("0x1F", "0x1F"),
        ("1_000", "1_000"), ("+1", "+1"), (".5", ".5"), ("5.", "5."), (".inf", ".inf"), (".nan", ".nan"),
        ("1.0.0", "1.0.0"),
        ("true", True), ("False", False), ("null", None), ("~", None), ("", None),
        ("0", 0), ("-12", -12), ("1.5", 1.5), ("-0.5E-2", -0.005), ("1.0e+3", 1000.0),
        ("1e3", "1e3"), ("1.5e3", "1.5e3"),
        ("'true'", "true"), ('"1"', "1"), ("'~'", "~"), ("|\n  two\n  lines\n", "two\nlines\n"),
        ("<<", "<<"), ("=", "="),
    ],
)  # fmt: skip
def test_an_unquoted_word_is_a_number_only_when_nobody_doubts_it(written: str, read: object) -> None:
    assert parsed(f"a: {written}\n") == {"a": read}


def test_line_ends_marks_and_comments_do_not_matter() -> None:
    text = "a: b # comment\r\nc:\r\n- 1\r\n"
    assert parsed(text) == parsed(b"\xef\xbb\xbf" + text.replace("\r\n", "\n").encode()) == {"a": "b", "c": [1]}


def test_names_of_properties_are_composed() -> None:
    assert parsed("e\u0301: 1") == parsed('{"e\u0301": 1}', "a.json") == {"\u00e9": 1}


@pytest.mark.parametrize("name", ["a.json", "a.yaml"])
def test_twins_after_composing_are_found(name: str) -> None:
    findings = Findings(name)
    parse('{"e\u0301": 1, "\u00e9": 2}'.encode(), name, LIMITS, findings)
    assert [problem.rule for problem in noted(findings)] == [Rule.KEY_DUPLICATE]


def test_all_duplicates_are_found() -> None:
    findings = Findings("a.yaml")
    parse(b"a: 1\na: 2\nb:\n  c: 1\n  c: 2\n", "a.yaml", LIMITS, findings)
    assert [problem.rule for problem in noted(findings)] == [Rule.KEY_DUPLICATE] * 2


def number_rules(data: bytes, name: str) -> set[str]:
    """The rules that the values of a file break, by the parser or after it."""
    findings = Findings(name)
    try:
        check_values(parse(data, name, LIMITS, findings), LIMITS, findings)
    except SyntaxFaultError as fault:
        return {fault.rule}
    return {problem.rule for problem in noted(findings)}


@pytest.mark.parametrize("digits", [400, 5_000])
def test_enormous_whole_numbers_are_refused_in_good_time(digits: int) -> None:
    for name in ("a.json", "a.yaml"):
        assert number_rules(b'{"a": %s}' % (b"9" * digits), name) == {Rule.NUMBER_RANGE}


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x1f", "\x7f", "\x85", "\x9b", "\ud800", "\ufffe", "\uffff"])
def test_what_xml_cannot_carry_is_forbidden(sign: str) -> None:
    assert FORBIDDEN.search(f"a{sign}b")


@pytest.mark.parametrize("sign", ["\t", "\n", "\r", " ", "\xa0", "\u2028", "\ue000", "\ufffd", "\U0001f600"])
def test_what_xml_can_carry_is_allowed(sign: str) -> None:
    assert not FORBIDDEN.search(sign)


def test_values_name_the_path_of_what_is_wrong() -> None:
    findings = Findings("a.json")
    check_values({"a": [{"b": "x\x01"}, 1e400], "c\x02": None}, LIMITS, findings)
    said = [problem.message.split("`")[1] for problem in noted(findings)]
    assert said == ["a/no. 1/b", "a/no. 2", "c\\x02"]
