"""Files of the site: fingerprints, and no way out of the folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from catalogue.delivery.static import read
from catalogue.errors import NotFoundError


def test_fingerprinted_addresses_may_be_kept_for_ever(open_site: tuple[Flask, FlaskClient]) -> None:
    app, client = open_site
    with app.test_request_context():
        address = url_for("static", filename="site.css")
    assert "?v=" in address
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/css")
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("address", ["/static/site.css", "/static/site.css?v=000000000000"])
def test_other_addresses_are_asked_about_each_time(client: FlaskClient, address: str) -> None:
    answer = client.get(address, headers={"Accept-Encoding": "br"})
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert answer.headers["Content-Encoding"] == "br"
    assert client.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    "name", ["nothing.css", "", "..", "../secret", "/etc/passwd", "a\0b", "inner", "link", "x" * 300]
)
def test_nothing_outside_is_served(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "static"
    (folder / "inner").mkdir(parents=True)
    (tmp_path / "secret").write_text("secret")
    (folder / "link").symlink_to(tmp_path / "secret")
    with pytest.raises(NotFoundError):
        read(folder, name)


def test_a_changed_file_has_another_fingerprint(tmp_path: Path) -> None:
    file = tmp_path / "a.css"
    file.write_text("one")
    first = read(tmp_path, "a.css")
    file.write_text("two")
    os.utime(file, ns=(1, 1))
    assert read(tmp_path, "a.css") != first
