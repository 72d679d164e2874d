"""Interest on shares, dividends on purchases or hours: proposals, line by line, decided."""

from decimal import Decimal
from fractions import Fraction

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.organisations.models import has_rules, rulebook_on
from coopcouncil.organisations.words import share
from coopcouncil.shares.actions import adding, returning, taking_back
from coopcouncil.shares.forms_returns import (
    DecideForm,
    DividendForm,
    InterestForm,
    TakeBackForm,
)
from coopcouncil.shares.kinds import ReturnKind, ReturnState
from coopcouncil.shares.labels import BASES
from coopcouncil.shares.models_returns import ShareReturn, ShareReturnLine, ShareReturnReversal
from coopcouncil.shares.reads import holders_named

KINDS = {
    ReturnKind.INTEREST: lazy("Interest on shares"),
    ReturnKind.PURCHASES: lazy("Dividend on purchases"),
    ReturnKind.HOURS: lazy("Dividend on hours worked"),
}
STATES = {
    ReturnState.PROPOSED: lazy("Proposed"),
    ReturnState.DECIDED: lazy("Decided"),
    ReturnState.DROPPED: lazy("Given up"),
}


async def share_returns(request: Request) -> Response:
    """What was decided, and the forms of a proposal."""
    form = DividendForm()
    form.offer(await _kinds(request))
    return await _overview(request, InterestForm(), form)


async def propose_share_interest(request: Request) -> Response:
    """Reckon it; nothing is owed by that."""
    form = await form_of(request, InterestForm)
    if form.validate():
        try:
            made = await returning.propose_interest(
                request.state.org,
                form.since.data,
                form.to.data,
                form.rate.data or Fraction(0),
                request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(request, "shares:share_return", id=made.id)
    other = DividendForm()
    other.offer(await _kinds(request))
    return await _overview(request, form, other)


async def propose_purchase_dividend(request: Request) -> Response:
    """Share it out; nothing is owed by that."""
    form = await form_of(request, DividendForm)
    form.offer(await _kinds(request))
    upload = form.table.data
    readable = form.validate()
    if not isinstance(upload, UploadFile) or not upload.filename:
        form.wrong(gettext("Choose a file."))
        readable = False
    if readable:
        try:
            made = await returning.propose_dividend(
                request.state.org,
                form.bought_since.data,
                form.bought_to.data,
                form.pot.data or Money(0),
                await upload.read(),
                request.state.person,
                form.kind,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(request, "shares:share_return", id=made.id)
    return await _overview(request, InterestForm(), form)


async def share_return(request: Request) -> Response:
    """Each member's part."""
    return await _one(request, DecideForm(data={"on": clock.today()}))


async def decide_share_return(request: Request) -> Response:
    """The members decided: everybody is owed their part."""
    found = await ShareReturn.one(request.state.org, id=request.path_params["id"])
    form = await form_of(request, DecideForm)
    if not form.validate():
        return await _one(request, form)
    try:
        await returning.decide(
            request.state.org, found, form.on.data, form.decision.data, request.state.person
        )
    except Refused as refusal:
        form.refuse(refusal)
        return await _one(request, form)
    flash(request, gettext("Everybody is owed their part. It leaves by payment runs."))
    return redirect(request, "shares:share_return", id=found.id)


async def taking_back_return(request: Request) -> Response:
    """The form that takes back what was decided."""
    return await _back_page(request, TakeBackForm(data={"on": clock.today()}))


async def take_back_share_return(request: Request) -> Response:
    """Nothing of it is owed any more."""
    org = request.state.org
    found = await ShareReturn.one(org, id=request.path_params["id"])
    form = await form_of(request, TakeBackForm)
    if form.validate():
        try:
            await taking_back.take_back_return(
                org, found, form.on.data, form.reason.data, request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("It is taken back. Nothing of it is owed any more."))
            return redirect(request, "shares:share_return", id=found.id)
    return await _back_page(request, form)


async def drop_share_return(request: Request) -> Response:
    """It is not to be decided."""
    found = await ShareReturn.one(request.state.org, id=request.path_params["id"])
    await returning.drop_return(request.state.org, found, request.state.person)
    return redirect(request, "shares:share_returns")


async def _overview(request: Request, interest: InterestForm, dividend: DividendForm) -> Response:
    org = request.state.org
    rules = (await rulebook_on(org, clock.today())).rules if await has_rules(org) else None
    return page(
        request,
        "shares/returns.html",
        interest=interest,
        dividend=dividend,
        rows=await ShareReturn.within(org).order_by("-id").limit(50),
        kinds=KINDS,
        states=STATES,
        most=share(rules.share_interest_most) if rules and rules.share_interest_most else "",
        bases=[BASES[kind] for kind in dividend.kinds],
    )


async def _kinds(request: Request) -> list[ReturnKind]:
    org = request.state.org
    if not await has_rules(org):
        return []
    return returning.allowed((await rulebook_on(org, clock.today())).rules)


async def _one(request: Request, form: DecideForm) -> Response:
    org = request.state.org
    found = await ShareReturn.one(org, id=request.path_params["id"])
    await found.fetch_related("proposed_by", "recorded_by")
    lines = ShareReturnLine.within(org).filter(share_return_id=found.id)
    rows = await lines.order_by("-amount", "id").limit(500)
    return page(
        request,
        "shares/return.html",
        found=found,
        kind=KINDS[found.kind],
        basis=BASES.get(found.kind),
        hours={row.id: Decimal(row.basis) / 100 for row in rows}
        if found.kind is ReturnKind.HOURS
        else {},
        pounds=Money,
        state=STATES[found.state],
        rate=share(Fraction(found.rate)) if found.rate else "",
        rows=rows,
        all_lines=await lines.count(),
        added=await adding.added(org, found),
        back=await ShareReturnReversal.within(org)
        .filter(share_return_id=found.id)
        .select_related("reversed_by")
        .first(),
        names=await holders_named(org, [row.member_id for row in rows]),
        form=form,
    )


async def _back_page(request: Request, form: TakeBackForm) -> Response:
    found = await ShareReturn.one(request.state.org, id=request.path_params["id"])
    return page(
        request,
        "_pages/form.html",
        heading=gettext("Take it back"),
        intro=[
            gettext(
                "As long as no payment of it is in a payment run or paid, all of it can be taken "
                "back: nothing is owed any more, and shares that members took instead end."
            )
        ],
        form=form,
        button=gettext("Take it back"),
        back=("shares:share_return", {"id": found.id}),
    )
