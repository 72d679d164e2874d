"""Telling members before anything is collected, as the scheme wants it."""

from collections.abc import Sequence
from datetime import date

from coopcouncil.kernel import config, mail
from coopcouncil.kernel.money import Money
from coopcouncil.members.reads import entry_of
from coopcouncil.members.safeguarding import stopped
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.bacs.models import BacsMandate
from coopcouncil.payments.models import Charge


async def announce(
    org: Organisation, mandate: BacsMandate, on: date, charges: Sequence[Charge], amount: Money
) -> bool:
    """The sum and the day, by e-mail; whether it could be sent. The file's page names those who
    must be told by letter."""
    return await _tell(org, mandate, "own_debit", sum=amount, on=on, charges=charges)


async def tell_claim(org: Organisation, mandate: BacsMandate, amount: Money, on: date) -> bool:
    """A debit went back under the Guarantee: that is the payer's right, and nothing is lost."""
    return await _tell(org, mandate, "own_claim", sum=amount, on=on, charges=())


async def tell_mandate(org: Organisation, mandate: BacsMandate, *, has_ended: bool) -> bool:
    """A mandate was set up or ended: whoever reads it without having asked for it says so."""
    return await _tell(org, mandate, "own_mandate", charges=(), has_ended=has_ended)


async def _tell(
    org: Organisation,
    mandate: BacsMandate,
    template: str,
    *,
    charges: Sequence[Charge],
    **facts: object,
) -> bool:
    entry = await entry_of(org, mandate.member_id)
    if entry is None or not entry.email or await stopped([mandate.member_id]):
        return False
    language = entry.language or "en"
    await mail.send(
        org.id,
        entry.email,
        f"email/payments/{template}",
        language,
        {
            "organisation": org.called(language),
            "name": entry.name,
            "account": mandate.masked,
            "reference": mandate.reference,
            "lines": [(one.called(language), one.owed) for one in charges],
            "address": f"{config.current().base_url}/{org.slug}/bacs/mine",
            **facts,
        },
        about=f"bacs-mandate:{mandate.id}",
    )
    return True
