"""How releases of publishers are approved, as those who have a role for them see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from catalogue.model.authority import Person, Power
from catalogue.model.kinds import ApprovalMode
from catalogue.store.approvals import Proposal
from catalogue.web.contexts.common import Head, Link

WORDS = {
    ApprovalMode.OPERATOR: "One person is enough",
    ApprovalMode.TWO_PERSON: "A second person approves",
}


@dataclass(frozen=True, slots=True)
class ApprovalLine:
    """A publisher.

    name: its name.
    title: what it is called.
    mode: how its releases are approved, in words.
    recorded: false when the journal does not say it, and the setting of the site holds.
    other: the other way, as a form names it.
    other_word: the same in words.
    proposal: what waits for a second administrator, or None.
    proposed_word: what it would change to, in words.
    may_propose: true for its administrators.
    may_confirm: true for an administrator who did not propose it.
    """

    name: str
    title: str
    mode: str
    recorded: bool
    other: str
    other_word: str
    proposal: Proposal | None
    proposed_word: str
    may_propose: bool
    may_confirm: bool


@dataclass(frozen=True, slots=True)
class ApprovalPage:
    """How releases are approved.

    head: what the page says of itself.
    lines: the publishers, in order of titles.
    """

    head: Head
    lines: tuple[ApprovalLine, ...]


def approval_page(
    person: Person,
    publishers: Mapping[str, str],
    modes: Mapping[str, str],
    proposals: Mapping[str, Proposal],
    usual: str,
) -> ApprovalPage:
    """The page. publishers: titles by name. modes: as journalled. usual: mode of all others."""
    lines = []
    for name, title in sorted(publishers.items(), key=lambda pair: pair[1]):
        mode = ApprovalMode(modes.get(name, usual))
        other = next(one for one in ApprovalMode if one is not mode)
        proposal = proposals.get(name)
        administers = person.may(Power.ADMINISTER, name)
        lines.append(
            ApprovalLine(
                name=name,
                title=title,
                mode=WORDS[mode],
                recorded=name in modes,
                other=other.value,
                other_word=WORDS[other],
                proposal=proposal,
                proposed_word=WORDS[ApprovalMode(proposal.mode)] if proposal else "",
                may_propose=administers and proposal is None,
                may_confirm=administers and proposal is not None and proposal.person != person.name,
            )
        )
    return ApprovalPage(Head("How releases are approved", crumbs=(Link("Your work", "/steward"),)), tuple(lines))
