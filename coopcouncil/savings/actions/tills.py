"""A teller's day at the till."""

from collections.abc import Mapping

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.actions import post
from coopcouncil.ledger.kinds import PostingKind, Purpose
from coopcouncil.ledger.models import Posting
from coopcouncil.ledger.reads import account_for
from coopcouncil.ledger.rules import Line
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.actions.cash import cash_in
from coopcouncil.savings.actions.setting import record
from coopcouncil.savings.models import TillDay
from coopcouncil.savings.reads import must_be_the_book
from coopcouncil.savings.rules.accounts import LARGEST
from coopcouncil.savings.rules.refusals import NoAmount, TillCounted, TillOpenAlready
from coopcouncil.savings.rules.till import counted, may_close


async def open_till(org: Organisation, opening_float: Money, by: Person) -> TillDay:
    """Begin the day with a float that the teller counted."""
    if not 0 <= opening_float.pence < LARGEST:
        raise NoAmount
    async with in_transaction():
        await lock("ledger", org.id)
        await must_be_the_book(org)
        if await TillDay.within(org).filter(teller_id=by.id, on=clock.today()).exists():
            raise TillOpenAlready
        made = await TillDay.create(
            organisation=org,
            teller=by,
            on=clock.today(),
            opening_float=opening_float.pence,
            opened_at=clock.now(),
        )
        await record(org, by, "opened a till", f"till:{made.id}")
    return made


async def close_till(
    org: Organisation, till: TillDay, pieces: Mapping[int, int], note: str, by: Person
) -> TillDay:
    """End the day with a count; what is missing or too much is posted."""
    async with in_transaction():
        await lock("ledger", org.id)
        found = await TillDay.one(org, id=till.id, teller_id=by.id)
        if found.closed_at is not None:
            raise TillCounted
        total, expected = counted(pieces), await cash_in(found)
        may_close(total, expected.pence, note)
        found.posting = await _difference(org, total - expected.pence, note, by)
        found.counted = {str(worth): number for worth, number in pieces.items() if number}
        found.counted_total, found.expected_total = total, expected.pence
        found.note, found.closed_at = note[:300], clock.now()
        await found.save()
        await record(org, by, "counted a till", f"till:{found.id}")
    return found


async def _difference(org: Organisation, pence: int, note: str, by: Person) -> Posting | None:
    if not pence:
        return None
    cash = await account_for(org, Purpose.CASH)
    over_and_short = await account_for(org, Purpose.CASH_DIFFERENCES)
    lines = [Line(cash.id, pence), Line(over_and_short.id, -pence)]
    return await post(org, PostingKind.MANUAL, clock.today(), note[:300], lines, by)
