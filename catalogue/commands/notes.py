"""Commands about notes on what is sealed, and about the questions of readers."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from catalogue.commands.common import as_json, opened, print_json, report_errors
from catalogue.commands.publish import print_outcomes
from catalogue.errors import InvalidRequestError
from catalogue.model.notes import NoteKind, NoteRecord, QuestionState
from catalogue.registry import notes, questions
from catalogue.registry.acts import OPERATOR
from catalogue.registry.notes import NewNote
from catalogue.store import find
from catalogue.store import notes as stored
from catalogue.store import questions as asked
from catalogue.store.engine import reading

by_option = click.option("--by", default=OPERATOR, show_default=True, help="Name of who signs it off; public.")
title_option = click.option("--title", required=True, help="What it says, in one line.")
text_option = click.option(
    "--text",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    required=True,
    help="File with the text, Markdown; `-` reads standard input.",
)


@click.group()
def note() -> None:
    """Caveats, errata and answers about what is sealed, added after sealing."""


@note.command("add")
@click.argument("dataset")
@click.option("--version", default="", help="The release that it is about; without it, all of them.")
@click.option("--table", default="", help="The table that it is about.")
@click.option("--variable", default="", help="The variable of that table that it is about.")
@click.option(
    "--kind",
    type=click.Choice([NoteKind.CAVEAT.value, NoteKind.ERRATUM.value]),
    required=True,
    help="`caveat`: a warning with a period. `erratum`: something sealed is wrong. Answers come with questions.",
)
@title_option
@text_option
@click.option("--severity", type=click.Choice(notes.SEVERITIES), help="Of a caveat: `warning` or `notice`.")
@click.option("--from", "period_from", default="", help="Of a caveat: first year, month or day that it holds for.")
@click.option("--to", "period_to", default="", help="Of a caveat: last year, month or day that it holds for.")
@click.option("--replaces", type=click.IntRange(min=1), help="The note that it takes the place of.")
@by_option
@as_json
@report_errors
def add(dataset: str, text: str, replaces: int | None, severity: str | None, *, as_json: bool, **members: Any) -> None:
    """Add a note to a dataset, a release, a table or a variable. What is sealed stays as it is."""
    told = NewNote(slug=dataset, body=_read(text), severity=severity or "", replaces=replaces or 0, **members)
    with opened(create=True) as (_, engine):
        outcome = notes.add(engine, told)
    print_outcomes([outcome], as_json=as_json)


@note.command("list")
@click.argument("dataset")
@as_json
@report_errors
def list_notes(dataset: str, as_json: bool) -> None:  # noqa: FBT001
    """All notes about a dataset and what is in it, those that do not hold any more included."""
    with opened() as (_, engine), reading(engine) as session:
        found = stored.of_dataset(session, find.dataset(session, dataset).key)
    if as_json:
        print_json({"notes": [asdict(one) for one in found]})
        return
    for one in found:
        click.echo(_line(one))


@note.command("withdraw")
@click.argument("number", type=click.IntRange(min=1))
@click.option("--reason", required=True, help="Why; public.")
@by_option
@as_json
@report_errors
def withdraw(number: int, reason: str, by: str, as_json: bool) -> None:  # noqa: FBT001
    """Let a note hold no longer. It stays in the journal, with the reason."""
    with opened(create=True) as (_, engine):
        outcome = notes.withdraw(engine, number, reason, by=by)
    print_outcomes([outcome], as_json=as_json)


@click.group()
def question() -> None:
    """What readers asked: private until it is answered, in public, as a note."""


@question.command("list")
@click.option("--all", "every", is_flag=True, help="Those that are closed as well.")
@as_json
@report_errors
def list_questions(every: bool, as_json: bool) -> None:  # noqa: FBT001
    """Questions that wait for an answer, oldest first."""
    states = list(QuestionState) if every else [QuestionState.OPEN]
    with opened() as (_, engine), reading(engine) as session:
        found = asked.every(session, states)
        places = {one.dataset: find.dataset_of_key(session, one.dataset).slug for one in found}
    if as_json:
        print_json({"questions": [asdict(one) for one in found]})
        return
    for one in found:
        slug = places[one.dataset]
        place = "/".join(filter(None, (f"{slug}@{one.version}" if one.version else slug, one.table, one.variable)))
        click.echo(f"{one.id}: {place}, {one.moment[:10]}, {one.state}{', mail wanted' if one.wanted else ''}")
        click.echo("".join(f"    {line}\n" for line in one.text.splitlines()), nl=False)


@question.command("answer")
@click.argument("number", type=click.IntRange(min=1))
@title_option
@text_option
@click.option("--question", "words", default="", help="The question as it is to be read; without it, as it was asked.")
@by_option
@as_json
@report_errors
def answer(number: int, title: str, text: str, words: str, by: str, *, as_json: bool) -> None:
    """Answer a question in public, as a note beside what it is about.

    Where the reader left an address, it is printed on standard error, this once: write there now, it is deleted.
    """
    told = NewNote(NoteKind.ANSWER, "", title, _read(text), by, question=words)
    with opened(create=True) as (_, engine):
        done = questions.answer(engine, number, told)
    print_outcomes([done.outcome], as_json=as_json)
    _tell_email(done.email)


@question.command("decline")
@click.argument("number", type=click.IntRange(min=1))
@click.option("--reason", required=True, help="Why; only who asked sees it.")
@as_json
@report_errors
def decline(number: int, reason: str, as_json: bool) -> None:  # noqa: FBT001
    """Close a question without an answer."""
    with opened(create=True) as (_, engine):
        done = questions.decline(engine, number, reason)
    print_outcomes([done.outcome], as_json=as_json)
    _tell_email(done.email)


def _read(path: str) -> str:
    """The text of a file, or of standard input for `-`. Raises InvalidRequestError for bytes that are no text."""
    try:
        with click.open_file(path, encoding="utf-8") as file:
            return str(file.read())
    except UnicodeDecodeError as error:
        raise InvalidRequestError(f"The text in {path!r} is not UTF-8.", remedy="Save it as UTF-8.") from error


def _tell_email(email: str) -> None:
    if email:
        click.echo(f"An answer is wanted at {email}. The address is deleted now.", err=True)


def _line(one: NoteRecord) -> str:
    place = "/".join(filter(None, (one.version or "all releases", one.table, one.variable)))
    ended = f", ended by entry {one.ended}" if one.ended else ""
    return f"{one.serial}: {one.kind} on {place}, {one.recorded[:10]}, {one.by}{ended}: {one.title}"
