"""A part of a draft as a form: its fields with what they hold, and what somebody else wrote meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalogue.drafts.editing import Clash, value_of
from catalogue.model.drafts import PartKind
from catalogue.store.drafts import DraftRecord, Part
from catalogue.web import addresses
from catalogue.web.contexts.common import Head, Link
from catalogue.web.contexts.draft_concept import ConceptBeside
from catalogue.web.steward.fields import FIELDS, Field, Kind, further
from catalogue.web.steward.forms import FURTHER, get, tags, written

NOUNS = {
    PartKind.DATASET: "Description of the dataset",
    PartKind.TABLE: "Table",
    PartKind.VARIABLE: "Variable",
    PartKind.CODE_LIST: "Code list",
    PartKind.CONCEPT: "Concept",
}
# What is as the last release had it says nothing of it: that is the usual case.
_ORIGINS = {"imported": "imported from", "written": "written here"}


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field of the form.

    path: name of the field, and of the property that it holds.
    id: of its element.
    label: what it is for.
    help: what to write.
    kind: `line`, `prose`, `choice`, `yes`, `lines`, `json` or `rows`.
    text: what it holds.
    choices: value and word of each.
    entries: the entries of a list, each with its number and its fields.
    origin: how what it holds came in, in words, or empty.
    lines: how high it is, in lines of text.
    """

    path: str
    id: str
    label: str
    help: str
    kind: str
    text: str
    choices: tuple[tuple[str, str], ...]
    entries: tuple[tuple[str, tuple[FieldView, ...]], ...]
    origin: str
    lines: int


@dataclass(frozen=True, slots=True)
class ClashView:
    """A property that somebody else changed meanwhile.

    label: the property.
    theirs: what the draft says now.
    mine: what was to be written.
    by: who wrote theirs.
    moment: when.
    """

    label: str
    theirs: str
    mine: str
    by: str
    moment: str


@dataclass(frozen=True, slots=True)
class GridRow:
    """A variable in the grid of its table.

    number: of its part.
    url: its own page.
    name: its name.
    cells: name, label, text, tag and kind of each property of the grid; choices are those of the column.
    """

    number: int
    url: str
    name: str
    cells: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column of the grid.

    path: the property.
    label: its heading.
    kind: as of a field.
    choices: value and word of each, for a choice.
    """

    path: str
    label: str
    kind: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DraftPartPage:
    """A part of a draft, to be read or written.

    head: what the page says of itself.
    key: the draft's name in addresses.
    number: of the part.
    noun: what it is.
    kind: `dataset`, `table`, `variable`, `codelist` or `concept`.
    name: its name.
    url: this page.
    draft_url: page of the draft.
    editable: true when the person may write, and the draft is open.
    fields: the form.
    tags: what each property was when the page was made, by field.
    further: JSON of the properties without a field.
    clashes: what somebody else changed meanwhile.
    fault: why nothing was saved, or empty.
    remedy: what to do about it, or empty.
    before: the part before it, or None.
    after: the part after it, or None.
    columns: of the grid of variables; empty for other parts.
    rows: of the grid.
    holds_rows: number of rows that the table holds, or None.
    changed_by: who wrote it last.
    changed: when, UTC.
    beside: a concept beside the register; None for other parts.
    """

    head: Head
    key: str
    number: int
    noun: str
    kind: str
    name: str
    url: str
    draft_url: str
    editable: bool
    fields: tuple[FieldView, ...]
    tags: Mapping[str, str]
    further: str
    clashes: tuple[ClashView, ...]
    fault: str
    remedy: str
    before: Link | None
    after: Link | None
    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    holds_rows: int | None
    changed_by: str
    changed: str
    beside: ConceptBeside | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """A save that did not go through.

    form: what was sent.
    clashes: what somebody else changed meanwhile.
    fault: why it was not taken, or empty.
    remedy: what to do about it, or empty.
    """

    form: Mapping[str, str]
    clashes: tuple[Clash, ...] = ()
    fault: str = ""
    remedy: str = ""


GRID = ("name", "title", "type", "description", "codeList", "mark")


def part_page(
    draft: DraftRecord,
    part: Part,
    siblings: Sequence[Part],
    variables: Sequence[Part] = (),
    *,
    editable: bool,
    attempt: Attempt | None = None,
    beside: ConceptBeside | None = None,
) -> DraftPartPage:
    """The page. siblings: the parts among which it stands, itself included. variables: of a table, in column order.

    beside: of a concept.
    """
    form = attempt.form if attempt is not None else {}
    place = next((number for number, one in enumerate(siblings) if one.id == part.id), 0)
    rest = further(part.kind, part.body)
    noun = NOUNS[part.kind]
    url = addresses.draft_part(draft.key, part.id)
    crumbs = [Link("Your work", "/steward"), Link(f"Draft of {draft.slug}", addresses.draft(draft.key))]
    if part.parent is not None:
        crumbs.append(Link("Table", addresses.draft_part(draft.key, part.parent)))
    return DraftPartPage(
        head=Head(noun if part.kind is PartKind.DATASET else f"{noun} {part.name}", crumbs=tuple(crumbs)),
        key=draft.key,
        number=part.id,
        noun=noun,
        kind=part.kind.value,
        name=part.name,
        url=url,
        draft_url=addresses.draft(draft.key),
        editable=editable,
        fields=tuple(_field(field, part, form) for field in FIELDS[part.kind]),
        tags=tags(part),
        further=form.get(FURTHER) or (written(_JSON, rest) if rest else ""),
        clashes=tuple(_clash(one, part) for one in (attempt.clashes if attempt is not None else ())),
        fault=attempt.fault if attempt is not None else "",
        remedy=attempt.remedy if attempt is not None else "",
        before=_neighbour(draft, siblings, place - 1),
        after=_neighbour(draft, siblings, place + 1),
        columns=tuple(_column(path) for path in GRID) if part.kind is PartKind.TABLE else (),
        rows=tuple(_row(draft, one) for one in variables),
        holds_rows=part.body.get("data", {}).get("rows"),
        changed_by=part.changed_by,
        changed=part.changed,
        beside=beside,
    )


_JSON = Field("further", "Further properties", Kind.JSON)
_OF_VARIABLE = {field.path: field for field in FIELDS[PartKind.VARIABLE]}


def _neighbour(draft: DraftRecord, siblings: Sequence[Part], place: int) -> Link | None:
    if not 0 <= place < len(siblings):
        return None
    return Link(siblings[place].name, addresses.draft_part(draft.key, siblings[place].id), physical=True)


def _field(field: Field, part: Part, form: Mapping[str, str]) -> FieldView:
    held = {"name": part.name, **part.body}
    value = get(held, field.path)
    entries = _entries(field, value, form) if field.kind is Kind.ROWS else ()
    text = form.get(field.path, "") if field.path in form else _shown(field, value)
    return _view(field, field.path, text, entries, _origin(part, field.top) if value is not None else "")


def _shown(field: Field, value: object) -> str:
    if field.kind is Kind.YES:
        return "yes" if value else ""
    return written(field, value)


def _view(
    field: Field,
    path: str,
    text: str,
    entries: tuple[tuple[str, tuple[FieldView, ...]], ...] = (),
    origin: str = "",
) -> FieldView:
    known = {value for value, _ in field.choices}
    # A value that is none of the choices is shown all the same, or saving the page would lose it.
    odd = ((text, text),) if field.kind is Kind.CHOICE and text and text not in known else ()
    return FieldView(
        path=path,
        id=path.replace(".", "-"),
        label=field.label,
        help=field.help,
        kind=field.kind.value,
        text=text,
        choices=(*odd, *field.choices),
        entries=entries,
        origin=origin,
        lines=min(12, max(2, text.count("\n") + len(text) // 90 + 1)),
    )


def _entries(field: Field, value: object, form: Mapping[str, str]) -> tuple[tuple[str, tuple[FieldView, ...]], ...]:
    """The entries of a list, and empty ones behind them; what was sent in place of what is kept."""
    held = [one if isinstance(one, Mapping) else {} for one in value] if isinstance(value, list) else []
    sent = f"has.{field.path}" in form
    numbers = [str(number) for number in range(len(held))] + [""] * field.blank
    if sent:
        count = 0
        while f"{field.path}.{count}.entry" in form:
            count += 1
        numbers = [form[f"{field.path}.{number}.entry"] for number in range(count)]
    found = []
    for place, number in enumerate(numbers):
        entry = held[int(number)] if number.isdigit() and int(number) < len(held) else {}
        views = []
        for column in field.columns:
            path = f"{field.path}.{place}.{column.path}"
            text = form.get(path, "") if sent else _shown(column, get(entry, column.path))
            views.append(_view(column, path, text))
        found.append((number, tuple(views)))
    return tuple(found)


def _origin(part: Part, name: str) -> str:
    # Groups are kept by their members; one that somebody wrote tells for all.
    told = [one for path, one in part.origins.items() if path == name or path.startswith(f"{name}/")]
    told.sort(key=lambda one: one.get("how") != "written")
    if not told:
        return ""
    how, source = str(told[0].get("how")), str(told[0].get("from") or "")
    if how == "written" and source:
        return f"written in {source}"
    return f"{_ORIGINS[how]} {source}".strip() if how in _ORIGINS else ""


def _clash(clash: Clash, part: Part) -> ClashView:
    fields = {field.top: field for field in reversed(FIELDS[part.kind])}
    field = fields.get(clash.name, _JSON)
    as_field = field if field.path == clash.name else _JSON
    return ClashView(
        field.label if field is not _JSON else clash.name,
        _shown(as_field, clash.theirs),
        _shown(as_field, clash.mine),
        clash.by,
        clash.moment,
    )


def _column(path: str) -> GridColumn:
    field = _OF_VARIABLE[path]
    return GridColumn(path, field.label, field.kind.value, field.choices)


def _row(draft: DraftRecord, part: Part) -> GridRow:
    known = tags(part)
    return GridRow(
        part.id,
        addresses.draft_part(draft.key, part.id),
        part.name,
        tuple((path, _shown(_OF_VARIABLE[path], value_of(part, path)), known[path]) for path in GRID),
    )
