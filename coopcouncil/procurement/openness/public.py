"""What everybody may know, as plain data: each row is made here, field by field, and nowhere else.

A tender is public from its publication, unless it is by invitation; who won from the award notice
on; of those who lost nothing but their number. Of promises: what, how much, how it stands, for
which ward. Of recipients only organisations of this place are named. Disputes' words, reports and
evidence stay with those whom they concern, and a worth is told where its licence lets it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.models import Bid
from coopcouncil.procurement.delivery.standings import listed
from coopcouncil.procurement.kinds import BidState, Stage
from coopcouncil.procurement.outcome.models import AwardDecision, Contract, Kpi, KpiAssessed
from coopcouncil.procurement.tenders.models import Edition, Tender
from coopcouncil.procurement.tenders.writing import pounds

Row = dict[str, Any]

AWARDED = (Stage.AWARDED, Stage.CONTRACTED)
LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


@dataclass(frozen=True)
class Shown:
    """A public tender: its row in the database, and what is told of it."""

    tender: Tender
    edition: Edition
    data: Row


async def public_tenders(org: Organisation) -> list[Shown]:
    """Every tender that was published openly, the newest first."""
    tenders = (
        await Tender.within(org)
        .filter(revises_id=None, by_invitation=False, published_at__isnull=False)
        .order_by("-published_at", "-id")
    )
    editions: dict[int, Edition] = {}
    for edition in await Edition.within(org).order_by("number"):
        editions[edition.tender_id] = edition
    winners = await _winners(org)
    bids = await _bids(org)
    return [
        Shown(
            one,
            editions[one.id],
            _tender(one, editions[one.id], winners.get(one.id, []), bids.get(one.id, 0)),
        )
        for one in tenders
        if one.id in editions
    ]


async def public_tender(org: Organisation, reference: str) -> Shown | None:
    """One of them by its reference."""
    found = await public_tenders(org)
    return next((one for one in found if one.tender.reference == reference), None)


async def _winners(org: Organisation) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    decisions = (
        await AwardDecision.within(org)
        .filter(withdrawn_at=None, lot__tender__stage__in=[one.value for one in AWARDED])
        .exclude(offer_id=None)
        .select_related("lot", "offer__bid__supplier")
        .order_by("lot__number")
    )
    for one in decisions:
        if one.offer is not None:
            found.setdefault(one.lot.tender_id, []).append(
                {"lot": one.lot.number, "supplier": one.offer.bid.supplier.name}
            )
    return found


async def _bids(org: Organisation) -> dict[int, int]:
    found: dict[int, int] = {}
    states = (BidState.OPENED, BidState.EXCLUDED)
    for tender in (
        await Bid.within(org).filter(state__in=states).values_list("tender_id", flat=True)
    ):
        number = int(tender)  # type: ignore[call-overload]
        found[number] = found.get(number, 0) + 1
    return found


def _tender(tender: Tender, edition: Edition, winners: list[Row], bids: int) -> Row:
    document = edition.method
    is_awarded = tender.stage in AWARDED
    return {
        "reference": tender.reference,
        "title": document["title"]["en"],
        "title_cy": document["title"]["cy"],
        "procedure": document["procedure"],
        "subject": document["subject"],
        "value": document["value"],
        "published_at": _moment(tender.published_at),
        "closes_at": document["closes_at"],
        "stage": _told(tender.stage),
        "edition": edition.number,
        "method_hash": edition.hash,
        "bids": bids if is_awarded else None,
        "awarded_to": winners if is_awarded else [],
        "central_id": tender.ocid,
    }


def _told(stage: Stage) -> str:
    """How far a tender is, for the public: what goes on inside is one word."""
    if stage is Stage.PUBLISHED:
        return "published"
    if stage in (Stage.OPENED, Stage.AGREED, Stage.SUMMARISED):
        return "being-assessed"
    return stage.value


def _moment(at: Any) -> str | None:
    return None if at is None else at.replace(tzinfo=None, microsecond=0).isoformat() + "Z"


async def public_contracts(org: Organisation) -> list[Row]:
    """The register of contracts, with the columns that Welsh law asks of authorities in Wales
    (Social Partnership and Public Procurement (Wales) Act 2023, s.40)."""
    rows = (
        await Contract.within(org).select_related("supplier", "tender").order_by("-signed_on", "id")
    )
    kpis: dict[int, list[Row]] = {}
    ratings: dict[int, KpiAssessed] = {}
    for assessed in (
        await KpiAssessed.within(org).exclude(published_at=None).order_by("until", "id")
    ):
        ratings[assessed.kpi_id] = assessed
    for kpi in await Kpi.within(org).order_by("number"):
        last = ratings.get(kpi.id)
        kpis.setdefault(kpi.contract_id, []).append(
            {
                "title": kpi.title,
                "title_cy": kpi.title_cy,
                "target": kpi.target,
                "rating": last.rating.value if last else None,
                "since": last.since.isoformat() if last else None,
                "until": last.until.isoformat() if last else None,
                "words": last.words if last else None,
            }
        )
    return [
        {
            "number": one.number,
            "title": one.title,
            "title_cy": one.title_cy,
            "contractor": one.supplier.name,
            "contractor_address": ", ".join(
                part
                for part in (one.supplier.address.replace("\n", ", "), one.supplier.postcode)
                if part
            ),
            "subject": one.subject,
            "subject_cy": one.subject_cy,
            "value": pounds(one.value),
            "awarded_on": one.awarded_on.isoformat() if one.awarded_on else None,
            "signed_on": one.signed_on.isoformat(),
            "starts_on": one.starts_on.isoformat(),
            "ends_on": one.ends_on.isoformat(),
            "may_extend_until": one.may_extend_until.isoformat() if one.may_extend_until else None,
            "ended_on": one.ended_on.isoformat() if one.ended_on else None,
            "tender": one.tender.reference if one.tender and not one.tender.by_invitation else None,
            "indicators": kpis.get(one.id, []),
        }
        for one in rows
    ]


async def public_promises(org: Organisation, at: int = 1, page: int | None = None) -> list[Row]:
    """Each promise and how it stands; one page of them, or all."""
    return [_promise(one) for one in await listed(org, None, at=at, page=page)]


def _promise(one: Mapping[str, Any]) -> Row:
    is_shown = one["proxy"] is not None and one["proxy_is_public"]
    return {
        "contract": one["contract"],
        "supplier": one["supplier"],
        "number": one["number"],
        "title": one["title"],
        "title_cy": one["title_cy"],
        "unit": one["unit"],
        "unit_cy": one["unit_cy"],
        "promised": format(one["promised"].normalize(), "f"),
        "kept": format(one["kept"].normalize(), "f"),
        "status": one["status"],
        "replaces": one["replaces"],
        "next_due": one["next_on"].isoformat() if one["next_on"] else None,
        "ward": one["ward"],
        "mission": one["mission"],
        "goals": json.loads(one["goals"]),
        "recipient": one["recipient"],
        "worth": pounds(one["proxy"]) if is_shown else None,
    }
