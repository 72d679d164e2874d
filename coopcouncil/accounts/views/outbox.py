"""The demonstration's mail, on the screen instead of on its way."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.accounts import demonstration
from coopcouncil.accounts.forms import OutboxSearchForm
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.pages import page


async def outbox(request: Request) -> Response:
    """The newest messages, or those with some words."""
    form = await form_of(request, OutboxSearchForm)
    asked = request.query_params.get("page", "")
    # A page that is none is the first: an address is no form to be mended.
    at = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    messages, last = await demonstration.messages(form.q.data or "", at)
    return page(
        request,
        "accounts/outbox.html",
        messages=messages,
        form=form,
        at=min(max(at, 1), last),
        last=last,
    )


async def message(request: Request) -> Response:
    """One message as its receiver would read it."""
    found = await demonstration.message(request.path_params["id"])
    return page(request, "accounts/message.html", message=found)
