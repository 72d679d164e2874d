"""A list of promises says of each what its own page says, in three queries."""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

import pytest

from coopcouncil.procurement.delivery.reads import (
    all_commitments,
    followed,
    in_brief,
)
from coopcouncil.procurement.delivery.rules.status import Outlook, Status
from coopcouncil.procurement.delivery.standings import (
    counted,
    listed,
    standings_of,
)
from tests.procurement.delivery.fates import ON, by_chance, many
from tests.procurement.make import council

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]


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
