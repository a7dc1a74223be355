"""The faces of the Cafcass Cymru release 2.0.0 as they should be, kept beside the tests, and of one made by runs.

`python -m tests.harvest.snapshots` writes them anew, for those who changed what they say and looked at the difference.
Digests are masked: they change with every word of the description, and other tests hold them to what they stand for.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

from catalogue.harvest.faces import FACES
from catalogue.harvest.subject import subject
from catalogue.packages.limits import limits_of
from catalogue.registry import Wish
from catalogue.registry.files import publish_paths
from catalogue.settings import SITE, load
from catalogue.store import find
from catalogue.store.engine import open_engine, reading
from tests.empty import lay_out
from tests.harvest import traced

FOLDERS = {name: Path(__file__).parent / f"{name}-2.0.0" for name in ("cafw", "derived")}
SITE_ADDRESS = "https://catalogue.example.org"
_DIGEST = re.compile(rb"\b[0-9a-f]{64}\b")


def masked(body: bytes) -> bytes:
    """A face without its digests."""
    return _DIGEST.sub(b"(digest)", body)


def written(data: Path) -> dict[str, bytes]:
    """Every face of the release, by file name. data: an empty folder."""
    settings = load({"CATALOGUE_DATA": str(data / "register")})
    engine = open_engine(settings.database_url)
    lay_out(engine)
    for part in ("codelists", "organisations", "packages/cafw"):
        shutil.copytree(SITE / "metadata" / part, data / "metadata" / part)
    publish_paths(engine, [data / "metadata"], limits_of(settings), Wish())
    with reading(engine) as session:
        record, release = find.release(session, "cafw", "2.0.0")
        bodies = {
            f"cafw-2.0.0{face.suffix}": face.write(
                subject(session, record, release, SITE_ADDRESS, detailed=face.detailed, traced=face.traced)
            )
            for face in FACES
        }
    engine.dispose()
    return bodies


def renew() -> None:
    """Write every snapshot anew."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(load({"CATALOGUE_DATA": folder}).database_url)
        lay_out(engine)
        traced.fill(engine)
        bodies = {"derived": traced.written(engine), "cafw": written(Path(folder) / "cafw")}
        engine.dispose()
    for name, faces in bodies.items():
        FOLDERS[name].mkdir(exist_ok=True)
        for file, body in faces.items():
            (FOLDERS[name] / file).write_bytes(masked(body))


if __name__ == "__main__":
    renew()
