"""The gate on the one write path: the subject of a package, its verdict, and the receipt that is sealed with it.

`subject_of` and `releases.gate.judge` need no publishing: whoever prepares a package can ask them at any time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from catalogue.errors import PackageRefusedError, Problem
from catalogue.model.known import Facts
from catalogue.packages.rules import GROUPS
from catalogue.packages.write import Described
from catalogue.registry.figures import earlier_figures, tells_figures, threshold_of
from catalogue.registry.lineage import Binding
from catalogue.registry.prepare import Prepared, Wish
from catalogue.releases import gate
from catalogue.releases.content import Part
from catalogue.store.objects import bodies, get_object

CHECKED = {group: len(rules) for group, rules in GROUPS.items()}


@dataclass(frozen=True, slots=True)
class Passed:
    """A package that may be sealed: the receipt that goes with it, and what should be looked at."""

    receipt: Part
    warnings: tuple[Problem, ...]


def subject_of(
    session: Session,
    package: Described,
    states: Mapping[str, str],
    *,
    lineage: gate.Lineage = gate.Lineage.UNASKED,
    threshold: int = 10,
    notes: str = "",
) -> gate.Subject:
    """What the gate looks at in a package in normal form.

    Few queries: one for code lists that it does not bring, one for each owner of data that are not open, and those for
    earlier figures when it tells figures itself.

    states: digest by name of code lists that variables may use; lists that are in neither are left to the gate.
    threshold: of the setting; an owner's may be higher. notes: those of the release, in place of the package's own.
    """
    used = {
        str(variable["codeList"])
        for table in package.tables
        for variable in table["variables"]
        if "codeList" in variable
    }
    digests = {name: states[name] for name in used if name in states and name not in package.code_lists}
    found = bodies(session, digests.values()) if digests else {}
    lists: dict[str, Facts] = {name: found[digest] for name, digest in digests.items() if digest in found}
    lists.update({name: package.code_lists[name] for name in used if name in package.code_lists})
    if package.dataset.get("accessRights") != "open":
        threshold = threshold_of(session, package.dataset, threshold)
    earlier = earlier_figures(session, package.slug) if tells_figures(package.tables) else {}
    return gate.subject(
        package.dataset,
        package.tables,
        dict(sorted(lists.items())),
        lineage=lineage,
        threshold=threshold,
        snapshot=package.release.snapshot or "",
        notes=notes or package.release.notes or "",
        earlier=tuple(earlier.values()),
    )


def pass_gate(session: Session, item: Prepared, binding: Binding, wish: Wish) -> Passed:
    """Judge a package that is about to be sealed. Raises PackageRefusedError with every error and warning."""
    package = item.package
    subject = subject_of(
        session,
        package,
        item.content.code_lists,
        lineage=_lineage(binding),
        threshold=wish.rules.threshold,
        notes=wish.notes or "",
    )
    verdict = gate.judge(subject)
    problems = verdict.problems(package.origin)
    if verdict.failed:
        raise PackageRefusedError(f"{package.slug} {item.version} does not pass the gate.", problems=problems)
    receipt = gate.build_receipt(item.content.part.digest, subject, verdict, CHECKED)
    return Passed(receipt, problems)


def _lineage(binding: Binding) -> gate.Lineage:
    if binding.run is None:
        return gate.Lineage.MISSING
    return gate.Lineage.PROMISED if binding.run.get("reported") is False else gate.Lineage.BOUND


def sealed_receipt(session: Session, seal: str) -> Facts | None:
    """The receipt that a seal names, or None for a release that was sealed before there were any."""
    found = get_object(session, seal)
    named = json.loads(found[1]).get("receipt") if found else None
    receipt = get_object(session, named) if named else None
    return json.loads(receipt[1]) if receipt else None


def warnings_in(receipt: Facts, origin: str) -> tuple[Problem, ...]:
    """The findings that a receipt keeps, as problems. origin: the file of the package."""
    remedies = {rule.code: rule.remedy for rule in gate.RULES}
    return tuple(
        gate.problem(
            one["code"], one["severity"], _place(finding), finding["message"], remedies.get(one["code"], ""), origin
        )
        for one in receipt["rules"]
        for finding in one.get("first", ())
    )


def _place(finding: Facts) -> gate.Place:
    return gate.Place(
        str(finding.get("table", "")),
        str(finding.get("variable", "")),
        str(finding.get("codeList", "")),
        str(finding.get("code", "")),
        str(finding.get("key", "")),
    )
