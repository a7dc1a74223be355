"""Questions about lineage: forms, and the answers as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sqlmodel import Session

from catalogue.errors import CatalogueError, NotFoundError
from catalogue.lineage.facts import PublicRules
from catalogue.lineage.questions import differences, watch
from catalogue.lineage.questions.impact import Thing, impact
from catalogue.lineage.questions.periods import asked
from catalogue.store import find
from catalogue.store.releases import ReleaseRecord
from catalogue.web import addresses
from catalogue.web.contexts.common import Head, Link

Facts = Mapping[str, Any]
MOST_RUNS = 200
PATH = "/lineage"
BY = {
    "variable": "the variable",
    "table": "the table",
    "dataset": "the dataset",
    "physical": "data of that name",
    "run": "the run",
    "commit": "the commit",
}
# Each question with its fields: name, label.
FORMS: tuple[tuple[str, str, str, tuple[tuple[str, str], ...]], ...] = (
    (
        "impact", "What was made from it?",
        "Sealed releases that were made from something, at any remove. What you fill in must all hold.",
        (("name", "Name of data, such as ECMS_LEGALOUTPUTS"), ("dataset", "Dataset"), ("table", "Table of it"),
         ("variable", "Variable of the table"), ("caveat", "Caveat of it"), ("run", "Run"), ("commit", "Commit"),
         ("after", "Data from"), ("before", "Data before, such as 2010-04")),
    ),
    (
        "diff", "What differs between two releases?",
        "Inputs, commits, parameters, counts and durations. Without versions: the release in force and the one before.",
        (("dataset", "Dataset"), ("from", "Version"), ("to", "Later version")),
    ),
    (
        "why", "Why is a variable not what it was?",
        "What differs on the way of its columns. Without versions: the release in force and the one before.",
        (("dataset", "Dataset"), ("table", "Table"), ("variable", "Variable"), ("from", "Version"),
         ("to", "Later version")),
    ),
    ("stale", "What is stale?", "Releases in force that were made from a release that no longer is.", ()),
    ("unbound", "What is unbound?", "Runs that no seal names, and releases whose seal names no reported run.", ()),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of a form.

    id: id of the field on the page.
    name: its parameter.
    label: what to write there.
    value: what was asked.
    """

    id: str
    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class QuestionForm:
    """A question that can be asked.

    ask: its name in addresses.
    title: the question.
    lead: what is answered.
    fields: what to fill in; a question without any is asked by a link.
    """

    ask: str
    title: str
    lead: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """A part of an answer.

    id: id of its heading on the page.
    title: its heading.
    caption: what stands in it, in a sentence.
    columns: headings of the columns.
    rows: cells of each row, of several texts each; those with an address are links.
    """

    id: str
    title: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[Link, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    """Questions about lineage, and the answer to one of them.

    head: what the page says of itself.
    forms: the questions.
    ask: the question that is answered, or empty.
    said: the answer in short.
    refusal: why there is no answer, or empty.
    near: what may have been meant.
    answers: the answer.
    status: HTTP status of the page.
    """

    head: Head
    forms: tuple[QuestionForm, ...]
    ask: str
    said: tuple[str, ...]
    refusal: str
    near: tuple[Link, ...]
    answers: tuple[AnswerTable, ...]
    status: int


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to one question.

    said: in short.
    tables: in full.
    json: address of the same as JSON.
    """

    said: tuple[str, ...]
    tables: tuple[AnswerTable, ...]
    json: str


STATUSES = {"not-found": 404, "retracted": 410}


def questions_page(session: Session, given: Mapping[str, str], rules: PublicRules) -> QuestionsPage:
    """Answer what the forms ask. given: parameters of the address; those that no form has are left aside."""
    values = {name: text for name, value in given.items() if (text := value.strip())}
    ask = next((form[0] for form in FORMS if form[0] == values.get("ask")), "")
    refusal, status = "", 200
    near: tuple[Link, ...] = ()
    answer = Answer((), (), addresses.api("/lineage/stale"))
    try:
        answer = _ANSWERS[ask](session, values, rules) if ask else answer
    except CatalogueError as error:
        refusal, status = str(error), STATUSES.get(error.code, 400)
        near = tuple(Link(*one) for one in getattr(error, "near", ()))
    path = f"{PATH}?{urlencode(values)}" if ask else PATH
    return QuestionsPage(
        Head("Questions about lineage", path, answer.json if not refusal else ""),
        tuple(_form(form, values if form[0] == ask else {}) for form in FORMS),
        ask,
        answer.said,
        refusal,
        near,
        answer.tables,
        status,
    )


def _form(form: tuple[str, str, str, tuple[tuple[str, str], ...]], values: Mapping[str, str]) -> QuestionForm:
    ask, title, lead, fields = form
    return QuestionForm(
        ask, title, lead, tuple(FormField(f"{ask}-{one}", one, label, values.get(one, "")) for one, label in fields)
    )


def _impact(session: Session, values: Mapping[str, str], rules: PublicRules) -> Answer:
    del rules
    names = ("dataset", "version", "table", "variable", "caveat", "run", "commit")
    thing = Thing(**{name: values[name] for name in names if name in values}, physical=values.get("name", ""))
    told = impact(session, thing, asked(values.get("after", ""), values.get("before", "")))
    rows = tuple(
        (
            (_release(one["release"]), *((Link("withdrawn", ""),) if one["withdrawn"] else ())),
            (Link(BY[one["by"]], ""),),
            tuple(_release(other) for other in one["through"]) or (Link("directly", ""),),
            (Link(f"{one['begins'] or '…'} to {one['ends'] or '…'}" if one["periodKnown"] else "not known", ""),),
            (_run(one["run"]),),
        )
        for one in told["releases"]
    )
    columns = ("Release", "Made from", "Through", "Period of its data", "Run")
    caveat = told["caveat"]
    said = (f"{len(rows)} sealed releases.", *((f"The caveat: {caveat['title']}",) if caveat else ()))
    query = {name: value for name, value in values.items() if name in {*names, "name", "after", "before"}}
    table = AnswerTable("releases", "Releases", "In the order in which they were sealed.", columns, rows)
    return Answer(said, (table,), f"{addresses.api('/lineage/impact')}?{urlencode(query)}")


def _pair(session: Session, values: Mapping[str, str]) -> tuple[ReleaseRecord, ReleaseRecord]:
    record = find.dataset(session, _dataset(values))
    return find.pair(session, record, values.get("from", ""), values.get("to", ""))


def _difference(session: Session, values: Mapping[str, str], rules: PublicRules) -> Answer:
    left, right = _pair(session, values)
    told = differences.difference(session, left, right, rules)
    query = urlencode({"from": left.version, "to": right.version})
    said = (f"From {left.slug} {left.version} to {right.version}.",)
    return Answer(said, _changes(told), f"{addresses.api(addresses.dataset(left.slug))}/lineage-diff?{query}")


def _why(session: Session, values: Mapping[str, str], rules: PublicRules) -> Answer:
    left, right = _pair(session, values)
    told = differences.why(session, left, right, values.get("table", ""), values.get("variable", ""), rules)
    state = told["state"]
    said = [f"{told['variable']} from {left.slug} {left.version} to {right.version}: {state['status']}."]
    said += [f"The releases differ in what they say of it: {', '.join(state['differs'])}."] if state["differs"] else []
    said += [] if told["columnsKnown"] else ["No run tells of its columns; this is what differs behind both releases."]
    steps = tuple(
        tuple((Link(text, ""),) for text in (
            one["status"], one["source"], one["target"], one["job"]["name"],
            ", ".join(filter(None, (one["kind"], one["subtype"], one["description"]))),
        ))
        for one in told["steps"]
    )  # fmt: skip
    caption = "Ways in which columns are made that only one of the two has."
    table = AnswerTable("steps", "Steps", caption, ("What", "From column", "To column", "Job", "How"), steps)
    path = addresses.variable(right.slug, right.version, told["to"]["table"], told["variable"])
    query = urlencode({"from": left.version})
    return Answer(tuple(said), (*_changes(told), table), f"{addresses.api(path)}/why?{query}")


def _stale(session: Session, values: Mapping[str, str], rules: PublicRules) -> Answer:
    del values, rules
    rows = tuple(
        (
            (_release(one["release"]),),
            (_release(one["input"]), *((Link("withdrawn", ""),) if one["withdrawn"] else ())),
            (_release(one["newest"]) if one["newest"] else Link("none", ""),),
        )
        for one in watch.stale(session)
    )
    columns = ("Release", "Was made from", "In force now")
    table = AnswerTable("stale", "Stale inputs", "Releases in force, in order of short names.", columns, rows)
    return Answer((f"{len(rows)} stale inputs.",), (table,), addresses.api("/lineage/stale"))


def _unbound(session: Session, values: Mapping[str, str], rules: PublicRules) -> Answer:
    del values
    runs = watch.runs_without_release(session, rules, most=MOST_RUNS)
    releases = watch.releases_without_run(session)
    first = AnswerTable(
        "runs", "Runs without release", f"Newest first; at most {MOST_RUNS}.", ("Run", "Job", "State", "Last heard of"),
        tuple((
            (_run(one["id"]),), (Link(one["job"]["name"], f"/jobs/{one['jobId']}"),), (Link(one["state"], ""),),
            (Link(one["at"][:10], ""),),
        ) for one in runs),
    )  # fmt: skip
    second = AnswerTable(
        "unreported", "Releases without run", "Those that stand, oldest first.", ("Release", "Issued", "Run to come"),
        tuple((
            (_release(one["release"]),), (Link(one["issued"], ""),),
            (Link(one["run"], "", True) if one["run"] else Link("none named", ""),),
        ) for one in releases),
    )  # fmt: skip
    said = (f"{len(runs)} runs without release, {len(releases)} releases without run.",)
    return Answer(said, (first, second), addresses.api("/lineage/unbound"))


_ANSWERS = {"impact": _impact, "diff": _difference, "why": _why, "stale": _stale, "unbound": _unbound}


def _dataset(values: Mapping[str, str]) -> str:
    if "dataset" not in values:
        raise NotFoundError("No dataset is named.", remedy="Write its short name, such as cafw.")
    return values["dataset"]


def _changes(told: Facts) -> tuple[AnswerTable, ...]:
    inputs = tuple(
        (
            (Link(one.get("name") or f"{one['slug']} {one.get('table', '')}".rstrip(), "", True),),
            (Link(one["status"], ""),),
            (Link(", ".join(one["from"]) or "not told", ""),),
            (Link(", ".join(one["to"]) or "not told", ""),),
        )
        for one in told["inputs"]
    )
    return (
        AnswerTable("inputs", "Inputs", "What was read from outside.", ("Input", "What", "Before", "After"), inputs),
        AnswerTable(
            "jobs", "Jobs", "Newest run of each job, before and after; seconds are how long it took.",
            ("Job", "What", "Before", "After"), tuple(_job_rows(told["jobs"])),
        ),
    )  # fmt: skip


def _job_rows(jobs: Iterable[Facts]) -> Iterable[tuple[tuple[Link, ...], ...]]:
    for one in jobs:
        runs = tuple((_run(one[side]),) if one.get(side) else (Link("none", ""),) for side in ("fromRun", "toRun"))
        yield ((Link(one["job"]["name"], "", True),), (Link(one["status"], ""),), *runs)
        for change in one["changes"]:
            what = " ".join(filter(None, (change["what"], change["name"])))
            sides = ((Link(change[side] or "not told", ""),) for side in ("from", "to"))
            yield ((Link(one["job"]["name"], "", True),), (Link(what, ""),), *sides)


def _release(told: Facts) -> Link:
    slug, version, table = told["slug"], told["version"], told.get("table")
    text = " ".join(filter(None, (slug, version, table)))
    return Link(text, addresses.table(slug, version, table) if table else addresses.release(slug, version))


def _run(uuid: str) -> Link:
    return Link(uuid, f"/runs/{uuid}", True)
