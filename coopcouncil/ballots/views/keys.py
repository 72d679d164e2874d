"""The ballot's key: made, shown once, rehearsed."""

import io

import segno
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.ballots.actions import keys as acts
from coopcouncil.ballots.forms.course import KeeperForm, KeyForm
from coopcouncil.ballots.labels import KEEPERS, SIDES
from coopcouncil.ballots.models import Ballot, KeyRehearsal, KeySide
from coopcouncil.ballots.reads import state_now
from coopcouncil.ballots.rules.state import State
from coopcouncil.ballots.rules.words import words
from coopcouncil.ballots.views.found import ballot_of
from coopcouncil.kernel import config
from coopcouncil.kernel.errors import Forbidden, NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.organisations.models import Role
from coopcouncil.organisations.rulebook import KeyKeeper

# Who may bring which copy.
HOLDERS = {
    KeySide.PLATFORM: Role.RETURNING_OFFICER,
    KeySide.OFFICER: Role.RETURNING_OFFICER,
    KeySide.SCRUTINEER: Role.SCRUTINEER,
}


async def key(request: Request) -> Response:
    """What the key is for, who keeps it, and whether it was rehearsed."""
    return await _key_page(request, await ballot_of(request), KeyForm())


async def choose_keeper(request: Request) -> Response:
    """Someone else keeps it."""
    ballot = await ballot_of(request)
    form = await _keeper_form(request, ballot)
    if form.validate():
        folder, keeper = config.current().keys, KeyKeeper(form.keeper.data)
        try:
            await acts.change_keeper(ballot, keeper, folder, request.state.person)
        except Refused as refusal:
            form.refuse(refusal, at="keeper")
        else:
            flash(request, gettext("Saved. Now make the key."))
            return redirect(request, "ballots:key", id=ballot.id)
    return await _key_page(request, ballot, KeyForm(), keeper_form=form)


async def make_key(request: Request) -> Response:
    """A fresh key. The officer's private half is in this one answer, and nowhere else."""
    ballot = await ballot_of(request)
    private = await acts.make_key(ballot, config.current().keys, request.state.person)
    if private is None:
        flash(request, gettext("The key is made. Rehearse it now."))
        return redirect(request, "ballots:key", id=ballot.id)
    spelled = words(private)
    return page(
        request,
        "ballots/key_made.html",
        ballot=ballot,
        words=spelled,
        qr=_qr(" ".join(spelled)),
        file=_file(ballot, spelled),
    )


async def rehearse(request: Request) -> Response:
    """A copy is seen to open a test envelope."""
    ballot = await ballot_of(request)
    form = await form_of(request, KeyForm)
    if request.path_params["side"] not in list(KeySide):
        raise NotHere
    side = KeySide(request.path_params["side"])
    if HOLDERS[side] not in request.state.roles:
        raise Forbidden
    try:
        if side is KeySide.PLATFORM:
            await acts.rehearse_kept(ballot, config.current().keys, request.state.person)
        else:
            await acts.rehearse_held(ballot, side, await form.key(), request.state.person)
    except Refused as refusal:
        form.refuse(refusal)
        # What was typed is a key: it is not sent back into a page.
        form.words.raw_data, form.words.data = [], ""
        return await _key_page(request, ballot, form, tried=side)
    flash(request, gettext("The key opened the test envelope."))
    return redirect(request, "ballots:key", id=ballot.id)


async def _key_page(
    request: Request,
    ballot: Ballot,
    form: KeyForm,
    tried: KeySide | None = None,
    keeper_form: KeeperForm | None = None,
) -> Response:
    rehearsals = await KeyRehearsal.of(ballot).order_by("at")
    done = {one.side for one in rehearsals}
    needed = (
        [KeySide.PLATFORM]
        if ballot.key_keeper is KeyKeeper.PLATFORM
        else [KeySide.OFFICER, KeySide.SCRUTINEER]
    )
    return page(
        request,
        "ballots/key.html",
        form=form,
        tried=tried,
        ballot=ballot,
        keeper_form=keeper_form or await _keeper_form(request, ballot, empty=True),
        keepers=KEEPERS,
        sides=SIDES,
        KeySide=KeySide,
        KeyKeeper=KeyKeeper,
        rehearsals=rehearsals,
        steps=[(side, side in done, HOLDERS[side] in request.state.roles) for side in needed],
        drafting=await state_now(ballot) is State.DRAFT,
        is_demonstration=config.current().demo,
        may_make=bool(request.state.roles.intersection({Role.RETURNING_OFFICER, Role.SECRETARY})),
    )


async def _keeper_form(request: Request, ballot: Ballot, empty: bool = False) -> KeeperForm:
    if empty:
        form = KeeperForm(data={"keeper": ballot.key_keeper.value})
    else:
        form = await form_of(request, KeeperForm)
    form.keeper.choices = [(keeper.value, label) for keeper, label in KEEPERS.items()]
    return form


def _qr(text: str) -> Markup:
    """The words as a code to scan, as a drawing in the page: no address, nothing stored."""
    drawn = io.BytesIO()
    segno.make(text, error="m").save(
        drawn, kind="svg", xmldecl=False, svgns=False, scale=4, omitsize=False
    )
    return Markup(drawn.getvalue().decode())  # noqa: S704  segno's own drawing of our letters


def _file(ballot: Ballot, spelled: list[str]) -> str:
    lines = [" ".join(spelled[n : n + 6]) for n in range(0, len(spelled), 6)]
    return "\n".join([f"# CoopCouncil ballot {ballot.id}", *lines, ""])
