"""Mandates: recorded from a signed form, ended by the member, the organisation or a bank."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.sealing import seal
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions.receiving import fail
from coopcouncil.payments.bacs.actions.telling import tell_mandate
from coopcouncil.payments.bacs.kinds import FileState, LineState, MandateState
from coopcouncil.payments.bacs.models import MANDATE, BacsLine, BacsMandate
from coopcouncil.payments.bacs.rules import HasMandate, MandateOver, SameAccount
from coopcouncil.payments.kinds import FailureReason
from coopcouncil.payments.models import Payment
from coopcouncil.payouts.rules.details import BankDetails

LIVING = (MandateState.NEW, MandateState.LODGED, MandateState.ACTIVE)


@asynccontextmanager
async def bacs_lock(org: Organisation) -> AsyncIterator[None]:
    """A transaction that has the books first, since money moves in it, and then Bacs."""
    async with in_transaction():
        await lock("ledger", org.id)
        await lock("bacs", org.id)
        yield


async def record_mandate(
    org: Organisation, member: Member, bank: BankDetails, signed_on: date, by: Person | None
) -> BacsMandate:
    """A member has signed an instruction to the bank. The next file lodges it."""
    async with bacs_lock(org):
        own = BacsMandate.within(org)
        if await own.filter(member_id=member.id, state__in=LIVING).exists():
            raise HasMandate
        last = await own.order_by("-id").first()
        number = int(last.reference[2:]) + 1 if last else 1
        made = await BacsMandate.create(
            organisation=org,
            member=member,
            reference=f"DD{number:08d}",
            account_name=bank.name,
            sealed=seal(bank.plain, MANDATE, f"{org.id}:{member.id}"),
            last_four=bank.account_number[-4:],
            signed_on=signed_on,
            recorded_at=clock.now(),
            recorded_by=by,
        )
        await record(org, by, "recorded a Direct Debit mandate", made)
    return made


async def change_account(
    org: Organisation, mandate: BacsMandate, bank: BankDetails, by: Person | None
) -> BacsMandate:
    """The payer has another account: the old instruction ends at its bank, and a new one is
    lodged. What was planned by the old one is owed as before, and announced anew."""
    async with bacs_lock(org):
        found = await BacsMandate.one(org, id=mandate.id)
        if found.state not in LIVING:
            raise MandateOver
        if found.bank.plain == bank.plain:
            raise SameAccount
        await end(org, found, "Another account", by, tell_bank=found.state is not MandateState.NEW)
        member = await Member.one(org, id=found.member_id)
        made = await record_mandate(org, member, bank, clock.today(), by)
        await tell_mandate(org, made, has_ended=False)
    return made


async def end_own_mandate(org: Organisation, mandate: BacsMandate, by: Person | None) -> None:
    """The member ends it themselves, and is told so: by whoever reads their mail."""
    async with bacs_lock(org):
        await end_mandate(org, mandate, "Ended by the member", by)
        await tell_mandate(org, await BacsMandate.one(org, id=mandate.id), has_ended=True)


async def end_mandate(
    org: Organisation, mandate: BacsMandate, because: str, by: Person | None
) -> None:
    """Nothing more is collected by it; its bank is told with the next file."""
    async with bacs_lock(org):
        found = await BacsMandate.one(org, id=mandate.id)
        await end(org, found, because, by, tell_bank=found.state is not MandateState.NEW)


async def end(
    org: Organisation,
    mandate: BacsMandate,
    because: str,
    by: Person | None,
    *,
    tell_bank: bool,
    state: MandateState = MandateState.ENDED,
) -> None:
    """Inside a transaction that holds Bacs' lock: what was planned by it is given up."""
    if mandate.state not in LIVING:
        raise MandateOver
    mandate.state, mandate.ended_on = state, clock.today()
    mandate.ended_because, mandate.tell_bank = because[:200], tell_bank
    await mandate.save()
    planned = BacsLine.within(org).filter(mandate_id=mandate.id, state=LineState.PLANNED)
    for line in await planned.filter(file__state=FileState.MADE):
        line.state = LineState.DROPPED
        await line.save(update_fields=["state"])
        if line.payment_id is not None:
            payment = await Payment.one(org, id=line.payment_id)
            await fail(payment, FailureReason.MANDATE_CANCELLED, clock.today())
    await record(org, by, f"a Direct Debit mandate is {state.value}", mandate)


async def record(org: Organisation, by: Person | None, verb: str, mandate: BacsMandate) -> None:
    """One line of the organisation's record."""
    await audit.record(org.id, by.id if by else None, verb, f"bacs-mandate:{mandate.id}")
