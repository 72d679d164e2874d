"""Reminders to members without e-mail: one file to print, and the day of posting."""

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.arrears.actions.reminding import Word, facts_of, note_posting
from coopcouncil.arrears.forms import PostedForm
from coopcouncil.arrears.models import LateReminder
from coopcouncil.arrears.reads import Late
from coopcouncil.kernel import clock, pages, pdf
from coopcouncil.kernel.downloads import pdf_file
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.models import RegisterEntry
from coopcouncil.members.reads import current
from coopcouncil.members.safeguarding import stopped
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.shares.reads import holders_named

MOST = 200
"""Letters in one file; what is left comes in the next, once these are posted."""


async def letters(request: Request) -> Response:
    """What waits to be printed and posted."""
    org = request.state.org
    waiting = await _waiting(org)
    form = await form_of(request, PostedForm, data={"posted_on": clock.today()})
    if request.method == "POST" and form.validate():
        try:
            await note_posting(org, waiting, form.posted_on.data, by=request.state.person)
        except Refused as refusal:
            form.refuse(refusal, "posted_on")
        else:
            flash(request, gettext("The day of posting is noted."))
            return redirect(request, "arrears:letters")
    return page(
        request,
        "arrears/letters.html",
        form=form,
        waiting=waiting,
        names=await holders_named(org, [one.member_id for one in waiting]),
    )


async def print_letters(request: Request) -> Response:
    """They as one PDF, addresses in the envelope's window."""
    org = request.state.org
    waiting = await _waiting(org)
    entries = {
        one.member_id: one
        async for one in current(org).filter(member_id__in=[one.member_id for one in waiting])
    }
    rules = (await rulebook_on(org, clock.today())).rules
    found = [
        _set(org, one, entries[one.member_id], rules) for one in waiting if one.member_id in entries
    ]
    if not found:
        raise NotHere
    data = await pdf.render(
        "print/arrears/letters.html",
        language.get(),
        large=False,
        title=gettext("Reminders"),
        letters=found,
    )
    return pdf_file("reminders.pdf", data)


async def _waiting(org: Organisation) -> list[LateReminder]:
    found = await LateReminder.within(org).filter(way="letter", posted_on=None).order_by("id")
    silent = await stopped([one.member_id for one in found])
    return [one for one in found if one.member_id not in silent][:MOST]


def _set(org: Organisation, said: LateReminder, entry: RegisterEntry, rules: Rulebook) -> Markup:
    word = Word(
        entry,
        Late(said.member_id, said.late_since, said.charge_id, said.amount),
        said.step,
        said.way,
    )
    lines = [line.strip() for line in entry.postal_address.replace(",\n", "\n").splitlines()]
    if entry.postcode and entry.postcode not in " ".join(lines):
        lines.append(entry.postcode)
    sender = [line.strip() for line in org.postal_address.splitlines() if line.strip()]
    return Markup(  # noqa: S704  our own template, escaped as it was rendered
        pages.render(
            "print/arrears/_letter.html",
            said.language,
            org=org,
            sender_lines=[*sender, *(one for one in (org.postcode, org.telephone) if one)],
            lines=[entry.name, *(line for line in lines if line)],
            sent_on=said.said_at,
            **facts_of(org, word, rules, said.language),
        )
    )
