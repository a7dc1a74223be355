"""What a search of a day means: which releases it looks at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from catalogue.model.timeline import in_force
from catalogue.search.searcher import Searcher
from catalogue.store.releases import DatasetRecord
from catalogue.work import VOCABULARY, release_key


def releases_in_force(searcher: Searcher, datasets: Iterable[DatasetRecord], day: date | None) -> dict[str, str] | None:
    """The releases that a search looks at, by dataset identifier as the index names both; None for the usual view.

    Vocabulary has no date of issue: of whatever day the view is, code lists are those of now.
    """
    if day is None:
        return None
    found = {dataset.key: in_force(dataset.releases, day) for dataset in datasets}
    releases = {key: release_key(key, release.version) for key, release in found.items() if release is not None}
    vocabulary = searcher.snapshot.state.standing.get(VOCABULARY, [])
    return {**releases, **({VOCABULARY: vocabulary[-1]} if vocabulary else {})}
