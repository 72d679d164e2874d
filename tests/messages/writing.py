"""Writing a message to everybody, and sending it."""

from typing import Any

from coopcouncil.kernel import jobs
from coopcouncil.messages.models import Message
from coopcouncil.organisations.models import Organisation
from tests.pageclient import Pages

ADDRESS = "1 High Street\nGlanwern"


WORDS = {
    "subject": "The laundry",
    "body": "The laundry is shut on Monday.",
    "subject_cy": "Y golchdy",
    "body_cy": "Mae’r golchdy ar gau ddydd Llun.",
}


async def written(browser: Pages, org: Organisation, **more: Any) -> Message:
    """A draft with the words, to everybody."""
    page = await browser.get(f"/{org.slug}/messages/new")
    await page.submit(**{**WORDS, **more})
    found = await Message.within(org).order_by("-id").first()
    assert found is not None
    return found


async def sent(browser: Pages, org: Organisation, message: Message) -> None:
    answer = await browser.post(f"/{org.slug}/messages/{message.id}/send", {})
    assert answer.status == 303, answer.main
    await jobs.run_jobs()
