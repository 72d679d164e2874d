"""The desk: a change of holders step by step, and savings of somebody who has died."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.models import Member
from coopcouncil.savings.holders.changing import agree, ask_for_change, carry_out, give_up
from coopcouncil.savings.holders.estates import ask_to_pay_estate
from coopcouncil.savings.holders.forms import ChangeForm, ConsentForm, EstateForm
from coopcouncil.savings.holders.labels import CHANGES, GROUNDS
from coopcouncil.savings.holders.models import EstatePayment, HolderChange, HolderConsent
from coopcouncil.savings.holders.reads import estate_payments, the_dead, waiting_change
from coopcouncil.savings.holders.rules import must_agree
from coopcouncil.savings.models import SavingsAccount
from coopcouncil.savings.reads import holders_of, names_of
from coopcouncil.savings.views.found import account_of


async def account_holders(request: Request) -> Response:
    """Who holds it, what changed, and what waits."""
    return await _holders(request, await account_of(request), ChangeForm(), ConsentForm())


async def ask_holders(request: Request) -> Response:
    """Write a change down; it waits for everybody's agreement."""
    org, account = request.state.org, await account_of(request)
    form = await form_of(request, ChangeForm)
    if form.validate():
        member = await Member.within(org).get_or_none(number=form.member.data.strip())
        if member is None:
            text = gettext("Nobody has the member number {number}.")
            form.wrong(text.format(number=form.member.data), "member")
        else:
            try:
                await ask_for_change(
                    org, account, form.chosen, member, form.evidence.data, request.state.person
                )
            except Refused as refusal:
                form.refuse(refusal)
            else:
                said = gettext("It is written down. Now everybody whose savings they are agrees.")
                return _back(request, account, said)
    return await _holders(request, account, form, ConsentForm())


async def record_consent(request: Request) -> Response:
    """An officer has seen that somebody agrees."""
    org, account = request.state.org, await account_of(request)
    change = await _change(request, account)
    form = await form_of(request, ConsentForm)
    form.offer(await _missing(request, account, change))
    if form.validate():
        try:
            await agree(org, change, int(form.who.data), form.how.data, request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _back(request, account, gettext("The agreement is recorded."))
    return await _holders(request, account, ChangeForm(), form)


async def carry_out_holders(request: Request) -> Response:
    """All agree."""
    account = await account_of(request)
    await carry_out(request.state.org, await _change(request, account), request.state.person)
    return _back(request, account, gettext("The holders are changed."))


async def give_up_holders(request: Request) -> Response:
    """It is not to be."""
    account = await account_of(request)
    await give_up(request.state.org, await _change(request, account), request.state.person)
    return _back(request, account, gettext("The change is given up."))


async def estate(request: Request) -> Response:
    """Savings of who has died: the form."""
    return await _estate(request, await account_of(request), EstateForm())


async def ask_estate(request: Request) -> Response:
    """Put a payment before a second officer."""
    account = await account_of(request)
    form = await form_of(request, EstateForm)
    if form.validate():
        try:
            await ask_to_pay_estate(
                request.state.org,
                account,
                form.chosen,
                form.paid_to.data,
                form.email.data or "",
                form.amount.data or Money(0),
                form.evidence.data,
                request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("A second person must agree before this is paid."))
            return redirect(request, "savings:estate", id=account.id)
    return await _estate(request, account, form)


async def estate_payment(request: Request) -> Response:
    """Where a second person looks before agreeing."""
    found = await EstatePayment.one(request.state.org, id=request.path_params["id"])
    return redirect(request, "savings:estate", id=found.account_id)


async def _estate(request: Request, account: SavingsAccount, form: EstateForm) -> Response:
    org = request.state.org
    holders = await holders_of(account)
    return page(
        request,
        "savings/estate.html",
        status=422 if form.errors else None,
        account=account,
        names=await names_of(org, holders),
        holders=holders,
        payments=[one for member in holders for one in await estate_payments(org, member)],
        grounds=GROUNDS,
        form=form,
    )


async def _holders(
    request: Request, account: SavingsAccount, form: ChangeForm, consent: ConsentForm
) -> Response:
    org = request.state.org
    holders = await holders_of(account)
    waiting = await waiting_change(org, account)
    needed = must_agree(waiting.change, waiting.member_id, holders) if waiting else ()
    consents = HolderConsent.within(org).filter(change_id=waiting.id) if waiting else None
    if waiting and not consent.errors:
        consent.offer(await _missing(request, account, waiting))
    done = HolderChange.within(org).filter(account_id=account.id, done_at__isnull=False)
    changes = await done.order_by("-id").select_related("done_by")
    concerned = {*holders, *needed, *(one.member_id for one in changes)}
    return page(
        request,
        "savings/holders.html",
        status=422 if form.errors or consent.errors else None,
        account=account,
        holders=holders,
        dead=await the_dead(org, account),
        waiting=waiting,
        needed=needed,
        agreed={one.member_id: one for one in await consents} if consents is not None else {},
        changes=changes,
        kinds=CHANGES,
        names=await names_of(org, concerned | ({waiting.member_id} if waiting else set())),
        form=form,
        consent=consent,
    )


async def _missing(
    request: Request, account: SavingsAccount, change: HolderChange
) -> list[tuple[int, str]]:
    """Who has not agreed yet, by name."""
    org = request.state.org
    needed = must_agree(change.change, change.member_id, await holders_of(account))
    agreed = {one.member_id for one in await HolderConsent.within(org).filter(change_id=change.id)}
    names = await names_of(org, needed)
    return [
        (one, names[one].name if one in names else str(one)) for one in needed if one not in agreed
    ]


async def _change(request: Request, account: SavingsAccount) -> HolderChange:
    return await HolderChange.one(
        request.state.org, id=request.path_params["change"], account_id=account.id
    )


def _back(request: Request, account: SavingsAccount, sentence: str) -> Response:
    flash(request, sentence)
    return redirect(request, "savings:account_holders", id=account.id)
