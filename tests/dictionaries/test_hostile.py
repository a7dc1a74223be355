"""Whatever the bytes are: a dictionary that makes a sound package, or a refusal in words; never anything else."""

from __future__ import annotations

import random
import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.dictionaries.descriptor import to_descriptor
from catalogue.dictionaries.limits import DictionaryLimits
from catalogue.dictionaries.recognise import read as read_within
from catalogue.errors import DictionaryRefusedError
from catalogue.model.names import is_slug, is_table_name, is_variable_name
from tests.dictionaries.made import read, workbook

FORMATS = ("", "csv", "excel", "gateway", "ddi", "data")
CSV = b"Table,Variable,Label,Type,Values,Missing\nT,A,a,int,1=Yes; 2=No,-9\nT,B,b,VARCHAR(3),,\n"
DDI = (
    b'<codeBook><dataDscr><var name="A"><labl>a</labl><catgry><catValu>1</catValu></catgry></var></dataDscr></codeBook>'
)
JSON = b'{"tables": [{"name": "T", "columns": [{"name": "A", "dataType": "int", "values": [{"name": "1"}]}]}]}'
SAMPLES = (CSV, DDI, JSON, workbook({"T": [["Variable", "Label"], ["A", "a"]]}))


def outcome(data: bytes, form: str) -> str:
    """`refused`, or `read` when everything that came out has names that a package can hold."""
    try:
        found = read(data, "dictionary.bin", form)
    except DictionaryRefusedError as refused:
        return "refused" if refused.detail else "refused without a word"
    descriptor = to_descriptor(found)
    assert is_slug(descriptor["name"])
    for table in descriptor["resources"]:
        names = [one["name"] for one in table["schema"]["fields"]]
        assert is_table_name(table["name"])
        assert all(map(is_variable_name, names))
        assert len({name.lower() for name in names}) == len(names) > 0
    assert all(is_slug(one["name"]) for one in descriptor.get("codeLists", ()))
    return "read"


# Some bytes are read by a process of their own, which takes its time.
@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from(FORMATS))
def test_any_bytes(data: bytes, form: str) -> None:
    assert outcome(data, form) in {"read", "refused"}


@settings(deadline=None)
@given(st.text(st.sampled_from("Variable,Label;Type\n\"'=\t|1 é\x00:"), max_size=120), st.sampled_from(FORMATS))
def test_any_text(text: str, form: str) -> None:
    assert outcome(b"Variable,Label,Values\n" + text.encode(), form) in {"read", "refused"}


@pytest.mark.parametrize("sample", SAMPLES)
@settings(deadline=None)
@given(chance=st.randoms(use_true_random=False))
def test_samples_with_bytes_changed_or_cut(sample: bytes, chance: random.Random) -> None:
    data = bytearray(sample)
    for _ in range(chance.randint(0, 6)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    assert outcome(bytes(data[: chance.randint(1, len(data))]), "") in {"read", "refused"}


def test_bounds_are_told() -> None:
    for limits, told in (
        (DictionaryLimits(file_bytes=50), "bytes"),
        (DictionaryLimits(rows=2), "rows"),
        (DictionaryLimits(columns=3), "cells"),
        (DictionaryLimits(variables=1), "variables"),
    ):
        with pytest.raises(DictionaryRefusedError, match=told):
            read_within(CSV, "dictionary.csv", limits)
    two = CSV + b"U,A,a,int,,\n"
    with pytest.raises(DictionaryRefusedError, match="tables"):
        read_within(two, "dictionary.csv", DictionaryLimits(tables=1))


def test_a_text_that_is_too_long_is_an_error_and_kept_in_the_list() -> None:
    found = read_within(b"Variable,Label\nA," + b"x" * 60 + b"\n", "d.csv", DictionaryLimits(text_length=50))
    assert found.tables[0].variables[0].label == "x" * 50
    assert found.unmapped[0].text == "x" * 60
    assert [one.rule for one in found.errors] == ["dict-limit"]


def test_many_problems_are_counted() -> None:
    found = read("Variable,Type\n" + "".join(f"V{number},wobble{number}\n" for number in range(250)))
    assert len(found.problems) == 101
    assert "150 further problems" in found.problems[-1].message


@pytest.mark.slow
def test_a_dictionary_of_50_000_rows_is_read_in_seconds() -> None:
    """Processor time, so that what else the machine does makes no difference."""
    lines = (f"T{n // 500},V{n},Label {n},What {n} means.,INT,1=Yes; 2=No; 3=Other {n % 50},-9" for n in range(50_000))
    text = "Table,Variable,Label,Description,Type,Values,Missing\n" + "\n".join(lines)
    began = time.process_time()
    found = read(text)
    assert time.process_time() - began < 30
    assert (found.variables, len(found.tables), len(found.code_lists)) == (50_000, 100, 50)


def test_memory_grows_with_the_rows_and_no_faster() -> None:
    text = "Variable,Label,Type\n" + "".join(f"V{number},Label {number},INT\n" for number in range(1_000))
    tracemalloc.start()
    read(text)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 1_000 * 5_000, f"{most / 1_000:,.0f} bytes a row"
