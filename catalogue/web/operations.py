"""For those who run the site: is it alive, is it ready, how does it do."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from sqlalchemy.exc import SQLAlchemyError

from catalogue.audit.signing import refused
from catalogue.delivery.services import services
from catalogue.errors import StoreError
from catalogue.settings import VERSION
from catalogue.store import heads, journal, schema
from catalogue.store.engine import reading
from catalogue.store.releases import all_datasets

blueprint = Blueprint("operations", __name__)
NEVER_KEPT = "no-store"


def _unkept(response: Response) -> Response:
    response.headers["Cache-Control"] = NEVER_KEPT
    return response


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process answers. Looks at nothing else."""
    return _unkept(jsonify({"alive": True, "version": VERSION}))


@blueprint.get("/readyz")
def readyz() -> Response:
    """Whether requests can be served: database and index are there. Lag is told, and is no reason to be unready.

    head: last journal serial. indexed: serial that the index stands for. lag: serials between them.
    backlog: changes that wait in the outbox. signed: serial of the newest signed head, or null. unsigned: why the
    journal is not signed any more, or null. 503 with `reason` when not ready.
    """
    engine = services().engine
    try:
        schema.require_current(engine)
        with reading(engine) as session:
            head, backlog = journal.head(session).serial, journal.backlog(session)
            signed = heads.newest(session)
    except (SQLAlchemyError, StoreError) as error:
        reason = error.detail if isinstance(error, StoreError) else "The database cannot be read."
        return _unready({"ready": False, "reason": reason})
    indexed = services().index.serial()
    body = {
        "ready": indexed is not None,
        "head": head,
        "indexed": indexed,
        "lag": None if indexed is None else max(0, head - indexed),
        "backlog": backlog,
        "signed": None if signed is None else signed.serial,
        "unsigned": refused(services().settings.data) or None,
    }
    if indexed is None:
        return _unready({**body, "reason": "There is no search index yet; the worker builds it."})
    return _unkept(jsonify(body))


def _unready(body: dict[str, object]) -> Response:
    response = _unkept(jsonify(body))
    response.status_code = 503
    return response


@blueprint.get("/metrics")
def metrics() -> Response:
    """Figures for Prometheus, all read from the register at the moment of asking."""
    with reading(services().engine) as session:
        head, backlog = journal.head(session).serial, journal.backlog(session)
        datasets, signed = all_datasets(session), heads.newest(session)
    releases = [release for dataset in datasets for release in dataset.releases]
    indexed = services().index.serial()
    figures = {
        "journal_serial": ("Serial of the last journal entry.", head),
        "indexed_serial": ("Journal serial that the search index stands for; -1 without an index.", _or(indexed, -1)),
        "index_lag": ("Journal entries that the search index has not taken in.", max(0, head - (indexed or 0))),
        "outbox_backlog": ("Changes that wait in the outbox.", backlog),
        "signed_serial": ("Journal serial of the newest signed head; -1 without one.", signed.serial if signed else -1),
        "signing_refused": (
            "1 while the journal is not signed, because it is not what was signed before.",
            int(bool(refused(services().settings.data))),
        ),
        "datasets": ("Datasets.", len(datasets)),
        "releases": ("Releases, withdrawn ones included.", len(releases)),
        "releases_withdrawn": ("Withdrawn releases.", sum(1 for release in releases if release.withdrawn)),
    }
    registry = CollectorRegistry()
    for name, (meaning, value) in figures.items():
        Gauge(f"catalogue_{name}", meaning, registry=registry).set(value)
    return _unkept(Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST))


def _or(value: int | None, absent: int) -> int:
    return absent if value is None else value
