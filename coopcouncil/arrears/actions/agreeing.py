"""Payment plans: agreed with the treasurer, ended by being kept or by a person."""

from datetime import date

from tortoise.expressions import F
from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.arrears.kinds import Ending
from coopcouncil.arrears.models import Arrangement, ArrangementCharge
from coopcouncil.arrears.reads import progress
from coopcouncil.arrears.rules.instalments import may_spread
from coopcouncil.arrears.rules.refusals import EndedAlready, HasAPlan
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.kinds import Interval
from coopcouncil.payments.lateness import CAN_BE_LATE
from coopcouncil.payments.models import Charge


async def due_charges(org: Organisation, member_id: int) -> list[Charge]:
    """What a member owes and should have paid by today, the oldest first."""
    found = Charge.within(org).filter(
        member_id=member_id,
        kind__in=list(CAN_BE_LATE),
        due_on__lte=clock.today(),
        amount__gt=F("paid") + F("relieved"),
    )
    return await found.order_by("due_on", "id")


async def agree(
    org: Organisation,
    member: Member,
    instalment: Money,
    interval: Interval,
    first_on: date,
    note: str,
    *,
    by: Person | None,
) -> Arrangement:
    """Spread all that is due today over instalments. What comes due later is paid as it comes."""
    async with in_transaction():
        await lock("ledger", org.id)
        if await Arrangement.within(org).filter(member_id=member.id, ended_on=None).exists():
            raise HasAPlan
        charges = await due_charges(org, member.id)
        total = sum(one.owed.pence for one in charges)
        may_spread(total, instalment.pence, first_on, clock.today())
        made = await Arrangement.create(
            organisation=org,
            member=member,
            total=total,
            instalment=instalment.pence,
            interval=interval,
            first_on=first_on,
            agreed_on=clock.today(),
            note=note,
            recorded_at=clock.now(),
            recorded_by=by,
        )
        for one in charges:
            await ArrangementCharge.create(
                organisation=org, arrangement=made, charge=one, amount=one.owed.pence
            )
        await _record(org, by, "agreed a payment plan", made)
    return made


async def end(
    org: Organisation, arrangement: Arrangement, ending: Ending, reason: str, *, by: Person | None
) -> None:
    """It no longer holds; what is left is owed as before."""
    async with in_transaction():
        await lock("ledger", org.id)
        arrangement = await Arrangement.one(org, id=arrangement.id)
        if arrangement.ended_on is not None:
            raise EndedAlready
        arrangement.ended_on, arrangement.ending = clock.today(), ending
        arrangement.end_reason = reason
        await arrangement.save(update_fields=["ended_on", "ending", "end_reason"])
        await _record(org, by, f"ended a payment plan: {ending.value}", arrangement)


async def end_those_kept(org: Organisation) -> int:
    """End every plan of which nothing is left to pay; how many."""
    ended = 0
    for arrangement in await Arrangement.within(org).filter(ended_on=None):
        if not (await progress(org, arrangement)).left:
            await end(org, arrangement, Ending.KEPT, "", by=None)
            ended += 1
    return ended


async def _record(
    org: Organisation, by: Person | None, verb: str, arrangement: Arrangement
) -> None:
    await audit.record(org.id, by.id if by else None, verb, f"arrangement:{arrangement.id}")
