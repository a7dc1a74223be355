"""What stewards have written under `metadata/` passes every check, and other checkers accept what is written of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogue.packages.read import find_packages, read_package, read_vocabulary
from catalogue.packages.write import write_package
from catalogue.settings import SITE
from tests.packages.samples import LIMITS, facts_of
from tests.packages.test_write import accepted_by_others, unpacked

METADATA = SITE / "metadata"
PACKAGES = find_packages(METADATA) if METADATA.is_dir() else []


def test_the_vocabulary_passes() -> None:
    vocabulary = read_vocabulary(METADATA, LIMITS)
    assert vocabulary.code_lists
    assert vocabulary.organisations
    assert vocabulary.pathways


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: path.parent.relative_to(METADATA).as_posix())
def test_a_package_passes_and_is_written_so_that_others_accept_it(path: Path, tmp_path: Path) -> None:
    package = read_package(path, LIMITS)
    assert package.warnings == ()
    assert package.release.version == path.parent.name
    assert package.slug == path.parent.parent.name
    written = unpacked(write_package(package), tmp_path)
    assert accepted_by_others(written) == []
    assert facts_of(read_package(written, LIMITS)) == facts_of(package)


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: path.parent.relative_to(METADATA).as_posix())
def test_everything_that_a_package_cites_is_there(path: Path) -> None:
    package, vocabulary = read_package(path, LIMITS), read_vocabulary(METADATA, LIMITS)
    variables = [variable for table in package.tables for variable in table["variables"]]
    cited = {variable["codeList"] for variable in variables if "codeList" in variable}
    assert cited <= set(vocabulary.code_lists) | set(package.code_lists)
    bodies = {str(package.dataset[role]) for role in ("publisher", "custodian") if role in package.dataset}
    assert bodies <= set(vocabulary.organisations)
