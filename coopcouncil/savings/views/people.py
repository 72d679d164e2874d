"""A member's accounts and checks, as the desk sees them."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.models import Member
from coopcouncil.organisations.protection import edition_on
from coopcouncil.savings.actions.accounts import open_account, record_check
from coopcouncil.savings.forms import CheckForm, OpenForm, SheetForm
from coopcouncil.savings.kinds import CheckOf, Found, Shown
from coopcouncil.savings.labels import CHECKS, FOUND, SHOWN
from coopcouncil.savings.models import IdentityCheck, SavingsProduct
from coopcouncil.savings.reads import (
    accounts_of_member,
    balances,
    held_by,
    member_today,
    mode_of,
    names_of,
    products_of,
)
from coopcouncil.savings.sheets import confirm_sheet, is_in_force, sheets_of
from coopcouncil.savings.views.found import done, protection


async def member_savings(request: Request) -> Response:
    """A member's accounts, what was checked, and opening another account."""
    return await _show(request)


async def open_for_member(request: Request) -> Response:
    """Another account, alone or with others."""
    org, member = request.state.org, await _member(request)
    form = await form_of(request, OpenForm)
    form.offer(await products_of(org), language_of(request))
    if form.validate():
        holders = [member]
        for number in [n.strip() for n in (form.others.data or "").split(",") if n.strip()]:
            entry = await member_today(org, number)
            if entry is None:
                text = gettext("Nobody who is a member today has the number {number}.")
                form.wrong(text.format(number=number), "others")
            else:
                holders.append(await Member.one(org, id=entry.member_id))
        if not form.others.errors:
            product = await SavingsProduct.one(org, id=int(form.product.data))
            deed = open_account(org, product, holders, clock.today(), request.state.person)
            if account := await done(form, deed):
                flash(request, gettext("The account is open."))
                return redirect(request, "savings:saving_account", id=account.id)
    return await _show(request, opening=form)


async def record_sheet(request: Request) -> Response:
    """The information sheet on how savings are protected was given, and confirmed."""
    member, form = await _member(request), await form_of(request, SheetForm)
    if form.validate():
        if form.given_on.data > clock.today():
            form.wrong(gettext("Enter a day that has come."), "given_on")
        else:
            await confirm_sheet(
                request.state.org,
                Shown.DESK,
                form.given_on.data,
                request.state.person,
                member=member.id,
            )
            flash(request, gettext("It is recorded that they have the information sheet."))
            return redirect(request, "savings:member_savings", id=member.id)
    return await _show(request, sheeting=form)


async def record_identity_check(request: Request) -> Response:
    """Identity, address or sanctions lists were looked into."""
    member, form = await _member(request), await form_of(request, CheckForm)
    if form.validate():
        deed = record_check(
            request.state.org,
            CheckOf(form.check_of.data),
            Found(form.found.data),
            form.evidence.data,
            form.on.data,
            member=member.id,
            by=request.state.person,
        )
        if await done(form, deed):
            flash(request, gettext("The check is recorded."))
            return redirect(request, "savings:member_savings", id=member.id)
    return await _show(request, checking=form)


async def _member(request: Request) -> Member:
    return await Member.one(request.state.org, id=request.path_params["id"])


async def _show(
    request: Request,
    opening: OpenForm | None = None,
    checking: CheckForm | None = None,
    sheeting: SheetForm | None = None,
) -> Response:
    org, member = request.state.org, await _member(request)
    entry = (await names_of(org, [member.id])).get(member.id)
    if entry is None:
        raise NotHere
    if opening is None:
        opening = OpenForm()
        opening.offer(await products_of(org), language_of(request))
    sheets = await sheets_of(org, member=member.id)
    held = (await held_by(org, [member.id]))[member.id]
    return page(
        request,
        "savings/member.html",
        member=member,
        entry=entry,
        mode=await mode_of(org),
        accounts=await accounts_of_member(org, member.id),
        balances=await balances(org),
        part=Money(sum(held.values())),
        pounds=Money,
        checks=await IdentityCheck.within(org)
        .filter(member_id=member.id)
        .select_related("recorded_by")
        .order_by("-id"),
        check_names=CHECKS,
        found=FOUND,
        opening=opening,
        checking=checking or CheckForm(data={"on": clock.today()}),
        sheets=sheets,
        shown=SHOWN,
        has_sheet=is_in_force(sheets),
        edition=edition_on(clock.today()),
        sheeting=sheeting or SheetForm(data={"given_on": clock.today()}),
        protection=protection(),
    )
