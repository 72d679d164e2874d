"""`make migration name=…`: write down how the tables must change to follow the models.

The ORM's own `makemigrations` leaves a new table's constraints inside `CreateModel`, where
version 1.1.9 silently never makes them; here each becomes an operation of its own. By hand
remain: partial and expression indexes and triggers (`ops.RunSQL`), and `db_default=` for a new
column of a filled table. In a model's constraints name columns (`organisation_id`), not
relations.
"""

import asyncio
import re
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

from tortoise.fields import IntField
from tortoise.migrations.operations import AddConstraint, CreateModel, Operation

from coopcouncil.kernel.db import TORTOISE
from coopcouncil.kernel.db.upgrade import changes


async def write(name: str) -> Path | None:
    """The new file, or nothing where models and migrations agree."""
    if not re.fullmatch(r"[a-z][a-z0-9_]+", name):
        raise ValueError("call a migration as you would a function: name=nomination_withdrawal")
    for writer in await changes(TORTOISE):
        writer.name = f"{writer.name.split('_')[0]}_{name}"
        writer.operations = with_constraints(list(writer.operations))
        path = Path(writer.write())
        subprocess.run([sys.executable, "-m", "ruff", "format", "-q", str(path)], check=True)  # noqa: ASYNC221
        return path
    return None


def with_constraints(operations: list[Operation]) -> list[Operation]:
    """The same operations, with each new table's constraints as operations at the end."""
    added: list[Operation] = []
    for operation in operations:
        if isinstance(operation, CreateModel) and operation.options:
            for _name, field in operation.fields:
                # The ORM forgets to write down that a primary key is given and not counted up.
                if isinstance(field, IntField) and field.pk and not field.generated:
                    setattr(field, "deconstruct", partial(_not_counted, field))  # noqa: B010
            operation.options.pop("table_description", None)
            for constraint in operation.options.pop("constraints", ()):
                added.append(AddConstraint(operation.name, constraint))
    return [*operations, *added]


def _not_counted(field: IntField[int]) -> tuple[str, list[Any], dict[str, Any]]:
    path, arguments, options = IntField.deconstruct(field)
    return path, arguments, options | {"generated": False}


if __name__ == "__main__":
    try:
        made = asyncio.run(write(sys.argv[1] if len(sys.argv) > 1 else ""))
    except ValueError as trouble:
        sys.exit(f"{trouble}")
    print(f"Wrote {made}: read it." if made else "The models have not changed.")
