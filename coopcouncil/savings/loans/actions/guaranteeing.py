"""Guarantors: named for an offer, told, agreed, called on once the letters have gone, paid."""

from dataclasses import dataclass
from datetime import date

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock, mail
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member
from coopcouncil.members.reads import entry_of, members_behind
from coopcouncil.members.safeguarding import stopped
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.loans.actions.deeds import deed, fresh, told
from coopcouncil.savings.loans.actions.lending import not_own
from coopcouncil.savings.loans.actions.repaying import repay
from coopcouncil.savings.loans.kinds import State, Way
from coopcouncil.savings.loans.models import (
    GuaranteeCall,
    GuaranteePayment,
    Loan,
    LoanEvent,
    LoanGuarantor,
    LoanLetter,
)
from coopcouncil.savings.loans.reads import rules_of, standing
from coopcouncil.savings.loans.reads_guarantors import called_of, open_calls, paid_by
from coopcouncil.savings.loans.rules.guarantors import (
    NotAsked,
    StandsAlready,
    TellFirst,
    can_be_called,
    may_answer,
    may_call,
    may_pay,
)
from coopcouncil.savings.loans.rules.refusals import NotYours

LAST_LETTER = 3


@dataclass(frozen=True)
class Named:
    """Who is to answer for a loan, and up to how much."""

    name: str
    address: str
    email: str
    language: str
    most: Money


async def name_guarantor(
    org: Organisation, loan: Loan, named: Named, member: Member | None, by: Person | None
) -> LoanGuarantor:
    """Before the member signs. A member is named as the register has them."""
    async with deed(org) as now:
        found = await fresh(org, loan, State.OFFERED)
        await not_own(org, found, by)
        entry = await entry_of(org, member.id, clock.today()) if member else None
        others = LoanGuarantor.within(org).filter(
            application_id=found.application_id, released_on=None
        )
        same = others.filter(member_id=member.id) if member else others.filter(name=named.name)
        may_answer(
            named.most.pence,
            found.principal,
            is_borrower=member is not None and member.id == found.member_id,
            is_named=await same.exists(),
            born=entry.date_of_birth if entry else None,
            today=clock.today(),
        )
        made = await LoanGuarantor.create(
            organisation=org,
            application_id=found.application_id,
            member=member,
            name=(entry.name if entry else named.name)[:150],
            address=named.address or (entry.postal_address if entry else ""),
            email=(entry.email if entry else named.email)[:254],
            language=((entry.language if entry else "") or named.language or "en")[:2],
            most=named.most.pence,
            named_at=now,
            named_by=by,
        )
        await told(org, by, "named a guarantor", f"loan:{found.id}", guarantor=made.id)
        return made


async def tell_guarantor(
    org: Organisation, loan: Loan, guarantor: LoanGuarantor, by: Person | None
) -> bool:
    """What they would answer for, by e-mail where there is an address; whether it could be. The
    page is printed for everybody else, and the day is written down."""
    async with deed(org):
        found, who = await _both(org, loan, guarantor, State.OFFERED)
        now = await standing(found)
        who.told_on = clock.today()
        await who.save(update_fields=["told_on"])
        await told(org, by, "told a guarantor", f"loan:{found.id}", guarantor=who.id)
        return await _mail(
            org,
            who,
            "guarantor_told",
            most=who.limit,
            lent=found.sum,
            instalment=Money(now.agreed.instalment),
            borrower=await _borrower(org, found),
        )


async def guarantor_agrees(
    org: Organisation,
    loan: Loan,
    guarantor: LoanGuarantor,
    on: date,
    evidence: str,
    by: Person | None,
) -> None:
    """They have agreed in writing, on a day after they were told."""
    async with deed(org) as now:
        found, who = await _both(org, loan, guarantor, State.OFFERED)
        await _not_the_guarantor(org, who, by)
        if who.told_on is None or not who.told_on <= on <= clock.today():
            raise TellFirst
        who.agreed_on, who.agreed_at, who.agreed_by = on, now, by
        who.evidence = evidence.strip()[:300]
        await who.save()
        await told(
            org, by, "recorded a guarantor’s agreement", f"loan:{found.id}", guarantor=who.id
        )


async def let_go(
    org: Organisation, loan: Loan, guarantor: LoanGuarantor, because: str, by: Person | None
) -> None:
    """Before the loan is signed; afterwards what was agreed stands."""
    async with deed(org):
        found = await Loan.one(org, id=loan.id)
        who = await LoanGuarantor.one(org, id=guarantor.id, application_id=found.application_id)
        if found.state is not State.OFFERED or who.released_on is not None:
            raise StandsAlready
        who.released_on, who.released_because = clock.today(), because.strip()[:300]
        await who.save(update_fields=["released_on", "released_because"])
        await told(org, by, "let a guarantor go", f"loan:{found.id}", guarantor=who.id)


async def call_on(
    org: Organisation, loan: Loan, guarantor: LoanGuarantor, amount: Money, by: Person | None
) -> GuaranteeCall:
    """Ask for what is late, once the borrower has had every letter of the policy."""
    async with deed(org) as now:
        found, who = await _both(org, loan, guarantor, State.RUNNING)
        await not_own(org, found, by)
        await _not_the_guarantor(org, who, by)
        at, rules = await standing(found), await rules_of(org)
        went = at.late.since is not None and await LoanLetter.within(org).filter(
            loan_id=found.id, step=LAST_LETTER, late_since=at.late.since
        ).exists()  # fmt: skip
        left = can_be_called(
            at.late.overdue, who.most, await called_of(org, who), await open_calls(org, found)
        )
        may_call(
            amount.pence,
            left,
            at.late.days,
            rules.loan_letter_days_3,
            last_letter_went=went,
            is_held=bool(at.holds),
        )
        borrower = await _borrower(org, found)
        by_mail = await _mail(org, who, "guarantor_called", sum=amount, borrower=borrower)
        assert at.late.since is not None
        made = await GuaranteeCall.create(
            organisation=org,
            guarantor=who,
            loan=found,
            amount=amount.pence,
            late_since=at.late.since,
            overdue=at.late.overdue,
            called_on=clock.today(),
            by_mail=by_mail,
            recorded_at=now,
            recorded_by=by,
        )
        await told(org, by, "asked a guarantor to pay", f"loan:{found.id}", amount=amount.pence)
        return made


async def guarantor_pays(
    org: Organisation,
    loan: Loan,
    guarantor: LoanGuarantor,
    amount: Money,
    on: date,
    way: Way,
    by: Person | None,
    *,
    reference: str | None = None,
) -> LoanEvent:
    """What they were asked for comes: a payment of the loan like others, with their name to it.
    The same `reference` again gives the first."""
    async with deed(org):
        found, who = await _both(org, loan, guarantor, State.RUNNING)
        await _not_the_guarantor(org, who, by)
        made = await LoanEvent.within(org).get_or_none(reference=reference) if reference else None
        if made is None:
            may_pay(amount.pence, await called_of(org, who), await paid_by(org, who))
            made = await repay(org, found, amount, on, way, by, reference=reference)
            await GuaranteePayment.create(organisation=org, guarantor=who, event=made)
            await told(org, by, "took a guarantor’s payment", f"loan:{found.id}", guarantor=who.id)
        elif (made.loan_id, made.amount) != (found.id, amount.pence):
            raise NotAsked(Money(0))
        return made


async def _both(
    org: Organisation, loan: Loan, guarantor: LoanGuarantor, state: State
) -> tuple[Loan, LoanGuarantor]:
    found = await fresh(org, loan, state)
    who = await LoanGuarantor.one(org, id=guarantor.id, application_id=found.application_id)
    if who.released_on is not None or (state is State.RUNNING and not who.stands):
        raise StandsAlready
    return found, who


async def _not_the_guarantor(org: Organisation, who: LoanGuarantor, by: Person | None) -> None:
    """No officer records their own word or money."""
    if by is not None and who.member_id in await members_behind(by, org):
        raise NotYours


async def _borrower(org: Organisation, loan: Loan) -> str:
    entry = await entry_of(org, loan.member_id)
    return entry.name if entry else ""


async def _mail(org: Organisation, who: LoanGuarantor, template: str, **facts: object) -> bool:
    if not who.email or (who.member_id is not None and await stopped([who.member_id])):
        return False
    await mail.send(
        org.id,
        who.email,
        f"email/savings/{template}",
        who.language,
        {"name": who.name, "organisation": org.called(who.language), **facts},
        about=f"guarantor:{who.id}",
    )
    return True
