"""How interest on shares is taken: the member says it, or who keeps shares writes it down."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.models import Member
from coopcouncil.members.own import own_entry
from coopcouncil.shares.actions.adding import choose, takings
from coopcouncil.shares.forms_returns import TakingForm
from coopcouncil.shares.views.found import member_of


async def own_taking(request: Request) -> Response:
    """The choice, as it stands."""
    return await _taking(request, await _own(request), "shares:mine")


async def record_own_taking(request: Request) -> Response:
    """The member has chosen."""
    return await _record(request, await _own(request), "shares:mine")


async def taking(request: Request) -> Response:
    """The same for a member who writes or calls."""
    member, _holder = await member_of(request)
    return await _taking(request, member, "shares:of_member")


async def record_taking(request: Request) -> Response:
    """It is written down, with who wrote it."""
    member, _holder = await member_of(request)
    return await _record(request, member, "shares:of_member")


async def _own(request: Request) -> Member:
    entry = await own_entry(request, request.path_params["id"])
    return await Member.one(request.state.org, id=entry.member_id)


async def _record(request: Request, member: Member, back: str) -> Response:
    form = await form_of(request, TakingForm)
    if not form.validate():
        return await _taking(request, member, back, form)
    await choose(request.state.org, member, form.chosen, request.state.person)
    flash(
        request,
        gettext("The choice is recorded. It holds for interest that is decided from now on."),
    )
    return redirect(request, back, **_there(back, member))


async def _taking(
    request: Request, member: Member, back: str, form: TakingForm | None = None
) -> Response:
    now = (await takings(request.state.org, [member.id]))[member.id]
    return page(
        request,
        "_pages/form.html",
        status=422 if form else None,
        heading=gettext("Interest on shares"),
        intro=[
            gettext(
                "Interest is reckoned for each day with what was paid on the shares. It can be "
                "paid to a bank account, or added as whole shares; what is less than a share is "
                "paid."
            ),
            gettext(
                "Shares that are added are share capital like the others: they can fall in value "
                "and are not protected by the Financial Services Compensation Scheme."
            ),
        ],
        form=form or TakingForm(data={"taking": now.value}),
        button=gettext("Save"),
        back=(back, _there(back, member)),
    )


def _there(back: str, member: Member) -> dict[str, int]:
    return {} if back == "shares:mine" else {"id": member.id}
