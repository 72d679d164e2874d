"""Who reads what was considered and what each measure is worth: who needs it, from when."""

from starlette.requests import Request

from coopcouncil.kernel.errors import NotHere
from coopcouncil.procurement.access import leads, part_in, taking_part
from coopcouncil.procurement.kinds import Part, Stage
from coopcouncil.procurement.tenders.models import Tender


async def reading(request: Request) -> Tender:
    """The tender of the address for its lead and for those who judge; for who follows the contract
    from when there is one. Who opens the bids needs none of it. Worths may be licensed to the
    council alone, and the fewer read them the better."""
    found = await taking_part(request)
    if leads(request):
        return found
    held = await part_in(found, request.state.person)
    if held & {Part.EVALUATOR, Part.MODERATOR}:
        return found
    if Part.CONTRACT_MANAGER in held and found.stage is Stage.CONTRACTED:
        return found
    raise NotHere
