"""A person's own pages: particulars, addresses, passkeys, where they are signed in."""

from typing import TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from coopcouncil.accounts import demonstration, proofs
from coopcouncil.accounts.actions import addresses, passkeys, signing_in
from coopcouncil.accounts.forms import AddressForm, CodeForm, LabelForm, ParticularsForm
from coopcouncil.accounts.models import EmailAddress, Passkey, Session
from coopcouncil.accounts.rules import CODE_MINUTES
from coopcouncil.accounts.views.signing_in import CODES_PER_ADDRESS, HOUR, TRIES_PER_CALLER
from coopcouncil.kernel import clock, limits
from coopcouncil.kernel.errors import NotHere, Refused, Unreadable
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import NAMES, gettext, language_of, prefer
from coopcouncil.kernel.pages import flash, page, redirect

SLIP = "coopcouncil_proving"

Row = TypeVar("Row", EmailAddress, Passkey)


async def account(request: Request) -> Response:
    """Everything in one place."""
    return await _account_page(request)


async def particulars(request: Request) -> Response:
    """The form of name and language."""
    person = request.state.person
    form = ParticularsForm(
        data={"name": person.name, "language": person.language or language_of(request)}
    )
    return page(request, "accounts/particulars.html", form=form)


async def change_particulars(request: Request) -> Response:
    """Keep name and language, and answer in it from now on."""
    form = await form_of(request, ParticularsForm)
    if not form.validate():
        return page(request, "accounts/particulars.html", form=form)
    is_new = not request.state.person.name
    await addresses.change_particulars(request.state.person, form.name.data, form.language.data)
    prefer(request.scope, form.language.data)
    flash(request, gettext("Your details are saved."))
    return redirect(request, "organisations:start" if is_new else "accounts:account")


async def new_address(request: Request) -> Response:
    """Ask for a further address."""
    return page(request, "accounts/new_address.html", form=AddressForm())


async def send_proof(request: Request) -> Response:
    """Send a code to the further address."""
    form = await form_of(request, AddressForm)
    if not form.validate():
        return page(request, "accounts/new_address.html", form=form)
    address, person = form.read(), request.state.person
    await limits.hit("sign-in-address", address, CODES_PER_ADDRESS, HOUR)
    await limits.hit("proof-person", str(person.id), CODES_PER_ADDRESS, HOUR)
    sent = await signing_in.send_proof(person, address, language_of(request))
    answer = redirect(request, "accounts:prove_address")
    slip = proofs.signed(SLIP, {"code": str(sent.id), "address": address})
    answer.set_cookie(
        SLIP,
        slip,
        max_age=2 * CODE_MINUTES * 60,
        httponly=True,
        samesite="lax",
        secure=request.app.state.config.is_secure,
    )
    return answer


async def prove_address(request: Request) -> Response:
    """Where the figures for the further address are typed."""
    slip = _slip(request)
    if slip is None:
        return redirect(request, "accounts:new_address")
    return await _proof_page(request, CodeForm(), slip)


async def add_address(request: Request) -> Response:
    """Add the address, if the figures are right."""
    slip = _slip(request)
    if slip is None:
        return redirect(request, "accounts:new_address")
    form = await form_of(request, CodeForm)
    if not form.validate():
        return await _proof_page(request, form, slip)
    await limits.hit("sign-in-try", limits.caller(request), TRIES_PER_CALLER, HOUR)
    person = request.state.person
    try:
        address = await signing_in.prove(person, int(slip["code"]), form.code.data)
        await addresses.add_address(person, address)
    except Refused as refusal:
        form.refuse(refusal, at="code")
        return await _proof_page(request, form, slip)
    flash(request, gettext("{address} is added.").format(address=address))
    return redirect(request, "accounts:account")


async def ask_remove_address(request: Request) -> Response:
    """Ask once before an address goes."""
    address = await _own(EmailAddress, request)
    return page(request, "accounts/remove_address.html", address=address)


async def remove_address(request: Request) -> Response:
    """Take an address off the account."""
    address = await addresses.remove_address(request.state.person, request.path_params["id"])
    flash(request, gettext("{address} is removed.").format(address=address))
    return redirect(request, "accounts:account")


async def new_passkey_options(request: Request) -> Response:
    """What the browser needs in order to make a passkey."""
    await limits.hit("passkey-caller", limits.caller(request), TRIES_PER_CALLER, HOUR)
    origin = request.app.state.config.origin
    options = await passkeys.offer_registration(request.state.person, origin)
    return Response(options, media_type="application/json")


async def add_passkey(request: Request) -> Response:
    """Keep the passkey that the browser made."""
    try:
        sent = await request.json()
        credential, label = str(sent["credential"]), str(sent.get("label", "")).strip()[:100]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as trouble:
        raise Unreadable from trouble
    label = label.encode("utf-8", "replace").decode().replace("\0", "") or gettext("Passkey")
    origin = request.app.state.config.origin
    try:
        await passkeys.add_passkey(request.state.person, credential, label, origin)
    except Refused as refusal:
        return JSONResponse({"problem": refusal.sentence(gettext)}, status_code=422)
    return JSONResponse({"next": request.app.state.site_router.url_path_for("accounts:account")})


async def rename(request: Request) -> Response:
    """The form of a passkey's name, and its removal."""
    passkey = await _own(Passkey, request)
    form = LabelForm(data={"label": passkey.label})
    return page(request, "accounts/passkey.html", form=form, passkey=passkey)


async def rename_passkey(request: Request) -> Response:
    """Call a passkey something else."""
    passkey = await _own(Passkey, request)
    form = await form_of(request, LabelForm)
    if not form.validate():
        return page(request, "accounts/passkey.html", form=form, passkey=passkey)
    await passkeys.rename_passkey(request.state.person, passkey.id, form.label.data)
    flash(request, gettext("The passkey is renamed."))
    return redirect(request, "accounts:account")


async def remove_passkey(request: Request) -> Response:
    """Accept a passkey no more."""
    await passkeys.remove_passkey(request.state.person, request.path_params["id"])
    flash(request, gettext("The passkey is removed."))
    return redirect(request, "accounts:account")


async def end_session(request: Request) -> Response:
    """Sign another browser out."""
    await signing_in.end_session_of(request.state.person, request.path_params["id"])
    flash(request, gettext("That browser is signed out."))
    return redirect(request, "accounts:account")


async def end_other_sessions(request: Request) -> Response:
    """Sign out everywhere but here."""
    await signing_in.end_other_sessions(request.state.person, request.state.session)
    flash(request, gettext("You are signed out everywhere else."))
    return redirect(request, "accounts:account")


async def _account_page(request: Request) -> Response:
    person = request.state.person
    return page(
        request,
        "accounts/account.html",
        addresses=await EmailAddress.filter(person_id=person.id).order_by("id"),
        passkeys=await Passkey.filter(person_id=person.id).order_by("id"),
        sessions=await Session.filter(
            person_id=person.id, ended_at=None, expires_at__gt=clock.now()
        ).order_by("-started_at", "-id"),
        here_now=request.state.session,
        language_name=NAMES.get(person.language or "", ""),
    )


async def _proof_page(request: Request, form: CodeForm, slip: dict[str, str]) -> Response:
    return page(
        request,
        "accounts/prove_address.html",
        form=form,
        address=slip["address"],
        minutes=CODE_MINUTES,
        outbox=await demonstration.shows_mail(request),
    )


async def _own(kind: type[Row], request: Request) -> Row:
    row = await kind.get_or_none(id=request.path_params["id"], person_id=request.state.person.id)
    if row is None:
        raise NotHere
    return row


def _slip(request: Request) -> dict[str, str] | None:
    return proofs.unsigned(SLIP, request.cookies.get(SLIP, ""))
