"""What is asked of the outcome: runs, decisions, summaries, notices, contracts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.models import Offer
from coopcouncil.procurement.bids.reads import OpenedOffer
from coopcouncil.procurement.evaluation.models import Agreed
from coopcouncil.procurement.evaluation.reads import agreed_points, conditions_met
from coopcouncil.procurement.outcome.kinds import NoticeKind
from coopcouncil.procurement.outcome.models import (
    AwardDecision,
    Contract,
    ScoringRun,
    Summary,
    SummaryWords,
    TenderNotice,
)
from coopcouncil.procurement.outcome.rules.standstill import is_mandatory, may_sign_from
from coopcouncil.procurement.tenders.models import Lot, Tender
from coopcouncil.scoring import LeftOut, Run, of_json
from coopcouncil.scoring import Offer as Scorable


async def scorable(
    org: Organisation, lot: Lot, offers: Sequence[OpenedOffer]
) -> tuple[list[Scorable], list[LeftOut]]:
    """The offers as the sum takes them: agreed points, figures offered, conditions met."""
    points, met = await agreed_points(lot), await conditions_met(lot)
    stands, left_out = [], []
    for one in offers:
        key = str(one.offer.id)
        if one.is_excluded:
            left_out.append(LeftOut(key, one.offer.excluded_because))
            continue
        figures = {
            code: answer.figure for code, answer in one.answers.items() if answer.figure is not None
        }
        stands.append(
            Scorable(key, points.get(one.offer.id, {}), figures, met.get(one.offer.id, {}))
        )
    return stands, left_out


async def runs_named(org: Organisation, lot: Lot) -> list[ScoringRun]:
    """Every run, the last first, without its sum, which is long."""
    rows = ScoringRun.within(org).filter(lot_id=lot.id).order_by("-number")
    return await rows.only("id", "number", "run_at", "because")


async def lots_summed(org: Organisation, tender: Tender) -> set[int]:
    """The lots that have a sum."""
    rows = ScoringRun.within(org).filter(lot__tender_id=tender.id)
    return set(await rows.values_list("lot_id", flat=True))  # type: ignore[arg-type]


async def decisions_of(org: Organisation, tender: Tender) -> dict[int, AwardDecision]:
    """The decisions that stand, by lot."""
    rows = AwardDecision.within(org).filter(lot__tender_id=tender.id, withdrawn_at=None)
    return {one.lot_id: one for one in await rows.select_related("offer__bid__supplier")}


async def bidders_in(org: Organisation, lot: Lot) -> list[Offer]:
    """The offers for a lot with whose they are, by label, without what they say."""
    rows = await Offer.within(org).filter(lot_id=lot.id).select_related("bid__supplier")
    return sorted(rows, key=lambda one: (len(one.bid.label), one.bid.label))


async def last_run(org: Organisation, lot: Lot) -> ScoringRun | None:
    """The one that counts."""
    return await ScoringRun.within(org).filter(lot_id=lot.id).order_by("-number").first()


def run_in(row: ScoringRun) -> Run:
    """The sum that the row keeps."""
    return of_json(row.result)


async def decision_of(org: Organisation, lot: Lot) -> AwardDecision | None:
    """The decision that stands."""
    return (
        await AwardDecision.within(org)
        .filter(lot_id=lot.id, withdrawn_at=None)
        .select_related("offer", "offer__bid", "offer__bid__supplier", "run")
        .first()
    )


async def summaries_of(org: Organisation, tender: Tender) -> list[Summary]:
    """Those that were sent and stand, by lot and label."""
    return [one for one in await every_summary(org, tender) if one.decision.withdrawn_at is None]


async def every_summary(org: Organisation, tender: Tender) -> list[Summary]:
    """Those that were called back too."""
    return (
        await Summary.within(org)
        .filter(offer__lot__tender_id=tender.id)
        .select_related("offer", "offer__lot", "offer__bid", "offer__bid__supplier", "decision")
        .order_by("offer__lot__number", "offer__bid__label", "id")
    )


async def notices_of(org: Organisation, tender: Tender) -> list[TenderNotice]:
    """In the order of their days."""
    return (
        await TenderNotice.within(org)
        .filter(tender_id=tender.id)
        .select_related("recorded_by", "lot")
        .order_by("published_on", "id")
    )


async def award_notice(org: Organisation, tender: Tender) -> TenderNotice | None:
    """The last award notice that stands."""
    return (
        await TenderNotice.within(org)
        .filter(tender_id=tender.id, kind=NoticeKind.AWARD, withdrawn_at=None)
        .order_by("-published_on", "-id")
        .first()
    )


async def signs_from(org: Organisation, tender: Tender) -> date | None:
    """The first day on which a contract may be signed; None before the award notice."""
    notice = await award_notice(org, tender)
    if notice is None:
        return None
    since = notice.published_on
    if is_mandatory(tender.procedure):
        since = may_sign_from(notice.published_on)
    if notice.standstill_until is not None:
        # Procurement Act 2023, s.51(1)(b): where the notice provides for a later end, that counts.
        since = max(since, notice.standstill_until + timedelta(days=1))
    return since


async def contracts_of(org: Organisation, tender: Tender) -> list[Contract]:
    """The contracts that came of a tender."""
    return (
        await Contract.within(org)
        .filter(tender_id=tender.id)
        .select_related("supplier", "lot", "offer")
        .order_by("lot__number", "id")
    )


@dataclass(frozen=True)
class Words:
    """Why an offer was given its scores, by code: as its bidder reads it, and as others do."""

    own: Mapping[str, str]
    for_others: Mapping[str, str]


async def words_by(org: Organisation, offers: Collection[int]) -> dict[int, Words]:
    """By the offers' ids: from the moderation; replaced where the lead wrote something else for
    the summary."""
    own: dict[int, dict[str, str]] = {one: {} for one in offers}
    others: dict[int, dict[str, str]] = {one: {} for one in offers}
    which = {"offer_id__in": list(offers)}
    agreed = Agreed.within(org).filter(**which)
    for offer, code, reason in await agreed.values_list("offer_id", "criterion__code", "reason"):
        own[offer][code] = reason
    for row in await SummaryWords.within(org).filter(**which).select_related("criterion"):
        said = others if row.for_others else own
        said[row.offer_id][row.criterion.code] = row.words
    return {one: Words(own[one], others[one]) for one in offers}
