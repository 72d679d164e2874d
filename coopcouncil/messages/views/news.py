"""Stopping news from a message: for whoever holds the address, signed in or not."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import page
from coopcouncil.messages.stopping import member_of, stop_news


async def ask_stop(request: Request) -> Response:
    """Ask once; looking at the page changes nothing, since mail programs look too."""
    await member_of(request.state.org, request.path_params["token"])
    return page(request, "messages/stop.html", is_stopped=False)


async def stop(request: Request) -> Response:
    """Stop them: by the page's button, or by the mail program's own (RFC 8058)."""
    org = request.state.org
    member = await member_of(org, request.path_params["token"])
    await stop_news(org, member, gettext("News stopped from a message"))
    said = await request.form()
    if said.get("List-Unsubscribe") == "One-Click":
        return PlainTextResponse("")
    return page(request, "messages/stop.html", is_stopped=True)
