"""What tests hold the product against and the product itself does not need: folders that settings name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from catalogue.settings import SITE

SHARED = SITE.parent / "shared"
DOMAIN = Path(os.environ.get("CATALOGUE_DOMAIN") or SHARED / "domain")
CONFORMANCE = Path(os.environ.get("CATALOGUE_CONFORMANCE") or SHARED / "conformance")


def need(path: Path) -> None:
    """Where a file is not here, a test is not run and says so; where everything must run, that is a failure."""
    if not path.is_file():
        setting = "CATALOGUE_DOMAIN" if path.is_relative_to(DOMAIN) else "CATALOGUE_CONFORMANCE"
        told = f"not run: {path.name} is not here; {setting} names the folder that it stands in"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(told)
