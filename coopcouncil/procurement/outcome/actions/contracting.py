"""The contract: after the standstill, with its indicators; its promises become commitments."""

from dataclasses import dataclass
from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.clock import LONDON
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.kinds import Stage
from coopcouncil.procurement.outcome.actions.releasing import release_now
from coopcouncil.procurement.outcome.hooks import CONTRACTED
from coopcouncil.procurement.outcome.kinds import ReleaseTag
from coopcouncil.procurement.outcome.models import AwardDecision, Contract, Kpi
from coopcouncil.procurement.outcome.reads import award_notice, decision_of, signs_from
from coopcouncil.procurement.outcome.rules.duties import indicators_needed
from coopcouncil.procurement.outcome.rules.order import (
    NotDecided,
    NoticeFirst,
    NumberTaken,
    SignedAlready,
    Standstill,
    TooEarly,
    TooFewIndicators,
    WrongDates,
)
from coopcouncil.procurement.tenders.actions.shared import locked, record
from coopcouncil.procurement.tenders.models import Lot, Tender


@dataclass(frozen=True)
class Indicator:
    """A key performance indicator and its target, in words."""

    title: str
    target: str
    title_cy: str = ""
    target_cy: str = ""
    is_social: bool = False


@dataclass(frozen=True)
class ContractDraft:
    """A contract as it is entered into; `value` in pence with VAT, without extensions."""

    number: str
    title: str
    value: int
    signed_on: date
    starts_on: date
    ends_on: date
    may_extend_until: date | None = None
    title_cy: str = ""
    subject: str = ""
    subject_cy: str = ""
    indicators: tuple[Indicator, ...] = ()
    no_indicators_because: str = ""


def may_last(draft: ContractDraft) -> None:
    """Refuse what would end before it begins."""
    if draft.ends_on < draft.starts_on:
        raise WrongDates
    if draft.may_extend_until is not None and draft.may_extend_until <= draft.ends_on:
        raise WrongDates


async def sign_contract(
    org: Organisation, lot: Lot, draft: ContractDraft, by: Person | None
) -> Contract:
    """Enter into the contract for a lot that was awarded, once the standstill is over."""
    may_last(draft)
    async with in_transaction():
        tender = await locked(org, await Tender.one(org, id=lot.tender_id))
        decision = await decision_of(org, lot)
        notice = await award_notice(org, tender)
        since = await signs_from(org, tender)
        if notice is None or since is None:
            raise NoticeFirst
        if decision is None or decision.offer is None:
            raise NotDecided
        if draft.signed_on < since:
            raise Standstill(since)
        if draft.signed_on > clock.today():
            raise TooEarly(since, clock.today())
        needed = indicators_needed(draft.value, tender.procedure)
        if len(draft.indicators) < needed and not draft.no_indicators_because.strip():
            raise TooFewIndicators(needed)
        if await Contract.within(org).filter(lot_id=lot.id, ended_on=None).exists():
            raise SignedAlready
        if await Contract.within(org).filter(number=draft.number).exists():
            raise NumberTaken(draft.number)
        contract = await Contract.create(
            organisation=org,
            tender=tender,
            lot=lot,
            offer=decision.offer,
            supplier_id=decision.offer.bid.supplier_id,
            awarded_on=decision.decided_at.astimezone(LONDON).date(),
            recorded_at=clock.now(),
            recorded_by=by,
            **{name: getattr(draft, name) for name in PARTICULARS},
        )
        for number, one in enumerate(draft.indicators, 1):
            await Kpi.create(
                organisation=org,
                contract=contract,
                number=number,
                title=one.title,
                title_cy=one.title_cy,
                target=one.target,
                target_cy=one.target_cy,
                is_social=one.is_social,
            )
        if await _all_signed(org, tender):
            tender.stage = Stage.CONTRACTED
            await tender.save(update_fields=["stage"])
        await record(org, by, "entered into a contract", tender, contract=contract.id)
        for tell in CONTRACTED:
            await tell(org, contract, by)
        await release_now(org, tender, ReleaseTag.CONTRACT)
        return contract


PARTICULARS = (
    "number",
    "title",
    "title_cy",
    "subject",
    "subject_cy",
    "value",
    "signed_on",
    "starts_on",
    "ends_on",
    "may_extend_until",
    "no_indicators_because",
)


async def _all_signed(org: Organisation, tender: Tender) -> bool:
    """Whether every lot that was awarded has its contract."""
    awarded = (
        await AwardDecision.within(org)
        .filter(lot__tender_id=tender.id, withdrawn_at=None)
        .exclude(offer_id=None)
        .values_list("lot_id", flat=True)
    )
    signed = await Contract.within(org).filter(tender_id=tender.id).values_list("lot_id", flat=True)
    return set(awarded) <= set(signed)
