"""Care at home, scored by three who do not agree, as the moderator finds it."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from coopcouncil.accounts.models import Person
from coopcouncil.demo.orgs import at
from coopcouncil.demo.procurement.evaluating_words import INTEREST, SCORES
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.evaluation.actions.declaring import decide, declare
from coopcouncil.procurement.evaluation.actions.excluding import check
from coopcouncil.procurement.evaluation.actions.moderating import agree_score
from coopcouncil.procurement.evaluation.actions.reminding import set_due
from coopcouncil.procurement.evaluation.actions.scoring import finish, save_score
from coopcouncil.procurement.evaluation.kinds import ExclusionStep, Finding, InterestDecision
from coopcouncil.procurement.evaluation.reads import (
    Ground,
    bidders_of,
    bids_in,
    ground_of,
)
from coopcouncil.procurement.evaluation.reads_scores import own_seat
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.reads import lots_of

JUDGES = ("evaluator-care", "evaluator-community", "evaluator-user")


async def fill(org: Organisation, who: Mapping[str, Person], tender: Tender, today: date) -> None:
    """Everything from the opening to the last score: it waits for moderation."""
    with clock.frozen(at(today - timedelta(days=27), 10)):
        await declared(org, who, tender)
        await checked(org, who, tender, ExclusionStep.BEFORE_ASSESSMENT)
        await set_due(org, tender, today - timedelta(days=6), who["procurement-lead"])
    (lot,) = await lots_of(tender)
    for number, key in enumerate(JUDGES):
        with clock.frozen(at(today - timedelta(days=14 - 3 * number), 15, 20)):
            await _score(org, await ground_of(tender, lot), key, who[key])
            await finish(org, tender, lot, who[key])
    with clock.frozen(at(today - timedelta(days=5), 11)):
        await _conditions(org, await ground_of(tender, lot), who["moderator"])


async def declared(org: Organisation, who: Mapping[str, Person], tender: Tender) -> None:
    """Nobody has an interest but one, who may go on."""
    for key in (*JUDGES, "moderator", "procurement-lead"):
        for number, bidder in enumerate(await bidders_of(tender)):
            has_one = key == "evaluator-community" and number == 1
            made = await declare(
                org, tender, bidder.id, has_one, INTEREST[0] if has_one else "", who[key]
            )
            if has_one:
                lead = who["procurement-lead"]
                await decide(org, made, InterestDecision.MAY_GO_ON, INTEREST[1], lead)


async def checked(
    org: Organisation, who: Mapping[str, Person], tender: Tender, step: ExclusionStep
) -> None:
    """No ground is found for anybody who is still in."""
    for bid in await bids_in(tender):
        await check(
            org,
            bid,
            step,
            Finding.NOTHING,
            [],
            clock.now(),
            "",
            who["procurement-lead"],
            excludes=False,
        )


async def _score(org: Organisation, ground: Ground, key: str, by: Person) -> None:
    seat = await own_seat(ground, by)
    assert seat is not None
    offers = sorted(ground.standing, key=lambda one: one.bid.supplier.name)
    for number, offer in enumerate(offers):
        gave = SCORES[key][number % len(SCORES[key])]
        for criterion in ground.scaled:
            if criterion.id in seat.criteria:
                one = gave[criterion.code]
                await save_score(org, offer, criterion, Decimal(one.points), one.reason, by)


async def _conditions(org: Organisation, ground: Ground, by: Person) -> None:
    reason = "The insurer’s certificate of this year came with the bid and covers the whole sum."
    for criterion in ground.conditions:
        for offer in ground.standing:
            await agree_score(org, offer, criterion, Decimal(1), reason, by, version=0)
