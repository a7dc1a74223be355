"""Citations as text, BibTeX, RIS and CSL-JSON: what each says, and that no title can break out of it."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings

from catalogue.harvest import bibtex, csl_json, ris
from catalogue.harvest.citation import one_line
from catalogue.harvest.faces import FACES, face
from tests.harvest.samples import HOSTILE, PLAIN, TEXTS, citation

COMMANDS = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
}
COMMAND = re.compile(r"\\(?:[a-z]+\{\}|[#$%&_])")


def test_the_sentence_says_who_when_what_where_and_what_is_missing() -> None:
    assert PLAIN.text == (
        "Keeper of data (2023). Court extract, release 2.0.0, snapshot 22 June 2023. Cafcass data catalogue. "
        f"https://example.org/datasets/court/releases/2.0.0. sha-256 {'ab' * 32}. No DOI yet."
    )
    assert citation(author="", snapshot="").text.startswith("Court extract (2023), release 2.0.0. Cafcass")
    assert citation(doi="10.1234/x").text.endswith("DOI 10.1234/x.")
    part = citation(part="A (B), variable of table C").text
    assert ". A (B), variable of table C. In: Court extract, release" in part


def test_bibtex_is_one_entry_with_what_is_known() -> None:
    assert bibtex.entry(PLAIN).splitlines() == [
        "@misc{court-2.0.0,",
        "  author = {{Keeper of data}},",
        "  title = {{Court extract}},",
        "  year = {2023},",
        "  date = {2023-08-14},",
        "  version = {2.0.0},",
        "  publisher = {Cafcass data catalogue},",
        "  howpublished = {Cafcass data catalogue, release 2.0.0, snapshot 22 June 2023},",
        "  url = {https://example.org/datasets/court/releases/2.0.0},",
        f"  note = {{sha-256 {'ab' * 32}. No DOI yet.}}",
        "}",
    ]
    assert "doi = {10.1234/x}" in bibtex.entry(citation(doi="10.1234/x"))
    assert "author" not in bibtex.entry(citation(author=""))


def unescaped(text: str) -> str:
    """What LaTeX makes of a text with commands in it."""
    return COMMAND.sub(lambda match: COMMANDS.get(match[0], match[0][-1]), text)


@given(TEXTS)
@settings(deadline=None)
def test_bibtex_keeps_every_sign_and_its_braces_in_pairs(text: str) -> None:
    written = bibtex.escape(text)
    assert unescaped(written) == one_line(text)
    depth = 0
    for sign in written:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0


@given(TEXTS)
@settings(deadline=None)
def test_ris_keeps_to_one_line_a_tag(text: str) -> None:
    lines = ris.record(citation(title=text, author=text)).split("\r\n")
    assert lines.pop() == ""
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines)
    assert [line for line in lines if line.startswith(("TY", "ER"))] == [lines[0], lines[-1]]
    if one_line(text):
        assert f"TI  - {one_line(text)}" in lines
    assert len("".join(lines).splitlines()) == 1


def test_ris_says_what_is_known() -> None:
    assert ris.record(PLAIN).splitlines() == [
        "TY  - DATA",
        "ID  - court-2.0.0",
        "AU  - Keeper of data",
        "TI  - Court extract",
        "PY  - 2023",
        "DA  - 2023/08/14/",
        "ET  - 2.0.0",
        "PB  - Cafcass data catalogue",
        "UR  - https://example.org/datasets/court/releases/2.0.0",
        f"N1  - Release 2.0.0, snapshot 22 June 2023. sha-256 {'ab' * 32}. No DOI yet.",
        "ER  - ",
    ]


@given(TEXTS)
@settings(deadline=None)
def test_csl_json_keeps_every_sign(text: str) -> None:
    item = json.loads(json.dumps(csl_json.item(citation(title=text)), ensure_ascii=False))
    assert item.get("title", "") == one_line(text)
    assert item["issued"] == {"date-parts": [[2023, 8, 14]]}
    assert "DOI" not in item
    assert "accessed" not in item


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_one_line_and_no_longer(text: str) -> None:
    assert len(one_line(text).splitlines()) == 1
    assert one_line(one_line(text)) == one_line(text)


def test_faces_have_names_of_their_own() -> None:
    assert len({one.name for one in FACES}) == len({one.suffix for one in FACES}) == len(FACES)
    for one in FACES:
        assert face(one.name.upper(), "/x") is one
