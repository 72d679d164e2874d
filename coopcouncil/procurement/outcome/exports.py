"""What a court or a losing bidder may be shown of the assessment, as tables."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from decimal import Decimal

from coopcouncil.kernel.clock import LONDON
from coopcouncil.members.exporting import chunks_of
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.models import Offer
from coopcouncil.procurement.bids.reads import offers_of
from coopcouncil.procurement.evaluation.models import (
    Agreed,
    AgreedEntry,
    InterestDeclared,
)
from coopcouncil.procurement.outcome.models import ScoringRun
from coopcouncil.procurement.outcome.reads import run_in
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.reads import leaves_of, lots_of
from coopcouncil.scoring import shown

Table = tuple[list[str], list[list[str]]]


async def matrix(org: Organisation, tender: Tender) -> Table:
    """A line for each bid and criterion: agreed points or the figure offered."""
    rows = []
    for lot in await lots_of(tender):
        agreed = {
            (one.offer_id, one.criterion_id): one
            for one in await Agreed.within(org).filter(offer__lot_id=lot.id)
        }
        leaves = [node.criterion for node in await leaves_of(tender, lot)]
        for one in await offers_of(org, lot):
            for leaf in leaves:
                score = agreed.get((one.offer.id, leaf.id))
                answer = one.answers.get(leaf.code)
                rows.append(
                    [
                        str(lot.number),
                        one.label,
                        one.supplier.name,
                        leaf.code,
                        leaf.title,
                        leaf.kind.value,
                        _number(score.points if score else None),
                        _number(answer.figure if answer else None),
                        score.reason if score else "",
                        one.offer.excluded_because,
                    ]
                )
    heads = ["lot", "bid", "supplier", "criterion", "title", "kind", "agreed", "figure", "reason"]
    return [*heads, "excluded_because"], rows


REASONS = (
    *("lot", "bid", "supplier", "criterion", "evaluator", "points", "reason", "saved_at"),
    "set_aside_because",
)
_REASONS = """
    SELECT lot.number::text AS lot, bid.label AS bid, supplier.name AS supplier,
        criterion.code AS criterion, person.name AS evaluator,
        coalesce(trim_scale(score.points)::text, '') AS points, score.reason, score.saved_at,
        score.set_aside_because
    FROM score
    JOIN offer ON offer.id = score.offer_id
    JOIN tender_lot AS lot ON lot.id = offer.lot_id
    JOIN bid ON bid.id = offer.bid_id
    JOIN supplier ON supplier.id = bid.supplier_id
    JOIN tender_criterion AS criterion ON criterion.id = score.criterion_id
    JOIN tender_part AS part ON part.id = score.takes_part_id
    JOIN person ON person.id = part.person_id
    LEFT JOIN unnest($3::bigint[]) WITH ORDINALITY AS leaf (id, place) ON leaf.id = criterion.id
    WHERE score.organisation_id = $1 AND score.offer_id = ANY($2::bigint[])
    ORDER BY lot.number, leaf.place, length(bid.label), bid.label, part.id
"""


async def reasons(org: Organisation, tender: Tender) -> AsyncIterator[list[list[str]]]:
    """Every evaluator's score with its reason, those that were set aside too: by lot, in the order
    of the criteria, some thousands at a time."""
    leaves = [node.criterion.id for node in await leaves_of(tender)]
    # Named one by one, so that no statement walks through every tender's scores.
    offers = await Offer.within(org).filter(lot__tender_id=tender.id).values_list("id", flat=True)
    async for rows in chunks_of(_REASONS, [org.id, list(offers), leaves]):
        yield [
            [_moment(row[head]) if head == "saved_at" else row[head] for head in REASONS]
            for row in rows
        ]


async def moderation(org: Organisation, tender: Tender) -> Table:
    """Each line of the log: from, to, why, by whom."""
    entries = (
        await AgreedEntry.within(org)
        .filter(agreed__tender_id=tender.id)
        .select_related(
            "agreed__offer__bid__supplier",
            "agreed__offer__lot",
            "agreed__criterion",
            "entered_by",
        )
        .order_by("entered_at", "id")
    )
    rows = [
        [
            _moment(one.entered_at),
            str(one.agreed.offer.lot.number),
            one.agreed.offer.bid.label,
            one.agreed.offer.bid.supplier.name,
            one.agreed.criterion.code,
            _number(one.was),
            _number(one.points),
            one.reason,
            one.entered_by.name if one.entered_by else "",
        ]
        for one in entries
    ]
    heads = ["at", "lot", "bid", "supplier", "criterion", "was", "agreed", "reason", "by"]
    return heads, rows


async def declarations(org: Organisation, tender: Tender) -> Table:
    """What each person declared about each bidder, and what was decided."""
    found = (
        await InterestDeclared.within(org)
        .filter(tender_id=tender.id)
        .select_related("person", "supplier", "decided_by")
        .order_by("declared_at", "id")
    )
    rows = [
        [
            _moment(one.declared_at),
            one.person.name,
            one.supplier.name if one.supplier else "",
            "yes" if one.has_interest else "no",
            one.text,
            "late" if one.is_late else "",
            one.decision.value if one.decision else "",
            one.decided_because,
            _moment(one.decided_at),
            one.decided_by.name if one.decided_by else "",
        ]
        for one in found
    ]
    heads = ["at", "person", "supplier", "interest", "words", "late", "decision", "because"]
    return [*heads, "decided_at", "decided_by"], rows


async def sums(org: Organisation, tender: Tender) -> Table:
    """Every step of every sum."""
    rows = []
    for lot in await lots_of(tender):
        called = {str(one.offer.id): one for one in await offers_of(org, lot)}
        for row in await ScoringRun.within(org).filter(lot_id=lot.id).order_by("number"):
            for bid in run_in(row).scored:
                for step in bid.steps:
                    rows.append(
                        [
                            str(lot.number),
                            str(row.number),
                            called[bid.key].label,
                            called[bid.key].supplier.name,
                            step.code,
                            _number(step.given),
                            "; ".join(f"{what}={shown(at, 6)}" for what, at in step.beside),
                            "" if step.earned is None else str(step.earned),
                            str(step.weight),
                            "" if step.weighted is None else str(step.weighted),
                            "" if bid.total is None else str(bid.total),
                            "" if bid.rank is None else str(bid.rank),
                        ]
                    )
    heads = ["lot", "sum", "bid", "supplier", "criterion", "given", "beside", "earned", "weight"]
    return [*heads, "weighted", "total", "rank"], rows


TABLES: dict[str, Callable[[Organisation, Tender], Awaitable[Table]]] = {
    "matrix": matrix,
    "moderation": moderation,
    "declarations": declarations,
    "sums": sums,
}
NAMES = (*TABLES, "reasons")
"""What can be taken away."""


def _number(value: Decimal | None) -> str:
    return "" if value is None else format(value.normalize(), "f")


def _moment(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(LONDON).isoformat(timespec="seconds")


def named(tender: Tender, what: str) -> str:
    """The name of the file."""
    return f"{tender.reference}-{what}.csv"
