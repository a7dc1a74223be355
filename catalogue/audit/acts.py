"""The record of acts replayed: hashes hold, serials have no gap, each names the one before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from catalogue.audit.replay import Finding
from catalogue.model import Act
from catalogue.releases.seal import GENESIS, act_hash


def check_acts(acts: Iterable[Act]) -> Iterator[Finding]:
    """Whatever in the chain of acts is not as it was written down. acts: all of them, in order of serials."""
    last_hash, last_serial = GENESIS, 0
    for act in acts:
        serial, label = act.serial or 0, f"act {act.serial} ({act.deed} {act.subject})"
        if serial != last_serial + 1:
            yield Finding(label, f"follows act {last_serial}: serials must have no gap.")
        if act.previous != last_hash:
            yield Finding(label, "does not name the hash of the act before it.")
        if act.hash != act_hash(act.model_dump(exclude={"hash"})):
            yield Finding(label, "does not match its own hash.")
        last_hash, last_serial = act.hash, serial
