"""Faults that stop reading at once. They stay inside this room: `read` turns them into refusals."""

from __future__ import annotations

from catalogue.packages.rules import Rule


class FileFaultError(Exception):
    """A file that cannot be had. `name` is the file inside the package, if it is about one."""

    def __init__(self, rule: Rule, message: str, remedy: str = "", *, name: str = "") -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.remedy = remedy
        self.name = name


class SyntaxFaultError(Exception):
    """Bytes that no parser may see, or that no parser can read."""

    def __init__(self, rule: Rule, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.remedy = remedy
