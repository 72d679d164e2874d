"""A list of promises says of each what its own page says, in three queries and page by page."""

import csv
import io
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from random import Random

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
    counted,
    facts_of,
    listed,
    overview,
    standings_of,
)
from coopcouncil.procurement.outcome.models import Contract
from tests.procurement.make import council, lead_of

ON = date(2026, 11, 22)

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]


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


async def test_in_brief_a_promise_stands_as_it_does_on_its_own_page():
    org = await council()
    await many(org)
    rows = await all_commitments(org)

    brief, whole = await in_brief(org, rows, ON), await followed(org, rows, ON)
    assert [(one.commitment.id, one.standing) for one in brief] == [
        (one.commitment.id, one.standing) for one in whole
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


async def test_the_statements_say_what_the_rules_say_on_every_day():
    org = await council()
    await by_chance(org)
    rows = await all_commitments(org)
    seen: set[Status] = set()
    outlooks: set[Outlook] = set()
    for days in (-700, -600, -590, -400, -250, -237, -236, -235, 0, 100, 129, 130, 131, 400):
        on = ON + timedelta(days=days)
        each = await followed(org, rows, on)
        whole = {one.commitment.id: one.standing for one in each}
        assert await standings_of(org, rows, on) == whole
        paces = {one["id"]: one for one in await listed(org, None, on=on)}
        for one in each:
            said = paces[one.commitment.id]
            assert said["outlook"] == one.forecast.outlook
            assert abs(Fraction(said["expected"]) - one.forecast.by_the_end) < Fraction(1, 10**9)
            outlooks.add(one.forecast.outlook)
        stands = Counter(one.status for one in whole.values())
        assert await counted(org, None, on) == stands
        seen |= set(stands)
    assert (seen, outlooks) == (set(Status), set(Outlook))


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
