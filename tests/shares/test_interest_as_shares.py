"""Interest that members take as shares, and interest that is taken back."""

from fractions import Fraction
from typing import Any

import pytest

from coopcouncil.checks.rules import NotForTheMaker
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import NotHere
from coopcouncil.ledger.actions import open_books, post
from coopcouncil.ledger.kinds import PostingKind, Purpose
from coopcouncil.ledger.reads import account_for, balances, check_books
from coopcouncil.ledger.rules import Line
from coopcouncil.organisations.models import Role
from coopcouncil.payouts.kinds import ItemState
from coopcouncil.payouts.models import PayoutItem
from coopcouncil.shares.actions.adding import choose, takings
from coopcouncil.shares.actions.holding import reverse
from coopcouncil.shares.actions.returning import decide, propose_interest
from coopcouncil.shares.actions.taking_back import take_back_return
from coopcouncil.shares.actions.withdrawing import give_notice, grant
from coopcouncil.shares.kinds import Taking
from coopcouncil.shares.models import EventKind, ShareEvent, ShareHolding, ShareKind
from coopcouncil.shares.models_returns import ShareReinvestment, ShareReturn
from coopcouncil.shares.reads import held_of
from coopcouncil.shares.rules.returns import (
    LaterOneFirst,
    NotDecidedYet,
    OnItsWay,
    SharesMovedSince,
    TakenBackAlready,
)
from tests.make import make_member, make_officer, make_person
from tests.pageclient import Pages
from tests.shares.building import days_ago, figures, make_holding, make_society, member_of

pytestmark = pytest.mark.anyio
RATE = Fraction(3, 100)


class Decided:
    """Ada has £1,000 and takes shares, Bob has £333 and takes money: 3% of a year."""

    def __init__(self, **rules: Any) -> None:
        self.rules: dict[str, Any] = {
            "share_interest_most": Fraction(4, 100),
            "withdrawable_value": 700,
        } | rules

    async def build(self) -> "Decided":
        self.org = await make_society(**self.rules)
        await open_books(self.org, None)
        self.ada = await make_member(self.org, "Ada Lovell")
        self.bob = await make_member(self.org, "Bob Carey")
        await make_holding(self.org, self.ada, shares=200)
        await make_holding(self.org, self.bob, shares=50)
        await choose(self.org, await member_of(self.org, self.ada), Taking.ADDED, None)
        self.made = await self.propose(365, 1)
        return self

    async def propose(self, since: int, to: int) -> ShareReturn:
        return await propose_interest(self.org, days_ago(since), days_ago(to), RATE, None)

    async def sum(self, purpose: Purpose) -> int:
        found = await balances(self.org, clock.today())
        return found.get((await account_for(self.org, purpose)).id, 0)


@pytest.fixture
async def place(db: None) -> Decided:
    return await Decided().build()


async def test_whole_shares_are_added_and_the_rest_is_paid(place: Decided):
    capital = await place.sum(Purpose.SHARE_CAPITAL)
    await decide(place.org, place.made, clock.today(), "AGM, resolution 5", None)
    # £1,400 and £350 at 3%: £42.00 is six shares of £7; £10.50 is paid.
    assert place.made.total == 4_200 + 1_050
    assert await figures(place.org, place.ada) == (206, 206 * 700)
    assert await figures(place.org, place.bob) == (50, 50 * 700)
    assert [one.amount for one in await PayoutItem.within(place.org)] == [1_050]
    assert await place.sum(Purpose.SHARE_CAPITAL) == capital - 4_200
    assert await place.sum(Purpose.PAYABLE_TO_MEMBERS) == -1_050
    assert await place.sum(Purpose.SHARE_INTEREST) == 5_250
    assert (await check_books(place.org)).balanced


async def test_less_than_a_share_is_paid_besides(db: None):
    place = await Decided(withdrawable_value=500, transferable_value=0).build()
    await decide(place.org, place.made, clock.today(), "AGM, resolution 5", None)
    # £1,000 at 3% is £30: six shares of £5, and nothing left. £250: £7.50 is paid.
    assert await figures(place.org, place.ada) == (206, 103_000)
    await choose(place.org, await member_of(place.org, place.bob), Taking.ADDED, None)
    with clock.frozen(clock.now().replace(year=clock.now().year + 1)):
        await decide(place.org, await place.propose(365, 1), clock.today(), "AGM 6", None)
        # Bob: £7.50 is one share of £5, and £2.50.
        assert await figures(place.org, place.bob) == (51, 25_500)
    amounts = [one.amount for one in await PayoutItem.within(place.org).order_by("id")]
    assert amounts[0] == 750
    assert 250 in amounts
    assert (await check_books(place.org)).balanced


async def test_where_no_more_may_be_held_it_is_paid_out(db: None):
    place = await Decided(withdrawable_maximum=205).build()
    await decide(place.org, place.made, clock.today(), "AGM, resolution 5", None)
    assert await figures(place.org, place.ada) == (200, 140_000)
    assert sorted([one.amount for one in await PayoutItem.within(place.org)]) == [1_050, 4_200]
    assert not await ShareReinvestment.within(place.org).exists()


async def test_who_proposed_does_not_record_the_decision(place: Decided):
    maker, checker = await make_person(), await make_person()
    mine = await propose_interest(place.org, days_ago(365), days_ago(1), RATE, maker)
    with pytest.raises(NotForTheMaker):
        await decide(place.org, mine, clock.today(), "AGM, resolution 5", maker)
    assert not await PayoutItem.within(place.org).exists()
    assert await figures(place.org, place.ada) == (200, 140_000)
    await decide(place.org, mine, clock.today(), "AGM, resolution 5", checker)


async def test_it_is_taken_back_whole(place: Decided):
    before = await stands(place)
    with pytest.raises(NotDecidedYet):
        await take_back_return(place.org, place.made, clock.today(), "Wrong rate", None)
    await decide(place.org, place.made, clock.today(), "AGM, resolution 5", None)
    # The shares alone cannot be reversed: their interest would hang in the air.
    event = await ShareEvent.one(place.org, kind=EventKind.ADDED)
    with pytest.raises(NotHere):
        await reverse(place.org, event, reason="Wrong", by=None)
    await take_back_return(place.org, place.made, clock.today(), "Wrong rate", None)
    assert await figures(place.org, place.ada) == (200, 140_000)
    assert (await PayoutItem.one(place.org)).state is ItemState.CANCELLED
    assert await stands(place) == before
    with pytest.raises(TakenBackAlready):
        await take_back_return(place.org, place.made, clock.today(), "Wrong rate", None)
    # The same days may be decided again now.
    await decide(place.org, await place.propose(365, 1), clock.today(), "AGM 6", None)
    assert await figures(place.org, place.ada) == (206, 206 * 700)
    assert (await check_books(place.org)).balanced


async def test_what_is_on_its_way_is_not_taken_back(place: Decided):
    await decide(place.org, place.made, clock.today(), "AGM, resolution 5", None)
    item = await PayoutItem.one(place.org)
    item.state = ItemState.PREPARED
    await item.save()
    with pytest.raises(OnItsWay):
        await take_back_return(place.org, place.made, clock.today(), "Wrong rate", None)
    assert await figures(place.org, place.ada) == (206, 206 * 700)


async def test_shares_that_have_gone_again_keep_it_standing(place: Decided):
    await decide(place.org, place.made, clock.today(), "AGM, resolution 5", None)
    event = await ShareEvent.one(place.org, kind=EventKind.ADDED)
    added = await ShareHolding.one(place.org, id=event.holding_id)
    assert added.kind is ShareKind.WITHDRAWABLE
    notice = await give_notice(place.org, added, 6, days_ago(0), by=None)
    with clock.frozen(clock.now().replace(year=clock.now().year + 1)):
        await a_grant(place)
        await grant(place.org, notice, 6, clock.today(), minute="Board 4", by=None)
        with pytest.raises(SharesMovedSince):
            await take_back_return(place.org, place.made, clock.today(), "Wrong rate", None)


async def stands(place: Decided) -> dict[int, int]:
    """Every account of the books that stands at something."""
    found = await balances(place.org, clock.today())
    return {account: pence for account, pence in found.items() if pence}


async def a_grant(place: Decided) -> None:
    """Money for the withdrawal is there."""
    bank = await account_for(place.org, Purpose.BANK)
    other = await account_for(place.org, Purpose.RESERVES)
    lines = [Line(bank.id, 100_000), Line(other.id, -100_000)]
    await post(place.org, PostingKind.MANUAL, clock.today(), "A grant", lines, None)


async def test_the_last_interest_is_taken_back_first(place: Decided):
    await decide(place.org, place.made, clock.today(), "AGM, resolution 5", None)
    with clock.frozen(clock.now().replace(year=clock.now().year + 1)):
        later = await place.propose(365, 1)
        await decide(place.org, later, clock.today(), "AGM, resolution 6", None)
        with pytest.raises(LaterOneFirst):
            await take_back_return(place.org, place.made, clock.today(), "Wrong rate", None)
        await take_back_return(place.org, later, clock.today(), "Wrong rate", None)
        await take_back_return(place.org, place.made, clock.today(), "Wrong rate", None)
    assert [one.shares for one in await held_of(place.org, place.ada.member_id)] == [200]


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_the_member_chooses_on_their_own_page(client: Pages, place: Decided, language: str):
    entry = await make_member(place.org, "Cai Prys", email="cai@example.org")
    pages = client.as_(await make_person("Cai Prys", "cai@example.org"))
    pages.language = language
    there = f"/{place.org.slug}/shares/mine"
    assert (await pages.get(there)).status == 200
    one = f"{there}/{entry.member_id}/interest"
    assert (await pages.get(one)).status == 200
    assert (await pages.post(one, {"taking": "eaten"})).status == 422
    assert (await pages.post(one, {"taking": "added"})).status == 303
    assert (await takings(place.org, [entry.member_id]))[entry.member_id] is Taking.ADDED
    # Nobody else's.
    assert (
        await pages.post(f"{there}/{place.bob.member_id}/interest", {"taking": "added"})
    ).status == 404
    desk = client.as_(await make_officer(place.org, Role.TREASURER))
    desk.language = language
    at = f"/{place.org.slug}/members/{entry.member_id}"
    assert (await desk.post(f"{at}/share-interest", {"taking": "paid-out"})).status == 303
    assert (await takings(place.org, [entry.member_id]))[entry.member_id] is Taking.PAID_OUT
    assert (await desk.get(f"{at}/shares")).status == 200
