"""Where everything is: addresses from names. Pure, so that contexts need no request; tests hold them to the routes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote, urlencode

from catalogue.exports.items import Item, query

# Characters that may stand in a path segment as they are (RFC 3986 pchar); all others are escaped.
_SEGMENT = "@:!$&'()*+,;=-._~"
API = "/api/v1"


def segment(name: str) -> str:
    """One name as a path segment."""
    return quote(name, safe=_SEGMENT)


def dataset(slug: str) -> str:
    """A dataset as a series of releases."""
    return f"/datasets/{segment(slug)}"


def release(slug: str, version: str) -> str:
    """A release of a dataset."""
    return f"{dataset(slug)}/releases/{segment(version)}"


def table(slug: str, version: str, name: str) -> str:
    """A table of a release."""
    return f"{release(slug, version)}/tables/{segment(name)}"


def variable(slug: str, version: str, table_name: str, name: str) -> str:
    """A variable of a release."""
    return f"{table(slug, version, table_name)}/variables/{segment(name)}"


def variable_over_time(slug: str, table_name: str, name: str, named_in: str = "") -> str:
    """A variable in all releases that hold it: the one that has the name now, or that has it in a release."""
    path = f"{dataset(slug)}/variables/{segment(table_name)}/{segment(name)}"
    return f"{path}?{urlencode({'release': named_in})}" if named_in else path


def table_now(slug: str, name: str) -> str:
    """A table in the newest release that has it."""
    return f"{dataset(slug)}/tables/{segment(name)}"


def timeline(slug: str) -> str:
    """All that happened to a dataset."""
    return f"{dataset(slug)}/timeline"


def ask(slug: str, version: str = "", table_name: str = "", name: str = "") -> str:
    """The form by which a reader asks the steward about a dataset, a release, a table or a variable."""
    return f"/ask?{urlencode({'about': place(slug, version, table_name, name)}, safe='/@')}"


def place(slug: str, version: str = "", table_name: str = "", name: str = "") -> str:
    """The written form of a dataset, a release, a table or a variable: `cafw@2.0.0/cafcass_alf/LSOA2011_CD`."""
    return "/".join(filter(None, (f"{slug}@{version}" if version else slug, table_name, name)))


def asked(secret: str) -> str:
    """Where a reader looks for the answer to a question."""
    return f"/ask/{segment(secret)}"


def series(slug: str, name: str, version: str = "") -> str:
    """A series of published statistics over all vintages, or as one release gives it."""
    return f"{release(slug, version) if version else dataset(slug)}/series/{segment(name)}"


def code_list(name: str) -> str:
    """A code list as in force."""
    return f"/codelists/{segment(name)}"


def concepts(letter: str = "", find: str = "") -> str:
    """The concepts, or those with a term that begins with a letter or holds a text."""
    pairs = [(name, value) for name, value in (("letter", letter), ("find", find)) if value]
    return f"/concepts?{urlencode(pairs)}" if pairs else "/concepts"


def concept(name: str) -> str:
    """A concept as in force."""
    return f"/concepts/{segment(name)}"


def crosswalk(slug: str, other: str) -> str:
    """Two datasets side by side, by the concepts that they share."""
    return f"{dataset(slug)}/crosswalk/{segment(other)}"


def comparison(slug: str, before: str, after: str, weight: str = "", *, notes: bool = False) -> str:
    """Two releases beside each other: the page, for changes of one weight or of all, or release notes in Markdown."""
    path = f"{dataset(slug)}/compare/{segment(before)}...{segment(after)}{'.md' if notes else ''}"
    return f"{path}?{urlencode({'weight': weight})}" if weight else path


def organisation(name: str) -> str:
    """An organisation."""
    return f"/organisations/{segment(name)}"


def pathway(name: str) -> str:
    """A pathway as in force."""
    return f"/pathways/{segment(name)}"


def package_file(slug: str, version: str, path: str) -> str:
    """A file of a release's package."""
    return f"{release(slug, version)}/files/{'/'.join(segment(part) for part in path.split('/'))}"


def package_zip(slug: str, version: str) -> str:
    """A release's package as one file."""
    return f"{release(slug, version)}/package.zip"


def face(slug: str, version: str, name: str) -> str:
    """A release in another form, such as `bibtex`."""
    return f"{release(slug, version)}/faces/{segment(name)}"


def diagram(slug: str, version: str, *, picture: bool = False) -> str:
    """The tables of a release and how they join: the page, or its picture alone."""
    return f"{release(slug, version)}/diagram{'.svg' if picture else ''}"


def lineage(slug: str, version: str, *, picture: bool = False, asked: Mapping[str, str] | None = None) -> str:
    """Where a release comes from and what it feeds: the page, or its picture alone. asked: what is not left open."""
    query = urlencode([(name, value) for name, value in (asked or {}).items() if value], safe=",")
    return f"{release(slug, version)}/lineage{'.svg' if picture else ''}{'?' if query else ''}{query}"


def made_otherwise(slug: str, before: str, after: str) -> str:
    """What differs in how two releases were made."""
    return f"/lineage?{urlencode({'ask': 'diff', 'dataset': slug, 'from': before, 'to': after})}"


def why(slug: str, table_name: str, name: str, before: str, after: str) -> str:
    """What differs on the way to a variable between two releases."""
    asked = {"ask": "why", "dataset": slug, "table": table_name, "variable": name, "from": before, "to": after}
    return f"/lineage?{urlencode(asked)}"


def jobs(namespace: str = "", name: str = "") -> str:
    """The jobs whose runs are known, or those of a namespace and a name."""
    query = urlencode([(key, value) for key, value in (("namespace", namespace), ("name", name)) if value])
    return f"/jobs?{query}" if query else "/jobs"


def job(key: str) -> str:
    """A job, by its sixteen digits."""
    return f"/jobs/{segment(key)}"


def run(uuid: str) -> str:
    """A run."""
    return f"/runs/{segment(uuid)}"


def access(slug: str) -> str:
    """How the data of a dataset are got."""
    return f"{dataset(slug)}/access"


def manual(page: str) -> str:
    """A page of the manual; the first one has no name."""
    return "/help" if page in {"", "index"} else f"/help/{page}"


def search(text: str = "", parameters: Mapping[str, Iterable[str]] | None = None) -> str:
    """Search results. parameters: further parameters, each with its values."""
    pairs = [("q", text)] if text else []
    pairs += [(name, value) for name, values in (parameters or {}).items() for value in values]
    return f"/search?{urlencode(pairs)}" if pairs else "/search"


def dataset_feed(slug: str) -> str:
    """The last changes of a dataset as a feed."""
    return f"{dataset(slug)}/feed.atom"


def basket(items: Sequence[Item], form: str = "") -> str:
    """A basket as a link that needs nothing else, as a page or in one of its other forms."""
    path = f"/basket/{form}" if form else "/basket"
    return f"{path}?{query(items)}" if items else path


def compare(items: Sequence[Item]) -> str:
    """Variables side by side."""
    return f"/compare?{query(items)}" if items else "/compare"


def api(path: str) -> str:
    """The JSON record of a page: the API mirrors the addresses of pages below its own root."""
    return f"{API}{path}"


def draft(key: str) -> str:
    """Page of a draft."""
    return f"/steward/drafts/{quote(key, safe='')}"


def draft_part(key: str, number: int) -> str:
    """Page of a part of a draft."""
    return f"{draft(key)}/parts/{number}"
