"""What one member holds: for who keeps shares, and for the member."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.kernel.shown import shown_date
from coopcouncil.members.models import Member, RegisterEntry
from coopcouncil.members.own import is_shared, own_entries, own_entry
from coopcouncil.members.reads import entry_of
from coopcouncil.members.two_times import two_times
from coopcouncil.organisations.models import Organisation
from coopcouncil.shares.actions import allotting, withdrawing
from coopcouncil.shares.actions.adding import bearing, takings
from coopcouncil.shares.actions.nominating import Nominee, nominate, revoke
from coopcouncil.shares.actions.suspending import suspension_now
from coopcouncil.shares.forms import (
    NominationForm,
    OwnApplicationForm,
    OwnNoticeForm,
    RevocationForm,
)
from coopcouncil.shares.kinds import Taking
from coopcouncil.shares.labels import DECIDED, KINDS, TAKINGS
from coopcouncil.shares.models import (
    ShareApplication,
    ShareCertificate,
    ShareHolding,
    ShareKind,
    ShareNomination,
)
from coopcouncil.shares.reads import (
    HeldShares,
    Holder,
    held_of,
    holders_named,
    notices,
    rules_and_classes,
)
from coopcouncil.shares.reads_asked import applications_at, nominations_at
from coopcouncil.shares.views.found import member_of


async def of_member(request: Request) -> Response:
    """A member's holdings, applications, notices and nomination; of another day, all but notices,
    which the queue has."""
    org = request.state.org
    member, holder = await member_of(request)
    times = await two_times(request)
    if times.is_past:
        names = await holders_named(org, [member.id], times.on, times.known_at)
        return page(
            request,
            "shares/member_then.html",
            times=times,
            member=member,
            holder=names.get(member.id, Holder(member.id, member.number, "")),
            holdings=await held_of(org, member.id, times.on, times.known_at),
            applications=await applications_at(org, times, member.id),
            nominations=await nominations_at(org, times, member.id),
            kinds=KINDS,
            outcomes=DECIDED,
        )
    _rules, classes = await rules_and_classes(org)
    facts = await _of(org, member.id)
    entry = await entry_of(org, member.id)
    held = sum(each.shares for each in facts["holdings"])
    return page(
        request,
        "shares/member.html",
        times=times,
        member=member,
        holder=holder,
        classes=classes,
        entry=entry,
        differs=entry is not None and (entry.shares or 0) != held,
        interest=await _interest(org, member.id),
        takings=TAKINGS,
        **facts,
    )


async def nomination(request: Request) -> Response:
    """The form of a nomination."""
    return await _nomination_page(request, NominationForm(data={"signed_on": clock.today()}))


async def record_nomination(request: Request) -> Response:
    """Keep a signed nomination."""
    member, _holder = await member_of(request)
    form = await form_of(request, NominationForm)
    if form.validate():
        nominee = Nominee(
            form.nominee_name.data,
            form.nominee_address.data or "",
            form.kinship.data or "",
            form.sum,
            bool(form.is_officer.data),
            bool(form.is_family.data),
        )
        try:
            await nominate(
                request.state.org, member, nominee, form.signed_on.data, by=request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The nomination is recorded."))
            return redirect(request, "shares:of_member", id=member.id)
    return await _nomination_page(request, form)


async def revocation(request: Request) -> Response:
    """The form that ends a nomination."""
    return await _revocation_page(request, RevocationForm(data={"on": clock.today()}))


async def record_revocation(request: Request) -> Response:
    """A nomination no longer holds."""
    member, _holder = await member_of(request)
    found = await _nomination(request, member)
    form = await form_of(request, RevocationForm)
    if form.validate():
        try:
            await revoke(
                request.state.org,
                found,
                form.on.data,
                reason=form.reason.data,
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The nomination is revoked."))
            return redirect(request, "shares:of_member", id=member.id)
    return await _revocation_page(request, form)


# ── The member's own ──


async def mine(request: Request) -> Response:
    """One's own shares; where members share an address, once it is known which of them reads."""
    org = request.state.org
    _rules, classes = await rules_and_classes(org)
    each = [
        {
            "entry": entry,
            "withdrawable": await _withdrawable(org, entry.member_id),
            "interest": await _interest(org, entry.member_id),
            "facts": await _of(org, entry.member_id),
        }
        for entry in await own_entries(request)
    ]
    return page(
        request,
        "shares/mine.html",
        each=each,
        classes=classes,
        kinds=KINDS,
        takings=TAKINGS,
        shared=await is_shared(request),
    )


async def own_application(request: Request) -> Response:
    """The form that asks for shares."""
    return await _application_page(request, await _own(request), OwnApplicationForm())


async def record_own_application(request: Request) -> Response:
    """Ask for shares."""
    org = request.state.org
    entry = await _own(request)
    _rules, classes = await rules_and_classes(org)
    form = await form_of(request, OwnApplicationForm)
    form.offer(classes)
    if form.validate():
        member = await Member.one(org, id=entry.member_id)
        try:
            await allotting.apply(
                org,
                member,
                form.share_kind,
                form.shares.data,
                clock.today(),
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("Your application goes to the board."))
            return redirect(request, "shares:mine")
    return await _application_page(request, entry, form)


async def own_notice(request: Request) -> Response:
    """The form of a notice to withdraw."""
    return await _notice_page(request, await _own(request), OwnNoticeForm())


async def record_own_notice(request: Request) -> Response:
    """Give notice to withdraw."""
    org = request.state.org
    entry = await _own(request)
    form = await form_of(request, OwnNoticeForm)
    form.offer(await _withdrawable(org, entry.member_id))
    if form.validate():
        holding = await ShareHolding.one(org, id=int(form.holding.data))
        try:
            made = await withdrawing.give_notice(
                org, holding, form.shares.data, clock.today(), by=request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            sentence = gettext("Your notice is recorded. The board can pay from {day} on.")
            flash(request, sentence.format(day=shown_date(made.earliest_on)))
            return redirect(request, "shares:mine")
    return await _notice_page(request, entry, form)


async def _application_page(
    request: Request, entry: RegisterEntry, form: OwnApplicationForm
) -> Response:
    _rules, classes = await rules_and_classes(request.state.org)
    form.offer(classes)
    return page(request, "shares/own_application.html", form=form, entry=entry, classes=classes)


async def _notice_page(request: Request, entry: RegisterEntry, form: OwnNoticeForm) -> Response:
    org = request.state.org
    rules, _classes = await rules_and_classes(org)
    withdrawable = await _withdrawable(org, entry.member_id)
    form.offer(withdrawable)
    return page(
        request,
        "shares/own_notice.html",
        suspended=await suspension_now(request.state.org),
        form=form,
        entry=entry,
        withdrawable=withdrawable,
        days=rules.withdrawal_notice_days if rules else 0,
    )


async def _own(request: Request) -> RegisterEntry:
    """Whose shares: the member of the address, if that is the reader's own."""
    return await own_entry(request, request.path_params["id"])


async def _withdrawable(org: Organisation, member_id: int) -> list[HeldShares]:
    own = await held_of(org, member_id)
    return [each for each in own if each.kind is ShareKind.WITHDRAWABLE and not each.due]


async def _interest(org: Organisation, member_id: int) -> Taking | None:
    """How interest is taken; None where the rules pay none or it cannot become shares."""
    rules, _classes = await rules_and_classes(org)
    if rules is None or not rules.share_interest_most or await bearing(org) is None:
        return None
    return (await takings(org, [member_id]))[member_id]


async def _of(org: Organisation, member_id: int) -> dict[str, Any]:
    """Everything that a page about one member's shares tells."""
    return {
        "holdings": await held_of(org, member_id),
        "applications": await ShareApplication.within(org)
        .filter(member_id=member_id)
        .order_by("-id"),
        "notices": await notices(org, member_id=member_id),
        "certificates": await ShareCertificate.within(org)
        .filter(member_id=member_id)
        .select_related("holding")
        .order_by("-number"),
        "nominations": await ShareNomination.within(org)
        .filter(member_id=member_id)
        .order_by("-id"),
        "kinds": KINDS,
        "outcomes": DECIDED,
    }


async def _nomination(request: Request, member: Member) -> ShareNomination:
    return await ShareNomination.one(
        request.state.org, id=request.path_params["nomination"], member_id=member.id
    )


async def _nomination_page(request: Request, form: NominationForm) -> Response:
    member, holder = await member_of(request)
    return page(request, "shares/nomination.html", form=form, member=member, holder=holder)


async def _revocation_page(request: Request, form: RevocationForm) -> Response:
    member, holder = await member_of(request)
    found = await _nomination(request, member)
    return page(
        request, "shares/revocation.html", form=form, member=member, holder=holder, found=found
    )
