"""Promises of every fate, written straight into the tables: to compare ways of adding them up."""

from datetime import date
from random import Random

from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.models import Supplier
from coopcouncil.procurement.delivery.kinds import Answered, Decided, Settled
from coopcouncil.procurement.delivery.models import (
    Commitment,
    Decision,
    Instalment,
    RecipientAnswer,
    Report,
)
from coopcouncil.procurement.outcome.models import Contract

ON = date(2026, 11, 22)


async def contract_of(
    org: Organisation,
    number: str = "C-1",
    supplier: Supplier | None = None,
    signed_on: date = date(2025, 4, 1),
) -> Contract:
    """One that was let before, to a supplier of the place."""
    if supplier is None:
        supplier = await Supplier.create(
            organisation=org, name="Calder Growers", created_at=clock.now()
        )
    return await Contract.create(
        organisation=org,
        number=number,
        supplier=supplier,
        title="Parks",
        value=1,
        signed_on=signed_on,
        starts_on=date(2025, 4, 1),
        ends_on=date(2028, 3, 31),
        recorded_at=clock.now(),
    )


async def promise(
    contract: Contract,
    number: int,
    settled: Settled | None = None,
    years: tuple[int, ...] = (2027, 2026),
) -> Commitment:
    """Ten by last March, ten by next."""
    made = await Commitment.create(
        organisation_id=contract.organisation_id,
        contract=contract,
        number=number,
        title=f"Promise {number}",
        amount=20,
        ward="Dale" if number % 2 else "",
        settled=settled,
        settled_at=clock.now() if settled else None,
        made_at=clock.now(),
    )
    for year in years:
        await Instalment.create(
            organisation_id=contract.organisation_id,
            commitment=made,
            due_on=date(year, 3, 31),
            amount=10,
        )
    return made


async def reported(
    of: Commitment, amount: int, *answers: tuple[Answered, int | None], decided: int | None = None
) -> Report:
    """A report, what was said of it in turn, and what was decided of the last."""
    org = of.organisation_id
    row = await Report.create(
        organisation_id=org,
        commitment=of,
        since=date(2025, 4, 1),
        until=date(2026, 3, 1),
        amount=amount,
        words="Given.",
        reported_at=clock.now(),
    )
    for answered, part in answers:
        last = await RecipientAnswer.create(
            organisation_id=org,
            report=row,
            answered=answered,
            amount=part,
            words="Seen.",
            answered_at=clock.now(),
        )
    if decided is not None:
        await Decision.create(
            organisation_id=org,
            answer=last,
            decided=Decided.IN_PART,
            amount=decided,
            words="Half.",
            decided_at=clock.now(),
        )
    return row


async def many(org: Organisation) -> None:
    """One of each fate."""
    contract = await contract_of(org)
    (late, kept, waits, disputes, again, decided, withdrawn, _settled) = [
        await promise(contract, number, Settled.WAIVED if number == 8 else None)
        for number in range(1, 9)
    ]
    await reported(late, 5, (Answered.CONFIRMED, None))
    await reported(kept, 20, (Answered.CONFIRMED, None))
    await reported(waits, 10)
    await reported(disputes, 10, (Answered.DISPUTED, None))
    await reported(again, 10, (Answered.DISPUTED, None), (Answered.IN_PART, 4))
    await reported(decided, 20, (Answered.DISPUTED, None), decided=12)
    gone = await reported(withdrawn, 20, (Answered.CONFIRMED, None))
    gone.withdrawn_at = clock.now()
    await gone.save()


async def by_chance(org: Organisation) -> None:
    """Sixty promises of three contracts with reports and answers of every kind, by one seed."""
    dice = Random(5)  # fates to compare, nothing to guard
    contracts = [await contract_of(org)]
    for number in (2, 3):
        other = await Supplier.create(
            organisation=org, name=f"Supplier {number}", created_at=clock.now()
        )
        row = await contract_of(org, f"C-{number}", other, date(2025, number, 1))
        contracts.append(row)
    for number in range(60):
        settled = dice.choice([None] * 9 + [*Settled])
        one = await promise(dice.choice(contracts), number + 1, settled)
        one.ward = dice.choice(["", "Dale", "Moor"])
        one.mission = dice.choice(["", "clean-energy", "opportunity"])
        one.unit, one.unit_cy = dice.choice([("", ""), ("hours", "oriau"), ("trees", "")])
        await one.save()
        for _ in range(dice.randrange(4)):
            answers = dice.choices([*Answered], k=dice.randrange(3))
            said = [(each, 3 if each is Answered.IN_PART else None) for each in answers]
            is_decided = bool(answers) and dice.random() < 0.3
            report = await reported(
                one, dice.choice([4, 10, 20]), *said, decided=3 if is_decided else None
            )
            if dice.random() < 0.1:
                report.withdrawn_at = clock.now()
                await report.save()
