"""What a merge of two members means for what is owed and paid: it is the kept member's account.

Charges and payments go over together, so what paid what stays as it was. The database lets them
change their number along a merge and no other way.
"""

from collections.abc import Sequence

from tortoise import connections

from coopcouncil.accounts.models import Person
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.kernel.sealing import seal
from coopcouncil.members.duplicates.carrying import Carrying, GiveBack, Went, names_the_other
from coopcouncil.members.duplicates.models import Merge
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.bacs.kinds import MandateState as BacsState
from coopcouncil.payments.bacs.models import MANDATE, BacsMandate
from coopcouncil.payments.kinds import PaymentState
from coopcouncil.payments.models import MemberPlan, Payment, Plan
from coopcouncil.payments.stripe.kinds import MandateState
from coopcouncil.payments.stripe.models import StripeCustomer, StripeMandate

_BACS_LIVES = (BacsState.NEW, BacsState.LODGED, BacsState.ACTIVE)
_STRIPE_STANDS = (MandateState.PENDING, MandateState.ACTIVE)


class OnOnePlan(Refused):
    """Both are charged by one plan: one person would be charged twice."""

    def __init__(self, plan: str) -> None:
        self.plan = plan

    def sentence(self, _: Gettext) -> str:
        text = _("Both numbers are charged by “{plan}”. End that for the number that goes first.")
        return text.format(plan=self.plan)


class TwoDirectDebits(Refused):
    """Each number has its own standing way to pay, and one member has one."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "Each number has a Direct Debit or a saved card of its own. End that of the number "
            "that goes first, and tell the member which one goes on."
        )


class TwoCustomers(Refused):
    """What was set up with Stripe as one customer cannot be used as another."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "Both numbers are customers at Stripe, and a way to pay or a payment under way hangs "
            "on the number that goes. Keep that number instead; or wait for the payment, end the "
            "way to pay, and ask the member to set it up anew."
        )


class MoneyMoved(Refused):
    """What came with the merge is not as it was."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "Since the merge something was paid, matched, taken off or given back of what came "
            "with it. Take that back first. What cannot be taken back stays with the number that "
            "was kept, and the merge with it."
        )


async def no_plan_twice(org: Organisation, kept: int, gone: int) -> Sequence[Refused]:
    """Each plan that charges both numbers."""
    running = MemberPlan.within(org).filter(ended_on=None)
    ours = await running.filter(member_id=kept).values_list("plan_id", flat=True)
    both = await running.filter(member_id=gone, plan_id__in=list(ours))
    plans = Plan.within(org).filter(id__in=[one.plan_id for one in both]).order_by("name")
    return [OnOnePlan(plan.name) for plan in await plans]


async def one_bacs_mandate(org: Organisation, kept: int, gone: int) -> Sequence[Refused]:
    """A member has one own Direct Debit at a time."""
    live = BacsMandate.within(org).filter(state__in=_BACS_LIVES)
    both = await live.filter(member_id=kept).exists() and await live.filter(member_id=gone).exists()
    return [TwoDirectDebits()] if both else []


async def one_way_by_stripe(org: Organisation, kept: int, gone: int) -> Sequence[Refused]:
    """A member has one standing way of a kind at Stripe, as one customer."""
    stand = StripeMandate.within(org).filter(state__in=_STRIPE_STANDS)
    theirs = await stand.filter(member_id=gone)
    kinds = {one.kind for one in theirs}
    if kinds & {one.kind for one in await stand.filter(member_id=kept)}:
        return [TwoDirectDebits()]
    under_way = Payment.within(org).filter(
        member_id=gone,
        state__in=(PaymentState.BEGUN, PaymentState.PROCESSING),
        stripe_payment__id__isnull=False,
    )
    if await _both_are_customers(org, kept, gone) and (theirs or await under_way.exists()):
        return [TwoCustomers()]
    return []


async def _both_are_customers(org: Organisation, kept: int, gone: int) -> bool:
    found = StripeCustomer.within(org)
    ours = await found.filter(member_id=kept).values_list("account_id", flat=True)
    return await found.filter(member_id=gone, account_id__in=list(ours)).exists()


async def _carry_charges(org: Organisation, made: Merge, by: Person | None) -> Sequence[Went]:
    # Nobody matches money meanwhile. The register's lock is held, which comes before this one.
    await lock("ledger", org.id)
    return await _CHARGES.carry(org, made, by)


async def _carry_customer(org: Organisation, made: Merge, by: Person | None) -> Sequence[Went]:
    # A second customer of one account stays a record of the number that went.
    if await _both_are_customers(org, made.kept_id, made.gone_id):
        return ()
    return await _CUSTOMERS.carry(org, made, by)


async def _carry_bacs(org: Organisation, made: Merge, by: Person | None) -> Sequence[Went]:
    rows = await BacsMandate.within(org).filter(member_id=made.gone_id).order_by("id")
    for row in rows:
        await _rename(row, made.kept_id)
    return [(row.id, None) for row in rows]


async def _give_back_bacs(
    org: Organisation, made: Merge, went: Sequence[Went], by: Person | None
) -> None:
    rows = [row for row, _became in went]
    for one in await BacsMandate.within(org).filter(id__in=rows, member_id=made.kept_id):
        await _rename(one, made.gone_id)


async def _rename(mandate: BacsMandate, member_id: int) -> None:
    # The account is sealed for its member alone.
    bank = mandate.bank
    mandate.member_id = member_id
    mandate.sealed = seal(bank.plain, MANDATE, f"{mandate.organisation_id}:{member_id}")
    await mandate.save(update_fields=["member_id", "sealed"])


def _if_still(given_back: GiveBack, happened: str) -> GiveBack:
    """Give back only what nothing has happened to since the merge."""

    async def give_back(
        org: Organisation, made: Merge, went: Sequence[Went], by: Person | None
    ) -> None:
        await lock("ledger", org.id)
        rows = await connections.get("default").execute_query_dict(
            "SELECT 1 AS one FROM change_set AS c WHERE c.id = $1 AND "  # noqa: S608
            f"EXISTS ({happened}) LIMIT 1",
            [made.change_set_id, [row for row, _became in went]],
        )
        if rows:
            raise MoneyMoved
        await given_back(org, made, went, by)

    return give_back


_CHARGES, _PAYMENTS = names_the_other("charge"), names_the_other("payment")
_CUSTOMERS = names_the_other("stripe_customer")
_TO_A_CHARGE = """
SELECT FROM allocation AS a WHERE a.charge_id = ANY($2::bigint[]) AND a.recorded_at > c.recorded_at
UNION ALL SELECT FROM charge_relief AS r
WHERE r.charge_id = ANY($2::bigint[]) AND r.recorded_at > c.recorded_at
"""
_TO_A_PAYMENT = """
SELECT FROM allocation AS a WHERE a.payment_id = ANY($2::bigint[]) AND a.recorded_at > c.recorded_at
UNION ALL SELECT FROM payment_taken_back AS t
WHERE t.payment_id = ANY($2::bigint[]) AND t.recorded_at > c.recorded_at
UNION ALL SELECT FROM refund AS r
WHERE r.payment_id = ANY($2::bigint[]) AND greatest(r.asked_at, r.decided_at) > c.recorded_at
UNION ALL SELECT FROM payment AS p
WHERE p.id = ANY($2::bigint[]) AND p.settled_at > c.recorded_at
"""

CARRIED = {
    "charge": Carrying(_carry_charges, _if_still(_CHARGES.give_back, _TO_A_CHARGE)),
    "payment": Carrying(_PAYMENTS.carry, _if_still(_PAYMENTS.give_back, _TO_A_PAYMENT)),
    "member_plan": names_the_other("member_plan"),
    "bacs_mandate": Carrying(_carry_bacs, _give_back_bacs),
    "stripe_mandate": names_the_other("stripe_mandate"),
    "stripe_customer": Carrying(_carry_customer, _CUSTOMERS.give_back),
}
"""By table, for `told.py`."""
OBJECTING = {
    "member_plan": no_plan_twice,
    "bacs_mandate": one_bacs_mandate,
    "stripe_mandate": one_way_by_stripe,
}
"""By table, for `told.py`: what one member has once."""
