"""The addresses of Marquez that clients read from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, Flask, Response, jsonify, request
from sqlmodel import Session

from catalogue.delivery.services import services
from catalogue.errors import InvalidRequestError
from catalogue.lineage.events import moment
from catalogue.protocols.marquez import names
from catalogue.protocols.marquez.graph import Around
from catalogue.protocols.marquez.reads import Reader
from catalogue.registry.lineage import rules_of
from catalogue.store import find
from catalogue.store.engine import reading
from catalogue.store.places import count_places, places, runs_of_job

marquez = Blueprint("marquez", __name__, url_prefix=f"{names.PREFIX}api/v1")
Facts = dict[str, Any]
LIMIT, MOST, DEPTH, MOST_DEPTH = 100, 1000, 20, 100
KINDS = {"dataset": "DATASET", "job": "JOB"}


def init_app(app: Flask) -> None:
    """Add the addresses, and read paths so that names may hold slashes."""
    app.url_map.converters["marquez"] = names.Name
    app.register_blueprint(marquez)
    app.wsgi_app = names.Paths(app.wsgi_app)  # type: ignore[method-assign]


@contextmanager
def _read() -> Iterator[tuple[Session, Reader]]:
    settings = services().settings
    with reading(services().engine) as session:
        yield session, Reader(session, rules_of(settings), settings.base_url)


def _whole(name: str, default: int, most: int) -> int:
    """A whole number of the query from 0 on; more than the most counts as that."""
    text = request.args.get(name, str(default))
    if not text.isdecimal() or not text.isascii() or len(text) > 9:  # noqa: PLR2004 - longer ones are no numbers of things
        raise InvalidRequestError(f"{name} is {text[:40]!r}.", remedy=f"Give a whole number from 0 to {most}.")
    return min(int(text), most)


def _span() -> tuple[int, int]:
    return _whole("limit", LIMIT, MOST), _whole("offset", 0, 10**9)


def _moment(name: str) -> str:
    text = request.args.get(name, "")
    found = moment(text) if text else ""
    if text and not found:
        raise InvalidRequestError(f"{name} is {text[:40]!r}.", remedy="Give a time such as 2024-06-26T09:30:00Z.")
    return found


@marquez.get("/namespaces")
def namespaces() -> Response:
    """All namespaces."""
    limit, offset = _span()
    with _read() as (_, reader):
        return jsonify({"namespaces": reader.namespaces()[offset : offset + limit]})


@marquez.get("/namespaces/<marquez:namespace>")
def namespace(namespace: str) -> Response:
    """One namespace."""
    with _read() as (_, reader):
        return jsonify(reader.namespace(namespace))


@marquez.get("/namespaces/<marquez:namespace>/jobs")
def jobs(namespace: str) -> Response:
    """The jobs of a namespace."""
    limit, offset = _span()
    with _read() as (_, reader):
        found = reader.jobs(namespace)
        return jsonify({"jobs": reader.told_jobs(found[offset : offset + limit]), "totalCount": len(found)})


@marquez.get("/namespaces/<marquez:namespace>/jobs/<marquez:job>")
def job(namespace: str, job: str) -> Response:
    """One job."""
    with _read() as (_, reader):
        return jsonify(reader.told_jobs(reader.jobs(namespace, job)[:1])[0])


@marquez.get("/namespaces/<marquez:namespace>/jobs/<marquez:job>/runs")
def runs(namespace: str, job: str) -> Response:
    """The runs of a job, newest first."""
    limit, offset = _span()
    with _read() as (session, reader):
        found = reader.jobs(namespace, job)[0]
        told = reader.told_runs(runs_of_job(session, found.id, limit, offset))
        return jsonify({"runs": told, "totalCount": found.runs})


@marquez.get("/namespaces/<marquez:namespace>/datasets")
def datasets(namespace: str) -> Response:
    """The datasets of a namespace."""
    limit, offset = _span()
    with _read() as (session, reader):
        spaces = reader.raw_namespaces(namespace)
        told = reader.told_places(places(session, spaces, limit, offset))
        return jsonify({"datasets": told, "totalCount": count_places(session, spaces)})


@marquez.get("/namespaces/<marquez:namespace>/datasets/<marquez:dataset>")
def dataset(namespace: str, dataset: str) -> Response:
    """One dataset."""
    with _read() as (_, reader):
        return jsonify(reader.told_places([reader.place(namespace, dataset)])[0])


@marquez.get("/namespaces/<marquez:namespace>/datasets/<marquez:dataset>/versions")
def versions(namespace: str, dataset: str) -> Response:
    """The versions of a dataset, newest first."""
    limit, offset = _span()
    with _read() as (_, reader):
        found, total = reader.versions(reader.place(namespace, dataset), limit, offset)
        return jsonify({"versions": found, "totalCount": total})


@marquez.get("/namespaces/<marquez:namespace>/datasets/<marquez:dataset>/versions/<marquez:version>")
def version(namespace: str, dataset: str, version: str) -> Response:
    """One version of a dataset."""
    with _read() as (_, reader):
        return jsonify(reader.version(reader.place(namespace, dataset), version))


@marquez.get("/jobs/runs/<uuid>")
def run(uuid: str) -> Response:
    """One run."""
    with _read() as (session, reader):
        return jsonify(reader.told_runs([find.run(session, uuid)])[0])


@marquez.get("/lineage")
def lineage() -> Response:
    """The graph around a job or a dataset."""
    with _read() as (session, reader):
        return jsonify(Around(session, reader).of(request.args.get("nodeId", ""), _whole("depth", DEPTH, MOST_DEPTH)))


@marquez.get("/search")
def search() -> Response:
    """Jobs and datasets with some text in their names."""
    words, kind = request.args.get("q", ""), request.args.get("filter", "").lower()
    if not words or (kind and kind not in KINDS):
        raise InvalidRequestError("q is empty, or filter is neither.", remedy="Give q; filter is `dataset` or `job`.")
    limit, _ = _span()
    with _read() as (_, reader):
        found = [one for one in reader.search(words) if KINDS.get(kind, one[0]) == one[0]]
    if request.args.get("sort", "").lower() in {"update_at", "updated_at"}:
        found.sort(key=lambda one: one[2], reverse=True)
    results = [
        {
            "type": type_,
            **name,
            "updatedAt": last or None,
            "nodeId": names.node_id(type_.lower(), name["namespace"], name["name"]),
        }
        for type_, name, last in found[:limit]
    ]
    return jsonify({"totalCount": len(found), "results": results})


@marquez.get("/events/lineage")
@marquez.get("/events")
def events() -> Response:
    """What is public of runs, newest first: one event a run, the one that says everything."""
    return _events(None)


@marquez.get("/events/<marquez:namespace>")
def events_of(namespace: str) -> Response:
    """The same of the jobs of a namespace."""
    return _events(namespace)


def _events(namespace: str | None) -> Response:
    limit, offset = _span()
    with _read() as (_, reader):
        found, total = reader.events(namespace, limit, offset, (_moment("after"), _moment("before")))
    return jsonify({"events": found, "totalCount": total})
