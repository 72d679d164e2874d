"""The member's own word on a change of who holds an account."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.savings.holders.changing import agree
from coopcouncil.savings.holders.labels import CHANGES
from coopcouncil.savings.holders.models import HolderChange, HolderConsent
from coopcouncil.savings.holders.rules import must_agree
from coopcouncil.savings.models import SavingsAccount
from coopcouncil.savings.reads import holders_of, names_of
from coopcouncil.savings.views.found import own_members


async def my_holder_change(request: Request) -> Response:
    """What is to change, and who has agreed: for those whom it concerns."""
    change, own = await _mine(request)
    org = request.state.org
    account = await SavingsAccount.one(org, id=change.account_id)
    needed = must_agree(change.change, change.member_id, await holders_of(account))
    agreed = {one.member_id for one in await HolderConsent.within(org).filter(change_id=change.id)}
    return page(
        request,
        "savings/my_change.html",
        change=change,
        account=account,
        what=CHANGES[change.change],
        needed=needed,
        agreed=agreed,
        mine=[one for one in own if one in needed and one not in agreed],
        names=await names_of(org, {*needed, change.member_id}),
    )


async def agree_to_change(request: Request) -> Response:
    """The member agrees, here."""
    change, own = await _mine(request)
    member = request.path_params["member"]
    if member not in own:
        raise NotHere
    words = "On the own page, signed in"
    await agree(request.state.org, change, member, words, request.state.person)
    flash(request, gettext("You have agreed. It is carried out once everybody has."))
    return redirect(request, "savings:my_holder_change", id=change.id)


async def _mine(request: Request) -> tuple[HolderChange, set[int]]:
    org = request.state.org
    change = await HolderChange.one(org, id=request.path_params["id"])
    own = await own_members(request)
    account = await SavingsAccount.one(org, id=change.account_id)
    if not change.waits or not own & {*await holders_of(account), change.member_id}:
        raise NotHere
    return change, own
