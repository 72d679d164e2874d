"""A refund that leaves by a payment run."""

from coopcouncil.accounts.models import Person
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.models import Payment, Refund
from coopcouncil.payouts.actions.items import owe
from coopcouncil.payouts.actions.payees import payee_of
from coopcouncil.payouts.kinds import PayoutKind


async def owe_refund(
    org: Organisation, refund: Refund, payment: Payment, by: Person | None
) -> None:
    """The member is owed it already; from here it leaves. Again gives the same one."""
    member = await Member.one(org, id=payment.member_id)
    payee = await payee_of(org, member, by)
    text = f"Refund of payment {payment.id}"
    source = f"refund:{refund.id}"
    await owe(org, payee, refund.sum, PayoutKind.REFUND, text, source=source, by=by)
