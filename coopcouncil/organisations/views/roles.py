"""Who holds which role, since when and by whose hand; giving one, taking one back."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.organisations import actions
from coopcouncil.organisations.forms.offices import GrantForm, ReasonForm
from coopcouncil.organisations.models import Grant, Organisation, roles_given
from coopcouncil.organisations.names import POWERS, ROLES
from coopcouncil.organisations.rules import OnlyATrustHasACluster, roles_offered


async def roles(request: Request) -> Response:
    """Everybody who holds a role here, and those who did."""
    given = await roles_given(request.state.org)
    return page(
        request,
        "organisations/roles.html",
        live=[grant for grant in given if grant.revoked_at is None],
        past=[grant for grant in given if grant.revoked_at is not None],
        names=ROLES,
        powers=POWERS,
    )


async def new_role(request: Request) -> Response:
    """The form of a role."""
    return await _grant_page(request, GrantForm())


async def grant(request: Request) -> Response:
    """Give a role to whoever reads an address, and tell them."""
    form = await form_of(request, GrantForm)
    await _offer(request, form)
    if not form.validate():
        return await _grant_page(request, form)
    try:
        await actions.grant_by_email(
            request.state.org,
            form.email.data,
            form.name.data,
            form.role.data,
            by=request.state.person,
            over_cluster=bool(form.over_cluster.data),
            reason=form.reason.data or "",
            language=language_of(request),
            site=request.app.state.config.base_url,
        )
    except Refused as refusal:
        at = "over_cluster" if isinstance(refusal, OnlyATrustHasACluster) else "role"
        form.refuse(refusal, at=at)
        return await _grant_page(request, form)
    said = gettext("{name} has the role now: {role}.")
    flash(request, said.format(name=form.name.data, role=ROLES[form.role.data]))
    return redirect(request, "organisations:roles")


async def ask_revoke(request: Request) -> Response:
    """Ask why, before a role is taken back."""
    given = await Grant.one(request.state.org, id=request.path_params["id"])
    await given.fetch_related("person")
    return page(request, "organisations/revoke.html", form=ReasonForm(), given=given, names=ROLES)


async def revoke(request: Request) -> Response:
    """Take a role back."""
    given = await Grant.one(request.state.org, id=request.path_params["id"])
    await given.fetch_related("person")
    form = await form_of(request, ReasonForm)
    if form.validate():
        try:
            await actions.revoke(given, by=request.state.person, reason=form.reason.data)
        except Refused as refusal:
            form.refuse(refusal)
    if form.problems():
        return page(request, "organisations/revoke.html", form=form, given=given, names=ROLES)
    flash(request, gettext("The role is taken back."))
    return redirect(request, "organisations:roles")


async def _offer(request: Request, form: GrantForm) -> bool:
    """The roles of such an organisation as choices; whether it has schools."""
    org: Organisation = request.state.org
    has_schools = await Organisation.exists(parent_id=org.id)
    offered = roles_offered(org.legal_form, has_schools)
    form.role.choices = [(role.value, ROLES[role]) for role in offered]
    return has_schools


async def _grant_page(request: Request, form: GrantForm) -> Response:
    has_schools = await _offer(request, form)
    return page(
        request,
        "organisations/new_role.html",
        form=form,
        hints={role.value: text for role, text in POWERS.items()},
        has_schools=has_schools,
    )
