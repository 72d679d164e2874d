"""The promises of one contract, to be copied with its tender."""

from datetime import timedelta

from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.models import Offer, Supplier
from coopcouncil.procurement.delivery.kinds import Answered
from coopcouncil.procurement.delivery.models import (
    Commitment,
    Instalment,
    RecipientAnswer,
    Report,
)
from coopcouncil.procurement.outcome.models import Contract
from coopcouncil.procurement.tenders.models import Lot, Tender

PROMISES = 20


async def promises(org: Organisation, tender: Tender, lot: Lot, offer: Offer) -> None:
    """Twenty of one contract, each in four instalments, six times reported on and answered."""
    now = clock.now()
    began = clock.today() - timedelta(days=400)
    first = await Supplier.within(org).order_by("id").first()
    contract = await Contract.create(
        organisation=org,
        number="C-1",
        tender=tender,
        lot=lot,
        offer=offer,
        supplier=first,
        title="Care at home",
        value=110_000_000,
        signed_on=began,
        starts_on=began,
        ends_on=began + timedelta(days=1095),
        recorded_at=now,
    )
    for number in range(1, PROMISES + 1):
        commitment = await Commitment.create(
            organisation=org,
            contract=contract,
            number=number,
            title=f"Promise {number}",
            unit="hours",
            amount=400,
            mission=("opportunity", "safer-streets", "clean-energy")[number % 3],
            ward="Ward 1",
            proxy=2_100,
            recipient_name="A school",
            made_at=now,
        )
        for quarter in range(1, 5):
            await Instalment.create(
                organisation=org,
                commitment=commitment,
                due_on=began + timedelta(days=180 * quarter),
                amount=100,
            )
        for month in range(6):
            report = await Report.create(
                organisation=org,
                commitment=commitment,
                since=began + timedelta(days=30 * month),
                until=began + timedelta(days=30 * month + 29),
                amount=25 + number,
                words="Hours given, with the list of those who came.",
                reported_at=now,
            )
            disputed = month == 5 and number % 10 == 0
            await RecipientAnswer.create(
                organisation=org,
                report=report,
                answered=Answered.DISPUTED if disputed else Answered.CONFIRMED,
                words="It did not come." if disputed else "",
                answered_at=now,
            )
