"""The one write path: check, rows, journal, commit. The outbox line written with each change does the rest.

Everything handed to one call is written in one transaction: all of it, or nothing.
"""

from catalogue.registry.amend import rename, retract
from catalogue.registry.journal import Outcome
from catalogue.registry.prepare import Package, Terms, Wish, prepare
from catalogue.registry.publish import publish

__all__ = ["Outcome", "Package", "Terms", "Wish", "prepare", "publish", "rename", "retract"]
