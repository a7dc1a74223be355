"""What readers are told of changes: notes in their own words, withdrawals of notes, and what they are about."""

from __future__ import annotations

from sqlalchemy import Engine

from catalogue import registry
from catalogue.following import news
from catalogue.registry import notes
from catalogue.store.engine import reading
from tests.samples import small


def test_notes_are_told_with_what_they_say(engine: Engine) -> None:
    registry.publish(engine, [small("cases")])
    first = notes.add(engine, notes.NewNote("caveat", "cases", "Beware.", "Of *this*.", table="cases", variable="law"))
    notes.add(engine, notes.NewNote("erratum", "cases", "Wrong.", "It was.", version="1.0.0"))
    notes.withdraw(engine, first.serial or 0, "It was not so.")
    with reading(engine) as session:
        told = news.latest(session, 10)
    assert [(one.word, one.title, one.url, one.text) for one in told] == [
        ("Note withdrawn", "Dataset cases", "/datasets/cases", "It was not so."),
        ("Erratum", "Dataset cases 1.0.0", "/datasets/cases/releases/1.0.0", "**Wrong.** It was."),
        ("Caveat", "Dataset cases", "/datasets/cases", "**Beware.** Of *this*."),
        ("First release", "Dataset cases 1.0.0", "/datasets/cases/releases/1.0.0", ""),
    ]
    assert {one.approval for one in told} == {"", "operator"}
