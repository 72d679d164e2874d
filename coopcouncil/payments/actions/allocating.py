"""Setting a member's settled money against what the same member owes, and undoing it."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from tortoise.expressions import F

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions.hooks import ALLOCATED, SETTLED, UNSETTLED
from coopcouncil.payments.kinds import ELSEWHERE, PaymentState
from coopcouncil.payments.models import Allocation, Charge, Payment
from coopcouncil.payments.rules.allocating import Due, allocate, free


class Ripples:
    """What one event does to charges. Told at its end, when every row says what it will say."""

    def __init__(self, org: Organisation, on: date, by: Person | None) -> None:
        self.org, self.on, self.by = org, on, by
        self._parts: list[tuple[Charge, Payment, int]] = []
        self._was: dict[int, tuple[Charge, bool]] = {}

    def turned(self, charge: Charge, was: bool) -> None:
        """Remember how a charge stood before the first change to it."""
        first = self._was.get(charge.id, (charge, was))[1]
        self._was[charge.id] = (charge, first)

    async def set(self, payment: Payment, charge: Charge, pence: int) -> None:
        """Set so much of a payment against a charge; below zero, take it off again."""
        await Allocation.create(
            organisation=self.org,
            payment=payment,
            charge=charge,
            amount=pence,
            allocated_on=self.on,
            recorded_at=clock.now(),
            recorded_by=self.by,
        )
        self.note(payment, charge, pence)
        await charge.save(update_fields=["paid"])

    def note(self, payment: Payment, charge: Charge, pence: int) -> None:
        """The same, where the rows are written by the caller."""
        self.turned(charge, charge.is_settled)
        charge.paid += pence
        payment.allocated += pence
        self._parts.append((charge, payment, pence))

    async def tell(self) -> None:
        """Tell whoever waits for this money."""
        parts, self._parts = self._parts, []
        was, self._was = self._was, {}
        for charge, payment, pence in parts:
            for part in ALLOCATED[charge.kind]:
                await part(self.org, charge, payment, Money(pence), self.on, self.by)
        for charge, before in was.values():
            if charge.is_settled != before:
                for told in (SETTLED if charge.is_settled else UNSETTLED)[charge.kind]:
                    await told(self.org, charge, self.on, self.by)


async def pay_charges(
    ripples: Ripples, payment: Payment, named: Iterable[tuple[int, int]] = ()
) -> None:
    """Set a payment's credit against the charges that it names, then against the oldest."""
    found = {one.id: one for one in await open_charges(ripples.org, payment.member_id)}
    owed = [
        Due(one.id, one.owed.pence, one.due_on, one.kind in ELSEWHERE) for one in found.values()
    ]
    for charge, pence in allocate(payment.credit.pence, owed, named):
        await ripples.set(payment, found[charge], pence)
    await payment.save(update_fields=["allocated"])


async def undo(ripples: Ripples, payment: Payment, parts: Sequence[tuple[int, int]]) -> None:
    """Take so much of a payment off each of these charges."""
    charges = {
        one.id: one
        for one in await Charge.within(ripples.org).filter(id__in=[charge for charge, _ in parts])
    }
    for charge, pence in parts:
        await ripples.set(payment, charges[charge], -pence)
    await payment.save(update_fields=["allocated"])


async def free_up(ripples: Ripples, payment: Payment, pence: int) -> list[tuple[int, int]]:
    """Make so much of a payment stand against nothing: its credit first, then what it paid last.
    The charges that lose by it, with how much."""
    short = pence - payment.credit.pence
    if short <= 0:
        return []
    parts = free(short, await standing(payment))
    await undo(ripples, payment, parts)
    return parts


async def standing(payment: Payment) -> list[tuple[int, int]]:
    """What a payment pays now: charges and pence, the one it was set against last first."""
    stands: Counter[int] = Counter()
    last: dict[int, int] = {}
    for row in await Allocation.everywhere().filter(payment_id=payment.id).order_by("id"):
        stands[row.charge_id] += row.amount
        last[row.charge_id] = row.id
    found = [(charge, pence) for charge, pence in stands.items() if pence]
    return sorted(found, key=lambda one: -last[one[0]])


async def use_credit(
    org: Organisation,
    members: Collection[int],
    on: date,
    by: Person | None,
    ripples: Ripples | None = None,
) -> None:
    """Set what members have paid in advance against what they themselves owe."""
    own = ripples or Ripples(org, on, by)
    found = (
        Payment.within(org)
        .filter(member_id__in=list(members), state=PaymentState.SETTLED)
        .filter(amount__gt=F("allocated") + F("refunded") + F("taken_back"))
        .order_by("id")
    )
    for payment in await found:
        await pay_charges(own, payment)
    if ripples is None:
        await own.tell()


async def open_charges(org: Organisation, member_id: int) -> list[Charge]:
    """What a member still owes, the oldest first."""
    found = Charge.within(org).filter(member_id=member_id, amount__gt=F("paid") + F("relieved"))
    return await found.order_by("due_on", "id")
