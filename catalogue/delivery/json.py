"""JSON as this site writes it: keys in the order given, UTF-8 as it is, one body for one content."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Flask, Response
from flask.json.provider import JSONProvider


class Writer(JSONProvider):
    """Flask's JSON through orjson: several times as quick, and exact about what it cannot write."""

    def dumps(self, obj: Any, **_options: Any) -> str:
        return orjson.dumps(obj).decode()

    def loads(self, s: str | bytes, **_options: Any) -> Any:
        return orjson.loads(s)

    def response(self, *args: Any, **kwargs: Any) -> Any:
        """An `application/json` answer."""
        body = orjson.dumps(self._prepare_response_obj(args, kwargs))
        return Response(body, mimetype="application/json")


def init_app(app: Flask) -> None:
    """Make this the application's JSON."""
    app.json = Writer(app)
