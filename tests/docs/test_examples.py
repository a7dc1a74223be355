"""What the manual and the README tell readers to type works: commands, addresses, programs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from catalogue.cli import main
from tests.docs import manual, reference
from tests.docs.site import fetch

TEXTS = {**manual.pages(), "README": manual.README}
LINES = sorted({(name, line) for name, path in TEXTS.items() for line in manual.shell_lines(path.read_text("utf-8"))})
# The public address in the README's examples, and in those of the manual.
DEMO, EXAMPLE = "http://127.0.0.1:8000", "https://catalogue.example.org"
# Programs of the machine in examples; they are not run here.
OTHERS = frozenset({"export", "python3", "/opt/catalogue/bin/python", "python"})


def targets() -> set[str]:
    """The targets of the Makefile."""
    return set(re.findall(r"^([a-z]+):", manual.MAKEFILE.read_text(encoding="utf-8"), re.MULTILINE))


def faults(line: str) -> list[str]:
    """What is wrong with a command line as an example."""
    words = manual.words(line)
    if not words or words[0] in OTHERS | {"curl", "frictionless"}:
        return []
    if words[0] == "make":
        return [f"make has no target {word}" for word in words[1:] if "=" not in word and word not in targets()]
    if words[0] != "catalogue":
        return [f"{words[0]} is no program that examples use"]
    return _command_faults(words[1:])


def called(words: list[str]) -> tuple[click.Command, list[str], list[str]]:
    """The command that some words call, the words that name it, and the rest of them."""
    command: click.Command = main
    path: list[str] = []
    while isinstance(command, click.Group) and words and words[0] in reference.members(command):
        command, path, words = reference.members(command)[words[0]], [*path, words[0]], words[1:]
    return command, path, words


def _command_faults(words: list[str]) -> list[str]:
    command, path, rest = called(words)
    helped = CliRunner().invoke(main, [*path, "--help"])
    if not path or helped.exit_code or isinstance(command, click.Group):
        return [f"there is no command {' '.join(words)}"]
    try:
        command.make_context(path[-1], rest)
    except click.UsageError as error:
        # That a file of the reader's is not on this machine is no fault of the example.
        return [] if "does not exist" in error.message else [error.message]
    return []


def mention_faults(mention: str) -> list[str]:
    """What is wrong with a command that is mentioned in a sentence, which may leave off what it works on."""
    command, _, rest = called(manual.words(mention)[1:])
    known = {name for parameter in command.params for name in parameter.opts}
    faults = [f"{mention}: no option {word}" for word in rest if word.startswith("-") and word not in known]
    # A group may be mentioned alone; words behind it must be its commands.
    if isinstance(command, click.Group) and any(not word.startswith("-") for word in rest):
        faults.append(f"there is no command {mention}")
    return faults


@pytest.mark.parametrize(("page", "line"), LINES)
def test_every_command_line_can_be_understood(page: str, line: str) -> None:
    assert not faults(line), page


@pytest.mark.parametrize(
    "line",
    [
        "catalogue polish",
        "catalogue",
        "catalogue journal",
        "catalogue publish metadata/ --polish",
        "catalogue retract cafw",
        "catalogue serve --port many",
        "make polish",
        "wget http://127.0.0.1",
    ],
)
def test_a_line_that_cannot_be_understood_is_found(line: str) -> None:
    assert faults(line)


@pytest.mark.parametrize("page", TEXTS)
def test_every_command_mentioned_exists(page: str) -> None:
    mentions = [span for span in manual.spans(TEXTS[page].read_text("utf-8")) if span.startswith("catalogue ")]
    assert not [fault for mention in mentions for fault in mention_faults(mention)]


@pytest.mark.parametrize("mention", ["catalogue polish", "catalogue verify --polish", "catalogue journal polish"])
def test_a_mention_of_nothing_is_found(mention: str) -> None:
    assert mention_faults(mention)


def test_there_are_lines_to_test() -> None:
    pages = {page for page, _ in LINES}
    assert {"README", "commands", "operations", "settings", "stewards"} <= pages
    assert {line.split()[0] for _, line in LINES} >= {"catalogue", "curl", "make"}


def test_every_target_of_the_makefile_is_told() -> None:
    text = manual.README.read_text(encoding="utf-8")
    assert len(targets()) > 5
    assert not {target for target in targets() if f"make {target}" not in text}


@pytest.mark.parametrize("line", [line for _, line in LINES if line.startswith("curl")])
def test_every_address_asked_with_curl_answers(site: str, line: str) -> None:
    address = next(word for word in manual.words(line) if word.startswith(DEMO))
    assert fetch(address.replace(DEMO, site))


def test_the_package_address_in_the_readme_satisfies_frictionless(site: str) -> None:
    lines = [line for page, line in LINES if page == "README" and line.startswith("frictionless")]
    assert len(lines) == 1
    program = [sys.executable, "-m", *manual.words(lines[0].replace(DEMO, site))]
    ended = subprocess.run(program, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout[-2000:]


def test_the_harvester_of_the_manual_reads_the_whole_feed(site: str, tmp_path: Path) -> None:
    codes = [block.code for block in manual.blocks(manual.page("api")) if block.language == "python"]
    assert len(codes) == 1
    program = tmp_path / "harvest.py"
    program.write_text(codes[0].replace(EXAMPLE, site), encoding="utf-8")
    ended = subprocess.run([sys.executable, program], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    serials = [int(line.split()[0]) for line in ended.stdout.splitlines()]
    assert serials
    assert serials == list(range(1, len(serials) + 1))
