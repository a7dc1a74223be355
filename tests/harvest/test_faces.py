"""The faces of the Cafcass Cymru extract, and the lock file held to its schema and to what is sealed."""

from __future__ import annotations

import gc
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from catalogue.settings import PACKAGE
from tests.harvest.snapshots import FOLDERS, masked, written

SCHEMA = json.loads((PACKAGE / "harvest" / "lock.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def faces(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every face of the release."""
    found = written(tmp_path_factory.mktemp("register"))
    gc.collect()
    return found


@pytest.fixture
def lock(faces: dict[str, bytes]) -> dict[str, Any]:
    """The lock file."""
    document: dict[str, Any] = json.loads(faces["cafw-2.0.0.lock.json"])
    return document


def test_every_face_says_what_it_said(faces: dict[str, bytes]) -> None:
    kept = {path.name: path.read_bytes() for path in FOLDERS["cafw"].iterdir()}
    assert sorted(kept) == sorted(faces)
    for name, body in faces.items():
        assert masked(body).decode() == kept[name].decode(), f"{name}; see tests/harvest/snapshots.py"


def test_the_same_release_gives_the_same_bytes(faces: dict[str, bytes], tmp_path: Path) -> None:
    assert written(tmp_path) == faces


def test_the_lock_file_fits_its_schema(lock: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    validator = jsonschema.Draft202012Validator(SCHEMA)
    assert [error.message for error in validator.iter_errors(lock)] == []
    assert list(validator.iter_errors({**lock, "format": "catalogue-lock-2"}))
    lock["tables"]["cafcass_alf"]["columns"][0].pop("digest")
    assert list(validator.iter_errors(lock))


def test_the_lock_file_pins_tables_under_their_full_names(lock: dict[str, Any]) -> None:
    assert lock["release"]["snapshot"] == "2023-06-22"
    assert len(lock["tables"]) == 14
    alf = lock["tables"]["cafcass_alf"]
    assert alf["fullName"] == "SAILCAFWV.CAFCASS_ALF_20230622"
    columns = {column["name"]: column for column in alf["columns"]}
    assert columns["GNDR_CD"]["type"] == "integer"
    assert columns["GNDR_CD"]["codeList"] == "gender-code"
    for table in lock["tables"].values():
        assert {column["codeList"] for column in table["columns"]} - {None} <= lock["codeLists"].keys()


def test_the_lock_file_compares_line_by_line(faces: dict[str, bytes], lock: dict[str, Any]) -> None:
    text = faces["cafw-2.0.0.lock.json"].decode()
    assert text == json.dumps(lock, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
