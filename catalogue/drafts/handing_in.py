"""Packages that are handed in: sealed where one person may, drafts where the publisher wants a second one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import orjson
from sqlalchemy import Engine
from sqlmodel import Session

from catalogue import registry
from catalogue.drafts.content import content_of
from catalogue.drafts.opening import Source, open_within
from catalogue.errors import ForbiddenError
from catalogue.model.authority import Grant, Person, Power, Role
from catalogue.model.drafts import DraftState
from catalogue.model.kinds import ApprovalMode
from catalogue.packages.upgrade import upgrade_package
from catalogue.packages.write import Writable, write_descriptor
from catalogue.registry.acts import OPERATOR
from catalogue.registry.journal import Outcome
from catalogue.registry.prepare import Package, Prepared, Wish
from catalogue.store import drafts
from catalogue.store.drafts import DraftRecord

# Whoever runs the command line may write for every publisher, and judge for none.
THE_OPERATOR = Person(OPERATOR, "The operator", (Grant(Role.STEWARD),))


def source_of(package: Writable, *, base: str = "", origin: str = "") -> Source:
    """A checked package, or a sealed release written as one, as what a draft starts from."""
    return Source(upgrade_package(orjson.loads(write_descriptor(package))), package.data, base, origin)


def as_draft(person: Person) -> Callable[[Session, Prepared], Outcome]:
    """What `Wish.instead` wants: a package that needs a second person becomes a draft, in the same write.

    It raises ForbiddenError when the person may not write for the package's publisher.
    """

    def instead(session: Session, item: Prepared) -> Outcome:
        package = item.package
        publisher = str(package.dataset.get("publisher", ""))
        waiting = next((one for one in _living(session, package.slug) if _same(session, one, item)), None)
        if waiting is not None:
            message = f"{package.slug} {item.version} waits as draft {waiting.key} already."
            return Outcome(package.slug, item.version, "unchanged", message, None, "", draft=waiting.key)
        draft = open_within(session, person, package.slug, publisher, source_of(package, origin=package.origin))
        message = f"{package.slug} {item.version} waits as draft {draft.key}: {publisher} wants a second person."
        return Outcome(package.slug, item.version, "draft", message, None, "", draft=draft.key)

    return instead


def hand_in(engine: Engine, person: Person, package: Package, wish: Wish) -> Outcome:
    """One package from somebody: sealed where one person may publish, else a draft of theirs.

    Raises what `registry.publish` raises, and ForbiddenError when they may not write for the package's publisher, or
    for the one that its dataset has so far.
    """
    publisher = str(package.dataset.get("publisher", ""))
    if not person.may(Power.WRITE, publisher, package.slug):
        raise ForbiddenError(
            f"{person.title} may not write for the publisher {publisher!r}.",
            remedy="Ask for a token of that publisher, or for the role of a steward there.",
        )
    approval = {"mode": ApprovalMode.OPERATOR.value, "authors": [person.name]}
    wish = replace(wish, approval=approval, instead=as_draft(person), may=partial(person.may, Power.WRITE))
    return registry.publish(engine, [package], wish=wish)[-1]


def _living(session: Session, slug: str) -> list[DraftRecord]:
    states = (DraftState.OPEN, DraftState.SUBMITTED)
    return [one for one in drafts.listed(session, states) if one.slug == slug]


def _same(session: Session, draft: DraftRecord, item: Prepared) -> bool:
    return content_of(session, draft, drafts.parts(session, draft))[0].part.digest == item.content.part.digest
