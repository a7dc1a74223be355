"""Every field that a template may use is documented, and every template uses only what there is."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue.settings import SITE
from catalogue.web import contexts, filters

FIELD = re.compile(r"^ {4}(\w+): \S", re.MULTILINE)
TEMPLATES = sorted((SITE / "templates").rglob("*.html"))
# What the return type of Markdown already vouches for needs no word; anything else would be a hole.
FORBIDDEN = ("|safe", "| safe", "autoescape false", "<script>", "<style", " style=", "javascript:")
HANDLER = re.compile(r"\son\w+=")
# A script is a file of this site, loaded after the page; nothing stands between its tags.
SCRIPT = re.compile(r"<script src=\"\{\{ url_for\('static', filename='\w+\.js'\) \}\}\" defer></script>")


def _contexts() -> Iterator[type]:
    for module in pkgutil.iter_modules(contexts.__path__):
        loaded = importlib.import_module(f"{contexts.__name__}.{module.name}")
        for _, found in inspect.getmembers(loaded, inspect.isclass):
            if found.__module__ == loaded.__name__ and dataclasses.is_dataclass(found):
                yield found


CONTEXTS = sorted(set(_contexts()), key=lambda one: one.__qualname__)
PAGES = [one for one in CONTEXTS if one.__name__.endswith("Page")]


def _undocumented(context: type) -> list[str]:
    told = set(FIELD.findall(context.__doc__ or ""))
    return sorted({field.name for field in dataclasses.fields(context)} ^ told)


@pytest.mark.parametrize("context", CONTEXTS, ids=lambda one: one.__name__)
def test_every_field_of_a_context_is_documented(context: type) -> None:
    assert _undocumented(context) == []
    assert context.__dataclass_params__.frozen  # type: ignore[attr-defined]


def test_a_field_without_words_is_found() -> None:
    @dataclasses.dataclass
    class Broken:
        """A page.

        said: in words.
        gone: no longer there.
        """

        said: str
        unsaid: str

    broken = Broken
    broken.__doc__ = inspect.cleandoc(broken.__doc__ or "").replace("\n", "\n    ")
    assert _undocumented(broken) == ["gone", "unsaid"]


def test_every_page_begins_with_its_head() -> None:
    assert PAGES
    for page in PAGES:
        assert dataclasses.fields(page)[0].name == "head", page


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(SITE).as_posix())
def test_no_template_opens_a_hole(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not [sign for sign in FORBIDDEN if sign in text]
    assert not HANDLER.search(text)
    assert "<script" not in SCRIPT.sub("", text)


def test_every_filter_says_what_it_does() -> None:
    for name, made in {**filters.FILTERS, **filters.FUNCTIONS}.items():
        assert made.__doc__, name
