"""Reading vocabulary: code lists, concepts, organisations and pathways that stewards keep beside their packages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from catalogue.errors import PackageRefusedError, Problem
from catalogue.model.names import is_slug
from catalogue.packages.check_concepts import check_concept
from catalogue.packages.check_facts import check_code_list, check_sources
from catalogue.packages.check_pathways import check_pathway
from catalogue.packages.document import read_document
from catalogue.packages.facts import Vocabulary
from catalogue.packages.faults import FileFaultError, SyntaxFaultError
from catalogue.packages.files import DESCRIPTOR_SUFFIXES, Files, Folder, InMemory
from catalogue.packages.limits import Limits
from catalogue.packages.profile import check_profile
from catalogue.packages.rules import Findings, Rule, shown
from catalogue.packages.upgrade import upgrade_code_list, upgrade_concept, upgrade_organisation, upgrade_pathway
from catalogue.releases.canonical import normalise

Facts = dict[str, Any]


def read_vocabulary(path: Path, limits: Limits) -> Vocabulary:
    """What stands below a folder as `codelists/<name>.yaml`, and so in `concepts`, `organisations` and `pathways`.

    Each may be .json as well. Empty when the folder has none of them. Raises PackageRefusedError with every problem of
    every file.
    """
    problems: list[Problem] = []
    code_lists = _read_kind(path / "codelists", limits, "codelist", upgrade_code_list, problems)
    concepts = _read_kind(path / "concepts", limits, "concept", upgrade_concept, problems)
    organisations = _read_kind(path / "organisations", limits, "organisation", upgrade_organisation, problems)
    pathways = _read_kind(path / "pathways", limits, "pathway", upgrade_pathway, problems)
    if problems:
        noun = "1 problem" if len(problems) == 1 else f"{len(problems):,} problems"
        raise PackageRefusedError(
            f"The vocabulary in {path} has {noun}; nothing was taken in.", problems=tuple(problems)
        )
    return Vocabulary(code_lists, organisations, concepts, pathways)


def _read_kind(
    folder: Path, limits: Limits, kind: str, upgrade: Callable[[Facts], Facts], problems: list[Problem]
) -> dict[str, Facts]:
    terms: dict[str, Facts] = {}
    for file in _files(folder):
        findings = Findings(str(folder / file))
        term = _read_term(Folder(folder, file), limits, kind, upgrade, findings)
        if term is not None and term.get("name") in terms:
            findings.add(Rule.NAME_DUPLICATE, f"{shown(term['name'])} stands in two files.", "Keep one of the files.")
        elif term is not None and not findings.failed:
            terms[term["name"]] = term
        try:
            findings.refuse_if_failed()
        except PackageRefusedError as refusal:
            problems.extend(refusal.problems)
    return terms


def _files(folder: Path) -> Iterator[str]:
    if folder.is_dir():
        for name in sorted(file.name for file in folder.iterdir()):
            if name.lower().endswith(DESCRIPTOR_SUFFIXES) and not name.startswith("."):
                yield name


def checked_concept(facts: Mapping[str, Any], limits: Limits, origin: str) -> Facts:
    """A concept that stands in no file, in normal form, by all rules of one that does. origin: names it in problems.

    Raises PackageRefusedError with everything that breaks a rule.
    """
    findings = Findings(origin)
    file = f"{facts['name']}.json"
    held = InMemory(file, {file: orjson.dumps(dict(facts))})
    concept = _read_term(held, limits, "concept", upgrade_concept, findings)
    findings.refuse_if_failed()
    return concept or {}


def _read_term(
    files: Files, limits: Limits, kind: str, upgrade: Callable[[Facts], Facts], findings: Findings
) -> Facts | None:
    file = files.descriptor
    try:
        data = files.read(file, limits.descriptor_bytes)
        document = read_document(data, file, limits, findings)
    except (FileFaultError, SyntaxFaultError) as fault:
        findings.add(fault.rule, fault.message, fault.remedy)
        return None
    if document is None:
        return None
    term: Facts = check_profile(normalise(upgrade(document)) or {}, kind, findings)
    _check_term(term, file, kind, findings)
    return term


def _check_term(term: Facts, file: str, kind: str, findings: Findings) -> None:
    name = term.get("name")
    if name is not None and not is_slug(name):
        findings.add(Rule.NAME_SLUG, f"The name {shown(name)} is not allowed.", "Use lower-case letters and digits.")
    elif name is not None and name != file.rpartition(".")[0]:
        findings.add(
            Rule.NAME_FILE,
            f"The file is called {file!r}, and what it describes {name!r}.",
            "Give both the same name, so that it can be found.",
        )
    if kind == "codelist":
        check_code_list(term, findings)
    elif kind == "concept":
        check_concept(term, findings)
    elif kind == "pathway":
        check_pathway(term, findings)
    else:
        check_sources(term, (), findings)
