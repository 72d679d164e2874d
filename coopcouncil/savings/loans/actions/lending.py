"""Signing and paying out."""

from datetime import date

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.reads import account_for
from coopcouncil.ledger.rules import Line, NotYet
from coopcouncil.members.models import Member
from coopcouncil.members.reads import members_behind
from coopcouncil.organisations.models import Organisation
from coopcouncil.payouts.actions.items import owe
from coopcouncil.payouts.actions.payees import payee_of
from coopcouncil.payouts.kinds import PayoutKind
from coopcouncil.payouts.models import PayoutItem
from coopcouncil.savings.actions.pledging import release
from coopcouncil.savings.loans.actions.attaching import attach
from coopcouncil.savings.loans.actions.deeds import (
    book,
    deed,
    fresh,
    place_of,
    rate_from,
    told,
)
from coopcouncil.savings.loans.kinds import Signing, State, Way
from coopcouncil.savings.loans.models import Loan, LoanAgreed, LoanEvent
from coopcouncil.savings.loans.reads import source_of, standing
from coopcouncil.savings.loans.reads_guarantors import all_have_agreed
from coopcouncil.savings.loans.rules.refusals import NotNow, NotYours, OfferTooOld
from coopcouncil.savings.loans.rules.replay import MoreThanOwed, What


async def sign(org: Organisation, loan: Loan, on: date, how: Signing, by: Person | None) -> None:
    """The member has signed the agreement."""
    async with deed(org):
        found = await fresh(org, loan, State.OFFERED)
        if on > clock.today():
            raise NotYet
        await _still_in_time(org, found, clock.today())
        await all_have_agreed(org, found)
        found.state, found.signed_on, found.signed_how = State.SIGNED, on, how
        await found.save(update_fields=["state", "signed_on", "signed_how"])
        await told(org, by, "recorded a signed loan agreement", f"loan:{found.id}", how=how.value)


async def pay_out(org: Organisation, loan: Loan, on: date, way: Way, by: Person | None) -> Loan:
    """The money goes to the member; a loan that this one replaces is paid off from it."""
    async with deed(org):
        found = await fresh(org, loan, State.SIGNED)
        await not_own(org, found, by)
        if on < found.lend_on:
            raise NotNow
        await _still_in_time(org, found, on)
        loans = await account_for(org, Purpose.LOANS)
        old, owed = None, 0
        if found.refinances_id is not None:
            old = await fresh(org, await Loan.one(org, id=found.refinances_id), State.RUNNING)
            owed = (await standing(old, on)).position.owed
            if owed > found.principal:
                raise MoreThanOwed(str(Money(owed)))
        by_run = way is Way.BANK and found.principal > owed
        # By a payment run interest begins on the day on which the bank has paid.
        parts = 0 if by_run else found.rate_parts
        await rate_from(org, found, on, parts, "Agreed rate", by)
        if old is not None and owed:
            await _refinance(org, old, found, on, owed, loans.id, by)
        if found.principal > owed:
            await _send(org, found, on, way, found.principal - owed, by)
        found.state = State.ON_ITS_WAY if by_run else State.RUNNING
        found.paid_out_on = on
        await found.save(update_fields=["state", "paid_out_on"])
        await attach(org, found, by)
        await told(org, by, "paid a loan out", f"loan:{found.id}", amount=found.principal)
        return found


async def _send(
    org: Organisation, loan: Loan, on: date, way: Way, pence: int, by: Person | None
) -> None:
    """Cash over the counter, or owed to the member until a payment run has paid it."""
    loans = await account_for(org, Purpose.LOANS)
    text = f"Loan {loan.number} paid out"
    if way is Way.CASH:
        other = Line(await place_of(org, Way.CASH), -pence)
    else:
        payable = await account_for(org, Purpose.PAYABLE_TO_MEMBERS)
        other = Line(payable.id, -pence, member=loan.member_id)
        payee = await payee_of(org, await Member.one(org, id=loan.member_id), by)
        await owe(org, payee, Money(pence), PayoutKind.LOAN, text, source=source_of(loan), by=by)
    lines = [Line(loans.id, pence, member=loan.member_id), other]
    await book(org, loan, on, What.PAID_OUT, way, pence, lines, text, by)


async def arrived(org: Organisation, item: PayoutItem) -> None:
    """Told by payouts: the bank has paid the loan out. From now on it bears interest."""
    loan = await fresh(org, await Loan.one(org, id=int(item.source.partition(":")[2])))
    if loan.state is State.ON_ITS_WAY and item.paid_on is not None:
        await rate_from(org, loan, item.paid_on, loan.rate_parts, "Paid by the bank", None)
        loan.state = State.RUNNING
        await loan.save(update_fields=["state"])


async def came_back(org: Organisation, item: PayoutItem) -> None:
    """Told by payouts: it did not reach the member after all. It bore no interest."""
    loan = await fresh(org, await Loan.one(org, id=int(item.source.partition(":")[2])))
    rates = await (
        LoanEvent.within(org).filter(loan_id=loan.id, what=What.RATE).order_by("-id").first()
    )
    if loan.state is State.RUNNING and rates is not None:
        await rate_from(org, loan, rates.on, 0, "Not paid by the bank", None)
        loan.state = State.ON_ITS_WAY
        await loan.save(update_fields=["state"])


async def _refinance(
    org: Organisation,
    old: Loan,
    new: Loan,
    on: date,
    owed: int,
    account: int,
    by: Person | None,
) -> None:
    """What the old loan still owes moves to the new one."""
    text = f"Loan {old.number} paid off by loan {new.number}"
    lines = [
        Line(account, owed, member=new.member_id, note=f"Loan {new.number}"),
        Line(account, -owed, member=old.member_id, note=f"Loan {old.number}"),
    ]
    event = await book(org, old, on, What.REFINANCED, Way.LOAN, owed, lines, text, by)
    await LoanEvent.create(
        organisation=org,
        loan=new,
        on=on,
        what=What.PAID_OUT,
        way=Way.LOAN,
        amount=owed,
        text=text,
        posting_id=event.posting_id,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    old.state, old.ended_on = State.SETTLED, on
    await old.save(update_fields=["state", "ended_on"])
    await release(org, source_of(old), by)


async def _still_in_time(org: Organisation, loan: Loan, on: date) -> None:
    agreed = await LoanAgreed.within(org).filter(loan_id=loan.id).order_by("-id").get_or_none()
    if agreed is None or date.fromisoformat(str(agreed.due[0][0])) <= on:
        raise OfferTooOld


async def not_own(org: Organisation, loan: Loan, by: Person | None) -> None:
    """An officer does nothing with a loan of their own."""
    if by is None:
        return
    if loan.member_id in await members_behind(by, org):
        raise NotYours
