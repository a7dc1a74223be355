"""What two releases do not say alike, as plain data."""

from __future__ import annotations

from catalogue.api import links
from catalogue.api.wire.common import Data, release_ref
from catalogue.releases.diff import Difference, data, proposed
from catalogue.store.releases import ReleaseRecord


def difference(before: ReleaseRecord, after: ReleaseRecord, told: Difference) -> Data:
    """A difference with the version that it asks for."""
    page = links.written(f"/datasets/{after.slug}/compare/{before.version}...{after.version}")
    return {
        "from": release_ref(before),
        "to": release_ref(after),
        "page": page,
        "notes": f"{page}.md",
        "proposed": proposed(before.version, told),
        **data(told),
    }
