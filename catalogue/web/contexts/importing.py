"""What a file would change in a draft, or did change: what was understood, what was not, what has to be decided."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from catalogue.dictionaries.dictionary import Dictionary, Unmapped
from catalogue.dictionaries.merge import Conflict, Merged, Place
from catalogue.dictionaries.recognise import FORMATS
from catalogue.drafts.grid import Taken
from catalogue.drafts.importing import Incoming, conflict_key, packed_source
from catalogue.drafts.opening import Source
from catalogue.errors import CatalogueError, Problem
from catalogue.store.drafts import DraftRecord
from catalogue.web import addresses
from catalogue.web.contexts.common import Head, Link

MOST_LISTED = 500
MOST_LEFT = 5_000


@dataclass(frozen=True, slots=True)
class ConflictView:
    """A property that a person or a sealed release says one way and the dictionary another.

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
    """A file for a draft that is there, or for one that is to be opened.

    head: what the page says of itself.
    back: the page to go back to.
    import_url: where a dictionary is sent, or empty.
    write_url: where what was looked at is sent to be written.
    fields: names and values of what is sent then, with what was understood among them.
    opens: True when a draft is to be opened with it.
    meanwhile: True when the file is written but for conflicts that came up since it was looked at.
    fault: why the file was not taken, or empty.
    remedy: what to do about it, or empty.
    errors: what is wrong in the file, each as a sentence.
    warnings: what was decided, each as a sentence.
    format: what the file was read as, or empty when none was read.
    origin: its name.
    tables: number of tables that it describes.
    variables: number of variables.
    columns: headings of columns that are kept under `imported`.
    added: what would be new, by name; of a draft that is to be opened, its tables.
    changed: what would change, by name.
    vanished: what it no longer has; it stays.
    gone: properties that it no longer says; they stay.
    written: what people wrote and it says otherwise.
    inherited: what the last release says and it says otherwise.
    unmapped: what found no place.
    left_out: number of lines of these lists that are not shown.
    taken: what became of a table from a spreadsheet, or None.
    formats: kinds of files with their titles.
    """

    head: Head
    back: str
    import_url: str = ""
    write_url: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    opens: bool = False
    meanwhile: bool = False
    fault: str = ""
    remedy: str = ""
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    format: str = ""
    origin: str = ""
    tables: int = 0
    variables: int = 0
    columns: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    vanished: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    written: tuple[ConflictView, ...] = ()
    inherited: tuple[ConflictView, ...] = ()
    unmapped: tuple[Unmapped, ...] = ()
    left_out: int = 0
    taken: Taken | None = None
    formats: tuple[tuple[str, str], ...] = tuple((name, form.title) for name, form in FORMATS.items())


def import_page(
    draft: DraftRecord, *, error: CatalogueError | None = None, taken: Taken | None = None, back: str = ""
) -> ImportPage:
    """The page on which a file is asked for, is refused, or, when it was a table, is taken in."""
    page = _of_draft(draft, back)
    if error is None:
        return replace(page, taken=taken)
    return replace(page, fault=error.detail, remedy=error.remedy, **_problems(error.problems))


def shown_page(draft: DraftRecord, dictionary: Dictionary, coming: Incoming, outcome: Merged) -> ImportPage:
    """What a dictionary would change in a draft."""
    gone = tuple(f"{_name(place)} {name}" for place, name in outcome.gone)
    lists = [_names(outcome.added), _names(outcome.changed), _names(outcome.vanished), gone]
    added, changed, vanished, gone = (one[:MOST_LISTED] for one in lists)
    page = replace(_of_draft(draft), added=added, changed=changed, vanished=vanished, gone=gone)
    return _told(_undecided(page, coming, outcome), dictionary, sum(max(0, len(one) - MOST_LISTED) for one in lists))


def meanwhile_page(draft: DraftRecord, coming: Incoming, outcome: Merged) -> ImportPage:
    """What has still to be decided after a dictionary was written, because the draft had become another one."""
    return replace(_undecided(_of_draft(draft), coming, outcome), meanwhile=True, origin=coming.origin)


def opening_page(dictionary: Dictionary, source: Source, slug: str, publisher: str) -> ImportPage:
    """What a dictionary would make of a new draft."""
    fields = (("start", "shown"), ("slug", slug), ("publisher", publisher), ("incoming", packed_source(source)))
    page = ImportPage(
        head=Head("Open a draft", crumbs=(Link("Your work", "/steward"),)),
        back="/steward/drafts/new",
        write_url="/steward/drafts/new",
        fields=fields,
        opens=True,
        added=tuple(f"{one.name} ({len(one.variables):,})" for one in dictionary.tables)[:MOST_LISTED],
    )
    return _told(page, dictionary, max(0, len(dictionary.tables) - MOST_LISTED))


def _of_draft(draft: DraftRecord, back: str = "") -> ImportPage:
    url = addresses.draft(draft.key)
    head = Head("Import a dictionary", crumbs=(Link("Your work", "/steward"), Link(f"Draft of {draft.slug}", url)))
    return ImportPage(head, back or url, import_url=f"{url}/import", write_url=f"{url}/import/write")


def _undecided(page: ImportPage, coming: Incoming, outcome: Merged) -> ImportPage:
    return replace(
        page,
        fields=(("incoming", coming.packed()),),
        written=tuple(_conflict(one) for one in outcome.conflicts if not one.inherited),
        inherited=tuple(_conflict(one) for one in outcome.conflicts if one.inherited),
    )


def _told(page: ImportPage, dictionary: Dictionary, left_out: int) -> ImportPage:
    """The page with what the dictionary is, and what of it was not understood."""
    return replace(
        page,
        format=FORMATS[dictionary.format].title,
        origin=dictionary.origin,
        tables=len(dictionary.tables),
        variables=dictionary.variables,
        columns=dictionary.columns[:MOST_LISTED],
        unmapped=dictionary.unmapped[:MOST_LEFT],
        left_out=left_out + max(0, len(dictionary.unmapped) - MOST_LEFT),
        **_problems(dictionary.problems),
    )


def _problems(problems: tuple[Problem, ...]) -> dict[str, Any]:
    """Both kinds of problems as sentences; of each kind of fault, a reader tells about a hundred at most."""
    return {
        "errors": tuple(one.sentence() for one in problems if one.severity == "error"),
        "warnings": tuple(one.sentence() for one in problems if one.severity != "error"),
    }


def _conflict(one: Conflict) -> ConflictView:
    return ConflictView(conflict_key(one), _name(one.place), one.property, _text(one.mine), _text(one.theirs))


def _names(places: tuple[Place, ...]) -> tuple[str, ...]:
    return tuple(_name(place) for place in places)


def _name(place: Place) -> str:
    return " ".join(filter(None, (place.table, place.name))) or "the dataset"


def _text(value: Any) -> str:
    if value is None:
        return "nothing"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
