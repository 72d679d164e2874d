"""Declaring an interest, deciding on it, standing aside."""

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation, Role
from coopcouncil.organisations.reached import reached
from coopcouncil.procurement.evaluation.actions.reopening import reopen_what_rested_on
from coopcouncil.procurement.evaluation.actions.shared import record, scoring, tell
from coopcouncil.procurement.evaluation.kinds import InterestDecision
from coopcouncil.procurement.evaluation.models import AgreedEntry, InterestDeclared, Score
from coopcouncil.procurement.evaluation.reads import answers_in, bidders_of, plain
from coopcouncil.procurement.evaluation.rules.declaring import may_decide, may_declare
from coopcouncil.procurement.tenders.actions.shared import locked
from coopcouncil.procurement.tenders.models import TakesPart, Tender


async def declare(
    org: Organisation, tender: Tender, supplier: int, has_interest: bool, text: str, by: Person
) -> InterestDeclared:
    """Say whether one has an interest in a bidder. With one, the tender is closed to them at once,
    until somebody else has decided."""
    async with in_transaction():
        tender = await locked(org, tender)
        before = await answers_in(tender, by)
        suppliers = [one.id for one in await bidders_of(tender)]
        may_declare(suppliers, supplier, has_interest, text, plain(before))
        made = await InterestDeclared.create(
            organisation=org,
            tender=tender,
            person=by,
            supplier_id=supplier,
            has_interest=has_interest,
            text=text if has_interest else "",
            is_late=await _has_begun(tender, by),
            declared_at=clock.now(),
        )
        await record(
            org,
            by,
            "declared an interest" if has_interest else "declared no interest",
            tender,
            supplier=supplier,
            is_late=made.is_late,
        )
        if has_interest:
            for lead, _address in await reached(org, Role.PROCUREMENT_LEAD):
                if lead.id != by.id:
                    await tell(org, lead, "interest", tender, who=by.name, is_late=made.is_late)
        return made


async def _has_begun(tender: Tender, person: Person) -> bool:
    """Whether the person has scored or agreed anything yet."""
    scored = Score.everywhere().filter(
        takes_part__tender_id=tender.id, takes_part__person_id=person.id
    )
    agreed = AgreedEntry.everywhere().filter(agreed__tender_id=tender.id, entered_by_id=person.id)
    return await scored.exists() or await agreed.exists()


async def decide(
    org: Organisation,
    interest: InterestDeclared,
    decision: InterestDecision,
    reason: str,
    by: Person,
) -> None:
    """Decide on somebody else's interest. Whoever stands aside leaves the tender with what they
    gave: it stays readable, and counts for nothing."""
    async with in_transaction():
        tender = await Tender.one(org, id=interest.tender_id)
        tender = await locked(org, tender)
        interest = await InterestDeclared.one(org, id=interest.id)
        may_decide(
            is_own=interest.person_id == by.id,
            is_decided=interest.decision is not None,
            has_interest=interest.has_interest,
            decision=decision,
            reason=reason,
        )
        interest.decision, interest.decided_because = decision, reason
        interest.decided_at, interest.decided_by = clock.now(), by
        await interest.save(
            update_fields=["decision", "decided_because", "decided_at", "decided_by_id"]
        )
        await record(
            org,
            by,
            "decided on an interest",
            tender,
            person=interest.person_id,
            supplier=interest.supplier_id,
            decision=decision,
        )
        if decision is InterestDecision.STANDS_ASIDE:
            await _stand_aside(org, tender, interest, reason, by)
        person = await interest.person
        await tell(org, person, "interest_decided", tender, decision=decision.value, reason=reason)


async def _stand_aside(
    org: Organisation, tender: Tender, interest: InterestDeclared, because: str, by: Person
) -> None:
    now = clock.now()
    parts = TakesPart.within(org).filter(tender_id=tender.id, person_id=interest.person_id)
    for part in await parts.order_by("id"):
        await scoring(part.id)
        if part.ended_at is None:
            part.ended_at, part.ended_because = now, because
            await part.save(update_fields=["ended_at", "ended_because"])
    # Scores once given stay as they were written: only that they no longer count is added.
    await (
        Score.within(org)
        .filter(
            takes_part__tender_id=tender.id,
            takes_part__person_id=interest.person_id,
            set_aside_at=None,
        )
        .update(set_aside_at=now, set_aside_because=because)
    )
    await reopen_what_rested_on(org, tender, interest.person_id, because, by)
