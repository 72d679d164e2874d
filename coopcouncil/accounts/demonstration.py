"""What only the demonstration place has: being somebody with one press, reading its mail.

Both need the database's own mark, made when the demonstration was seeded and kept for ever,
and a listener that this machine alone can reach. A real installation answers 404.
"""

from ipaddress import ip_address

from starlette.requests import Request
from tortoise.expressions import Q

from coopcouncil.accounts.models import DemoSignIn
from coopcouncil.kernel.config import Config
from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.models import Installation, OutboxMessage

PER_PAGE = 25


async def is_demonstration() -> bool:
    """Whether the database was seeded as a demonstration."""
    return await Installation.exists(is_demonstration=True)


async def is_open(request: Request) -> bool:
    """Whether this visitor may be anybody: the mark, the listener and the address agree."""
    config: Config = request.app.state.config
    # The name that the browser used, too: a stranger's page could have pointed its own at us.
    by_name = is_loopback(request.url.hostname or "")
    return is_loopback(config.host) and by_name and await is_demonstration()


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a listener there.

    >>> is_loopback("localhost"), is_loopback("127.0.0.1"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


async def roles() -> list[DemoSignIn]:
    """Whom a visitor may be, in the order of the story."""
    return await DemoSignIn.all().select_related("person")


async def role(key: str) -> DemoSignIn:
    """The one that a visitor chose."""
    found = await DemoSignIn.get_or_none(key=key).select_related("person")
    if found is None:
        raise NotHere
    return found


async def shows_mail(request: Request) -> bool:
    """Whether messages are shown here instead of sent."""
    config: Config = request.app.state.config
    return config.smtp_url is None and await is_open(request)


async def messages(words: str, page: int) -> tuple[list[OutboxMessage], int]:
    """A page of the whole place's messages, the newest first, and how many pages there are.

    `words` stand in the subject or the receiver's address.
    """
    found = OutboxMessage.all()
    if words:
        found = found.filter(Q(subject__icontains=words) | Q(recipient__icontains=words))
    last = max(1, -(-await found.count() // PER_PAGE))
    at = min(max(page, 1), last)
    rows = found.order_by("-id").offset((at - 1) * PER_PAGE).limit(PER_PAGE)
    return await rows, last


async def message(message_id: int) -> OutboxMessage:
    """One of them."""
    found = await OutboxMessage.get_or_none(id=message_id)
    if found is None:
        raise NotHere
    return found
