"""Types as dictionaries say them, in the words of Table Schema. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SIZED = re.compile(
    r"(?P<word>[A-Za-z][A-Za-z0-9_ ]*?)\s*[(\[]\s*(?P<size>\d{1,9})\s*(?:[,.]\s*(?P<scale>\d{1,9})\s*)?[)\]].*"
)
_WORDS: dict[str, str] = {
    word: kind
    for kind, words in {
        "integer": "int integer whole number bigint smallint tinyint mediumint int2 int4 int8 int16 int32 int64 long "
        "short byte serial bigserial count counter whole|whole number|long integer|bigint signed|int unsigned",
        "number": "number numeric decimal float double real money currency percent percentage single continuous scale "
        "float4 float8 float32 float64 decfloat smallmoney|double precision|floating point",
        "boolean": "boolean bool bit logical flag|yes/no|true/false|y/n|yes no|true false",
        "date": "date day|dd/mm/yyyy|yyyy-mm-dd|mm/dd/yyyy|dd-mm-yyyy|ddmmyyyy|dd-mon-yyyy|yyyymmdd|calendar date",
        "datetime": "datetime datetime2 timestamp timestamptz smalldatetime datetimeoffset|date time|date/time"
        "|date and time|timestamp without time zone|timestamp with time zone",
        "time": "time timetz|time of day|hh:mm|hh:mm:ss|time without time zone",
        "year": "year yyyy",
        "yearmonth": "yearmonth|year month|yyyy-mm",
        "duration": "duration interval",
        "string": "string str text char character varchar varchar2 nvarchar nvarchar2 nchar clob alphanumeric "
        "alphabetic categorical category nominal ordinal enum uuid uniqueidentifier factor code coded object alpha "
        "strl xml json ntext longtext mediumtext tinytext guid graphic vargraphic name list dropdown radio|free text"
        "|character varying|variable character|code list|lookup|long text|short text",
    }.items()
    for word in (*words.partition("|")[0].split(), *words.split("|")[1:])
}
_LENGTHS = {"string"}
# Formats of Stata (%8.0g, %td, %tc, %20s) and of SPSS (F8.2, A20, DATE11).
_STATA = (
    (re.compile(r"%-?\d*s"), "string"),
    (re.compile(r"%-?t?[dD].*"), "date"),
    (re.compile(r"%-?t[cC].*"), "datetime"),
    (re.compile(r"%-?0?\d+(?:\.\d+)?[fge]c?"), "number"),
)
_SPSS = (
    (re.compile(r"A\d+"), "string"),
    (re.compile(r"(?:DATETIME|YMDHMS)\d*(?:\.\d+)?"), "datetime"),
    (re.compile(r"(?:DATE|ADATE|EDATE|SDATE|JDATE)\d*"), "date"),
    (re.compile(r"(?:D?TIME)\d+(?:\.\d+)?"), "time"),
    (re.compile(r"[FN]\d+(?:\.0)?"), "integer"),
    (re.compile(r"(?:F|COMMA|DOT|DOLLAR|E|PCT)\d+(?:\.\d+)?"), "number"),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A type in the words of Table Schema; empty when it is not known. `length` counts characters, or is None."""

    type: str
    length: int | None = None


def kind_of(text: str) -> Kind:
    """What a dictionary means by a type such as `VARCHAR(20)`, `Whole number`, `%td` or `F8.2`."""
    said = " ".join(text.strip().split())
    for patterns in (_STATA, _SPSS):
        for pattern, kind in patterns:
            if pattern.fullmatch(said):
                return Kind(kind)
    match = _SIZED.fullmatch(said)
    word = (match["word"] if match else said).strip().lower().replace("_", " ")
    found = _WORDS.get(said.lower()) or _WORDS.get(word) or _WORDS.get(word.split(" ")[0] if word else "", "")
    if match is None:
        return Kind(found)
    if found == "number" and word in {"number", "numeric", "decimal", "dec"} and int(match["scale"] or 0) == 0:
        return Kind("integer")
    return Kind(found, int(match["size"]) if found in _LENGTHS else None)


def constraint_fits(kind: str) -> bool:
    """True when a greatest length can be a constraint of the type."""
    return kind in _LENGTHS
