"""The procedure of an expulsion, step by step: grounds, notice, hearing, vote, appeal, ending."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.joining.actions.leaving import (
    begin_expulsion,
    decide_appeal,
    drop_expulsion,
    end_by_expulsion,
    record_appeal,
    record_verdict,
    serve,
)
from coopcouncil.joining.forms.deciding import (
    AppealForm,
    AppealVerdictForm,
    DroppingForm,
    EndingForm,
    GroundsForm,
    ServiceForm,
    VerdictForm,
)
from coopcouncil.joining.kinds import Verdict
from coopcouncil.joining.labels import HEARD, VERDICTS
from coopcouncil.joining.models import Expulsion
from coopcouncil.joining.reads import house_of
from coopcouncil.joining.rules.leaving import earliest_hearing, served_on
from coopcouncil.kernel import clock, pdf
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import Form, form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.models import Member, RegisterEntry
from coopcouncil.members.reads import entry_of
from coopcouncil.members.within import what_follows


async def expulsions(request: Request) -> Response:
    """All of them, those under way first."""
    found = await Expulsion.within(request.state.org).order_by("-closed_at", "-id").limit(200)
    rows = [(each, await entry_of(request.state.org, each.member_id)) for each in found]
    return page(
        request,
        "joining/expulsions.html",
        under_way=[row for row in rows if row[0].closed_at is None],
        settled=[row for row in rows if row[0].closed_at is not None],
        verdicts=VERDICTS,
    )


async def grounds(request: Request) -> Response:
    """The grounds, before anything happens."""
    entry = await _entry(request, request.path_params["id"])
    return page(request, "joining/grounds.html", form=GroundsForm(), entry=entry)


async def begin(request: Request) -> Response:
    """Write them down."""
    org = request.state.org
    entry = await _entry(request, request.path_params["id"])
    form = await form_of(request, GroundsForm)
    if form.validate():
        member = await Member.one(org, id=entry.member_id)
        try:
            made = await begin_expulsion(org, member, form.grounds.data, request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The grounds are written down. Nothing is sent yet."))
            return redirect(request, "joining:expulsion", id=made.id)
    return page(request, "joining/grounds.html", form=form, entry=entry)


async def expulsion(request: Request) -> Response:
    """Where the procedure stands, and the next step."""
    return await _page(request, await _one(request))


async def serving(request: Request) -> Response:
    """The grounds went out, and the hearing has its day."""
    found, form = await _one(request), await form_of(request, ServiceForm)
    if form.validate():
        try:
            await serve(
                request.state.org,
                found,
                form.sent_on.data,
                by_post=form.way.data == "post",
                hearing_on=form.hearing_on.data,
                hearing_at=form.hearing_at.data,
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _on(request, found, gettext("The hearing is set."))
    return await _page(request, found, service=form)


async def verdict(request: Request) -> Response:
    """What was decided after the hearing."""
    found, form = await _one(request), await form_of(request, VerdictForm)
    if form.validate():
        try:
            await record_verdict(request.state.org, found, form.hearing(), request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _on(request, found, gettext("The decision is recorded."))
    return await _page(request, found, deciding=form)


async def appeal(request: Request) -> Response:
    """The member appealed."""
    found, form = await _one(request), await form_of(request, AppealForm)
    if form.validate():
        try:
            await record_appeal(request.state.org, found, form.on.data, request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _on(request, found, gettext("The appeal is recorded."))
    return await _page(request, found, appealing=form)


async def appeal_verdict(request: Request) -> Response:
    """What came of the appeal."""
    found, form = await _one(request), await form_of(request, AppealVerdictForm)
    if form.validate():
        try:
            await decide_appeal(
                request.state.org,
                found,
                form.on.data,
                upheld=form.upheld.data == "yes",
                minute=form.minute.data,
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _on(request, found, gettext("The decision is recorded."))
    return await _page(request, found, appeal_deciding=form)


async def ending(request: Request) -> Response:
    """The membership ends."""
    found, form = await _one(request), await form_of(request, EndingForm)
    if form.validate():
        try:
            await end_by_expulsion(request.state.org, found, form.on.data, request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _on(request, found, gettext("The membership is ended in the register."))
    return await _page(request, found, ending=form)


async def dropping(request: Request) -> Response:
    """The procedure ends without a decision."""
    found, form = await _one(request), await form_of(request, DroppingForm)
    if form.validate():
        try:
            await drop_expulsion(request.state.org, found, form.because.data, request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _on(request, found, gettext("The procedure has ended. The member stays."))
    return await _page(request, found, dropping=form)


async def letter(request: Request) -> Response:
    """The grounds and the hearing as a letter, in the member's language."""
    found = await _one(request)
    entry = await _entry(request, found.member_id)
    if found.hearing_on is None:
        raise NotHere
    rules = (await house_of(request.state.org)).rules
    language = entry.language or "en"
    made = await pdf.render(
        "print/joining/grounds.html",
        language,
        org=request.state.org,
        entry=entry,
        expulsion=found,
        by_meeting=rules.expulsion_by_meeting,
        appeal_days=rules.expulsion_appeal_days,
        today=clock.today(),
    )
    return Response(
        made,
        media_type="application/pdf",
        headers={
            "content-disposition": f'inline; filename="grounds-{found.id}.pdf"',
            "cache-control": "no-store",
        },
    )


def _on(request: Request, found: Expulsion, sentence: str) -> Response:
    flash(request, sentence)
    return redirect(request, "joining:expulsion", id=found.id)


async def _page(request: Request, found: Expulsion, **forms: Form) -> Response:
    entry = await entry_of(request.state.org, found.member_id)
    rules = (await house_of(request.state.org)).rules
    today = clock.today()
    decided = found.decided_on is not None
    waits = found.appeal_until is not None and today <= found.appeal_until
    appealed = found.appealed_on is not None
    is_open = found.closed_at is None
    undecided_appeal = appealed and found.appeal_decided_on is None
    has_come = found.hearing_on is not None and found.hearing_on <= today
    to_end = is_open and found.verdict is Verdict.EXPELLED and not undecided_appeal
    to_end = to_end and (appealed or not waits)
    service = forms.get("service") or ServiceForm(
        data={
            "sent_on": found.sent_on or today,
            "way": "hand" if found.sent_on and not found.sent_by_post else "post",
            "hearing_on": found.hearing_on,
            "hearing_at": found.hearing_at,
        }
    )
    return page(
        request,
        "joining/expulsion.html",
        expulsion=found,
        entry=entry,
        rules=rules,
        is_open=is_open,
        may_serve=is_open and not decided,
        may_decide=is_open and not decided and (has_come or "deciding" in forms),
        hears_later=is_open and not decided and found.hearing_on is not None and not has_come,
        may_appeal=is_open and decided and waits and not appealed,
        may_decide_appeal=is_open and undecided_appeal,
        may_end=to_end,
        follows=await what_follows(request.state.org, found.member_id, today) if to_end else [],
        earliest=earliest_hearing(
            served_on(today, True, rules.post_deemed_hours), rules.expulsion_notice_days
        ),
        service=service,
        deciding=forms.get("deciding") or VerdictForm(),
        appealing=forms.get("appealing") or AppealForm(),
        appeal_deciding=forms.get("appeal_deciding") or AppealVerdictForm(),
        ending=forms.get("ending") or EndingForm(data={"on": today}),
        dropping=forms.get("dropping") or DroppingForm(),
        heard=HEARD,
        verdicts=VERDICTS,
    )


async def _one(request: Request) -> Expulsion:
    return await Expulsion.one(request.state.org, id=request.path_params["id"])


async def _entry(request: Request, member_id: int) -> RegisterEntry:
    found = await entry_of(request.state.org, member_id)
    if found is None:
        raise NotHere
    return found
