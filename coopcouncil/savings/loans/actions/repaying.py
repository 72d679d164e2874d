"""Money that comes in: interest first, then principal; taken back where it was a slip."""

from datetime import date

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.actions import post
from coopcouncil.ledger.kinds import PostingKind, Purpose
from coopcouncil.ledger.models import Posting
from coopcouncil.ledger.reads import account_for, lines_of
from coopcouncil.ledger.rules import Line
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.models import Charge, Payment
from coopcouncil.payments.rules.refusals import TakenAlready
from coopcouncil.savings.actions.pledging import release
from coopcouncil.savings.loans.actions.collecting import settle_charges
from coopcouncil.savings.loans.actions.deeds import book, day_in_books, deed, fresh, place_of, told
from coopcouncil.savings.loans.actions.lending import not_own
from coopcouncil.savings.loans.kinds import State, Way
from coopcouncil.savings.loans.models import Loan, LoanEvent
from coopcouncil.savings.loans.reads import counted, rows_of, source_of, standing
from coopcouncil.savings.loans.rules.refusals import CannotTakeBack, NotWrittenOff
from coopcouncil.savings.loans.rules.replay import MONEY_IN, MoreThanOwed, NothingLent, What


async def repay(
    org: Organisation,
    loan: Loan,
    amount: Money,
    on: date,
    way: Way,
    by: Person | None,
    *,
    reference: str | None = None,
) -> LoanEvent:
    """The member pays, at the till or at the bank. The same `reference` again gives the first."""
    async with deed(org):
        if reference is not None:
            before = await LoanEvent.within(org).get_or_none(reference=reference)
            if before is not None:
                if (before.loan_id, before.amount) != (loan.id, amount.pence):
                    raise TakenAlready
                return before
        found = await fresh(org, loan, State.RUNNING)
        if way is Way.CASH:
            await not_own(org, found, by)
        made = await _take(
            org, found, amount.pence, on, way, await place_of(org, way), by, reference
        )
        await settle_charges(org, found, amount.pence, by)
        return made


async def _take(
    org: Organisation,
    loan: Loan,
    pence: int,
    on: date,
    way: Way,
    place: int,
    by: Person | None,
    reference: str | None,
) -> LoanEvent:
    if loan.paid_out_on is None or on < loan.paid_out_on:
        raise NothingLent
    now = await standing(loan, max(on, await _last_day(loan)))
    owed = min(now.position.owed, (await standing(loan, on)).position.owed)
    if pence > owed:
        raise MoreThanOwed(str(Money(owed)))
    loans = await account_for(org, Purpose.LOANS)
    debit = Line(place, pence, member=loan.member_id if way is Way.DIRECT_DEBIT else None)
    lines = [debit, Line(loans.id, -pence, member=loan.member_id)]
    made = await book(
        org,
        loan,
        on,
        What.REPAID,
        way,
        pence,
        lines,
        f"Payment of loan {loan.number}",
        by,
        reference=reference,
    )
    await told(org, by, "took a payment of a loan", f"loan:{loan.id}", amount=pence)
    await after_money(org, loan, max(on, await _last_day(loan)), by)
    return made


async def after_money(org: Organisation, loan: Loan, on: date, by: Person | None) -> None:
    """A loan on which nothing is owed is settled; one that owes again runs again."""
    at = (await standing(loan, on)).position
    if at.is_settled and loan.state is State.RUNNING:
        loan.state, loan.ended_on = State.SETTLED, on
        await release(org, source_of(loan), by)
    elif not at.is_settled and loan.state is State.SETTLED:
        loan.state, loan.ended_on = State.RUNNING, None
    else:
        return
    await loan.save(update_fields=["state", "ended_on"])


async def take_back(
    org: Organisation, event: LoanEvent, on: date, reason: str, by: Person | None
) -> LoanEvent:
    """A payment was a slip, or bounced: as if it had not been, from its own day on."""
    async with deed(org):
        loan = await fresh(org, await Loan.one(org, id=event.loan_id), State.RUNNING, State.SETTLED)
        await not_own(org, loan, by)
        rows = (await rows_of(org.id, [loan.id]))[loan.id]
        if event.id not in {row.id for row in counted(rows)} or event.what is not What.REPAID:
            raise CannotTakeBack
        if event.way in (Way.DIRECT_DEBIT, Way.SAVINGS):
            # What came by payments or from savings goes back by its own way.
            raise CannotTakeBack
        return await _reverse(org, loan, event, on, reason, by)


async def _reverse(
    org: Organisation, loan: Loan, event: LoanEvent, on: date, reason: str, by: Person | None
) -> LoanEvent:
    """Undo the money of an event; what its interest was is put right when interest is posted."""
    assert event.posting_id is not None
    loans = await account_for(org, Purpose.LOANS)
    posting = await Posting.one(org, id=event.posting_id)
    place = next(
        line for line in await lines_of(posting) if line.account != loans.id and line.amount > 0
    )
    lines = [
        Line(loans.id, event.amount, member=loan.member_id),
        Line(place.account, -event.amount, member=place.member),
    ]
    made = await post(
        org,
        PostingKind.LOAN,
        await day_in_books(org, on),
        reason or f"Payment of loan {loan.number} taken back",
        lines,
        by,
        settled_on=on,
    )
    reversal = await LoanEvent.create(
        organisation=org,
        loan=loan,
        on=event.on,
        what=event.what,
        way=event.way,
        amount=event.amount,
        text=reason,
        posting=made,
        reverses=event,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    await told(org, by, "took a payment of a loan back", f"loan:{loan.id}", amount=event.amount)
    await after_money(org, loan, max(on, await _last_day(loan)), by)
    return reversal


async def recover(
    org: Organisation,
    loan: Loan,
    amount: Money,
    on: date,
    way: Way,
    by: Person | None,
    *,
    reference: str | None = None,
) -> LoanEvent:
    """Something of what was written off comes after all. The same `reference` again gives the
    first."""
    async with deed(org):
        if reference is not None:
            before = await LoanEvent.within(org).get_or_none(reference=reference)
            if before is not None:
                if (before.loan_id, before.amount) != (loan.id, amount.pence):
                    raise TakenAlready
                return before
        found = await fresh(org, loan, State.WRITTEN_OFF)
        await not_own(org, found, by)
        at = (await standing(found)).position
        if amount.pence > at.written_off - at.recovered:
            raise NotWrittenOff
        bad = await account_for(org, Purpose.BAD_DEBTS)
        lines = [
            Line(await place_of(org, way), amount.pence),
            Line(bad.id, -amount.pence, member=found.member_id),
        ]
        text = f"Recovered of loan {found.number}"
        made = await book(
            org,
            found,
            on,
            What.RECOVERED,
            way,
            amount.pence,
            lines,
            text,
            by,
            reference=reference,
        )
        await told(org, by, "recovered part of a loan", f"loan:{found.id}", amount=amount.pence)
        return made


async def allocated(
    org: Organisation,
    charge: Charge,
    payment: Payment,
    part: Money,
    on: date,
    by: Person | None,
) -> None:
    """Told by payments: so much settled money was set against an instalment, or no longer is."""
    loan = await Loan.one(org, id=int((charge.source or "").split(":")[1]))
    # Whatever the method: the money stands to the member's credit on what members owe.
    owed_by = await account_for(org, Purpose.OWED_BY_MEMBERS)
    name = f"payment:{payment.id}:charge:{charge.id}"
    if part.pence > 0:
        count = await LoanEvent.within(org).filter(reference__startswith=f"{name}:").count()
        owed = (await standing(loan, on)).position.owed
        fits = min(part.pence, owed)
        if fits:
            await _take(
                org, loan, fits, on, Way.DIRECT_DEBIT, owed_by.id, by, f"{name}:{count + 1}"
            )
        return
    left = -part.pence
    rows = (await rows_of(org.id, [loan.id]))[loan.id]
    for event in reversed(counted(rows)):
        if left and (event.reference or "").startswith(f"{name}:"):
            await _reverse(org, loan, event, on, "", by)
            if event.amount > left:
                count = await LoanEvent.within(org).filter(reference__startswith=f"{name}:").count()
                await _take(
                    org,
                    loan,
                    event.amount - left,
                    event.on,
                    Way.DIRECT_DEBIT,
                    owed_by.id,
                    by,
                    f"{name}:{count + 1}",
                )
            left -= min(left, event.amount)


async def _last_day(loan: Loan) -> date:
    """The last day on which money of the loan moved, or was written down to have."""
    rows = counted((await rows_of(loan.organisation_id, [loan.id]))[loan.id])
    return max(
        (row.on for row in rows if row.what in (*MONEY_IN, What.WRITTEN_OFF)), default=loan.lend_on
    )
