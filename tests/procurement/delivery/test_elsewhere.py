"""Contracts from before: recorded by the lead, their promises from a list, their indicators."""

from datetime import date, datetime, timedelta

import pytest

from coopcouncil.kernel import clock
from coopcouncil.procurement.bids.models import Supplier
from coopcouncil.procurement.delivery.actions.assessing import Assessment, assess
from coopcouncil.procurement.delivery.models import Commitment
from coopcouncil.procurement.delivery.rules.refusals import AssessedAlready
from coopcouncil.procurement.outcome.kinds import KpiRating
from coopcouncil.procurement.outcome.models import Contract, Kpi, KpiAssessed
from tests.make import make_constituency, make_organisation
from tests.procurement.delivery.made import Ground, ground

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]

HEADS = "contract,title,title_cy,amount,unit,unit_cy,due_on,ward,mission,recipient"
FIRST = "C-1,Hours for groups,Oriau i grwpiau,20,hours,oriau,2027-03-31,Dale,,Canal Side Primary"
SECOND = "C-1,=SUM(A1),,2.5,,,31/03/2028,,,Hebden Hall <Hall@Hebden.example>"


def form(**changes: str) -> dict[str, str]:
    days = {"signed_on": "2026-04-01", "starts_on": "2026-04-01", "ends_on": "2029-03-31"}
    split: dict[str, str] = {}
    for name, day in days.items():
        split |= dict(
            zip((f"{name}-year", f"{name}-month", f"{name}-day"), day.split("-"), strict=True)
        )
    return {
        "number": "OLD-7",
        "title": "Street lamps",
        "value": "1000",
        "supplier": "",
        "supplier_name": "Lamp Lighters",
        "indicators": "Lamps that burn | 99 in 100",
        **split,
        **changes,
    }


async def send(made: Ground, client, *lines: str, name: str = "list.csv"):
    data = "\n".join(lines).encode()
    path = f"/{made.org.slug}/promises/work/list"
    return await client.as_(made.lead).post(path, files={"file": (name, data, "text/csv")})


async def test_the_lead_records_a_contract_without_a_tender(client):
    made = await ground()
    path = f"/{made.org.slug}/promises/work/contracts/new"
    assert (await client.as_(made.boss).get(path)).status == 403
    browser = client.as_(made.lead)
    assert (await browser.get(path)).status == 200
    for wrong in (
        {"supplier": str(made.supplier.id)},
        {"supplier_name": ""},
        {"supplier": "999999", "supplier_name": ""},
        {"number": "C-1"},
        {"ends_on-year": "2020"},
    ):
        assert (await browser.post(path, form(**wrong))).status == 422, wrong
    assert not await Supplier.within(made.org).filter(name="Lamp Lighters").exists()
    assert (await browser.post(path, form())).status == 303
    contract = await Contract.within(made.org).select_related("supplier").get(number="OLD-7")
    assert (contract.supplier.name, contract.tender_id, contract.value) == (
        "Lamp Lighters",
        None,
        100_000,
    )
    assert await Kpi.within(made.org).filter(contract_id=contract.id).count() == 1
    assert "Street lamps" in (await browser.get(f"/{made.org.slug}/contracts")).text
    listed = await browser.get(f"/{made.org.slug}/promises/work/contracts")
    assert "Lamp Lighters" in listed.text


async def test_a_list_is_looked_at_and_then_written_down_whole(client):
    made = await ground()
    school = await make_organisation("Canal Side Primary")
    seen = await send(made, client, HEADS, FIRST, SECOND)
    assert seen.status == 200
    assert "2 promises can be read." in seen.text
    assert not await Commitment.within(made.org).exists()
    browser = client.as_(made.lead)
    path = f"/{made.org.slug}/promises/work/list/import"
    rows = seen.fields["rows"]
    assert (await browser.post(path, {"rows": rows})).status == 303
    first, second = await Commitment.within(made.org).order_by("number")
    assert (first.recipient_id, first.ward, first.title_cy) == (
        school.id,
        "Dale",
        "Oriau i grwpiau",
    )
    assert (second.recipient_email, str(second.amount)) == ("hall@hebden.example", "2.5000")
    # What a spreadsheet would run comes out as text.
    taken = await browser.get(f"/{made.org.slug}/promises/work/list.csv")
    assert "'=SUM(A1)" in taken.text
    # Sent twice, it is not written down twice.
    again = await browser.post(path, {"rows": rows})
    assert again.status == 422
    assert "written down already" in again.text
    assert await Commitment.within(made.org).count() == 2


async def test_a_list_names_groups_of_the_recipients(client):
    made = await ground()
    school = await make_organisation("Canal Side Primary")
    families = await make_constituency(school, "Families", name_cy="Teuluoedd")
    heads = f"{HEADS},recipient_group,evidence,owner"
    seen = await send(
        made, client, heads, f"{FIRST},teuluoedd,A signed list,Office", f"{SECOND},,,"
    )
    assert "Canal Side Primary: Families" in seen.text
    path = f"/{made.org.slug}/promises/work/list/import"
    rows = seen.fields["rows"]
    assert (await client.as_(made.lead).post(path, {"rows": rows})).status == 303
    first, second = await Commitment.within(made.org).order_by("number")
    assert (first.recipient_group_id, second.recipient_group_id) == (families.id, None)
    assert (first.evidence, first.owner, second.owner) == ("A signed list", "Office", "")
    for wrong in (f"{FIRST},Grandparents", f"{SECOND},Families"):
        found = await send(made, client, heads, wrong.replace("2027", "2028").replace("Hours", "H"))
        assert found.status == 422
        assert "Line 2, column recipient_group" in found.text, wrong
    # What is kept of each promise can be brought in; its headings are there to take.
    empty = await client.as_(made.lead).get(f"/{made.org.slug}/promises/work/list/empty.csv")
    assert empty.text.splitlines() == [heads]


async def test_wrong_cells_are_named_and_nothing_is_written_down(client):
    made = await ground()
    await make_organisation("Canal Side Primary")
    for line, said in (
        (FIRST.replace("C-1", "C-9"), "Line 3, column contract"),
        (FIRST.replace(",20,", ",-20,"), "Line 3, column amount"),
        (FIRST.replace(",20,", ",NaN,"), "Line 3, column amount"),
        (FIRST.replace(",20,", ",1.00001,"), "Line 3, column amount"),
        (FIRST.replace("2027-03-31", "31.3.27"), "Line 3, column due_on"),
        (FIRST.replace("2027-03-31", "2040-03-31"), "Line 3, column due_on / recipient"),
        (FIRST.replace("Canal Side Primary", "Calder Growers <a@b.example>"), "recipient"),
        (FIRST.replace("Canal Side Primary", "Nobody"), "Line 3, column recipient"),
        (FIRST.replace("Dale,,", "Dale,moon,"), "Line 3, column mission"),
        (FIRST.replace("Hours for groups", "x" * 301), "Line 3, column title"),
        (SECOND, "written down already, or stands in the list twice"),
    ):
        seen = await send(made, client, HEADS, SECOND, line)
        assert seen.status == 422, line
        assert said in seen.text, line
        assert "1 promise can be read." in seen.text
        rows = "\n".join((HEADS, SECOND, line))
        path = f"/{made.org.slug}/promises/work/list/import"
        assert (await client.as_(made.lead).post(path, {"rows": rows})).status == 422
    assert not await Commitment.within(made.org).exists()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([HEADS], "has no promises"),
        (["title,amount", "x,1"], "heading contract"),
        ([HEADS + ",ward", FIRST], "heading ward"),
        ([HEADS, *[FIRST] * 501], "more than 500"),
    ],
)
async def test_a_list_that_is_none_is_refused(client, lines, said):
    seen = await send(await ground(), client, *lines)
    assert seen.status == 422
    assert said in seen.text


async def test_an_indicator_that_was_not_assessed_for_a_year_is_late(client):
    made = await ground()
    kpi = await Kpi.create(
        organisation=made.org,
        contract=made.contract,
        number=1,
        title="Beds",
        target="All",
        target_cy="Pob un",
    )
    first, last = made.contract.starts_on, made.contract.ends_on
    path = f"/{made.org.slug}/promises/work/contracts/{made.contract.id}/indicators"
    year_on = first.replace(year=first.year + 1)
    for on, is_late in ((year_on - timedelta(days=1), False), (year_on, True)):
        with clock.frozen(datetime(on.year, on.month, on.day, 10, tzinfo=clock.LONDON)):
            seen = await client.as_(made.lead).get(path)
        assert ("Late" in seen.main) is is_late
        assert f"{(year_on - timedelta(days=1)).day} March" in seen.main
        assert "Target: All" in seen.main
    await KpiAssessed.create(
        organisation=made.org,
        kpi=kpi,
        since=first,
        until=last,
        rating=KpiRating.GOOD,
        words="All of it.",
        assessed_at=clock.now(),
    )
    assert "is wanted by" not in (await client.as_(made.lead).get(path)).main
    public = await client.as_(made.lead).in_("cy").get(f"/{made.org.slug}/contracts")
    assert "Pob un" in public.main


async def test_an_indicator_is_assessed_and_published_once(client):
    made = await ground()
    kpi = await Kpi.create(
        organisation=made.org, contract=made.contract, number=1, title="Beds", target="All"
    )
    base = f"/{made.org.slug}/promises/work"
    assert (await client.as_(made.boss).get(f"{base}/indicators/{kpi.id}")).status == 403
    browser = client.as_(made.lead)
    draft = {
        "rating": "approaching-target",
        "words": "Nine beds of ten.",
        **{"since-day": "1", "since-month": "4", "since-year": "2026"},
        **{"until-day": "31", "until-month": "10", "until-year": "2026"},
    }
    future = {**draft, "until-year": "2099"}
    assert (await browser.post(f"{base}/indicators/{kpi.id}", future)).status == 422
    assert (await browser.post(f"{base}/indicators/{kpi.id}", draft)).status == 303
    row = await KpiAssessed.within(made.org).get(kpi_id=kpi.id)
    public = f"/{made.org.slug}/contracts"
    assert "Nine beds" not in (await browser.get(public)).text
    page = await browser.get(f"{base}/contracts/{made.contract.id}/indicators")
    assert "Not published" in page.text
    assert (await browser.post(f"{base}/assessments/{row.id}/publish", {})).status == 303
    for path in (public, f"{public}.json"):
        assert "Nine beds of ten." in (await browser.get(path)).text
    with pytest.raises(AssessedAlready):
        await assess(
            made.org,
            kpi,
            Assessment(date(2026, 10, 1), clock.today(), KpiRating.GOOD, "Again"),
            made.lead,
        )
