"""Another promise in the place of one that cannot be kept. What came of the first stays its own."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.organisations.kinds import Nation
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.delivery.actions.promising import Promise, may_promise, write_down
from coopcouncil.procurement.delivery.kinds import Remedy, Settled
from coopcouncil.procurement.delivery.models import Commitment, Instalment, RemedyTaken
from coopcouncil.procurement.delivery.reads import Followed, followed
from coopcouncil.procurement.delivery.rules.refusals import IsSettled
from coopcouncil.procurement.delivery.rules.replacing import may_agree, may_replace, trimmed
from coopcouncil.procurement.delivery.rules.status import Due
from coopcouncil.procurement.delivery.telling import (
    recipients_people,
    suppliers_people,
    tell,
    write,
)


@dataclass(frozen=True)
class Agreed:
    """Why, why the other is worth as much, and who agreed to it: for the supplier, and for those
    whom it was promised to."""

    because: str
    worth: str
    supplier: str
    recipient: str


async def replace_promise(
    org: Organisation, commitment: Commitment, instead: Promise, agreed: Agreed, by: Person
) -> Commitment:
    """Settle a promise, or as much of it as did not come, by another; both stay to be read."""
    may_agree(agreed.because, agreed.worth, agreed.supplier, agreed.recipient)
    async with in_transaction():
        await lock("commitment", commitment.id)
        found: Commitment = (
            await Commitment.within(org)
            .select_related("contract__supplier", "recipient")
            .get(id=commitment.id)
        )
        if found.settled is not None:
            raise IsSettled
        (one,) = await followed(org, [found])
        may_replace(one.standing)
        may_promise(found.contract, instead, found.contract.supplier.name)
        made = await write_down(org, found.contract, replace(instead, replaces=found), by)
        await RemedyTaken.create(
            organisation=org,
            commitment=found,
            remedy=Remedy.REPLACED,
            words=agreed.because.strip(),
            worth=agreed.worth.strip(),
            supplier_agreed=agreed.supplier.strip(),
            recipient_agreed=agreed.recipient.strip(),
            instead=made,
            amount_before=found.amount if one.standing.kept else None,
            taken_at=clock.now(),
            taken_by=by,
        )
        if one.standing.kept:
            await _leave_what_came(org, one)
        else:
            found.settled, found.settled_at = Settled.REPLACED, clock.now()
            found.settled_because = agreed.because.strip()
            await found.save(update_fields=["settled", "settled_at", "settled_because"])
        await audit.record(
            org.id,
            by.id,
            "replaced a promise",
            f"commitment:{found.id}",
            instead=made.id,
            kept=str(one.standing.kept),
        )
        await _tell(org, found, made)
        return made


async def _leave_what_came(org: Organisation, one: Followed) -> None:
    """The promise shrinks to what came of it: that counts here, and the rest in the other."""
    commitment = one.commitment
    kept: Decimal = one.standing.kept
    left = {
        due.on: due.amount for due in trimmed([Due(d.due_on, d.amount) for d in one.dues], kept)
    }
    for row in one.dues:
        if row.due_on not in left:
            await Instalment.within(org).filter(id=row.id).delete()
        elif left[row.due_on] != row.amount:
            await Instalment.within(org).filter(id=row.id).update(amount=left[row.due_on])
    commitment.amount = kept
    await commitment.save(update_fields=["amount"])


async def _tell(org: Organisation, old: Commitment, made: Commitment) -> None:
    made = (
        await Commitment.within(org)
        .select_related("contract__supplier", "recipient")
        .get(id=made.id)
    )
    facts: dict[str, Any] = {"before": old.title, "before_cy": old.title_cy, "amount": made.amount}
    people = [
        *await suppliers_people(org, made),
        *await recipients_people(old),
        *await recipients_people(made),
    ]
    readers = {person.id: (person, to) for person, to in people}
    path = f"/promises/{made.id}"
    await tell(org, readers.values(), "promise_replaced", made, path, by_link=False, **facts)
    # Whoever is outside has no page of it to open.
    for email in {old.recipient_email, made.recipient_email} - {""}:
        await write(
            org,
            email,
            "en",
            "promise_replaced",
            made,
            "/social-value",
            in_both=org.nation is Nation.WALES,
            by_link=True,
            **facts,
        )
