"""Two releases of a dataset beside each other: what changed, how grave it is, and which version that asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from catalogue.lineage.facts import PublicRules
from catalogue.lineage.questions import differences as lineage
from catalogue.model.known import Facts
from catalogue.model.timeline import order
from catalogue.registry.differences import between
from catalogue.releases.diff import Aspect, Change, Difference, Place, Subject, Weight, proposed, substance, too_small
from catalogue.releases.diff.words import key_words, what_happened
from catalogue.store.releases import DatasetRecord, ReleaseRecord
from catalogue.web import addresses, words
from catalogue.web.contexts.changed import Pair, PropertyGroup, groups
from catalogue.web.contexts.common import Head, Link, dataset_crumbs, standing
from catalogue.web.contexts.revised import RevisedSeries, revised_series
from catalogue.web.filters import upper_first

# Longer lists are read by programs.
MOST_LINES = 1000


@dataclass(frozen=True, slots=True)
class LikelyRename:
    """Two names that are perhaps of one thing.

    before: its page in the earlier release.
    after: its page in the later release.
    why: what the two share.
    percent: how alike they are, 0 to 100.
    """

    before: Link
    after: Link
    why: str
    percent: int


@dataclass(frozen=True, slots=True)
class UnconfirmedLine:
    """What is carried forward in a table.

    table: the table.
    variables: its variables that are; empty when all of the table is.
    """

    table: Link
    variables: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class DifferencePage:
    """Two releases beside each other.

    head: what the page says of itself.
    record: the dataset with its releases.
    before: the earlier release.
    after: the later release.
    before_url: its page.
    after_url: its page.
    summary: what changed, in a sentence or two.
    backwards: true when what is called the earlier release is the later one, so that no version follows.
    proposed: the least version after the earlier one that says how grave the changes are.
    too_small: true when the later release has a smaller one.
    because: the change that asks for it in words, or empty.
    step: `major`, `minor` or `patch`, or empty when nothing changed.
    counts: the weights with the number of changes and the page that shows those alone.
    weight: the weight that alone is shown, or empty.
    total: number of all changes that tell of more than how something is known.
    all_url: this page with all changes.
    groups: changes by table, then by code list; the dataset's own first.
    left_out: number of changes that are not listed because there are too many.
    sourced: changes of how something is known, by table.
    renames: likely renames.
    unconfirmed: what is carried forward, by table.
    made: jobs and inputs behind the two that differ, in words; empty when no run is known of either.
    lineage_url: what differs in how the two were made.
    choices: the releases that can be compared.
    notes_url: the same as Markdown.
    swapped_url: the same in the other direction.
    series: published series of both, with the figures that were revised.
    """

    head: Head
    record: DatasetRecord
    before: ReleaseRecord
    after: ReleaseRecord
    before_url: str
    after_url: str
    summary: str
    backwards: bool
    proposed: str
    too_small: bool
    because: str
    step: str
    counts: tuple[tuple[str, int, str], ...]
    weight: str
    total: int
    all_url: str
    groups: tuple[PropertyGroup, ...]
    left_out: int
    sourced: tuple[PropertyGroup, ...]
    renames: tuple[LikelyRename, ...]
    unconfirmed: tuple[UnconfirmedLine, ...]
    made: tuple[str, ...]
    lineage_url: str
    choices: tuple[ReleaseRecord, ...]
    notes_url: str
    swapped_url: str
    series: tuple[RevisedSeries, ...]


def difference_page(
    session: Session,
    record: DatasetRecord,
    releases: tuple[ReleaseRecord, ReleaseRecord],
    rules: PublicRules,
    weight: str = "",
) -> DifferencePage:
    """Read the page. releases: the earlier and the later; weight: of the changes to show, or empty.

    At most three queries besides those that found the releases, those of their lineage, and two for figures.
    """
    before, after = releases
    told, pair = between(session, before, after), Pair(before, after)
    small = too_small(before.version, after.version, told)
    path = addresses.comparison(record.slug, before.version, after.version)
    plain = substance(told.changes)
    shown = [one for one in plain if not weight or one.weight == weight]
    facts = after.facts
    series = revised_series(session, before, after)
    return DifferencePage(
        head=Head(
            f"{facts.title}: {before.version} and {after.version}",
            path,
            f"{addresses.api(addresses.dataset(record.slug))}/diff?from={before.version}&to={after.version}",
            dataset_crumbs(record),
            "datasets",
        ),
        record=record,
        before=before,
        after=after,
        before_url=addresses.release(record.slug, before.version),
        after_url=addresses.release(record.slug, after.version),
        summary=_summary(told, plain, sum(len(one.lines) for one in series)),
        backwards=order(before) > order(after),
        proposed=proposed(before.version, told),
        too_small=small is not None,
        because=_because(told.gravest) if told.gravest else "",
        step=_step(before.version, proposed(before.version, told)),
        counts=tuple(
            (
                str(one),
                sum(change.weight is one for change in plain),
                addresses.comparison(record.slug, before.version, after.version, str(one)),
            )
            for one in Weight
        ),
        weight=weight,
        total=len(plain),
        all_url=path,
        groups=groups(shown[:MOST_LINES], pair),
        left_out=max(len(shown) - MOST_LINES, 0),
        sourced=groups([one for one in told.changes if one.aspect is Aspect.PROVENANCE][:MOST_LINES], pair),
        renames=tuple(_rename(one.place, one.why, one.likeness, pair) for one in told.renames),
        unconfirmed=_unconfirmed(told.unconfirmed, pair),
        made=_made(lineage.difference(session, before, after, rules)),
        lineage_url=addresses.made_otherwise(record.slug, before.version, after.version),
        choices=tuple(reversed(standing(record.releases))),
        notes_url=addresses.comparison(record.slug, before.version, after.version, notes=True),
        swapped_url=addresses.comparison(record.slug, after.version, before.version),
        series=series,
    )


def _summary(told: Difference, plain: Sequence[Change], revised: int) -> str:
    """What a reader wants to know first. revised: number of published figures."""
    if not told.changes:
        return "The two releases say the same."
    breaking = sum(one.weight is Weight.BREAKING for one in plain)
    said = [
        f"{words.plural(breaking, 'change')} can break what was written for the earlier release"
        if breaking
        else "Nothing breaks what was written for the earlier release"
    ]
    news = [
        (subject, sum(one.subject is subject and one.before is None and not one.key for one in plain))
        for subject in (Subject.TABLE, Subject.VARIABLE, Subject.CODE)
    ]
    counted = [words.plural(count, str(subject)) for subject, count in news if count]
    if counted:
        said.append(f"{words.listed(counted)} {'is' if sum(count for _, count in news) == 1 else 'are'} new")
    if revised:
        said.append(f"{words.plural(revised, 'published figure')} {'was' if revised == 1 else 'were'} revised")
    if told.unconfirmed:
        said.append("some of the later release is carried forward and not confirmed")
    return ". ".join(upper_first(part) for part in said) + "."


def _because(change: Change) -> str:
    """The gravest change in words, for the version that it asks for."""
    place = change.place
    what = " ".join(filter(None, (place.code_list or place.table, place.code or place.variable)))
    return f"{what or 'the dataset'}: {(what_happened(change) or key_words(change)).lower()}"


def _step(before: str, after: str) -> str:
    for part, one, other in zip(("major", "minor", "patch"), before.split("."), after.split("."), strict=False):
        if one != other:
            return part
    return ""


def _rename(place: Place, why: str, likeness: float, pair: Pair) -> LikelyRename:
    name = pair.variable if place.variable else pair.table
    return LikelyRename(name(place, gone=True), name(place), why, round(100 * likeness))


def _unconfirmed(places: Iterable[Place], pair: Pair) -> tuple[UnconfirmedLine, ...]:
    by_table: dict[str, list[Place]] = {}
    for place in places:
        by_table.setdefault(place.table, []).append(place)
    return tuple(
        UnconfirmedLine(pair.table(some[0]), tuple(pair.variable(place) for place in some if place.variable))
        for some in by_table.values()
    )


def _made(told: Facts) -> tuple[str, ...]:
    """How much differs in what the two were made from; nothing when no run is known of them."""
    if not told["fromRun"] or not told["toRun"]:
        return ()
    inputs = [one["status"] for one in told["inputs"]]
    jobs = [one["status"] for one in told["jobs"]]
    return tuple(
        f"{len(some) - some.count('same')} of {words.plural(len(some), noun)} differ"
        for noun, some in (("input", inputs), ("job", jobs))
        if some
    )
