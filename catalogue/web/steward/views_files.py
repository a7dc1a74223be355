"""Files in and out of drafts: packages and dictionaries to begin with or to merge, tables for spreadsheets."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, make_response, render_template, request

from catalogue.delivery import signed_in
from catalogue.delivery.problems import STATUS
from catalogue.delivery.services import services
from catalogue.dictionaries.dictionary import Dictionary
from catalogue.dictionaries.limits import limits_of_dictionaries
from catalogue.dictionaries.merge import Choice
from catalogue.drafts import importing
from catalogue.drafts.checking import is_package, loosely
from catalogue.drafts.found import part_of, seen
from catalogue.drafts.grid import as_csv, take_csv
from catalogue.drafts.opening import Source
from catalogue.errors import CatalogueError, InvalidRequestError
from catalogue.packages.limits import limits_of
from catalogue.settings import Settings
from catalogue.store import drafts
from catalogue.store.engine import reading
from catalogue.web import addresses
from catalogue.web.contexts.importing import ImportPage, import_page, meanwhile_page, shown_page
from catalogue.web.keeping import private_redirect
from catalogue.web.steward.blueprint import steward, takes

# A form around a file.
AROUND = 1_000_000
LONGEST_NAME = 200
# Conflicts that one form can decide.
MOST_CHOICES = 200_000


def room_for_files(settings: Settings) -> int:
    """Bytes of a form that holds a dictionary, or what was understood of one and is sent back."""
    return 3 * settings.dictionary_bytes + AROUND


def sent_file() -> tuple[bytes, str]:
    """The file of a form and its name. Raises InvalidRequestError when there is none, or it is too large."""
    most = services().settings.dictionary_bytes
    sent = request.files.get("file")
    data = sent.read(most + 1) if sent is not None else b""
    if sent is not None:
        sent.close()
    if not data or sent is None:
        raise InvalidRequestError("No file was sent.", remedy="Choose a file first.")
    if len(data) > most:
        raise InvalidRequestError(f"The file holds more than {most:,} bytes.", remedy="Split it.")
    name = (sent.filename or "file").replace("\\", "/").rpartition("/")[2][-LONGEST_NAME:]
    return data, name if name.isprintable() and name else "file"


@dataclass(frozen=True, slots=True)
class SentSource:
    """What a draft starts from, out of a file. dictionary: None for a package."""

    slug: str
    source: Source
    dictionary: Dictionary | None


def source_of_file(slug: str, title: str, publisher: str) -> SentSource:
    """The dataset's short name, and what a draft starts from: a package, right or not, or a dictionary."""
    data, name = sent_file()
    if is_package(data, name):
        document, rows = loosely(data, name, limits_of(services().settings))
        return SentSource(slug or str(document.get("name") or ""), Source(document, rows, origin=name), None)
    dictionary = _dictionary(data, name)
    source = importing.source_of(dictionary, slug, title, publisher)
    return SentSource(slug or str(source.document["name"]), source, dictionary)


def looked_at() -> Source:
    """What a draft starts from, as it was shown before. Raises InvalidRequestError when it did not come whole."""
    return importing.unpacked_source(request.form.get("incoming", ""))


def _dictionary(data: bytes, name: str) -> Dictionary:
    limits = limits_of_dictionaries(services().settings)
    return importing.read_dictionary(data, name, limits, request.form.get("format", ""))


@steward.get("/drafts/<key>/import")
def ask_import(key: str) -> str:
    """Which dictionary to merge into the draft."""
    return _page(key)


@steward.post("/drafts/<key>/import")
@takes(room_for_files)
def show_import(key: str) -> str | tuple[str, int]:
    """What a dictionary would change, and what has to be decided. Writes nothing."""
    who, engine = signed_in.require(), services().engine
    with reading(engine) as session:
        draft = seen(session, who, key)
    try:
        data, name = sent_file()
        dictionary = _dictionary(data, name)
        coming = importing.incoming(engine, draft, dictionary)
        outcome = importing.preview(engine, draft, coming)
    except CatalogueError as error:
        return _page(key, error), STATUS[error.code]
    return render_template("steward/import.html", page=shown_page(draft, dictionary, coming, outcome))


@steward.post("/drafts/<key>/import/write")
@takes(room_for_files, MOST_CHOICES)
def write_import(key: str) -> Response | str:
    """Write what was shown, with the conflicts as they were decided; those that came up since are shown."""
    prefix = "choice "
    choices = {
        name.removeprefix(prefix): Choice(value)
        for name, value in request.form.items()
        if name.startswith(prefix) and value in set(Choice)
    }
    coming = importing.unpacked(request.form.get("incoming", ""))
    who = signed_in.require()
    rest = request.form.get("inherited", "")
    decided = importing.Choices(choices, Choice(rest) if rest in set(Choice) else None)
    outcome = importing.apply(services().engine, who, key, coming, decided)
    if not outcome.conflicts:
        return private_redirect(addresses.draft(key))
    with reading(services().engine) as session:
        draft = seen(session, who, key)
    return render_template("steward/import.html", page=meanwhile_page(draft, coming, outcome))


def _page(key: str, error: CatalogueError | None = None) -> str:
    with reading(services().engine) as session:
        draft = seen(session, signed_in.require(), key)
    page: ImportPage = import_page(draft, error=error)
    return render_template("steward/import.html", page=page)


@steward.get("/drafts/<key>/parts/<int:number>/variables.csv")
def variables_csv(key: str, number: int) -> Response:
    """The variables of a table for a spreadsheet."""
    with reading(services().engine) as session:
        draft = seen(session, signed_in.require(), key)
        table = part_of(session, draft, number)
        body = as_csv(table, drafts.variables(session, draft, number))
    response = make_response(body)
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="variables.csv"'
    return response


@steward.post("/drafts/<key>/parts/<int:number>/variables.csv")
@takes(room_for_files)
def take_variables(key: str, number: int) -> str | tuple[str, int]:
    """Take such a file back, and tell what became of it."""
    who, engine = signed_in.require(), services().engine
    with reading(engine) as session:
        draft = seen(session, who, key)
    try:
        data, name = sent_file()
        taken = take_csv(engine, who, key, number, data, name)
    except CatalogueError as error:
        if error.code in {"not-found", "forbidden"}:
            raise
        page = import_page(draft, error=error, back=addresses.draft_part(key, number))
        return render_template("steward/import.html", page=page), STATUS[error.code]
    page = import_page(draft, taken=taken, back=addresses.draft_part(key, number))
    return render_template("steward/import.html", page=page)
