"""Charging many members the same, after seeing who and how much."""

import secrets

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, ngettext
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.models import Constituency, RegisterEntry
from coopcouncil.members.reads import current
from coopcouncil.payments.actions import Draft, raise_charges
from coopcouncil.payments.forms import BulkForm
from coopcouncil.payments.kinds import ChargeKind
from coopcouncil.payments.rules.refusals import is_an_amount

SHOWN = 20
TOGETHER = 500


async def bulk(request: Request) -> Response:
    """The form."""
    form = BulkForm(data={"due_on": clock.today(), "key": secrets.token_hex(8)})
    return await _form(request, form)


async def bulk_preview(request: Request) -> Response:
    """Who would be charged, and what it comes to; or, once seen, the charges themselves."""
    form = await form_of(request, BulkForm)
    await _offer(request, form)
    if not form.validate() or form.amount.data is None:
        return await _form(request, form)
    wanted = form.wanted
    found = current(request.state.org)
    if wanted:
        found = found.filter(member_number__in=wanted)
    elif form.constituency.data:
        found = found.filter(constituency_id=int(form.constituency.data))
    entries = await found.order_by("sort_key", "member_id")
    unknown = [one for one in wanted if one not in {entry.member_number for entry in entries}]
    if unknown:
        sentence = gettext("No member today has the number {numbers}.")
        form.wrong(sentence.format(numbers=", ".join(unknown[:5])), "numbers")
        return await _form(request, form)
    try:
        is_an_amount(form.amount.data)
    except Refused as refusal:
        form.refuse(refusal, "amount")
        return await _form(request, form)
    sent = await request.form()
    if sent.get("seen") == "y" and form.token:
        return await _charge(request, form, form.amount.data, entries)
    return page(
        request,
        "payments/bulk_preview.html",
        200,
        form=form,
        entries=entries[:SHOWN],
        count=len(entries),
        total=Money(form.amount.data.pence * len(entries)),
        due_on=form.due_on.data,
    )


async def _charge(
    request: Request, form: BulkForm, amount: Money, entries: list[RegisterEntry]
) -> Response:
    drafts = [
        Draft(
            entry.member_id,
            ChargeKind(form.kind.data),
            amount,
            form.due_on.data,
            form.text.data,
            form.text_cy.data or "",
            f"bulk:{form.token}:{entry.member_id}",
        )
        for entry in entries
    ]
    for start in range(0, len(drafts), TOGETHER):
        piece = drafts[start : start + TOGETHER]
        await raise_charges(request.state.org, piece, by=request.state.person)
    sentence = ngettext("{n} member is charged.", "{n} members are charged.", len(drafts))
    flash(request, sentence.format(n=f"{len(drafts):,}"))
    return redirect(request, "payments:owed")


async def _offer(request: Request, form: BulkForm) -> None:
    rows = await Constituency.within(request.state.org).order_by("place", "name")
    form.offer([(one.id, one.called(request.state.language)) for one in rows])


async def _form(request: Request, form: BulkForm) -> Response:
    await _offer(request, form)
    return page(request, "payments/bulk.html", form=form)
