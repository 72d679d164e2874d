"""The first page of savings, where balances are kept, and the kinds of account."""

from starlette.requests import Request
from starlette.responses import Response
from tortoise.expressions import Q

from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.models import RegisterEntry
from coopcouncil.members.words import words
from coopcouncil.savings.access import keeps
from coopcouncil.savings.actions.setting import add_product, keep_balances
from coopcouncil.savings.forms import ModeForm, ProductForm, SearchForm
from coopcouncil.savings.juniors.models import JuniorSaver
from coopcouncil.savings.kinds import Mode, ProductKind
from coopcouncil.savings.labels import MODES, PRODUCTS
from coopcouncil.savings.models import SavingsAccount, SavingsHolder, TillDay
from coopcouncil.savings.reads import (
    balances,
    dormant_ids,
    mode_of,
    products_of,
    total_saved,
    whose,
)
from coopcouncil.savings.views.found import done, page_of, protection

PAGE = 50


async def savings(request: Request) -> Response:
    """How much is saved, and the way to everything else."""
    org = request.state.org
    mode = await mode_of(org)
    if mode is None:
        return page(request, "savings/begin.html", form=ModeForm(), keeps=keeps(request))
    return page(
        request,
        "savings/savings.html",
        mode=mode,
        modes=MODES,
        keeps=keeps(request),
        shares=await total_saved(org, ProductKind.SHARES),
        deposits=await total_saved(org, ProductKind.JUNIOR),
        accounts=await SavingsAccount.within(org).filter(closed_on=None).count(),
        juniors=await JuniorSaver.within(org).filter(ended_on=None).count(),
        dormant=len(await dormant_ids(org)),
        tills=await TillDay.within(org).filter(closed_at=None).count(),
        protection=protection(),
    )


async def choose_mode(request: Request) -> Response:
    """Say where balances are kept."""
    form = await form_of(request, ModeForm)
    if form.validate():
        deed = keep_balances(
            request.state.org,
            Mode(form.mode.data),
            form.core_system.data or "",
            request.state.person,
        )
        if await done(form, deed):
            flash(request, gettext("It is recorded where balances are kept."))
            return redirect(request, "savings:savings")
    return page(request, "savings/begin.html", form=form, keeps=True)


async def mode(request: Request) -> Response:
    """The question again, for who wants another answer."""
    now = await mode_of(request.state.org)
    form = ModeForm(data={"mode": now.value if now else Mode.BESIDE_CORE.value})
    return page(request, "savings/begin.html", form=form, keeps=True)


async def saving_accounts(request: Request) -> Response:
    """Every account, or those that a name or a number finds."""
    org = request.state.org
    form = SearchForm(request.query_params)
    wanted = (form.q.data or "").strip()
    found = SavingsAccount.within(org)
    if wanted:
        found = found.filter(id__in=await _fitting(request, wanted))
    total = await found.count()
    current, last = page_of(request, total, PAGE)
    rows = (
        await found.select_related("product")
        .order_by("number")
        .offset((current - 1) * PAGE)
        .limit(PAGE)
    )
    return page(
        request,
        "savings/accounts.html",
        form=form,
        wanted=wanted,
        rows=rows,
        names=await whose(org, rows),
        balances=await balances(org),
        dormant=await dormant_ids(org),
        pounds=Money,
        total=total,
        current=current,
        last=last,
    )


async def savings_products(request: Request) -> Response:
    """The kinds of account."""
    return await _products(request, ProductForm())


async def new_product(request: Request) -> Response:
    """Another kind of account."""
    org = request.state.org
    form = await form_of(request, ProductForm)
    if form.validate():
        code = form.code.data.strip().upper()
        if code in {one.code for one in await products_of(org)}:
            form.wrong(gettext("There is a kind of account with this code already."), "code")
        else:
            await add_product(
                org,
                code,
                form.name.data,
                form.name_cy.data or "",
                ProductKind(form.kind.data),
                form.notice_days.data,
                request.state.person,
            )
            flash(request, gettext("The kind of account has been added."))
            return redirect(request, "savings:savings_products")
    return await _products(request, form)


async def _products(request: Request, form: ProductForm) -> Response:
    return page(
        request,
        "savings/products.html",
        form=form,
        products=await products_of(request.state.org),
        kinds=PRODUCTS,
    )


async def _fitting(request: Request, wanted: str) -> list[int]:
    """The accounts that a number, a name or a member's number finds."""
    org = request.state.org
    ids: set[int] = set()
    plain = wanted.removeprefix("J").removeprefix("j")
    if plain.isdecimal() and len(plain) < 16:
        by_number = SavingsAccount.within(org).filter(number=int(plain))
        ids.update(await by_number.values_list("id", flat=True))  # type: ignore[arg-type]
    entries = RegisterEntry.within(org).filter(superseded_at=None)
    looked_for = words(wanted)[:5]
    for word in looked_for:
        entries = entries.filter(search_text__contains=f" {word}")
    members = await entries.limit(500).values_list("member_id", flat=True)
    held = SavingsHolder.within(org).filter(member_id__in=list(members))
    ids.update(await held.values_list("account_id", flat=True))  # type: ignore[arg-type]
    children = JuniorSaver.within(org)
    for word in looked_for:
        children = children.filter(Q(given_name__icontains=word) | Q(family_name__icontains=word))
    juniors = await children.limit(500).values_list("id", flat=True)
    own = SavingsAccount.within(org).filter(junior_id__in=list(juniors))
    ids.update(await own.values_list("id", flat=True))  # type: ignore[arg-type]
    return sorted(ids)
