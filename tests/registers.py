"""What tests count in a register: rows of every table, so that something half-kept is seen."""

from __future__ import annotations

from sqlalchemy import Engine, func, select
from sqlmodel import SQLModel

from catalogue.store.engine import reading


def counts(engine: Engine) -> dict[str, int]:
    """How many rows each table has."""
    with reading(engine) as session:
        return {
            table.name: session.execute(select(func.count()).select_from(table)).scalar() or 0
            for table in SQLModel.metadata.sorted_tables
        }
