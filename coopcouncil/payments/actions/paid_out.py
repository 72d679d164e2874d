"""What payouts tell of a refund that left by a payment run."""

from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions.refunding import refund_failed, refund_paid_out, send_otherwise
from coopcouncil.payments.kinds import RefundState
from coopcouncil.payments.models import Refund
from coopcouncil.payouts.models import PayoutItem


async def refund_arrived(org: Organisation, item: PayoutItem) -> None:
    """Told by payouts: the bank's line is there."""
    refund = await _refund(org, item)
    await refund_paid_out(org, refund, item.paid_on or clock.today())


async def refund_came_back(org: Organisation, item: PayoutItem) -> None:
    """Told by payouts: it did not reach the member; it is to be paid again by another run."""
    refund = await _refund(org, item)
    if refund.state is RefundState.PAID:
        failed = await refund_failed(org, refund, clock.today())
        await send_otherwise(org, failed, failed.way, by=None)


async def _refund(org: Organisation, item: PayoutItem) -> Refund:
    return await Refund.one(org, id=int(item.source.partition(":")[2]))
