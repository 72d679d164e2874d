"""Tenders as everybody may know them, each from its own row and its last edition."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tortoise import connections

from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.kinds import Stage
from coopcouncil.procurement.outcome.models import AwardDecision
from coopcouncil.procurement.tenders.models import Edition, Tender

Row = dict[str, Any]

AWARDED = (Stage.AWARDED, Stage.CONTRACTED)
# Of an edition, which is long, only what a list tells.
_TENDERS = """
    SELECT tender.id, tender.reference, tender.stage, tender.value, tender.closes_at,
        tender.published_at, tender.ocid, edition.number AS edition, edition.hash,
        edition.method -> 'title' ->> 'en' AS title, edition.method -> 'title' ->> 'cy' AS title_cy,
        edition.method ->> 'procedure' AS procedure, edition.method ->> 'subject' AS subject,
        edition.method ->> 'value' AS told_value, edition.method ->> 'closes_at' AS told_closes_at,
        (SELECT count(*) FROM bid WHERE bid.tender_id = tender.id
            AND bid.state IN ('opened', 'excluded')) AS bids
    FROM tender
    JOIN tender_edition AS edition ON edition.tender_id = tender.id AND edition.number = (
        SELECT max(number) FROM tender_edition WHERE tender_edition.tender_id = tender.id
    )
    WHERE tender.organisation_id = $1 AND tender.revises_id IS NULL AND NOT tender.by_invitation
        AND tender.published_at IS NOT NULL AND ($2 = '' OR tender.reference = $2)
    ORDER BY tender.published_at DESC, tender.id DESC
"""


@dataclass(frozen=True)
class Listed:
    """A public tender in a list."""

    reference: str
    value: int
    closes_at: datetime
    data: Row
    """What is told of it."""

    @property
    def is_open(self) -> bool:
        """Whether bids are taken now."""
        return bool(self.data["stage"] == "published")


@dataclass(frozen=True)
class Shown:
    """A public tender with its last edition."""

    tender: Tender
    edition: Edition
    data: Row


async def public_tenders(org: Organisation, reference: str = "") -> list[Listed]:
    """Every tender that was published openly (or the one of this reference), the newest first."""
    rows: Sequence[Any] = (
        await connections.get("default").execute_query(_TENDERS, [org.id, reference])
    )[1]
    winners = await _winners(org, [row["id"] for row in rows if row["stage"] in AWARDED])
    return [
        Listed(
            row["reference"], row["value"], row["closes_at"], _data(row, winners.get(row["id"], []))
        )
        for row in rows
    ]


async def public_tender(org: Organisation, reference: str) -> Shown | None:
    """One of them by its reference."""
    found = await public_tenders(org, reference) if reference else []
    if not found:
        return None
    tender = await Tender.one(org, reference=reference, revises_id=None)
    edition = await Edition.one(org, tender_id=tender.id, number=found[0].data["edition"])
    return Shown(tender, edition, found[0].data)


async def _winners(org: Organisation, tenders: list[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    decisions = (
        await AwardDecision.within(org)
        .filter(withdrawn_at=None, lot__tender_id__in=tenders)
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


def _data(row: Any, winners: list[Row]) -> Row:
    is_awarded = row["stage"] in AWARDED
    return {
        "reference": row["reference"],
        "title": row["title"],
        "title_cy": row["title_cy"],
        "procedure": row["procedure"],
        "subject": row["subject"],
        "value": row["told_value"],
        "published_at": _moment(row["published_at"]),
        "closes_at": row["told_closes_at"],
        "stage": _told(Stage(row["stage"]), row["closes_at"]),
        "edition": row["edition"],
        "method_hash": row["hash"],
        "bids": row["bids"] if is_awarded else None,
        "awarded_to": winners if is_awarded else [],
        "central_id": row["ocid"],
    }


def _told(stage: Stage, closes_at: datetime) -> str:
    """How far a tender is, for the public: what goes on inside is one word."""
    if stage is Stage.PUBLISHED:
        # To the second, as bids are taken.
        return "published" if clock.now().replace(microsecond=0) <= closes_at else "closed"
    if stage in (Stage.OPENED, Stage.AGREED, Stage.SUMMARISED):
        return "being-assessed"
    return stage.value


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.replace(tzinfo=None, microsecond=0).isoformat() + "Z"
