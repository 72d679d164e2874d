"""Money at hand: the bank and the cash of the plan, and every other account that a bank keeps."""

from collections.abc import Awaitable, Callable, Collection

from coopcouncil.kernel.money import Money
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.reads import Books
from coopcouncil.organisations.models import Organisation

AT_BANK: list[Callable[[Organisation], Awaitable[Collection[int]]]] = []
"""Accounts of the books that are at a bank. Filled in `told.py`."""


async def at_hand(org: Organisation, found: Books) -> Money:
    """What lies at banks and in cash by these books, a savings account of the society's too."""
    ids = {one.id for one in found.accounts if one.purpose in (Purpose.BANK, Purpose.CASH)}
    for told in AT_BANK:
        ids.update(await told(org))
    return Money(sum(found.trial.balances.get(one, 0) for one in ids))
