"""Alembic's environment: always online, on the connection that `catalogue.store.schema` hands over."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

import catalogue.model  # noqa: F401 - registers the tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
)
context.run_migrations()
