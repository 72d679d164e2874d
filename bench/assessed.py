"""Two hundred tenders in which five evaluators have scored forty bids on sixty criteria, and the
promises of two hundred contracts.

One tender is made by the models; its copies are made in the database, with ids so far on that no
two meet. Triggers are asleep meanwhile, as they are when a database is restored.
"""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import product

import asyncpg

from bench.promised import promises
from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.organisations.actions.founding import Particulars, found
from coopcouncil.organisations.actions.offices import grant
from coopcouncil.organisations.kinds import LegalForm, Nation, Role
from coopcouncil.organisations.models import Organisation
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.procurement.bids.models import Bid, Offer, Supplier
from coopcouncil.procurement.evaluation.models import Finished, InterestDeclared, LotAgreed
from coopcouncil.procurement.kinds import (
    BidState,
    CriterionKind,
    Formula,
    Part,
    Procedure,
    Stage,
    Subject,
)
from coopcouncil.procurement.outcome.actions.running import run_lot
from coopcouncil.procurement.tenders.models import (
    Assigned,
    Band,
    Criterion,
    Edition,
    Lot,
    Scale,
    TakesPart,
    Tender,
)
from coopcouncil.procurement.tenders.rules.document import fingerprint
from coopcouncil.procurement.tenders.writing import document_of

TENDERS, BIDS, GROUPS, UNDER, EVALUATORS = 200, 40, 6, 10, 5
STEP = 100_000
"""So far are the ids of one tender's copy from the one before."""
REASON = (
    "The bid answers what is asked, names who does it and by when, and gives an example of the"
    " same work elsewhere; it does not say how absence is covered."
)


@dataclass(frozen=True)
class Assessed:
    """What was made: whose it is, who reads it, and the tender that is read."""

    org: Organisation
    lead: Person
    moderator: Person
    tender: Tender
    lot: Lot


async def assessed(database: asyncpg.Connection) -> Assessed:
    """Everything, with 2,400,000 scores, and as many agreed ones as there are answers."""
    org = await found(
        "tenders",
        Particulars(name="Council of many tenders"),
        LegalForm.COUNCIL,
        Nation.WALES,
        Rulebook.usual(LegalForm.COUNCIL),
        clock.today() - timedelta(days=4000),
    )
    lead, moderator, *evaluators = [
        await Person.create(name=name, created_at=clock.now())
        for name in ("Helen Lead", "Mair Moderator", *(f"Evaluator {n}" for n in range(EVALUATORS)))
    ]
    await grant(org, lead, Role.PROCUREMENT_LEAD, by=None)
    tender, lot = await _tender(org)
    criteria = await _criteria(org, tender)
    await _people(org, tender, lot, moderator, evaluators, criteria)
    offer = await _bids(org, tender, lot, (moderator, *evaluators))
    await promises(org, tender, lot, offer)
    document = await document_of(org, tender)
    await Edition.create(
        organisation=org,
        tender=tender,
        number=1,
        method=document,
        hash=fingerprint(document),
        published_at=tender.published_at,
    )
    async with database.transaction():
        await database.execute("SET LOCAL session_replication_role = replica")
        await database.execute("UPDATE tender SET stage = 'opened'")
        await _copies(database)
        await _scores(database, org.id)
    await database.execute("VACUUM ANALYZE")
    return Assessed(org, lead, moderator, tender, lot)


async def agree(made: Assessed) -> None:
    """Lock what is agreed of the one tender, and make its sum."""
    await LotAgreed.create(
        organisation=made.org, lot=made.lot, locked_at=clock.now(), locked_by=made.lead
    )
    made.tender.stage = Stage.AGREED
    await made.tender.save(update_fields=["stage"])
    await run_lot(made.org, made.lot, "Every score of the lot is agreed.", made.lead)


async def _tender(org: Organisation) -> tuple[Tender, Lot]:
    now = clock.now().replace(microsecond=0)
    tender = await Tender.create(
        organisation=org,
        reference="MANY-1",
        title="Care at home",
        procedure=Procedure.OPEN,
        subject=Subject.SERVICES,
        value=120_000_000,
        created_at=now - timedelta(days=60),
        published_at=now - timedelta(days=50),
        closes_at=now - timedelta(days=10),
        opened_at=now - timedelta(days=9),
    )
    lot = await Lot.create(
        organisation=org, tender=tender, number=1, title="Care at home", value=120_000_000
    )
    return tender, lot


async def _criteria(org: Organisation, tender: Tender) -> list[Criterion]:
    """Six groups of ten that are scored from 0 to 5, and the price; those that are scored."""
    scale = await Scale.create(organisation=org, tender=tender, name="0 to 5")
    for points in range(6):
        await Band.create(
            organisation=org, scale=scale, points=points, title=f"{points}", wording="Wording."
        )
    groups = [
        await Criterion.create(
            organisation=org,
            tender=tender,
            place=group,
            code=str(group),
            kind=CriterionKind.GROUP,
            title=f"Group {group}",
            weight=Decimal(15),
        )
        for group in range(1, GROUPS + 1)
    ]
    await Criterion.create(
        organisation=org,
        tender=tender,
        place=GROUPS + 1,
        code="P",
        kind=CriterionKind.PRICE,
        title="Price",
        weight=Decimal(10),
        formula=Formula.LOWEST_OVER,
    )
    return [
        await Criterion.create(
            organisation=org,
            tender=tender,
            parent=group,
            place=place,
            code=f"{group.code}.{place}",
            kind=CriterionKind.SCALE,
            title=f"Criterion {place} of group {group.code}",
            weight=Decimal(10),
            scale=scale,
        )
        for group, place in product(groups, range(1, UNDER + 1))
    ]


async def _people(
    org: Organisation,
    tender: Tender,
    lot: Lot,
    moderator: Person,
    evaluators: list[Person],
    criteria: list[Criterion],
) -> None:
    now = clock.now()
    await TakesPart.create(
        organisation=org, tender=tender, person=moderator, part=Part.MODERATOR, given_at=now
    )
    for person in evaluators:
        part = await TakesPart.create(
            organisation=org, tender=tender, person=person, part=Part.EVALUATOR, given_at=now
        )
        await Assigned.bulk_create(
            [Assigned(organisation=org, takes_part=part, criterion=one) for one in criteria]
        )
        await Finished.create(organisation=org, takes_part=part, lot=lot, finished_at=now)


async def _bids(org: Organisation, tender: Tender, lot: Lot, readers: tuple[Person, ...]) -> Offer:
    """Each of the readers has declared no interest in any bidder. The last offer."""
    now = clock.now()
    for number in range(BIDS):
        supplier = await Supplier.create(
            organisation=org, name=f"Supplier {number + 1}", created_at=now
        )
        label = chr(65 + number) if number < 26 else f"A{chr(65 + number - 26)}"
        bid = await Bid.create(
            organisation=org,
            tender=tender,
            supplier=supplier,
            state=BidState.OPENED,
            label=label,
            created_at=now,
        )
        offer = await Offer.create(organisation=org, bid=bid, lot=lot)
        await InterestDeclared.bulk_create(
            [
                InterestDeclared(
                    organisation=org,
                    tender=tender,
                    person=person,
                    supplier=supplier,
                    has_interest=False,
                    declared_at=now,
                )
                for person in readers
            ]
        )
    return offer


COPIED = {
    "tender": (),
    "tender_lot": ("tender_id",),
    "tender_edition": ("tender_id",),
    "tender_scale": ("tender_id",),
    "tender_band": ("scale_id",),
    "tender_criterion": ("tender_id", "parent_id", "scale_id"),
    "tender_part": ("tender_id",),
    "tender_assigned": ("takes_part_id", "criterion_id"),
    "scores_finished": ("takes_part_id", "lot_id"),
    "bid": ("tender_id",),
    "offer": ("bid_id", "lot_id"),
    "interest_declared": ("tender_id",),
    "contract": ("tender_id", "lot_id", "offer_id"),
    "commitment": ("contract_id",),
    "commitment_instalment": ("commitment_id",),
    "commitment_report": ("commitment_id",),
    "recipient_answer": ("report_id",),
}
"""By table: what of a row points at another row that is copied with it."""
OF_ITS_OWN = {
    "tender": ", 'reference', 'MANY-' || n + 1",
    "contract": f", 'number', 'C-' || n + 1, 'supplier_id', one.supplier_id + n % {BIDS}",
    "commitment": ", 'ward', 'Ward ' || n % 12 + 1",
}
"""By table: what a copy has otherwise than the first."""


async def _copies(database: asyncpg.Connection) -> None:
    for table, keys in COPIED.items():
        moved = "".join(f", '{key}', one.{key} + n * {STEP}" for key in keys)
        named = OF_ITS_OWN.get(table, "")
        await database.execute(
            f"INSERT INTO {table} SELECT (jsonb_populate_record(one,"
            f" jsonb_build_object('id', one.id + n * {STEP}{moved}{named}))).*"
            f" FROM {table} AS one, generate_series(1, {TENDERS - 1}) AS n"
        )


async def _scores(database: asyncpg.Connection, org: int) -> None:
    """Each a little off the next: who gives what hangs on the ids alone."""
    scored = "one.kind = 'scale'"
    await database.execute(
        "INSERT INTO score (organisation_id, offer_id, criterion_id, takes_part_id, points,"
        " reason, saved_at, set_aside_because)"
        " SELECT $1, offer.id, one.id, part.id, (offer.id * 7 + one.id * 3 + part.id) % 6, $2,"
        " now(), '' FROM offer JOIN bid ON bid.id = offer.bid_id"
        " JOIN tender_part AS part ON part.tender_id = bid.tender_id AND part.part = 'evaluator'"
        f" JOIN tender_criterion AS one ON one.tender_id = bid.tender_id AND {scored}",
        org,
        REASON,
    )
    await database.execute(
        "INSERT INTO agreed_score (organisation_id, tender_id, offer_id, criterion_id, points,"
        " reason, version, reopened_because)"
        " SELECT $1, bid.tender_id, offer.id, one.id, (offer.id * 7 + one.id * 3) % 6, $2, 1, ''"
        " FROM offer JOIN bid ON bid.id = offer.bid_id"
        f" JOIN tender_criterion AS one ON one.tender_id = bid.tender_id AND {scored}",
        org,
        REASON,
    )
    await database.execute(
        "INSERT INTO offer_answer (organisation_id, offer_id, criterion_id, text, figure)"
        " SELECT $1, offer.id, one.id, '', 90000 + offer.id % 40 * 1000"
        " FROM offer JOIN bid ON bid.id = offer.bid_id"
        " JOIN tender_criterion AS one ON one.tender_id = bid.tender_id AND one.kind = 'price'",
        org,
    )
