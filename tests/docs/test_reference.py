"""Commands, settings and page contexts stand in the manual as the program has them."""

from __future__ import annotations

import dataclasses

import click
import pytest

from catalogue.settings import SETTINGS
from tests.docs import manual, reference


@pytest.mark.parametrize("name", reference.WRITTEN)
def test_the_written_parts_are_up_to_date(name: str) -> None:
    text = manual.page(reference.WRITTEN[name][0])
    assert text == reference.renewed(name, text), "run `python -m tests.docs.reference`"


def test_every_command_and_option_is_told() -> None:
    text = manual.page("commands")
    for path, command in reference.commands():
        assert command.help, f"{path} says nothing of itself"
        section = text.partition(f"### {path}\n")[2].partition("\n### ")[0]
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{path} {parameter.opts[0]} says nothing of itself"
                assert all(name in section for name in parameter.opts), f"{path} {parameter.opts}"
            else:
                assert parameter.make_metavar(click.Context(command)) in section, f"{path} {parameter.name}"


def test_every_setting_is_told_with_its_default() -> None:
    lines = manual.page("settings").splitlines()
    for setting in SETTINGS:
        row = next((line for line in lines if line.startswith(f"| `{setting.name}` |")), "")
        assert f"| `{setting.default}` |" in row or (not setting.default and "| empty |" in row), setting.name
        assert len(setting.help) > len(setting.name), f"{setting.name} has no meaning"


@pytest.mark.parametrize("context", reference.page_contexts(), ids=lambda one: one.__name__)
def test_every_field_of_a_page_is_told(context: type) -> None:
    summary, meanings = reference.described(context)
    assert summary, f"{context.__name__} does not say what it is"
    missing = [field.name for field in dataclasses.fields(context) if not meanings.get(field.name)]
    assert not missing, f"the docstring of {context.__name__} leaves out {missing}"
    section = manual.page("pages").partition(f"### {context.__name__}\n")[2].partition("\n### ")[0]
    for field in dataclasses.fields(context):
        assert f"| `{field.name}` |" in section, f"{context.__name__}.{field.name}"


def test_a_field_without_words_is_found() -> None:
    @dataclasses.dataclass
    class Planted:
        """A page.

        told: what it holds,
            and more of it.
        """

        told: str
        silent: str

    assert reference.described(Planted) == ("A page.", {"told": "what it holds, and more of it."})


def test_a_page_that_fell_behind_is_found() -> None:
    behind = manual.page("settings").replace(SETTINGS[0].help, "Something else.")
    assert reference.renewed("settings", behind) != behind
    with pytest.raises(ValueError, match="between"):
        reference.renewed("settings", "A page without marks.")
