"""What higher parts of a procurement add to publishing a tender. Filled in `told.py`."""

from collections.abc import Awaitable, Callable, Sequence

from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.kinds import Stage
from coopcouncil.procurement.tenders.models import Edition, Lot, Tender
from coopcouncil.procurement.tenders.rules.faults import Fault

BEFORE_PUBLISHING: list[Callable[[Organisation, Tender], Awaitable[Sequence[Fault]]]] = []
"""What must be mended before a tender may be published, besides its method."""

AFTER_EDITION: list[Callable[[Organisation, Tender, Edition], Awaitable[None]]] = []
"""Inside the transaction that publishes an edition, the first too."""

LOT_TAKEN_OVER: list[Callable[[Organisation, Lot, Lot], Awaitable[None]]] = []
"""A lot that is new in a change, and the one that the published tender has from now on."""

AFTER_ENDING: list[Callable[[Organisation, Tender, Stage], Awaitable[None]]] = []
"""Inside the transaction that ends a tender without a contract: the stage that it had reached."""
