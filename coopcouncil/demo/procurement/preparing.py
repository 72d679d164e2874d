"""Benches for school yards, being prepared: kept for small and social suppliers, not whole yet."""

from datetime import date, timedelta
from decimal import Decimal

from coopcouncil.accounts.models import Person
from coopcouncil.demo.orgs import at
from coopcouncil.demo.procurement.measures import chosen
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.kinds import CriterionKind, Formula, Procedure, Reservation, Subject
from coopcouncil.procurement.tenders.actions import (
    CriterionDraft,
    Particulars,
    add_criterion,
    create,
)
from coopcouncil.procurement.tenders.actions.lots import LotDraft, change_lot
from coopcouncil.procurement.tenders.consideration.actions import answer_condition, consider
from coopcouncil.procurement.tenders.consideration.kinds import Condition, Said, Topic
from coopcouncil.procurement.tenders.reads import lots_of

TITLE = "Benches for six school yards"
TITLE_CY = "Meinciau i fuarthau chwe ysgol"
ABOUT = "Some forty benches of wood from the valley, made to last twenty years."
ABOUT_CY = "Rhyw ddeugain o feinciau o bren y dyffryn, i bara ugain mlynedd."
WORTH = Money(4_200_000)


async def fill(org: Organisation, lead: Person, today: date) -> None:
    """What the lead has written so far: one measure, two criteria that are short of a hundred."""
    with clock.frozen(at(today - timedelta(days=3), 14)):
        about = Particulars(
            title=TITLE,
            title_cy=TITLE_CY,
            description=ABOUT,
            description_cy=ABOUT_CY,
            value=WORTH,
            procedure=Procedure.BELOW_THRESHOLD,
            subject=Subject.GOODS,
            cpv="39113600-3",
            area="Calderbrook",
            reference="CALDERBROOK-BENCHES",
        )
        tender = await create(org, about, lead)
        (lot,) = await lots_of(tender)
        reserved = LotDraft(
            TITLE,
            WORTH,
            TITLE_CY,
            Reservation.SMALL_OR_SOCIAL,
            "Three workshops of the valley can make them, and none has bid for us before.",
        )
        lot = await change_lot(org, lot, reserved, lead)
        await answer_condition(
            org,
            tender,
            lot,
            Condition.SIZE_STATED,
            Said.YES,
            "The draft of the notice says it in its first sentence.",
            lead,
        )
        await consider(
            org,
            tender,
            Topic.POLICY,
            {"regard": "A small contract is within the reach of workshops near the schools."},
            lead,
        )
        measure = await chosen(org, tender, "CB2", lead)
        hours = CriterionDraft(
            code="SV1",
            kind=CriterionKind.FIGURE,
            title="Hours with pupils at the bench",
            title_cy="Oriau gyda disgyblion wrth y fainc waith",
            question="How many hours will you give to pupils who learn to work with wood?",
            question_cy="Faint o oriau a roddwch i ddisgyblion sy’n dysgu gweithio â phren?",
            weight=Decimal(20),
            formula=Formula.OVER_HIGHEST,
            measure_id=measure.id,
            is_social=True,
        )
        price = CriterionDraft(
            code="2",
            kind=CriterionKind.PRICE,
            title="Price",
            title_cy="Pris",
            weight=Decimal(60),
            formula=Formula.LOWEST_OVER,
        )
        for one in (hours, price):
            await add_criterion(org, tender, one, lead)
