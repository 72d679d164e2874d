"""Rows that hand-written SQL brings, as models: for the few paths that a vote goes.

found = await first(f"SELECT {columns(Session, 's')} FROM session s WHERE …", [token_hash])
session = as_model(Session, "s", found)
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from tortoise import connections
from tortoise.models import Model

M = TypeVar("M", bound=Model)


@cache
def columns(model: type[Model], alias: str) -> str:
    """Every column of the model's table, under names that join with others'.

    Not at import: the ORM learns the columns of foreign keys when it starts.
    """
    return ", ".join(f'{alias}."{name}" AS "{alias}.{name}"' for name in _names(model))


def as_model(model: type[M], alias: str, row: Mapping[str, Any]) -> M:
    """The model that the ORM itself would make of it."""
    return model._init_from_db(**{name: row[f"{alias}.{name}"] for name in _names(model)})


async def first(sql: str, values: Sequence[object]) -> dict[str, Any] | None:
    """The first row, if any."""
    rows = await connections.get("default").execute_query_dict(sql, list(values))
    return rows[0] if rows else None


@cache
def _names(model: type[Model]) -> tuple[str, ...]:
    assert model._meta._inited, f"{model.__name__} is asked before the ORM has started"
    return tuple(model._meta.fields_db_projection.values())
