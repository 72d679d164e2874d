"""For members: leaving, and where one's vote belongs."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.joining.actions.leaving import resign
from coopcouncil.joining.actions.places import choose_place
from coopcouncil.joining.forms.deciding import PlaceForm, ResignForm
from coopcouncil.joining.reads import house_of
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.kernel.shown import shown_date
from coopcouncil.members.fits import Place, read_fits
from coopcouncil.members.labels import Names, names_of
from coopcouncil.members.models import RegisterEntry
from coopcouncil.members.own import own_entry
from coopcouncil.members.reads import current
from coopcouncil.members.within import what_follows
from coopcouncil.organisations.chapters.joining import VotingPlace


async def leaving(request: Request) -> Response:
    """The question on which day, and what follows."""
    entry = await _own(request)
    return await _leaving(request, entry, ResignForm(data={"on": clock.today()}))


async def resigning(request: Request) -> Response:
    """Check it once more, then record it: it is the member's own deed."""
    entry = await _own(request)
    form = await form_of(request, ResignForm)
    sent = await request.form()
    if form.validate() and "again" not in sent:
        if "confirmed" not in sent:
            answers = [
                (gettext("Member"), f"{entry.name} ({entry.member_number})"),
                (gettext("Membership ends on"), shown_date(form.on.data)),
                (gettext("Reason"), form.reason.data or gettext("None given")),
            ]
            follows = await what_follows(request.state.org, entry.member_id, form.on.data)
            if follows:
                answers.append((gettext("What becomes of your shares"), "\n".join(follows)))
            carried = [
                (name, value)
                for name, value in sent.multi_items()
                if isinstance(value, str) and name not in ("csrf", "confirmed", "again")
            ]
            return page(
                request, "joining/resign_check.html", answers=answers, sent=carried, entry=entry
            )
        try:
            await resign(
                request.state.org,
                entry,
                form.on.data,
                reason=form.reason.data or "",
                by=request.state.person,
                language=language_of(request),
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            text = gettext("Your membership ends on {date}.")
            flash(request, text.format(date=shown_date(form.on.data)))
            return redirect(request, "organisations:home")
    return await _leaving(request, entry, form)


async def place(request: Request) -> Response:
    """Where one's vote belongs, and where else it could."""
    entry = await _with_choice(request)
    names = await names_of(entry.organisation)
    form = PlaceForm()
    places = _places(entry, names)
    form.offer(places, _here(entry))
    return await _place(request, entry, form, names)


async def choose(request: Request) -> Response:
    """Move the vote, where the rules leave it to the member."""
    entry = await _with_choice(request)
    names = await names_of(entry.organisation)
    form = await form_of(request, PlaceForm)
    form.offer(_places(entry, names), _here(entry))
    if form.validate():
        try:
            await choose_place(entry.organisation, entry, form.chosen(), request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("That is where you vote from now on."))
            return redirect(request, "joining:place", id=entry.member_id)
    return await _place(request, entry, form, names)


async def _leaving(request: Request, entry: RegisterEntry, form: ResignForm) -> Response:
    rules = (await house_of(request.state.org)).rules
    return page(
        request,
        "joining/resign.html",
        form=form,
        entry=entry,
        notice=rules.resignation_notice_days,
    )


async def _place(request: Request, entry: RegisterEntry, form: PlaceForm, names: Names) -> Response:
    rules = (await house_of(entry.organisation)).rules
    return page(
        request,
        "joining/place.html",
        form=form,
        entry=entry,
        is_asked=rules.voting_constituency is VotingPlace.ASKED,
        places=list(_places(entry, names).values()),
        votes_in=_places(entry, names).get(_here(entry), ""),
        number=entry.member_id,
    )


async def _own(request: Request) -> RegisterEntry:
    """The reader's own membership that the address names; of others there is no such page."""
    own = await own_entry(request, request.path_params["id"])
    found = await current(request.state.org).filter(member_id=own.member_id).first()
    if found is None:
        raise NotHere
    return found


async def _with_choice(request: Request) -> RegisterEntry:
    entry = await _own(request)
    if not entry.fits or entry.constituency_id is None:
        raise NotHere
    await entry.fetch_related("organisation")
    return entry


def _places(entry: RegisterEntry, names: Names) -> dict[Place, str]:
    here = _here(entry)
    found = {}
    for one, part in [here, *read_fits(entry.fits)]:
        name = names.constituencies.get(one, "")
        school = names.parts.get(part, "") if part else ""
        found[one, part] = f"{name}, {school}" if school else name
    return found


def _here(entry: RegisterEntry) -> Place:
    assert entry.constituency_id is not None
    return entry.constituency_id, entry.part_id
