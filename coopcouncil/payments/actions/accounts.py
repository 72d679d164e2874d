"""The places in the books that members' money goes through, and the one lock of it all."""

from collections.abc import Collection
from datetime import date, timedelta

from coopcouncil.kernel import clock
from coopcouncil.kernel.db import lock
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.models import Account
from coopcouncil.ledger.reads import closed_to
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.kinds import BY_STRIPE, ChargeKind, Method
from coopcouncil.payments.models import Charge
from coopcouncil.payments.rules.refusals import NoBooks

_EARNS = {
    ChargeKind.SUBSCRIPTION: Purpose.SUBSCRIPTIONS,
    ChargeKind.JOINING_FEE: Purpose.SUBSCRIPTIONS,
    ChargeKind.SHARES: Purpose.SHARE_CAPITAL,
    ChargeKind.RENT: Purpose.RENTS,
    ChargeKind.SERVICE: Purpose.SERVICES,
    ChargeKind.OTHER: Purpose.OTHER_INCOME,
}
_FALLS_BACK = {Purpose.RENTS: Purpose.OTHER_INCOME}


class Places:
    """The accounts of an organisation's books, by what they are for."""

    def __init__(self, found: dict[Purpose, int]) -> None:
        self._found = found

    def of(self, purpose: Purpose) -> int:
        """The account; refused where the books have none."""
        found = self._found.get(purpose) or self._found.get(_FALLS_BACK.get(purpose, purpose))
        if found is None:
            raise NoBooks
        return found

    def earned_by(self, kind: ChargeKind) -> int:
        """Where a charge of this kind is earned (share money: where it is capital)."""
        return self.of(_EARNS[kind])

    def into(self, method: Method) -> int:
        """Where money comes in by this way."""
        if method is Method.CASH:
            return self.of(Purpose.CASH)
        return self.of(Purpose.STRIPE_CLEARING if method in BY_STRIPE else Purpose.BANK)

    @property
    def owed(self) -> int:
        """What members owe; below zero, what they have paid in advance."""
        return self.of(Purpose.OWED_BY_MEMBERS)


async def places(org: Organisation) -> Places:
    """The accounts that the program posts to."""
    rows = await Account.within(org).filter(purpose__isnull=False).values_list("purpose", "id")
    return Places({Purpose(purpose): account for purpose, account in rows})


async def open_account(org: Organisation, members: Collection[int]) -> None:
    """Wait until nobody else moves this organisation's money. Two tellers take turns.

    Share money changes the register as well, whose lock others take before that of the books.
    """
    shares = Charge.within(org).filter(member_id__in=list(members), kind=ChargeKind.SHARES)
    if await shares.exists():
        await lock("register", org.id)
    await lock("ledger", org.id)


async def day_in_books(org: Organisation, on: date) -> date:
    """The day under which an outside event is booked: its own, or the first that is open."""
    closed = await closed_to(org)
    if closed is not None and on <= closed:
        on = closed + timedelta(days=1)
    return min(on, clock.today())
