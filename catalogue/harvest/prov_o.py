"""Face `prov-o`: where a release comes from, in Turtle with the words of the W3C PROV Ontology.

Written here rather than by a library, because those that know RDF are too large for a web worker: identifiers are
written out in angle brackets, texts are escaped, and nothing else of Turtle is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalogue.harvest.provenance import RELATIONS, Provenance, Relation, Value, of_release
from catalogue.harvest.subject import Subject

PREFIXES = {
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
# Prefixes whose names are plain words, and can be written short.
SHORT = frozenset({"prov", "dcterms", "cat", "rdfs", "xsd"})
CLASSES = {"entities": "prov:Entity", "activities": "prov:Activity", "agents": "prov:Agent"}
PROPERTIES = {"prov:label": "rdfs:label", "prov:startTime": "prov:startedAtTime", "prov:endTime": "prov:endedAtTime"}
# What of a relation only a node of its own can say: property, class, and the property of each of its ends.
_ENDS = {"usedEntity": "entity", "plan": "hadPlan", "time": "atTime"}


@dataclass(frozen=True, slots=True)
class Qualified:
    """The node that says more of a relation. activity: what it calls an activity that is not an end of it."""

    property: str
    type: str
    activity: str = "activity"


QUALIFIED = {
    "wasGeneratedBy": Qualified("qualifiedGeneration", "Generation"),
    "used": Qualified("qualifiedUsage", "Usage"),
    "wasDerivedFrom": Qualified("qualifiedDerivation", "Derivation", "hadActivity"),
    "wasAssociatedWith": Qualified("qualifiedAssociation", "Association"),
}
_NEXT = " ;\n    "
_ESCAPES = {"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t"}
_IN_TEXT = re.compile(r'[\\"\n\r\t]')
_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\\x7f\ud800-\udfff]')


def write(subject: Subject) -> bytes:
    """The document."""
    return turtle(of_release(subject)).encode()


def turtle(found: Provenance) -> str:
    """Provenance as Turtle."""
    known = {**PREFIXES, **found.prefixes}
    lines = [f"@prefix {name}: <{escape_iri(known[name])}> ." for name in sorted(SHORT)]
    for kind, type_ in CLASSES.items():
        for name, said in getattr(found, kind).items():
            statements = [f"a {type_}", *_statements(said, found)]
            lines += ["", f"{_name(name, found)} {_NEXT.join(statements)} ."]
    lines.append("")
    lines += [f"{statement} ." for one in found.relations for statement in _related(one, found)]
    return "\n".join(lines) + "\n"


def _statements(said: Iterable[tuple[str, Value]], found: Provenance) -> Iterator[str]:
    for name, value in said:
        if name == "prov:type":
            yield f"a {_name(value.text, found)}"
        else:
            yield f"{PROPERTIES.get(name, name)} {_value(value, found)}"


def _related(one: Relation, found: Provenance) -> Iterator[str]:
    """A relation as one statement, and as a node of its own when it says more than between what it is."""
    start, end, *more = one.ends
    subject = _name(start or "", found)
    revision = ("prov:type", Value("prov:Revision", "name")) in one.attributes
    if end is not None:
        yield f"{subject} prov:{'wasRevisionOf' if revision else one.kind} {_name(end, found)}"
    qualified = QUALIFIED.get(one.kind)
    if qualified is None or revision or not (any(more) or one.attributes):
        return
    ends = zip(RELATIONS[one.kind][1:], one.ends[1:], strict=False)
    statements = [f"a prov:{qualified.type}"]
    for role, name in ends:
        if name is None:
            continue
        property_ = qualified.activity if role == "activity" else _ENDS.get(role, role)
        written = _value(Value(name, "dateTime"), found) if role == "time" else _name(name, found)
        statements.append(f"prov:{property_} {written}")
    statements += _statements(one.attributes, found)
    yield f"{subject} prov:{qualified.property} [ {' ; '.join(statements)} ]"


def _name(name: str, found: Provenance) -> str:
    prefix, _, local = name.partition(":")
    return name if prefix in SHORT else f"<{escape_iri(found.prefixes[prefix] + local)}>"


def _value(value: Value, found: Provenance) -> str:
    if value.type == "name":
        return _name(value.text, found)
    return f'"{escape(value.text)}"' + (f"^^xsd:{value.type}" if value.type != "text" else "")


def escape(text: str) -> str:
    """A text as it stands between quotation marks in Turtle; half of a character, which nothing can hold, becomes �."""
    safe = _IN_TEXT.sub(lambda match: _ESCAPES[match[0]], text)
    return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04X}" if match[0] < "\x80" else "\ufffd", safe)


def escape_iri(text: str) -> str:
    """An address as it stands between angle brackets: what must not stand there is written in its bytes."""
    return _NOT_IN_IRI.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace")), text)
