"""The demonstration's mail, on the screen instead of on its way."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.accounts import demonstration
from coopcouncil.kernel.pages import page


async def outbox(request: Request) -> Response:
    """The newest messages."""
    return page(request, "accounts/outbox.html", messages=await demonstration.messages())


async def message(request: Request) -> Response:
    """One message as its receiver would read it."""
    found = await demonstration.message(request.path_params["id"])
    return page(request, "accounts/message.html", message=found)
