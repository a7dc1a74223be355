"""The real site as a process of its own, with the metadata that comes with it, for examples that have to work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue import work
from catalogue.audit import keys, signing
from catalogue.packages.limits import limits_of
from catalogue.registry import Wish
from catalogue.registry.files import publish_paths
from catalogue.settings import load
from catalogue.store.engine import open_engine
from tests.docs.site import served
from tests.empty import lay_out


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, metadata: Path) -> Iterator[str]:
    """Address of a site that serves `metadata/`."""
    settings = load({"CATALOGUE_DATA": str(tmp_path_factory.mktemp("site")), "CATALOGUE_SECRET_KEY": "k" * 32})
    engine = open_engine(settings.database_url, settings.lock_seconds)
    lay_out(engine)
    publish_paths(engine, [metadata], limits_of(settings), Wish())
    work.drain(engine, settings.index_path)
    keys.make(settings.signing_key)
    key = keys.load(settings.signing_key)
    assert key is not None
    signing.keep_signed(engine, settings.data, key)
    engine.dispose()
    with served(settings) as address:
        yield address
