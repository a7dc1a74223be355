"""What a request works with: settings, database and search index, wired once by `app`."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import cast

from flask import current_app
from sqlalchemy import Engine

from catalogue.delivery.notice import Notice
from catalogue.delivery.notice import read as read_notice
from catalogue.errors import IndexUnavailableError
from catalogue.search.searcher import Searcher
from catalogue.settings import Settings
from catalogue.store import journal
from catalogue.store.engine import reading

EXTENSION = "catalogue"


class SearchIndex:
    """The search index of this process: opened when first asked for, so that a site without one still serves pages."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._searcher: Searcher | None = None
        self._lock = Lock()

    def searcher(self) -> Searcher:
        """The searcher, standing at the newest commit of the index. Raises IndexUnavailableError when there is none."""
        with self._lock:
            if self._searcher is None:
                self._searcher = Searcher.open(
                    self._settings.index_path,
                    max_terms=self._settings.query_terms,
                    max_length=self._settings.query_length,
                )
            self._searcher.refresh()
            return self._searcher

    def stamp(self) -> tuple[str, int] | None:
        """Which index answers, and for which journal serial; None when there is none."""
        try:
            searcher = self.searcher()
        except IndexUnavailableError:
            return None
        return searcher.snapshot.generation.folder.name, searcher.serial

    def serial(self) -> int | None:
        """The journal serial that the index stands for, or None when there is no index."""
        stamp = self.stamp()
        return None if stamp is None else stamp[1]


@dataclass(frozen=True, slots=True)
class State:
    """All that an answer can depend on besides its address: the end of the journal, which index for which serial, and
    what is said on every page.

    Two requests in the same process that see equal states get equal answers.
    """

    head: int
    hash: str | None
    index: tuple[str, int] | None
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class Services:
    """What requests work with. Holds no session: a view opens `reading(engine)` for as long as it reads."""

    settings: Settings
    engine: Engine
    index: SearchIndex = field(repr=False)

    def state(self) -> State:
        """The state now: one query, and one look at two files."""
        with reading(self.engine) as session:
            head = journal.head(session)
        return State(head.serial, head.hash, self.index.stamp(), self.notice())

    def notice(self) -> Notice | None:
        """What is said on every page now, or None."""
        return read_notice(self.settings.data)


def services() -> Services:
    """The services of the running application."""
    return cast(Services, current_app.extensions[EXTENSION])
