"""The composition root: the middleware, and the one handler of refusals.

`make_app(config)` is the whole site as one ASGI application: with the addresses of `addresses.py`,
and what lower slices are told by higher ones as `told.py` has it.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coopcouncil import told  # noqa: F401  fills the hooks
from coopcouncil.accounts.session import SessionMiddleware, remember_language
from coopcouncil.addresses import site_routes, tenant_routes
from coopcouncil.ballots.actions.box import finish_interrupted
from coopcouncil.kernel.bodies import BodyLimitMiddleware
from coopcouncil.kernel.config import Config, load, use
from coopcouncil.kernel.csrf import CsrfMiddleware
from coopcouncil.kernel.errors import NotHere, Refused, SignInNeeded, Unreadable
from coopcouncil.kernel.headers import HeadersMiddleware
from coopcouncil.kernel.i18n import LanguageMiddleware, gettext
from coopcouncil.kernel.logs import RequestLogMiddleware
from coopcouncil.kernel.pages import error_page, keep_compiled
from coopcouncil.kernel.straight import StraightMiddleware
from coopcouncil.messages.stopping import PATH as STOPPING
from coopcouncil.organisations.prefix import TenancyMiddleware
from coopcouncil.payments.stripe.actions.inbox import Inbox
from coopcouncil.payments.stripe.views.webhook import PATH as WEBHOOK


def make_app(config: Config | None = None) -> Starlette:
    """The site for these settings (default: the environment's)."""
    config = use(config or load())
    keep_compiled(config.home)
    site, tenant = site_routes(), Router(routes=tenant_routes())
    app = Starlette(
        routes=site,
        middleware=[
            Middleware(RequestLogMiddleware),
            Middleware(HeadersMiddleware, secure=config.is_secure),
            Middleware(StraightMiddleware, routes=site, paths=[WEBHOOK]),
            Middleware(LanguageMiddleware, secure=config.is_secure, remember=remember_language),
            Middleware(RefusalMiddleware),
            Middleware(BodyLimitMiddleware, largest_file=config.files_limit),
            Middleware(
                CsrfMiddleware,
                secret=config.secret_key,
                secure=config.is_secure,
                by_letter=STOPPING,
            ),
            Middleware(SessionMiddleware),
            Middleware(TenancyMiddleware, tenant=tenant),
        ],
        exception_handlers={HTTPException: http_refusal, 500: broken},
        lifespan=lifespan,
    )
    app.state.config = config
    app.state.inbox = Inbox()
    app.state.site_router = app.router
    app.state.tenant_router = tenant
    return app


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """What must be done before the first request, and after the last."""
    await finish_interrupted(app.state.config.keys)
    yield


class RefusalMiddleware:
    """Says any refusal, from wherever in the application it is raised, in one sentence."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope.setdefault("state", {})
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except Refused as refusal:
            if begun:
                raise
            await say(Request(scope), refusal)(scope, receive, send)
        except HTTPException as trouble:
            if begun:
                raise
            await _http_answer(Request(scope), trouble)(scope, receive, send)


def say(request: Request, refusal: Refused) -> Response:
    """A refusal as a page; a reader who is not signed in is sent to sign in."""
    if isinstance(refusal, SignInNeeded) and request.method == "GET":
        address = quote(request.url.path + ("?" + request.url.query if request.url.query else ""))
        return RedirectResponse(f"/sign-in?next={address}", status_code=303)
    return error_page(request, refusal.status, refusal.sentence(gettext))


async def http_refusal(request: Request, trouble: Exception) -> Response:
    """Starlette's own: no such route, no such method, a body that cannot be read."""
    assert isinstance(trouble, HTTPException)
    return _http_answer(request, trouble)


def _http_answer(request: Request, trouble: HTTPException) -> Response:
    known: dict[int, Refused] = {400: Unreadable(), 404: NotHere()}
    refusal = known.get(trouble.status_code)
    sentence = refusal.sentence(gettext) if refusal else None
    answer = error_page(request, trouble.status_code, sentence)
    answer.headers.update(trouble.headers or {})
    return answer


async def broken(request: Request, trouble: Exception) -> Response:
    """Our own fault: the page gives the request's number, the log has the rest."""
    return error_page(request, 500)
