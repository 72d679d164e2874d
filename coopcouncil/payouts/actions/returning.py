"""What comes back. Not paid yet, one person says so; paid, it is the bank's line or two people."""

from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.checks.actions import ask, drop
from coopcouncil.checks.models import Check, CheckKind
from coopcouncil.kernel import clock
from coopcouncil.ledger.rules import NotYet
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation
from coopcouncil.payouts.actions.items import PAID, RETURNED, booked, happened, locked, tell
from coopcouncil.payouts.kinds import ItemState, What
from coopcouncil.payouts.models import Payee, PayoutEvent, PayoutItem, RunLine
from coopcouncil.payouts.rules.runs import (
    NotOwed,
    NotWithTheBank,
    PaidOtherwise,
    may_return,
)

SUBJECT = "payout-return"
"""What a check of a return is about, as in "payout-return:12"."""


async def ask_return(
    org: Organisation, item: PayoutItem, reason: str, on: date, by: Person | None
) -> bool:
    """The bank could not pay it, or it came back; whether it is owed again already.

    What a line of the bank has paid is put before a second person, whatever the sum: none has
    brought it back. So is what was paid, until somebody undid that.
    """
    if on > clock.today():
        raise NotYet
    async with in_transaction():
        found = await locked(org, item)
        may_return(found.state)
        if not await is_to_be_agreed(org, found):
            await _owed_again(org, found, reason, by)
            return True
        payee = await Payee.one(org, id=found.payee_id)
        member = None
        if payee.member_id is not None:
            member = await Member.one(org, id=payee.member_id)
        await ask(
            org,
            CheckKind.PAYMENT_RUN,
            found.sum,
            f"{SUBJECT}:{found.id}",
            f"{payee.name}: {reason}"[:300],
            {
                "reason": reason,
                "on": on.isoformat(),
                "paid_by": found.bank_reference,
            },
            by,
            member=member,
        )
        return False


async def return_agreed(org: Organisation, check: Check, by: Person | None) -> None:
    """A second person agrees that it came back: it is owed again, if nothing changed since."""
    found = await locked(org, int(check.subject.partition(":")[2]))
    may_return(found.state)
    if found.bank_reference != check.facts["paid_by"]:
        raise PaidOtherwise
    if found.state is ItemState.SENT:
        await _owed_again(org, found, str(check.facts["reason"]), by)
        return
    on = date.fromisoformat(str(check.facts["on"]))
    await _back_in_books(org, found, str(check.facts["reason"]), on, by)


async def return_not_agreed(org: Organisation, check: Check, by: Person | None) -> None:
    """It stays paid."""


async def came_back(
    org: Organisation, item: PayoutItem, bank_says: str, on: date, by: Person | None
) -> None:
    """A line of the bank brings back what one had paid. The caller holds the line against it."""
    async with in_transaction():
        found = await locked(org, item)
        if found.state is not ItemState.PAID:
            raise NotWithTheBank
        await drop(org, CheckKind.PAYMENT_RUN, f"{SUBJECT}:{found.id}", by)
        await _back_in_books(org, found, bank_says, on, by)


async def stayed_paid(org: Organisation, item: PayoutItem, on: date, by: Person | None) -> None:
    """It was another line of the bank that came in: the payment is as it was, unless it went on
    since."""
    async with in_transaction():
        found = await locked(org, item)
        if found.state is not ItemState.OWED:
            raise NotOwed
        paid = PayoutEvent.within(org).filter(item_id=found.id, what=What.PAID)
        before = await paid.order_by("-id").first()
        if before is None:
            raise NotOwed
        found.tries += 1
        # Step by step as any other: the table lets nothing be paid that was not sent.
        for state in (ItemState.PREPARED, ItemState.SENT):
            found.state = state
            await found.save(update_fields=["state", "tries"])
        await booked(org, found, on, by, f"payout:{found.id}:{found.tries}", back=False)
        found.state, found.paid_on, found.bank_reference = ItemState.PAID, on, before.note
        found.returned_because = ""
        await found.save(update_fields=["state", "paid_on", "bank_reference", "returned_because"])
        await happened(org, found, What.PAID, by, note=before.note)
        await tell(PAID, org, found)


async def is_to_be_agreed(org: Organisation, item: PayoutItem) -> bool:
    """Whether its coming back wants two people: a line of the bank has paid it since it left, even
    if that was undone."""
    events = PayoutEvent.within(org).filter(item_id=item.id)
    left = await events.filter(what=What.SENT, run_id__isnull=False).order_by("-id").first()
    return await events.filter(what=What.PAID, id__gt=left.id if left else 0).exists()


async def _back_in_books(
    org: Organisation, item: PayoutItem, reason: str, on: date, by: Person | None
) -> None:
    await booked(org, item, on, by, f"payout:{item.id}:{item.tries}:back", back=True)
    await _owed_again(org, item, reason, by)
    await tell(RETURNED, org, item)


async def _owed_again(org: Organisation, item: PayoutItem, reason: str, by: Person | None) -> None:
    item.state, item.paid_on, item.bank_reference = ItemState.OWED, None, ""
    item.returned_because = reason[:200]
    await item.save(update_fields=["state", "paid_on", "bank_reference", "returned_because"])
    await RunLine.within(org).filter(item_id=item.id, is_live=True).update(is_live=False)
    await happened(org, item, What.RETURNED, by, note=reason)
