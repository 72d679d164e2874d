"""Deciding: an offer that two people may be needed for, a decline with its reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coopcouncil.accounts.models import Person
from coopcouncil.checks.actions import ask_or_do
from coopcouncil.checks.kinds import CheckKind
from coopcouncil.checks.kinds import State as CheckState
from coopcouncil.checks.models import Check
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.loans.actions.attaching import free_savings
from coopcouncil.savings.loans.actions.deeds import deed, told
from coopcouncil.savings.loans.kinds import Outcome, Reason, State, Why
from coopcouncil.savings.loans.models import (
    Loan,
    LoanAgreed,
    LoanApplication,
    LoanProduct,
    LoanSheet,
)
from coopcouncil.savings.loans.reads import limits_of, measured, rules_of, standing
from coopcouncil.savings.loans.rules.affordability import by_month, left_over
from coopcouncil.savings.loans.rules.apr import cap_of, may_be_agreed, may_be_lent_at
from coopcouncil.savings.loans.rules.dates import Every
from coopcouncil.savings.loans.rules.limits import may_lend
from coopcouncil.savings.loans.rules.refusals import (
    AttachesTooMuch,
    DecidedAlready,
    NoSheet,
    NotAffordable,
    ReasonNeeded,
)
from coopcouncil.savings.loans.rules.schedule import Schedule, Terms, schedule


@dataclass(frozen=True)
class Offer:
    """What is to be lent, and how it is paid back."""

    amount: Money
    every: Every
    payments: int
    lend_on: date
    first_on: date
    attach: Money


def schedule_of(product: LoanProduct, offer: Offer) -> Schedule:
    """What the offer costs; refused over the cap."""
    made = schedule(
        Terms(
            offer.amount.pence,
            product.rate,
            offer.lend_on,
            offer.first_on,
            offer.every,
            offer.payments,
        )
    )
    may_be_agreed(made)
    return made


async def look(
    org: Organisation, application: LoanApplication, product: LoanProduct, offer: Offer
) -> Schedule:
    """Whether the offer could be made now: cap, limits, savings, the household's month."""
    may_be_lent_at(product.rate, cap_of(org.nation))
    made = schedule_of(product, offer)
    lending = await measured(
        org,
        application.member_id,
        amount=offer.amount.pence,
        # Shares that may be withdrawn meanwhile are no attached shares (PRA, Credit Unions 3).
        attach=0 if product.attached_withdrawable else offer.attach.pence,
        secured=product.secured,
        corporate=product.corporate,
        lent_on=offer.lend_on,
        last_on=made.last_on,
        refinances=application.refinances_id,
    )
    may_lend(lending, limits_of(await rules_of(org)))
    free = await free_savings(org, application.member_id, application.refinances_id)
    if offer.attach.pence > free:
        raise AttachesTooMuch(free)
    sheet = await last_sheet(org, application)
    if sheet is None:
        raise NoSheet
    left = left_over(sheet.sheet, made.instalment, offer.every)
    if application.refinances_id is not None:
        # What the new loan pays off no longer burdens the month.
        old = await standing(await Loan.one(org, id=application.refinances_id))
        left += by_month(old.agreed.instalment, old.agreed.every)
    if left < 0:
        raise NotAffordable(-left)
    return made


async def last_sheet(org: Organisation, application: LoanApplication) -> LoanSheet | None:
    """The household's month as it was last written down."""
    return await LoanSheet.within(org).filter(application_id=application.id).order_by("-id").first()


async def offer_loan(
    org: Organisation, application: LoanApplication, offer: Offer, by: Person | None
) -> Check:
    """Agree to lend: at once where the rulebook lets one person, else before a second."""
    async with deed(org):
        found = await _open(org, application)
        product = await LoanProduct.one(org, id=found.product_id)
        made = await look(org, found, product, offer)
        member = await Member.one(org, id=found.member_id)
        facts = {
            "amount": offer.amount.pence,
            "every": offer.every.value,
            "payments": offer.payments,
            "lend_on": offer.lend_on.isoformat(),
            "first_on": offer.first_on.isoformat(),
            "attach": offer.attach.pence,
        }
        text = f"{product.name}: {offer.amount}, {len(made.rows)} × {Money(made.instalment)}"
        return await ask_or_do(
            org,
            CheckKind.LOAN,
            offer.amount,
            f"loan-application:{found.id}",
            text[:300],
            facts,
            by,
            member=member,
        )


async def agreed(org: Organisation, check: Check, by: Person | None) -> None:
    """What is done once a second person has agreed, or one was enough."""
    application = await LoanApplication.one(org, id=int(check.subject.partition(":")[2]))
    found = await _open(org, application)
    facts = check.facts
    offer = Offer(
        Money(int(str(facts["amount"]))),
        Every(str(facts["every"])),
        int(str(facts["payments"])),
        date.fromisoformat(str(facts["lend_on"])),
        date.fromisoformat(str(facts["first_on"])),
        Money(int(str(facts["attach"]))),
    )
    product = await LoanProduct.one(org, id=found.product_id)
    # Looked at again: since it was asked others may have borrowed, or savings gone.
    made = await look(org, found, product, offer)
    now = clock.now()
    last = await Loan.within(org).order_by("-number").first()
    loan = await Loan.create(
        organisation=org,
        number=last.number + 1 if last else 1,
        application=found,
        member_id=found.member_id,
        product=product,
        principal=offer.amount.pence,
        rate_parts=product.rate_parts,
        apr=may_be_agreed(made),
        lend_on=offer.lend_on,
        anchor=offer.first_on,
        secured=product.secured,
        corporate=product.corporate,
        attached_withdrawable=product.attached_withdrawable,
        attach=offer.attach.pence,
        refinances_id=found.refinances_id,
        agreed_at=now,
        agreed_by=by,
    )
    await write_agreed(org, loan, Why.FIRST, offer.lend_on, made, "", by)
    await _decide(org, found, Outcome.AGREED, by)
    await told(org, by, "agreed to a loan", f"loan:{loan.id}", amount=loan.principal)


async def decline(
    org: Organisation,
    application: LoanApplication,
    reasons: Sequence[Reason],
    words: str,
    by: Person | None,
) -> None:
    """Do not lend, and say why."""
    if not reasons:
        raise ReasonNeeded
    async with deed(org):
        found = await _open(org, application)
        await _drop_check(org, found)
        found.reasons, found.words = [one.value for one in reasons], words
        await _decide(org, found, Outcome.DECLINED, by)
        await told(org, by, "declined a loan", f"loan-application:{found.id}")


async def drop_offer(org: Organisation, loan: Loan, by: Person | None) -> None:
    """The offer is not taken up, or has become too old."""
    async with deed(org):
        found = await Loan.one(org, id=loan.id)
        if found.state not in (State.OFFERED, State.SIGNED):
            raise DecidedAlready
        found.state, found.ended_on = State.DROPPED, clock.today()
        await found.save(update_fields=["state", "ended_on"])
        await told(org, by, "dropped an offer of a loan", f"loan:{found.id}")


async def write_agreed(
    org: Organisation,
    loan: Loan,
    why: Why,
    since: date,
    made: Schedule,
    words: str,
    by: Person | None,
) -> LoanAgreed:
    """From this day on these payments are agreed."""
    return await LoanAgreed.create(
        organisation=org,
        loan=loan,
        why=why,
        since=since,
        every=made.terms.every,
        instalment=made.instalment,
        due=[[row.due_on.isoformat(), row.payment] for row in made.rows],
        words=words,
        recorded_at=clock.now(),
        recorded_by=by,
    )


async def waiting_check(org: Organisation, application: LoanApplication) -> Check | None:
    """The offer that waits for a second person, if one does."""
    found = Check.within(org).filter(
        kind=CheckKind.LOAN,
        subject=f"loan-application:{application.id}",
        state=CheckState.WAITING,
        expires_at__gt=clock.now(),
    )
    return await found.select_related("asked_by").first()


async def _drop_check(org: Organisation, application: LoanApplication) -> None:
    """An offer that waits is no longer to be agreed to once the loan is declined."""
    waiting = await waiting_check(org, application)
    if waiting is not None:
        waiting.state, waiting.decided_at = CheckState.TAKEN_BACK, clock.now()
        await waiting.save(update_fields=["state", "decided_at"])


async def _open(org: Organisation, application: LoanApplication) -> LoanApplication:
    found = await LoanApplication.one(org, id=application.id)
    if found.outcome is not None:
        raise DecidedAlready
    return found


async def _decide(
    org: Organisation, found: LoanApplication, outcome: Outcome, by: Person | None
) -> None:
    found.outcome, found.decided_at, found.decided_by = outcome, clock.now(), by
    found.decided_on = clock.today()
    await found.save(
        update_fields=[
            "outcome",
            "decided_at",
            "decided_on",
            "decided_by_id",
            "reasons",
            "words",
        ]
    )
