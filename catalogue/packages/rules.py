"""The rules of packages by code, and the list in which a check writes down what breaks them.

Each code has a section in the manual (`templates/docs/rules.md`): what it means and how to put it right.
"""

from __future__ import annotations

import reprlib
from collections import Counter
from enum import StrEnum
from typing import Any

from catalogue.errors import PackageRefusedError, Problem


class Rule(StrEnum):
    """Stable codes of the rules."""

    # The files themselves
    FILE_MISSING = "file-missing"
    FILE_KIND = "file-kind"
    FILE_LINK = "file-link"
    FILE_SIZE = "file-size"
    FILE_PATH = "file-path"
    FILE_SHARED = "file-shared"
    FILE_DIGEST = "file-digest"
    DESCRIPTOR_CHOICE = "descriptor-choice"
    ZIP_BROKEN = "zip-broken"
    ZIP_NAME = "zip-name"
    ZIP_LIMIT = "zip-limit"
    # What the bytes say
    ENCODING = "encoding"
    SYNTAX = "syntax"
    YAML_FEATURE = "yaml-feature"
    KEY_DUPLICATE = "key-duplicate"
    KEY_TEXT = "key-text"
    DEPTH = "depth"
    VALUE_COUNT = "value-count"
    NUMBER_RANGE = "number-range"
    TEXT_CHARACTERS = "text-characters"
    TEXT_LENGTH = "text-length"
    # The profile
    PROPERTY_MISSING = "property-missing"
    PROPERTY_TYPE = "property-type"
    PROPERTY_VALUE = "property-value"
    VOCABULARY = "vocabulary"
    # Names
    NAME_SLUG = "name-slug"
    NAME_TABLE = "name-table"
    NAME_VARIABLE = "name-variable"
    NAME_DUPLICATE = "name-duplicate"
    NAME_CASE = "name-case"
    NAME_CLASH = "name-clash"
    NAME_FILE = "name-file"
    IDENTIFIER = "identifier"
    # Tables and variables
    TABLE_COUNT = "table-count"
    COLUMN_COUNT = "column-count"
    TABLE_FORMAT = "table-format"
    INLINE_DATA = "inline-data"
    REMOTE_REFERENCE = "remote-reference"
    KEY_FIELD = "key-field"
    KEY_TABLE = "key-table"
    FIELD_TYPE = "field-type"
    FIELD_FORMAT = "field-format"
    FIELD_CONSTRAINT = "field-constraint"
    FIELD_CATEGORIES = "field-categories"
    # Meaning and evidence
    MEANING_INFERRED = "meaning-inferred"
    SOURCE_UNKNOWN = "source-unknown"
    CODELIST_CODE = "codelist-code"
    CODELIST_EMPTY = "codelist-empty"
    CODELIST_UNUSED = "codelist-unused"
    CONCEPT_TERM = "concept-term"
    PATHWAY_PLACE = "pathway-place"
    DATE = "date"
    DATE_ORDER = "date-order"
    VERSION_FORMAT = "version-format"
    # Header lines and rows
    CSV_BROKEN = "csv-broken"
    HEADER_MISMATCH = "header-mismatch"
    ROWS_RESTRICTED = "rows-restricted"
    ROWS_HEADER_ONLY = "rows-header-only"
    ROWS_NONE = "rows-none"
    ROW_VALUE = "row-value"
    SERIES_ROWS = "series-rows"
    FRICTIONLESS = "frictionless"
    # The report itself
    PROBLEMS_MORE = "problems-more"


# What rules are about, as receipts tell it: every package passed them before it came to the gate.
GROUPS: dict[str, tuple[Rule, ...]] = {
    "files": (
        Rule.FILE_MISSING,
        Rule.FILE_KIND,
        Rule.FILE_LINK,
        Rule.FILE_SIZE,
        Rule.FILE_PATH,
        Rule.FILE_SHARED,
        Rule.FILE_DIGEST,
        Rule.DESCRIPTOR_CHOICE,
        Rule.ZIP_BROKEN,
        Rule.ZIP_NAME,
        Rule.ZIP_LIMIT,
    ),
    "bytes": (
        Rule.ENCODING,
        Rule.SYNTAX,
        Rule.YAML_FEATURE,
        Rule.KEY_DUPLICATE,
        Rule.KEY_TEXT,
        Rule.DEPTH,
        Rule.VALUE_COUNT,
        Rule.NUMBER_RANGE,
        Rule.TEXT_CHARACTERS,
        Rule.TEXT_LENGTH,
    ),
    "profile": (
        Rule.PROPERTY_MISSING,
        Rule.PROPERTY_TYPE,
        Rule.PROPERTY_VALUE,
        Rule.VOCABULARY,
    ),
    "names": (
        Rule.NAME_SLUG,
        Rule.NAME_TABLE,
        Rule.NAME_VARIABLE,
        Rule.NAME_DUPLICATE,
        Rule.NAME_CASE,
        Rule.NAME_CLASH,
        Rule.NAME_FILE,
        Rule.IDENTIFIER,
    ),
    "tables and variables": (
        Rule.TABLE_COUNT,
        Rule.COLUMN_COUNT,
        Rule.TABLE_FORMAT,
        Rule.INLINE_DATA,
        Rule.REMOTE_REFERENCE,
        Rule.KEY_FIELD,
        Rule.KEY_TABLE,
        Rule.FIELD_TYPE,
        Rule.FIELD_FORMAT,
        Rule.FIELD_CONSTRAINT,
        Rule.FIELD_CATEGORIES,
    ),
    "meaning and evidence": (
        Rule.MEANING_INFERRED,
        Rule.SOURCE_UNKNOWN,
        Rule.CODELIST_CODE,
        Rule.CODELIST_EMPTY,
        Rule.CODELIST_UNUSED,
        Rule.CONCEPT_TERM,
        Rule.PATHWAY_PLACE,
        Rule.DATE,
        Rule.DATE_ORDER,
        Rule.VERSION_FORMAT,
    ),
    "header lines and rows": (
        Rule.CSV_BROKEN,
        Rule.HEADER_MISMATCH,
        Rule.ROWS_RESTRICTED,
        Rule.ROWS_HEADER_ONLY,
        Rule.ROWS_NONE,
        Rule.ROW_VALUE,
        Rule.SERIES_ROWS,
        Rule.FRICTIONLESS,
    ),
}

MOST_OF_A_KIND = 100
MOST_LISTED = 1_000
_QUOTE = reprlib.Repr()
_QUOTE.maxstring = _QUOTE.maxother = _QUOTE.maxlong = 60
_QUOTE.maxlist = _QUOTE.maxdict = 3
_QUOTE.maxlevel = 2


class Findings:
    """What checks found in one package or folder of vocabulary, in the order of finding.

    At most 100 of one rule in one table and 1,000 in all are listed; the rest is counted.
    """

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self._errors: list[Problem] = []
        self._warnings: list[Problem] = []
        self._kinds: Counter[tuple[str, str]] = Counter()
        self._left_off = 0

    def add(
        self, rule: Rule, message: str, remedy: str = "", *, file: str = "", table: str = "", variable: str = ""
    ) -> None:
        """Note a fault that blocks. `file` is where it is when not in the descriptor."""
        kind = (rule, table)
        self._kinds[kind] += 1
        if self._kinds[kind] > MOST_OF_A_KIND or len(self._errors) >= MOST_LISTED:
            self._left_off += 1
            return
        self._errors.append(Problem(rule, message, remedy, file or self.origin, visible(table), visible(variable)))

    def warn(self, rule: Rule, message: str, remedy: str, *, table: str = "") -> None:
        """Note something that is allowed, but should be looked at."""
        if len(self._warnings) < MOST_LISTED:
            self._warnings.append(Problem(rule, message, remedy, self.origin, table, severity="warning"))

    @property
    def failed(self) -> bool:
        """True when anything that blocks was found."""
        return bool(self._errors)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What is allowed, but should be looked at."""
        return tuple(self._warnings)

    def refuse_if_failed(self) -> None:
        """Raise PackageRefusedError with everything found, if anything blocks."""
        if not self._errors:
            return
        count = len(self._errors) + self._left_off
        problems = self._errors
        if self._left_off:
            more = Problem(
                Rule.PROBLEMS_MORE,
                f"{self._left_off:,} further problems are not listed.",
                "Put right those listed, then check again.",
                self.origin,
            )
            problems = [*problems, more]
        noun = "1 problem" if count == 1 else f"{count:,} problems"
        raise PackageRefusedError(
            f"{self.origin} has {noun}; nothing was taken in.", problems=(*problems, *self._warnings)
        )


def visible(text: str, most: int = 130) -> str:
    """A name as a message uses it: as it is when every sign can be seen, else with the others written out."""
    text = text[:most]
    return text if text.isprintable() else repr(text)[1:-1]


def shown(value: Any) -> str:
    """A value as a message quotes it: short, and with signs that cannot be seen written out."""
    return str(value).lower() if isinstance(value, bool) else _QUOTE.repr(value)
