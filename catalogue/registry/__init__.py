"""The one write path: check, rows, journal, commit. The outbox line written with each change does the rest.

Everything handed to one call is written in one transaction: all of it, or nothing.
"""

from catalogue.registry.amend import rename, retract
from catalogue.registry.journal import Outcome
from catalogue.registry.prepare import Package, Terms, Wish, prepare
from catalogue.registry.publish import publish
from catalogue.registry.runs import Accepted, accept

__all__ = ["Accepted", "Outcome", "Package", "Terms", "Wish", "accept", "prepare", "publish", "rename", "retract"]
