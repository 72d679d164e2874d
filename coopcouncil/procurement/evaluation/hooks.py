"""What higher parts of a procurement are told by the assessment. Filled in `told.py`."""

from collections.abc import Awaitable, Callable

from coopcouncil.accounts.models import Person
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.tenders.models import Lot

AFTER_EXCLUSION: list[Callable[[Organisation, Lot, str, Person | None], Awaitable[None]]] = []
"""A bid is out of a lot, and why: the sum is made anew, inside the same transaction."""
