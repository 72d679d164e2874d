"""One account: what stands on it, paying in and out, notice, statements."""

from secrets import token_hex

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.checks.models import State
from coopcouncil.kernel import clock, pdf
from coopcouncil.kernel.downloads import pdf_file
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.savings.actions import reversing
from coopcouncil.savings.actions.accounts import close_account, set_apart
from coopcouncil.savings.actions.cash import not_own
from coopcouncil.savings.actions.moving import limits, pay_in
from coopcouncil.savings.actions.pledging import give_notice
from coopcouncil.savings.actions.withdrawing import ask_to_take_out
from coopcouncil.savings.forms import (
    ApartForm,
    MoneyInForm,
    MoneyOutForm,
    NoticeForm,
    SlipForm,
    StatementForm,
)
from coopcouncil.savings.holders.reads import the_dead, waiting_change
from coopcouncil.savings.juniors.reads import authorities
from coopcouncil.savings.kinds import Excluded, MovementKind, ProductKind, Way
from coopcouncil.savings.labels import EXCLUDED, MOVEMENTS, WAYS
from coopcouncil.savings.models import SavingsAccount, SavingsMovement, SavingsNotice, SavingsPledge
from coopcouncil.savings.reads import (
    balance_of,
    besides,
    dormant_ids,
    mode_of,
    pledged_on,
    statement,
    whose,
)
from coopcouncil.savings.rules.accounts import available, room
from coopcouncil.savings.views.found import account_of, done, protection, rules_of, sheet


async def saving_account(request: Request) -> Response:
    """What stands on an account, and what may be done with it."""
    return await show(request, await account_of(request))


async def record_deposit(request: Request) -> Response:
    """Money comes in."""
    account, form = await account_of(request), await form_of(request, MoneyInForm)
    await not_own(request.state.org, account, request.state.person)
    if form.validate():
        deed = pay_in(
            request.state.org,
            account,
            form.amount.data,
            Way(form.way.data),
            clock.today(),
            request.state.person,
            text=form.text.data or "",
            reference=f"desk-in:{account.id}:{form.token}" if form.token else None,
        )
        if await done(form, deed, "amount"):
            said = gettext("{sum} has been paid in.").format(sum=form.amount.data)
            return _back(request, account, said)
    return await show(request, account, paying_in=form)


async def record_withdrawal(request: Request) -> Response:
    """Money goes out: at once, or once a second person has agreed."""
    account, form = await account_of(request), await form_of(request, MoneyOutForm)
    await _offer(request, account, form)
    if form.validate():
        deed = ask_to_take_out(
            request.state.org,
            account,
            form.out_amount.data,
            Way(form.out_way.data),
            request.state.person,
            text=form.out_text.data or "",
            guardian=int(form.guardian.data) if form.guardian else None,
            key=form.token,
        )
        if check := await done(form, deed, "out_amount"):
            said = (
                gettext("A second person must agree before this is taken out.")
                if check.state is State.WAITING
                else gettext("{sum} has been taken out.")
            )
            return _back(request, account, said.format(sum=form.out_amount.data))
    return await show(request, account, taking_out=form)


async def record_saving_notice(request: Request) -> Response:
    """Notice of a withdrawal."""
    account, form = await account_of(request), await form_of(request, NoticeForm)
    if form.validate():
        deed = give_notice(
            request.state.org, account, form.notice_amount.data, request.state.person
        )
        if await done(form, deed, "notice_amount"):
            return _back(request, account, gettext("The notice is recorded."))
    return await show(request, account, noticing=form)


async def record_closing(request: Request) -> Response:
    """Nothing is there any more."""
    account = await account_of(request)
    await close_account(request.state.org, account, request.state.person)
    return _back(request, account, gettext("The account is closed."))


async def apart(request: Request) -> Response:
    """Whether an account stands apart in the files for the deposit guarantee."""
    account = await account_of(request)
    now = account.excluded.value if account.excluded else ""
    form = ApartForm(data={"why": now, "because": account.excluded_because})
    form.offer()
    return page(request, "savings/apart.html", account=account, form=form)


async def record_apart(request: Request) -> Response:
    """Stand it apart, or put it back."""
    account, form = await account_of(request), await form_of(request, ApartForm)
    form.offer()
    if form.validate():
        why = Excluded(form.why.data) if form.why.data else None
        if why and not form.because.data:
            form.wrong(gettext("Say why, for the file."), "because")
        else:
            await set_apart(
                request.state.org, account, why, form.because.data or "", request.state.person
            )
            return _back(request, account, gettext("It is recorded."))
    return page(request, "savings/apart.html", account=account, form=form)


async def slip(request: Request) -> Response:
    """Undoing a slip: why?"""
    account = await account_of(request)
    return await _slip(request, account, SlipForm())


async def record_slip(request: Request) -> Response:
    """Another movement that undoes this one."""
    account, form = await account_of(request), await form_of(request, SlipForm)
    await not_own(request.state.org, account, request.state.person)
    movement = await _movement(request, account)
    if form.validate():
        deed = reversing.reverse(
            request.state.org, movement, form.reason.data, request.state.person
        )
        if await done(form, deed):
            return _back(request, account, gettext("It is reversed. Both stay to be seen."))
    return await _slip(request, account, form)


async def statement_file(request: Request) -> Response:
    """A statement as a PDF, in the saver's language."""
    account = await account_of(request)
    return await statement_pdf(request, account)


async def statement_pdf(request: Request, account: SavingsAccount) -> Response:
    """A statement of an account that the reader may see."""
    org = request.state.org
    form = StatementForm(request.query_params)
    form.validate()
    since, to = form.since.data, form.to.data or clock.today()
    brought, lines = await statement(account, since, to)
    named = (await whose(org, [account]))[account.id]
    data = await pdf.render(
        "print/savings/statement.html",
        named.language or request.state.language,
        org=org,
        account=account,
        named=named,
        brought=brought,
        lines=lines,
        since=since,
        to=to,
        kinds=MOVEMENTS,
        **sheet(),
    )
    return pdf_file(f"statement-{account.number}.pdf", data)


async def show(
    request: Request,
    account: SavingsAccount,
    *,
    paying_in: MoneyInForm | None = None,
    taking_out: MoneyOutForm | None = None,
    noticing: NoticeForm | None = None,
) -> Response:
    """The whole page, with whichever form was filled in."""
    org = request.state.org
    rules = await rules_of(request, clock.today())
    balance, pledged = await balance_of(account), await pledged_on(account)
    is_junior = account.product.kind is ProductKind.JUNIOR
    if is_junior:
        limit = rules.junior_limit
        left = max(0, limit - balance.pence)
    else:
        limit = await limits(org, rules)
        left = room(balance.pence, await besides(org, account), limit)
    least = 0 if is_junior else rules.savings_minimum
    if taking_out is None:
        taking_out = MoneyOutForm(data={"out_key": token_hex(8)})
        await _offer(request, account, taking_out)
    dead = await the_dead(org, account)
    _brought, lines = await statement(account)
    used = {line.movement.notice_id for line in lines}
    notices = SavingsNotice.within(org).filter(account_id=account.id, taken_back_at=None)
    return page(
        request,
        "savings/account.html",
        account=account,
        named=(await whose(org, [account]))[account.id],
        mode=await mode_of(org),
        balance=balance,
        pledged=pledged,
        pledges=await SavingsPledge.within(org).filter(account_id=account.id, released_at=None),
        available=Money(0 if dead else available(balance.pence, pledged.pence, least)),
        room=Money(left),
        limit=Money(limit),
        lines=list(reversed(lines))[:100],
        more=len(lines) > 100,
        notices=[one for one in await notices.order_by("id") if one.id not in used],
        is_dormant=account.id in await dormant_ids(org),
        excluded=EXCLUDED,
        kinds=MOVEMENTS,
        ways=WAYS,
        reversible=(MovementKind.DEPOSIT, MovementKind.WITHDRAWAL),
        pounds=Money,
        paying_in=paying_in or MoneyInForm(data={"key": token_hex(8)}),
        taking_out=taking_out,
        noticing=noticing or NoticeForm(),
        protection=protection(),
        dead=dead,
        changing=await waiting_change(org, account),
    )


async def _offer(request: Request, account: SavingsAccount, form: MoneyOutForm) -> None:
    """A child's savings are paid out to one of these; a member's to the member."""
    if account.junior_id is None:
        del form.guardian
        return
    found = await authorities(request.state.org, account.junior_id, clock.today())
    form.guardian.choices = [(str(one.id), one.name) for one in found if one.may_withdraw]


async def _movement(request: Request, account: SavingsAccount) -> SavingsMovement:
    return await SavingsMovement.one(
        request.state.org, id=request.path_params["movement"], account_id=account.id
    )


async def _slip(request: Request, account: SavingsAccount, form: SlipForm) -> Response:
    movement = await _movement(request, account)
    return page(
        request,
        "savings/slip.html",
        account=account,
        movement=movement,
        form=form,
        kinds=MOVEMENTS,
    )


def _back(request: Request, account: SavingsAccount, sentence: str) -> Response:
    flash(request, sentence)
    return redirect(request, "savings:saving_account", id=account.id)
