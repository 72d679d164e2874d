"""Who answers for a loan, what they were asked for and have paid."""

from collections.abc import Collection
from dataclasses import dataclass

from coopcouncil.kernel.money import Money
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.loans.models import (
    GuaranteeCall,
    GuaranteePayment,
    Loan,
    LoanEvent,
    LoanGuarantor,
)
from coopcouncil.savings.loans.rules.guarantors import GuarantorsNotAgreed


@dataclass(frozen=True)
class Answering:
    """A guarantor, with what was asked and paid."""

    guarantor: LoanGuarantor
    loan: Loan
    called: Money
    paid: Money
    calls: list[GuaranteeCall]
    payments: list[LoanEvent]

    @property
    def open(self) -> Money:
        """Asked for and not paid."""
        return self.called - self.paid


async def payments_of(org: Organisation, who: LoanGuarantor) -> list[LoanEvent]:
    """Their payments that stand; what was taken back is not among them."""
    rows = GuaranteePayment.within(org).filter(guarantor_id=who.id).select_related("event")
    events = [row.event for row in await rows.order_by("id")]
    back = await LoanEvent.within(org).filter(reverses_id__in=[one.id for one in events])
    gone = {one.reverses_id for one in back}
    return [one for one in events if one.id not in gone]


async def paid_by(org: Organisation, who: LoanGuarantor) -> int:
    """What a guarantor has paid, in pence."""
    return sum(one.amount for one in await payments_of(org, who))


async def called_of(org: Organisation, who: LoanGuarantor) -> int:
    """What a guarantor was asked for in all, in pence."""
    calls = await GuaranteeCall.within(org).filter(guarantor_id=who.id)
    return sum(one.amount for one in calls)


async def open_calls(org: Organisation, loan: Loan) -> int:
    """What guarantors of a loan were asked for and have not paid."""
    found = 0
    for who in await LoanGuarantor.within(org).filter(application_id=loan.application_id):
        found += await called_of(org, who) - await paid_by(org, who)
    return found


async def answering_for(org: Organisation, loan: Loan) -> list[Answering]:
    """Everybody who answers for a loan, or was to."""
    rows = LoanGuarantor.within(org).filter(application_id=loan.application_id)
    return [await _answering(org, who, loan) for who in await rows.order_by("id")]


async def answered_by(org: Organisation, members: Collection[int]) -> list[Answering]:
    """What these members answer for: told of, and not let go."""
    rows = LoanGuarantor.within(org).filter(
        member_id__in=list(members), told_on__isnull=False, released_on=None
    )
    found = []
    for who in await rows.order_by("id"):
        loan = await Loan.within(org).get_or_none(application_id=who.application_id)
        if loan is not None:
            found.append(await _answering(org, who, loan))
    return found


async def all_have_agreed(org: Organisation, loan: Loan) -> None:
    """Refuse while somebody named has neither agreed nor been let go."""
    rows = LoanGuarantor.within(org).filter(
        application_id=loan.application_id, released_on=None, agreed_on=None
    )
    missing = [one.name for one in await rows.order_by("id")]
    if missing:
        raise GuarantorsNotAgreed(missing)


async def _answering(org: Organisation, who: LoanGuarantor, loan: Loan) -> Answering:
    calls = await GuaranteeCall.within(org).filter(guarantor_id=who.id).order_by("id")
    payments = await payments_of(org, who)
    return Answering(
        who,
        loan,
        Money(sum(one.amount for one in calls)),
        Money(sum(one.amount for one in payments)),
        calls,
        payments,
    )
