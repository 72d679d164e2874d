"""What every deed of loans shares: the lock, the accounts, the audit."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.ledger.actions import post
from coopcouncil.ledger.kinds import PostingKind, Purpose
from coopcouncil.ledger.models import Posting
from coopcouncil.ledger.reads import account_for, closed_to
from coopcouncil.ledger.rules import Line, NotYet
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.loans.kinds import State, Way
from coopcouncil.savings.loans.models import Loan, LoanAccrual, LoanEvent
from coopcouncil.savings.loans.reads import Standing, standing
from coopcouncil.savings.loans.rules.refusals import NotNow
from coopcouncil.savings.loans.rules.replay import What


@asynccontextmanager
async def deed(org: Organisation) -> AsyncIterator[datetime]:
    """One transaction under the lock of the books: two tabs take turns."""
    async with in_transaction():
        await lock("ledger", org.id)
        yield clock.now()


async def told(
    org: Organisation, by: Person | None, verb: str, subject: str, **facts: object
) -> None:
    """Write the deed into the organisation's record."""
    await audit.record(org.id, by.id if by else None, verb, subject, **facts)


async def fresh(org: Organisation, loan: Loan, *states: State) -> Loan:
    """The loan as it is under the lock, refused where it is in none of these states."""
    found = await Loan.one(org, id=loan.id)
    if states and found.state not in states:
        raise NotNow
    return found


_PLACES = {
    Way.CASH: Purpose.CASH,
    Way.BANK: Purpose.BANK,
    Way.PAYROLL: Purpose.BANK,
    Way.DIRECT_DEBIT: Purpose.OWED_BY_MEMBERS,
}
"""Where money of a loan comes to or leaves from. What a member’s Direct Debit brings stands to
their credit on what members owe, until it is set against the loan."""


async def place_of(org: Organisation, way: Way) -> int:
    """The account that money comes to by this way."""
    found = await account_for(org, _PLACES[way])
    return int(found.id)


async def book(
    org: Organisation,
    loan: Loan,
    on: date,
    what: What,
    way: Way,
    amount: int,
    lines: Sequence[Line],
    text: str,
    by: Person | None,
    *,
    kind: PostingKind = PostingKind.LOAN,
    reference: str | None = None,
    accrue: bool = True,
) -> LoanEvent:
    """Write one event with its posting, and post the interest up to that day along with it."""
    if on > clock.today():
        raise NotYet
    before = await standing(loan, on)
    interest = await _interest(before, on) if accrue else 0
    interest_lines = await interest_between(org, loan, interest)
    posted_on = await day_in_books(org, on)
    posting = await post(org, kind, posted_on, text, [*lines, *interest_lines], by, settled_on=on)
    if interest:
        await _accrued(org, loan, on, interest, posting)
    return await LoanEvent.create(
        organisation=org,
        loan=loan,
        on=on,
        what=what,
        way=way,
        amount=amount,
        reference=reference,
        text=text,
        posting=posting,
        recorded_at=clock.now(),
        recorded_by=by,
    )


async def accrue_to(org: Organisation, loan: Loan, on: date, by: Person | None) -> None:
    """Post the interest up to a day by itself."""
    interest = await _interest(await standing(loan, on), on)
    lines = await interest_between(org, loan, interest)
    if lines:
        text = f"Interest on loan {loan.number}"
        day = await day_in_books(org, on)
        posting = await post(org, PostingKind.INTEREST, day, text, lines, by)
        await _accrued(org, loan, on, interest, posting)


async def interest_between(org: Organisation, loan: Loan, interest: int) -> list[Line]:
    """The lines that post so much interest of a loan."""
    if not interest:
        return []
    loans = await account_for(org, Purpose.LOANS)
    earned = await account_for(org, Purpose.LOAN_INTEREST)
    note = f"Interest on loan {loan.number}"
    return [
        Line(loans.id, interest, member=loan.member_id, note=note),
        Line(earned.id, -interest, note=note),
    ]


async def _interest(before: Standing, on: date) -> int:
    """What is to be posted so that the books say what the loan says on the day."""
    return await charged_at(before.loan, on) - before.accrued


async def charged_at(loan: Loan, on: date) -> int:
    """All interest to the day, or to the last for which any was posted: never back and forth."""
    last = (
        await LoanAccrual.everywhere()
        .filter(organisation_id=loan.organisation_id)
        .filter(loan_id=loan.id)
        .order_by("-to")
    )
    if last and last[0].to + timedelta(days=1) > on:
        on = last[0].to + timedelta(days=1)
    return (await standing(loan, on)).position.charged


async def _accrued(
    org: Organisation, loan: Loan, on: date, interest: int, posting: Posting
) -> None:
    await LoanAccrual.create(
        organisation=org,
        loan=loan,
        to=on - timedelta(days=1),
        amount=interest,
        posting=posting,
        recorded_at=clock.now(),
    )


async def day_in_books(org: Organisation, on: date) -> date:
    """The day itself, or the first that is open where the books of it are closed."""
    closed = await closed_to(org)
    if closed is not None and on <= closed:
        return min(closed + timedelta(days=1), clock.today())
    return on


async def rate_from(
    org: Organisation, loan: Loan, on: date, parts: int, text: str, by: Person | None
) -> LoanEvent:
    """From this day on the loan bears this rate."""
    return await LoanEvent.create(
        organisation=org,
        loan=loan,
        on=on,
        what=What.RATE,
        way=Way.BOOKS,
        rate_parts=parts,
        text=text,
        recorded_at=clock.now(),
        recorded_by=by,
    )
