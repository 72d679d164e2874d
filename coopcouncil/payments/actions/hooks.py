"""What other slices are told of money, in the same transaction; filled in `told.py`, in view.

The books' lock is held while they are told. A slice that takes a lock of its own before it moves
money takes `kernel.db.lock("ledger", org.id)` first.
"""

from collections.abc import Awaitable, Callable
from datetime import date

from coopcouncil.accounts.models import Person
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.kinds import ChargeKind, Method
from coopcouncil.payments.models import Charge, Payment, Refund

Told = Callable[[Organisation, Charge, date, Person | None], Awaitable[None]]
ToldOfPart = Callable[[Organisation, Charge, Payment, Money, date, Person | None], Awaitable[None]]
ToldOfPayment = Callable[[Organisation, Payment, date], Awaitable[None]]

SETTLED: dict[ChargeKind, list[Told]] = {kind: [] for kind in ChargeKind}
"""A charge is paid in full, with settled money."""

UNSETTLED: dict[ChargeKind, list[Told]] = {kind: [] for kind in ChargeKind}
"""A charge that was paid in full is so no longer: the money went again."""

ALLOCATED: dict[ChargeKind, list[ToldOfPart]] = {kind: [] for kind in ChargeKind}
"""So much settled money was set against a charge, or (below zero) no longer is. What savings and
loans post from: until then it stands to the member's credit on what members owe."""

FAILED: list[ToldOfPayment] = []
"""A payment did not come."""

TAKEN_BACK: list[ToldOfPayment] = []
"""Settled money went again."""

ARRIVED: list[ToldOfPayment] = []
"""A payment has settled."""

PROVIDERS: dict[Method, Callable[[Organisation, Refund, Payment], Awaitable[bool]]] = {}
"""Who gives money back the way it came: asks for it (a job, no network) and answers whether it
can. What cannot go back so leaves by a payment run."""
