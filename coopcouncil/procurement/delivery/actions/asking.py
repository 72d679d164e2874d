"""Recipients are asked whether something came: those with an account here, or by a link that works
once.

The link's token is random; only its keyed hash is kept. Looking at the page changes nothing.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tortoise.transactions import in_transaction

from coopcouncil.accounts import proofs
from coopcouncil.kernel import clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.i18n import LANGUAGES
from coopcouncil.organisations.kinds import Nation
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.delivery.models import (
    Commitment,
    RecipientAnswer,
    RecipientAsked,
    Report,
)
from coopcouncil.procurement.delivery.rules.refusals import LinkUsed
from coopcouncil.procurement.delivery.telling import recipients_people, tell, write

LASTS = timedelta(days=60)
_PURPOSE = "promise-answer"


async def _group(commitment: Commitment) -> dict[str, str] | None:
    if commitment.recipient_group_id is not None:
        await commitment.fetch_related("recipient_group")
    names = {language: commitment.group_called(language) for language in LANGUAGES}
    return names if commitment.is_for_group else None


@dataclass(frozen=True)
class Opened:
    """What a link is about."""

    asked: RecipientAsked
    report: Report
    commitment: Commitment


async def ask(org: Organisation, commitment: Commitment, report: Report) -> bool:
    """Ask the recipient, in the current transaction; whether there was anybody to ask.

    `commitment` has its contract, the contract's supplier and the recipient with it.
    """
    facts: dict[str, Any] = {
        "amount": report.amount,
        "since": report.since,
        "until": report.until,
        "group": await _group(commitment),
    }
    if commitment.recipient is not None:
        people = await recipients_people(commitment)
        path = f"/promises/{commitment.id}/reports/{report.id}/answer"
        if not await tell(org, people, "promise_answer", commitment, path, by_link=False, **facts):
            return False
        await RecipientAsked.create(organisation=org, report=report, asked_at=clock.now())
        return True
    if not commitment.recipient_email:
        return False
    token = proofs.new_token()
    await RecipientAsked.create(
        organisation=org,
        report=report,
        asked_at=clock.now(),
        email=commitment.recipient_email,
        token_hash=_hash(token),
        expires_at=clock.now() + LASTS,
    )
    # Whoever is outside has chosen no language: in Wales both stand in the message.
    await write(
        org,
        commitment.recipient_email,
        "en",
        "promise_answer",
        commitment,
        f"/promises/answer/{token}",
        sensitive=True,
        in_both=org.nation is Nation.WALES,
        by_link=True,
        until_day=clock.today() + LASTS,
        **facts,
    )
    return True


async def ask_again(org: Organisation, commitment: Commitment, report: Report) -> bool:
    """Ask once more, at the contract manager's wish; links from before work no longer."""
    async with in_transaction():
        await lock("commitment", commitment.id)
        if not await is_open(org, report):
            return False
        await use_up(org, report)
        return await ask(org, commitment, report)


async def use_up(org: Organisation, report: Report) -> None:
    """No link to this report works any longer."""
    links = RecipientAsked.within(org).filter(report_id=report.id, token_hash__isnull=False)
    await links.filter(used_at=None).update(used_at=clock.now())


async def is_open(org: Organisation, report: Report) -> bool:
    """Whether the report still waits for the recipient."""
    row = await Report.one(org, id=report.id)
    answered = RecipientAnswer.within(org).filter(report_id=report.id)
    return row.withdrawn_at is None and not await answered.exists()


async def opened_by(org: Organisation, token: str) -> Opened:
    """What a link opens; `LinkUsed` where it is used, old, unknown, or meant for another."""
    found = (
        await RecipientAsked.within(org)
        .filter(token_hash=_hash(token))
        .select_related("report__commitment__contract__supplier")
        .first()
    )
    if found is None or found.used_at is not None or _is_old(found):
        raise LinkUsed
    commitment = found.report.commitment
    # The recipient was named anew meanwhile.
    if commitment.recipient_email != found.email or not await is_open(org, found.report):
        raise LinkUsed
    return Opened(found, found.report, commitment)


def _is_old(asked: RecipientAsked) -> bool:
    return asked.expires_at is None or asked.expires_at <= clock.now()


def _hash(token: str) -> str:
    return proofs.digest(_PURPOSE, token).hex()
