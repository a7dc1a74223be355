"""Dictionaries as DDI-Codebook, versions 1.2 to 2.6. Nothing is fetched, no entity is resolved, no DTD is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath

from lxml import etree

from catalogue.dictionaries.build import Builder, TableDraft
from catalogue.dictionaries.ddi_variable import STATISTICS, language, local, read_variable, spoken, words
from catalogue.dictionaries.dictionary import Dictionary, Fault
from catalogue.dictionaries.limits import DictionaryLimits
from catalogue.errors import DictionaryRefusedError

_DECLARATION = re.compile(rb"<\s*!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ROOT = "codeBook"
_TAKEN = {"titl", "abstract"}


def read(data: bytes, name: str, limits: DictionaryLimits) -> Dictionary:
    """The dictionary. Raises DictionaryRefusedError for what is no DDI-Codebook, or describes no variable."""
    builder = Builder(name, "ddi", limits, data)
    root = _parsed(data, builder)
    if local(root) != _ROOT:
        message = f"Its outermost element is `{local(root)}`, not `{_ROOT}` of DDI-Codebook."
        remedy = "Export it as DDI-Codebook 2.5 or 2.6; DDI-Lifecycle is another language."
        raise builder.refuse(message, remedy, Fault.SYNTAX)
    for study in children(root, "stdyDscr"):
        _read_study(study, builder)
    for document in children(root, "docDscr"):
        _leave_leaves(document, "docDscr", builder)
    tables = dict(_files(root, builder))
    for described in children(root, "dataDscr"):
        for element in described:
            if local(element) == "var":
                _read_var(element, tables, builder)
            elif local(element):
                _leave_leaves(element, f"dataDscr/{local(element)}", builder)
    for element in root:
        if local(element) and local(element) not in {"docDscr", "stdyDscr", "fileDscr", "dataDscr"}:
            _leave_leaves(element, local(element), builder)
    _leave_statistics(root, builder)
    return builder.finish()


def _leave_statistics(root: etree._Element, builder: Builder) -> None:
    figures = sum(local(one) in STATISTICS for one in root.iter())
    if figures:
        builder.leave("dataDscr", f"{figures:,}", "statistics: counts and figures are not taken")


def _parsed(data: bytes, builder: Builder) -> etree._Element:
    # In UTF-16 every second byte is zero.
    if _DECLARATION.search(data) or _DECLARATION.search(data.replace(b"\x00", b"")):
        raise _declares(builder)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        message = f"It is no whole XML: line {error.lineno}: {' '.join(str(error.msg).split())}."
        remedy = "Export it again; the file may have been cut short on its way."
        raise builder.refuse(message, remedy, Fault.SYNTAX) from error
    except ValueError as error:
        raise builder.refuse(f"It cannot be read as XML: {error}.", "Save it as UTF-8.", Fault.SYNTAX) from error
    # Some encodings hide the sign that begins a declaration.
    if root.getroottree().docinfo.doctype:
        raise _declares(builder)
    return root


def _declares(builder: Builder) -> DictionaryRefusedError:
    message = "It has a document type, or declares entities; no dictionary needs them, and they can do harm."
    return builder.refuse(message, "Delete the DOCTYPE, and write out what its entities stand for.", Fault.SYNTAX)


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The children of that name."""
    return (child for child in element if local(child) == name)


def _read_study(study: etree._Element, builder: Builder) -> None:
    titles = [one for one in study.iter() if local(one) == "titl"]
    abstracts = [one for one in study.iter() if local(one) == "abstract"]
    # What is in English, or in no language that is named, comes first.
    for one in sorted(titles, key=lambda one: language(one) != ""):
        builder.title = builder.title or builder.text(words(one), "stdyDscr")
    for one in sorted(abstracts, key=lambda one: language(one) != ""):
        builder.description = builder.description or builder.text(words(one), "stdyDscr")
    _leave_leaves(study, "stdyDscr", builder)


def _leave_leaves(top: etree._Element, path: str, builder: Builder) -> None:
    """List the texts and attributes below an element that has no place in a package."""
    if local(top) in _TAKEN and words(top) in {builder.title, builder.description}:
        return
    named = [child for child in top if local(child)]
    attributes = " ".join(f"{key}={value}" for key, value in top.attrib.items())
    text = " ".join((top.text or "").split()) if named else words(top)
    if told := " ".join(part for part in (attributes, text) if part):
        builder.leave(f"{path} · line {top.sourceline}", told, "says nothing of a variable")
    for child in named:
        _leave_leaves(child, f"{path}/{local(child)}", builder)


def _files(root: etree._Element, builder: Builder) -> Iterator[tuple[str, TableDraft]]:
    """The tables by the ID of their file. A file without ID is known by its number."""
    stem = PurePath(builder.origin).stem
    for number, described in enumerate(children(root, "fileDscr"), start=1):
        identity = described.get("ID") or f"#{number}"
        place = f"line {described.sourceline}"
        texts: dict[str, list[etree._Element]] = {}
        for one in described.iter():
            texts.setdefault(local(one), []).append(one)
        first = {name: words(found[0]) for name, found in texts.items()}
        name = first.get("fileName", "")
        suffix = PurePath(name).suffix
        plain = name.removesuffix(suffix) if suffix.lower() in _SUFFIXES else name
        draft = builder.table(plain or described.get("ID") or f"{stem}_{number}", place)
        draft.title = builder.text(first.get("labl", ""), place)
        draft.description = builder.text(first.get("fileCont", ""), place)
        for key, elements in texts.items():
            others = elements[1:] if key in _FIRST_TAKEN else elements
            said = [words(one) for one in others if not len(one) and words(one)]
            if key in _COUNTS:
                builder.leave(f"{place} · {key}", "", "is a count of a file: counts are not taken")
            elif key and said:
                builder.column(key)
                draft.extra[key] = builder.text("\n".join(said), place)
            for one in elements:
                for attribute, value in one.attrib.items() if key else ():
                    if attribute != "ID":
                        builder.leave(f"{place} · {key}", f"{attribute}={value}", "is an attribute of a file")
        yield identity, draft


_SUFFIXES = frozenset({".csv", ".sav", ".dta", ".por", ".sas7bdat", ".txt", ".nsdstat", ".tab", ".dat"})
_FIRST_TAKEN = frozenset({"fileName", "fileCont", "labl"})
# How many cases a file has is a count of people.
_COUNTS = frozenset({"caseQnty", "varQnty"})


def _read_var(element: etree._Element, tables: Mapping[str, TableDraft], builder: Builder) -> None:
    place = f"line {element.sourceline}"
    named = (element.get("files") or "").split()
    unknown = [one for one in named if one not in tables]
    for one in unknown:
        message = f"The variable is said to be in the file {one!r}, which is not described."
        builder.error(Fault.KEY, message, "Correct `files`.", variable=element.get("name", ""), place=place)
    drafts = [tables[one] for one in named if one in tables]
    if not named:
        drafts = list(tables.values())[:1] or [builder.table(PurePath(builder.origin).stem, place)]
        if len(tables) > 1:
            message = f"The variable does not say in which file it is; it is in {drafts[0].name!r} here."
            builder.warn(Fault.KEY, message, "Give `files`.", variable=element.get("name", ""), place=place)
    if not drafts:
        builder.leave(place, spoken(element), "is a variable of a file that is not described")
    for draft in drafts:
        builder.variable(draft, read_variable(element, draft.name, place, builder))
