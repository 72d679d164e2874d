"""One's own savings, and those of one's children."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import page, redirect
from coopcouncil.organisations.protection import edition_on
from coopcouncil.savings.core.reads import latest, of_members
from coopcouncil.savings.holders.reads import changes_for
from coopcouncil.savings.juniors.reads import children_of
from coopcouncil.savings.kinds import Mode, Shown
from coopcouncil.savings.labels import MOVEMENTS
from coopcouncil.savings.models import SavingsAccount, SavingsHolder
from coopcouncil.savings.reads import (
    accounts_of_member,
    balance_of,
    balances,
    dormant_ids,
    mode_of,
    pledged_on,
    statement,
)
from coopcouncil.savings.sheets import confirm_sheet, is_in_force, sheets_of
from coopcouncil.savings.views.accounts import statement_pdf
from coopcouncil.savings.views.found import account_of, own_members, protection, sheet


async def how_protected(request: Request) -> Response:
    """The information sheet on how savings are protected: for whoever may join, too."""
    org, confirmed, asked = request.state.org, None, False
    if request.state.person is not None and await mode_of(org) is Mode.WHOLE_BOOK:
        for member in await own_members(request):
            found = await sheets_of(org, member=member)
            asked = asked or not is_in_force(found)
            confirmed = next((one for one in found if is_in_force([one])), confirmed)
    return page(
        request,
        "savings/how_protected.html",
        asked=asked,
        confirmed=confirmed,
        edition=edition_on(clock.today()),
        **sheet(),
    )


async def confirm_own_sheet(request: Request) -> Response:
    """A member has read it: recorded once, for each of the members that they are."""
    org, today = request.state.org, clock.today()
    for member in sorted(await own_members(request)):
        if not is_in_force(await sheets_of(org, member=member)):
            person = request.state.person
            await confirm_sheet(org, Shown.OWN_PAGE, today, person, member=member)
    return redirect(request, "savings:how_protected")


async def my_savings(request: Request) -> Response:
    """Every account that is one's own, and one's children's."""
    org = request.state.org
    members = await own_members(request)
    accounts = {one.id: one for member in members for one in await accounts_of_member(org, member)}
    reading = await latest(org)
    return page(
        request,
        "savings/mine.html",
        mode=await mode_of(org),
        modes=Mode,
        accounts=[one for one in accounts.values() if one.closed_on is None],
        balances=await balances(org),
        children=await children_of(org, members),
        reading=reading,
        core=await of_members(reading, members) if reading else [],
        is_member=bool(members),
        changes=await changes_for(org, members),
        pounds=Money,
        protection=protection(),
    )


async def my_account(request: Request) -> Response:
    """One of one's accounts, with what moved on it."""
    account = await _own(request)
    _brought, lines = await statement(account)
    return page(
        request,
        "savings/my_account.html",
        account=account,
        balance=await balance_of(account),
        pledged=await pledged_on(account),
        lines=list(reversed(lines))[:200],
        kinds=MOVEMENTS,
        is_dormant=account.id in await dormant_ids(request.state.org),
        protection=protection(),
    )


async def my_statement(request: Request) -> Response:
    """One's own statement as a PDF."""
    return await statement_pdf(request, await _own(request))


async def _own(request: Request) -> SavingsAccount:
    """An account of the reader's own; anybody else's is not there."""
    account = await account_of(request)
    members = await own_members(request)
    held = SavingsHolder.within(request.state.org).filter(
        account_id=account.id, member_id__in=list(members)
    )
    if not members or not await held.exists():
        raise NotHere
    return account
