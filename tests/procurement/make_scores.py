"""Builders of an assessment: opened bids, who judges them, what they declared and gave.

stage = await assessed(org)           # three bids, two evaluators, everything declared, checked
await score_all(stage, stage.ada)     # every score with its reason
await finish_all(stage)               # everybody has scored and finished
await agree_all(stage)                # every score agreed
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.models import Offer
from coopcouncil.procurement.bids.reads import offers_of
from coopcouncil.procurement.evaluation.actions.declaring import declare
from coopcouncil.procurement.evaluation.actions.excluding import check
from coopcouncil.procurement.evaluation.actions.moderating import agree_score, lock_lot
from coopcouncil.procurement.evaluation.actions.scoring import finish, save_score
from coopcouncil.procurement.evaluation.kinds import ExclusionStep, Finding
from coopcouncil.procurement.evaluation.reads import bidders_of, bids_in, ground_of
from coopcouncil.procurement.evaluation.reads_scores import own_seat
from coopcouncil.procurement.kinds import CriterionKind, Part
from coopcouncil.procurement.tenders.models import Criterion, Lot, Tender
from coopcouncil.procurement.tenders.reads import leaves_of, lots_of
from tests.procurement.make import council, lead_of, published, with_part
from tests.procurement.make_bids import opened

REASON = "Names the staff, the dates and what happens if somebody is ill."
WHY = "The evaluators agreed that dates and names are given, and that one risk is left open."
MORE = (
    "After talking it through all agreed that the plan is better than each of them had thought, "
    "because the second annex answers the doubt about cover at weekends."
)


@dataclass
class Stage:
    """A tender in assessment, and everybody in it."""

    org: Organisation
    lead: Person
    tender: Tender
    ada: Person
    bob: Person
    moderator: Person
    lots: list[Lot] = field(default_factory=list)

    @property
    def evaluators(self) -> tuple[Person, Person]:
        return self.ada, self.bob

    @property
    def lot(self) -> Lot:
        return self.lots[0]

    @property
    def work(self) -> str:
        """The beginning of the addresses of its work."""
        return f"/{self.org.slug}/tenders/work/{self.tender.id}"

    async def offers(self, lot: Lot | None = None) -> list[Offer]:
        return [one.offer for one in await offers_of(self.org, lot or self.lot)]

    async def criterion(self, code: str) -> Criterion:
        nodes = await leaves_of(self.tender)
        return next(one.criterion for one in nodes if one.criterion.code == code)

    async def scaled(self) -> list[Criterion]:
        nodes = await leaves_of(self.tender, self.lot)
        return [one.criterion for one in nodes if one.criterion.kind is CriterionKind.SCALE]

    async def again(self) -> Tender:
        self.tender = await Tender.one(self.org, id=self.tender.id)
        return self.tender


async def sealed(lots: int = 1, **given: Any) -> Stage:
    """Published, with people; nobody has bid."""
    org = await council()
    lead = await lead_of(org)
    tender = await published(org, lead, lots=lots, **given)
    ada = await with_part(org, tender, Part.EVALUATOR, "Ada Lovell", by=lead)
    bob = await with_part(org, tender, Part.EVALUATOR, "Bob Hartley", by=lead)
    moderator = await with_part(org, tender, Part.MODERATOR, "Mair Penry", by=lead)
    return Stage(org, lead, tender, ada.person, bob.person, moderator.person, await lots_of(tender))


async def assessed(
    lots: int = 1, *, declared: bool = True, checked: bool = True, **given: Any
) -> Stage:
    """Three bids opened; everybody has declared no interest; every bidder is checked."""
    stage = await sealed(lots, **given)
    await opened(stage.org, stage.tender)
    await stage.again()
    if declared:
        for person in (stage.ada, stage.bob, stage.moderator, stage.lead):
            await declare_none(stage, person)
    if checked:
        await check_all(stage, ExclusionStep.BEFORE_ASSESSMENT)
    return stage


async def declare_none(stage: Stage, person: Person) -> None:
    """No interest in any bidder."""
    for bidder in await bidders_of(stage.tender):
        await declare(stage.org, stage.tender, bidder.id, False, "", person)


async def check_all(stage: Stage, step: ExclusionStep) -> None:
    """Nothing found for any bidder."""
    for bid in await bids_in(stage.tender):
        await check(
            stage.org,
            bid,
            step,
            Finding.NOTHING,
            [],
            clock.now(),
            "",
            stage.lead,
            excludes=False,
        )


async def score_all(
    stage: Stage, person: Person, points: int = 3, lot: Lot | None = None, reason: str = REASON
) -> None:
    """Every score of an evaluator in a lot."""
    ground = await ground_of(stage.tender, lot or stage.lot)
    seat = await own_seat(ground, person)
    assert seat is not None
    for criterion in ground.scaled:
        if criterion.id in seat.criteria:
            for offer in ground.standing:
                await save_score(stage.org, offer, criterion, Decimal(points), reason, person)


async def finish_all(stage: Stage, ada: int = 3, bob: int = 4) -> None:
    """Both have given the same for everything, and finished every lot."""
    for person, points in ((stage.ada, ada), (stage.bob, bob)):
        for lot in stage.lots:
            await score_all(stage, person, points, lot)
            await finish(stage.org, stage.tender, lot, person)


async def agree_all(stage: Stage, points: int = 4, by: Person | None = None) -> None:
    """One agreed score everywhere, every condition met; nothing locked."""
    for lot in stage.lots:
        ground = await ground_of(stage.tender, lot)
        for criterion in (*ground.scaled, *ground.conditions):
            is_condition = criterion.kind is CriterionKind.CONDITION
            for offer in ground.standing:
                await agree_score(
                    stage.org,
                    offer,
                    criterion,
                    Decimal(1 if is_condition else points),
                    WHY,
                    by or stage.moderator,
                    version=0,
                )


async def lock_all(stage: Stage) -> None:
    """Everything is locked, and the tender agreed."""
    for lot in stage.lots:
        await lock_lot(stage.org, stage.tender, lot, stage.lead)
    await stage.again()
