"""What happened to a variable from release to release, in words that promise no more than is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalogue.model.code_lists import CodeList
from catalogue.model.records import Variable
from catalogue.store.history import VariableState
from catalogue.store.releases import ReleaseRecord
from catalogue.web import addresses, filters, words
from catalogue.web.contexts.common import Cell, Link

UNCONFIRMED = "Carried forward, not confirmed"
ABSENT = "Not in this release"
# What readers look for when a description changed, in the order in which it is said.
ASPECTS: tuple[tuple[str, Callable[[Variable], object]], ...] = (
    ("name", lambda one: one.name.lower()),
    ("type", lambda one: (one.type, one.format)),
    ("physical type", lambda one: one.physical_type),
    ("definition", lambda one: (one.definition, one.inferred_meaning)),
    ("label", lambda one: one.label),
    ("code list", lambda one: one.code_list),
    (
        "keys",
        lambda one: (one.is_primary_key, tuple((key.fields, key.table, key.target_fields) for key in one.references)),
    ),
    ("caveats", lambda one: one.caveats),
    ("constraints", lambda one: dict(one.constraints)),
    ("access", lambda one: (one.availability, one.encrypted)),
    ("open question", lambda one: one.open_question),
    ("mark", lambda one: (one.known.mark, tuple(source.name for source in one.known.sources))),
    ("evidence", lambda one: (one.known.evidence, one.known.evidence_note)),
)


@dataclass(frozen=True, slots=True)
class Told:
    """A variable in one release, for the table of all releases.

    release: the release.
    url: the variable's page there, or the tombstone of a withdrawn release.
    variable: what the release says, or None when it does not hold the variable or is withdrawn.
    codes: number of codes of its code list there.
    word: what happened, as in the strip.
    changed: what differs from the release before that holds it, such as `definition`; empty for the first.
    since: what changed in all of the release since the one before that holds the variable; None for the first.
    run: the run that made the release, as its seal names it, or None.
    """

    release: ReleaseRecord
    url: str
    variable: Variable | None
    codes: int
    word: str
    changed: tuple[str, ...]
    since: Link | None
    run: Link | None


def changes(before: Variable, after: Variable, lists: tuple[CodeList | None, CodeList | None]) -> tuple[str, ...]:
    """Aspects in which two states differ. lists: the code list pinned before and after."""
    found = [name for name, aspect in ASPECTS if aspect(before) != aspect(after)]
    if before.code_list == after.code_list and _digest(lists[0]) != _digest(lists[1]):
        found.append(_codes_changed(*lists))
    if not found and before.digest != after.digest:
        found.append("other properties")
    return tuple(found)


def _digest(code_list: CodeList | None) -> str:
    return code_list.digest if code_list is not None else ""


def _codes_changed(before: CodeList | None, after: CodeList | None) -> str:
    old = {code.code for code in before.codes} if before else set()
    new = {code.code for code in after.codes} if after else set()
    said = [
        words.plural(len(codes), "code") + f" {verb}"
        for codes, verb in ((new - old, "added"), (old - new, "removed"))
        if codes
    ]
    return words.listed(said) or "codes reworded"


def told(
    releases: Sequence[ReleaseRecord],
    states: Iterable[VariableState],
    lists: Mapping[int, CodeList],
    url: Callable[[ReleaseRecord, VariableState | None], str],
) -> tuple[Told, ...]:
    """The variable in every release of its dataset, oldest first.

    states: those of releases that stand. lists: the pinned code list by the release's row number.
    """
    by_release = {state.release.id: state for state in states}
    lines: list[Told] = []
    before: tuple[Variable, CodeList | None] | None = None
    earlier: ReleaseRecord | None = None
    for release in releases:
        state = None if release.withdrawn else by_release.get(release.id)
        variable = state.variable if state is not None else None
        codes = lists.get(release.id) if variable is not None and variable.code_list else None
        changed: tuple[str, ...] = ()
        if variable is not None and before is not None:
            changed = changes(before[0], variable, (before[1], codes))
        lines.append(
            Told(
                release,
                url(release, state),
                variable,
                len(codes.codes) if codes else 0,
                _word(release, variable, changed, first=before is None),
                changed,
                _since(earlier, release) if variable is not None and earlier is not None else None,
                _run(release),
            )
        )
        before, earlier = ((variable, codes), release) if variable is not None else (before, earlier)
    return tuple(lines)


def _since(earlier: ReleaseRecord, release: ReleaseRecord) -> Link:
    url = addresses.comparison(release.slug, earlier.version, release.version)
    return Link(f"all that changed since {earlier.version}", url)


def _run(release: ReleaseRecord) -> Link | None:
    pinned = release.sealed.get("run")
    return None if release.withdrawn or not pinned else Link("the run that made it", addresses.run(str(pinned["id"])))


def _word(release: ReleaseRecord, variable: Variable | None, changed: tuple[str, ...], *, first: bool) -> str:
    if release.withdrawn:
        return "Withdrawn"
    if variable is None:
        return ABSENT
    substance = [name for name in changed if name not in {"evidence", "mark"}]
    if not variable.known.confirmed:
        return f"{UNCONFIRMED}; {said(substance)}" if substance else UNCONFIRMED
    if first:
        return "First described"
    if not changed:
        return "Unchanged"
    return said(substance or list(changed)).capitalize()


def said(changed: Sequence[str]) -> str:
    """Changed aspects in a few words: `definition and type changed`, `3 codes added`."""
    aspects = [name for name, _ in ASPECTS]
    plain = [name for name in changed if name in aspects or name == "other properties"]
    counted = [name for name in changed if name not in plain]
    return "; ".join([f"{words.listed(plain)} changed"] * bool(plain) + counted)


def cells(lines: Iterable[Told], shown: ReleaseRecord | None) -> tuple[Cell, ...]:
    """The strip of a variable."""
    return tuple(
        Cell(
            version=line.release.version,
            url=line.url,
            day=filters.month(line.release.issued),
            word=line.word,
            state=_state(line),
            current=shown is not None and line.release.id == shown.id,
        )
        for line in lines
    )


def _state(line: Told) -> str:
    if line.release.withdrawn:
        return "withdrawn"
    if line.variable is None:
        return "absent"
    if not line.variable.known.confirmed:
        return "carried"
    return "changed" if line.changed else ""
