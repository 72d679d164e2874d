"""The passbook that a child of seven can read."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import page
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.juniors.models import JuniorSaver
from coopcouncil.savings.juniors.passbook import jar
from coopcouncil.savings.juniors.reads import account_of_junior, authorities
from coopcouncil.savings.kinds import MovementKind
from coopcouncil.savings.reads import balance_of, statement
from coopcouncil.savings.views.found import own_members, protection

SHOWN = 12


async def passbook(request: Request) -> Response:
    """From the desk, to print or to show."""
    junior = await JuniorSaver.one(request.state.org, id=request.path_params["id"])
    return await _show(request, junior, from_desk=True)


async def my_childs_passbook(request: Request) -> Response:
    """For a guardian whose authority is in force; for the child beside them."""
    org = request.state.org
    junior = await JuniorSaver.one(org, id=request.path_params["id"])
    members = await own_members(request)
    found = await authorities(org, junior.id, clock.today())
    if not any(one.member_id in members for one in found if one.member_id):
        raise NotHere
    return await _show(request, junior, from_desk=False)


async def _show(request: Request, junior: JuniorSaver, from_desk: bool) -> Response:
    org: Organisation = request.state.org
    account = await account_of_junior(org, junior)
    balance = await balance_of(account) if account else None
    lines = (await statement(account))[1] if account else []
    return page(
        request,
        "savings/passbook.html",
        junior=junior,
        account=account,
        balance=balance,
        jar=jar(balance.pence) if balance else jar(0),
        lines=[line for line in reversed(lines) if not line.is_reversed][:SHOWN],
        went=(MovementKind.WITHDRAWAL, MovementKind.REVERSAL),
        from_desk=from_desk,
        pounds=Money,
        protection=protection(),
    )
