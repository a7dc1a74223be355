"""Empty registers for tests: the migrations run once for a process, and every further register is a copy of the first.

That migrations lead where they should is tested in `tests/store/test_schema.py`, on registers that they made.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy import Engine

from catalogue.store.engine import open_engine
from catalogue.store.schema import upgrade


def lay_out(engine: Engine) -> None:
    """Give a register that holds nothing yet its tables. One on PostgreSQL is migrated, as there is no file to copy."""
    place = Path(engine.url.database or "")
    if engine.dialect.name == "sqlite" and not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(_empty())
    else:
        upgrade(engine)


@cache
def _empty() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "register.db"
        engine = open_engine(f"sqlite:///{place}")
        upgrade(engine)
        # The last connection that closes leaves all in one file.
        engine.dispose()
        return place.read_bytes()
