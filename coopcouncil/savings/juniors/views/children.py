"""Children who save, and who signed for them."""

from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from tortoise.expressions import Q

from coopcouncil.kernel import clock
from coopcouncil.kernel.forms import Form, form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.models import Member
from coopcouncil.members.words import words
from coopcouncil.organisations.protection import edition_on
from coopcouncil.savings.forms import SearchForm
from coopcouncil.savings.juniors.actions.children import (
    add_junior,
    change_class,
    join,
    revoke,
    sign,
)
from coopcouncil.savings.juniors.forms import (
    ClassForm,
    GuardianForm,
    JoiningForm,
    JuniorForm,
    RevocationForm,
)
from coopcouncil.savings.juniors.models import CollectionPoint, GuardianAuthority, JuniorSaver
from coopcouncil.savings.juniors.reads import account_of_junior
from coopcouncil.savings.juniors.rules import birthday
from coopcouncil.savings.labels import RELATIONS, SHOWN
from coopcouncil.savings.reads import balance_of, member_today
from coopcouncil.savings.sheets import sheets_of
from coopcouncil.savings.views.found import done, page_of, rules_of

PAGE = 50


async def junior_savers(request: Request) -> Response:
    """Every child who saves, or those whom a name finds; first who can join by now."""
    org = request.state.org
    form = SearchForm(request.query_params)
    wanted = (form.q.data or "").strip()
    found = JuniorSaver.within(org).filter(ended_on=None)
    for word in words(wanted)[:5]:
        found = found.filter(Q(given_name__icontains=word) | Q(family_name__icontains=word))
    total = await found.count()
    current, last = page_of(request, total, PAGE)
    rows = (
        await found.select_related("point")
        .order_by("sort_key", "id")
        .offset((current - 1) * PAGE)
        .limit(PAGE)
    )
    age = (await rules_of(request, clock.today())).member_age
    latest_birth = _years_back(clock.today(), age)
    return page(
        request,
        "savings/juniors.html",
        form=form,
        wanted=wanted,
        rows=rows,
        total=total,
        current=current,
        last=last,
        age=age,
        may_join=await JuniorSaver.within(org)
        .filter(ended_on=None, date_of_birth__lte=latest_birth)
        .order_by("date_of_birth"),
    )


async def new_junior(request: Request) -> Response:
    """A child begins to save."""
    form = JuniorForm(data={"signed_on": clock.today(), "language": "en"})
    return await _new(request, form)


async def record_junior(request: Request) -> Response:
    """The child, the guardian's authority, and the account."""
    org, form = request.state.org, await form_of(request, JuniorForm)
    await _offer(request, form)
    if form.validate():
        member = await _member(request, form)
        if not form.member_number.errors:
            point = await _point(request, form)
            deed = add_junior(org, form.child(), form.signed(member), point, request.state.person)
            if junior := await done(form, deed):
                flash(request, gettext("The child can save now."))
                return redirect(request, "savings:junior_saver", id=junior.id)
    return await _new(request, form)


async def junior_saver(request: Request) -> Response:
    """A child, who signed, and what may be done."""
    return await _show(request)


async def record_authority(request: Request) -> Response:
    """Another guardian signs."""
    junior, form = await junior_of(request), await form_of(request, GuardianForm)
    if form.validate():
        member = await _member(request, form)
        if not form.member_number.errors:
            await sign(request.state.org, junior, form.signed(member), request.state.person)
            return _back(request, junior, gettext("The authority is recorded."))
    return await _show(request, guardian=form)


async def revocation(request: Request) -> Response:
    """When and why an authority no longer holds."""
    return await _revocation(request, RevocationForm(data={"on": clock.today()}))


async def record_revocation_of(request: Request) -> Response:
    """It no longer holds."""
    junior, form = await junior_of(request), await form_of(request, RevocationForm)
    if form.validate():
        authority = await _authority(request, junior)
        await revoke(
            request.state.org,
            authority,
            form.on.data,
            form.because.data,
            request.state.person,
        )
        return _back(request, junior, gettext("The authority no longer holds."))
    return await _revocation(request, form)


async def record_class(request: Request) -> Response:
    """Another class, or another school."""
    junior, form = await junior_of(request), await form_of(request, ClassForm)
    await _offer(request, form)
    if form.validate():
        point = await _point(request, form)
        await change_class(
            request.state.org, junior, point, form.class_name.data or "", request.state.person
        )
        return _back(request, junior, gettext("The class is changed."))
    return await _show(request, classing=form)


async def record_joining(request: Request) -> Response:
    """They have joined: the savings become their own shares."""
    org, junior = request.state.org, await junior_of(request)
    form = await form_of(request, JoiningForm)
    if form.validate():
        entry = await member_today(org, form.number.data)
        if entry is None:
            text = gettext("Nobody who is a member today has the number {number}.")
            form.wrong(text.format(number=form.number.data), "number")
        else:
            member = await Member.one(org, id=entry.member_id)
            try_it = join(org, junior, member, request.state.person)
            if await done(form, try_it) or not form.problems():
                return _back(request, junior, gettext("They are a member now, with own shares."))
    return await _show(request, joining=form)


async def junior_of(request: Request) -> JuniorSaver:
    """The child of the address."""
    found = await JuniorSaver.one(request.state.org, id=request.path_params["id"])
    await found.fetch_related("point", "member")
    return found


async def _show(
    request: Request,
    *,
    guardian: GuardianForm | None = None,
    classing: ClassForm | None = None,
    joining: JoiningForm | None = None,
) -> Response:
    org, junior, today = request.state.org, await junior_of(request), clock.today()
    account = await account_of_junior(org, junior)
    if classing is None:
        here = str(junior.point_id) if junior.point_id else ""
        classing = ClassForm(data={"point": here, "class_name": junior.class_name})
        await _offer(request, classing)
    age = (await rules_of(request, clock.today())).member_age
    day = birthday(junior.date_of_birth, age)
    found = GuardianAuthority.within(org).filter(junior_id=junior.id)
    return page(
        request,
        "savings/junior.html",
        junior=junior,
        account=account,
        balance=await balance_of(account) if account else None,
        sheets=await sheets_of(org, junior=junior.id),
        shown=SHOWN,
        edition=edition_on(today),
        authorities=await found.order_by("-id"),
        relations=RELATIONS,
        today=today,
        age=age,
        joins_on=day,
        may_join=clock.today() >= day and junior.ended_on is None,
        guardian=guardian or GuardianForm(data={"signed_on": clock.today()}),
        classing=classing,
        joining=joining or JoiningForm(),
    )


async def _new(request: Request, form: JuniorForm) -> Response:
    await _offer(request, form)
    return page(request, "savings/new_junior.html", form=form)


async def _offer(request: Request, form: ClassForm) -> None:
    points = CollectionPoint.within(request.state.org).filter(in_use=True).order_by("name")
    form.offer(await points, language_of(request))


async def _point(request: Request, form: ClassForm) -> CollectionPoint | None:
    if not form.point.data:
        return None
    return await CollectionPoint.one(request.state.org, id=int(form.point.data))


async def _member(request: Request, form: GuardianForm) -> int | None:
    number = (form.member_number.data or "").strip()
    if not number:
        return None
    entry = await member_today(request.state.org, number)
    if entry is None:
        text = gettext("Nobody who is a member today has the number {number}.")
        form.wrong(text.format(number=number), "member_number")
        return None
    return entry.member_id


async def _authority(request: Request, junior: JuniorSaver) -> GuardianAuthority:
    return await GuardianAuthority.one(
        request.state.org, id=request.path_params["authority"], junior_id=junior.id
    )


async def _revocation(request: Request, form: Form) -> Response:
    junior = await junior_of(request)
    return page(
        request,
        "savings/revocation.html",
        junior=junior,
        authority=await _authority(request, junior),
        form=form,
    )


def _years_back(today: date, years: int) -> date:
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return date(today.year - years, 2, 28)


def _back(request: Request, junior: JuniorSaver, sentence: str) -> Response:
    flash(request, sentence)
    return redirect(request, "savings:junior_saver", id=junior.id)
