"""A list of promises says of each what its own page says, in three queries and page by page."""

from datetime import date, timedelta

import pytest

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
from coopcouncil.procurement.delivery.reads import all_commitments, followed, in_brief
from coopcouncil.procurement.delivery.rules.status import Status
from coopcouncil.procurement.outcome.models import Contract
from tests.procurement.make import council, lead_of

ON = date(2026, 11, 22)

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]


async def contract_of(org: Organisation) -> Contract:
    """One that was let before, to a supplier of the place."""
    supplier = await Supplier.create(
        organisation=org, name="Calder Growers", created_at=clock.now()
    )
    return await Contract.create(
        organisation=org,
        number="C-1",
        supplier=supplier,
        title="Parks",
        value=1,
        signed_on=date(2025, 4, 1),
        starts_on=date(2025, 4, 1),
        ends_on=date(2028, 3, 31),
        recorded_at=clock.now(),
    )


async def promise(contract: Contract, number: int, settled: Settled | None = None) -> Commitment:
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
    for year in (2027, 2026):
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


async def test_in_brief_a_promise_stands_as_it_does_on_its_own_page():
    org = await council()
    await many(org)
    rows = await all_commitments(org)

    brief, whole = await in_brief(org, rows, ON), await followed(org, rows, ON)
    assert [(one.commitment.id, one.standing, one.forecast) for one in brief] == [
        (one.commitment.id, one.standing, one.forecast) for one in whole
    ]
    assert [one.standing.status for one in brief] == [
        Status.LATE,
        Status.CONFIRMED,
        Status.REPORTED,
        Status.DISPUTED,
        Status.LATE,
        Status.PROMISED,
        Status.LATE,
        Status.WAIVED,
    ]
    assert brief[5].standing.next_on == date(2027, 3, 31)


async def test_a_long_list_has_pages_and_its_sums_are_of_all(client):
    org = await council()
    browser = client.as_(await lead_of(org))
    contract = await contract_of(org)
    for number in range(1, 104):
        await promise(contract, number)

    path = f"/{org.slug}/promises/work"
    first = await browser.get(path)
    second = await browser.get(f"{path}?page=2")
    assert (first.html.count("Promise 1<"), "Promise 103<" in first.html) == (1, False)
    assert ("Promise 1<" in second.html, second.html.count("Promise 103<")) == (False, 1)
    for page in (first, second):
        assert ["Calder Growers", "103", "0", "103", "0", "0"] in page.rows()
    assert (await browser.get(f"{path}?page=999")).status == 200
    assert (await browser.get(f"{path}?page=x")).status == 200


async def test_nothing_promised_is_no_query_gone_wrong():
    org = await council()
    assert await in_brief(org, [], ON + timedelta(days=1)) == []
