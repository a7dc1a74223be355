"""What is said on every page while something goes on behind the site."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from catalogue.app import create_app
from catalogue.delivery import notice
from catalogue.delivery.notice import Notice
from catalogue.settings import Settings

RUNNING = Notice("The sample pipeline is running: step 5 of 14.")


def test_it_is_said_until_it_is_removed(tmp_path: Path) -> None:
    assert notice.read(tmp_path) is None
    notice.write(tmp_path, RUNNING)
    assert notice.read(tmp_path) == RUNNING
    notice.remove(tmp_path)
    notice.remove(tmp_path)
    assert notice.read(tmp_path) is None


def test_what_nobody_renews_goes_away_and_a_failure_stays(tmp_path: Path) -> None:
    old = time.time() - notice.RENEWED - 1
    for failed, said in ((False, None), (True, Notice("x", failed=True))):
        (tmp_path / notice.FILE).write_text(json.dumps({"text": "x", "failed": failed, "at": old}), encoding="utf-8")
        assert notice.read(tmp_path) == said


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"text": "x"}', "\x00", '{"text": "x", "failed": false, "at": "y"}'])
def test_a_file_that_cannot_be_read_says_nothing(tmp_path: Path, body: str) -> None:
    (tmp_path / notice.FILE).write_text(body, encoding="utf-8")
    assert notice.read(tmp_path) is None


@pytest.mark.usefixtures("engine")
def test_every_page_says_it_and_no_remembered_page_hides_it(settings: Settings) -> None:
    browser = create_app(settings).test_client()
    html = {"Accept": "text/html"}
    quiet = {address: browser.get(address, headers=html) for address in ("/datasets", "/help", "/nowhere")}
    notice.write(settings.data, Notice("Something is <going> on."))
    for address, before in quiet.items():
        now = browser.get(address, headers={**html, "If-None-Match": before.headers.get("ETag", '"none"')})
        assert now.status_code == before.status_code
        assert "Something is &lt;going&gt; on." in now.text
        assert "Something is" not in before.text
    notice.remove(settings.data)
    assert browser.get("/datasets", headers=html).headers["ETag"] == quiet["/datasets"].headers["ETag"]
