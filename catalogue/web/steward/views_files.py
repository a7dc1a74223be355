"""Files in and out of drafts: packages and dictionaries to begin with or to merge, tables for spreadsheets."""

from __future__ import annotations

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
from catalogue.store import drafts
from catalogue.store.engine import reading
from catalogue.web import addresses
from catalogue.web.contexts.importing import ImportPage, import_page
from catalogue.web.keeping import private_redirect
from catalogue.web.steward.blueprint import steward

# A form around a file.
AROUND = 1_000_000
LONGEST_NAME = 200


def sent_file() -> tuple[bytes, str]:
    """The file of a form and its name. Raises InvalidRequestError when there is none, or it is too large."""
    most = services().settings.dictionary_bytes
    request.max_content_length = request.max_form_memory_size = 3 * most + AROUND
    sent = request.files.get("file")
    data = sent.read(most + 1) if sent is not None else b""
    if not data or sent is None:
        raise InvalidRequestError("No file was sent.", remedy="Choose a file first.")
    if len(data) > most:
        raise InvalidRequestError(f"The file holds more than {most:,} bytes.", remedy="Split it.")
    name = (sent.filename or "file").replace("\\", "/").rpartition("/")[2][-LONGEST_NAME:]
    return data, name if name.isprintable() and name else "file"


def source_of_file(slug: str, title: str, publisher: str) -> tuple[str, Source]:
    """The dataset's short name, and what a draft starts from: a package, right or not, or a dictionary."""
    data, name = sent_file()
    if is_package(data, name):
        document, rows = loosely(data, name, limits_of(services().settings))
        return slug or str(document.get("name") or ""), Source(document, rows, origin=name)
    dictionary = _dictionary(data, name)
    source = importing.source_of(dictionary, slug, title, publisher)
    return slug or str(source.document["name"]), source


def _dictionary(data: bytes, name: str) -> Dictionary:
    limits = limits_of_dictionaries(services().settings)
    return importing.read_dictionary(data, name, limits, request.form.get("format", ""))


@steward.get("/drafts/<key>/import")
def ask_import(key: str) -> str:
    """Which dictionary to merge into the draft."""
    return _page(key)


@steward.post("/drafts/<key>/import")
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
    return render_template(
        "steward/import.html", page=import_page(draft, dictionary=dictionary, coming=coming, outcome=outcome)
    )


@steward.post("/drafts/<key>/import/write")
def write_import(key: str) -> Response:
    """Write what was shown, with the conflicts as they were decided."""
    request.max_content_length = request.max_form_memory_size = 3 * services().settings.dictionary_bytes + AROUND
    request.max_form_parts = 100_000
    prefix = "choice "
    choices = {
        name.removeprefix(prefix): Choice(value)
        for name, value in request.form.items()
        if name.startswith(prefix) and value in set(Choice)
    }
    coming = importing.unpacked(request.form.get("incoming", ""))
    importing.apply(services().engine, signed_in.require(), key, coming, choices)
    return private_redirect(addresses.draft(key))


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
