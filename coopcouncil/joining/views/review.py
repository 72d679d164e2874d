"""The yearly review: what time changes, listed to be decided by a person."""

from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.joining.actions.applying import forget_old as forget_applications
from coopcouncil.joining.finding import REVIEWS
from coopcouncil.joining.forms.deciding import FindingsForm, LookForm, choices
from coopcouncil.joining.kinds import OPEN
from coopcouncil.joining.labels import ANSWERS
from coopcouncil.joining.models import Application, Review, ReviewItem
from coopcouncil.joining.reads import open_forms
from coopcouncil.joining.review import (
    follow,
    is_due,
    leave_as_is,
    look,
    open_count,
    open_items,
)
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, ngettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.access import KEEPING
from coopcouncil.members.labels import Names, names_of, sentence_for, words_for
from coopcouncil.members.reads import entries_of_person
from coopcouncil.organisations.home import Panel

__all__ = ["decide_findings", "forget_applications", "home_panel", "look_again", "review"]


async def review(request: Request) -> Response:
    """What waits for a decision."""
    return await _page(request, FindingsForm(), LookForm(data={"upto": clock.today()}))


async def look_again(request: Request) -> Response:
    """Ask every finder."""
    form = await form_of(request, LookForm)
    if form.validate():
        held = await look(request.state.org, form.upto.data, request.state.person)
        text = ngettext("{n} new finding.", "{n} new findings.", held.found)
        flash(request, text.format(n=held.found))
        return redirect(request, "joining:review")
    return await _page(request, FindingsForm(), form)


async def decide_findings(request: Request) -> Response:
    """Do what is proposed of those ticked, or leave them."""
    org, form = request.state.org, await form_of(request, FindingsForm)
    form.chosen.choices = choices([item for item, _entry in await open_items(org)])
    if form.validate():
        ids, reason = form.chosen.data or [], form.reason.data or ""
        try:
            if form.what.data == "follow":
                count = await follow(org, ids, reason, request.state.person)
            else:
                count = await leave_as_is(org, ids, reason, request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            text = ngettext("{n} finding is decided.", "{n} findings are decided.", count)
            flash(request, text.format(n=count))
            return redirect(request, "joining:review")
    return await _page(request, form, LookForm(data={"upto": clock.today()}))


async def home_panel(request: Request) -> Panel | None:
    """On the home page: what waits for the keepers; for others, the way in."""
    org, person = request.state.org, request.state.person
    if org.parent_id is not None:
        return None
    if person is not None and request.state.roles & KEEPING:
        waiting = await Application.within(org).filter(state__in=OPEN).count()
        findings = await open_count(org)
        due = await is_due(org)
        facts = {"keeps": True, "waiting": waiting, "findings": findings, "due": due}
        if not (waiting or findings or due):
            return None
        return Panel("joining/_panel.html", facts, awaits=bool(waiting), place=20)
    if person is not None and await entries_of_person(person, org):
        return None
    if not await open_forms(org):
        return None
    return Panel("joining/_panel.html", {"keeps": False}, place=40)


async def _page(request: Request, form: FindingsForm, looking: LookForm) -> Response:
    org = request.state.org
    items = await open_items(org)
    form.chosen.choices = choices([item for item, _entry in items])
    names = await names_of(org)
    groups = [
        (REVIEWS.get(key), [(item, whom, _change(item, names)) for item, whom in found])
        for key, found in groupby(items, key=lambda pair: pair[0].finder)
    ]
    decided = ReviewItem.within(org).exclude(answer=None).select_related("decided_by")
    return page(
        request,
        "joining/review.html",
        findings=form,
        looking=looking,
        groups=groups,
        ticked=set(form.chosen.data or []),
        last=await Review.within(org).order_by("-id").select_related("held_by").first(),
        decided=await decided.order_by("-decided_at", "-id").limit(20).prefetch_related("member"),
        answers=ANSWERS,
        titles={key: str(finder.title) for key, finder in REVIEWS.items()},
        unknown=gettext("Finding"),
    )


def _change(item: ReviewItem, names: Names) -> str:
    """What following the proposal would record of this member."""
    if item.ends_because:
        cause = words_for("left_because", item.ends_because, names)
        return gettext("The membership ends: {cause}").format(cause=cause)
    return "\n".join(sentence_for(name, value, names) for name, value in item.facts.items())
