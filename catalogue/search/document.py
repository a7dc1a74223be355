"""What the index is told about a thing: plain values, ready to be indexed and shown."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

# In the order in which things of equal score are listed.
KINDS = ("variable", "table", "dataset", "codelist", "concept")
KIND_LABELS = {
    "variable": "Variables",
    "table": "Tables",
    "dataset": "Datasets",
    "codelist": "Code lists",
    "concept": "Concepts",
}


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One thing as one or more releases describe it. Identity and fingerprint together make a *state*.

    kind: one of `KINDS`.
    identity: the same for the same thing over all releases, such as `variable:<dataset id>/<table>/<name>`.
    name: physical name of a variable or table, slug of anything else.
    definition, meaning, notes: plain text. `meaning` is what is only inferred, `notes` (caveats, grain, open question)
        count for little.
    codes: (code, label, Welsh label) of the code list, empty strings where there is none.
    notations: (code, notation) for each other way in which a code is written.
    terms: (text, language) of other ways to say it; the language is `en`, `cy`, or `notation` for forms and sections.
    dataset, table: slug and table name, empty when there is none; `table_physical` keeps its case; `table_title` is
        what the table of a variable is called.
    facets: (facet, value) or (facet, value, label) with any number of values per facet. `kind` is added by itself.
    year_from, year_to: first and last year covered; one of them None leaves that end open, both mean not known.
    url: path of the thing's own page, without release.
    payload: small JSON object that a hit list shows without asking the store.
    """

    kind: str
    identity: str
    name: str
    label: str
    definition: str = ""
    codes: tuple[tuple[str, str, str], ...] = ()
    notations: tuple[tuple[str, str], ...] = ()
    meaning: str = ""
    notes: str = ""
    terms: tuple[tuple[str, str], ...] = ()
    dataset: str = ""
    dataset_title: str = ""
    table: str = ""
    table_physical: str = ""
    table_title: str = ""
    facets: tuple[tuple[str, ...], ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    url: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> str:
        """All fields as one JSON text, the same for equal documents."""
        record = {name: getattr(self, name) for name in _FIELDS}
        return json.dumps(record, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> SearchDocument:
        """The document that `to_json` wrote."""
        record = json.loads(text)
        record["codes"] = tuple(tuple(code) for code in record["codes"])
        record["notations"] = tuple(tuple(notation) for notation in record["notations"])
        record["terms"] = tuple(tuple(term) for term in record["terms"])
        record["facets"] = tuple(tuple(facet) for facet in record["facets"])
        return cls(**record)

    def fingerprint(self) -> bytes:
        """Eight bytes that differ when any field differs."""
        return digest(self.to_json())


def digest(text: str) -> bytes:
    """Eight bytes of BLAKE2b: enough to keep millions of states apart, small enough to hold them all in memory."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()


_FIELDS = tuple(one.name for one in fields(SearchDocument))
