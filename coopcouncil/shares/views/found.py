"""What several pages of shares look up."""

from datetime import date

from starlette.requests import Request
from tortoise.expressions import Q

from coopcouncil.kernel import clock
from coopcouncil.members.models import Member
from coopcouncil.shares.models import ShareEvent, ShareHolding
from coopcouncil.shares.reads import HeldShares, Holder, holders_named, state_of


async def member_of(request: Request) -> tuple[Member, Holder]:
    """The member of the address, and how the register names them."""
    member = await Member.one(request.state.org, id=request.path_params["id"])
    return member, await holder_of(request, member.id, member.number)


async def holder_of(request: Request, member_id: int, number: str = "") -> Holder:
    """How the register names a member; by the number alone where it says nothing."""
    names = await holders_named(request.state.org, [member_id])
    return names.get(member_id, Holder(member_id, number, ""))


async def holding_of(request: Request) -> tuple[ShareHolding, HeldShares]:
    """The holding of the address, and what it is today or will first be."""
    org = request.state.org
    holding = await ShareHolding.one(org, id=request.path_params["id"])
    state = await state_of(holding, clock.today())
    return holding, state or nothing_held(holding, clock.today())


def nothing_held(holding: ShareHolding, on: date) -> HeldShares:
    """A holding on a day before its first."""
    return HeldShares(
        holding.id,
        holding.number,
        holding.kind,
        holding.nominal,
        holding.split_from_id,
        0,
        0,
        None,
        None,
        on,
        on,
    )


async def story_of(request: Request, holding: ShareHolding) -> list[ShareEvent]:
    """Everything that was recorded of a holding, the latest first."""
    return (
        await ShareEvent.within(request.state.org)
        .filter(Q(holding_id=holding.id))
        .select_related("change_set", "change_set__recorded_by")
        .order_by("-id")
    )
