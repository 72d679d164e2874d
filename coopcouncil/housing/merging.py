"""What a merge of two members means for homes: tenancies, waiting, services and what is owed.

These rows are superseded and never changed, so each gets another in its place that names the kept
member. Where that member holds the same thing already (a tenant twice of one home), nothing is
put in its place.
"""

from collections.abc import Sequence

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.housing.actions.recorded import supersede
from coopcouncil.housing.models import (
    ArrearsNote,
    Prospect,
    Recorded,
    Subscription,
    TenancyEnding,
    TenancyHolder,
)
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.members.duplicates.carrying import Carrying, Went
from coopcouncil.members.duplicates.models import Merge
from coopcouncil.organisations.models import Organisation


class ChangedSince(Refused):
    """What was carried over has become something else meanwhile."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "A tenancy, a place on the waiting list, a service or a note of what is owed that came "
            "with the merge has been changed since. Put that back first."
        )


def _another_row(model: type[Recorded]) -> Carrying:
    """How the rows of one table go over."""

    async def carry(org: Organisation, made: Merge, by: Person | None) -> Sequence[Went]:
        went: list[Went] = []
        for row in await model.known(org).filter(member_id=made.gone_id).order_by("id"):
            await supersede(row, clock.now())
            try:
                async with in_transaction():
                    copy = await _copied(org, row, made.kept_id, by)
            except IntegrityError:
                went.append((row.pk, None))
            else:
                went.append((row.pk, copy.pk))
        return went

    async def give_back(
        org: Organisation, made: Merge, went: Sequence[Went], by: Person | None
    ) -> None:
        for was, became in went:
            if became is not None:
                row = await model.one(org, id=became)
                if row.superseded_at is not None:
                    raise ChangedSince
                await supersede(row, clock.now())
            await _copied(org, await model.one(org, id=was), made.gone_id, by)

    return Carrying(carry, give_back)


async def _copied(org: Organisation, row: Recorded, member_id: int, by: Person | None) -> Recorded:
    kept = row._meta.db_fields - {"id", "organisation_id", "member_id", "recorded_at"}
    kept -= {"superseded_at", "recorded_by_id"}
    return await type(row).create(
        organisation=org,
        member_id=member_id,
        recorded_at=clock.now(),
        recorded_by=by,
        **{name: getattr(row, name) for name in kept},
    )


TABLES = {
    model._meta.db_table: _another_row(model)
    for model in (TenancyHolder, Prospect, TenancyEnding, Subscription, ArrearsNote)
}
"""By table, for `told.py`."""
