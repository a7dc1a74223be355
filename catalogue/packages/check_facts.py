"""Rules about meaning and evidence: inferred meanings, sources, code lists, dates, versions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from catalogue.model.names import is_slug, is_version
from catalogue.model.vocabulary import Mark
from catalogue.packages.check_names import tables_of, variables_of
from catalogue.packages.rules import Findings, Rule, shown

Facts = dict[str, Any]

_PARTS = {1: "-01-01", 2: "-01", 3: ""}
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?", re.ASCII)
_PARTIAL_REMEDY = "Write a real day, month or year as YYYY-MM-DD, YYYY-MM or YYYY."


def check_facts(document: Facts, findings: Findings) -> None:
    """Everything that a package says about meaning, evidence and time."""
    sources = {str(source.get("name", "")) for source in document.get("sources", ())}
    package_mark = document.get("mark")
    _check_release(document, findings)
    _check_periods(document, findings)
    for part in _dataset_parts(document):
        _check_source(part, sources, findings)
    for table_name, table in tables_of(document):
        _check_periods(table, findings, table=table_name)
        for part in _table_parts(table):
            _check_source(part, sources, findings, table=table_name)
        table_mark = table.get("mark", package_mark)
        for name, variable in variables_of(table):
            check_meaning(variable, variable.get("mark", table_mark), findings, table=table_name, variable=name)
            _check_periods(variable, findings, table=table_name, variable=name)
            for part in (variable, *variable.get("caveats", ())):
                _check_source(part, sources, findings, table=table_name, variable=name)
    _check_code_list_use(document, findings)
    for code_list in document.get("codeLists", ()):
        check_code_list(code_list, findings)


def check_code_list(code_list: Facts, findings: Findings) -> None:
    """Codes are different, complete lists are not empty, inferred meanings are no descriptions, sources exist."""
    name = shown(code_list.get("name", "without a name"))
    codes = code_list.get("codes", ())
    if code_list.get("complete") and not codes:
        findings.add(
            Rule.CODELIST_EMPTY,
            f"The code list {name} says that it is complete, and has no codes.",
            "Add its codes, or say `complete: false`.",
        )
    seen: set[str] = set()
    for code in codes:
        value = str(code.get("code", ""))
        if value in seen:
            findings.add(Rule.CODELIST_CODE, f"The code {shown(value)} stands twice in {name}.", "Remove one of them.")
        seen.add(value)
        mark = code.get("mark", code_list.get("mark"))
        check_meaning(code, mark, findings, what=f"The code {shown(value)} of {name}")
        _check_date(code.get("validFrom"), f"`validFrom` of the code {shown(value)}", findings)
    check_sources(code_list, codes, findings)


def check_sources(owner: Facts, parts: Iterable[Facts], findings: Findings) -> None:
    """The sources that a code list, concept or organisation and its parts cite are among its own `sources`."""
    sources = {str(source.get("name", "")) for source in owner.get("sources", ())}
    for part in (owner, *parts):
        _check_source(part, sources, findings)


def _dataset_parts(document: Facts) -> Iterator[Facts]:
    yield document
    for key in ("temporal", "access"):
        if key in document:
            yield document[key]
    for key in ("facts", "identifiers", "caveats", "undocumentedTables", "joinPaths", "series"):
        yield from document.get(key, ())
    yield from (series["target"] for series in document.get("series", ()) if "target" in series)


def _table_parts(table: Facts) -> Iterator[Facts]:
    yield table
    if "undocumentedColumns" in table:
        yield table["undocumentedColumns"]
    yield from table.get("caveats", ())
    yield from table.get("schema", {}).get("foreignKeys", ())


def _check_source(part: Facts, sources: set[str], findings: Findings, *, table: str = "", variable: str = "") -> None:
    cited = part.get("source")
    if cited is None:
        return
    for name in [cited] if isinstance(cited, str) else cited:
        if name not in sources:
            findings.add(
                Rule.SOURCE_UNKNOWN,
                f"The source {shown(name)} is not listed in `sources`.",
                "Add it there with a title, or correct the name.",
                table=table,
                variable=variable,
            )


def check_meaning(
    part: Facts, mark: Any, findings: Findings, *, table: str = "", variable: str = "", what: str = "The variable"
) -> None:
    """An inferred meaning is no definition: note a part that has both, or a definition that is marked inferred."""
    if "description" not in part:
        return
    if "inferredMeaning" in part:
        message = f"{what} has both a `description` and an `inferredMeaning`."
    elif mark == Mark.INFERRED:
        message = f"{what} has a `description`, but its mark is `inferred`."
    else:
        return
    remedy = "An inferred meaning is no definition: keep `inferredMeaning` alone, or cite a source and mark it so."
    findings.add(Rule.MEANING_INFERRED, message, remedy, table=table, variable=variable)


def _check_code_list_use(document: Facts, findings: Findings) -> None:
    used: set[str] = set()
    for table_name, table in tables_of(document):
        for name, variable in variables_of(table):
            cited = variable.get("codeList")
            if cited is not None:
                used.add(cited)
                if not is_slug(cited):
                    findings.add(
                        Rule.NAME_SLUG,
                        f"The name {shown(cited)} of a code list is not allowed.",
                        "Use lower-case letters, digits and inner hyphens.",
                        table=table_name,
                        variable=name,
                    )
    for code_list in document.get("codeLists", ()):
        if "name" in code_list and code_list["name"] not in used:
            findings.warn(
                Rule.CODELIST_UNUSED,
                f"No variable uses the code list {shown(code_list['name'])}; it is left out of the release.",
                "Cite it as `codeList`, or remove it.",
            )


def _check_release(document: Facts, findings: Findings) -> None:
    version = document.get("version")
    if version is not None and not is_version(version):
        findings.add(
            Rule.VERSION_FORMAT,
            f"The version {shown(version)} is not a semantic version.",
            "Write three numbers, such as 2.0.0.",
        )
    for key in ("publisher", "custodian"):
        if key in document and not is_slug(document[key]):
            findings.add(
                Rule.NAME_SLUG, f"The name {shown(document[key])} of the {key} is not allowed.", "Use its short name."
            )
    snapshot = _check_date(document.get("snapshot"), "`snapshot`", findings, whole=True)
    issued = _check_date(document.get("issued"), "`issued`", findings, whole=True)
    if snapshot and issued and snapshot > issued:
        findings.add(
            Rule.DATE_ORDER,
            f"The release was issued on {issued}, before its snapshot of {snapshot}.",
            "Correct one of the two.",
        )
    period = document.get("temporal", {})
    _check_order(period.get("start"), period.get("end"), "`temporal`", findings)


def _check_periods(owner: Facts, findings: Findings, *, table: str = "", variable: str = "") -> None:
    for caveat in owner.get("caveats", ()):
        period = caveat.get("period", {})
        what = f"The period of the caveat {shown(caveat.get('name', ''))}"
        _check_order(period.get("from"), period.get("to"), what, findings, table=table, variable=variable)


def _check_order(start: Any, end: Any, what: str, findings: Findings, *, table: str = "", variable: str = "") -> None:
    first = _check_date(start, what, findings, table=table, variable=variable)
    last = _check_date(end, what, findings, table=table, variable=variable)
    # Dates of different length are compared as far as both reach: 2010 to 2010-04 is in order.
    length = min(len(first), len(last))
    if length and first[:length] > last[:length]:
        findings.add(
            Rule.DATE_ORDER,
            f"{what} begins with {first} and ends with {last}.",
            "Exchange the two.",
            table=table,
            variable=variable,
        )


def _check_date(
    value: Any, what: str, findings: Findings, *, whole: bool = False, table: str = "", variable: str = ""
) -> str:
    """The date itself when it is real, else the empty text. `whole` asks for a day."""
    if value is None:
        return ""
    if is_date(value, whole=whole):
        return str(value)
    remedy = "Write a real day as YYYY-MM-DD." if whole else _PARTIAL_REMEDY
    findings.add(Rule.DATE, f"{what} has {shown(value)}, which is no date.", remedy, table=table, variable=variable)
    return ""


def is_date(text: str, *, whole: bool) -> bool:
    """True for a real day as YYYY-MM-DD and, unless `whole`, for a month or year."""
    parts = text.count("-") + 1
    if _DATE.fullmatch(text) is None or (whole and parts < len(_PARTS)):
        return False
    try:
        date.fromisoformat(text + _PARTS[parts])
    except ValueError:
        return False
    return True
