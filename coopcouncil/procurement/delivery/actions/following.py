"""The contract manager's deeds: for whom and where, remedies, settling."""

from dataclasses import dataclass
from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.organisations.models import NeedOrOffer, Organisation
from coopcouncil.procurement.delivery.groups import Group, kept, of_recipient
from coopcouncil.procurement.delivery.kinds import Remedy, Settled
from coopcouncil.procurement.delivery.models import Commitment, RemedyTaken, Report
from coopcouncil.procurement.delivery.rules.refusals import (
    AnsweredMeanwhile,
    IsSettled,
    NoRecipient,
    NoWords,
    RecipientSupplies,
)
from coopcouncil.procurement.outcome.models import Contract


@dataclass(frozen=True)
class ForWhom:
    """For whom a promise is, where, and who at the supplier sees to it."""

    recipient: Organisation | None = None
    recipient_name: str = ""
    recipient_email: str = ""
    ward: str = ""
    owner: str = ""
    need: NeedOrOffer | None = None
    """Posted by the recipient; the promise answers it."""
    group: Group | None = None
    """Of the recipient's members, where it is for some of them alone."""


async def say_for_whom(
    org: Organisation, commitment: Commitment, draft: ForWhom, by: Person
) -> None:
    """Name the recipient; it changes no more once something was reported to it. The round of the
    day asks it about what was reported before it was named."""
    contract = await Contract.within(org).select_related("supplier").get(id=commitment.contract_id)
    if draft.recipient is None and not (draft.recipient_name and draft.recipient_email):
        raise NoRecipient
    of_recipient(draft.recipient, draft.group)
    names = {draft.recipient_name.casefold()}
    if draft.recipient is not None:
        names |= {draft.recipient.name.casefold(), draft.recipient.name_cy.casefold()}
    if contract.supplier.name.casefold() in names:
        raise RecipientSupplies
    async with in_transaction():
        await lock("commitment", commitment.id)
        found = await Commitment.one(org, id=commitment.id)
        whom = {
            "recipient_id": draft.recipient.id if draft.recipient else None,
            "recipient_email": draft.recipient_email,
            **kept(draft.group),
        }
        is_other = any(getattr(found, name) != value for name, value in whom.items())
        had = found.recipient_id is not None or bool(found.recipient_email)
        if had and is_other and await Report.within(org).filter(commitment_id=found.id).exists():
            raise AnsweredMeanwhile
        for name, value in whom.items():
            setattr(found, name, value)
        found.recipient_name = draft.recipient_name
        found.ward, found.owner = draft.ward, draft.owner
        found.need = draft.need
        await found.save(update_fields=[*whom, "recipient_name", "ward", "owner", "need_id"])
        await _record(org, by, "said for whom a promise is", found)


async def remedy(
    org: Organisation,
    commitment: Commitment,
    what: Remedy,
    words: str,
    by: Person,
    *,
    by_day: date | None = None,
    sum_pence: int | None = None,
) -> RemedyTaken:
    """Do something about a promise that is late; `replacing` puts another in its place."""
    if not words.strip():
        raise NoWords
    async with in_transaction():
        await lock("commitment", commitment.id)
        found = await Commitment.one(org, id=commitment.id)
        if found.settled is not None:
            raise IsSettled
        made = await RemedyTaken.create(
            organisation=org,
            commitment=found,
            remedy=what,
            words=words.strip(),
            by_day=by_day,
            sum=sum_pence,
            taken_at=clock.now(),
            taken_by=by,
        )
        if what is Remedy.WAIVED:
            found.settled, found.settled_at = Settled.WAIVED, clock.now()
            found.settled_because = words.strip()
            await found.save(update_fields=["settled", "settled_at", "settled_because"])
        await _record(org, by, "took a remedy", found, remedy=what.value)
        return made


async def _record(
    org: Organisation, by: Person, verb: str, commitment: Commitment, **facts: object
) -> None:
    await audit.record(org.id, by.id, verb, f"commitment:{commitment.id}", **facts)
