"""The member's own page: everything held, what can be changed, what can be asked for."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import limits
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.held import Subject
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.models import RegisterEntry
from coopcouncil.privacy.actions import own
from coopcouncil.privacy.forms import ChoicesForm, ContactForm, CorrectionForm, WhichForm
from coopcouncil.privacy.held import gather, left_out
from coopcouncil.privacy.models import CorrectionRequest
from coopcouncil.privacy.whose import forget, own_entry, remember, say_which, whose

ROWS_ON_PAGE = 20
CHANGES_A_DAY = 20
DAY = 86_400


async def me(request: Request) -> Response:
    """Everything held of the reader; where an address is shared, of the one who says who."""
    return await _page(request, WhichForm())


async def say_who(request: Request) -> Response:
    """Which of the members with this address the reader is."""
    if not (await whose(request)).may_say:
        return redirect(request, "members:me")
    form = await form_of(request, WhichForm)
    if form.validate():
        try:
            entry = await say_which(request, form.number.data, form.born.data)
        except Refused as refusal:
            if refusal.status == 429:
                raise
            form.refuse(refusal)
        else:
            answer = redirect(request, "members:me")
            remember(request, answer, entry)
            return answer
    return await _page(request, form)


async def forget_who(request: Request) -> Response:
    """Somebody else sits down at this browser."""
    answer = redirect(request, "members:me")
    forget(answer)
    return answer


async def contact(request: Request) -> Response:
    """The form of where to reach the member."""
    entry = await own_entry(request)
    form = ContactForm(
        data={
            "email": entry.email,
            "postal_address": entry.postal_address,
            "postcode": entry.postcode,
        }
    )
    form.offer(await own.addresses_of(request.state.person), entry.email)
    return page(request, "privacy/contact.html", form=form, entry=entry)


async def change_contact(request: Request) -> Response:
    """Record it at once."""
    entry = await own_entry(request)
    form = await form_of(request, ContactForm)
    form.offer(await own.addresses_of(request.state.person), entry.email)
    if form.validate() and await _recorded(request, entry, form, form.facts()):
        flash(request, gettext("Your contact details are recorded."))
        return redirect(request, "members:me")
    return page(request, "privacy/contact.html", form=form, entry=entry)


async def choices(request: Request) -> Response:
    """The form of language, format, and what an e-mail address may be used for."""
    entry = await own_entry(request)
    form = ChoicesForm(data=ChoicesForm.showing(entry))
    return page(request, "privacy/choices.html", form=form, entry=entry)


async def change_choices(request: Request) -> Response:
    """Record them at once: a consent that is withdrawn ends here."""
    entry = await own_entry(request)
    form = await form_of(request, ChoicesForm)
    if form.validate() and await _recorded(request, entry, form, form.facts()):
        flash(request, gettext("Your choices are recorded."))
        return redirect(request, "members:me")
    return page(request, "privacy/choices.html", form=form, entry=entry)


async def correction(request: Request) -> Response:
    """The form for what a keeper must agree to."""
    entry = await own_entry(request)
    form = CorrectionForm(
        data={
            "given_name": entry.given_name,
            "family_name": entry.family_name,
            "date_of_birth": entry.date_of_birth,
            "joined_on": entry.joined_on,
        }
    )
    return page(request, "privacy/correction.html", form=form, entry=entry)


async def ask_correction(request: Request) -> Response:
    """Ask for it."""
    entry = await own_entry(request)
    form = await form_of(request, CorrectionForm)
    if form.validate():
        await _not_too_often(request)
        try:
            await own.ask_correction(
                request.state.org,
                entry,
                form.changed(entry),
                form.said.data or "",
                request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The keepers of the register will look at it and answer here."))
            return redirect(request, "members:me")
    return page(request, "privacy/correction.html", form=form, entry=entry)


async def _page(request: Request, form: WhichForm) -> Response:
    org, person = request.state.org, request.state.person
    found = await whose(request)
    own_member = found.own[0].member_id if len(found.own) == 1 else None
    asked = CorrectionRequest.within(org).filter(
        member_id__in=[entry.member_id for entry in found.own]
    )
    subjects = [Subject(org.id, person.id, entry.member_id) for entry in found.own]
    return page(
        request,
        "privacy/me.html",
        entries=[
            (entry, await gather(subject))
            for entry, subject in zip(found.own, subjects, strict=True)
        ],
        account=[] if found.own else await gather(Subject(org.id, person.id, None)),
        shared=bool(found.shared),
        said=bool(found.own) and request.cookies.get("coopcouncil_member") is not None,
        may_say=found.may_say,
        corrections=await asked.order_by("-id").limit(10),
        own_member=own_member,
        left_out=left_out(),
        form=form,
        most=ROWS_ON_PAGE,
    )


async def _recorded(
    request: Request,
    entry: RegisterEntry,
    form: ContactForm | ChoicesForm,
    facts: dict[str, str | int | None],
) -> bool:
    await _not_too_often(request)
    why = gettext("Changed by the member")
    try:
        await own.change_own(request.state.org, entry, facts, why, request.state.person)
    except Refused as refusal:
        form.refuse(refusal)
        return False
    return True


async def _not_too_often(request: Request) -> None:
    key = f"{request.state.person.id}:{request.state.org.id}"
    await limits.hit("own-change", key, CHANGES_A_DAY, DAY)
