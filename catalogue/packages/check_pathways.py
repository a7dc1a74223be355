"""Rules about pathways: every end of a step is a place, and nothing stands in one twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from catalogue.packages.check_facts import check_meaning, check_sources
from catalogue.packages.check_names import check_duplicates
from catalogue.packages.rules import Findings, Rule, shown

Facts = dict[str, Any]


def check_pathway(pathway: Facts, findings: Findings) -> None:
    """Places, steps and caveats of a pathway; whether a dataset is in the register is for the content to keep."""
    places, steps = pathway.get("places", ()), pathway.get("steps", ())
    mark = pathway.get("mark")
    check_meaning(pathway, mark, findings, what="The pathway")
    for what, parts in (("place", places), ("step", steps)):
        check_duplicates(_names(parts), f"The {what}", findings)
        for one in parts:
            check_meaning(one, one.get("mark", mark), findings, what=f"The {what} {shown(one.get('name'))}")
    check_duplicates(_names(pathway.get("caveats", ())), "The caveat", findings)
    _check_places(places, findings)
    _check_ends(steps, set(_names(places)), findings)
    check_sources(pathway, _parts(pathway), findings)


def _names(parts: Iterable[Facts]) -> list[str]:
    return [str(one["name"]) for one in parts if "name" in one]


def _check_places(places: Iterable[Facts], findings: Findings) -> None:
    for one in places:
        if "table" in one and "dataset" not in one:
            findings.add(
                Rule.PATHWAY_PLACE,
                f"The place {shown(one.get('name'))} has a `table` and no `dataset`.",
                "Name the dataset that describes the table, or write the name as `physicalName`.",
            )


def _check_ends(steps: Iterable[Facts], places: set[str], findings: Findings) -> None:
    for step in steps:
        for key in ("inputs", "outputs"):
            named = [str(end["place"]) for end in step.get(key, ()) if "place" in end]
            check_duplicates(named, f"In `{key}` of the step {shown(step.get('name'))}, the place", findings)
            for name in named:
                if name not in places:
                    findings.add(
                        Rule.PATHWAY_PLACE,
                        f"The step {shown(step.get('name'))} has {shown(name)} among its `{key}`, which is no place.",
                        "Add it to `places`, or correct the name.",
                    )


def _parts(pathway: Facts) -> Iterator[Facts]:
    """Everything in a pathway that can cite a source."""
    yield from pathway.get("places", ())
    yield from pathway.get("caveats", ())
    for step in pathway.get("steps", ()):
        yield step
        for key in ("inputs", "outputs", "records"):
            yield from step.get(key, ())
