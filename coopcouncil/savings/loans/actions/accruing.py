"""Interest into the books: once a month for every loan that runs, and never twice."""

from datetime import date, timedelta

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.actions import post
from coopcouncil.ledger.kinds import PostingKind, Purpose
from coopcouncil.ledger.models import Posting
from coopcouncil.ledger.reads import account_for, has_books
from coopcouncil.ledger.rules import Line
from coopcouncil.organisations.kinds import LegalForm
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.loans.actions.collecting import ask_for_instalments
from coopcouncil.savings.loans.actions.deeds import charged_at, day_in_books, deed, told
from coopcouncil.savings.loans.kinds import State
from coopcouncil.savings.loans.models import Loan, LoanAccrual
from coopcouncil.savings.loans.reads import standings


async def accrue_month(org: Organisation, month: date, by: Person | None) -> Money:
    """Post every loan's interest up to the end of a month that is over; again does nothing."""
    first = month.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    last = following - timedelta(days=1)
    reference = f"loan-interest:{first:%Y-%m}"
    if following > clock.today():
        return Money(0)
    async with deed(org) as now:
        if await Posting.within(org).filter(reference=reference).exists():
            return Money(0)
        # A loan settled in the meantime has its interest in the books already.
        loans = await Loan.within(org).filter(state=State.RUNNING, paid_out_on__lte=last)
        at = await account_for(org, Purpose.LOANS)
        earned = await account_for(org, Purpose.LOAN_INTEREST)
        due = {
            one.loan.id: await charged_at(one.loan, following) - one.accrued
            for one in await standings(loans, following)
        }
        lines = [
            Line(at.id, due[one.id], member=one.member_id, note=f"Interest on loan {one.number}")
            for one in loans
            if due[one.id]
        ]
        total = sum(line.amount for line in lines)
        if not lines or not total:
            return Money(0)
        posting = await post(
            org,
            PostingKind.INTEREST,
            await day_in_books(org, last),
            f"Interest on loans, {first:%Y-%m}",
            [*lines, Line(earned.id, -total)],
            by,
            reference=reference,
        )
        await LoanAccrual.bulk_create(
            LoanAccrual(
                organisation_id=org.id,
                loan_id=one.id,
                to=last,
                amount=due[one.id],
                posting_id=posting.id,
                recorded_at=now,
            )
            for one in loans
            if due[one.id]
        )
        await told(org, by, "posted interest on loans", f"posting:{posting.id}", amount=total)
        return Money(total)


async def month_round() -> int:
    """For the worker: last month's interest, and the payments that fall due soon."""
    done = 0
    today = clock.today()
    before = today.replace(day=1) - timedelta(days=1)
    for org in await Organisation.filter(legal_form=LegalForm.CREDIT_UNION):
        if not await has_books(org) or not await Loan.within(org).exists():
            continue
        done += bool(await accrue_month(org, before, None))
        async with deed(org):
            done += await ask_for_instalments(org, today, None)
    return done
