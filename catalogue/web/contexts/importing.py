"""What a file would change in a draft, or did change: what was understood, what was not, what has to be decided."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from catalogue.dictionaries.dictionary import Dictionary, Unmapped
from catalogue.dictionaries.merge import Conflict, Merged, Place
from catalogue.dictionaries.recognise import FORMATS
from catalogue.drafts.grid import Taken
from catalogue.drafts.importing import Incoming, conflict_key
from catalogue.errors import CatalogueError
from catalogue.store.drafts import DraftRecord
from catalogue.web import addresses
from catalogue.web.contexts.common import Head, Link

MOST_LISTED = 500


@dataclass(frozen=True, slots=True)
class ConflictView:
    """A property that a person wrote and that the dictionary says otherwise.

    key: its name in the form.
    place: what it is a property of.
    property: which.
    mine: what is written.
    theirs: what the dictionary says.
    """

    key: str
    place: str
    property: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class ImportPage:
    """A file for a draft.

    head: what the page says of itself.
    draft_url: page of the draft.
    import_url: where a dictionary is sent.
    back: the page to go back to.
    fault: why the file was not taken, or empty.
    remedy: what to do about it, or empty.
    problems: what is wrong with rows of the file, each as a sentence.
    format: what the file was read as, or empty when none was read.
    origin: its name.
    tables: number of tables that it describes.
    variables: number of variables.
    added: what would be new, by name.
    changed: what would change, by name.
    vanished: what it no longer has; it stays.
    conflicts: what has to be decided.
    unmapped: what found no place.
    left_out: number of lines of these lists that are not shown.
    incoming: what was understood, to be sent back.
    taken: what became of a table from a spreadsheet, or None.
    formats: kinds of files with their titles.
    """

    head: Head
    draft_url: str
    import_url: str
    back: str
    fault: str
    remedy: str
    problems: tuple[str, ...]
    format: str
    origin: str
    tables: int
    variables: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    vanished: tuple[str, ...]
    conflicts: tuple[ConflictView, ...]
    unmapped: tuple[Unmapped, ...]
    left_out: int
    incoming: str
    taken: Taken | None
    formats: tuple[tuple[str, str], ...]


def import_page(
    draft: DraftRecord,
    *,
    error: CatalogueError | None = None,
    dictionary: Dictionary | None = None,
    coming: Incoming | None = None,
    outcome: Merged | None = None,
    taken: Taken | None = None,
    back: str = "",
) -> ImportPage:
    """The page, of what there is to tell: nothing yet, a fault, a dictionary with its outcome, or a table taken in."""
    problems = (*(error.problems if error else ()), *(dictionary.problems if dictionary else ()))
    lists = [
        _names(outcome.added if outcome else ()),
        _names(outcome.changed if outcome else ()),
        _names(outcome.vanished if outcome else ()),
    ]
    unmapped = dictionary.unmapped if dictionary else ()
    url = addresses.draft(draft.key)
    return ImportPage(
        head=Head("Import a dictionary", crumbs=(Link("Your work", "/steward"), Link(f"Draft of {draft.slug}", url))),
        draft_url=url,
        import_url=f"{url}/import",
        back=back or url,
        fault=error.detail if error else "",
        remedy=error.remedy if error else "",
        problems=tuple(problem.sentence() for problem in problems[:MOST_LISTED]),
        format=_title(dictionary.format) if dictionary else "",
        origin=dictionary.origin if dictionary else "",
        tables=len(dictionary.tables) if dictionary else 0,
        variables=sum(len(table.variables) for table in dictionary.tables) if dictionary else 0,
        added=lists[0][:MOST_LISTED],
        changed=lists[1][:MOST_LISTED],
        vanished=lists[2][:MOST_LISTED],
        conflicts=tuple(map(_conflict, outcome.conflicts if outcome else ())),
        unmapped=unmapped[:MOST_LISTED],
        left_out=sum(max(0, len(one) - MOST_LISTED) for one in (*lists, unmapped, problems)),
        incoming=coming.packed() if coming else "",
        taken=taken,
        formats=tuple((name, form.title) for name, form in FORMATS.items()),
    )


def _conflict(one: Conflict) -> ConflictView:
    key = conflict_key(one.place, one.property)
    return ConflictView(key, _name(one.place), one.property, _text(one.mine), _text(one.theirs))


def _title(name: str) -> str:
    return FORMATS[name].title if name in FORMATS else name


def _names(places: tuple[Place, ...]) -> tuple[str, ...]:
    return tuple(_name(place) for place in places)


def _name(place: Place) -> str:
    return " ".join(filter(None, (place.table, place.name))) or "the dataset"


def _text(value: Any) -> str:
    if value is None:
        return "nothing"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
