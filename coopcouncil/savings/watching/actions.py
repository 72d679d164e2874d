"""Quiet accounts, and returns that were sent."""

from dataclasses import dataclass
from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.db import lock
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.savings.actions.moving import wake
from coopcouncil.savings.actions.setting import record
from coopcouncil.savings.kinds import Reached, Return
from coopcouncil.savings.models import SavingsAccount
from coopcouncil.savings.reads import dormant_ids, last_act
from coopcouncil.savings.watching.models import ContactAttempt, Dormancy, ReturnSent
from coopcouncil.savings.watching.rules import (
    SentAlready,
    may_be_dormant,
    quiet_since,
)


@dataclass(frozen=True)
class Quiet:
    """An account that nobody looks after: since when, and how often one tried."""

    account: SavingsAccount
    last_act: date
    tried: int


async def quiet_accounts(org: Organisation) -> list[Quiet]:
    """Those that the rules call dormant by their age, and that are not yet."""
    rules = (await rulebook_on(org, clock.today())).rules
    today, acts, dormant = clock.today(), await last_act(org), await dormant_ids(org)
    ids = [
        one
        for one, day in acts.items()
        if one not in dormant and today >= quiet_since(day, rules.dormant_months)
    ]
    found = SavingsAccount.within(org).filter(id__in=ids).select_related("product")
    tried = await _tried(org, acts)
    return [
        Quiet(one, acts[one.id], tried.get(one.id, 0)) for one in await found.order_by("number")
    ]


async def record_attempt(
    org: Organisation,
    account: SavingsAccount,
    on: date,
    how: str,
    reached: Reached,
    by: Person | None,
) -> ContactAttempt:
    """One tried to reach the saver; an answer wakes the account."""
    async with in_transaction():
        made = await ContactAttempt.create(
            organisation=org,
            account=account,
            on=on,
            how=how[:200],
            reached=reached,
            recorded_at=clock.now(),
            recorded_by=by,
        )
        if reached is Reached.ANSWERED:
            await wake(org, account, by)
        subject = f"savings-account:{account.id}"
        await record(org, by, f"tried to reach a saver: {reached.value}", subject)
    return made


async def make_dormant(org: Organisation, account: SavingsAccount, by: Person | None) -> Dormancy:
    """The rules call it dormant. Its balance stays as it is: there is no fee."""
    async with in_transaction():
        await lock("ledger", org.id)
        rules = (await rulebook_on(org, clock.today())).rules
        acts = await last_act(org)
        tried = await _tried(org, acts)
        may_be_dormant(
            acts.get(account.id, clock.today()),
            clock.today(),
            rules.dormant_months,
            tried.get(account.id, 0),
            rules.dormant_attempts,
            account.id in await dormant_ids(org),
        )
        made = await Dormancy.create(
            organisation=org,
            account=account,
            since=clock.today(),
            recorded_at=clock.now(),
            recorded_by=by,
        )
        await record(org, by, "made an account dormant", f"savings-account:{account.id}")
    return made


async def record_sent(
    org: Organisation, kind: Return, to: date, on: date, reference: str, by: Person | None
) -> ReturnSent:
    """A return went to the regulator."""
    async with in_transaction():
        await lock("returns", org.id)
        if await ReturnSent.within(org).filter(kind=kind, period_end=to).exists():
            raise SentAlready
        made = await ReturnSent.create(
            organisation=org,
            kind=kind,
            period_end=to,
            sent_on=on,
            reference=reference,
            recorded_at=clock.now(),
            recorded_by=by,
        )
        await record(org, by, f"sent a return: {kind.value}", f"savings-return:{made.id}")
    return made


async def _tried(org: Organisation, acts: dict[int, date]) -> dict[int, int]:
    """How often one tried in vain since the saver last did something."""
    found: dict[int, int] = {}
    for one in await ContactAttempt.within(org).filter(reached=Reached.TRIED):
        if one.on >= acts.get(one.account_id, date.min):
            found[one.account_id] = found.get(one.account_id, 0) + 1
    return found
