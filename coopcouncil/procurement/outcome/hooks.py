"""What higher parts of a procurement are told by the outcome. Filled in `told.py`."""

from collections.abc import Awaitable, Callable

from coopcouncil.accounts.models import Person
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.outcome.models import Contract

CONTRACTED: list[Callable[[Organisation, Contract, Person | None], Awaitable[None]]] = []
"""A contract was entered into: its promises become commitments, in the same transaction."""
