"""Where a release comes from, as the programs read it that people do: prov and rdflib."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from prov.model import ProvActivity, ProvDerivation, ProvDocument, ProvEntity
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import PROV, RDF, RDFS, XSD
from sqlalchemy import Engine

from catalogue.harvest import prov_json, prov_o, provenance
from catalogue.harvest.provenance import RELATIONS, Provenance, release_name
from catalogue.settings import load
from catalogue.store.engine import open_engine
from tests import events
from tests.empty import lay_out
from tests.harvest import traced

TABLE = f"{traced.SITE_ADDRESS}/datasets/derived/releases/2.0.0/tables/cases"
EARLIER = f"{traced.SITE_ADDRESS}/datasets/abc/releases/1.0.0/tables/cases"


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The made-up releases."""
    engine = open_engine(load({"CATALOGUE_DATA": str(tmp_path_factory.mktemp("register"))}).database_url)
    lay_out(engine)
    traced.fill(engine)
    return engine


@pytest.fixture(params=["derived 2.0.0", "derived 1.0.0", "abc 1.0.0"])
def found(register: Engine, request: pytest.FixtureRequest) -> Provenance:
    """What is known of a release: with runs and another release behind it, with no run, with sources alone."""
    return provenance.of_release(traced.subject_of(register, *request.param.split()))


def read_json(body: str) -> ProvDocument:
    """A document as prov reads it."""
    return ProvDocument.deserialize(content=body, format="json")


def text_of(found: Provenance) -> str:
    return json.dumps(prov_json.document(found))


def test_prov_reads_everything_and_writes_it_again(found: Provenance) -> None:
    document = read_json(text_of(found))
    assert len(list(document.get_records(ProvEntity))) == len(found.entities)
    assert len(list(document.get_records(ProvActivity))) == len(found.activities)
    everything = [*found.entities, *found.activities, *found.agents, *found.relations]
    assert len(list(document.get_records())) == len(everything)
    again = read_json(str(document.serialize(format="json")))
    assert again == document
    # Nothing is told twice, so that there is nothing to unite.
    assert len(list(document.unified().get_records())) == len(everything)


def test_documents_of_two_releases_unite(register: Engine) -> None:
    both = [
        provenance.of_release(traced.subject_of(register, *one)) for one in (("derived", "2.0.0"), ("abc", "1.0.0"))
    ]
    document = read_json(text_of(both[0]))
    document.update(read_json(text_of(both[1])))
    united = document.unified()
    names = {str(one.identifier) for one in united.get_records(ProvEntity)}
    assert names == {*both[0].entities, *both[1].entities}
    (table,) = united.get_record(release_name("abc", "1.0.0", "cases"))
    assert table in united.get_records(ProvEntity)


def test_prov_follows_a_table_back_to_its_source(register: Engine) -> None:
    about = [traced.subject_of(register, *one) for one in (("derived", "2.0.0"), ("abc", "1.0.0"))]
    made_from: dict[str, set[str]] = {}
    labels: dict[str, str] = {}
    for subject in about:
        document = read_json(text_of(provenance.of_release(subject)))
        labels.update((str(one.identifier), one.label) for one in document.get_records(ProvEntity))
        for one in document.get_records(ProvDerivation):
            end, source = (str(value) for _, value in one.formal_attributes[:2])
            made_from.setdefault(end, set()).add(source)
    reached, queue = set[str](), [release_name("derived", "2.0.0", "cases")]
    while queue:
        sources = made_from.get(queue.pop(), set()) - reached
        reached |= sources
        queue += sources
    assert {labels[name] for name in reached} == {"view.cases, version 2", "cases", "court.file", traced.HOSTILE}


def broken(change: str, found: dict[str, Any]) -> str:
    """A document with something in it that PROV-JSON does not have."""
    if change == "prefix":
        found["entity"]["nobody:knows"] = {}
    elif change == "kind":
        found["wasMadeUpBy"] = {"_:x": {"prov:entity": "release:x"}}
    elif change == "time":
        found["activity"][f"run:{events.uid(3)}"]["prov:startTime"] = "yesterday"
    return json.dumps(found)[: None if change != "end" else -1]


@pytest.mark.parametrize("change", ["prefix", "kind", "time", "end"])
def test_prov_refuses_a_broken_document(register: Engine, change: str) -> None:
    document = prov_json.document(provenance.of_release(traced.subject_of(register)))
    with pytest.raises(Exception, match=r"\S"):
        read_json(broken(change, document))


def test_rdflib_reads_the_same_in_the_words_of_the_ontology(found: Provenance) -> None:
    graph = Graph().parse(data=prov_o.turtle(found), format="turtle")
    for kind, things in ((PROV.Entity, found.entities), (PROV.Activity, found.activities), (PROV.Agent, found.agents)):
        assert len(set(graph.subjects(RDF.type, kind))) == len(things)
    labels = {value.text for said in found.entities.values() for name, value in said if name == "prov:label"}
    assert {str(one) for one in graph.objects(None, RDFS.label)} >= labels
    # Whatever is said with a word of PROV is a word of PROV.
    words = {word for triple in graph for word in triple if isinstance(word, URIRef) and word.startswith(str(PROV._NS))}
    assert all(word in PROV for word in words)
    assert isomorphic(graph, Graph().parse(data=graph.serialize(format="nt"), format="nt"))


def test_both_ways_of_writing_say_the_same_relations(found: Provenance) -> None:
    graph = Graph().parse(data=prov_o.turtle(found), format="turtle")
    for kind in RELATIONS:
        told = {one.ends[:2] for one in found.relations if one.kind == kind and all(one.ends[:2])}
        named = set(graph.subject_objects(PROV[kind]))
        if kind == "wasDerivedFrom":
            named |= set(graph.subject_objects(PROV.wasRevisionOf))
        assert named == {(_address(found, a), _address(found, b)) for a, b in told}


def _address(found: Provenance, name: str | None) -> URIRef:
    prefix, _, local = str(name).partition(":")
    return URIRef(found.prefixes[prefix] + local)


def test_rdflib_answers_which_run_of_which_code_made_a_table(register: Engine) -> None:
    about = traced.subject_of(register)
    graph = Graph().parse(data=prov_o.write(about).decode(), format="turtle")
    cat = Namespace(f"{traced.SITE_ADDRESS}{provenance.VOCABULARY}")
    (row,) = graph.query(
        """SELECT ?run ?when ?how ?commit WHERE {
             ?table prov:qualifiedGeneration [ prov:activity ?run ; prov:atTime ?when ; cat:how ?how ] .
             ?run prov:wasAssociatedWith [ cat:version ?commit ] }""",
        initBindings={"table": URIRef(TABLE)},
        initNs={"prov": PROV, "cat": cat},
    )
    run = URIRef(f"{traced.SITE_ADDRESS}/runs/{events.uid(3)}")
    when = Literal("2020-03-01T10:00:00.000000Z", datatype=XSD.dateTime)
    assert tuple(row) == (run, when, Literal("name"), Literal("abc123"))  # type: ignore[arg-type]
    behind = set(graph.transitive_objects(URIRef(TABLE), PROV.wasDerivedFrom))
    assert URIRef(EARLIER) in behind


@pytest.mark.parametrize("change", [(" .", ""), ('"', ""), ("prov:used ", "nobody:knows ")])
def test_rdflib_refuses_a_broken_document(register: Engine, change: tuple[str, str]) -> None:
    text = prov_o.write(traced.subject_of(register)).decode()
    with pytest.raises(Exception, match=r"\S"):
        Graph().parse(data=text.replace(*change, 1), format="turtle")


def test_the_snapshots_are_read_too() -> None:
    folder = Path(traced.__file__).parent
    for path in sorted(folder.glob("*/*.prov.json")):
        assert read_json(path.read_text(encoding="utf-8")).get_records()
    for path in sorted(folder.glob("*/*.prov.ttl")):
        assert Graph().parse(path, format="turtle")
