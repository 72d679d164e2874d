"""A promise that cannot be kept, and another in its place: agreed, told, and counted once."""

import json
from datetime import date
from decimal import Decimal

import pytest

from coopcouncil.kernel import clock
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.organisations.kinds import Nation
from coopcouncil.procurement.delivery.actions.reporting import answer
from coopcouncil.procurement.delivery.kinds import Answered, Settled
from coopcouncil.procurement.delivery.models import Commitment, Instalment, RemedyTaken
from coopcouncil.procurement.delivery.reads import followed
from coopcouncil.procurement.delivery.rules.status import Status
from coopcouncil.procurement.delivery.yearly import drafted
from tests.pageclient import Pages
from tests.procurement.delivery.made import ground
from tests.procurement.delivery.test_asking import on, reported

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]

FORM = {
    "because": "The workshop burnt down.",
    "worth": "A day of a joiner is worth two of a helper.",
    "supplier_agreed": "Dai Prosser, 2 March",
    "recipient_agreed": "Mrs Hall, 3 March",
    "title": "Days of a joiner",
    "title_cy": "Diwrnodau saer",
    "amount": "8",
    "unit": "days",
    "due_on-day": "1",
    "due_on-month": "6",
    "due_on-year": "2027",
    "recipient_name": "Hebden Hall",
    "recipient_email": "hall@hebden.example",
    "ward": "Dale",
}


async def amounts(client: Pages, slug: str) -> list[tuple[str, ...]]:
    """What the public data say: title, promised, kept, state, and in whose place it stands."""
    rows = json.loads((await client.get(f"/{slug}/social-value.json")).response.text)["promises"]
    names = ("title", "promised", "kept", "status", "replaces")
    return [tuple(str(row[name]) for name in names) for row in rows]


async def test_a_promise_is_replaced_whole_and_counts_once(client: Pages):
    made = await ground(nation=Nation.WALES)
    old = await made.promised("Twenty hours of a helper")
    pages = client.as_(made.lead)
    path = f"/{made.org.slug}/promises/{old.id}/replacement"
    seen = await pages.get(path)
    assert 'value="20"' in seen.html
    for missing in ("because", "worth", "supplier_agreed", "recipient_agreed"):
        refused = await pages.post(path, {**FORM, missing: ""})
        assert (refused.status, len(refused.errors)) == (422, 1), missing
    outside = {**FORM, "recipient_name": "Calder Growers"}
    assert (await pages.post(path, outside)).status == 422, "nobody confirms their own promise"
    assert await Commitment.within(made.org).count() == 1

    assert (await pages.post(path, FORM)).status == 303
    gone = await Commitment.within(made.org).get(id=old.id)
    new = await Commitment.within(made.org).get(title="Days of a joiner")
    assert (gone.settled, new.replaces_id) == (Settled.REPLACED, old.id)
    assert new.settled is None
    row = await RemedyTaken.within(made.org).get()
    assert (row.instead_id, row.amount_before, row.words) == (new.id, None, FORM["because"])
    assert (await pages.post(path, FORM)).status == 409
    assert await amounts(client, made.org.slug) == [
        ("Twenty hours of a helper", "20", "0", "replaced", "None"),
        ("Days of a joiner", "8", "0", "promised", "1"),
    ]

    before = await pages.get(f"/{made.org.slug}/promises/{old.id}")
    for words in ("In its place: Days of a joiner", "worth two of a helper", "Mrs Hall, 3 March"):
        assert words in " ".join(before.text.split())
    theirs = await client.as_(made.boss).get(f"/{made.org.slug}/promises/{new.id}")
    assert "in the place of another promise: Twenty hours of a helper" in " ".join(
        theirs.text.split()
    )
    welsh = await pages.in_("cy").get(f"/{made.org.slug}/promises/{old.id}")
    assert "Diwrnodau saer" in welsh.text

    told = await OutboxMessage.filter(purpose="email/procurement/promise_replaced")
    assert {one.recipient for one in told} >= {"hall@hebden.example"}
    outside_told = next(one for one in told if one.recipient == "hall@hebden.example")
    assert "Diwrnodau saer" in outside_told.text, "in Wales in both languages"
    portfolio = await pages.get(f"/{made.org.slug}/promises/work")
    assert "Days of a joiner" in portfolio.text


async def test_what_had_come_stays_and_the_rest_is_replaced(client: Pages):
    made = await ground()
    old = await made.promised("Twenty hours of a helper", due_on=date(2027, 3, 1))
    pages = client.as_(made.lead)
    path = f"/{made.org.slug}/promises/{old.id}/replacement"
    with clock.frozen(on(date(2026, 12, 1))):
        told = await reported(made, old, 5)
        assert (await pages.get(path)).status == 409, "it is not known yet how much came"
        own = await pages.get(path.removesuffix("/replacement"))
        assert path not in own.html
        assert "Wait for the answer" in own.text
        await answer(made.org, told, Answered.CONFIRMED, None, "", None)
        assert path in (await pages.get(path.removesuffix("/replacement"))).html
        assert 'value="15"' in (await pages.get(path)).html
        assert (await pages.post(path, FORM)).status == 303
        assert (await pages.get(path)).status == 409, "all that is left of it came"
    old = await Commitment.within(made.org).select_related("contract").get(id=old.id)
    assert old.settled is None
    assert old.amount == Decimal(5)
    assert [one.amount for one in await Instalment.within(made.org).filter(commitment=old)] == [5]
    (row,) = await RemedyTaken.within(made.org)
    assert row.amount_before == 20
    assert await amounts(client, made.org.slug) == [
        ("Twenty hours of a helper", "5", "5", "confirmed", "None"),
        ("Days of a joiner", "8", "0", "promised", "1"),
    ]
    with clock.frozen(on(date(2027, 5, 1))):
        (one,) = await followed(made.org, [old])
        assert one.standing.status is Status.CONFIRMED
        year = await drafted(made.org, 2026)
        assert (year["all"]["promises"], year["all"]["kept"]) == (1, 1)
    seen = " ".join((await pages.get(f"/{made.org.slug}/promises/{old.id}")).text.split())
    assert "20 had been promised; what had come stays here" in seen


async def test_only_who_follows_the_contract_replaces(client: Pages):
    made = await ground()
    old = await made.promised()
    path = f"/{made.org.slug}/promises/{old.id}/replacement"
    for person in (made.boss, None):
        assert (await client.as_(person).post(path, FORM)).status in (303, 401, 403, 404)
    assert await Commitment.within(made.org).count() == 1
