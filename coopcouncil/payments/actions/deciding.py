"""What a second person may be needed for: refunds, debts written off, charges taken off."""

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.checks.actions import ask_or_do, done_alone
from coopcouncil.checks.models import Check, CheckKind, State
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member
from coopcouncil.members.reads import members_behind
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions.charging import cancel_charge, reduce_charge
from coopcouncil.payments.actions.refunding import agree_refund, ask_refund, refuse_refund
from coopcouncil.payments.kinds import RefundState, RefundWay, Relief
from coopcouncil.payments.models import Charge, Payment, PaymentPart, Refund
from coopcouncil.payments.rules.cancelling import is_a_slip
from coopcouncil.payments.rules.refusals import NothingToTakeOff, WhyNeeded, is_an_amount


async def request_refund(
    org: Organisation,
    payment: Payment,
    amount: Money,
    reason: str,
    *,
    after: int,
    way: RefundWay | None,
    by: Person | None,
) -> Refund:
    """Give money back at once where the rulebook lets one person; else once another agrees."""
    async with in_transaction():
        refund = await ask_refund(org, payment, amount, reason, after=after, by=by, way=way)
        subject = f"refund:{refund.id}"
        asked = await Check.within(org).filter(kind=CheckKind.REFUND, subject=subject).exists()
        if refund.state is RefundState.ASKED and not asked:
            await ask_or_do(
                org,
                CheckKind.REFUND,
                amount,
                subject,
                reason[:200],
                {"payment": payment.id},
                by,
                member=await Member.one(org, id=payment.member_id),
            )
        return await Refund.one(org, id=refund.id)


async def request_write_off(
    org: Organisation, charge: Charge, amount: Money, reason: str, *, by: Person | None
) -> bool:
    """Give up a debt at once where the rulebook lets one person; else once another agrees.
    Whether it is done."""
    is_an_amount(amount)
    if not reason.strip():
        raise WhyNeeded
    async with in_transaction():
        charge = await Charge.one(org, id=charge.id)
        if amount > charge.owed:
            raise NothingToTakeOff(charge.owed)
        check = await ask_or_do(
            org,
            CheckKind.WRITE_OFF,
            amount,
            f"charge:{charge.id}",
            reason[:200],
            {"pence": amount.pence},
            by,
            member=await Member.one(org, id=charge.member_id),
        )
        return check.state is State.ALONE


async def request_cancelling(
    org: Organisation, charge: Charge, reason: str, *, by: Person | None
) -> bool:
    """Take off what should not have been charged: who owes it is spared a debt, so two people are
    needed from the same sum as for writing off. A slip of the same day is put right alone, but
    never one's own charge. Whether it is done."""
    if not reason.strip():
        raise WhyNeeded
    async with in_transaction():
        charge = await Charge.one(org, id=charge.id)
        left = Money(charge.amount - charge.relieved)
        if not left:
            return True
        if await _is_a_slip(org, charge, by):
            assert by is not None
            await cancel_charge(org, charge, reason, by=by)
            # It needs nobody else, but counts with what does.
            await done_alone(
                org,
                CheckKind.WRITE_OFF,
                left,
                f"charge:{charge.id}",
                reason[:200],
                by,
                member=await Member.one(org, id=charge.member_id),
            )
            return True
        check = await ask_or_do(
            org,
            CheckKind.WRITE_OFF,
            left,
            f"charge:{charge.id}",
            reason[:200],
            {"pence": left.pence, "cancels": True},
            by,
            member=await Member.one(org, id=charge.member_id),
        )
        return check.state is State.ALONE


async def _is_a_slip(org: Organisation, charge: Charge, by: Person | None) -> bool:
    if by is None or charge.member_id in await members_behind(by, org):
        return False
    parts = PaymentPart.within(org).filter(charge_id=charge.id)
    return is_a_slip(
        charge.recorded_by_id,
        by.id,
        charge.recorded_at.astimezone(clock.LONDON).date(),
        charge.due_on,
        clock.today(),
        is_touched=bool(charge.paid or charge.relieved) or await parts.exists(),
    )


async def refund_checked(org: Organisation, check: Check, by: Person | None) -> None:
    """A second person agreed: it goes back."""
    await agree_refund(org, await _refund(org, check), by=by)


async def refund_not_checked(org: Organisation, check: Check, by: Person | None) -> None:
    """Nobody agreed: it does not go back."""
    await refuse_refund(org, await _refund(org, check), by=by)


async def write_off_checked(org: Organisation, check: Check, by: Person | None) -> None:
    """A second person agreed: as much as is still owed is written off; or it is taken off."""
    charge = await Charge.one(org, id=int(check.subject.partition(":")[2]))
    if check.facts.get("cancels"):
        await cancel_charge(org, charge, check.text, by=by)
        return
    amount = min(Money(check.amount), charge.owed)
    if amount:
        await reduce_charge(org, charge, amount, check.text, by=by, kind=Relief.WRITTEN_OFF)


async def _refund(org: Organisation, check: Check) -> Refund:
    return await Refund.one(org, id=int(check.subject.partition(":")[2]))
