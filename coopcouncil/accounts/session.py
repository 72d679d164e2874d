"""Who is asking: the session's cookie, read before any view."""

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coopcouncil.accounts.actions.addresses import choose_language
from coopcouncil.accounts.actions.signing_in import session_of
from coopcouncil.accounts.rules import SESSION_DAYS
from coopcouncil.kernel.i18n import prefer

COOKIE = "coopcouncil_session"


class SessionMiddleware:
    """Puts `person` and `session` on the request's state, or None for both.

    A cookie that is forged, ended or too old is taken away; its bearer is simply signed out.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        cookie = HTTPConnection(scope).cookies.get(COOKIE)
        session = await session_of(cookie) if cookie else None
        state["session"] = session
        state["person"] = session.person if session else None
        if session:
            prefer(scope, session.person.language)
        if cookie is None or session is not None:
            await self.app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                begun = (f"{COOKIE}=" in each for each in headers.getlist("set-cookie"))
                if not any(begun):
                    headers.append("set-cookie", f"{COOKIE}=; Path=/; Max-Age=0; HttpOnly")
            await send(message)

        await self.app(scope, receive, sending)


def give(response: Response, cookie: str, secure: bool) -> None:
    """Sign the reader in with this answer."""
    response.set_cookie(
        COOKIE,
        cookie,
        max_age=SESSION_DAYS * 86400,
        httponly=True,
        samesite="lax",
        secure=secure,
    )


def take(response: Response, secure: bool) -> None:
    """Sign the reader out with this answer."""
    response.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=secure)


async def remember_language(scope: Scope, language: str) -> None:
    """The language switch's choice, kept for a person who is signed in."""
    person = scope.get("state", {}).get("person")
    if person is not None:
        await choose_language(person, language)
