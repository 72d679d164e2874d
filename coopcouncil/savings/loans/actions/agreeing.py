"""Other payments than before: after an extra payment, for a holiday, for a hard time."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.loans.actions.collecting import ask_no_more
from coopcouncil.savings.loans.actions.deciding import write_agreed
from coopcouncil.savings.loans.actions.deeds import deed, fresh, rate_from, told
from coopcouncil.savings.loans.actions.lending import not_own
from coopcouncil.savings.loans.kinds import State, Why
from coopcouncil.savings.loans.models import Loan, LoanAgreed
from coopcouncil.savings.loans.models.applications import PARTS
from coopcouncil.savings.loans.reads import Standing, limits_of, rules_of, standing
from coopcouncil.savings.loans.rules.apr import cap_of, may_be_lent_at
from coopcouncil.savings.loans.rules.dates import Every, next_day, plus_months
from coopcouncil.savings.loans.rules.limits import TooLong, longest_years
from coopcouncil.savings.loans.rules.refusals import NothingToSettle, StillLate
from coopcouncil.savings.loans.rules.schedule import (
    NotALoan,
    Schedule,
    Terms,
    schedule,
    schedule_by_instalment,
)


def after_extra(now: Standing, why: Why) -> Schedule:
    """The payments once more was paid than was due: fewer of them, or smaller ones."""
    if now.late.overdue:
        raise StillLate
    left = [day for day, _amount in now.terms.due if day > now.position.on]
    if not left:
        raise NothingToSettle
    terms = _terms(now, left[0], now.agreed.every, len(left))
    if why is Why.LOWER:
        return schedule(terms)
    return schedule_by_instalment(terms, now.agreed.instalment)


def holiday(now: Standing, payments_off: int) -> Schedule:
    """So many payments later, and as many afterwards as were left; interest runs meanwhile."""
    if now.late.overdue:
        raise StillLate
    left = [day for day, _amount in now.terms.due if day > now.position.on]
    if not left:
        raise NothingToSettle
    first = next_day(left[0], now.agreed.every, payments_off)
    return schedule(_terms(now, first, now.agreed.every, len(left)))


def anew(
    now: Standing, first_on: date, every: Every, payments: int, rate: Fraction | None = None
) -> Schedule:
    """A whole new agreement on what is owed, late payments included."""
    terms = _terms(now, first_on, every, payments)
    if rate is not None:
        may_be_lent_at(rate)
        terms = replace(terms, rate=rate)
    return schedule(terms)


def rate_now(now: Standing) -> Fraction:
    """The rate that the loan bears on the day."""
    rates = [e for e in now.events if e.what == "rate" and e.on <= now.position.on]
    # Of two on one day the later written holds, as when the loan is lived through.
    return sorted(rates, key=lambda e: e.on)[-1].rate if rates else now.loan.rate


async def change(
    org: Organisation,
    loan: Loan,
    why: Why,
    words: str,
    by: Person | None,
    *,
    payments_off: int = 0,
    first_on: date | None = None,
    every: Every | None = None,
    payments: int | None = None,
    rate_parts: int | None = None,
) -> LoanAgreed:
    """Agree to other payments from today on."""
    async with deed(org):
        found = await fresh(org, loan, State.RUNNING)
        await not_own(org, found, by)
        now = await standing(found)
        made = preview(
            now,
            why,
            payments_off=payments_off,
            first_on=first_on,
            every=every,
            payments=payments,
            rate_parts=rate_parts,
        )
        if why is Why.RESCHEDULED:
            years = longest_years(limits_of(await rules_of(org)), found.secured)
            if found.paid_out_on and made.last_on > plus_months(found.paid_out_on, 12 * years):
                raise TooLong(years, found.secured)
        today = clock.today()
        if rate_parts is not None and Fraction(rate_parts, PARTS) != rate_now(now):
            may_be_lent_at(Fraction(rate_parts, PARTS), cap_of(org.nation))
            await rate_from(org, found, today, rate_parts, words[:200], by)
        agreed = await write_agreed(org, found, why, today, made, words, by)
        await ask_no_more(org, found, by)
        await told(org, by, f"agreed other payments: {why.value}", f"loan:{found.id}")
        return agreed


def preview(
    now: Standing,
    why: Why,
    *,
    payments_off: int = 0,
    first_on: date | None = None,
    every: Every | None = None,
    payments: int | None = None,
    rate_parts: int | None = None,
) -> Schedule:
    """The payments that a change would bring, or why it cannot be."""
    if not now.position.principal:
        raise NothingToSettle
    if why in (Why.SHORTER, Why.LOWER):
        return after_extra(now, why)
    if why is Why.HOLIDAY:
        return holiday(now, payments_off)
    if first_on is None or every is None or payments is None:
        raise NotALoan
    rate = Fraction(rate_parts, PARTS) if rate_parts is not None else None
    return anew(now, first_on, every, payments, rate)


def choices(now: Standing) -> dict[Why, Schedule]:
    """What a member may choose after an extra payment; nothing where nothing would change."""
    found: dict[Why, Schedule] = {}
    for why in (Why.SHORTER, Why.LOWER):
        try:
            found[why] = preview(now, why)
        except Refused:
            continue
    return found


def _terms(now: Standing, first: date, every: Every, payments: int) -> Terms:
    at = now.position
    return Terms(
        at.principal,
        rate_now(now),
        at.on,
        first,
        every,
        payments,
        interest_brought=at.interest,
        anchor=now.loan.anchor,
    )
