"""What Stripe answers, as the rest of the slice reads it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money


@dataclass(frozen=True)
class Taken:
    """What became of an intended payment."""

    intent_id: str
    status: str
    row: str
    code: str = ""
    charge_id: str = ""
    arrived_on: date | None = None
    fee: Money = field(default=Money(0))
    disputed: bool = False
    refunded: int = 0


@dataclass(frozen=True)
class Session:
    """A page of Stripe's."""

    id: str
    url: str
    status: str
    row: str
    intent_id: str = ""
    setup_id: str = ""


@dataclass(frozen=True)
class Way:
    """A card or a bank account that was saved, with its mandate."""

    method_id: str
    kind: str
    last4: str
    brand: str = ""
    mandate_id: str = ""


@dataclass(frozen=True)
class MandateNow:
    """A mandate as the bank has it."""

    status: str
    reference: str
    why: str
    method_id: str


@dataclass(frozen=True)
class DisputeNow:
    """A dispute, with what it has moved so far, in pence."""

    id: str
    charge_id: str
    intent_id: str
    amount: int
    reason: str
    status: str
    opened_at: datetime
    due_by: datetime | None
    taken: int
    given: int
    cost: int
    returned_cost: int


@dataclass(frozen=True)
class RefundNow:
    """A refund."""

    id: str
    intent_id: str
    amount: int
    status: str
    row: str
    why: str


@dataclass(frozen=True)
class PayoutNow:
    """A payout, and what it is made of, in pence."""

    id: str
    amount: int
    status: str
    arrives_on: date
    gross: int = 0
    fees: int = 0
    given_back: int = 0


@dataclass(frozen=True)
class AccountNow:
    """What an account may do."""

    id: str
    name: str
    charges_enabled: bool
    payouts_enabled: bool


@dataclass(frozen=True)
class Told:
    """What an event says it is about, and when that was made; what is so must be asked."""

    id: str
    account: str
    kind: str
    about: str
    about_id: str
    created: datetime
    about_made: int = 0


def id_of(value: Any) -> str:
    """The id of what may be there whole, by its id alone, or not at all."""
    if value is None:
        return ""
    return value if isinstance(value, str) else str(value.id)


def row_of(found: Any) -> str:
    """The row of ours that it was made for."""
    return str(getattr(found.metadata, "row", "") or "")


def day_of(epoch: int) -> date:
    """The day in London."""
    return datetime.fromtimestamp(epoch, clock.LONDON).date()
