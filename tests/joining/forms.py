"""Application forms, filled in at a person's pace, for tests."""

import re
from datetime import timedelta
from typing import Any

from coopcouncil.joining.actions import applying
from coopcouncil.joining.models import JoiningForm
from coopcouncil.kernel import clock
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.members.models import Constituency
from coopcouncil.organisations.models import Organisation
from tests.pageclient import Page, Pages

ANSWERS = {
    "given_name": "Siân",
    "family_name": "O’Brien",
    "date_of_birth__day": "1",
    "date_of_birth__month": "5",
    "date_of_birth__year": "1990",
    "email": "sian@home.example",
    "postal_address": "1 Mill Lane\nCalderbrook",
    "agrees": "y",
}


async def make_form(
    org: Organisation, constituency: Constituency | None = None, **words: str
) -> JoiningForm:
    return await applying.open_form(
        org, constituency.id if constituency else None, words.get("words", ""), "", None
    )


async def fill(pages: Pages, path: str, seconds: int = 60, **changes: Any) -> Page:
    """The form filled in at a person's pace."""
    with clock.frozen(clock.now() - timedelta(seconds=seconds)):
        questions = await pages.get(path)
    return await questions.submit(**{**ANSWERS, **changes})


async def link_in_mail(to: str) -> str:
    message = await OutboxMessage.filter(recipient=to).order_by("-id").first()
    assert message is not None
    assert message.text
    found = re.search(r"/\S+/join/applications/(\S+)", message.text)
    assert found
    return found[1]
