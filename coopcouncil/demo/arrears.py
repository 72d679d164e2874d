"""A late payment spread over months, and a member who asks for help."""

from collections.abc import Mapping
from datetime import date, timedelta

from coopcouncil.accounts.models import DemoSignIn
from coopcouncil.arrears.actions.agreeing import agree
from coopcouncil.arrears.actions.helping import ask_for_help
from coopcouncil.arrears.actions.reminding import remind
from coopcouncil.arrears.reads import late
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.reads import has_books
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.kinds import Interval


async def fill(place: Mapping[str, Organisation], today: date) -> None:
    """Of those who are late: one pays in instalments, one asks, the others are reminded."""
    org = place["leisure"]
    if not await has_books(org):
        return
    behind = await late(org, today, 0)
    treasurer = (await DemoSignIn.get(key="leisure-treasurer").select_related("person")).person
    if len(behind) >= 2:
        spread = await Member.one(org, id=behind[0].member_id)
        await agree(
            org,
            spread,
            Money(max(behind[0].pence // 4, 1)),
            Interval.MONTH,
            today + timedelta(days=7),
            "A quarter each month until it is paid.",
            by=treasurer,
        )
        asks = await Member.one(org, id=behind[1].member_id)
        words = "My hours were cut in the summer. Could it wait until the new year?"
        await ask_for_help(org, asks, words, by=None)
    await remind(org)
