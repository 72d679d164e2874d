"""What hangs on a number that goes is carried over to the number that stays, and brought back.

`CARRYING` is filled in `told.py`, in view: for each table of a higher slice what carrying means.
Rows that say who somebody is now (a job, a learner, a seat) simply name the other number; rows
that are never changed get another row in their place. Which rows went is written down.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tortoise import connections

from coopcouncil.accounts.models import Person
from coopcouncil.members.duplicates.models import Merge, MergeCarried
from coopcouncil.members.models import ChangeSet
from coopcouncil.organisations.models import Organisation

Went: TypeAlias = tuple[int, int | None]
"""A row that was carried over, and the row that took its place where there is one."""

Carry = Callable[[Organisation, Merge, Person | None], Awaitable[Sequence[Went]]]
GiveBack = Callable[[Organisation, Merge, Sequence[Went], Person | None], Awaitable[None]]


@dataclass(frozen=True)
class Carrying:
    """How the rows of a table go over to the number that stays, and come back."""

    carry: Carry
    give_back: GiveBack


FIGURES = "change_set"

CARRYING: dict[str, Carrying] = {}
"""By table: how its rows are carried over. A table may object besides (`referring.REFERRING`)."""


async def carry_over(org: Organisation, made: Merge, by: Person | None) -> None:
    """Carry everything over that hangs on the number that goes, and write down what went."""
    for table, how in CARRYING.items():
        for row, became in await how.carry(org, made, by):
            await MergeCarried.create(
                organisation=org, merge=made, table=table, row=row, became=became
            )
    # The register's lock is held: every change-set since the merge's own is of this carrying.
    since = ChangeSet.within(org).filter(id__gt=made.change_set_id).order_by("id")
    for change_set in await since:
        await MergeCarried.create(
            organisation=org, merge=made, table=FIGURES, row=change_set.id, became=None
        )


async def change_sets_of(org: Organisation, made: Merge) -> list[int]:
    """The change-sets besides the merge's own that its carrying made, the last first."""
    rows = MergeCarried.within(org).filter(merge_id=made.id, table=FIGURES).order_by("-id")
    return [row.row for row in await rows]


async def bring_back(org: Organisation, made: Merge, by: Person | None) -> None:
    """Bring back what a merge carried over, the last first."""
    for table, how in reversed(CARRYING.items()):
        rows = await MergeCarried.within(org).filter(merge_id=made.id, table=table).order_by("-id")
        if rows:
            await how.give_back(org, made, [(row.row, row.became) for row in rows], by)


def names_the_other(table: str, column: str = "member_id") -> Carrying:
    """Rows that say what is so now: they name the number that stays instead.

    Only rows that still name it come back: one that somebody gave to a third stays there.
    """

    async def carry(org: Organisation, made: Merge, by: Person | None) -> Sequence[Went]:
        rows = await connections.get("default").execute_query_dict(
            f'UPDATE "{table}" SET "{column}" = $1 WHERE "{column}" = $2 '  # noqa: S608
            "AND organisation_id = $3 RETURNING id",
            [made.kept_id, made.gone_id, org.id],
        )
        return sorted((int(row["id"]), None) for row in rows)

    async def give_back(
        org: Organisation, made: Merge, went: Sequence[Went], by: Person | None
    ) -> None:
        await connections.get("default").execute_query(
            f'UPDATE "{table}" SET "{column}" = $1 WHERE "{column}" = $2 '  # noqa: S608
            "AND organisation_id = $3 AND id = ANY($4::bigint[])",
            [made.gone_id, made.kept_id, org.id, [row for row, _became in went]],
        )

    return Carrying(carry, give_back)
