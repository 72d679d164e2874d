"""What is owed to somebody, until the bank's own line says that it is paid."""

from collections.abc import Awaitable, Callable
from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.actions import post
from coopcouncil.ledger.kinds import PostingKind, Purpose
from coopcouncil.ledger.reads import account_for
from coopcouncil.ledger.rules import Line
from coopcouncil.organisations.models import Organisation
from coopcouncil.payouts.kinds import ItemState, PayoutKind, What
from coopcouncil.payouts.models import Payee, PaymentRun, PayoutEvent, PayoutItem
from coopcouncil.payouts.rules.runs import (
    NotOwed,
    NotWithTheBank,
    OwedOtherwise,
    PaidOtherwise,
)

Told = Callable[[Organisation, PayoutItem], Awaitable[None]]

PAID: dict[str, Told] = {}
"""Told when a payment is paid, inside the same transaction: by the sort of its source
("share-withdrawal" of "share-withdrawal:4"). Filled in `told.py`."""

RETURNED: dict[str, Told] = {}
"""Told when a payment comes back after it was paid. It is owed again."""


async def owe(
    org: Organisation,
    payee: Payee,
    amount: Money,
    kind: PayoutKind,
    text: str,
    *,
    source: str,
    by: Person | None,
) -> PayoutItem:
    """Something is to be paid out; the caller has posted it to what is payable to members.

    One `source` is owed once: the same again gives the first one back.
    """
    async with in_transaction():
        await lock("payout-of", f"{org.id}:{source}")
        before = await PayoutItem.within(org).get_or_none(source=source)
        if before is not None:
            if (before.payee_id, before.amount) != (payee.id, amount.pence):
                raise OwedOtherwise
            return before
        made = await PayoutItem.create(
            organisation=org,
            payee=payee,
            kind=kind,
            amount=amount.pence,
            text=text[:300],
            source=source,
            owed_at=clock.now(),
        )
        await happened(org, made, What.OWED, by)
        return made


async def cancel(org: Organisation, item: PayoutItem, reason: str, by: Person | None) -> None:
    """It is not owed any more; the caller has taken the posting back."""
    async with in_transaction():
        found = await locked(org, item)
        if found.state is not ItemState.OWED:
            raise NotOwed
        found.state = ItemState.CANCELLED
        await found.save(update_fields=["state"])
        await happened(org, found, What.CANCELLED, by, note=reason)


async def paid(
    org: Organisation,
    item: PayoutItem,
    on: date,
    bank_line_reference: str,
    by: Person | None = None,
) -> PayoutItem:
    """The bank's own line says so: only now it has left. The same line again changes nothing."""
    async with in_transaction():
        found = await locked(org, item)
        if found.state is ItemState.PAID:
            if found.bank_reference != bank_line_reference:
                raise PaidOtherwise
            return found
        if found.state is not ItemState.SENT:
            raise NotWithTheBank
        await booked(org, found, on, by, f"payout:{found.id}:{found.tries}", back=False)
        found.state, found.paid_on = ItemState.PAID, on
        found.bank_reference = bank_line_reference[:100]
        await found.save(update_fields=["state", "paid_on", "bank_reference"])
        await happened(org, found, What.PAID, by, note=bank_line_reference)
        await tell(PAID, org, found)
        return found


async def unpaid(org: Organisation, item: PayoutItem, on: date, by: Person | None) -> PayoutItem:
    """It was another line of the bank after all: the payment is with the bank still."""
    async with in_transaction():
        found = await locked(org, item)
        if found.state is not ItemState.PAID:
            raise NotWithTheBank
        await booked(org, found, on, by, f"payout:{found.id}:{found.tries}:back", back=True)
        # Another try, so that the next line is another event in the books.
        found.state, found.paid_on, found.bank_reference = ItemState.SENT, None, ""
        found.tries += 1
        await found.save(update_fields=["state", "paid_on", "bank_reference", "tries"])
        await happened(org, found, What.SENT, by, note="another line of the bank")
        await tell(RETURNED, org, found)
        return found


async def happened(
    org: Organisation,
    item: PayoutItem,
    what: What,
    by: Person | None,
    *,
    run: PaymentRun | None = None,
    note: str = "",
) -> None:
    """Write down one thing that happened to a payment."""
    await PayoutEvent.create(
        organisation=org, item=item, what=what, at=clock.now(), by=by, run=run, note=note[:200]
    )
    await audit.record(
        org.id,
        by.id if by else None,
        f"payout: {what.value}",
        f"payout:{item.id}",
        amount=item.amount,
        run=run.id if run else None,
    )


async def locked(org: Organisation, item: PayoutItem | int) -> PayoutItem:
    """The payment as it stands, for whoever changes it."""
    number = item if isinstance(item, int) else item.id
    await lock("payout", number)
    return await PayoutItem.one(org, id=number)


async def booked(
    org: Organisation, item: PayoutItem, on: date, by: Person | None, reference: str, *, back: bool
) -> None:
    """It leaves the bank, or comes back, in the books."""
    payee = await Payee.one(org, id=item.payee_id)
    payable = await account_for(org, Purpose.PAYABLE_TO_MEMBERS)
    bank = await account_for(org, Purpose.BANK)
    pence = -item.amount if back else item.amount
    lines = [
        Line(payable.id, pence, member=payee.member_id),
        Line(bank.id, -pence, note=item.reference),
    ]
    await post(org, PostingKind.PAYOUT, on, item.text, lines, by, reference=reference)


async def tell(hooks: dict[str, Told], org: Organisation, item: PayoutItem) -> None:
    """Tell whoever owes it."""
    told = hooks.get(item.source.partition(":")[0])
    if told is not None:
        await told(org, item)
