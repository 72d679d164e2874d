"""Meals for six schools: bid for, judged, awarded, under contract; one promise kept, one late and
one disputed, and every step as open contracting data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from coopcouncil.accounts.models import Person
from coopcouncil.demo.orgs import at
from coopcouncil.demo.procurement.caring import supplier
from coopcouncil.demo.procurement.evaluating_words import Bidding
from coopcouncil.demo.procurement.meals_words import (
    ASSESSED,
    BIDS,
    INDICATORS,
    POINTS,
    REASONS,
)
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.actions import begin_bid, hand_in, open_bids, paper_of
from coopcouncil.procurement.bids.reads import OpenedOffer, offers_of
from coopcouncil.procurement.bids.rules.draft import Draft, Written
from coopcouncil.procurement.bids.rules.paper import Answered as Answer
from coopcouncil.procurement.delivery.actions.assessing import Assessment, assess, publish
from coopcouncil.procurement.delivery.actions.following import ForWhom, say_for_whom
from coopcouncil.procurement.delivery.actions.promising import Promise, write_down
from coopcouncil.procurement.delivery.actions.reporting import ReportDraft, answer, report
from coopcouncil.procurement.delivery.groups import Group, groups_of
from coopcouncil.procurement.delivery.kinds import Answered
from coopcouncil.procurement.delivery.models import Commitment, Report
from coopcouncil.procurement.delivery.reads import commitments_of
from coopcouncil.procurement.delivery.rules.status import Due
from coopcouncil.procurement.evaluation.actions.declaring import declare
from coopcouncil.procurement.evaluation.actions.excluding import check
from coopcouncil.procurement.evaluation.actions.moderating import agree_score, lock_lot
from coopcouncil.procurement.evaluation.actions.scoring import finish, save_score
from coopcouncil.procurement.evaluation.kinds import ExclusionStep, Finding
from coopcouncil.procurement.evaluation.reads import bidders_of, bids_in, ground_of
from coopcouncil.procurement.evaluation.reads_scores import own_seat
from coopcouncil.procurement.kinds import Way
from coopcouncil.procurement.outcome.actions.contracting import ContractDraft, sign_contract
from coopcouncil.procurement.outcome.actions.deciding import decide
from coopcouncil.procurement.outcome.actions.notices import NoticeDraft, record_notice
from coopcouncil.procurement.outcome.actions.running import run_lot
from coopcouncil.procurement.outcome.actions.summarising import send_summaries
from coopcouncil.procurement.outcome.kinds import KpiRating, NoticeKind
from coopcouncil.procurement.outcome.models import Contract, Kpi
from coopcouncil.procurement.outcome.reads import run_in
from coopcouncil.procurement.tenders.models import Lot, Tender
from coopcouncil.procurement.tenders.reads import edition_in_force, lots_of

JUDGES = ("evaluator-care", "evaluator-community", "evaluator-user")


@dataclass(frozen=True)
class Told:
    """Who does what on which day before today."""

    org: Organisation
    who: Mapping[str, Person]
    tender: Tender
    today: date

    def day(self, ago: int) -> date:
        """So many days ago."""
        return self.today - timedelta(days=ago)


async def fill(
    place: Mapping[str, Organisation],
    who: Mapping[str, Person],
    tender: Tender,
    today: date,
) -> None:
    """From the bids to the promises."""
    told = Told(place["calderbrook"], who, tender, today)
    for number, words in enumerate(BIDS):
        with clock.frozen(at(told.day(507 - number), 16)):
            await _bid(told, words)
    with clock.frozen(at(told.day(504), 10)):
        await open_bids(told.org, tender, who["opening-officer"], who["procurement-lead"])
        await _declared(told)
    (lot,) = await lots_of(tender)
    with clock.frozen(at(told.day(490), 11)):
        await _scored(told, lot)
    with clock.frozen(at(told.day(478), 14)):
        await _agreed(told, lot)
    contract = await _awarded(told, lot)
    await _kept(told, place, contract)


async def _bid(told: Told, words: Bidding) -> None:
    by = told.who.get(words.person)
    made = await begin_bid(told.org, told.tender, await supplier(told.org, words, by), by)
    said = {"C1": Written(Answer(yes=True), 1)}
    said |= {code: Written(Answer(text=text), 1) for code, text in words.answers.items()}
    said |= {code: Written(Answer(figure=Decimal(f)), 1) for code, f in words.figures.items()}
    edition = await edition_in_force(told.tender)
    paper = paper_of(told.tender, edition, Draft({1: said}), {"true_and_complete": True})
    await hand_in(told.org, made, paper, Way.ONLINE, by)


async def _declared(told: Told) -> None:
    for key in (*JUDGES, "moderator", "procurement-lead"):
        for bidder in await bidders_of(told.tender):
            await declare(told.org, told.tender, bidder.id, False, "", told.who[key])
    await _looked(told, ExclusionStep.BEFORE_ASSESSMENT)


async def _looked(told: Told, step: ExclusionStep) -> None:
    for bid in await bids_in(told.tender):
        lead = told.who["procurement-lead"]
        await check(told.org, bid, step, Finding.NOTHING, [], clock.now(), "", lead, excludes=False)


async def _scored(told: Told, lot: Lot) -> None:
    for key in JUDGES:
        ground = await ground_of(told.tender, lot)
        by = told.who[key]
        seat = await own_seat(ground, by)
        assert seat is not None
        for offer in ground.standing:
            name = offer.bid.supplier.name
            for criterion in ground.scaled:
                if criterion.id in seat.criteria:
                    points = Decimal(POINTS[name][criterion.code])
                    reason = REASONS[criterion.code]
                    await save_score(told.org, offer, criterion, points, reason, by)
        await finish(told.org, told.tender, lot, by)


async def _agreed(told: Told, lot: Lot) -> None:
    ground = await ground_of(told.tender, lot)
    by = told.who["moderator"]
    for offer in ground.standing:
        for criterion in (*ground.scaled, *ground.conditions):
            points = POINTS[offer.bid.supplier.name].get(criterion.code, 1)
            reason = REASONS.get(criterion.code, REASONS["C1"])
            await agree_score(told.org, offer, criterion, Decimal(points), reason, by, version=0)
    await lock_lot(told.org, told.tender, lot, told.who["procurement-lead"])


async def _awarded(told: Told, lot: Lot) -> Contract:
    org, lead = told.org, told.who["procurement-lead"]
    with clock.frozen(at(told.day(472), 10)):
        row = await run_lot(org, lot, "Every score of the lot is agreed.", lead)
        await _looked(told, ExclusionStep.BEFORE_AWARD)
        opened = {str(one.offer.id): one for one in await offers_of(org, lot)}
        best: OpenedOffer = opened[run_in(row).winner or ""]
        because = (
            "It has the most points by the published method: the best food, and the most for "
            "the valley, at a price close to the lowest."
        )
        await decide(org, lot, best.offer, because, lead)
    with clock.frozen(at(told.day(468), 9)):
        await send_summaries(org, told.tender, lead)
        notice = NoticeDraft(
            NoticeKind.AWARD,
            clock.today(),
            "2025/S 000-061204",
            note="The number is invented: this is a demonstration.",
            ocid="ocds-h6vhtk-05d1e7",
        )
        await record_notice(org, told.tender, notice, lead)
    with clock.frozen(at(told.day(440), 15)):
        tender = await Tender.one(org, id=told.tender.id)
        assert tender.starts_on
        assert tender.ends_on
        draft = ContractDraft(
            number="CBK-C-0412",
            title=tender.title,
            title_cy=tender.title_cy,
            subject=tender.description,
            subject_cy=tender.description_cy,
            value=92_400_000,
            signed_on=clock.today(),
            starts_on=tender.starts_on,
            ends_on=tender.ends_on,
            indicators=INDICATORS,
        )
        return await sign_contract(org, lot, draft, lead)


async def _kept(told: Told, place: Mapping[str, Organisation], contract: Contract) -> None:
    """Apprenticeships late, hours disputed, and a kitchen for the community kept."""
    org, lead = told.org, told.who["procurement-lead"]
    by = told.who["bidder-company"]
    trust, leisure = place["learning-trust"], place["leisure"]
    with clock.frozen(at(told.day(430), 11)):
        apprentices, hours = await commitments_of(org, contract)
        await say_for_whom(
            org, apprentices, ForWhom(trust, ward="Canal Side", owner="Kitchen manager"), lead
        )
        await say_for_whom(org, hours, ForWhom(leisure, ward="Dale View", owner="Office"), lead)
        kitchens = await write_down(
            org,
            contract,
            Promise(
                title="A school kitchen open to a community lunch, days",
                title_cy="Cegin ysgol ar agor i ginio cymunedol, diwrnodau",
                amount=Decimal(10),
                dues=(Due(told.day(60), Decimal(10)),),
                unit="days",
                unit_cy="diwrnod",
                ward="Canal Side",
                mission="opportunity",
                recipient=trust,
                group=next((one for one in await groups_of([trust]) if _is_community(one)), None),
                owner="Kitchen manager",
            ),
            lead,
        )
    await _measured(told, contract)
    head = told.who["trust-administrator"]
    with clock.frozen(at(told.day(70), 10)):
        made = await _reported(
            told, kitchens, 10, "Ten lunches on Fridays, some 40 guests each.", by
        )
        await answer(org, made, Answered.CONFIRMED, None, "We were there each time.", head)
    with clock.frozen(at(told.day(20), 10)):
        made = await _reported(told, apprentices, 1, "One apprentice cook began in May.", by)
        await answer(org, made, Answered.CONFIRMED, None, "", head)
        made = await _reported(told, hours, 60, "Swimming teachers were fed after lessons.", by)
        words = "We know of two afternoons, some six hours."
        await answer(org, made, Answered.DISPUTED, None, words, told.who["leisure-secretary"])


def _is_community(group: Group) -> bool:
    return group.constituency is not None and group.constituency.key == "community"


async def _measured(told: Told, contract: Contract) -> None:
    """The first indicator assessed and published, the second assessed and kept back."""
    org, by = told.org, told.who["contract-manager"]
    with clock.frozen(at(told.day(72), 14)):
        until = min(told.day(73), contract.starts_on + timedelta(days=364))
        rows = await Kpi.within(org).filter(contract_id=contract.id).order_by("number")
        for kpi, (rating, words) in zip(rows, ASSESSED, strict=True):
            draft = Assessment(contract.starts_on, until, rating, words)
            made = await assess(org, kpi, draft, by)
            if rating is KpiRating.GOOD:
                await publish(org, made, by)


async def _reported(
    told: Told, commitment: Commitment, amount: int, words: str, by: Person
) -> Report:
    draft = ReportDraft(told.day(300), told.day(75), Decimal(amount), words)
    return await report(told.org, commitment, draft, [], by)
