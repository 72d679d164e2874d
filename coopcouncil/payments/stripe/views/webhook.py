"""Where Stripe tells of events: stored as they come, answered at once, acted on later."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from coopcouncil.payments.stripe import provider
from coopcouncil.payments.stripe.actions.inbox import Inbox

PATH = "/webhooks/stripe"


async def webhook(request: Request) -> Response:
    """Believed by its signature over the very bytes alone, and only while it is fresh."""
    body = await request.body()
    try:
        event = provider.believed(body, request.headers.get("stripe-signature", ""))
    except provider.NotStripes:
        return PlainTextResponse("This is no webhook of Stripe's for this site, or too old.\n", 400)
    inbox: Inbox = request.app.state.inbox
    await inbox.put(event, body.decode())
    return PlainTextResponse("Stored.\n")
