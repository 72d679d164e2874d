"""What else names a member: each table of a higher slice says what a merge means for it.

`REFERRING` is filled in `told.py`, in view. A table that is not in it refuses a merge as soon as
one of its rows names the number that would go: safe until somebody has thought about it.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from tortoise import Tortoise, connections
from tortoise.fields.relational import ForeignKeyFieldInstance

from coopcouncil.kernel.errors import Refused
from coopcouncil.members.duplicates.carrying import CARRYING
from coopcouncil.members.duplicates.refusals import BothHaveOne, RowsElsewhere
from coopcouncil.organisations.models import Organisation

# Asked with the organisation, the member who is kept and the one who goes; what it says speaks
# against the merge.
Objecting = Callable[[Organisation, int, int], Awaitable[Sequence[Refused]]]


async def stays(org: Organisation, kept: int, gone: int) -> Sequence[Refused]:
    """A record of what was: it keeps the number, and the number points to who was kept."""
    return ()


def only_one(table: str, column: str = "member_id") -> Objecting:
    """A table in which a member is named once: two such rows cannot become one member's."""

    async def asked(org: Organisation, kept: int, gone: int) -> Sequence[Refused]:
        both = await _is_named(table, [column], kept) and await _is_named(table, [column], gone)
        return [BothHaveOne(table)] if both else []

    return asked


REFERRING: dict[str, Objecting] = {}
"""By table: what speaks against a merge."""
_OWN = frozenset(
    {"register_change", "register_entry", "likeness", "likeness_key", "merge", "row_likeness"}
)


async def objections(org: Organisation, kept: int, gone: int) -> list[Refused]:
    """All that speaks against merging these two."""
    found: list[Refused] = []
    for table, columns in tables_naming_members().items():
        asked = REFERRING.get(table)
        if asked is not None:
            found += await asked(org, kept, gone)
        elif table in CARRYING:
            continue
        elif await _is_named(table, columns, gone):
            found.append(RowsElsewhere())
            break
    return found


def tables_naming_members() -> Mapping[str, Sequence[str]]:
    """Each table outside this slice that refers to a member, and its columns."""
    assert Tortoise.apps is not None
    found: dict[str, list[str]] = {}
    for model in Tortoise.apps["coopcouncil"].values():
        meta = model._meta
        if meta.db_table in _OWN:
            continue
        for name in sorted(meta.fk_fields | meta.o2o_fields):
            field = meta.fields_map[name]
            assert isinstance(field, ForeignKeyFieldInstance)
            if field.related_model._meta.db_table == "member":
                found.setdefault(meta.db_table, []).append(str(field.source_field))
    return dict(sorted(found.items()))


async def _is_named(table: str, columns: Sequence[str], member: int) -> bool:
    where = " OR ".join(f'"{column}" = $1' for column in columns)
    rows = await connections.get("default").execute_query_dict(
        f'SELECT 1 AS one FROM "{table}" WHERE {where} LIMIT 1',  # noqa: S608
        [member],
    )
    return bool(rows)
