"""Reading balances in from the core system."""

from datetime import datetime

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.db import lock
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.actions.setting import record
from coopcouncil.savings.core.models import CoreBalance, CoreReading
from coopcouncil.savings.core.reads import latest
from coopcouncil.savings.core.rules import OfTheFuture, OlderReading, UnknownSaver, read
from coopcouncil.savings.juniors.models import JuniorSaver
from coopcouncil.savings.kinds import Mode
from coopcouncil.savings.reads import mode_of
from coopcouncil.savings.rules.refusals import NotBesideCore

PIECE = 2_000


async def read_in(
    org: Organisation, data: bytes, file_name: str, as_at: datetime, by: Person | None
) -> CoreReading:
    """The whole file, or nothing of it."""
    lines = read(data)
    if as_at > clock.now():
        raise OfTheFuture
    async with in_transaction():
        await lock("core-reading", org.id)
        if await mode_of(org) is not Mode.BESIDE_CORE:
            raise NotBesideCore
        before = await latest(org)
        if before is not None and before.as_at >= as_at:
            raise OlderReading
        wanted = {line.saver for line in lines}
        members = {
            one.number: one.id for one in await Member.within(org).filter(number__in=list(wanted))
        }
        juniors = {f"J{one.number}": one.id for one in await JuniorSaver.within(org)}
        for line in lines:
            if line.saver not in members and line.saver not in juniors:
                raise UnknownSaver(line.saver)
        made = await CoreReading.create(
            organisation=org,
            as_at=as_at,
            file_name=file_name[:200],
            lines=len(lines),
            total=sum(line.pence for line in lines),
            recorded_at=clock.now(),
            recorded_by=by,
        )
        await CoreBalance.bulk_create(
            [
                CoreBalance(
                    organisation=org,
                    reading=made,
                    account=line.account,
                    product=line.product,
                    member_id=members.get(line.saver),
                    junior_id=None if line.saver in members else juniors[line.saver],
                    balance=line.pence,
                )
                for line in lines
            ],
            batch_size=PIECE,
        )
        # What was read before is only a picture of a picture: the last two are kept.
        old = await CoreReading.within(org).order_by("-as_at").offset(2)
        for one in old:
            await one.delete()
        await record(org, by, "read in balances", f"core-reading:{made.id}", lines=len(lines))
    return made
