"""Who may: the answers that need no organisation."""

from starlette.requests import Request

from coopcouncil.accounts.demonstration import is_open, shows_mail
from coopcouncil.kernel.errors import NotHere, SignInNeeded
from coopcouncil.kernel.web import Who


async def _signed_in(request: Request) -> None:
    if request.state.person is None:
        raise SignInNeeded


async def _demonstration(request: Request) -> None:
    if not await is_open(request):
        raise NotHere


async def _mail_is_shown(request: Request) -> None:
    if not await shows_mail(request):
        raise NotHere


SIGNED_IN = Who("signed in", _signed_in)
VISITORS_OF_THE_DEMONSTRATION = Who("visitors of the demonstration", _demonstration)
READERS_OF_THE_OUTBOX = Who("visitors of the demonstration, without a mail server", _mail_is_shown)
