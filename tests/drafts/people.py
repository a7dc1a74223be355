"""People of the tests of drafts: who writes, who judges, who may do neither, and a register to do it in."""

from __future__ import annotations

from sqlalchemy import Engine

from catalogue import registry
from catalogue.model.authority import Grant, Person, Role

ANNA = Person("anna", "Anna Author", (Grant(Role.STEWARD, "pub"),))
BEN = Person("ben", "Ben Both", (Grant(Role.STEWARD, "pub"), Grant(Role.REVIEWER, "pub")))
RITA = Person("rita", "Rita Reviewer", (Grant(Role.REVIEWER, "pub"),))
READER = Person("rhys", "Rhys Reader", (Grant(Role.READER, "pub"),))
OTHER = Person("olga", "Olga Other", (Grant(Role.STEWARD, "else"), Grant(Role.REVIEWER, "else")))
NARROW = Person("nia", "Nia Narrow", (Grant(Role.STEWARD, "pub", "another"),))
CHIEF = Person("carol", "Carol Chief", (Grant(Role.ADMINISTRATOR, "pub"),))
DEPUTY = Person("dev", "Dev Deputy", (Grant(Role.ADMINISTRATOR, ""),))
ORGANISATIONS = {"pub": {"name": "pub", "title": "Publisher"}, "else": {"name": "else", "title": "Another"}}


def organisations(engine: Engine) -> None:
    """Two publishers."""
    registry.publish(engine, [], registry.Terms(organisations=ORGANISATIONS))
