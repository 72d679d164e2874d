"""The lines of an account or a member, page by page: what is brought forward is always right."""

from datetime import date, timedelta
from random import Random

import pytest

from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.reads import Entry, account_for, entries
from coopcouncil.ledger.views import accounts as views
from coopcouncil.organisations.models import Role
from tests.ledger.books import make_books, move
from tests.make import make_member, make_officer
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio
SINCE, TO = date(2026, 4, 1), date(2026, 4, 30)


async def test_every_page_says_what_one_long_one_would(db: None) -> None:
    org, stream = await make_books(), Random(3)
    member = (await make_member(org)).member_id
    for n in range(24):
        on = date(2026, 3, 25) + timedelta(days=stream.randrange(40))
        await move(org, Purpose.BANK, Purpose.OWED_BY_MEMBERS, 100 + n, on, member=member)
    account = (await account_for(org, Purpose.OWED_BY_MEMBERS)).id
    brought, whole = await entries(org, SINCE, TO, account=account)
    assert len(whole) > 12
    assert [one.balance for one in whole] == [
        brought + sum(each.amount for each in whole[: n + 1]) for n in range(len(whole))
    ]
    assert [(e.posted_on, e.number) for e in whole] == sorted(
        (e.posted_on, e.number) for e in whole
    )

    met: list[Entry] = []
    after: int | None = None
    while True:
        start, rows = await entries(org, SINCE, TO, account=account, after=after, limit=5)
        if not rows:
            break
        assert start == (met[-1].balance if met else brought)
        met += rows
        after = rows[-1].line_id
    assert met == whole
    back, rows = await entries(org, SINCE, TO, account=account, before=whole[9].line_id, limit=4)
    assert (back, rows) == (whole[4].balance, whole[5:9])
    nothing = await entries(org, SINCE, TO, account=account, after=whole[-1].line_id)
    assert nothing[1] == []


async def test_a_stranger_s_line_is_no_place_to_begin(db: None) -> None:
    ours, theirs = await make_books(), await make_books()
    for org in (ours, theirs):
        await move(org, Purpose.BANK, Purpose.SUBSCRIPTIONS, 5, SINCE)
    bank = [(await account_for(org, Purpose.BANK)).id for org in (ours, theirs)]
    _brought, [line] = await entries(theirs, SINCE, TO, account=bank[1])
    assert await entries(ours, SINCE, TO, account=bank[0], before=line.line_id) == (0, [])


async def test_pages_lead_on_and_back(client: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "A_PAGE", 3)
    org = await make_books()
    member = (await make_member(org)).member_id
    for n in range(7):
        await move(
            org, Purpose.BANK, Purpose.OWED_BY_MEMBERS, 1 + n, SINCE + timedelta(n), member=member
        )
    account = await account_for(org, Purpose.OWED_BY_MEMBERS)
    treasurer = client.as_(await make_officer(org, Role.TREASURER))
    days = "since-day=1&since-month=4&since-year=2026&to-day=30&to-month=4&to-year=2026"
    # Both lines of each posting name the member.
    sizes = {f"accounts/{account.id}": [3, 3, 1], f"members/{member}": [3, 3, 3, 3, 2]}
    for where, expected in sizes.items():
        seen = []
        page = await treasurer.get(f"/{org.slug}/ledger/{where}?{days}")
        while True:
            seen.append([row for row in page.rows() if "Brought forward" not in row])
            forward = [a for a in page.one("main").iter("a") if a.get("rel") == "next"]
            if not forward:
                break
            page = await treasurer.get(forward[0].get("href") or "")
        assert [len(rows) for rows in seen] == expected
        back = next(a for a in page.one("main").iter("a") if a.get("rel") == "prev")
        page = await treasurer.get(back.get("href") or "")
        assert [row for row in page.rows() if "Brought forward" not in row] == seen[-2]
    assert (await treasurer.get(f"/{org.slug}/ledger/{where}?{days}&after=x")).status == 200
