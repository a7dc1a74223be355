"""Files of the site. An address with the file's fingerprint may be kept for ever; one without is asked about again."""

from __future__ import annotations

import hashlib
import mimetypes
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from werkzeug.security import safe_join

from catalogue.delivery.validators import IMMUTABLE, REVALIDATE
from catalogue.errors import NotFoundError

FINGERPRINT_DIGITS = 12


@lru_cache(maxsize=256)
def _read(path: Path, _modified: int, _size: int) -> tuple[bytes, str]:
    body = path.read_bytes()
    return body, hashlib.sha256(body).hexdigest()[:FINGERPRINT_DIGITS]


def read(folder: Path, name: str) -> tuple[bytes, str]:
    """Bytes and fingerprint of a file in the folder. Raises NotFoundError for anything that is not one."""
    joined = safe_join(str(folder), name)
    try:
        # ValueError: a NUL in the name. OSError: not there, a folder, too long a name.
        path = Path(joined or folder).resolve(strict=True)
        status = path.stat()
        if path.is_relative_to(folder.resolve()):
            return _read(path, status.st_mtime_ns, status.st_size)
    except (OSError, ValueError):
        pass
    raise NotFoundError(f"There is no file {name[:200]!r} here.", remedy="Look at the page that led here.")


def init_app(app: Flask, folder: Path) -> None:
    """Serve the folder at /static/, and put fingerprints into addresses made by `url_for("static", …)`."""

    def serve(filename: str) -> Response:
        body, fingerprint = read(folder, filename)
        media_type = mimetypes.guess_type(filename)[0] or "application/octet-stream"
        response = Response(body, mimetype=media_type)
        response.headers["Cache-Control"] = IMMUTABLE if request.args.get("v") == fingerprint else REVALIDATE
        return response

    def add_fingerprint(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "filename" in values:
            values.setdefault("v", read(folder, str(values["filename"]))[1])

    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=serve)
    app.url_defaults(add_fingerprint)
