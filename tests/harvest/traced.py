"""A made-up release that leads back over three runs and another release: what faces tell of it."""

from __future__ import annotations

from sqlalchemy import Engine

from catalogue import registry
from catalogue.harvest.faces import BY_NAME
from catalogue.harvest.subject import Subject, subject
from catalogue.lineage.facts import PublicRules
from catalogue.store import find
from catalogue.store.engine import reading
from tests import events
from tests.samples import small

SITE_ADDRESS = "https://catalogue.example.org"
SLUG, VERSION = "derived", "2.0.0"
# Signs that ways of writing stumble over, in a name that anybody may send.
HOSTILE = 'odd "name" <x>\\n{y} ^z'
CODE = {"type": "git", "url": "https://code.example/pipeline", "version": "abc123"}
FACES = ("prov-json", "prov-o")


def fill(engine: Engine) -> None:
    """court file → extract (release abc) → view → derive (release derived, after one that no run is known of)."""
    code = {"sourceCodeLocation": events.facet(**CODE)}
    parameters = [{"key": "project", "value": "1661"}, {"key": "password", "value": "hidden"}]
    engine_facet = events.facet(name="duckdb", version="2.0.0")
    run_facets = {"executionParameters": events.facet(parameters=parameters), "processing_engine": engine_facet}
    _accept(engine, 1, "2020-01-01", job="extract", reads=["court.file", HOSTILE], writes="abc.cases")
    registry.publish(engine, [small("abc")], wish=registry.Wish(run=events.uid(1)))
    registry.publish(engine, [small(SLUG, "1.0.0", LAW="Before.")])
    _accept(engine, 2, "2020-02-01", job="view", reads=["abc.cases"], writes="view.cases")
    columns = {"LAW": [("view.cases", "LAW")]}
    written = events.place("derived.cases", "3", rows=1200, digest="ab" * 32, columns=columns)
    other = events.place("reference.lookup", "7")
    made = events.ran(
        3, "2020-03-01", inputs=[events.place("view.cases", "2"), other], outputs=[written], job_facets=code,
        run_facets=run_facets,
    )  # fmt: skip
    registry.accept(engine, events.body(*made))
    rules = PublicRules(frozenset({"project"}))
    registry.publish(engine, [small(SLUG, VERSION)], wish=registry.Wish(run=events.uid(3), rules=rules))


def _accept(engine: Engine, run: int, day: str, *, job: str, reads: list[str], writes: str) -> None:
    inputs = [events.place(name, "" if run == 1 else str(run - 1)) for name in reads]
    told = events.ran(run, day, job=job, inputs=inputs, outputs=[events.place(writes, str(run))])
    registry.accept(engine, events.body(*told))


def subject_of(engine: Engine, slug: str = SLUG, version: str = VERSION) -> Subject:
    """A release as the faces get it that tell where it comes from."""
    with reading(engine) as session:
        record, release = find.release(session, slug, version)
        return subject(session, record, release, SITE_ADDRESS, detailed=False, traced=True)


def written(engine: Engine, slug: str = SLUG, version: str = VERSION) -> dict[str, bytes]:
    """Those faces of a release, by file name."""
    about = subject_of(engine, slug, version)
    return {f"{slug}-{version}{BY_NAME[name].suffix}": BY_NAME[name].write(about) for name in FACES}
