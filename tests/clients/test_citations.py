"""Citations as the programs read them that people keep references with: pybtex, rispy and citeproc."""

from __future__ import annotations

import re
import warnings

import pytest
import rispy
from citeproc import Citation as Cite
from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given, settings
from pybtex.database import Entry, parse_string

from catalogue.harvest import bibtex, csl_json, ris
from catalogue.harvest.citation import CATALOGUE, Citation, one_line
from tests.harvest.samples import PLAIN, TEXTS, citation
from tests.harvest.test_styles import unescaped

STYLE = "harvard-cite-them-right"


def entry(cited: Citation) -> Entry:
    """A citation as pybtex reads it; anything that it cannot read is an error."""
    database = parse_string(bibtex.entry(cited), "bibtex")
    assert list(database.entries) == [cited.key]
    return database.entries[cited.key]


def record(cited: Citation) -> dict[str, object]:
    """A citation as rispy reads it."""
    (found,) = rispy.loads(ris.record(cited))
    return dict(found)


def in_harvard(cited: Citation) -> str:
    """The line that citeproc puts into a bibliography."""
    with warnings.catch_warnings():
        # citeproc reads the style with a call of lxml that is on its way out.
        warnings.simplefilter("ignore")
        style = CitationStylesStyle(STYLE, validate=False)
        bibliography = CitationStylesBibliography(style, CiteProcJSON([csl_json.item(cited)]), formatter.plain)
        bibliography.register(Cite([CitationItem(cited.key)]))
        (line,) = bibliography.bibliography()
    return str(line)


def test_pybtex_reads_author_title_year_and_address() -> None:
    found = entry(PLAIN)
    assert found.type == "misc"
    assert [str(person) for person in found.persons["author"]] == ["{Keeper of data}"]
    assert found.fields["title"] == "{Court extract}"
    assert (found.fields["year"], found.fields["version"]) == ("2023", "2.0.0")
    assert found.fields["url"] == PLAIN.address
    assert "doi" not in found.fields


@given(TEXTS)
@settings(deadline=None)
def test_pybtex_reads_every_title_as_it_is(text: str) -> None:
    title = entry(citation(title=text, author="")).fields["title"]
    # Titles stand in braces of their own; pybtex folds nothing but the blanks at line ends.
    assert unescaped(title[1:-1]) == one_line(text)


@given(TEXTS)
@settings(deadline=None)
def test_pybtex_takes_every_author_for_one(text: str) -> None:
    if one_line(text):
        assert len(entry(citation(author=text)).persons["author"]) == 1


def test_rispy_reads_the_record() -> None:
    found = record(PLAIN)
    assert found["type_of_reference"] == "DATA"
    assert found["authors"] == ["Keeper of data"]
    assert (found["title"], found["year"], found["edition"]) == ("Court extract", "2023", "2.0.0")
    assert (found["urls"], found["publisher"]) == ([PLAIN.address], CATALOGUE)
    assert "doi" not in found


@given(TEXTS)
@settings(deadline=None)
def test_rispy_reads_every_title_as_it_is(text: str) -> None:
    found = record(citation(title=text, author=text))
    assert found.get("title", "") == one_line(text)
    assert found.get("authors", [""]) == [one_line(text)]


def test_citeproc_writes_a_bibliography() -> None:
    line = in_harvard(PLAIN)
    assert re.match(r"Keeper of data \(2023\) .?Court extract", line), line
    assert PLAIN.address in line


@pytest.mark.parametrize("broken", ["@misc{x, title = {a}", "@misc{x, title = {a}} }}}{{{ @"])
def test_pybtex_refuses_what_is_broken(broken: str) -> None:
    """Without this, silence would prove nothing."""
    with pytest.raises(Exception, match=r"syntax error|premature end|misc|expected"):
        parse_string(broken, "bibtex").entries["y"]
