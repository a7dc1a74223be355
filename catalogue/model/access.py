"""How data are got, as a release says it. What it does not say is empty; whoever shows it says that it is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from catalogue.model.known import Facts, Source, cited
from catalogue.model.records import DatasetFacts
from catalogue.model.vocabulary import AccessRights, LinkStatus

# The Five Safes in the order in which they are always named.
SAFES = ("projects", "people", "settings", "data", "outputs")


@dataclass(frozen=True, slots=True)
class AccessLink:
    """Where to read on. `status`: whether the address led somewhere when it was last tried."""

    title: str
    url: str
    status: str
    note: str


@dataclass(frozen=True, slots=True)
class Access:
    """How data are got. All texts but rights and lead time are Markdown.

    rights: `restricted`, `open`, or as the owner wrote it.
    safes: what is said under each of the Five Safes, by its key; all five are there.
    """

    rights: str
    eligibility: str
    request: str
    process: str
    conditions: str
    lead_time: str
    contact: str
    note: str
    special: str
    project_view: str
    safes: Mapping[str, str]
    links: tuple[AccessLink, ...]
    mark: str
    sources: tuple[Source, ...]

    @property
    def is_open(self) -> bool:
        """True when anybody may have the data."""
        return self.rights == AccessRights.OPEN


def access_record(dataset: DatasetFacts) -> Access:
    """How the data of a release are got, as far as it says."""
    facts: Facts = dataset.facts.get("access", {})
    safes: Facts = facts.get("fiveSafes", {})

    def said(name: str) -> str:
        return str(facts.get(name, ""))

    return Access(
        rights=dataset.access_rights,
        eligibility=said("eligibility"),
        request=said("request"),
        process=said("process"),
        conditions=said("conditions"),
        lead_time=said("leadTime"),
        contact=said("contact"),
        note=said("note"),
        special=said("specialAccess"),
        project_view=said("projectView"),
        safes={name: str(safes.get(name, "")) for name in SAFES},
        links=tuple(_link(item) for item in facts.get("links", ())),
        mark=str(facts.get("mark") or dataset.known.mark),
        sources=cited(facts["source"], dataset.sources) if "source" in facts else dataset.known.sources,
    )


def _link(item: Facts) -> AccessLink:
    url = str(item.get("path", ""))
    status = str(item.get("status", LinkStatus.UNKNOWN))
    return AccessLink(str(item.get("title", url)), url, status, str(item.get("note", "")))
