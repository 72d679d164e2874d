"""Signing in and out."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from coopcouncil.accounts import demonstration, proofs, session
from coopcouncil.accounts.actions import passkeys, signing_in
from coopcouncil.accounts.actions.signing_in import Proven
from coopcouncil.accounts.forms import CodeForm, SignInForm
from coopcouncil.accounts.models import By
from coopcouncil.accounts.rules import CODE_MINUTES, browser_named, safe_path
from coopcouncil.kernel import limits
from coopcouncil.kernel.config import Config
from coopcouncil.kernel.errors import Refused, Unreadable
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.pages import flash, page, redirect, redirect_to

SLIP = "coopcouncil_signing_in"
HOUR = 3600
# A whole meeting may sign in from one hall's network, hence the large numbers for a caller.
CODES_PER_ADDRESS, CODES_PER_CALLER, TRIES_PER_CALLER = 6, 300, 900


async def sign_in(request: Request) -> Response:
    """Ask for the address; or by passkey; or, in the demonstration, as one of its people."""
    onward = safe_path(request.query_params.get("next", "/"))
    if request.state.person is not None:
        return redirect_to(request, onward)
    return await _sign_in_page(request, SignInForm(data={"next": onward}))


async def ask_for_code(request: Request) -> Response:
    """Send a code. The answer is the same for every address."""
    form = await form_of(request, SignInForm)
    if not form.validate():
        return await _sign_in_page(request, form)
    address = form.read()
    await limits.hit("sign-in-caller", limits.caller(request), CODES_PER_CALLER, HOUR)
    await limits.hit("sign-in-address", address, CODES_PER_ADDRESS, HOUR)
    sent = await signing_in.send_code(address, language_of(request), _config(request).base_url)
    answer = redirect(request, "accounts:enter_code")
    # The address stays out of our own addresses: those end up in logs and histories.
    slip = {"code": str(sent.id), "address": address, "next": safe_path(form.next.data or "/")}
    answer.set_cookie(
        SLIP,
        proofs.signed(SLIP, slip),
        max_age=2 * CODE_MINUTES * 60,
        httponly=True,
        samesite="lax",
        secure=_config(request).is_secure,
    )
    return answer


async def enter_code(request: Request) -> Response:
    """Where the figures are typed."""
    slip = _slip(request)
    if slip is None:
        return redirect(request, "accounts:sign_in")
    return await _code_page(request, CodeForm(), slip)


async def use_code(request: Request) -> Response:
    """Sign in by the figures."""
    slip = _slip(request)
    if slip is None:
        return redirect(request, "accounts:sign_in")
    form = await form_of(request, CodeForm)
    if not form.validate():
        return await _code_page(request, form, slip)
    await limits.hit("sign-in-try", limits.caller(request), TRIES_PER_CALLER, HOUR)
    try:
        proven = await signing_in.use_code(int(slip["code"]), form.code.data, language_of(request))
    except Refused as refusal:
        form.refuse(refusal, at="code")
        return await _code_page(request, form, slip)
    return await _welcome(request, proven, slip["next"])


async def open_link(request: Request) -> Response:
    """A link from a message: looking at it changes nothing, for mail scanners look too."""
    return page(request, "accounts/link.html", spent="")


async def use_link(request: Request) -> Response:
    """Sign in by the link."""
    await limits.hit("sign-in-try", limits.caller(request), TRIES_PER_CALLER, HOUR)
    try:
        proven = await signing_in.use_link(request.path_params["token"], language_of(request))
    except Refused as refusal:
        return page(
            request, "accounts/link.html", status=refusal.status, spent=refusal.sentence(gettext)
        )
    slip = _slip(request)
    return await _welcome(request, proven, slip["next"] if slip else "/")


async def passkey_options(request: Request) -> Response:
    """A challenge for whichever passkey the browser holds."""
    await limits.hit("passkey-caller", limits.caller(request), TRIES_PER_CALLER, HOUR)
    options = await passkeys.offer_sign_in(_config(request).origin)
    return Response(options, media_type="application/json")


async def use_passkey(request: Request) -> Response:
    """Sign in by a passkey; the script then goes to the address that it is told."""
    await limits.hit("passkey-caller", limits.caller(request), TRIES_PER_CALLER, HOUR)
    try:
        sent = await request.json()
        credential, onward = str(sent["credential"]), safe_path(str(sent.get("next", "/")))
    except (ValueError, KeyError, TypeError, RecursionError) as trouble:
        raise Unreadable from trouble
    try:
        proven = await passkeys.use_passkey(credential, _config(request).origin)
    except Refused as refusal:
        return JSONResponse({"problem": refusal.sentence(gettext)}, status_code=422)
    answer = JSONResponse({"next": onward})
    await _sign_in(request, proven, answer)
    return answer


async def sign_out(request: Request) -> Response:
    """End this browser's session."""
    if request.state.session is not None:
        await signing_in.end_session(request.state.session)
        flash(request, gettext("You are signed out."))
    answer = redirect_to(request, "/")
    session.take(answer, _config(request).is_secure)
    return answer


async def role(request: Request) -> Response:
    """One of the demonstration's people, at the address that the terminal prints."""
    found = await demonstration.role(request.path_params["key"])
    return page(request, "accounts/role.html", role=found)


async def be(request: Request) -> Response:
    """Be one of the demonstration's people."""
    chosen = await demonstration.role(request.path_params["key"])
    answer = redirect_to(request, chosen.leads_to)
    await _sign_in(request, Proven(chosen.person, By.DEMO), answer)
    return answer


async def _welcome(request: Request, proven: Proven, onward: str) -> Response:
    if not proven.person.name:
        # A newcomer is asked for a name once, and then goes on.
        answer = redirect(request, "accounts:particulars")
    else:
        answer = redirect_to(request, safe_path(onward))
    await _sign_in(request, proven, answer)
    answer.delete_cookie(SLIP, httponly=True, samesite="lax", secure=_config(request).is_secure)
    return answer


async def _sign_in(request: Request, proven: Proven, answer: Response) -> None:
    """Begin a new session, never go on with an old one: its cookie may be known to others."""
    if request.state.session is not None:
        await signing_in.end_session(request.state.session)
    browser = browser_named(request.headers.get("user-agent", ""))
    cookie = await signing_in.open_session(proven.person, browser, proven.by)
    session.give(answer, cookie, _config(request).is_secure)


async def _sign_in_page(request: Request, form: SignInForm) -> Response:
    roles = await demonstration.roles() if await demonstration.is_open(request) else []
    return page(request, "accounts/sign_in.html", form=form, roles=roles)


async def _code_page(request: Request, form: CodeForm, slip: dict[str, str]) -> Response:
    return page(
        request,
        "accounts/code.html",
        form=form,
        address=slip["address"],
        minutes=CODE_MINUTES,
        outbox=await demonstration.shows_mail(request),
    )


def _slip(request: Request) -> dict[str, str] | None:
    return proofs.unsigned(SLIP, request.cookies.get(SLIP, ""))


def _config(request: Request) -> Config:
    config: Config = request.app.state.config
    return config
