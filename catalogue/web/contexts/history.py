"""What happened to a variable from release to release, in words that promise no more than is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalogue.model.code_lists import CodeList
from catalogue.model.records import Table, Variable
from catalogue.releases.diff import Change, Seen, compare_variable, substance
from catalogue.store.history import VariableState
from catalogue.store.releases import ReleaseRecord
from catalogue.web import addresses, filters
from catalogue.web.contexts.changed import Pair, PropertyGroup, brief, gravest_first, of_thing
from catalogue.web.contexts.common import Cell, Link

UNCONFIRMED = "Carried forward, not confirmed"
ABSENT = "Not described in this release"


@dataclass(frozen=True, slots=True)
class Told:
    """A variable in one release, for the table of all releases.

    release: the release.
    url: the variable's page there, or the tombstone of a withdrawn release.
    variable: what the release says, or None when it does not hold the variable or is withdrawn.
    codes: number of codes of its code list there.
    word: what happened, as in the strip.
    changes: what differs from the release before that holds it, but for how it is known, the gravest first; None for
        the first one, and where the variable is not.
    since: what changed in all of the release since the one before that holds the variable; None for the first.
    run: the run that made the release, as its seal names it, or None.
    """

    release: ReleaseRecord
    url: str
    variable: Variable | None
    codes: int
    word: str
    changes: PropertyGroup | None
    since: Link | None
    run: Link | None


def changes_of(
    before: tuple[Table, Variable, CodeList | None], after: tuple[Table, Variable, CodeList | None]
) -> tuple[Change, ...]:
    """What two releases do not say alike of a variable, given with its table and the code list that is pinned."""
    return compare_variable(*(_seen(*one) for one in (before, after)))


def _seen(table: Table, variable: Variable, codes: CodeList | None) -> Seen:
    return Seen(table.facts, variable.facts, codes.facts if codes is not None else None)


def told(
    releases: Sequence[ReleaseRecord],
    states: Iterable[VariableState],
    lists: Mapping[tuple[int, str], CodeList],
    url: Callable[[ReleaseRecord, VariableState | None], str],
) -> tuple[Told, ...]:
    """The variable in every release of its dataset, oldest first.

    states: those of releases that stand. lists: pinned code lists by the release's row number and their names.
    """
    by_release = {state.release.id: state for state in states}
    lines: list[Told] = []
    before: VariableState | None = None
    for release in releases:
        state = None if release.withdrawn else by_release.get(release.id)
        changes = None if state is None or before is None else _changes(before, state, lists)
        codes = lists.get((release.id, state.variable.code_list)) if state is not None else None
        lines.append(
            Told(
                release,
                url(release, state),
                state.variable if state is not None else None,
                len(codes.codes) if codes else 0,
                _word(release, state, changes),
                _group(before, state, changes) if state is not None and before is not None else None,
                _since(before.release, release) if state is not None and before is not None else None,
                _run(release),
            )
        )
        before = state or before
    return tuple(lines)


def _changes(
    before: VariableState, after: VariableState, lists: Mapping[tuple[int, str], CodeList]
) -> tuple[Change, ...]:
    def whole(state: VariableState) -> tuple[Table, Variable, CodeList | None]:
        return state.table, state.variable, lists.get((state.release.id, state.variable.code_list))

    return changes_of(whole(before), whole(after))


def _group(before: VariableState, after: VariableState, changes: Sequence[Change] | None) -> PropertyGroup:
    pair = Pair(before.release, after.release)
    lines = tuple(of_thing(one, pair) for one in gravest_first(substance(changes or ())))
    return PropertyGroup(None, f"From {before.release.version} to {after.release.version}", lines)


def _since(earlier: ReleaseRecord, release: ReleaseRecord) -> Link:
    url = addresses.comparison(release.slug, earlier.version, release.version)
    return Link(f"all that changed since {earlier.version}", url)


def _run(release: ReleaseRecord) -> Link | None:
    pinned = release.sealed.get("run")
    return None if release.withdrawn or not pinned else Link("the run that made it", addresses.run(str(pinned["id"])))


def _word(release: ReleaseRecord, state: VariableState | None, changes: Sequence[Change] | None) -> str:
    """What happened. changes: since the release before that holds the variable; None when there is none."""
    if release.withdrawn:
        return "Withdrawn"
    if state is None:
        return ABSENT
    real = substance(changes or ())
    if not state.variable.known.confirmed:
        return f"{UNCONFIRMED}; {brief(real)}" if real else UNCONFIRMED
    if changes is None:
        return "First described"
    return filters.upper_first(brief(real or changes)) or "Unchanged"


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
    return "changed" if line.changes is not None and line.changes.lines else ""
