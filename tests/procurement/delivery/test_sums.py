"""Sums and facts of promises, and the pages that show them: what the rows say."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from coopcouncil.kernel import clock
from coopcouncil.procurement.delivery.kinds import Answered
from coopcouncil.procurement.delivery.models import (
    Commitment,
)
from coopcouncil.procurement.delivery.reads import (
    Followed,
    all_commitments,
    followed,
    in_brief,
)
from coopcouncil.procurement.delivery.rules.status import Due, Outlook, Status
from coopcouncil.procurement.delivery.standings import (
    Chosen,
    Group,
    facts_of,
    listed,
    overview,
)
from tests.procurement.delivery.fates import ON, by_chance, contract_of, promise, reported
from tests.procurement.make import council, lead_of

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]


def added(rows: list[Followed], key: Callable[[Followed], str]) -> dict[str, list[object]]:
    """As it was added up before, row by row."""
    found: dict[str, list[Followed]] = {}
    for one in rows:
        if one.standing.status not in (Status.REPLACED, Status.WAIVED, Status.ENDED):
            found.setdefault(key(one), []).append(one)
    return {
        name: [
            len(of),
            *(
                sum(each.standing.status is status for each in of)
                for status in (Status.CONFIRMED, Status.LATE, Status.DISPUTED)
            ),
            sum(each.forecast.outlook in (Outlook.KEPT, Outlook.ON_THE_WAY) for each in of),
            sum(each.forecast.outlook is Outlook.TOO_EARLY for each in of),
            sum(each.standing.promised for each in of),
            sum(min(each.standing.kept, each.standing.promised) for each in of),
            float(
                sum(
                    min(each.forecast.by_the_end, Fraction(each.standing.promised))
                    for each in of
                    if each.forecast.outlook is not Outlook.TOO_EARLY
                )
            ),
            sum(
                each.standing.promised for each in of if each.forecast.outlook is Outlook.TOO_EARLY
            ),
        ]
        for name, of in found.items()
    }


def grouped(groups: tuple[Group, ...]) -> dict[str, list[object]]:
    return {
        one.key: [
            *(one.promises, one.kept, one.late, one.disputed, one.expected, one.early),
            *(one.amount, one.amount_kept, pytest.approx(float(one.amount_expected))),
            one.amount_early,
        ]
        for one in groups
    }


async def test_facts_are_what_the_rows_say():
    org = await council()
    await by_chance(org)
    dues, told = await facts_of(org)
    for one in await followed(org, await all_commitments(org), ON):
        number = one.commitment.id
        assert list(dues[number]) == [Due(due.due_on, due.amount) for due in one.dues]
        assert list(told.get(number, ())) == [
            each.told() for each in one.reports if each.report.withdrawn_at is None
        ]


async def test_the_sums_of_the_database_are_those_of_the_rows():
    org = await council()
    await by_chance(org)
    rows = await followed(org, await all_commitments(org), ON)
    supplier = rows[0].contract.supplier_id
    for chosen in (
        Chosen(),
        Chosen(ward="Dale"),
        Chosen(mission="opportunity", status="late"),
        Chosen(supplier=str(supplier)),
        Chosen(status="waived"),
        Chosen(supplier="none"),
        Chosen(ward="Nowhere"),
    ):
        fits = [
            one
            for one in rows
            if chosen.ward in ("", one.commitment.ward)
            and chosen.mission in ("", one.commitment.mission)
            and chosen.supplier in ("", str(one.contract.supplier_id))
            and chosen.status in ("", one.standing.status)
        ]
        found = await overview(org, None, chosen, on=ON)
        assert found.count == len(fits)
        assert list(found.ids) == [one.commitment.id for one in fits]
        assert [one["id"] for one in await listed(org, None, chosen, on=ON)] == list(found.ids)
        pairs = (
            (found.by_supplier, lambda one: str(one.contract.supplier_id)),
            (found.by_ward, lambda one: one.commitment.ward),
            (found.by_mission, lambda one: one.commitment.mission),
            (found.by_unit, lambda one: one.commitment.unit),
        )
        for groups, key in pairs:
            assert grouped(groups) == added(fits, key)
        assert found.wards == ("Dale", "Moor")
        assert found.missions == ("clean-energy", "opportunity")
        assert len(found.suppliers) == 3
    paged = await overview(org, None, Chosen(), at=2, page=25, on=ON)
    assert list(paged.ids) == [one.commitment.id for one in rows][25:50]
    own = await overview(org, [rows[0].contract.id], Chosen(), on=ON)
    assert set(own.ids) == {o.commitment.id for o in rows if o.contract.id == rows[0].contract.id}
    assert (await overview(org, [], Chosen(), on=ON)).is_empty


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
        assert ["Calder Growers", "103", "0", "103", "0", "0", "0"] in page.rows()
    # A year's promises too, in its draft and as it is published; its sums and its files are of all.
    draft, public = f"{path}/years/2025", f"/{org.slug}/social-value/2025"
    assert (await browser.post(draft, {"words": "Nothing came."})).status == 303
    for address in (draft, public):
        first = await browser.get(address)
        second = await browser.get(f"{address}?page=2")
        told = [
            (one.html.count("Promise 1<"), one.html.count("Promise 103<"))
            for one in (first, second)
        ]
        assert told == [(1, 0), (0, 1)]
        assert ["Calder Growers", "103", "0", "103", "0", "0"] in second.rows()
    assert (await browser.get(f"{public}.csv")).body.count(b"\n") == 104
    assert (await browser.get(f"{path}?page=999")).status == 200
    assert (await browser.get(f"{path}?page=x")).status == 200


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_the_dashboard_shows_what_is_expected_at_the_end(client, language):
    org = await council()
    browser = client.as_(await lead_of(org)).in_(language)
    contract = await contract_of(org)
    with clock.frozen(datetime(2026, 4, 1, 12, tzinfo=UTC)):
        # Half of two years are over: what came doubles, and never counts for more than promised.
        for number, came in ((1, 11), (2, 4), (3, 0)):
            one = await promise(contract, number)
            one.unit, one.unit_cy = "hours", "oriau"
            await one.save()
            if came:
                await reported(one, came, (Answered.CONFIRMED, None))
        await promise(contract, 5, years=(2041, 2040))
        page = await browser.get(f"/{org.slug}/promises/work")
        rows = page.rows()
        # Two promises are in Dale besides the one of which it is too early to say.
        of_all = {"en": "of 4; too early to say of 1", "cy": "o 4; rhy gynnar i ddweud am 1"}
        assert ["Calder Growers", f"1 {of_all[language]}", ""] in rows
        ward = {"en": "No ward", "cy": "Dim ward"}[language]
        assert [ward, {"en": "0 of 1", "cy": "0 o 1"}[language], ""] in rows
        head = {"en": "Expected at the end", "cy": "Disgwylir erbyn y diwedd"}[language]
        ours = [row for row in rows if row[0] == head]
        # 20 of the first (22 would be more than its 20), 8 of the second, nothing of the third.
        assert [round(float(row[1].split()[0])) for row in ours] == [0, 28]
        listed_ = (await browser.get(f"/{org.slug}/promises/work/list.csv")).body.decode()
        found = [(row["promise"], row["expected"], row["outlook"]) for row in read_csv(listed_)]
        assert found[0][2] == "on-the-way"
        assert found[0][1].startswith("21.9")
        assert [one[2] for one in found[1:]] == ["behind", "behind", "too-early"]
        assert (found[2][1], found[3][1]) == ("0", "")
        first = await Commitment.within(org).get(number=2)
        own = await browser.get(f"/{org.slug}/promises/{first.id}")
        assert [row[1].split()[0] for row in own.rows() if row[0] == head] == ["7.98"]


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


async def test_nothing_promised_is_no_query_gone_wrong():
    org = await council()
    assert await in_brief(org, [], ON + timedelta(days=1)) == []
