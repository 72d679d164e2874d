"""Everything between one member and the organisation that is about money."""

from dataclasses import dataclass
from datetime import date, timedelta

from coopcouncil.arrears.models import HelpAsked
from coopcouncil.arrears.reads import Progress, running
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import RegisterEntry
from coopcouncil.organisations.kinds import LegalForm
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions.charging import Draft
from coopcouncil.payments.actions.raising import due_drafts
from coopcouncil.payments.bacs.models import BacsLine, BacsMandate
from coopcouncil.payments.bacs.rules import collected_on
from coopcouncil.payments.kinds import FailureReason, PaymentState
from coopcouncil.payments.models import Payment, PaymentPart
from coopcouncil.payments.reads import MemberAccount, account_of
from coopcouncil.payments.stripe.models import StripeMandate, StripePayment
from coopcouncil.payments.stripe.reads import standing as standing_ways
from coopcouncil.savings.kinds import Mode
from coopcouncil.savings.loans.reads import Standing, loans_in_force, standings
from coopcouncil.savings.models import SavingsAccount
from coopcouncil.savings.reads import accounts_of_member, balance_of, mode_of
from coopcouncil.shares.reads import HeldShares, held_of

AHEAD = timedelta(days=92)
"""How far ahead the member sees what will be charged."""
MOST_COMING = 6


@dataclass(frozen=True)
class Saved:
    """A savings account and what is in it."""

    account: SavingsAccount
    balance: Money


@dataclass(frozen=True)
class Debit:
    """Money that will be collected, or is being collected."""

    on: date | None
    sum: Money
    payment: Payment


@dataclass(frozen=True)
class OwnMoney:
    """What a member owns, owes, has paid, and what comes."""

    entry: RegisterEntry
    account: MemberAccount
    shares: list[HeldShares]
    savings: list[Saved]
    loans: list[Standing]
    plans: list[Progress]
    help: HelpAsked | None
    way: StripeMandate | None
    debits: list[Debit]
    coming: list[Draft]
    own_debit: bool
    """Whether a mandate under the organisation's own number is or was the member's."""
    collected: frozenset[int]
    """Charges for which a payment is on its way."""

    @property
    def to_pay(self) -> Money:
        """What is owed and not on its way."""
        left = (one.owed for one in self.account.open if one.id not in self.collected)
        return sum(left, Money(0))

    @property
    def paid(self) -> list[Payment]:
        """The latest money that arrived."""
        return [one for one in self.account.payments if one.state is PaymentState.SETTLED][:24]

    @property
    def failed(self) -> Payment | None:
        """The latest payment, where it did not come; not what was called off before it was asked
        for, which is no news to anybody."""
        tried = (one for one in self.account.payments if one.failure is not FailureReason.CANCELLED)
        last = next(tried, None)
        return last if last is not None and last.state is PaymentState.FAILED else None


async def own_money(org: Organisation, entry: RegisterEntry) -> OwnMoney:
    """Read it all, for the member alone."""
    member = entry.member_id
    account = await account_of(org, member)
    is_union = org.legal_form is LegalForm.CREDIT_UNION
    whole_book = is_union and await mode_of(org) is Mode.WHOLE_BOOK
    accounts = await accounts_of_member(org, member) if whole_book else []
    loans = await loans_in_force(org, [member]) if is_union else []
    asked = HelpAsked.within(org).filter(member_id=member)
    return OwnMoney(
        entry,
        account,
        await held_of(org, member),
        [Saved(one, await balance_of(one)) for one in accounts if one.closed_on is None],
        await standings(loans),
        await running(org, member),
        await asked.order_by("-id").first(),
        (await standing_ways(org, [member])).get(member),
        await _debits(org, account.coming),
        (await due_drafts(org, clock.today() + AHEAD, member))[:MOST_COMING],
        await BacsMandate.within(org).filter(member_id=member).exists(),
        await _collected(org, account.coming),
    )


async def _debits(org: Organisation, coming: list[Payment]) -> list[Debit]:
    rows = StripePayment.within(org).filter(payment_id__in=[one.id for one in coming])
    days = {row.payment_id: row.collect_on for row in await rows}
    own = BacsLine.within(org).filter(payment_id__in=[one.id for one in coming])
    for line in await own.select_related("file"):
        days[int(str(line.payment_id))] = collected_on(line.file.processed_on)
    found = [Debit(days.get(one.id), one.sum, one) for one in coming]
    return sorted(found, key=lambda one: (one.on or date.max, one.payment.id))


async def _collected(org: Organisation, coming: list[Payment]) -> frozenset[int]:
    parts = PaymentPart.within(org).filter(payment_id__in=[one.id for one in coming])
    return frozenset([part.charge_id for part in await parts])
