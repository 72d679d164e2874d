"""GOV.UK Notify as a sender of e-mail, for councils that have it.

Notify fills one template of the council's own, whose subject is `((subject))` and whose text is
`((body))`. Its client is synchronous and not thread-safe, so each call has its own in a thread.
"""

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

from coopcouncil.kernel.config import Config

# The client logs the answers to failed calls, which quote addresses. A filter stays where whoever
# sets logging up anew (as a web server does) enables what was disabled.
for _name in ("notifications_python_client", "notifications_python_client.base"):
    logging.getLogger(_name).addFilter(lambda _record: False)

FAILED = {"permanent-failure", "temporary-failure", "technical-failure"}
DELIVERED = {"delivered"}


class NotifyTrouble(Exception):
    """Notify could not be asked, or is busy: trying again may help. Says its number alone."""

    def __init__(self, status: int | None) -> None:
        super().__init__(f"Notify answered {status}" if status else "Notify did not answer")


class NotifyRefused(Exception):
    """Notify will not take this message, however often it is offered."""

    def __init__(self, reason: str) -> None:
        super().__init__("Notify refused a message")
        self.reason = reason


@dataclass(frozen=True)
class Email:
    """One message as Notify wants it. `reference` is the same at each try."""

    to: str
    subject: str
    body: str
    reference: str
    unsubscribe: str = ""


async def send(config: Config, email: Email) -> str:
    """Hand over a message; its number at Notify."""
    return await asyncio.to_thread(_send, config, email)


async def number_of(config: Config, reference: str) -> str:
    """The number of a message that may have been handed over before; empty if it was not."""
    return await asyncio.to_thread(_number_of, config, reference)


async def status_of(config: Config, number: str) -> str:
    """What became of a message: `delivered`, one of `FAILED`, or something on the way."""
    return await asyncio.to_thread(_status_of, config, number)


def _send(config: Config, email: Email) -> str:
    more = {"one_click_unsubscribe_url": email.unsubscribe} if email.unsubscribe else {}
    answer = _ask(
        config,
        "send_email_notification",
        email_address=email.to,
        template_id=config.notify_template,
        personalisation={"subject": email.subject, "body": email.body},
        reference=email.reference,
        **more,
    )
    return str(answer["id"])


def _number_of(config: Config, reference: str) -> str:
    found = _ask(config, "get_all_notifications", reference=reference)["notifications"]
    return str(found[0]["id"]) if found else ""


def _status_of(config: Config, number: str) -> str:
    return str(_ask(config, "get_notification_by_id", number)["status"])


def _ask(config: Config, call: str, *values: Any, **named: Any) -> dict[str, Any]:
    # Imported here: only councils that have Notify need it loaded.
    from notifications_python_client import notifications
    from notifications_python_client.errors import HTTPError, InvalidResponse

    make: Any = notifications.NotificationsAPIClient
    client = make(config.notify_key, base_url=config.notify_url)
    try:
        answer: dict[str, Any] = getattr(client, call)(*values, **named)
    except HTTPError as trouble:
        status = trouble.status_code
        if status == 400:
            raise NotifyRefused("400 Bad Request") from None
        raise NotifyTrouble(status) from None
    except InvalidResponse:
        raise NotifyTrouble(None) from None
    return answer
