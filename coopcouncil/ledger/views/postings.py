"""A posting, one by hand after a check, and its reversal."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.flash import flash
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import page, redirect
from coopcouncil.ledger.access import keeps
from coopcouncil.ledger.actions import post, reverse
from coopcouncil.ledger.forms import PostingForm, ReasonForm, Typed
from coopcouncil.ledger.kinds import PostingKind
from coopcouncil.ledger.labels import POSTINGS
from coopcouncil.ledger.models import Fund, Posting, PostingLine
from coopcouncil.ledger.reads import accounts_of, closed_to
from coopcouncil.ledger.rules import Line, check, may_post
from coopcouncil.members.models import Member

PAGE = 50


async def postings(request: Request) -> Response:
    """All of them, the latest first."""
    org = request.state.org
    total = await Posting.within(org).count()
    last = max(1, -(-total // PAGE))
    asked = request.query_params.get("page", "1")
    current = min(int(asked) if asked.isdigit() and len(asked) < 9 else 1, last) or 1
    found = await Posting.within(org).order_by("-number").offset((current - 1) * PAGE).limit(PAGE)
    return page(
        request,
        "ledger/postings.html",
        postings=found,
        kinds=POSTINGS,
        current=current,
        last=last,
        total=total,
    )


async def posting(request: Request) -> Response:
    """Its lines, and what it reverses or is reversed by."""
    org = request.state.org
    found = await _found(request)
    return page(
        request,
        "ledger/posting.html",
        posting=found,
        kind=POSTINGS[found.kind],
        lines=await PostingLine.within(org)
        .filter(posting_id=found.id)
        .order_by("id")
        .prefetch_related("account", "fund", "member"),
        reversal=await Posting.within(org).filter(reverses_id=found.id).first(),
        keeps=keeps(request),
        pounds=Money,
    )


async def new_posting(request: Request) -> Response:
    """The empty form."""
    return await _form(request, PostingForm(data={"on": clock.today()}))


async def record_posting(request: Request) -> Response:
    """Checked first, on a page of its own; then posted for good."""
    org = request.state.org
    form = await form_of(request, PostingForm)
    accounts = await accounts_of(org)
    form.offer([a for a in accounts if a.in_use], await _funds(request), language_of(request))
    readable = form.validate()
    typed = form.typed() if readable else []
    if not readable or form.form_errors:
        return await _form(request, form, 422)
    try:
        lines = await _lines(request, form, typed)
        check(lines)
        may_post(form.on.data, clock.today(), await closed_to(org))
        sent = await request.form()
        if "again" in sent or form.form_errors:
            return await _form(request, form, 422 if form.form_errors else 200)
        if "confirmed" not in sent:
            return await _check(request, form, lines)
        made = await post(
            org,
            PostingKind.MANUAL,
            form.on.data,
            form.text.data,
            lines,
            request.state.person,
            settled_on=form.settled_on.data,
            reference=_once(request, str(sent["confirmed"])),
        )
    except Refused as refusal:
        form.refuse(refusal)
        return await _form(request, form, refusal.status)
    flash(request, gettext("The posting stands in the books."))
    return redirect(request, "ledger:posting", id=made.id)


async def reversing(request: Request) -> Response:
    """Why, and on which day."""
    return await _reversing(request, ReasonForm(data={"on": clock.today()}))


async def record_reversal(request: Request) -> Response:
    """Another posting that undoes this one; both stay."""
    form = await form_of(request, ReasonForm)
    if not form.validate():
        return await _reversing(request, form, 422)
    found = await _found(request)
    try:
        undone = await reverse(
            request.state.org, found, form.on.data, form.reason.data, request.state.person
        )
    except Refused as refusal:
        form.refuse(refusal)
        return await _reversing(request, form, refusal.status)
    flash(request, gettext("The posting has been reversed."))
    return redirect(request, "ledger:posting", id=undone.id)


def _once(request: Request, token: str) -> str:
    """The name of this page of answers: sent twice from two tabs, it is posted once."""
    digits = "".join(mark for mark in token if mark in "0123456789.")[:30]
    return f"by-hand-{request.state.person.id}-{digits}"


async def _reversing(request: Request, form: ReasonForm, status: int = 200) -> Response:
    return page(request, "ledger/reverse.html", status, posting=await _found(request), form=form)


async def _found(request: Request) -> Posting:
    found = await Posting.one(request.state.org, id=request.path_params["id"])
    await found.fetch_related("reverses", "recorded_by")
    return found


async def _funds(request: Request) -> list[Fund]:
    return await Fund.within(request.state.org).order_by("name")


async def _lines(request: Request, form: PostingForm, typed: list[Typed]) -> list[Line]:
    """With members by number; a number that nobody has gets its sentence."""
    numbers = {line.member for line in typed if line.member}
    members = {
        one.number: one.id
        for one in await Member.within(request.state.org).filter(number__in=numbers)
    }
    for number in sorted(numbers - members.keys()):
        form.wrong(gettext("Nobody has the member number {number}.").format(number=number))
    return [Line(line.account, line.amount, line.fund, members.get(line.member)) for line in typed]


async def _form(request: Request, form: PostingForm, status: int = 200) -> Response:
    accounts = await accounts_of(request.state.org)
    funds = await _funds(request)
    form.offer([a for a in accounts if a.in_use], funds, language_of(request))
    return page(request, "ledger/new.html", status, form=form, has_funds=bool(funds))


async def _check(request: Request, form: PostingForm, lines: list[Line]) -> Response:
    sent = await request.form()
    org = request.state.org
    ids = [line.member for line in lines if line.member is not None]
    return page(
        request,
        "ledger/check.html",
        form=form,
        lines=lines,
        accounts={one.id: one for one in await accounts_of(org)},
        funds={one.id: one for one in await _funds(request)},
        members={one.id: one.number for one in await Member.within(org).filter(id__in=ids)},
        pounds=Money,
        once=f"{clock.now().timestamp():.6f}",
        sent=[
            (name, value)
            for name, value in sent.multi_items()
            if isinstance(value, str) and name not in ("csrf", "confirmed", "again")
        ],
    )
