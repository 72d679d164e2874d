"""Reminding those who have not voted: written, previewed, asked for. Nothing comes back."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.ballots.models import Ballot
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.messages.actions import reminding, writing
from coopcouncil.messages.actions.mailing import parts_of, spoken_in, subject_of
from coopcouncil.messages.forms import ReminderForm
from coopcouncil.messages.models import Reminder, Speech

# Until then a reminder is under way, however long it takes: its length would tell how many.
UNDER_WAY = timedelta(hours=1)


async def reminders(request: Request) -> Response:
    """What was asked for, and the way to ask."""
    return await _page(request, ReminderForm(), (), None)


async def check(request: Request) -> Response:
    """Look at it, send it to oneself, or have it sent."""
    org = request.state.org
    form = await form_of(request, ReminderForm)
    ballots = await _offer(request, form)
    sent = await request.form()
    if not form.validate():
        return await _page(request, form, (), None)
    ballot = next(one for one in ballots if str(one.id) == form.ballot.data)
    draft = Reminder(organisation=org, ballot=ballot, asked_at=clock.now(), **form.words())
    found = await reminding.obstacles(org, draft, ballot)
    if found or not {"test", "send"} & set(sent):
        return await _page(request, form, tuple(found), draft)
    try:
        if "test" in sent:
            address = await writing.test(org, draft, False, request.state.person)
            flash(request, gettext("A test is on its way to {address}.").format(address=address))
            return await _page(request, form, (), draft)
        await reminding.ask(org, ballot, form.words(), request.state.person)
    except Refused as refusal:
        return await _page(request, form, (refusal,), draft)
    flash(
        request, gettext("Those who have not voted are being reminded. Nobody sees who they are.")
    )
    return redirect(request, "messages:reminders")


async def _offer(request: Request, form: ReminderForm) -> list[Ballot]:
    ballots = await reminding.open_ballots(request.state.org)
    form.ballot.choices = [(str(one.id), one.called(language.get())) for one in ballots]
    if not ballots and request.method == "POST":
        raise NotHere
    return ballots


async def _page(
    request: Request,
    form: ReminderForm,
    obstacles: tuple[Refused, ...],
    draft: Reminder | None,
) -> Response:
    org = request.state.org
    ballots = await _offer(request, form)
    earlier = await Reminder.within(org).order_by("-id").limit(20).select_related("ballot")
    written = draft.languages if draft else ()
    return page(
        request,
        "messages/reminders.html",
        status=obstacles[0].status if obstacles else None,
        form=form,
        ballots=ballots,
        obstacles=obstacles,
        previews=[
            (one, subject_of(draft, (one,)), parts_of(org, draft, (one,), False)[0])
            for one in spoken_in(org, Speech.BOTH)
            if draft and one in written
        ],
        is_checked=draft is not None and not obstacles,
        earlier=[(one, clock.now() - one.asked_at < UNDER_WAY) for one in earlier],
        bilingual=await writing.is_bilingual(org),
        shown_only=writing.sends_nothing(),
    )
