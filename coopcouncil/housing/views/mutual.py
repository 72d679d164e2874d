"""Tenants and members as one: breaches for a person to decide, prospective tenants."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.housing.access import housing_rules
from coopcouncil.housing.actions import prospects as acts
from coopcouncil.housing.forms.tenancies import ProspectForm
from coopcouncil.housing.models import Prospect, TenancyEnding, TenancyTerms
from coopcouncil.housing.reads import (
    endings_undecided,
    entries_by_member,
    members_named,
    prospects_on,
    rule_breaches,
)
from coopcouncil.housing.rules.mutual import TenantNoMember
from coopcouncil.housing.views.found import ask
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.models import RegisterEntry
from coopcouncil.members.two_times import two_times
from coopcouncil.organisations.chapters.housing import Homes


@dataclass
class Shown:
    """Somebody for a person to decide about."""

    entry: RegisterEntry | None
    terms: TenancyTerms | None = None
    row: Prospect | TenancyEnding | None = None


async def mutual(request: Request) -> Response:
    """Whether tenants and members are one on a day, and where not."""
    rules = await housing_rules(request)
    if rules.homes is not Homes.FULLY_MUTUAL:
        raise NotHere
    org, times = request.state.org, await two_times(request)
    on, known_at = times.on, times.known_at
    found = await rule_breaches(org, on, known_at)
    waiting = await prospects_on(org, on, known_at)
    undecided = await endings_undecided(org, on, known_at)
    ids = [each.member_id for each in found]
    ids += [each.member_id for each in waiting] + [ending.member_id for ending, _held in undecided]
    people = await entries_by_member(org, ids, on, known_at)
    tenancies = [each.tenancy_id for each in found if isinstance(each, TenantNoMember)]
    held = TenancyTerms.known(org, known_at).filter(tenancy_id__in=tenancies)
    rows = held.select_related("home")
    terms = {row.tenancy_id: row for row in await rows}
    return page(
        request,
        "housing/mutual.html",
        times=times,
        no_members=[
            Shown(people.get(each.member_id), terms.get(each.tenancy_id))
            for each in found
            if isinstance(each, TenantNoMember)
        ],
        neither=[
            Shown(people.get(each.member_id))
            for each in found
            if not isinstance(each, TenantNoMember)
        ],
        undecided=[Shown(people.get(ending.member_id), held, ending) for ending, held in undecided],
        prospects=[Shown(people.get(each.member_id), None, each) for each in waiting],
    )


async def make_prospective(request: Request) -> Response:
    """A member waits for a home."""
    rules = await housing_rules(request)
    if rules.homes is not Homes.FULLY_MUTUAL:
        raise NotHere
    org = request.state.org
    given = request.query_params.get("member", "")[:40]
    form = await form_of(request, ProspectForm, data={"members": given, "since": clock.today()})
    if request.method == "POST" and form.validate():
        try:
            for member in await members_named(org, form.members.data):
                await acts.make_prospective(
                    org,
                    member,
                    form.since.data,
                    reason=form.reason.data or "",
                    by=request.state.person,
                )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The member is a prospective tenant."))
            return redirect(request, "housing:mutual")
    return ask(
        request,
        form,
        gettext("A member becomes a prospective tenant"),
        gettext("Record it"),
        ("housing:mutual", {}),
    )
