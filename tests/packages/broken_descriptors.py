"""Descriptors that break one rule each: a title, the rule, and the change that breaks it in the good package."""

from __future__ import annotations

from collections.abc import Callable

from catalogue.packages.rules import Rule
from tests.packages.samples import Facts, variable

Change = Callable[[Facts], object]


def field(package: Facts, table: int = 0, column: int = 1) -> Facts:
    """One variable of a package to be changed."""
    found: Facts = package["resources"][table]["schema"]["fields"][column]
    return found


INFERRED = {"mark": "inferred", "schema": {"fields": [variable("PERSON_ID", type="integer")]}}
CHANGES: list[tuple[str, Rule, Change]] = [
    ("a text with NUL", Rule.TEXT_CHARACTERS, lambda p: p.update(title="A\0B")),
    ("a text with a lone surrogate", Rule.TEXT_CHARACTERS, lambda p: p.update(title="A\ud800")),
    ("a property named with a control", Rule.TEXT_CHARACTERS, lambda p: p.update({"a\x01": 1})),
    ("a long text", Rule.TEXT_LENGTH, lambda p: p.update(description="x" * 100_001)),
    ("a large whole number", Rule.NUMBER_RANGE, lambda p: p.update(size=2**53)),
    ("no title", Rule.PROPERTY_MISSING, lambda p: p.pop("title")),
    ("an empty title", Rule.PROPERTY_MISSING, lambda p: p.update(title="  ")),
    ("no tables", Rule.PROPERTY_MISSING, lambda p: p.update(resources=[], joinPaths=[], codeLists=[])),
    ("a table without schema", Rule.PROPERTY_MISSING, lambda p: p["resources"][1].pop("schema")),
    ("a caveat without title", Rule.PROPERTY_MISSING, lambda p: p["caveats"][0].pop("title")),
    ("a number as title", Rule.PROPERTY_TYPE, lambda p: p.update(title=5)),
    ("a group as keywords", Rule.PROPERTY_TYPE, lambda p: p.update(keywords={"a": "b"})),
    ("a variable that is a text", Rule.PROPERTY_TYPE, lambda p: p["resources"][1]["schema"]["fields"].append("X")),
    ("a home page that is no address", Rule.PROPERTY_VALUE, lambda p: p.update(homepage="javascript:alert(1)")),
    ("a licence path upwards", Rule.PROPERTY_VALUE, lambda p: p.update(licenses=[{"path": "../licence"}])),
    ("a way without steps", Rule.PROPERTY_MISSING, lambda p: p["joinPaths"][0].update(steps=[])),
    ("a strange mark", Rule.VOCABULARY, lambda p: p.update(mark="guessed")),
    ("a strange evidence status", Rule.VOCABULARY, lambda p: p["evidence"].update(status="maybe")),
    ("a strange severity", Rule.VOCABULARY, lambda p: p["caveats"][0].update(severity="fatal")),
    ("strange access rights", Rule.VOCABULARY, lambda p: p.update(accessRights="secret")),
    ("a strange availability", Rule.VOCABULARY, lambda p: field(p).update(availability="rare")),
    ("a strange code status", Rule.VOCABULARY, lambda p: p["codeLists"][0]["codes"][0].update(status="old")),
    ("a strange link status", Rule.VOCABULARY, lambda p: p["access"]["links"][0].update(status="gone")),
    ("a dataset name in capitals", Rule.NAME_SLUG, lambda p: p.update(name="Small")),
    ("a dataset name with a line end", Rule.NAME_SLUG, lambda p: p.update(name="small\n")),
    ("a caveat name with a blank", Rule.NAME_SLUG, lambda p: p["caveats"][0].update(name="not final")),
    ("a code list name in capitals", Rule.NAME_SLUG, lambda p: field(p, 1, 2).update(codeList="Court")),
    ("a code list name with a line end", Rule.NAME_SLUG, lambda p: field(p, 1, 2).update(codeList="court\n")),
    ("a publisher in words", Rule.NAME_SLUG, lambda p: p.update(publisher="Cafcass Cymru")),
    ("a publisher with a line end", Rule.NAME_SLUG, lambda p: p.update(publisher="cafcass\n")),
    ("a table name in capitals", Rule.NAME_TABLE, lambda p: p["resources"][1].update(name="PEOPLE", schema=plain())),
    ("a table name with a line end", Rule.NAME_TABLE, lambda p: p["undocumentedTables"][0].update(name="experts\n")),
    ("a variable name with a slash", Rule.NAME_VARIABLE, lambda p: field(p, 0, 3).update(name="OPENED/CLOSED")),
    ("a variable name like a formula", Rule.NAME_VARIABLE, lambda p: field(p, 0, 3).update(name="=1+1")),
    ("a variable name of 129 characters", Rule.NAME_VARIABLE, lambda p: field(p, 0, 3).update(name="X" * 129)),
    ("two variables of one name", Rule.NAME_DUPLICATE, lambda p: field(p, 0, 3).update(name="RECEIVED")),
    ("two tables of one name", Rule.NAME_DUPLICATE, lambda p: p["resources"].append(twin())),
    ("two caveats of one name", Rule.NAME_DUPLICATE, lambda p: p["caveats"].append({**p["caveats"][0], "title": "B"})),
    ("two sources of one name", Rule.NAME_DUPLICATE, lambda p: p["sources"].append({"name": "code", "title": "B"})),
    ("variables differing by case", Rule.NAME_CASE, lambda p: field(p, 0, 3).update(name="Received")),
    ("a table known only by name, known", Rule.NAME_CLASH, lambda p: p["undocumentedTables"][0].update(name="people")),
    ("an identifier that is no UUID", Rule.IDENTIFIER, lambda p: p.update(id="small-1")),
    ("an Excel file", Rule.TABLE_FORMAT, lambda p: p["resources"][0].update(format="xlsx")),
    ("a compressed file", Rule.TABLE_FORMAT, lambda p: p["resources"][0].update(compression="gz")),
    ("a file without header", Rule.TABLE_FORMAT, lambda p: p["resources"][0].update(dialect={"header": False})),
    ("Latin-1 by name", Rule.TABLE_FORMAT, lambda p: p["resources"][0].update(encoding="latin-1")),
    ("rows in the descriptor", Rule.INLINE_DATA, lambda p: p["resources"][0].update(data=[{"CASE_ID": 1}])),
    ("a schema by address", Rule.REMOTE_REFERENCE, lambda p: p["resources"][1].update(schema="https://example.org/s")),
    ("a dialect by path", Rule.REMOTE_REFERENCE, lambda p: p["resources"][0].update(dialect="dialect.json")),
    ("a primary key of nothing", Rule.KEY_FIELD, lambda p: p["resources"][0]["schema"].update(primaryKey=["NONE"])),
    ("a unique key of nothing", Rule.KEY_FIELD, lambda p: p["resources"][0]["schema"].update(uniqueKeys=[["NONE"]])),
    ("a key that names twice", Rule.KEY_FIELD, lambda p: p["resources"][0]["schema"].update(primaryKey=["LAW"] * 2)),
    ("a reference from nothing", Rule.KEY_FIELD, lambda p: foreign(p).update(fields=["NONE"])),
    ("a reference to nothing", Rule.KEY_FIELD, lambda p: foreign(p)["reference"].update(fields=["NONE"])),
    ("a lopsided reference", Rule.KEY_FIELD, lambda p: foreign(p).update(fields=["CASE_ID", "PERSON_ID"])),
    ("a reference to no table", Rule.KEY_TABLE, lambda p: foreign(p)["reference"].update(resource="courts")),
    ("a way through no table", Rule.KEY_TABLE, lambda p: p["joinPaths"][0]["steps"].append({"table": "courts"})),
    ("an unknown type", Rule.FIELD_TYPE, lambda p: field(p, 1, 2).update(type="bigint")),
    ("an unknown format", Rule.FIELD_FORMAT, lambda p: field(p, 1, 2).update(format="postcode")),
    ("a format of another type", Rule.FIELD_FORMAT, lambda p: field(p, 1, 0).update(format="email")),
    ("a constraint of another type", Rule.FIELD_CONSTRAINT, lambda p: field(p).update(constraints={"minimum": 1})),
    ("a constraint of no type", Rule.FIELD_CONSTRAINT, lambda p: field(p).update(constraints={"required": "yes"})),
    ("a broken pattern", Rule.FIELD_CONSTRAINT, lambda p: field(p).update(constraints={"pattern": "("})),
    ("categories of a date", Rule.FIELD_CATEGORIES, lambda p: field(p, 0, 3).update(categories=["a"])),
    ("mixed categories", Rule.FIELD_CATEGORIES, lambda p: field(p).update(categories=["a", {"value": "b"}])),
    ("a definition that is inferred", Rule.MEANING_INFERRED, lambda p: field(p).update(mark="inferred")),
    ("a definition and an inference", Rule.MEANING_INFERRED, lambda p: field(p).update(inferredMeaning="Perhaps.")),
    ("an inference inherited", Rule.MEANING_INFERRED, lambda p: p["resources"][1].update(INFERRED)),
    ("an unlisted source", Rule.SOURCE_UNKNOWN, lambda p: field(p).update(source="hearsay")),
    ("an unlisted source among others", Rule.SOURCE_UNKNOWN, lambda p: p["access"].update(source=["code", "hearsay"])),
    ("a code that stands twice", Rule.CODELIST_CODE, lambda p: p["codeLists"][0]["codes"].append({"code": "Public"})),
    ("a complete list of nothing", Rule.CODELIST_EMPTY, lambda p: p["codeLists"][0].pop("codes")),
    ("a day that is none", Rule.DATE, lambda p: p.update(snapshot="2020-02-30", issued="2020-03-01")),
    ("a snapshot of a month", Rule.DATE, lambda p: p.update(snapshot="2020-02", issued="2020-03-01")),
    ("a period that is none", Rule.DATE, lambda p: p["temporal"].update(start="2020-13")),
    ("a code valid from nowhere", Rule.DATE, lambda p: p["codeLists"][0]["codes"][0].update(validFrom="2020-02-30")),
    ("issued before the snapshot", Rule.DATE_ORDER, lambda p: p.update(issued="2019-12-31")),
    ("a period that ends first", Rule.DATE_ORDER, lambda p: p["temporal"].update(end="2001-05-04")),
    ("a caveat that ends first", Rule.DATE_ORDER, lambda p: p["caveats"][0]["period"].update(to="2009")),
    ("a version of two numbers", Rule.VERSION_FORMAT, lambda p: p.update(version="1.0")),
    ("an absolute path", Rule.FILE_PATH, lambda p: p["resources"][0].update(path="/etc/passwd.csv")),
    ("a path upwards", Rule.FILE_PATH, lambda p: p["resources"][0].update(path="tables/../../cases.csv")),
    ("a path that is an address", Rule.FILE_PATH, lambda p: p["resources"][0].update(path="https://example.org/a.csv")),
    ("a path with a drive", Rule.FILE_PATH, lambda p: p["resources"][0].update(path="C:cases.csv")),
    ("a path with a backslash", Rule.FILE_PATH, lambda p: p["resources"][0].update(path="tables\\cases.csv")),
    ("a path into a home", Rule.FILE_PATH, lambda p: p["resources"][0].update(path="~root/cases.csv")),
    ("a path to something else", Rule.FILE_PATH, lambda p: p["resources"][0].update(path="cases.parquet")),
    ("many files", Rule.FILE_PATH, lambda p: p["resources"][0].update(path=["a.csv", "b.csv"])),
    ("a shared file", Rule.FILE_SHARED, lambda p: p["resources"][1].update(path="tables/CASES.csv", schema=plain())),
    ("another size", Rule.FILE_DIGEST, lambda p: p["resources"][0].update(bytes=1)),
    ("another digest", Rule.FILE_DIGEST, lambda p: p["resources"][0].update(hash="sha256:" + "0" * 64)),
    ("an unknown digest", Rule.FILE_DIGEST, lambda p: p["resources"][0].update(hash="crc32:00000000")),
    ("a series in no table", Rule.KEY_TABLE, lambda p: p.update(series=[series(table="cases2")])),
    ("a series of no variable", Rule.KEY_FIELD, lambda p: p.update(series=[series(value="FIGURE")])),
    ("a series over no time", Rule.KEY_FIELD, lambda p: p.update(series=[series(period=period("MONTH"))])),
    ("a series of no rows", Rule.KEY_FIELD, lambda p: p.update(series=[series(where={"NATION": "Wales"})])),
    ("two series of one name", Rule.NAME_DUPLICATE, lambda p: p.update(series=[series(), series()])),
    ("a series of a strange measure", Rule.VOCABULARY, lambda p: p.update(series=[series(measure="sum")])),
    ("a series from hearsay", Rule.SOURCE_UNKNOWN, lambda p: p.update(series=[series(source="hearsay")])),
    ("an example of another type", Rule.FRICTIONLESS, lambda p: field(p, 1, 0).update(example="one")),
    ("a licence of nothing", Rule.FRICTIONLESS, lambda p: p.update(licenses=[{"title": "Mine"}])),
]  # fmt: skip


def period(name: str) -> Facts:
    """When a figure of a series is of."""
    return {"variable": name, "kind": "month"}


def series(**changes: object) -> Facts:
    """A series of the good package."""
    said = {"name": "a", "title": "A", "table": "cases", "value": "CASE_ID", "unit": "cases"}
    return {**said, "period": period("RECEIVED"), **changes}


def plain() -> Facts:
    """A schema without keys."""
    return {"fields": [variable("PERSON_ID", type="integer")]}


def twin() -> Facts:
    """Another table called people."""
    return {"name": "people", "path": "tables/twin.csv", "headerOnly": True, "schema": plain()}


def foreign(package: Facts) -> Facts:
    """The reference from people to cases."""
    found: Facts = package["resources"][1]["schema"]["foreignKeys"][0]
    return found
